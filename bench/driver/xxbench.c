// SPDX-License-Identifier: GPL-2.0
/*
 * A driver to measure device contexts with.
 *
 * As xxctx, but what is saved and restored may be less than what is mapped,
 * every mapping has a context of its own, and a program can say when a mapping
 * is to be revoked. Its second instance has no callbacks at all; the third one
 * maps memory that is in one piece in place of its registers.
 */
#include <sys/types.h>
#include <sys/conf.h>
#include <sys/cred.h>
#include <sys/ddi.h>
#include <sys/devops.h>
#include <sys/errno.h>
#include <sys/file.h>
#include <sys/kmem.h>
#include <sys/ksynch.h>
#include <sys/mman.h>
#include <sys/modctl.h>
#include <sys/open.h>
#include <sys/stat.h>
#include <sys/sunddi.h>
#include <sys/time.h>

#include "bench_dev.h"

#define	XXBENCH_MAX_HOLD_USEC	60000000

/* Instances that differ. */
#define	XXBENCH_PLAIN	1
#define	XXBENCH_PIECE	2

/*
 * A context: what a mapping, or the pieces that remain of it, find on the
 * device.
 */
struct xbcontext {
	size_t		xc_size;	/* of xc_state */
	caddr_t		xc_state;
	uint_t		xc_refs;	/* mappings */
};

/*
 * A mapping: the driver's data of a handle.
 */
struct xbmapping {
	struct xbstate	*xm_xsp;
	struct xbcontext *xm_ctx;
	devmap_cookie_t	xm_handle;
	offset_t	xm_off;
	size_t		xm_len;
	struct xbmapping *xm_next;
	struct xbmapping *xm_prev;
};

struct xbstate {
	dev_info_t	*xs_dip;
	ddi_acc_handle_t xs_acc;
	caddr_t		xs_regs;
	off_t		xs_size;
	ddi_umem_cookie_t xs_cookie;	/* mapped in place of the registers */
	kmutex_t	xs_lock;	/* protects all below */
	struct xbmapping *xs_current;	/* has the device */
	struct xbmapping *xs_mappings;
	size_t		xs_ctxsize;
	int		xs_hold_usec;
	boolean_t	xs_timed;	/* xs_load_ns is wanted */
	hrtime_t	xs_load_ns;	/* of the last devmap_load() */
};

static void *xbstatep;

static ddi_device_acc_attr_t xb_attr = {
	DDI_DEVICE_ATTR_V0,
	DDI_NEVERSWAP_ACC,
	DDI_STRICTORDER_ACC
};

static void
xbsave(struct xbstate *xsp, struct xbcontext *ctx)
{
	ddi_rep_get64(xsp->xs_acc, (uint64_t *)ctx->xc_state,
	    (uint64_t *)xsp->xs_regs, ctx->xc_size / sizeof (uint64_t),
	    DDI_DEV_AUTOINCR);
}

static void
xbrestore(struct xbstate *xsp, struct xbcontext *ctx)
{
	ddi_rep_put64(xsp->xs_acc, (uint64_t *)ctx->xc_state,
	    (uint64_t *)xsp->xs_regs, ctx->xc_size / sizeof (uint64_t),
	    DDI_DEV_AUTOINCR);
}

static int
xbswitch(struct xbstate *xsp, struct xbmapping *mp)
{
	struct xbmapping *old = xsp->xs_current;
	int error;

	if (old != NULL) {
		error = devmap_unload(old->xm_handle, old->xm_off, old->xm_len);
		if (error != 0)
			return (error);
		xbsave(xsp, old->xm_ctx);
	}
	xbrestore(xsp, mp->xm_ctx);
	xsp->xs_current = mp;
	return (0);
}

static int
xbload_timed(struct xbstate *xsp, struct xbmapping *mp, uint_t type, uint_t rw)
{
	hrtime_t start = gethrtime();
	int error;

	error = devmap_load(mp->xm_handle, mp->xm_off, mp->xm_len, type, rw);
	xsp->xs_load_ns = gethrtime() - start;
	return (error);
}

static int
xbdevmap_contextmgt(devmap_cookie_t handle, void *devprivate, offset_t off,
    size_t len, uint_t type, uint_t rw)
{
	struct xbmapping *mp = devprivate;
	struct xbstate *xsp = mp->xm_xsp;
	int error = 0;

	mutex_enter(&xsp->xs_lock);
	devmap_set_ctx_timeout(handle, drv_usectohz(xsp->xs_hold_usec));
	if (xsp->xs_current != mp)
		error = xbswitch(xsp, mp);
	if (error == 0 && xsp->xs_timed)
		error = xbload_timed(xsp, mp, type, rw);
	else if (error == 0)
		error = devmap_load(handle, mp->xm_off, mp->xm_len, type, rw);
	mutex_exit(&xsp->xs_lock);
	return (error);
}

