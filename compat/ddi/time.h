/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Clock ticks of the DDI; DDI_HZ of <sys/param.h>, which cannot be included
 * beside Linux's HZ.
 */
#ifndef _DDI_TIME_H
#define _DDI_TIME_H

#include <linux/time64.h>

#define DDI_TICKS_PER_SEC	1000
#define DDI_TICK_NS		(NSEC_PER_SEC / DDI_TICKS_PER_SEC)

#endif /* _DDI_TIME_H */
