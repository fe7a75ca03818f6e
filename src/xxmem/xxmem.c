// SPDX-License-Identifier: GPL-2.0
/*
 * The xx driver: a large device memory, mapped in many regions, of which some
 * have a context and some are everybody's.
 *
 * The device is QEMU's ivshmem-plain. Register set 1 is its registers, of which
 * there is nothing to be used; set 2 is the memory.
 */
#include <sys/types.h>
#include <sys/conf.h>
#include <sys/cred.h>
#include <sys/ddi.h>
#include <sys/devops.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/mman.h>
#include <sys/modctl.h>
#include <sys/open.h>
#include <sys/stat.h>
#include <sys/sunddi.h>

#include <devmap/xxmem.h>

#include "xxregion.h"

#define	XX_RNUMBER	2		/* the memory */
#define	XX_STRIDE	(4UL << 20)
#define	XX_CTXSIZE	(64UL << 10)	/* of each stride has a context */

struct xxstate {
	dev_info_t		*xs_dip;
	ddi_acc_handle_t	xs_handle;
	caddr_t			xs_regs;	/* the memory */
	off_t			xs_size;
	struct xxregion		*xs_regions;	/* one of each stride */
	uint_t			xs_nregions;
};

static void *statep;

/*
 * As strict as device memory can be: it is in no cache, and what one program
 * has written is there for the next one.
 */
static ddi_device_acc_attr_t xx_acc_attr = {
	DDI_DEVICE_ATTR_V0,
	DDI_NEVERSWAP_ACC,
	DDI_STRICTORDER_ACC
};

struct xxregion *
xxregion_find(dev_t dev, offset_t off)
{
	struct xxstate *xsp = ddi_get_soft_state(statep, getminor(dev));

	if (xsp == NULL || off < 0 || off >= xsp->xs_size)
		return (NULL);
	return (&xsp->xs_regions[off / XX_STRIDE]);
}

/*
 * devmap(9E): as much as the mapping covers of a region, or of what is between
 * two regions. It is called again for the rest.
 */
static int
xxdevmap(dev_t dev, devmap_cookie_t handle, offset_t off, size_t len,
    size_t *maplen, uint_t model)
{
	struct xxstate *xsp = ddi_get_soft_state(statep, getminor(dev));
	struct devmap_callback_ctl *ctl = &xxregion_ctl;
	offset_t end;

	if (xsp == NULL || off < 0 || off >= xsp->xs_size)
		return (ENXIO);
	end = off - off % XX_STRIDE + XX_CTXSIZE;
	if (off >= end) {
		ctl = &xxregion_shared_ctl;
		end += XX_STRIDE - XX_CTXSIZE;
	}
	*maplen = MIN(ptob(btopr(len)), (size_t)(end - off));
	return (devmap_devmem_setup(handle, xsp->xs_dip, ctl, XX_RNUMBER, off,
	    *maplen, PROT_ALL, DEVMAP_DEFAULTS, &xx_acc_attr));
}

static int
xxinfo(struct xxstate *xsp, void *arg, int mode)
{
	struct xxmem_info xi;
	uint_t i;

	xi.xi_size = xsp->xs_size;
	xi.xi_stride = XX_STRIDE;
	xi.xi_ctxsize = XX_CTXSIZE;
	xi.xi_switches = 0;
	for (i = 0; i < xsp->xs_nregions; i++)
		xi.xi_switches += xxregion_switches(&xsp->xs_regions[i]);
	if (ddi_copyout(&xi, arg, sizeof (xi), mode) != 0)
		return (EFAULT);
	return (0);
}

static int
xxioctl(dev_t dev, int cmd, intptr_t arg, int mode, cred_t *credp, int *rvalp)
{
	struct xxstate *xsp = ddi_get_soft_state(statep, getminor(dev));

	if (xsp == NULL)
		return (ENXIO);
	if ((uint_t)cmd != XXMEMIOC_INFO)
		return (ENOTTY);
	return (xxinfo(xsp, (void *)arg, mode));
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

static int
xxgetinfo(dev_info_t *dip, ddi_info_cmd_t infocmd, void *arg, void **result)
{
	dev_t dev = (dev_t)(uintptr_t)arg;
	struct xxstate *xsp = ddi_get_soft_state(statep, getminor(dev));

	switch (infocmd) {
	case DDI_INFO_DEVT2DEVINFO:
		if (xsp == NULL)
			return (DDI_FAILURE);
		*result = xsp->xs_dip;
		return (DDI_SUCCESS);
	case DDI_INFO_DEVT2INSTANCE:
		*result = (void *)(uintptr_t)getminor(dev);
		return (DDI_SUCCESS);
	default:
		return (DDI_FAILURE);
	}
}

/*
 * A context in each stride, the last of which may be shorter than the others.
 */
static int
xxmap_memory(struct xxstate *xsp)
{
	uint_t i;

	if (ddi_dev_regsize(xsp->xs_dip, XX_RNUMBER, &xsp->xs_size) !=
	    DDI_SUCCESS)
		return (DDI_FAILURE);
	if (xsp->xs_size % XX_STRIDE != 0 && xsp->xs_size % XX_STRIDE <
	    XX_CTXSIZE)
		return (DDI_FAILURE);
	if (ddi_regs_map_setup(xsp->xs_dip, XX_RNUMBER, &xsp->xs_regs, 0, 0,
	    &xx_acc_attr, &xsp->xs_handle) != DDI_SUCCESS)
		return (DDI_FAILURE);
	xsp->xs_nregions = howmany(xsp->xs_size, XX_STRIDE);
	xsp->xs_regions = kmem_zalloc(xsp->xs_nregions *
	    sizeof (struct xxregion), KM_SLEEP);
	for (i = 0; i < xsp->xs_nregions; i++)
		xxregion_init(&xsp->xs_regions[i], xsp->xs_handle,
		    xsp->xs_regs + i * XX_STRIDE, XX_CTXSIZE);
	return (DDI_SUCCESS);
}

static void
xxunmap_memory(struct xxstate *xsp)
{
	uint_t i;

	for (i = 0; i < xsp->xs_nregions; i++)
		xxregion_fini(&xsp->xs_regions[i]);
	kmem_free(xsp->xs_regions, xsp->xs_nregions *
	    sizeof (struct xxregion));
	ddi_regs_map_free(&xsp->xs_handle);
}

static int
xxcreate_node(dev_info_t *dip, int instance)
{
	char name[MAXNAMELEN];

	if (instance == 0)
		(void) snprintf(name, sizeof (name), "%s",
		    ddi_driver_name(dip));
	else
		(void) snprintf(name, sizeof (name), "%d", instance);
	return (ddi_create_minor_node(dip, name, S_IFCHR, instance,
	    DDI_PSEUDO, 0));
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
	xsp->xs_dip = dip;
	if (xxmap_memory(xsp) != DDI_SUCCESS)
		goto fail_memory;
	if (xxcreate_node(dip, instance) != DDI_SUCCESS)
		goto fail_node;
	return (DDI_SUCCESS);

fail_node:
	xxunmap_memory(xsp);
fail_memory:
	ddi_soft_state_free(statep, instance);
	return (DDI_FAILURE);
}

static int
xxdetach(dev_info_t *dip, ddi_detach_cmd_t cmd)
{
	int instance = ddi_get_instance(dip);

	if (cmd != DDI_DETACH)
		return (DDI_FAILURE);
	ddi_remove_minor_node(dip, NULL);
	xxunmap_memory(ddi_get_soft_state(statep, instance));
	ddi_soft_state_free(statep, instance);
	return (DDI_SUCCESS);
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
	"device memory in many regions",
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