static int
xbdevmap_access(devmap_cookie_t handle, void *devprivate, offset_t off,
    size_t len, uint_t type, uint_t rw)
{
	return (devmap_do_ctxmgt(handle, devprivate, off, len, type, rw,
	    xbdevmap_contextmgt));
}

static struct xbcontext *
xbcontext_alloc(size_t size)
{
	struct xbcontext *ctx = kmem_zalloc(sizeof (*ctx), KM_SLEEP);

	ctx->xc_size = size;
	ctx->xc_refs = 0;
	ctx->xc_state = size == 0 ? NULL : kmem_zalloc(size, KM_SLEEP);
	return (ctx);
}

static void
xbcontext_rele(struct xbcontext *ctx)
{
	if (--ctx->xc_refs != 0)
		return;
	if (ctx->xc_size != 0)
		kmem_free(ctx->xc_state, ctx->xc_size);
	kmem_free(ctx, sizeof (*ctx));
}

static void *
xbmapping_new(struct xbstate *xsp, struct xbcontext *ctx,
    devmap_cookie_t handle, offset_t off, size_t len)
{
	struct xbmapping *mp = kmem_zalloc(sizeof (*mp), KM_SLEEP);

	mp->xm_xsp = xsp;
	mp->xm_ctx = ctx;
	mp->xm_handle = handle;
	mp->xm_off = off;
	mp->xm_len = len;
	mutex_enter(&xsp->xs_lock);
	ctx->xc_refs++;
	mp->xm_next = xsp->xs_mappings;
	if (mp->xm_next != NULL)
		mp->xm_next->xm_prev = mp;
	xsp->xs_mappings = mp;
	mutex_exit(&xsp->xs_lock);
	return (mp);
}

static int
xbdevmap_map(devmap_cookie_t handle, dev_t dev, uint_t flags, offset_t off,
    size_t len, void **new_devprivate)
{
	struct xbstate *xsp = ddi_get_soft_state(xbstatep, getminor(dev));

	*new_devprivate = xbmapping_new(xsp, xbcontext_alloc(xsp->xs_ctxsize),
	    handle, off, len);
	return (0);
}

/*
 * A fork begins with the context as it was saved last: nothing that is measured
 * looks at it.
 */
static int
xbdevmap_dup(devmap_cookie_t handle, void *devprivate,
    devmap_cookie_t new_handle, void **new_devprivate)
{
	struct xbmapping *mp = devprivate;
	struct xbcontext *ctx = xbcontext_alloc(mp->xm_ctx->xc_size);

	*new_devprivate = xbmapping_new(mp->xm_xsp, ctx, new_handle,
	    mp->xm_off, mp->xm_len);
	return (0);
}

static void
xbdevmap_unmap(devmap_cookie_t handle, void *devprivate, offset_t off,
    size_t len, devmap_cookie_t new_handle1, void **new_devprivate1,
    devmap_cookie_t new_handle2, void **new_devprivate2)
{
	struct xbmapping *mp = devprivate;
	struct xbstate *xsp = mp->xm_xsp;
	offset_t end = off + len;

	if (new_handle1 != NULL)
		*new_devprivate1 = xbmapping_new(xsp, mp->xm_ctx, new_handle1,
		    mp->xm_off, off - mp->xm_off);
	if (new_handle2 != NULL)
		*new_devprivate2 = xbmapping_new(xsp, mp->xm_ctx, new_handle2,
		    end, mp->xm_off + mp->xm_len - end);
	mutex_enter(&xsp->xs_lock);
	if (xsp->xs_current == mp) {
		/* What is left of it would be loaded and nobody's. */
		(void) devmap_unload(handle, mp->xm_off, mp->xm_len);
		xbsave(xsp, mp->xm_ctx);
		xsp->xs_current = NULL;
	}
	if (mp->xm_prev != NULL)
		mp->xm_prev->xm_next = mp->xm_next;
	else
		xsp->xs_mappings = mp->xm_next;
	if (mp->xm_next != NULL)
		mp->xm_next->xm_prev = mp->xm_prev;
	xbcontext_rele(mp->xm_ctx);
	mutex_exit(&xsp->xs_lock);
	kmem_free(mp, sizeof (*mp));
}

