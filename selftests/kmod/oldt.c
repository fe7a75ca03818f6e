// SPDX-License-Identifier: GPL-2.0
/*
 * oldt.ko: a driver of the interfaces before devmap(9E), which does as its
 * tests tell it, and writes down what it was called with.
 */
#include <sys/types.h>
#include <sys/conf.h>
#include <sys/cred.h>
#include <sys/ddi.h>
#include <sys/devops.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/modctl.h>
#include <sys/model.h>
#include <sys/open.h>
#include <sys/stat.h>
#include <sys/sunddi.h>
#include <vm/hat.h>
#include <vm/as.h>

#include "oldt.h"

static const char *oldt_names[OLDT_MINORS] = {
	"segmap", "setup", "mapdev", "devmap"
};

struct oldt_set oldt_set;

static dev_info_t *oldt_dip;
static caddr_t oldt_regs;		/* the register set */
static caddr_t oldt_kmem;		/* two pages */
static kmutex_t oldt_lock;		/* protects the log */
static struct oldt_log oldt_log;
static uint_t oldt_in_segmap;		/* how many; tests run one at a time */

#define	OLDT_REGSIZE	(OLDT_PAGES * PAGESIZE)

void
oldt_note(uint_t what, uint_t arg, uint_t model, offset_t off)
{
	struct oldt_call *call;

	mutex_enter(&oldt_lock);
	if (oldt_log.ol_n < OLDT_LOG) {
		call = &oldt_log.ol_call[oldt_log.ol_n];
		call->oc_what = what;
		call->oc_arg = arg;
		call->oc_model = model;
		call->oc_pid = ddi_get_pid();
		call->oc_off = off;
	}
	oldt_log.ol_n++;
	mutex_exit(&oldt_lock);
}

static int
oldt_pfn(off_t off)
{
	switch (oldt_set.os_source) {
	case OLDT_KMEM:
		return (hat_getkpfnum(oldt_kmem + off % (2 * PAGESIZE)));
	case OLDT_KAS:
		return (hat_getpfnum(kas.a_hat, oldt_regs + off));
	case OLDT_NOTHING:
		return (hat_getkpfnum((caddr_t)PAGESIZE));
	case OLDT_ROM:
		return (btop(0xf8000) + btop(off));
	default:
		return (hat_getkpfnum(oldt_regs + off));
	}
}

static int
oldtmmap(dev_t dev, off_t off, int prot)
{
	uint_t refuse = oldt_in_segmap != 0 ? oldt_set.os_refusemap :
	    oldt_set.os_refusefault;

	oldt_note(oldt_in_segmap != 0 ? OLDT_C_MMAP : OLDT_C_FAULT, prot,
	    ddi_mmap_get_model(), off);
	if (off < 0 || off >= OLDT_REGSIZE)
		return (-1);
	if ((refuse & (1U << btop(off))) != 0 ||
	    (prot & oldt_set.os_refuseprot) != 0)
		return (-1);
	return (oldt_pfn(off));
}

static int
oldtdevmap(dev_t dev, devmap_cookie_t dhp, offset_t off, size_t len,
    size_t *maplen, uint_t model)
{
	oldt_note(OLDT_C_DEVMAP, 0, model, off);
	len = ptob(btopr(len));
	if (devmap_devmem_setup(dhp, oldt_dip, NULL, 0, off, len, PROT_ALL, 0,
	    NULL) != DDI_SUCCESS)
		return (-1);
	*maplen = len;
	return (0);
}

static int
oldt_do_segmap(dev_t dev, off_t off, struct as *asp, caddr_t *addrp, off_t len,
    unsigned int prot, unsigned int maxprot, unsigned int flags, cred_t *credp)
{
	ddi_device_acc_attr_t attr = {
		DDI_DEVICE_ATTR_V0, DDI_NEVERSWAP_ACC, DDI_STRICTORDER_ACC
	};

	attr.devacc_attr_dataorder = oldt_set.os_order;
	switch (getminor(dev)) {
	case OLDT_SEGMAP:
		return (ddi_segmap(dev, off, asp, addrp, len, prot, maxprot,
		    flags, credp));
	case OLDT_SETUP:
		return (ddi_segmap_setup(dev, off, asp, addrp, len, prot,
		    maxprot, flags, credp, &attr, oldt_set.os_rnumber));
	case OLDT_MAPDEV:
		return (oldt_mapdev_segmap(dev, off, asp, addrp, len, prot,
		    maxprot, flags, credp));
	default:
		return (ddi_devmap_segmap(dev, off, asp, addrp, len, prot,
		    maxprot, flags, credp));
	}
}

static int
oldtsegmap(dev_t dev, off_t off, struct as *asp, caddr_t *addrp, off_t len,
    unsigned int prot, unsigned int maxprot, unsigned int flags, cred_t *credp)
{
	int error;

	if (oldt_set.os_errbefore != 0)
		return (oldt_set.os_errbefore);
	oldt_in_segmap++;
	error = oldt_do_segmap(dev, off, asp, addrp, len, prot, maxprot, flags,
	    credp);
	oldt_in_segmap--;
	if (error != 0)
		return (error);
	*addrp += oldt_set.os_addroff;
	return (oldt_set.os_errafter);
}

