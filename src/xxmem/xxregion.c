// SPDX-License-Identifier: GPL-2.0
/*
 * The xx driver for device memory: regions with contexts.
 *
 * A mapping of a region has a context: a copy of the region in the kernel's
 * memory, which is what the region holds for this mapping while another one has
 * it. Saving is copying out, restoring is copying in.
 */
#include <sys/types.h>
#include <sys/ddi.h>
#include <sys/debug.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/sunddi.h>

#include "xxregion.h"

#define	XX_HOLD_USEC	1000

struct xxcontext {
	struct xxregion		*xc_region;
	struct xxpiece		*xc_pieces;
	uint64_t		*xc_state;	/* while another one has it */
};

/*
 * What munmap(2) has left of a mapping: a handle.
 */
struct xxpiece {
	struct xxpiece		*xp_next;
	struct xxcontext	*xp_ctx;
	devmap_cookie_t		xp_handle;
	offset_t		xp_off;
	size_t			xp_len;
};

void
xxregion_init(struct xxregion *rp, ddi_acc_handle_t handle, caddr_t regs,
    size_t size)
{
	rp->xr_handle = handle;
	rp->xr_regs = (uint64_t *)regs;
	rp->xr_size = size;
	mutex_init(&rp->xr_lock, NULL, MUTEX_DRIVER, NULL);
}

void
xxregion_fini(struct xxregion *rp)
{
	mutex_destroy(&rp->xr_lock);
}

uint64_t
xxregion_switches(struct xxregion *rp)
{
	uint64_t switches;

	mutex_enter(&rp->xr_lock);
	switches = rp->xr_switches;
	mutex_exit(&rp->xr_lock);
	return (switches);
}

static struct xxcontext *
xxcontext_alloc(struct xxregion *rp)
{
	struct xxcontext *ctx = kmem_zalloc(sizeof (*ctx), KM_SLEEP);

	ctx->xc_state = kmem_zalloc(rp->xr_size, KM_SLEEP);
	ctx->xc_region = rp;
	return (ctx);
}

static void
xxcontext_free(struct xxcontext *ctx)
{
	size_t size = ctx->xc_region->xr_size;

	/* What a program had there is nobody else's. */
	bzero(ctx->xc_state, size);
	kmem_free(ctx->xc_state, size);
	kmem_free(ctx, sizeof (*ctx));
}

/*
 * After this no program reaches the region through a mapping of the context,
 * and its saved state is what the region holds. It stays the current one.
 */
static int
xxcontext_save(struct xxcontext *ctx)
{
	struct xxregion *rp = ctx->xc_region;
	struct xxpiece *xp;
	int error;

	for (xp = ctx->xc_pieces; xp != NULL; xp = xp->xp_next) {
		error = devmap_unload(xp->xp_handle, xp->xp_off, xp->xp_len);
		if (error != 0)
			return (error);
	}
	ddi_rep_get64(rp->xr_handle, ctx->xc_state, rp->xr_regs,
	    rp->xr_size / sizeof (uint64_t), DDI_DEV_AUTOINCR);
	return (0);
}

static int
xxregion_switch(struct xxregion *rp, struct xxcontext *ctx)
{
	int error;

	if (rp->xr_current != NULL) {
		error = xxcontext_save(rp->xr_current);
		if (error != 0)
			return (error);
	}
	ddi_rep_put64(rp->xr_handle, ctx->xc_state, rp->xr_regs,
	    rp->xr_size / sizeof (uint64_t), DDI_DEV_AUTOINCR);
	rp->xr_current = ctx;
	rp->xr_switches++;
	return (0);
}

/*
 * devmap_contextmgt(9E)
 */
static int
xxregion_contextmgt(devmap_cookie_t handle, void *pvtp, offset_t off,
    size_t len, uint_t type, uint_t rw)
{
	struct xxpiece *xp = pvtp;
	struct xxregion *rp = xp->xp_ctx->xc_region;
	int error = 0;

	mutex_enter(&rp->xr_lock);
	if (rp->xr_current != xp->xp_ctx)
		error = xxregion_switch(rp, xp->xp_ctx);
	/* The whole mapping at once: the next page would fault as well. */
	if (error == 0)
		error = devmap_load(handle, xp->xp_off, xp->xp_len, type, rw);
	mutex_exit(&rp->xr_lock);
	return (error);
}

/*
 * devmap_access(9E): of all handles of a mapping, the regions' and those
 * between them.
 */
