/* SPDX-License-Identifier: GPL-2.0 */
/*
 * drv_getparm(9F); part of <sys/ddi.h>.
 */
#ifndef _SYS_DDI_PARM_H
#define	_SYS_DDI_PARM_H

#include <sys/symnames.h>

#define	PPGRP		1
#define	UPROCP		3
#define	PPID		4
#define	PSID		5
#define	UCRED		6
#define	LBOLT		7
#define	TIME		8

int drv_getparm(unsigned int parm, void *value_p);

#endif /* _SYS_DDI_PARM_H */
