/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Sessions; drv_getparm(9F) tells the number of the caller's.
 */
#ifndef _SYS_SESSION_H
#define	_SYS_SESSION_H

#include <sys/types.h>

#endif /* _SYS_SESSION_H */
