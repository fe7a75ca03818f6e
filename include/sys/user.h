/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Included by drivers of old; there is no user area. What they looked up in it
 * is in <sys/proc.h>, <sys/cred.h> and drv_getparm(9F).
 */
#ifndef _SYS_USER_H
#define	_SYS_USER_H

#include <sys/types.h>
#include <sys/proc.h>
#include <sys/cred.h>

#endif /* _SYS_USER_H */
