/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Limits and page arithmetic, as <sys/param.h> of Solaris has them.
 */
#ifndef _SYS_PARAM_H
#define	_SYS_PARAM_H

#include <sys/types.h>
#include <sys/page.h>

#define	MAXPATHLEN	1024
#define	MAXNAMELEN	256
#define	NBBY		8
#define	NBPW		8
#define	DEV_BSIZE	512
#define	DEV_BSHIFT	9
#define	MAXBSIZE	8192

/*
 * Clock ticks in a second, as ticks are counted here: drv_usectohz(9F),
 * timeout(9F), delay(9F), cv_timedwait(9F), devmap_set_ctx_timeout(9F) and
 * ddi_get_lbolt(9F). It is Solaris's hires_tick setting, and not Linux's HZ:
 * the hold times of device contexts want a millisecond.
 */
#define	DDI_HZ		1000

#ifndef HZ
#define	HZ		DDI_HZ
#endif

extern int ddi_hz;
#define	hz		ddi_hz

#endif /* _SYS_PARAM_H */
