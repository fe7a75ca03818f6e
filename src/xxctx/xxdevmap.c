// SPDX-License-Identifier: GPL-2.0
/*
 * The xx driver: mappings and device contexts.
 *
 * Several programs map the device, and each has a context of its own, or shares
 * one. The context whose state the device holds is the current one, and only
 * its mappings have valid translations. When another one's mapping is touched,
 * xxdevmap_contextmgt takes the translations away from the current context,
 * saves its state, restores the state of the context that was touched, and
 * validates that one's mapping.
 */
#include <sys/types.h>
#include <sys/conf.h>
#include <sys/ddi.h>
#include <sys/ddi_impldefs.h>
#include <sys/debug.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/mman.h>
#include <sys/sunddi.h>

#include <devmap/xxctx.h>

#include "xxctx.h"

volatile int xx_hold_usec = 1000;	/* hold time */

/*
 * The context's offsets begin here; the status page follows.
 */
#define	XX_OFF_CTXMGT	0

/*
 * A context of the calling process, or NULL if its user may have no more.
 */
static struct xxcontext *
xxcontext_alloc(struct xxstate *xsp)
{
	struct xxcontext *ctx;
	struct xxuser *xup;

	ASSERT(MUTEX_HELD(&xsp->xs_lock));
	xup = xxuser_charge(xsp->xs_hw.hw_statesize);
	if (xup == NULL)
		return (NULL);
	ctx = kmem_zalloc(sizeof (*ctx), KM_SLEEP);
	ctx->xc_user = xup;
	ctx->xc_state = kmem_alloc(xsp->xs_hw.hw_statesize, KM_SLEEP);
	ctx->xc_id = ++xsp->xs_lastid;
	ctx->xc_next = xsp->xs_contexts;
	xsp->xs_contexts = ctx;
	xxhw_context_init(&xsp->xs_hw, ctx->xc_state, ctx->xc_id);
	return (ctx);
}

static void
xxcontext_unlink_fork(struct xxcontext *ctx)
{
	if (ctx->xc_forked != NULL)
		ctx->xc_forked->xc_parent = NULL;
	ctx->xc_forked = NULL;
}

static void
xxcontext_unlist(struct xxstate *xsp, struct xxcontext *ctx)
{
	struct xxcontext **ctxp = &xsp->xs_contexts;

	while (*ctxp != ctx)
		ctxp = &(*ctxp)->xc_next;
	*ctxp = ctx->xc_next;
}

/*
 * The context has no mapping any more. If the device still holds its state, the
 * next context's overwrites it: nobody can look at the device before that.
 */
static void
xxcontext_free(struct xxstate *xsp, struct xxcontext *ctx)
{
	ASSERT(MUTEX_HELD(&xsp->xs_lock));
	if (xsp->xs_current == ctx)
		xsp->xs_current = NULL;
	if (xsp->xs_shared == ctx)
		xsp->xs_shared = NULL;
	if (ctx->xc_parent != NULL)
		xxcontext_unlink_fork(ctx->xc_parent);
	xxcontext_unlink_fork(ctx);
	xxcontext_unlist(xsp, ctx);
	bzero(ctx->xc_state, xsp->xs_hw.hw_statesize);
	kmem_free(ctx->xc_state, xsp->xs_hw.hw_statesize);
	xxuser_uncharge(ctx->xc_user, xsp->xs_hw.hw_statesize);
	kmem_free(ctx, sizeof (*ctx));
}

static struct xxcontext *
xxcontext_shared(struct xxstate *xsp)
{
	ASSERT(MUTEX_HELD(&xsp->xs_lock));
	if (xsp->xs_shared == NULL)
		xsp->xs_shared = xxcontext_alloc(xsp);
	return (xsp->xs_shared);
}

/*
 * Takes the device away from a context: after this no program can reach it
 * through any of the context's mappings. One that cannot be taken away does not
 * keep the others.
 */
static int
xxcontext_revoke(struct xxcontext *ctx)
{
	struct xxmapping *mp;
	int error = 0, err;

	for (mp = ctx->xc_mappings; mp != NULL; mp = mp->xm_next) {
		err = devmap_unload(mp->xm_handle, mp->xm_off, mp->xm_len);
		if (error == 0)
			error = err;
	}
	return (error);
}

/*
 * Waits until the device is not saved for a context: for who copies or frees
 * its state. With NULL, until it is neither saved nor restored at all: for who
 * gives it to a context, or takes it away. A context is restored by a fault in
 * a mapping of its own, which keeps it.
 */
