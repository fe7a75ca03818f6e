// SPDX-License-Identifier: GPL-2.0
/*
 * timeout(9F), untimeout(9F), ddi_periodic_add(9F), ddi_periodic_delete(9F).
 */
#include <linux/export.h>
#include <linux/math64.h>
#include <linux/printk.h>

#include <sys/callo.h>
#include <sys/sunddi.h>

#include "callout.h"
#include "time.h"

/* The resolution of ddi_periodic_add(9F). */
#define DDI_PERIODIC_NS		(10 * NSEC_PER_MSEC)

/**
 * ddi_timeout() - timeout(9F): have a function called later
 * @func: the handler; runs in a thread and may sleep and take locks
 * @arg: its argument
 * @ticks: from now, at least one
 * @owner: the driver's module; supplied by <sys/callo.h>
 *
 * Context: process, may sleep.
 * Return: what untimeout(9F) wants; never 0. See timeout(9F).
 */
timeout_id_t ddi_timeout(void (*func)(void *), void *arg, clock_t ticks,
			 struct module *owner)
{
	clock_t most = KTIME_MAX / DDI_TICK_NS;
	ktime_t delay = clamp_t(clock_t, ticks, 1, most) * DDI_TICK_NS;

	return ddi_callout_start(func, arg, delay, 0, owner);
}
EXPORT_SYMBOL_GPL(ddi_timeout);

/**
 * untimeout() - take back a timeout(9F)
 * @id: what timeout(9F) returned
 *
 * When it returns the handler neither runs nor is called later, unless it is the
 * handler itself that calls.
 *
 * Context: process, sleeps; the caller holds no lock that the handler takes.
 * Return: the ticks that were left; -1 if the handler runs or has run, or the
 * timeout was taken back before. See untimeout(9F).
 */
clock_t untimeout(timeout_id_t id)
{
	s64 left = ddi_callout_stop(id);

	return left < 0 ? -1 : div_s64(left, DDI_TICK_NS);
}
EXPORT_SYMBOL_GPL(untimeout);

/**
 * ddi_periodic_start() - ddi_periodic_add(9F): have a function called regularly
 * @func: the function; runs in a thread and may sleep and take locks
 * @arg: its argument
 * @interval: in nanoseconds; rounded up to ten milliseconds
 * @level: DDI_IPL_0 to DDI_IPL_10; there is no difference
 * @owner: the driver's module; supplied by <sys/sunddi.h>
 *
 * A call that lasts longer than the interval delays the next one; two never run
 * at the same time.
 *
 * Context: process, may sleep.
 * Return: what ddi_periodic_delete(9F) wants; NULL for an interval that is not
 * positive. See ddi_periodic_add(9F).
 */
ddi_periodic_t ddi_periodic_start(void (*func)(void *), void *arg,
				  hrtime_t interval, int level,
				  struct module *owner)
{
	ktime_t ns;

	if (interval <= 0 || interval > KTIME_MAX - DDI_PERIODIC_NS) {
		pr_warn_ratelimited("ddi_periodic_add(9F): an interval has to be positive\n");
		return NULL;
	}
	ns = div64_u64(interval + DDI_PERIODIC_NS - 1, DDI_PERIODIC_NS) *
	     DDI_PERIODIC_NS;
	return ddi_callout_start(func, arg, ns, ns, owner);
}
EXPORT_SYMBOL_GPL(ddi_periodic_start);

/**
 * ddi_periodic_delete() - end the calls of ddi_periodic_add(9F)
 * @request: what ddi_periodic_add(9F) returned
 *
 * When it returns the function neither runs nor is called later, unless it is the
 * function itself that calls, which Solaris forbids.
 *
 * Context: process, sleeps; the caller holds no lock that the function takes.
 * See ddi_periodic_delete(9F).
 */
void ddi_periodic_delete(ddi_periodic_t request)
{
	ddi_callout_stop(request);
}
EXPORT_SYMBOL_GPL(ddi_periodic_delete);
