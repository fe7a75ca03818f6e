// SPDX-License-Identifier: GPL-2.0
// ASK: does class_create() take the name alone?
// WHY: 6.4 dropped its module argument; before it is a macro, and no function
// NO: .class_create. undeclared|undeclared identifier .class_create.|struct lock_class_key
#include <linux/device.h>

/* Clang goes on with __class_create(), which it finds like it, and says what that takes. */
struct class *(*probe)(const char *name) = class_create;