static void
xxdevice_wait(struct xxstate *xsp, struct xxcontext *ctx)
{
	while (xsp->xs_busy && (ctx == NULL || xsp->xs_current == ctx)) {
		xsp->xs_waiting = B_TRUE;
		cv_wait(&xsp->xs_cv, &xsp->xs_lock);
	}
}

/*
 * Saves or restores, which may take a device seconds. The lock is not held
 * meanwhile: programs that do not want the device can map, fork and end.
 */
static int
xxdevice_move(struct xxstate *xsp, int (*move)(struct xxhw *, caddr_t),
    struct xxcontext *ctx)
{
	int error;

	ASSERT(MUTEX_HELD(&xsp->xs_lock));
	ASSERT(!xsp->xs_busy);
	xsp->xs_busy = B_TRUE;
	mutex_exit(&xsp->xs_lock);
	error = move(&xsp->xs_hw, ctx->xc_state);
	mutex_enter(&xsp->xs_lock);
	xsp->xs_busy = B_FALSE;
	if (xsp->xs_waiting) {
		xsp->xs_waiting = B_FALSE;
		cv_broadcast(&xsp->xs_cv);
	}
	return (error);
}

/*
 * Brings the saved state of the current context up to date, with its mappings
 * revoked, so that nothing changes meanwhile. It stays current.
 */
static int
xxcontext_sync(struct xxstate *xsp, struct xxcontext *ctx)
{
	int error;

	/* Who cannot be parted from the device keeps it; nobody else gets it */
	error = xxcontext_revoke(ctx);
	if (error != 0) {
		xsp->xs_failures++;
		return (error);
	}
	if (xxdevice_move(xsp, xxhw_save, ctx) == 0) {
		xsp->xs_saves++;
		return (0);
	}
	/* Its state is gone; showing it an older one would be a lie. */
	ctx->xc_lost = B_TRUE;
	xsp->xs_current = NULL;
	xsp->xs_failures++;
	return (-1);
}

/*
 * Makes ctx the current context: unload, save, restore. While it is restored
 * there is none: what the device raises then is nobody's.
 */
static int
xxcontext_switch(struct xxstate *xsp, struct xxcontext *ctx)
{
	int error;

	if (ctx->xc_lost)
		return (-1);
	if (xsp->xs_current != NULL) {
		error = xxcontext_sync(xsp, xsp->xs_current);
		if (error != 0)
			return (error);
		xsp->xs_current = NULL;
	}
	if (xxdevice_move(xsp, xxhw_restore, ctx) != 0) {
		xsp->xs_failures++;
		return (-1);
	}
	xsp->xs_restores++;
	xsp->xs_switches++;
	xsp->xs_current = ctx;
	return (0);
}

/*
 * The device is about to lose its state: the current context's is saved, and it
 * is nobody's until a program touches it.
 */
int
xxcontext_suspend(struct xxstate *xsp)
{
	int error = 0;

	mutex_enter(&xsp->xs_lock);
	xxdevice_wait(xsp, NULL);
	if (xsp->xs_current != NULL)
		error = xxcontext_sync(xsp, xsp->xs_current);
	if (error == 0)
		xsp->xs_current = NULL;
	xxhw_report(&xsp->xs_hw, xsp);
	xxintr_unlock(xsp);
	return (error == 0 ? DDI_SUCCESS : DDI_FAILURE);
}

/*
 * A program touched a mapping whose translations are invalid.
 */
static int
xxdevmap_contextmgt(devmap_cookie_t handle, void *devprivate, offset_t off,
    size_t len, uint_t type, uint_t rw)
{
	struct xxmapping *mp = devprivate;
	struct xxstate *xsp = mp->xm_xsp;
	int error = 0;

	mutex_enter(&xsp->xs_lock);
	xxdevice_wait(xsp, NULL);
	devmap_set_ctx_timeout(handle, drv_usectohz(xx_hold_usec));
	if (xsp->xs_current != mp->xm_ctx) {
		error = xxcontext_switch(xsp, mp->xm_ctx);
		xxhw_report(&xsp->xs_hw, xsp);
	}
	/* The whole mapping at once: the next page would fault as well. */
	if (error == 0)
		error = devmap_load(handle, mp->xm_off, mp->xm_len, type, rw);
	xxintr_unlock(xsp);
	return (error);
}

static void
xxmapping_link(struct xxmapping *mp, struct xxcontext *ctx)
{
	mp->xm_ctx = ctx;
	mp->xm_prev = NULL;
	mp->xm_next = ctx->xc_mappings;
	if (mp->xm_next != NULL)
		mp->xm_next->xm_prev = mp;
	ctx->xc_mappings = mp;
}

