// SPDX-License-Identifier: GPL-2.0
/*
 * The xx driver: the mmap(9E) of its manual page, for drivers that are older
 * than devmap(9E).
 *
 * With a repair: the page number of a register is that of its address and not
 * that of its value. And a consequence: mmap(9E) is asked with all that the
 * mapping may become, so that refusing PROT_WRITE means that the file has to be
 * open for reading only.
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
#include <vm/hat.h>

#include <devmap/xxmmap.h>

static void *statep;

struct xxstate {
	dev_info_t		*dip;
	volatile struct xxmmap_reg *regp;
	off_t			size;
};

static int
xxmmap(dev_t dev, off_t off, int prot)
{
	struct xxstate *xsp;

	/* No write access */
	if (prot & PROT_WRITE)
		return (-1);
	xsp = ddi_get_soft_state(statep, getminor(dev));
	if (xsp == NULL)
		return (-1);
	/* check for a valid offset */
	if (off < 0 || off >= xsp->size)
		return (-1);
	return (hat_getkpfnum((caddr_t)xsp->regp + off));
}

static int
xxioctl(dev_t dev, int cmd, intptr_t arg, int mode, cred_t *credp, int *rvalp)
{
	struct xxstate *xsp = ddi_get_soft_state(statep, getminor(dev));
	char data;

	if (xsp == NULL)
		return (ENXIO);
	if ((uint_t)cmd != XXMMAPIOC_DATA)
		return (ENOTTY);
	if (ddi_copyin((void *)arg, &data, sizeof (data), mode) != 0)
		return (EFAULT);
	xsp->regp->xr_data = data;
	return (0);
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
	    ddi_map_regs(dip, 0, (caddr_t *)&xsp->regp, 0, 0) != DDI_SUCCESS)
		goto fail_regs;
	xsp->regp->xr_csr = XXMMAP_CSR;
	if (ddi_create_minor_node(dip, "xxmmap", S_IFCHR, instance,
	    DDI_PSEUDO, 0) != DDI_SUCCESS)
		goto fail_node;
	return (DDI_SUCCESS);

fail_node:
	ddi_unmap_regs(dip, 0, (caddr_t *)&xsp->regp, 0, 0);
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
	ddi_unmap_regs(dip, 0, (caddr_t *)&xsp->regp, 0, 0);
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
	.cb_devmap = nodev,
	.cb_mmap = xxmmap,
	.cb_segmap = nodev,
	.cb_chpoll = nochpoll,
	.cb_prop_op = ddi_prop_op,
	.cb_str = NULL,
	.cb_flag = D_NEW | D_MP | D_64BIT,
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
	"mmap(9E) driver",
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