static struct devmap_callback_ctl xb_callback_ctl = {
	DEVMAP_OPS_REV,
	xbdevmap_map,
	xbdevmap_access,
	xbdevmap_dup,
	xbdevmap_unmap
};

static int
xbdevmap(dev_t dev, devmap_cookie_t handle, offset_t off, size_t len,
    size_t *maplen, uint_t model)
{
	struct xbstate *xsp = ddi_get_soft_state(xbstatep, getminor(dev));
	struct devmap_callback_ctl *ctl = NULL;
	int error;

	if (xsp == NULL)
		return (ENXIO);
	if (getminor(dev) != XXBENCH_PLAIN)
		ctl = &xb_callback_ctl;
	len = ptob(btopr(len));
	if (xsp->xs_cookie != NULL)
		error = devmap_umem_setup(handle, xsp->xs_dip, ctl,
		    xsp->xs_cookie, off, len, PROT_ALL, DEVMAP_DEFAULTS,
		    &xb_attr);
	else
		error = devmap_devmem_setup(handle, xsp->xs_dip, ctl, 0, off,
		    len, PROT_ALL, DEVMAP_DEFAULTS, &xb_attr);
	if (error != DDI_SUCCESS)
		return (error);
	*maplen = len;
	return (0);
}

static int
xbunload(struct xbstate *xsp, offset_t off)
{
	struct xbmapping *mp;
	int error = EINVAL;

	mutex_enter(&xsp->xs_lock);
	for (mp = xsp->xs_mappings; mp != NULL; mp = mp->xm_next) {
		if (mp->xm_off != off)
			continue;
		error = devmap_unload(mp->xm_handle, mp->xm_off, mp->xm_len);
		break;
	}
	mutex_exit(&xsp->xs_lock);
	return (error == 0 ? 0 : EINVAL);
}

static int
xbioctl(dev_t dev, int cmd, intptr_t arg, int mode, cred_t *credp, int *rvalp)
{
	struct xbstate *xsp = ddi_get_soft_state(xbstatep, getminor(dev));

	if (xsp == NULL)
		return (ENXIO);
	switch (cmd) {
	case BENCHIOC_CTX:
		if (arg < 0 || arg > BENCH_MAX_CTX || arg > xsp->xs_size)
			return (EINVAL);
		xsp->xs_ctxsize = arg;
		xsp->xs_timed = B_FALSE;
		return (0);
	case BENCHIOC_HOLD:
		if (arg < 0 || arg > XXBENCH_MAX_HOLD_USEC)
			return (EINVAL);
		xsp->xs_hold_usec = arg;
		return (0);
	case BENCHIOC_UNLOAD:
		return (xbunload(xsp, arg));
	case BENCHIOC_LOAD:
		xsp->xs_timed = B_TRUE;
		*rvalp = (int)xsp->xs_load_ns;
		return (0);
	default:
		return (ENOTTY);
	}
}

static int
xbgetinfo(dev_info_t *dip, ddi_info_cmd_t infocmd, void *arg, void **result)
{
	dev_t dev = (dev_t)(uintptr_t)arg;
	struct xbstate *xsp = ddi_get_soft_state(xbstatep, getminor(dev));

	if (infocmd == DDI_INFO_DEVT2INSTANCE) {
		*result = (void *)(uintptr_t)getminor(dev);
		return (DDI_SUCCESS);
	}
	if (infocmd != DDI_INFO_DEVT2DEVINFO || xsp == NULL)
		return (DDI_FAILURE);
	*result = xsp->xs_dip;
	return (DDI_SUCCESS);
}

