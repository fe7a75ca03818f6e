// SPDX-License-Identifier: GPL-2.0
// ASK: does class_create() take the name alone?
// WHY: 6.4 dropped its module argument
// NO: macro "class_create" requires 2|too few arguments.* macro|undeclared identifier .class_create.|.class_create. undeclared
#include <linux/device.h>

struct class *probe(void)
{
	return class_create("probe");
}
