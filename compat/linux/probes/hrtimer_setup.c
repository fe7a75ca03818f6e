// SPDX-License-Identifier: GPL-2.0
// ASK: is a high-resolution timer prepared by hrtimer_setup()?
// WHY: 6.13 added it, 6.15 dropped hrtimer_init()
// NO: hrtimer_setup()
#include <linux/hrtimer.h>

void probe(struct hrtimer *timer, enum hrtimer_restart (*function)(struct hrtimer *))
{
	hrtimer_setup(timer, function, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
}
