// SPDX-License-Identifier: GPL-2.0
/*
 * The xx driver: two regions, one with a device context and one without.
 *
 * The examples of devmap_access(9E) and devmap_contextmgt(9E), with repairs:
 * the lock is dropped on every way out, what is revoked is all that the old
 * context has and not the range that the new one touched, a context that has
 * the device keeps it, and fork(2) copies the state that the device has.
 */
#include <sys/types.h>
#include <sys/conf.h>
#include <sys/cred.h>
#include <sys/ddi.h>
#include <sys/devops.h>
#include <sys/errno.h>
#include <sys/debug.h>
#include <sys/kmem.h>
#include <sys/mman.h>
#include <sys/modctl.h>
#include <sys/open.h>
#include <sys/stat.h>
#include <sys/sunddi.h>

#include <devmap/xxtwo.h>

static void *statep;

/*
 * What a mapping of the first region has for itself: its state, while the
 * device has another one's.
 */
struct xxcontext {
	uint64_t		*state;
	struct xxpiece		*pieces;
};

/*
 * A piece of such a mapping: a handle. Pieces of the second region have none.
 */
struct xxpiece {
	struct xxpiece		*next;
	struct xxcontext	*ctx;
	struct xxstate		*xsp;
	devmap_cookie_t		handle;
	offset_t		off;
	size_t			len;
};

struct xxstate {
	dev_info_t		*dip;
	caddr_t			regs;		/* of the first region */
	ddi_acc_handle_t	handle;
	kmutex_t		lock;		/* protects all contexts */
	struct xxcontext	*current;	/* whom the device belongs to */
};

static ddi_device_acc_attr_t xx_acc_attr = {
	DDI_DEVICE_ATTR_V0,
	DDI_NEVERSWAP_ACC,
	DDI_STRICTORDER_ACC
};

/*
 * Takes the device away from all mappings of a context.
 */
static int
xxrevoke(struct xxcontext *ctx)
{
	struct xxpiece *xp;
	int error;

	for (xp = ctx->pieces; xp != NULL; xp = xp->next) {
		error = devmap_unload(xp->handle, xp->off, xp->len);
		if (error != 0)
			return (error);
	}
	return (0);
}

/*
 * Revokes, and saves. The context is still the device's.
 */
static int
xxsave(struct xxstate *xsp, struct xxcontext *ctx)
{
	int error = xxrevoke(ctx);

	if (error == 0)
		ddi_rep_get64(xsp->handle, ctx->state, (uint64_t *)xsp->regs,
		    XXTWO_CTXMGT_SIZE / sizeof (uint64_t), DDI_DEV_AUTOINCR);
	return (error);
}

static int
xxswitch(struct xxstate *xsp, struct xxcontext *ctx)
{
	int error;

	if (xsp->current != NULL) {
		error = xxsave(xsp, xsp->current);
		/* Who cannot be parted from the device keeps it */
		if (error != 0)
			return (error);
		xsp->current = NULL;
	}
	ddi_rep_put64(xsp->handle, ctx->state, (uint64_t *)xsp->regs,
	    XXTWO_CTXMGT_SIZE / sizeof (uint64_t), DDI_DEV_AUTOINCR);
	xsp->current = ctx;
	return (0);
}

/*
 * devmap_contextmgt(9E)
 */
static int
xx_context_mgt(devmap_cookie_t dhp, void *pvtp, offset_t offset, size_t length,
    uint_t type, uint_t rw)
{
	struct xxpiece *xp = pvtp;
	struct xxstate *xsp = xp->xsp;
	int error = 0;

	mutex_enter(&xsp->lock);
	if (xsp->current != xp->ctx)
		error = xxswitch(xsp, xp->ctx);
	if (error == 0)
		error = devmap_load(dhp, offset, length, type, rw);
	mutex_exit(&xsp->lock);
	return (error);
}

/*
 * devmap_access(9E)
 */
