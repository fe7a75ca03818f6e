// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/ddiproc: tells a program who the driver thinks that it is, waits for its
 * signals, and can be told to leave things behind when it is unloaded, which no
 * driver may.
 */
#include <sys/types.h>
#include <sys/conf.h>
#include <sys/cred.h>
#include <sys/ddi.h>
#include <sys/ddi_impldefs.h>
#include <sys/devops.h>
#include <sys/errno.h>
#include <sys/kstat.h>
#include <sys/ksynch.h>
#include <sys/mman.h>
#include <sys/modctl.h>
#include <sys/open.h>
#include <sys/policy.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/sunddi.h>
#include <sys/taskq.h>
#include <sys/thread.h>

#include <devmap/ddiproc.h>

static dev_info_t *ddiproc_dip;
static kmutex_t ddiproc_lock;
static kcondvar_t ddiproc_cv;
static kstat_named_t ddiproc_named;
static struct ddiproc_info ddiproc_last;	/* what callbacks saw */

static ddi_device_acc_attr_t ddiproc_attr = {
	DDI_DEVICE_ATTR_V0, DDI_NEVERSWAP_ACC, DDI_STRICTORDER_ACC
};

static unsigned long
ddiproc_seg_as(devmap_cookie_t dhp)
{
	return ((unsigned long)((devmap_handle_t *)dhp)->dh_seg->s_as);
}

static int
ddiproc_map(devmap_cookie_t dhp, dev_t dev, uint_t flags, offset_t off,
    size_t len, void **pvtp)
{
	ddiproc_last.pi_map_as = ddiproc_seg_as(dhp);
	return (0);
}

static int
ddiproc_dup(devmap_cookie_t dhp, void *pvtp, devmap_cookie_t new_dhp,
    void **new_pvtp)
{
	ddiproc_last.pi_dup_as = ddiproc_seg_as(new_dhp);
	return (0);
}

static struct devmap_callback_ctl ddiproc_callbacks = {
	.devmap_rev = DEVMAP_OPS_REV,
	.devmap_map = ddiproc_map,
	.devmap_dup = ddiproc_dup
};

static int
ddiprocdevmap(dev_t dev, devmap_cookie_t dhp, offset_t off, size_t len,
    size_t *maplen, uint_t model)
{
	int error;

	error = devmap_devmem_setup(dhp, ddiproc_dip, &ddiproc_callbacks, 0,
	    off, ptob(btopr(len)), PROT_ALL, 0, &ddiproc_attr);
	*maplen = ptob(btopr(len));
	return (error);
}

static int
ddiprocsegmap(dev_t dev, off_t off, struct as *asp, caddr_t *addrp, off_t len,
    uint_t prot, uint_t maxprot, uint_t flags, cred_t *credp)
{
	ddiproc_last.pi_segmap_as = (unsigned long)asp;
	return (ddi_devmap_segmap(dev, off, asp, addrp, len, prot, maxprot,
	    flags, credp));
}

static uint_t
ddiproc_granted(cred_t *cr)
{
	int error[DDIPROC_GRANTS] = {
		drv_priv(cr), secpolicy_sys_config(cr, B_FALSE),
		secpolicy_sys_devices(cr), secpolicy_resource(cr),
		secpolicy_net_config(cr, B_FALSE), secpolicy_error_inject(cr),
		secpolicy_gart_access(cr), secpolicy_gart_map(cr)
	};
	uint_t i, granted = 0;

	for (i = 0; i < DDIPROC_GRANTS; i++)
		if (error[i] != EPERM)
			granted |= 1U << i;
	return (granted);
}

static int
ddiproc_info(intptr_t arg, int mode, cred_t *credp)
{
	struct ddiproc_info info = ddiproc_last;

	info.pi_proc = (unsigned long)curproc;
	info.pi_as = (unsigned long)curproc->p_as;
	info.pi_pid = curproc->p_pid;
	info.pi_uid = crgetuid(credp);
	info.pi_granted = ddiproc_granted(credp);
	info.pi_group = groupmember(12345, credp);
	if (ddi_copyout(&info, (void *)arg, sizeof (info), mode) != 0)
		return (EFAULT);
	return (0);
}

static int
ddiproc_wait(void)
{
	clock_t end = ddi_get_lbolt() + drv_usectohz(10000000);
	clock_t left;

	mutex_enter(&ddiproc_lock);
	left = cv_timedwait_sig(&ddiproc_cv, &ddiproc_lock, end);
	mutex_exit(&ddiproc_lock);
	return (left == 0 ? EINTR : ETIME);
}

/* Whoever gets here after the end runs code that is gone. */
static void
ddiproc_late(void *arg)
{
	cmn_err(CE_WARN, "ddiproc: this comes too late");
}

static void
ddiproc_regular(void *arg)
{
}

static void
ddiproc_slow(void *arg)
{
	delay(drv_usectohz(2000000));
}