static int
xbattach(dev_info_t *dip, ddi_attach_cmd_t cmd)
{
	int instance = ddi_get_instance(dip);
	struct xbstate *xsp;
	char name[MAXNAMELEN];

	if (cmd != DDI_ATTACH)
		return (DDI_FAILURE);
	if (ddi_soft_state_zalloc(xbstatep, instance) != DDI_SUCCESS)
		return (DDI_FAILURE);
	xsp = ddi_get_soft_state(xbstatep, instance);
	xsp->xs_dip = dip;
	if (ddi_dev_regsize(dip, 0, &xsp->xs_size) != DDI_SUCCESS ||
	    ddi_regs_map_setup(dip, 0, &xsp->xs_regs, 0, 0, &xb_attr,
	    &xsp->xs_acc) != DDI_SUCCESS)
		goto fail_regs;
	if (instance == XXBENCH_PIECE && ddi_umem_alloc(xsp->xs_size,
	    DDI_UMEM_NOSLEEP, &xsp->xs_cookie) == NULL)
		goto fail_piece;
	mutex_init(&xsp->xs_lock, NULL, MUTEX_DRIVER, NULL);
	(void) snprintf(name, sizeof (name), "%d", instance);
	if (ddi_create_minor_node(dip,
	    instance == 0 ? (char *)ddi_driver_name(dip) : name, S_IFCHR,
	    instance, DDI_PSEUDO, 0) != DDI_SUCCESS)
		goto fail_node;
	return (DDI_SUCCESS);

fail_node:
	mutex_destroy(&xsp->xs_lock);
	if (xsp->xs_cookie != NULL)
		ddi_umem_free(xsp->xs_cookie);
fail_piece:
	ddi_regs_map_free(&xsp->xs_acc);
fail_regs:
	ddi_soft_state_free(xbstatep, instance);
	return (DDI_FAILURE);
}

static int
xbdetach(dev_info_t *dip, ddi_detach_cmd_t cmd)
{
	int instance = ddi_get_instance(dip);
	struct xbstate *xsp = ddi_get_soft_state(xbstatep, instance);

	if (cmd != DDI_DETACH || xsp == NULL)
		return (DDI_FAILURE);
	ddi_remove_minor_node(dip, NULL);
	mutex_destroy(&xsp->xs_lock);
	if (xsp->xs_cookie != NULL)
		ddi_umem_free(xsp->xs_cookie);
	ddi_regs_map_free(&xsp->xs_acc);
	ddi_soft_state_free(xbstatep, instance);
	return (DDI_SUCCESS);
}

static int
xbopen(dev_t *devp, int flag, int otyp, cred_t *credp)
{
	if (otyp != OTYP_CHR)
		return (EINVAL);
	if (ddi_get_soft_state(xbstatep, getminor(*devp)) == NULL)
		return (ENXIO);
	return (0);
}

static int
xbclose(dev_t dev, int flag, int otyp, cred_t *credp)
{
	return (0);
}

static int
xbsegmap(dev_t dev, off_t off, struct as *asp, caddr_t *addrp, off_t len,
    unsigned int prot, unsigned int maxprot, unsigned int flags, cred_t *credp)
{
	return (ddi_devmap_segmap(dev, off, asp, addrp, len, prot, maxprot,
	    flags, credp));
}

static struct cb_ops xb_cb_ops = {
	.cb_open = xbopen,
	.cb_close = xbclose,
	.cb_strategy = nodev,
	.cb_print = nodev,
	.cb_dump = nodev,
	.cb_read = nodev,
	.cb_write = nodev,
	.cb_ioctl = xbioctl,
	.cb_devmap = xbdevmap,
	.cb_mmap = nodev,
	.cb_segmap = xbsegmap,
	.cb_chpoll = nochpoll,
	.cb_prop_op = ddi_prop_op,
	.cb_str = NULL,
	.cb_flag = D_NEW | D_MP | D_64BIT | D_DEVMAP,
	.cb_rev = CB_REV,
	.cb_aread = nodev,
	.cb_awrite = nodev
};

static struct dev_ops xb_dev_ops = {
	.devo_rev = DEVO_REV,
	.devo_refcnt = 0,
	.devo_getinfo = xbgetinfo,
	.devo_identify = nulldev,
	.devo_probe = nulldev,
	.devo_attach = xbattach,
	.devo_detach = xbdetach,
	.devo_reset = nodev,
	.devo_cb_ops = &xb_cb_ops,
	.devo_bus_ops = NULL,
	.devo_power = NULL,
	.devo_quiesce = ddi_quiesce_not_needed
};

static struct modldrv xbmodldrv = {
	&mod_driverops,
	"device to measure with",
	&xb_dev_ops
};

static struct modlinkage xbmodlinkage = {
	MODREV_1,
	{ &xbmodldrv, NULL }
};

int
_init(void)
{
	int error;

	error = ddi_soft_state_init(&xbstatep, sizeof (struct xbstate), 1);
	if (error != 0)
		return (error);
	error = mod_install(&xbmodlinkage);
	if (error != 0)
		ddi_soft_state_fini(&xbstatep);
	return (error);
}

int
_fini(void)
{
	int error;

	error = mod_remove(&xbmodlinkage);
	if (error == 0)
		ddi_soft_state_fini(&xbstatep);
	return (error);
}

int
_info(struct modinfo *modinfop)
{
	return (mod_info(&xbmodlinkage, modinfop));
}
