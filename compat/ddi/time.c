// SPDX-License-Identifier: GPL-2.0
/*
 * Time: gethrtime(9F), ddi_get_lbolt(9F), drv_usectohz(9F), delay(9F).
 */
#include <linux/delay.h>
#include <linux/export.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/timekeeping.h>

#include <sys/param.h>
#include <sys/time.h>

#include "time.h"

int ddi_hz = DDI_TICKS_PER_SEC;
EXPORT_SYMBOL_GPL(ddi_hz);

/**
 * gethrtime() - nanoseconds since some moment in the past
 *
 * Context: any. See gethrtime(9F).
 */
hrtime_t gethrtime(void)
{
	return ktime_get_ns();
}
EXPORT_SYMBOL_GPL(gethrtime);

/**
 * ddi_get_lbolt64() - clock ticks since the system was booted
 *
 * Context: any. See ddi_get_lbolt64(9F).
 */
int64_t ddi_get_lbolt64(void)
{
	return div_u64(ktime_get_ns(), DDI_TICK_NS);
}
EXPORT_SYMBOL_GPL(ddi_get_lbolt64);

/**
 * ddi_get_lbolt() - clock ticks since the system was booted
 *
 * Context: any. See ddi_get_lbolt(9F).
 */
clock_t ddi_get_lbolt(void)
{
	return ddi_get_lbolt64();
}
EXPORT_SYMBOL_GPL(ddi_get_lbolt);

/**
 * ddi_get_time() - seconds since 1970
 *
 * Context: any. See ddi_get_time(9F).
 */
long ddi_get_time(void)
{
	return ktime_get_real_seconds();
}
EXPORT_SYMBOL_GPL(ddi_get_time);

/**
 * drv_hztousec() - clock ticks to microseconds
 * @ticks: clock ticks
 *
 * See drv_hztousec(9F).
 */
clock_t drv_hztousec(clock_t ticks)
{
	return ticks > 0 ? ticks * (DDI_TICK_NS / NSEC_PER_USEC) : 0;
}
EXPORT_SYMBOL_GPL(drv_hztousec);

/**
 * drv_usectohz() - microseconds to clock ticks, rounded up
 * @usecs: microseconds
 *
 * See drv_usectohz(9F).
 */
clock_t drv_usectohz(clock_t usecs)
{
	clock_t tick = DDI_TICK_NS / NSEC_PER_USEC;

	return usecs > 0 ? (usecs - 1) / tick + 1 : 0;
}
EXPORT_SYMBOL_GPL(drv_usectohz);

/**
 * drv_usecwait() - wait without sleeping
 * @usecs: microseconds, and never less: udelay() alone is only as good as it was
 *	calibrated
 *
 * Context: any. See drv_usecwait(9F).
 */
void drv_usecwait(clock_t usecs)
{
	ktime_t end = ktime_add_us(ktime_get(), max_t(clock_t, usecs, 0));

	while (ktime_before(ktime_get(), end))
		udelay(1);
}
EXPORT_SYMBOL_GPL(drv_usecwait);

/**
 * ddi_delay() - delay(9F): sleep
 * @ticks: clock ticks
 *
 * By the high-resolution clock: a tick here may be shorter than Linux's.
 *
 * Context: process. See delay(9F).
 */
void ddi_delay(clock_t ticks)
{
	unsigned long usecs = ticks * (USEC_PER_SEC / DDI_TICKS_PER_SEC);

	if (ticks > 0)
		usleep_range(usecs, usecs + USEC_PER_SEC / DDI_TICKS_PER_SEC);
}
EXPORT_SYMBOL_GPL(ddi_delay);
