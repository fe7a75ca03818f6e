// SPDX-License-Identifier: GPL-2.0
/*
 * The device context management of before devmap(9E): ddi_mapdev(9F) and its
 * family.
 *
 * A mapping of ddi_mapdev(9F) has one handle, whose callbacks are those of this
 * file; they call the driver's, which know less: an access has only an offset,
 * and a mapping is freed as a whole. mmap(9E) names its pages. "Intercept" is
 * unload, "nointercept" is load.
 */
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/printk.h>

#include <sys/conf.h>
#include <sys/sunddi.h>
#include <vm/faultcode.h>

#include "../ddi/node.h"
#include "as.h"
#include "fault.h"
#include "handle.h"
#include "mmap.h"
#include "old.h"
#include "segment.h"
#include "setup.h"
#include "unload.h"

static struct ddi_mapdev_ctl *mapdev_ctl(devmap_cookie_t dhp)
{
	struct devmap_hdl *hdl = dhp;

	return &hdl->old->ctl;
}

static int mapdev_access(devmap_cookie_t dhp, void *pvtp, offset_t off, size_t len,
			 uint_t type, uint_t rw)
{
	if (type == DEVMAP_UNLOCK)
		return 0;
	return mapdev_ctl(dhp)->mapdev_access(dhp, pvtp, off);
}

static int mapdev_dup(devmap_cookie_t dhp, void *pvtp, devmap_cookie_t new_dhp,
		      void **new_pvtp)
{
	struct ddi_mapdev_ctl *ctl = mapdev_ctl(dhp);

	if (!ddi_entry_real(ctl->mapdev_dup))
		return 0;
	return ctl->mapdev_dup(dhp, pvtp, new_dhp, new_pvtp);
}

/* The driver knows nothing of this handle, and hears nothing of it. */
static void mapdev_forget(struct devmap_hdl *hdl)
{
	mutex_lock(&hdl->lock);
	hdl->dead = true;
	devmap_hdl_unload_all(hdl);
	memset(&hdl->dh.dh_callbackops, 0, sizeof(hdl->dh.dh_callbackops));
	mutex_unlock(&hdl->lock);
}

/*
 * mapdev_free(9E) has no way to say that a part of a mapping is gone. One that
 * shrinks stays; of one that falls in two, the second half is a duplicate.
 */
static void mapdev_unmap(devmap_cookie_t dhp, void *pvtp, offset_t off, size_t len,
			 devmap_cookie_t new_dhp1, void **new_pvtp1,
			 devmap_cookie_t new_dhp2, void **new_pvtp2)
{
	struct ddi_mapdev_ctl *ctl = mapdev_ctl(dhp);

	if (new_dhp1 && new_dhp2) {
		if (mapdev_dup(dhp, pvtp, new_dhp2, new_pvtp2))
			mapdev_forget(new_dhp2);
		return;
	}
	if (!new_dhp1 && !new_dhp2 && ddi_entry_real(ctl->mapdev_free))
		ctl->mapdev_free(dhp, pvtp);
}

static const struct devmap_callback_ctl mapdev_callbacks = {
	.devmap_rev	= DEVMAP_OPS_REV,
	.devmap_access	= mapdev_access,
	.devmap_dup	= mapdev_dup,
	.devmap_unmap	= mapdev_unmap,
};

static int mapdev_check(const struct ddi_mapdev_ctl *ctl, ddi_as_handle_t as)
{
	struct devmap_mmap *map = devmap_mmap_current(as);

	if (!map)
		return EINVAL;
	if (!ddi_entry_real(map->ops->cb_mmap))
		return ENODEV;
	if (ctl && ctl->mapdev_rev == MAPDEV_REV && ddi_entry_real(ctl->mapdev_access))
		return 0;
	pr_warn_ratelimited("ddi_mapdev(9F): a ddi_mapdev_ctl(9S) wants MAPDEV_REV and a mapdev_access\n");
	return EINVAL;
}

/**
 * ddi_mapdev() - make a mapping whose accesses the driver hears of
 * @dev: the device number
 * @offset: user offset of the first byte, whole pages
 * @as: as segmap(9E) got it
 * @addrp: receives the address of the mapping
 * @len: bytes, as segmap(9E) got it
 * @prot: PROT_* of the mapping
 * @maxprot: PROT_* that it may be given by mprotect(2)
 * @flags: as segmap(9E) got them; MAP_SHARED or MAP_PRIVATE
 * @cred: not used
 * @m: the driver's callbacks, copied
 * @handlep: receives the handle
 * @devprivate: the driver's data, given to the callbacks
 *
 * The first access to each page is intercepted. mmap(9E) is not asked before
 * that.
 *
 * Context: process, inside segmap(9E). May sleep. The mmap_lock is held for
 * writing: do not copy from or to user memory.
 * Return: 0; EINVAL for callbacks without an access callback or of another
 * revision, and as devmap_setup(); ENODEV without mmap(9E); ENXIO, ENOMEM. Where
 * it fails none of the callbacks is called. See ddi_mapdev(9F).
 */
