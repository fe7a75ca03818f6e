// SPDX-License-Identifier: GPL-2.0
/*
 * The xx driver: a frame buffer that programs may write and not read.
 *
 * The first example of segmap(9E) in "Writing Device Drivers", with one repair:
 * mprotect(2) may not give later what segmap refused at first. Whether what may
 * be written can be read is up to the processor: x86 and arm64 let it.
 */
#include <sys/types.h>
#include <sys/conf.h>
#include <sys/cred.h>
#include <sys/ddi.h>
#include <sys/devops.h>
#include <sys/errno.h>
#include <sys/mman.h>
#include <sys/modctl.h>
#include <sys/open.h>
#include <sys/stat.h>
#include <sys/sunddi.h>

#include <devmap/xxfbw.h>

static void *statep;

struct xxstate {
	dev_info_t		*dip;
	caddr_t			regs;		/* the frame buffer */
	ddi_acc_handle_t	handle;
	off_t			size;
};

/*
 * Pixels may be collected on their way: nobody reads them back.
 */
static ddi_device_acc_attr_t xx_acc_attr = {
	DDI_DEVICE_ATTR_V0,
	DDI_NEVERSWAP_ACC,
	DDI_MERGING_OK_ACC
};

/*
 * devmap(9E): as much of the frame buffer as the mapping covers.
 */
static int
xxdevmap(dev_t dev, devmap_cookie_t handle, offset_t off, size_t len,
    size_t *maplen, uint_t model)
{
	struct xxstate *xsp = ddi_get_soft_state(statep, getminor(dev));
	int error;

	if (xsp == NULL)
		return (ENXIO);
	len = ptob(btopr(len));
	error = devmap_devmem_setup(handle, xsp->dip, NULL, 0, off, len,
	    PROT_WRITE | PROT_USER, 0, &xx_acc_attr);
	*maplen = len;
	return (error);
}

/*
 * segmap(9E): no mapping to read from.
 */
static int
xxsegmap(dev_t dev, off_t off, struct as *asp, caddr_t *addrp, off_t len,
    unsigned int prot, unsigned int maxprot, unsigned int flags, cred_t *credp)
{
	if (prot & PROT_READ)
		return (EINVAL);
	return (ddi_devmap_segmap(dev, off, asp, addrp, len, prot,
	    maxprot & ~(PROT_READ | PROT_EXEC), flags, credp));
}

static int
xxpixel(struct xxstate *xsp, intptr_t arg, int mode)
{
	struct xxfbw_pixel xp;

	if (ddi_copyin((void *)arg, &xp, sizeof (xp), mode) != 0)
		return (EFAULT);
	if (xp.xp_off % sizeof (uint32_t) != 0 || xp.xp_off >= xsp->size)
		return (EINVAL);
	if (xp.xp_reserved != 0)
		return (EINVAL);
	xp.xp_value = ddi_get32(xsp->handle,
	    (uint32_t *)(xsp->regs + xp.xp_off));
	if (ddi_copyout(&xp, (void *)arg, sizeof (xp), mode) != 0)
		return (EFAULT);
	return (0);
}

static int
xxioctl(dev_t dev, int cmd, intptr_t arg, int mode, cred_t *credp, int *rvalp)
{
	struct xxstate *xsp = ddi_get_soft_state(statep, getminor(dev));
	struct xxfbw_info xi;

	if (xsp == NULL)
		return (ENXIO);
	switch ((uint_t)cmd) {
	case XXFBWIOC_INFO:
		xi.xi_size = xsp->size;
		if (ddi_copyout(&xi, (void *)arg, sizeof (xi), mode) != 0)
			return (EFAULT);
		return (0);
	case XXFBWIOC_PIXEL:
		return (xxpixel(xsp, arg, mode));
	default:
		return (ENOTTY);
	}
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
	if (ddi_dev_regsize(dip, 0, &xsp->size) != DDI_SUCCESS ||
	    ddi_regs_map_setup(dip, 0, &xsp->regs, 0, 0, &xx_acc_attr,
	    &xsp->handle) != DDI_SUCCESS)
		goto fail_regs;
	if (ddi_create_minor_node(dip, "xxfbw", S_IFCHR, instance,
	    DDI_PSEUDO, 0) != DDI_SUCCESS)
		goto fail_node;
	return (DDI_SUCCESS);

fail_node:
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
	.cb_ioctl = xxioctl,
	.cb_devmap = xxdevmap,
	.cb_mmap = nodev,
	.cb_segmap = xxsegmap,
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
	"write-only frame buffer",
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
