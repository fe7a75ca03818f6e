// SPDX-License-Identifier: GPL-2.0
/*
 * The xx driver: interrupts of the device reach the programs whose context it
 * had when it raised them.
 *
 * A program waits for them with poll(2), and takes those of its contexts.
 * Nobody waits inside of the driver: a device that is taken away could not be
 * then.
 */
#include <sys/types.h>
#include <sys/ddi.h>
#include <sys/ddi_impldefs.h>
#include <sys/debug.h>
#include <sys/errno.h>
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/sunddi.h>

#include <devmap/xxctx.h>

#include "xxctx.h"

/*
 * The device has raised interrupts, for the current context. If that one has
 * gone, nobody wants to know.
 */
void
xxintr_post(struct xxstate *xsp, uint_t bits)
{
	ASSERT(MUTEX_HELD(&xsp->xs_lock));
	if (bits == 0 || xsp->xs_current == NULL)
		return;
	xsp->xs_current->xc_intr |= bits;
	xsp->xs_posted = B_TRUE;
}

/*
 * The end of what may have posted interrupts: xxchpoll takes the lock, so that
 * they are woken without it.
 */
void
xxintr_unlock(struct xxstate *xsp)
{
	boolean_t posted = xsp->xs_posted;

	ASSERT(MUTEX_HELD(&xsp->xs_lock));
	xsp->xs_posted = B_FALSE;
	mutex_exit(&xsp->xs_lock);
	if (posted)
		pollwakeup(&xsp->xs_pollhead, POLLIN | POLLRDNORM);
}

static boolean_t
xxcontext_is_callers(struct xxcontext *ctx)
{
	struct xxmapping *mp;

	for (mp = ctx->xc_mappings; mp != NULL; mp = mp->xm_next)
		if (((devmap_handle_t *)mp->xm_handle)->dh_seg->s_as ==
		    curproc->p_as)
			return (B_TRUE);
	return (B_FALSE);
}

/*
 * The interrupts of all contexts of the process that called; and takes them.
 */
static uint_t
xxintr_callers(struct xxstate *xsp, boolean_t take)
{
	struct xxcontext *ctx;
	uint_t bits = 0;

	mutex_enter(&xsp->xs_lock);
	for (ctx = xsp->xs_contexts; ctx != NULL; ctx = ctx->xc_next) {
		if (ctx->xc_intr == 0 || !xxcontext_is_callers(ctx))
			continue;
		bits |= ctx->xc_intr;
		if (take)
			ctx->xc_intr = 0;
	}
	mutex_exit(&xsp->xs_lock);
	return (bits);
}

/*
 * XXIOC_GETINTR
 */
int
xxintr_take(struct xxstate *xsp, void *arg, int mode)
{
	uint_t bits;

	if (!xsp->xs_hw.hw_intrs)
		return (ENOTTY);
	bits = xxintr_callers(xsp, B_TRUE);
	if (bits == 0)
		return (EAGAIN);
	if (ddi_copyout(&bits, arg, sizeof (bits), mode) != 0)
		return (EFAULT);
	return (0);
}

/*
 * chpoll(9E): a device without interrupts is always ready.
 */
int
xxchpoll(dev_t dev, short events, int anyyet, short *reventsp,
    struct pollhead **phpp)
{
	struct xxstate *xsp = ddi_get_soft_state(xxstatep, getminor(dev));
	short ready = POLLOUT | POLLWRNORM;

	if (xsp == NULL)
		return (ENXIO);
	if (!xsp->xs_hw.hw_intrs || xxintr_callers(xsp, B_FALSE) != 0)
		ready |= POLLIN | POLLRDNORM;
	*reventsp = events & ready;
	if (*reventsp == 0 && !anyyet)
		*phpp = &xsp->xs_pollhead;
	return (0);
}
