// SPDX-License-Identifier: GPL-2.0
/*
 * The xx driver: loading, attaching, opening.
 *
 * The driver of the chapters on device context management and on mapping of
 * "Writing Device Drivers", working, and with the mistakes of the book mended
 * (docs/book.md lists them). It is written for Solaris's DDI alone.
 */
#include <sys/types.h>
#include <sys/conf.h>
#include <sys/cred.h>
#include <sys/ddi.h>
#include <sys/devops.h>
#include <sys/errno.h>
#include <sys/file.h>
#include <sys/modctl.h>
#include <sys/open.h>
#include <sys/stat.h>
#include <sys/sunddi.h>

#include <devmap/xxctx.h>

#include "xxctx.h"

void *xxstatep;

static int
xxgetinfo(dev_info_t *dip, ddi_info_cmd_t infocmd, void *arg, void **result)
{
	dev_t dev = (dev_t)(uintptr_t)arg;
	struct xxstate *xsp;

	switch (infocmd) {
	case DDI_INFO_DEVT2DEVINFO:
		xsp = ddi_get_soft_state(xxstatep, getminor(dev));
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

	/* Who touches the device next restores what it has to hold */
	if (cmd == DDI_RESUME)
		return (DDI_SUCCESS);
	if (cmd != DDI_ATTACH)
		return (DDI_FAILURE);
	if (ddi_soft_state_zalloc(xxstatep, instance) != DDI_SUCCESS)
		return (DDI_FAILURE);
	xsp = ddi_get_soft_state(xxstatep, instance);
	xsp->xs_dip = dip;
	xsp->xs_instance = instance;
	mutex_init(&xsp->xs_lock, NULL, MUTEX_DRIVER, NULL);
	cv_init(&xsp->xs_cv, NULL, CV_DRIVER, NULL);
	if (xxhw_attach(&xsp->xs_hw, xsp, dip) != DDI_SUCCESS)
		goto fail_hw;
	xxhw_report(&xsp->xs_hw, xsp);
	if (xxcreate_node(dip, instance) != DDI_SUCCESS)
		goto fail_node;
	return (DDI_SUCCESS);

fail_node:
	xxhw_detach(&xsp->xs_hw);
fail_hw:
	cv_destroy(&xsp->xs_cv);
	mutex_destroy(&xsp->xs_lock);
	ddi_soft_state_free(xxstatep, instance);
	return (DDI_FAILURE);
}

static int
xxdetach(dev_info_t *dip, ddi_detach_cmd_t cmd)
{
	int instance = ddi_get_instance(dip);
	struct xxstate *xsp;

	xsp = ddi_get_soft_state(xxstatep, instance);
	if (xsp == NULL)
		return (DDI_FAILURE);
	if (cmd == DDI_SUSPEND)
		return (xxcontext_suspend(xsp));
	if (cmd != DDI_DETACH)
		return (DDI_FAILURE);
	ddi_remove_minor_node(dip, NULL);
	xxhw_detach(&xsp->xs_hw);
	cv_destroy(&xsp->xs_cv);
	mutex_destroy(&xsp->xs_lock);
	ddi_soft_state_free(xxstatep, instance);
	return (DDI_SUCCESS);
}

static int
xxopen(dev_t *devp, int flag, int otyp, cred_t *credp)
{
	if (otyp != OTYP_CHR)
		return (EINVAL);
	if (ddi_get_soft_state(xxstatep, getminor(*devp)) == NULL)
		return (ENXIO);
	return (0);
}

static int
xxclose(dev_t dev, int flag, int otyp, cred_t *credp)
{
	return (0);
}

static int
xxgetinfo_ioctl(struct xxstate *xsp, void *arg, int mode)
{
	struct xxctx_info info;

	bzero(&info, sizeof (info));
	info.xi_version = XXCTX_VERSION;
	info.xi_instance = xsp->xs_instance;
	info.xi_ctxsize = xsp->xs_hw.hw_ctxsize;
	info.xi_statusoff = xsp->xs_hw.hw_ctxsize;
	info.xi_holdusec = xx_hold_usec;
	if (ddi_copyout(&info, arg, sizeof (info), mode) != 0)
		return (EFAULT);
	return (0);
}

static int
xxioctl(dev_t dev, int cmd, intptr_t arg, int mode, cred_t *credp, int *rvalp)
{
	struct xxstate *xsp = ddi_get_soft_state(xxstatep, getminor(dev));

	if (xsp == NULL)
		return (ENXIO);
	switch ((unsigned int)cmd) {
	case XXIOC_GETINFO:
		return (xxgetinfo_ioctl(xsp, (void *)arg, mode));
	case XXIOC_GETINTR:
		return (xxintr_take(xsp, (void *)arg, mode));
	default:
		return (ENOTTY);
	}
}

static struct cb_ops xx_cb_ops = {
	.cb_open = xxopen,
	.cb_close = xxclose,
	.cb_strategy = nodev,
	.cb_print = nodev,
	.cb_dump = nodev,
	.cb_read = nodev,
	.cb_write = nodev,
	.cb_ioctl = xxioctl,
	.cb_devmap = xxdevmap,
	.cb_mmap = nodev,
	.cb_segmap = xxsegmap,
	.cb_chpoll = xxchpoll,
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
	"device context driver",
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

	error = ddi_soft_state_init(&xxstatep, sizeof (struct xxstate), 1);
	if (error != 0)
		return (error);
	xxuser_init();
	error = mod_install(&xxmodlinkage);
	if (error != 0) {
		xxuser_fini();
		ddi_soft_state_fini(&xxstatep);
	}
	return (error);
}

int
_fini(void)
{
	int error;

	error = mod_remove(&xxmodlinkage);
	if (error == 0) {
		xxuser_fini();
		ddi_soft_state_fini(&xxstatep);
	}
	return (error);
}

int
_info(struct modinfo *modinfop)
{
	return (mod_info(&xxmodlinkage, modinfop));
}