static int
xxregion_access(devmap_cookie_t handle, void *pvtp, offset_t off, size_t len,
    uint_t type, uint_t rw)
{
	if (pvtp == NULL)
		return (devmap_default_access(handle, pvtp, off, len, type,
		    rw));
	return (devmap_do_ctxmgt(handle, pvtp, off, len, type, rw,
	    xxregion_contextmgt));
}

static struct xxpiece *
xxpiece_add(struct xxcontext *ctx, devmap_cookie_t handle, offset_t off,
    size_t len)
{
	struct xxpiece *xp = kmem_alloc(sizeof (*xp), KM_SLEEP);

	ASSERT(MUTEX_HELD(&ctx->xc_region->xr_lock));
	xp->xp_ctx = ctx;
	xp->xp_handle = handle;
	xp->xp_off = off;
	xp->xp_len = len;
	xp->xp_next = ctx->xc_pieces;
	ctx->xc_pieces = xp;
	return (xp);
}

/*
 * A context goes with its last piece. What the region holds of it is
 * overwritten before anybody can see it.
 */
static void
xxpiece_remove(struct xxpiece *xp)
{
	struct xxcontext *ctx = xp->xp_ctx;
	struct xxregion *rp = ctx->xc_region;
	struct xxpiece **link;

	ASSERT(MUTEX_HELD(&rp->xr_lock));
	for (link = &ctx->xc_pieces; *link != xp; link = &(*link)->xp_next)
		;
	*link = xp->xp_next;
	kmem_free(xp, sizeof (*xp));
	if (ctx->xc_pieces != NULL)
		return;
	if (rp->xr_current == ctx)
		rp->xr_current = NULL;
	xxcontext_free(ctx);
}

static int
xxregion_map(devmap_cookie_t handle, dev_t dev, uint_t flags, offset_t off,
    size_t len, void **pvtp)
{
	struct xxregion *rp = xxregion_find(dev, off);

	if (rp == NULL)
		return (ENXIO);
	mutex_enter(&rp->xr_lock);
	*pvtp = xxpiece_add(xxcontext_alloc(rp), handle, off, len);
	mutex_exit(&rp->xr_lock);
	devmap_set_ctx_timeout(handle, drv_usectohz(XX_HOLD_USEC));
	return (0);
}

/*
 * The child's context is a copy of the parent's, as it is now. Of a mapping
 * that has fallen into pieces each piece gets a copy of its own: they show
 * different pages.
 */
static int
xxregion_dup(devmap_cookie_t handle, void *pvtp, devmap_cookie_t new_handle,
    void **new_pvtp)
{
	struct xxpiece *xp = pvtp;
	struct xxcontext *ctx = xp->xp_ctx, *newctx;
	struct xxregion *rp = ctx->xc_region;
	int error = 0;

	newctx = xxcontext_alloc(rp);
	mutex_enter(&rp->xr_lock);
	if (rp->xr_current == ctx)
		error = xxcontext_save(ctx);
	if (error == 0) {
		bcopy(ctx->xc_state, newctx->xc_state, rp->xr_size);
		*new_pvtp = xxpiece_add(newctx, new_handle, xp->xp_off,
		    xp->xp_len);
	}
	mutex_exit(&rp->xr_lock);
	if (error != 0)
		xxcontext_free(newctx);
	return (error);
}

static void
xxregion_unmap(devmap_cookie_t handle, void *pvtp, offset_t off, size_t len,
    devmap_cookie_t new_handle1, void **new_pvtp1,
    devmap_cookie_t new_handle2, void **new_pvtp2)
{
	struct xxpiece *xp = pvtp;
	struct xxregion *rp = xp->xp_ctx->xc_region;

	mutex_enter(&rp->xr_lock);
	if (new_handle1 != NULL)
		*new_pvtp1 = xxpiece_add(xp->xp_ctx, new_handle1, xp->xp_off,
		    off - xp->xp_off);
	if (new_handle2 != NULL)
		*new_pvtp2 = xxpiece_add(xp->xp_ctx, new_handle2, off + len,
		    xp->xp_off + xp->xp_len - (off + len));
	xxpiece_remove(xp);
	mutex_exit(&rp->xr_lock);
}

struct devmap_callback_ctl xxregion_ctl = {
	DEVMAP_OPS_REV,
	xxregion_map,
	xxregion_access,
	xxregion_dup,
	xxregion_unmap
};

/*
 * All handles of a mapping have to have the access entry point in common.
 */
struct devmap_callback_ctl xxregion_shared_ctl = {
	DEVMAP_OPS_REV,
	NULL,
	xxregion_access,
	NULL,
	NULL
};
