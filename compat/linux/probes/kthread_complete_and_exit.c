// SPDX-License-Identifier: GPL-2.0
// ASK: does a thread of the kernel end itself by kthread_complete_and_exit()?
// WHY: 5.17 gave threads of the kernel an exit of their own; before, complete_and_exit()
// NO: kthread_complete_and_exit()
#include <linux/kthread.h>

void probe(void)
{
	kthread_complete_and_exit(NULL, 0);
}
