// SPDX-License-Identifier: GPL-2.0
/*
 * A driver to begin with: each program that maps /dev/tmpl, a page of
 * registers, has it for itself. Copy the folder, rename tmpl, put your device
 * where the comments say. The xx driver has what is left out here.
 */
#include <sys/types.h>
#include <sys/conf.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/mman.h>
#include <sys/modctl.h>
#include <sys/stat.h>
#include <sys/ddi.h>
#include <sys/sunddi.h>

/* A mapping, and what its program would find on the device. */
struct tmpl_ctx {
	devmap_cookie_t	tc_handle;
	uint64_t	tc_state[PAGESIZE / 8];
};

static dev_info_t *tmpl_dip;
static uint64_t *tmpl_regs;
static ddi_acc_handle_t tmpl_acc;
static kmutex_t tmpl_lock;		/* protects tmpl_current */
static struct tmpl_ctx *tmpl_current;	/* whose state the device holds */
static ddi_device_acc_attr_t tmpl_attr = { DDI_DEVICE_ATTR_V0,
	DDI_NEVERSWAP_ACC, DDI_STRICTORDER_ACC };

/* Gives the device to pvt. Your device's save and restore go here. */
static int
tmpl_ctxmgt(devmap_cookie_t handle, void *pvt, offset_t off, size_t len,
    uint_t type, uint_t rw)
{
	struct tmpl_ctx *ctx = pvt, *old;
	int error = 0;

	mutex_enter(&tmpl_lock);
	old = tmpl_current;
	if (old != NULL && old != ctx &&
	    (error = devmap_unload(old->tc_handle, 0, PAGESIZE)) == 0)
		ddi_rep_get64(tmpl_acc, old->tc_state, tmpl_regs,
		    PAGESIZE / 8, DDI_DEV_AUTOINCR);
	if (error == 0 && old != ctx)
		ddi_rep_put64(tmpl_acc, ctx->tc_state, tmpl_regs,
		    PAGESIZE / 8, DDI_DEV_AUTOINCR);
	tmpl_current = error == 0 ? ctx : old;
	if (error == 0)
		error = devmap_load(handle, off, len, type, rw);
	mutex_exit(&tmpl_lock);
	return (error);
}

static int
tmpl_access(devmap_cookie_t handle, void *pvt, offset_t off, size_t len,
    uint_t type, uint_t rw)
{
	return (devmap_do_ctxmgt(handle, pvt, off, len, type, rw, tmpl_ctxmgt));
}

static int
tmpl_map(devmap_cookie_t handle, dev_t dev, uint_t flags, offset_t off,
    size_t len, void **new_pvt)
{
	struct tmpl_ctx *ctx = kmem_zalloc(sizeof (*ctx), KM_SLEEP);

	ctx->tc_handle = handle;
	devmap_set_ctx_timeout(handle, drv_usectohz(1000));
	*new_pvt = ctx;
	return (0);
}

/* A fork begins with an empty device of its own. */
static int
tmpl_dup(devmap_cookie_t handle, void *pvt, devmap_cookie_t new_handle,
    void **new_pvt)
{
	return (tmpl_map(new_handle, 0, 0, 0, PAGESIZE, new_pvt));
}

/* A mapping is one page: nothing remains of it. */
static void
tmpl_unmap(devmap_cookie_t handle, void *pvt, offset_t off, size_t len,
    devmap_cookie_t new_handle1, void **new_pvt1, devmap_cookie_t new_handle2,
    void **new_pvt2)
{
	struct tmpl_ctx *ctx = pvt;

	mutex_enter(&tmpl_lock);
	if (tmpl_current == ctx)
		tmpl_current = NULL;
	mutex_exit(&tmpl_lock);
	bzero(ctx->tc_state, sizeof (ctx->tc_state));
	kmem_free(ctx, sizeof (*ctx));
}

static struct devmap_callback_ctl tmpl_ctl = { DEVMAP_OPS_REV,
	tmpl_map, tmpl_access, tmpl_dup, tmpl_unmap };

static int
tmpl_devmap(dev_t dev, devmap_cookie_t handle, offset_t off, size_t len,
    size_t *maplen, uint_t model)
{
	if (off != 0 || len > PAGESIZE)
		return (EINVAL);
	*maplen = PAGESIZE;
	return (devmap_devmem_setup(handle, tmpl_dip, &tmpl_ctl, 0, 0,
	    PAGESIZE, PROT_ALL, DEVMAP_DEFAULTS, &tmpl_attr));
}

static int
tmpl_detach(dev_info_t *dip, ddi_detach_cmd_t cmd)
{
	if (cmd != DDI_DETACH)
		return (DDI_FAILURE);
	ddi_remove_minor_node(dip, NULL);
	mutex_destroy(&tmpl_lock);
	ddi_regs_map_free(&tmpl_acc);
	tmpl_dip = NULL;
	return (DDI_SUCCESS);
}

/* Your device's registers are mapped, and its interrupts added, here. */
static int
tmpl_attach(dev_info_t *dip, ddi_attach_cmd_t cmd)
{
	if (cmd != DDI_ATTACH || tmpl_dip != NULL || ddi_regs_map_setup(dip, 0,
	    (caddr_t *)&tmpl_regs, 0, 0, &tmpl_attr, &tmpl_acc) != DDI_SUCCESS)
		return (DDI_FAILURE);
	mutex_init(&tmpl_lock, NULL, MUTEX_DRIVER, NULL);
	tmpl_dip = dip;
	if (ddi_create_minor_node(dip, "tmpl", S_IFCHR, 0, DDI_PSEUDO, 0) ==
	    DDI_SUCCESS)
		return (DDI_SUCCESS);
	(void) tmpl_detach(dip, DDI_DETACH);
	return (DDI_FAILURE);
}

/* In their order: see cb_ops(9S), dev_ops(9S). nodev is ENXIO. */
static struct cb_ops tmpl_cb_ops = {
	nulldev, nulldev, nodev, nodev, nodev, nodev, nodev, nodev,
	tmpl_devmap, nodev, ddi_devmap_segmap, nochpoll, ddi_prop_op, NULL,
	D_NEW | D_MP | D_64BIT | D_DEVMAP, CB_REV, nodev, nodev
};
static struct dev_ops tmpl_dev_ops = { DEVO_REV, 0, NULL, nulldev, nulldev,
	tmpl_attach, tmpl_detach, nodev, &tmpl_cb_ops, NULL, NULL,
	ddi_quiesce_not_needed };
static struct modldrv tmpl_drv = { &mod_driverops, "template", &tmpl_dev_ops };
static struct modlinkage tmpl_modlinkage = { MODREV_1, { &tmpl_drv } };

int
_init(void)
{
	return (mod_install(&tmpl_modlinkage));
}

int
_fini(void)
{
	return (mod_remove(&tmpl_modlinkage));
}

int
_info(struct modinfo *modinfop)
{
	return (mod_info(&tmpl_modlinkage, modinfop));
}
