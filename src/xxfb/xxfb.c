// SPDX-License-Identifier: GPL-2.0
/*
 * The xx driver: a frame buffer that each program has for itself, on a display
 * that one can look at.
 *
 * It is the write-only frame buffer of "Writing Device Drivers", with device
 * contexts. Every open(2) is a clone: it has a minor number of its own, and a
 * screen, which all mappings of the file have in common.
 */
#include <sys/types.h>
#include <sys/conf.h>
#include <sys/cred.h>
#include <sys/ddi.h>
#include <sys/devops.h>
#include <sys/errno.h>
#include <sys/id_space.h>
#include <sys/mkdev.h>
#include <sys/mman.h>
#include <sys/modctl.h>
#include <sys/open.h>
#include <sys/stat.h>
#include <sys/sunddi.h>

#include <devmap/xxfb.h>

#include "xxscreen.h"

#define	XX_FIRST_CLONE	1024	/* minor numbers below are instances */
#define	XX_SCREENS	64	/* of all instances */

static void *statep;		/* by instance: struct xxstate */
static void *screenp;		/* by minor number: struct xxscreen */
static id_space_t *clones;

struct xxscreen *
xxscreen_find(dev_t dev)
{
	return (ddi_get_soft_state(screenp, getminor(dev)));
}

/*
 * devmap(9E): as much of the work screen as the mapping covers.
 */
static int
xxdevmap(dev_t dev, devmap_cookie_t handle, offset_t off, size_t len,
    size_t *maplen, uint_t model)
{
	struct xxscreen *scr = xxscreen_find(dev);
	struct xxstate *xsp;

	if (scr == NULL)
		return (ENXIO);
	xsp = scr->xc_xsp;
	len = ptob(btopr(len));
	if (off < 0 || off >= (offset_t)xsp->xs_hw.hw_size ||
	    len > xsp->xs_hw.hw_size - off)
		return (ENXIO);
	*maplen = len;
	return (devmap_devmem_setup(handle, xsp->xs_dip, &xxscreen_ctl,
	    XXHW_FB_RNUMBER, off, len, PROT_WRITE | PROT_USER,
	    DEVMAP_DEFAULTS, &xxhw_fb_attr));
}

/*
 * segmap(9E): no mapping to read from, now or later, and none that has the
 * screen for itself where other mappings of the file share it.
 */
static int
xxsegmap(dev_t dev, off_t off, struct as *asp, caddr_t *addrp, off_t len,
    unsigned int prot, unsigned int maxprot, unsigned int flags, cred_t *credp)
{
	if ((prot & PROT_READ) || (flags & MAP_PRIVATE))
		return (EINVAL);
	return (ddi_devmap_segmap(dev, off, asp, addrp, len, prot,
	    maxprot & ~(PROT_READ | PROT_EXEC), flags, credp));
}

static int
xxinfo(struct xxscreen *scr, void *arg, int mode)
{
	struct xxstate *xsp = scr->xc_xsp;
	struct xxfb_info xi;

	bzero(&xi, sizeof (xi));
	xi.xi_width = xsp->xs_hw.hw_width;
	xi.xi_height = xsp->xs_hw.hw_height;
	xi.xi_pitch = xxhw_pitch(&xsp->xs_hw);
	xi.xi_size = xsp->xs_hw.hw_size;
	xi.xi_screen = scr->xc_number;
	mutex_enter(&xsp->xs_lock);
	if (xsp->xs_shown != NULL)
		xi.xi_shown = xsp->xs_shown->xc_number;
	xi.xi_switches = xsp->xs_switches;
	mutex_exit(&xsp->xs_lock);
	if (ddi_copyout(&xi, arg, sizeof (xi), mode) != 0)
		return (EFAULT);
	return (0);
}

static int
xxioctl(dev_t dev, int cmd, intptr_t arg, int mode, cred_t *credp, int *rvalp)
{
	struct xxscreen *scr = xxscreen_find(dev);
	uint_t number;

	if (scr == NULL)
		return (ENXIO);
	switch ((uint_t)cmd) {
	case XXFBIOC_INFO:
		return (xxinfo(scr, (void *)arg, mode));
	case XXFBIOC_SHOW:
		if (ddi_copyin((void *)arg, &number, sizeof (number), mode) !=
		    0)
			return (EFAULT);
		return (xxscreen_show(scr->xc_xsp, number));
	default:
		return (ENOTTY);
	}
}