static int
xxdevmap_access(devmap_cookie_t dhp, void *pvtp, offset_t off, size_t len,
    uint_t type, uint_t rw)
{
	offset_t diff;

	/* the range that supports context management */
	if ((diff = off - XXTWO_OFF_CTXMGT) >= 0 && diff < XXTWO_CTXMGT_SIZE) {
		if (len + off > XXTWO_OFF_CTXMGT + XXTWO_CTXMGT_SIZE)
			return (-1);
		return (devmap_do_ctxmgt(dhp, pvtp, off, len, type, rw,
		    xx_context_mgt));
	}
	/* the range that does normal memory mapping */
	if ((diff = off - XXTWO_OFF_NORMAL) >= 0 && diff < XXTWO_NORMAL_SIZE) {
		if (len + off > XXTWO_OFF_NORMAL + XXTWO_NORMAL_SIZE)
			return (-1);
		return (devmap_default_access(dhp, pvtp, off, len, type, rw));
	}
	return (-1);
}

static struct xxcontext *
xxcontext_alloc(void)
{
	struct xxcontext *ctx = kmem_zalloc(sizeof (*ctx), KM_SLEEP);

	ctx->state = kmem_zalloc(XXTWO_CTXMGT_SIZE, KM_SLEEP);
	return (ctx);
}

static void
xxcontext_free(struct xxcontext *ctx)
{
	/* What a program had on the device is nobody else's. */
	bzero(ctx->state, XXTWO_CTXMGT_SIZE);
	kmem_free(ctx->state, XXTWO_CTXMGT_SIZE);
	kmem_free(ctx, sizeof (*ctx));
}

static struct xxpiece *
xxpiece_add(struct xxstate *xsp, struct xxcontext *ctx, devmap_cookie_t handle,
    offset_t off, size_t len)
{
	struct xxpiece *xp = kmem_zalloc(sizeof (*xp), KM_SLEEP);

	ASSERT(MUTEX_HELD(&xsp->lock));
	xp->xsp = xsp;
	xp->ctx = ctx;
	xp->handle = handle;
	xp->off = off;
	xp->len = len;
	xp->next = ctx->pieces;
	ctx->pieces = xp;
	return (xp);
}

/*
 * A context goes with its last piece. What the device holds of it is
 * overwritten before anybody can see it.
 */
static void
xxpiece_remove(struct xxstate *xsp, struct xxpiece *xp)
{
	struct xxcontext *ctx = xp->ctx;
	struct xxpiece **link;

	ASSERT(MUTEX_HELD(&xsp->lock));
	for (link = &ctx->pieces; *link != xp; link = &(*link)->next)
		;
	*link = xp->next;
	kmem_free(xp, sizeof (*xp));
	if (ctx->pieces != NULL)
		return;
	if (xsp->current == ctx)
		xsp->current = NULL;
	xxcontext_free(ctx);
}

static int
xxdevmap_map(devmap_cookie_t dhp, dev_t dev, uint_t flags, offset_t off,
    size_t len, void **pvtp)
{
	struct xxstate *xsp = ddi_get_soft_state(statep, getminor(dev));

	if (off >= XXTWO_OFF_NORMAL)
		return (0);
	mutex_enter(&xsp->lock);
	*pvtp = xxpiece_add(xsp, xxcontext_alloc(), dhp, off, len);
	mutex_exit(&xsp->lock);
	return (0);
}

/*
 * The child's context is a copy of the parent's, as it is now. Of a mapping
 * that has fallen into pieces each piece gets a copy of its own: they show
 * different pages.
 */
