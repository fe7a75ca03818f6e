/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Time: gethrtime(9F), ddi_get_lbolt(9F) and the conversions of drv_hztousec.
 */
#ifndef _SYS_TIME_H
#define	_SYS_TIME_H

#include <sys/types.h>

#define	SEC		1
#define	MILLISEC	1000
#define	MICROSEC	1000000
#define	NANOSEC		1000000000

#define	MSEC2NSEC(m)	((hrtime_t)(m) * (NANOSEC / MILLISEC))
#define	NSEC2MSEC(n)	((n) / (NANOSEC / MILLISEC))

/* How late a timer may be: cv_reltimedwait(9F). */
typedef enum {
	TR_NANOSEC,
	TR_MICROSEC,
	TR_MILLISEC,
	TR_SEC,
	TR_CLOCK_TICK,
	TR_COUNT
} time_res_t;

hrtime_t gethrtime(void);
clock_t ddi_get_lbolt(void);
int64_t ddi_get_lbolt64(void);
long ddi_get_time(void);
clock_t drv_hztousec(clock_t ticks);
clock_t drv_usectohz(clock_t usecs);
void drv_usecwait(clock_t usecs);
void ddi_delay(clock_t ticks);
#define	delay(ticks)	ddi_delay(ticks)

#endif /* _SYS_TIME_H */
