/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Calls of functions at a later time: timeout(9F); part of <sys/systm.h>.
 *
 * Handlers run in a thread of the kernel and may sleep, so that they may take
 * a mutex, as on Solaris; several may run at the same time.
 */
#ifndef _SYS_CALLO_H
#define	_SYS_CALLO_H

#include <sys/types.h>

/* Which Linux module the driver is; defined by the kernel's build. */
struct module;
extern struct module __this_module;

timeout_id_t ddi_timeout(void (*func)(void *), void *arg, clock_t ticks,
    struct module *owner);
clock_t untimeout(timeout_id_t id);

static inline timeout_id_t
timeout(void (*func)(void *), void *arg, clock_t ticks)
{
	return (ddi_timeout(func, arg, ticks, &__this_module));
}

/* All of them have a high resolution here. */
static inline timeout_id_t
realtime_timeout(void (*func)(void *), void *arg, clock_t ticks)
{
	return (ddi_timeout(func, arg, ticks, &__this_module));
}

#endif /* _SYS_CALLO_H */