static int
xxdevmap_dup(devmap_cookie_t dhp, void *pvtp, devmap_cookie_t new_dhp,
    void **new_pvtp)
{
	struct xxpiece *xp = pvtp;
	struct xxstate *xsp;
	struct xxcontext *ctx;
	int error = 0;

	if (xp == NULL)
		return (0);
	xsp = xp->xsp;
	ctx = xxcontext_alloc();
	mutex_enter(&xsp->lock);
	if (xsp->current == xp->ctx)
		error = xxsave(xsp, xp->ctx);
	if (error == 0) {
		bcopy(xp->ctx->state, ctx->state, XXTWO_CTXMGT_SIZE);
		*new_pvtp = xxpiece_add(xsp, ctx, new_dhp, xp->off, xp->len);
	}
	mutex_exit(&xsp->lock);
	if (error != 0)
		xxcontext_free(ctx);
	return (error);
}

static void
xxdevmap_unmap(devmap_cookie_t dhp, void *pvtp, offset_t off, size_t len,
    devmap_cookie_t new_dhp1, void **new_pvtp1, devmap_cookie_t new_dhp2,
    void **new_pvtp2)
{
	struct xxpiece *xp = pvtp;
	struct xxstate *xsp;

	if (xp == NULL)
		return;
	xsp = xp->xsp;
	mutex_enter(&xsp->lock);
	if (new_dhp1 != NULL)
		*new_pvtp1 = xxpiece_add(xsp, xp->ctx, new_dhp1, xp->off,
		    off - xp->off);
	if (new_dhp2 != NULL)
		*new_pvtp2 = xxpiece_add(xsp, xp->ctx, new_dhp2, off + len,
		    xp->off + xp->len - (off + len));
	xxpiece_remove(xsp, xp);
	mutex_exit(&xsp->lock);
}

static struct devmap_callback_ctl xx_callback_ctl = {
	DEVMAP_OPS_REV,
	xxdevmap_map,
	xxdevmap_access,
	xxdevmap_dup,
	xxdevmap_unmap
};

/*
 * devmap(9E): as much of one region as the mapping covers. It is called again
 * for the rest.
 */
static int
xxdevmap(dev_t dev, devmap_cookie_t handle, offset_t off, size_t len,
    size_t *maplen, uint_t model)
{
	struct xxstate *xsp = ddi_get_soft_state(statep, getminor(dev));
	offset_t diff;
	uint_t rnumber;
	size_t size;

	if (xsp == NULL)
		return (ENXIO);
	if ((diff = off - XXTWO_OFF_CTXMGT) >= 0 && diff < XXTWO_CTXMGT_SIZE) {
		rnumber = 0;
		size = XXTWO_CTXMGT_SIZE;
	} else if ((diff = off - XXTWO_OFF_NORMAL) >= 0 &&
	    diff < XXTWO_NORMAL_SIZE) {
		rnumber = 1;
		size = XXTWO_NORMAL_SIZE;
	} else {
		return (-1);
	}
	*maplen = MIN(ptob(btopr(len)), size - diff);
	return (devmap_devmem_setup(handle, xsp->dip, &xx_callback_ctl,
	    rnumber, diff, *maplen, PROT_ALL, 0, &xx_acc_attr));
}

static int
xxgetinfo(dev_info_t *dip, ddi_info_cmd_t infocmd, void *arg, void **result)
{
	dev_t dev = (dev_t)(uintptr_t)arg;
	struct xxstate *xsp = ddi_get_soft_state(statep, getminor(dev));

	switch (infocmd) {
	case DDI_INFO_DEVT2DEVINFO:
		if (xsp == NULL)
			return (DDI_FAILURE);
		*result = xsp->dip;
		return (DDI_SUCCESS);
	case DDI_INFO_DEVT2INSTANCE:
		*result = (void *)(uintptr_t)getminor(dev);
		return (DDI_SUCCESS);
	default:
		return (DDI_FAILURE);
	}
}

