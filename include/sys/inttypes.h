/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Integers of a size.
 */
#ifndef _SYS_INTTYPES_H
#define	_SYS_INTTYPES_H

#include <sys/types.h>

#endif /* _SYS_INTTYPES_H */