static void
xxmapping_unlink(struct xxmapping *mp)
{
	if (mp->xm_prev != NULL)
		mp->xm_prev->xm_next = mp->xm_next;
	else
		mp->xm_ctx->xc_mappings = mp->xm_next;
	if (mp->xm_next != NULL)
		mp->xm_next->xm_prev = mp->xm_prev;
}

/*
 * A mapping like another one, for a handle of its own.
 */
static struct xxmapping *
xxmapping_copy(struct xxmapping *mp, devmap_cookie_t handle)
{
	struct xxmapping *newmp;

	newmp = kmem_alloc(sizeof (*newmp), KM_SLEEP);
	*newmp = *mp;
	newmp->xm_handle = handle;
	return (newmp);
}

/*
 * devmap_map(9E): there is a new mapping. Its translations are invalid.
 */
static int
xxdevmap_map(devmap_cookie_t handle, dev_t dev, uint_t flags, offset_t off,
    size_t len, void **new_devprivate)
{
	struct xxstate *xsp = ddi_get_soft_state(xxstatep, getminor(dev));
	struct xxcontext *ctx;
	struct xxmapping *mp;

	mp = kmem_zalloc(sizeof (*mp), KM_SLEEP);
	mp->xm_xsp = xsp;
	mp->xm_handle = handle;
	mp->xm_off = off;
	mp->xm_len = len;
	mp->xm_flags = flags;

	mutex_enter(&xsp->xs_lock);
	ctx = flags & MAP_PRIVATE ? xxcontext_alloc(xsp) :
	    xxcontext_shared(xsp);
	if (ctx == NULL) {
		mutex_exit(&xsp->xs_lock);
		kmem_free(mp, sizeof (*mp));
		return (ENOMEM);
	}
	if (flags & MAP_PRIVATE)
		ctx->xc_seg = ((devmap_handle_t *)handle)->dh_seg;
	xxmapping_link(mp, ctx);
	mutex_exit(&xsp->xs_lock);

	devmap_set_ctx_timeout(handle, drv_usectohz(xx_hold_usec));
	*new_devprivate = mp;
	return (0);
}

/*
 * devmap_access(9E): an access to an invalid translation.
 */
static int
xxdevmap_access(devmap_cookie_t handle, void *devprivate, offset_t off,
    size_t len, uint_t type, uint_t rw)
{
	struct xxmapping *mp = devprivate;
	offset_t diff = off - XX_OFF_CTXMGT;

	/* The status page has no context. */
	if (mp == NULL)
		return (devmap_default_access(handle, devprivate, off, len,
		    type, rw));
	if (diff < 0 || diff + len > mp->xm_xsp->xs_hw.hw_ctxsize)
		return (-1);
	return (devmap_do_ctxmgt(handle, devprivate, off, len, type, rw,
	    xxdevmap_contextmgt));
}

/*
 * The context of a forked private mapping: a copy of the parent's, as it is at
 * this moment. A mapping that was cut into pieces has several handles; they
 * share a context in the child as they do in the parent. Other processes may
 * fork between the calls for two handles of one fork.
 */
static struct xxcontext *
xxcontext_fork(struct xxstate *xsp, struct xxcontext *ctx,
    devmap_cookie_t new_handle)
{
	struct seg *seg = ((devmap_handle_t *)new_handle)->dh_seg;
	struct xxcontext *newctx;

	if (ctx->xc_forked != NULL && ctx->xc_forked->xc_seg == seg)
		return (ctx->xc_forked);
	xxdevice_wait(xsp, ctx);
	if (ctx->xc_lost || !xxuser_has_room(xsp->xs_hw.hw_statesize))
		return (NULL);
	if (xsp->xs_current == ctx && xxcontext_sync(xsp, ctx) != 0)
		return (NULL);
	newctx = xxcontext_alloc(xsp);
	if (newctx == NULL)
		return (NULL);
	newctx->xc_seg = seg;
	xxhw_context_copy(&xsp->xs_hw, ctx->xc_state, newctx->xc_state,
	    newctx->xc_id);
	xxcontext_unlink_fork(ctx);
	ctx->xc_forked = newctx;
	newctx->xc_parent = ctx;
	return (newctx);
}

/*
 * devmap_dup(9E): a process that has the device mapped forks.
 */
static int
xxdevmap_dup(devmap_cookie_t handle, void *devprivate,
    devmap_cookie_t new_handle, void **new_devprivate)
{
	struct xxmapping *mp = devprivate;
	struct xxstate *xsp = mp->xm_xsp;
	struct xxcontext *ctx = mp->xm_ctx;
	struct xxmapping *newmp;

	mutex_enter(&xsp->xs_lock);
	if (mp->xm_flags & MAP_PRIVATE)
		ctx = xxcontext_fork(xsp, ctx, new_handle);
	if (ctx != NULL) {
		newmp = xxmapping_copy(mp, new_handle);
		xxmapping_link(newmp, ctx);
		*new_devprivate = newmp;
	} else {
		/* The device may be nobody's since */
		xxhw_report(&xsp->xs_hw, xsp);
	}
	xxintr_unlock(xsp);
	return (ctx == NULL ? ENXIO : 0);
}