static int
xxattach(dev_info_t *dip, ddi_attach_cmd_t cmd)
{
	int instance = ddi_get_instance(dip);
	struct xxstate *xsp;

	if (cmd != DDI_ATTACH)
		return (DDI_FAILURE);
	if (ddi_soft_state_zalloc(statep, instance) != DDI_SUCCESS)
		return (DDI_FAILURE);
	xsp = ddi_get_soft_state(statep, instance);
	xsp->dip = dip;
	if (ddi_regs_map_setup(dip, 0, &xsp->regs, 0, 0, &xx_acc_attr,
	    &xsp->handle) != DDI_SUCCESS)
		goto fail_regs;
	mutex_init(&xsp->lock, NULL, MUTEX_DRIVER, NULL);
	if (ddi_create_minor_node(dip, "xxtwo", S_IFCHR, instance,
	    DDI_PSEUDO, 0) != DDI_SUCCESS)
		goto fail_node;
	return (DDI_SUCCESS);

fail_node:
	mutex_destroy(&xsp->lock);
	ddi_regs_map_free(&xsp->handle);
fail_regs:
	ddi_soft_state_free(statep, instance);
	return (DDI_FAILURE);
}

static int
xxdetach(dev_info_t *dip, ddi_detach_cmd_t cmd)
{
	int instance = ddi_get_instance(dip);
	struct xxstate *xsp = ddi_get_soft_state(statep, instance);

	if (cmd != DDI_DETACH)
		return (DDI_FAILURE);
	ddi_remove_minor_node(dip, NULL);
	mutex_destroy(&xsp->lock);
	ddi_regs_map_free(&xsp->handle);
	ddi_soft_state_free(statep, instance);
	return (DDI_SUCCESS);
}

static int
xxopen(dev_t *devp, int flag, int otyp, cred_t *credp)
{
	if (otyp != OTYP_CHR)
		return (EINVAL);
	if (ddi_get_soft_state(statep, getminor(*devp)) == NULL)
		return (ENXIO);
	return (0);
}

static struct cb_ops xx_cb_ops = {
	.cb_open = xxopen,
	.cb_close = nulldev,
	.cb_strategy = nodev,
	.cb_print = nodev,
	.cb_dump = nodev,
	.cb_read = nodev,
	.cb_write = nodev,
	.cb_ioctl = nodev,
	.cb_devmap = xxdevmap,
	.cb_mmap = nodev,
	.cb_segmap = ddi_devmap_segmap,
	.cb_chpoll = nochpoll,
	.cb_prop_op = ddi_prop_op,
	.cb_str = NULL,
	.cb_flag = D_NEW | D_MP | D_64BIT | D_DEVMAP,
	.cb_rev = CB_REV,
	.cb_aread = nodev,
	.cb_awrite = nodev
};

static struct dev_ops xx_dev_ops = {
	.devo_rev = DEVO_REV,
	.devo_refcnt = 0,
	.devo_getinfo = xxgetinfo,
	.devo_identify = nulldev,
	.devo_probe = nulldev,
	.devo_attach = xxattach,
	.devo_detach = xxdetach,
	.devo_reset = nodev,
	.devo_cb_ops = &xx_cb_ops,
	.devo_bus_ops = NULL,
	.devo_power = NULL,
	.devo_quiesce = ddi_quiesce_not_needed
};

static struct modldrv xxmodldrv = {
	&mod_driverops,
	"two regions",
	&xx_dev_ops
};

static struct modlinkage xxmodlinkage = {
	MODREV_1,
	{ &xxmodldrv, NULL }
};

int
_init(void)
{
	int error;

	error = ddi_soft_state_init(&statep, sizeof (struct xxstate), 1);
	if (error != 0)
		return (error);
	error = mod_install(&xxmodlinkage);
	if (error != 0)
		ddi_soft_state_fini(&statep);
	return (error);
}

int
_fini(void)
{
	int error;

	error = mod_remove(&xxmodlinkage);
	if (error == 0)
		ddi_soft_state_fini(&statep);
	return (error);
}

int
_info(struct modinfo *modinfop)
{
	return (mod_info(&xxmodlinkage, modinfop));
}