static int
oldt_copy_log(void *arg, int mode)
{
	struct oldt_log *log = kmem_alloc(sizeof (*log), KM_SLEEP);
	int error = 0;

	mutex_enter(&oldt_lock);
	*log = oldt_log;
	bzero(&oldt_log, sizeof (oldt_log));
	mutex_exit(&oldt_lock);
	log->ol_model = mode & DDI_MODEL_MASK;
	if (ddi_copyout(log, arg, sizeof (*log), mode) != 0)
		error = EFAULT;
	kmem_free(log, sizeof (*log));
	return (error);
}

static int
oldt_intercept(void *arg, int mode, boolean_t load)
{
	struct oldt_intercept oi;
	int error;

	if (ddi_copyin(arg, &oi, sizeof (oi), mode) != 0)
		return (EFAULT);
	error = oldt_mapdev_ioctl(&oi, load);
	if (error == 0 && ddi_copyout(&oi, arg, sizeof (oi), mode) != 0)
		error = EFAULT;
	return (error);
}

static int
oldtioctl(dev_t dev, int cmd, intptr_t arg, int mode, cred_t *credp, int *rvalp)
{
	switch ((uint_t)cmd) {
	case OLDTIOC_SET:
		if (ddi_copyin((void *)arg, &oldt_set, sizeof (oldt_set),
		    mode) != 0)
			return (EFAULT);
		return (0);
	case OLDTIOC_LOG:
		return (oldt_copy_log((void *)arg, mode));
	case OLDTIOC_INTERCEPT:
		return (oldt_intercept((void *)arg, mode, B_FALSE));
	case OLDTIOC_NOINTERCEPT:
		return (oldt_intercept((void *)arg, mode, B_TRUE));
	default:
		return (ENOTTY);
	}
}

static int
oldtgetinfo(dev_info_t *dip, ddi_info_cmd_t infocmd, void *arg, void **result)
{
	*result = infocmd == DDI_INFO_DEVT2DEVINFO ? oldt_dip : NULL;
	return (oldt_dip == NULL ? DDI_FAILURE : DDI_SUCCESS);
}

static int
oldtattach(dev_info_t *dip, ddi_attach_cmd_t cmd)
{
	int i;

	if (cmd != DDI_ATTACH || oldt_dip != NULL)
		return (DDI_FAILURE);
	if (ddi_map_regs(dip, 0, &oldt_regs, 0, 0) != DDI_SUCCESS)
		return (DDI_FAILURE);
	for (i = 0; i < OLDT_MINORS; i++) {
		if (ddi_create_minor_node(dip, oldt_names[i], S_IFCHR, i,
		    DDI_PSEUDO, 0) != DDI_SUCCESS) {
			ddi_remove_minor_node(dip, NULL);
			ddi_unmap_regs(dip, 0, &oldt_regs, 0, 0);
			return (DDI_FAILURE);
		}
	}
	oldt_kmem = kmem_zalloc(2 * PAGESIZE, KM_SLEEP);
	oldt_dip = dip;
	return (DDI_SUCCESS);
}

static int
oldtdetach(dev_info_t *dip, ddi_detach_cmd_t cmd)
{
	if (cmd != DDI_DETACH)
		return (DDI_FAILURE);
	ddi_remove_minor_node(dip, NULL);
	kmem_free(oldt_kmem, 2 * PAGESIZE);
	ddi_unmap_regs(dip, 0, &oldt_regs, 0, 0);
	oldt_dip = NULL;
	return (DDI_SUCCESS);
}

static struct cb_ops oldt_cb_ops = {
	.cb_open = nulldev,
	.cb_close = nulldev,
	.cb_strategy = nodev,
	.cb_print = nodev,
	.cb_dump = nodev,
	.cb_read = nodev,
	.cb_write = nodev,
	.cb_ioctl = oldtioctl,
	.cb_devmap = oldtdevmap,
	.cb_mmap = oldtmmap,
	.cb_segmap = oldtsegmap,
	.cb_chpoll = nochpoll,
	.cb_prop_op = ddi_prop_op,
	.cb_str = NULL,
	.cb_flag = D_NEW | D_MP | D_64BIT | D_DEVMAP,
	.cb_rev = CB_REV,
	.cb_aread = nodev,
	.cb_awrite = nodev
};

static struct dev_ops oldt_dev_ops = {
	.devo_rev = DEVO_REV,
	.devo_refcnt = 0,
	.devo_getinfo = oldtgetinfo,
	.devo_identify = nulldev,
	.devo_probe = nulldev,
	.devo_attach = oldtattach,
	.devo_detach = oldtdetach,
	.devo_reset = nodev,
	.devo_cb_ops = &oldt_cb_ops,
	.devo_bus_ops = NULL,
	.devo_power = NULL,
	.devo_quiesce = ddi_quiesce_not_needed
};

static struct modldrv oldtmodldrv = {
	&mod_driverops,
	"older interfaces",
	&oldt_dev_ops
};

static struct modlinkage oldtmodlinkage = {
	MODREV_1,
	{ &oldtmodldrv, NULL }
};

int
_init(void)
{
	int error;

	mutex_init(&oldt_lock, NULL, MUTEX_DRIVER, NULL);
	oldt_mapdev_init();
	error = mod_install(&oldtmodlinkage);
	if (error != 0) {
		oldt_mapdev_fini();
		mutex_destroy(&oldt_lock);
	}
	return (error);
}

int
_fini(void)
{
	int error;

	error = mod_remove(&oldtmodlinkage);
	if (error == 0) {
		oldt_mapdev_fini();
		mutex_destroy(&oldt_lock);
	}
	return (error);
}

int
_info(struct modinfo *modinfop)
{
	return (mod_info(&oldtmodlinkage, modinfop));
}