static void
ddiproc_leave(int what)
{
	taskq_t *tq;
	kstat_t *ksp;

	if (what & DDIPROC_TIMEOUT)
		(void) timeout(ddiproc_late, NULL, drv_usectohz(6000000));
	if (what & DDIPROC_PERIODIC)
		(void) ddi_periodic_add(ddiproc_regular, NULL, 10000000,
		    DDI_IPL_0);
	if (what & DDIPROC_TASKQ) {
		tq = taskq_create("ddiproc", 1, minclsyspri, 1, 10, 0);
		(void) taskq_dispatch(tq, ddiproc_slow, NULL, TQ_SLEEP);
		taskq_suspend(tq);
		(void) taskq_dispatch(tq, ddiproc_late, NULL, TQ_SLEEP);
	}
	if (what & DDIPROC_KSTAT) {
		ksp = kstat_create("ddiproc", 0, "left", "misc",
		    KSTAT_TYPE_NAMED, 1, KSTAT_FLAG_VIRTUAL);
		if (ksp != NULL) {
			ksp->ks_data = &ddiproc_named;
			kstat_named_init(&ddiproc_named, "n",
			    KSTAT_DATA_UINT64);
			kstat_install(ksp);
		}
	}
	if (what & DDIPROC_THREAD)
		(void) thread_create(NULL, 0, ddiproc_slow, NULL, 0, &p0,
		    TS_RUN, minclsyspri);
}

static int
ddiprocioctl(dev_t dev, int cmd, intptr_t arg, int mode, cred_t *credp,
    int *rvalp)
{
	switch ((uint_t)cmd) {
	case DDIPROCIOC_INFO:
		return (ddiproc_info(arg, mode, credp));
	case DDIPROCIOC_LEAVE:
		ddiproc_leave(arg);
		return (0);
	case DDIPROCIOC_WAIT:
		return (ddiproc_wait());
	default:
		return (ENOTTY);
	}
}

static int
ddiprocattach(dev_info_t *dip, ddi_attach_cmd_t cmd)
{
	if (cmd != DDI_ATTACH || ddiproc_dip != NULL)
		return (DDI_FAILURE);
	if (ddi_create_minor_node(dip, "ddiproc", S_IFCHR, 0, DDI_PSEUDO, 0) !=
	    DDI_SUCCESS)
		return (DDI_FAILURE);
	ddiproc_dip = dip;
	return (DDI_SUCCESS);
}

static int
ddiprocdetach(dev_info_t *dip, ddi_detach_cmd_t cmd)
{
	if (cmd != DDI_DETACH)
		return (DDI_FAILURE);
	ddi_remove_minor_node(dip, NULL);
	ddiproc_dip = NULL;
	return (DDI_SUCCESS);
}

static struct cb_ops ddiproc_cb_ops = {
	.cb_open = nulldev,
	.cb_close = nulldev,
	.cb_strategy = nodev,
	.cb_print = nodev,
	.cb_dump = nodev,
	.cb_read = nodev,
	.cb_write = nodev,
	.cb_ioctl = ddiprocioctl,
	.cb_devmap = ddiprocdevmap,
	.cb_mmap = nodev,
	.cb_segmap = ddiprocsegmap,
	.cb_chpoll = nochpoll,
	.cb_prop_op = ddi_prop_op,
	.cb_str = NULL,
	.cb_flag = D_NEW | D_MP | D_64BIT | D_DEVMAP,
	.cb_rev = CB_REV,
	.cb_aread = nodev,
	.cb_awrite = nodev
};

static struct dev_ops ddiproc_dev_ops = {
	.devo_rev = DEVO_REV,
	.devo_refcnt = 0,
	.devo_getinfo = nodev,
	.devo_identify = nulldev,
	.devo_probe = nulldev,
	.devo_attach = ddiprocattach,
	.devo_detach = ddiprocdetach,
	.devo_reset = nodev,
	.devo_cb_ops = &ddiproc_cb_ops,
	.devo_bus_ops = NULL,
	.devo_power = NULL,
	.devo_quiesce = ddi_quiesce_not_needed
};

static struct modldrv ddiprocmodldrv = {
	&mod_driverops,
	"processes of the DDI",
	&ddiproc_dev_ops
};

static struct modlinkage ddiprocmodlinkage = {
	MODREV_1,
	{ &ddiprocmodldrv, NULL }
};

int
_init(void)
{
	int error;

	mutex_init(&ddiproc_lock, NULL, MUTEX_DRIVER, NULL);
	cv_init(&ddiproc_cv, NULL, CV_DRIVER, NULL);
	error = mod_install(&ddiprocmodlinkage);
	if (error != 0) {
		cv_destroy(&ddiproc_cv);
		mutex_destroy(&ddiproc_lock);
	}
	return (error);
}

int
_fini(void)
{
	int error;

	error = mod_remove(&ddiprocmodlinkage);
	if (error == 0) {
		cv_destroy(&ddiproc_cv);
		mutex_destroy(&ddiproc_lock);
	}
	return (error);
}

int
_info(struct modinfo *modinfop)
{
	return (mod_info(&ddiprocmodlinkage, modinfop));
}
