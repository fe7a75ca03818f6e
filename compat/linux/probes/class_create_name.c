// SPDX-License-Identifier: GPL-2.0
// ASK: does class_create() take the name alone?
// WHY: 6.4 dropped its module argument
// NO: class_create|__class_create
#include <linux/device.h>

struct class *probe(void)
{
	return class_create("probe");
}