static int
xxopen(dev_t *devp, int flag, int otyp, cred_t *credp)
{
	struct xxstate *xsp = ddi_get_soft_state(statep, getminor(*devp));
	id_t minor;

	if (otyp != OTYP_CHR)
		return (EINVAL);
	if (xsp == NULL)
		return (ENXIO);
	minor = id_alloc_nosleep(clones);
	if (minor == -1)
		return (EAGAIN);
	if (ddi_soft_state_zalloc(screenp, minor) != DDI_SUCCESS) {
		id_free(clones, minor);
		return (ENOMEM);
	}
	xxscreen_init(ddi_get_soft_state(screenp, minor), xsp, minor);
	*devp = makedevice(getmajor(*devp), minor);
	return (0);
}

/*
 * close(9E): the file is closed, and nothing of it is mapped any more.
 */
static int
xxclose(dev_t dev, int flag, int otyp, cred_t *credp)
{
	minor_t minor = getminor(dev);

	xxscreen_fini(ddi_get_soft_state(screenp, minor));
	ddi_soft_state_free(screenp, minor);
	id_free(clones, minor);
	return (0);
}

/*
 * The instance of a device number that may be a clone.
 */
static struct xxstate *
xxstate_find(dev_t dev)
{
	struct xxscreen *scr;

	if (getminor(dev) < XX_FIRST_CLONE)
		return (ddi_get_soft_state(statep, getminor(dev)));
	scr = xxscreen_find(dev);
	return (scr != NULL ? scr->xc_xsp : NULL);
}

static int
xxgetinfo(dev_info_t *dip, ddi_info_cmd_t infocmd, void *arg, void **result)
{
	struct xxstate *xsp = xxstate_find((dev_t)(uintptr_t)arg);

	if (xsp == NULL)
		return (DDI_FAILURE);
	switch (infocmd) {
	case DDI_INFO_DEVT2DEVINFO:
		*result = xsp->xs_dip;
		return (DDI_SUCCESS);
	case DDI_INFO_DEVT2INSTANCE:
		*result = (void *)(uintptr_t)xsp->xs_instance;
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
	    DDI_NT_DISPLAY, 0));
}

static int
xxattach(dev_info_t *dip, ddi_attach_cmd_t cmd)
{
	int instance = ddi_get_instance(dip);
	struct xxstate *xsp;

	if (cmd != DDI_ATTACH || instance >= XX_FIRST_CLONE)
		return (DDI_FAILURE);
	if (ddi_soft_state_zalloc(statep, instance) != DDI_SUCCESS)
		return (DDI_FAILURE);
	xsp = ddi_get_soft_state(statep, instance);
	xsp->xs_dip = dip;
	xsp->xs_instance = instance;
	if (xxhw_attach(&xsp->xs_hw, dip) != DDI_SUCCESS)
		goto fail_hw;
	mutex_init(&xsp->xs_lock, NULL, MUTEX_DRIVER, NULL);
	if (xxcreate_node(dip, instance) != DDI_SUCCESS)
		goto fail_node;
	return (DDI_SUCCESS);

fail_node:
	mutex_destroy(&xsp->xs_lock);
	xxhw_detach(&xsp->xs_hw);
fail_hw:
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
	mutex_destroy(&xsp->xs_lock);
	xxhw_detach(&xsp->xs_hw);
	ddi_soft_state_free(statep, instance);
	return (DDI_SUCCESS);
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
	"frame buffer with screens",
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
	error = ddi_soft_state_init(&screenp, sizeof (struct xxscreen), 1);
	if (error != 0)
		goto fail_screens;
	clones = id_space_create("xxfb", XX_FIRST_CLONE,
	    XX_FIRST_CLONE + XX_SCREENS);
	error = mod_install(&xxmodlinkage);
	if (error != 0)
		goto fail_install;
	return (0);

fail_install:
	id_space_destroy(clones);
	ddi_soft_state_fini(&screenp);
fail_screens:
	ddi_soft_state_fini(&statep);
	return (error);
}

int
_fini(void)
{
	int error;

	error = mod_remove(&xxmodlinkage);
	if (error != 0)
		return (error);
	id_space_destroy(clones);
	ddi_soft_state_fini(&screenp);
	ddi_soft_state_fini(&statep);
	return (0);
}

int
_info(struct modinfo *modinfop)
{
	return (mod_info(&xxmodlinkage, modinfop));
}