int ddi_mapdev(dev_t dev, off_t offset, ddi_as_handle_t as, caddr_t *addrp,
	       off_t len, uint_t prot, uint_t maxprot, uint_t flags, cred_t *cred,
	       struct ddi_mapdev_ctl *m, ddi_mapdev_handle_t *handlep,
	       void *devprivate)
{
	struct devmap_request req = {
		.pieces		= devmap_old_pieces,
		.dev		= dev,
		.off		= offset,
		.len		= PAGE_ALIGN(len),
		.prot		= prot | PROT_USER,
		.maxprot	= maxprot | PROT_USER,
		.flags		= flags,
	};
	struct devmap_hdl *hdl;
	int err = mapdev_check(m, as);

	if (!err)
		err = devmap_request_run(&req, as, addrp);
	if (err)
		return err;
	/* Nobody can touch it before mmap(2) is done. */
	hdl = devmap_segment_first(req.seg, 0);
	hdl->old->ctl = *m;
	hdl->dh.dh_callbackops = mapdev_callbacks;
	hdl->dh.dh_pvtp = devprivate;
	if (handlep)
		*handlep = hdl;
	return 0;
}
EXPORT_SYMBOL_GPL(ddi_mapdev);

static struct devmap_hdl *mapdev_hdl(ddi_mapdev_handle_t handle, const char *who)
{
	struct devmap_hdl *hdl = devmap_hdl_of(handle, who);

	if (!hdl || (hdl->old && hdl->old->ctl.mapdev_access))
		return hdl;
	pr_warn_ratelimited("%s: called with a handle that ddi_mapdev(9F) did not make\n",
			    who);
	return NULL;
}

/**
 * ddi_mapdev_intercept() - hear of the next access
 * @handle: of any process
 * @offset: user offset of the first byte
 * @len: bytes; 0 is to the end of the mapping, and offset 0 with length 0 all
 *
 * Context, return: as devmap_unload(). See ddi_mapdev_intercept(9F).
 */
int ddi_mapdev_intercept(ddi_mapdev_handle_t handle, off_t offset, off_t len)
{
	if (!mapdev_hdl(handle, __func__) || len < 0)
		return FC_MAKE_ERR(EINVAL);
	return devmap_unload(handle, offset, len);
}
EXPORT_SYMBOL_GPL(ddi_mapdev_intercept);

/**
 * ddi_mapdev_nointercept() - let accesses happen without the driver
 * @handle: of the process whose access runs
 * @offset: user offset of the first byte; the page that was accessed has to be
 *	in the range
 * @len: bytes; 0 is to the end of the mapping, and offset 0 with length 0 all
 *
 * Context: process, inside mapdev_access(9E). Calls mmap(9E) for each page: do
 * not hold a lock that it takes.
 * Return: 0 or a fault code: FC_MAKE_ERR(EFAULT) where mmap(9E) refuses, or as
 * devmap_load(). See ddi_mapdev_nointercept(9F).
 */
int ddi_mapdev_nointercept(ddi_mapdev_handle_t handle, off_t offset, off_t len)
{
	struct devmap_hdl *hdl = mapdev_hdl(handle, __func__);
	struct devmap_fault *fault;
	struct devmap_range range;
	int err;

	if (!hdl || len < 0)
		return FC_MAKE_ERR(EINVAL);
	fault = devmap_fault_current(hdl->seg, __func__);
	if (!fault)
		return FC_MAKE_ERR(EINVAL);
	mutex_lock(&hdl->lock);
	err = devmap_hdl_range(hdl, offset, len, &range);
	mutex_unlock(&hdl->lock);
	if (err)
		return FC_MAKE_ERR(EINVAL);
	return devmap_old_load(hdl, fault, &range);
}
EXPORT_SYMBOL_GPL(ddi_mapdev_nointercept);

static bool mapdev_is_all(const struct devmap_hdl *hdl, off_t offset, off_t len)
{
	struct devmap_range range;

	return !devmap_hdl_range(hdl, offset, len, &range) &&
	       range.start == hdl->dh.dh_uoff && range.end == devmap_hdl_end(hdl);
}

/**
 * ddi_mapdev_set_device_acc_attr() - the order of accesses of a mapping
 * @handle: the mapping
 * @offset: user offset of the first byte
 * @len: bytes; 0 is to the end of the mapping, and offset 0 with length 0 all
 * @accattrp: the order of accesses, which chooses the caching
 * @rnumber: the register set that is mapped
 *
 * Accesses are intercepted again.
 *
 * Context: process, may sleep.
 * Return: DDI_SUCCESS; DDI_FAILURE for an unknown order, a register set that
 * does not exist, and a part of a mapping: all of it has one order.
 * See ddi_mapdev_set_device_acc_attr(9F).
 */
int ddi_mapdev_set_device_acc_attr(ddi_mapdev_handle_t handle, off_t offset,
				   off_t len, ddi_device_acc_attr_t *accattrp,
				   uint_t rnumber)
{
	struct devmap_hdl *hdl = mapdev_hdl(handle, __func__);
	int ret = DDI_FAILURE;

	if (!hdl || len < 0 || !ddi_node_regset(hdl->seg->dip, rnumber) ||
	    accattrp->devacc_attr_dataorder > DDI_STORECACHING_OK_ACC)
		return DDI_FAILURE;
	mutex_lock(&hdl->lock);
	if (mapdev_is_all(hdl, offset, len)) {
		hdl->dh.dh_hat_attr = accattrp->devacc_attr_dataorder;
		hdl->backing.order = hdl->dh.dh_hat_attr;
		devmap_hdl_unload_all(hdl);
		ret = DDI_SUCCESS;
	}
	mutex_unlock(&hdl->lock);
	return ret;
}
EXPORT_SYMBOL_GPL(ddi_mapdev_set_device_acc_attr);
