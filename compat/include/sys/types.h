/* SPDX-License-Identifier: GPL-2.0 */
/*
 * <sys/types.h> for the layer itself, which sees both Linux and the Solaris
 * headers: the base types come from Linux, the rest from the same file that a
 * driver uses.
 */
#ifndef _SYS_TYPES_H
#define _SYS_TYPES_H

#include <linux/types.h>
#include <linux/stddef.h>

/* Missing in older ones. */
typedef long intptr_t;

#include <sys/types_solaris.h>

#endif /* _SYS_TYPES_H */
