/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Clock ticks in a second: hz.
 */
#ifndef _SYS_KERNEL_H
#define	_SYS_KERNEL_H

#include <sys/types.h>
#include <sys/param.h>

#endif /* _SYS_KERNEL_H */