/*
 * devmap_unmap(9E): a range of a mapping is gone. What remains in front of it
 * and behind it belongs to the same context as before.
 */
static void
xxdevmap_unmap(devmap_cookie_t handle, void *devprivate, offset_t off,
    size_t len, devmap_cookie_t new_handle1, void **new_devprivate1,
    devmap_cookie_t new_handle2, void **new_devprivate2)
{
	struct xxmapping *mp = devprivate;
	struct xxstate *xsp = mp->xm_xsp;
	struct xxcontext *ctx = mp->xm_ctx;
	struct xxmapping *newmp;

	mutex_enter(&xsp->xs_lock);
	xxdevice_wait(xsp, ctx);
	xxmapping_unlink(mp);
	if (new_handle1 != NULL) {
		newmp = xxmapping_copy(mp, new_handle1);
		newmp->xm_len = off - mp->xm_off;
		xxmapping_link(newmp, ctx);
		*new_devprivate1 = newmp;
	}
	if (new_handle2 != NULL) {
		newmp = xxmapping_copy(mp, new_handle2);
		newmp->xm_off = off + len;
		newmp->xm_len = mp->xm_len - (off + len - mp->xm_off);
		xxmapping_link(newmp, ctx);
		*new_devprivate2 = newmp;
	}
	if (ctx->xc_mappings == NULL) {
		xxcontext_free(xsp, ctx);
		xxhw_report(&xsp->xs_hw, xsp);
	}
	mutex_exit(&xsp->xs_lock);
	kmem_free(mp, sizeof (*mp));
}

/*
 * The part of the device that every context has for itself.
 */
static struct devmap_callback_ctl xx_callback_ctl = {
	DEVMAP_OPS_REV,
	xxdevmap_map,
	xxdevmap_access,
	xxdevmap_dup,
	xxdevmap_unmap
};

/*
 * The status page: only the access entry point, which all pieces of a mapping
 * have to have in common.
 */
static struct devmap_callback_ctl xx_status_ctl = {
	DEVMAP_OPS_REV,
	NULL,
	xxdevmap_access,
	NULL,
	NULL
};

/*
 * devmap(9E): which piece of the device begins at off?
 */
int
xxdevmap(dev_t dev, devmap_cookie_t handle, offset_t off, size_t len,
    size_t *maplen, uint_t model)
{
	struct xxstate *xsp = ddi_get_soft_state(xxstatep, getminor(dev));
	struct devmap_callback_ctl *ctl = &xx_callback_ctl;
	uint_t maxprot = PROT_ALL;
	offset_t end;
	int error;

	if (xsp == NULL)
		return (ENXIO);
	end = XX_OFF_CTXMGT + xsp->xs_hw.hw_ctxsize;
	if (off >= end) {
		ctl = &xx_status_ctl;
		maxprot = PROT_READ | PROT_USER;
		end += PAGESIZE;
	}
	if (off < XX_OFF_CTXMGT || off >= end)
		return (EINVAL);
	len = MIN(ptob(btopr(len)), (size_t)(end - off));
	error = xxhw_map(&xsp->xs_hw, xsp->xs_dip, handle, ctl, off, len,
	    maxprot);
	if (error != DDI_SUCCESS)
		return (error);
	*maplen = len;
	return (0);
}

/*
 * segmap(9E): a program calls mmap(2). Of what devmap_map(9E) finds it would
 * hear ENXIO and no more.
 */
int
xxsegmap(dev_t dev, off_t off, struct as *asp, caddr_t *addrp, off_t len,
    unsigned int prot, unsigned int maxprot, unsigned int flags, cred_t *credp)
{
	struct xxstate *xsp = ddi_get_soft_state(xxstatep, getminor(dev));
	boolean_t newctx;

	if (xsp != NULL && off < XX_OFF_CTXMGT + xsp->xs_hw.hw_ctxsize) {
		mutex_enter(&xsp->xs_lock);
		newctx = (flags & MAP_PRIVATE) != 0 || xsp->xs_shared == NULL;
		mutex_exit(&xsp->xs_lock);
		if (newctx && !xxuser_has_room(xsp->xs_hw.hw_statesize))
			return (ENOMEM);
	}
	return (ddi_devmap_segmap(dev, off, asp, addrp, len, prot, maxprot,
	    flags, credp));
}
