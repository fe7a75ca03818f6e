/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tunable limits of Solaris. Linux has others; the tunables of a driver are the
 * parameters of its module.
 */
#ifndef _SYS_TUNEABLE_H
#define	_SYS_TUNEABLE_H

#include <sys/types.h>

#endif /* _SYS_TUNEABLE_H */
