// SPDX-License-Identifier: GPL-2.0
/*
 * A driver to begin with: each program that maps /dev/tmpl, a page of
 * registers, has it for itself. Copy the folder, rename tmpl, put your device
 * where the comments say. The xx driver has what is left out here: shared
 * contexts, mappings of several pages, devices that fail.
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
	caddr_t		tc_state;
};

static struct {
	dev_info_t	*t_dip;
	caddr_t		t_regs;
	ddi_acc_handle_t t_acc;
	kmutex_t	t_lock;		/* protects t_current */
	struct tmpl_ctx	*t_current;	/* whose state the device holds */
} tmpl;
static ddi_device_acc_attr_t tmpl_attr = { DDI_DEVICE_ATTR_V0,
	DDI_NEVERSWAP_ACC, DDI_STRICTORDER_ACC };

/* Gives the device to pvt. Your device's save and restore go here. */
static int
tmpl_contextmgt(devmap_cookie_t handle, void *pvt, offset_t off, size_t len,
    uint_t type, uint_t rw)
{
	struct tmpl_ctx *ctx = pvt, *old;
	int error = 0;

	mutex_enter(&tmpl.t_lock);
	old = tmpl.t_current;
	if (old != NULL && old != ctx &&
	    (error = devmap_unload(old->tc_handle, 0, PAGESIZE)) == 0)
		bcopy(tmpl.t_regs, old->tc_state, PAGESIZE);
	if (error == 0 && old != ctx)
		bcopy(ctx->tc_state, tmpl.t_regs, PAGESIZE);
	if (error == 0) {
		tmpl.t_current = ctx;
		error = devmap_load(handle, off, len, type, rw);
	}
	mutex_exit(&tmpl.t_lock);
	return (error);
}

static int
tmpl_access(devmap_cookie_t handle, void *pvt, offset_t off, size_t len,
    uint_t type, uint_t rw)
{
	return (devmap_do_ctxmgt(handle, pvt, off, len, type, rw,
	    tmpl_contextmgt));
}

static int
tmpl_map(devmap_cookie_t handle, dev_t dev, uint_t flags, offset_t off,
    size_t len, void **new_pvt)
{
	struct tmpl_ctx *ctx = kmem_zalloc(sizeof (*ctx), KM_SLEEP);

	ctx->tc_handle = handle;
	ctx->tc_state = kmem_zalloc(PAGESIZE, KM_SLEEP);
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

	mutex_enter(&tmpl.t_lock);
	if (tmpl.t_current == ctx)
		tmpl.t_current = NULL;
	mutex_exit(&tmpl.t_lock);
	bzero(ctx->tc_state, PAGESIZE);
	kmem_free(ctx->tc_state, PAGESIZE);
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
	return (devmap_devmem_setup(handle, tmpl.t_dip, &tmpl_ctl, 0, 0,
	    PAGESIZE, PROT_ALL, DEVMAP_DEFAULTS, &tmpl_attr));
}

static int
tmpl_detach(dev_info_t *dip, ddi_detach_cmd_t cmd)
{
	if (cmd != DDI_DETACH)
		return (DDI_FAILURE);
	ddi_remove_minor_node(dip, NULL);
	mutex_destroy(&tmpl.t_lock);
	ddi_regs_map_free(&tmpl.t_acc);
	tmpl.t_dip = NULL;
	return (DDI_SUCCESS);
}

/* Your device's registers are mapped, and its interrupts added, here. */
static int
tmpl_attach(dev_info_t *dip, ddi_attach_cmd_t cmd)
{
	if (cmd != DDI_ATTACH || tmpl.t_dip != NULL || ddi_regs_map_setup(dip,
	    0, &tmpl.t_regs, 0, 0, &tmpl_attr, &tmpl.t_acc) != DDI_SUCCESS)
		return (DDI_FAILURE);
	mutex_init(&tmpl.t_lock, NULL, MUTEX_DRIVER, NULL);
	tmpl.t_dip = dip;
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
static struct dev_ops tmpl_dev_ops = {
	DEVO_REV, 0, NULL, nulldev, nulldev, tmpl_attach, tmpl_detach, nodev,
	&tmpl_cb_ops, NULL, NULL, ddi_quiesce_not_needed
};
static struct modldrv tmpl_modldrv = { &mod_driverops,
	"template driver", &tmpl_dev_ops };
static struct modlinkage tmpl_modlinkage = { MODREV_1, { &tmpl_modldrv } };

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
