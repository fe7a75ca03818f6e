// SPDX-License-Identifier: GPL-2.0
/*
 * The segmap(9E) of drivers with mmap(9E): ddi_segmap(9F), ddi_segmap_setup(9F),
 * and what mmap(9E) may ask: ddi_mmap_get_model(9F).
 */
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>

#include <sys/conf.h>
#include <sys/model.h>
#include <sys/sunddi.h>

#include "../ddi/node.h"
#include "as.h"
#include "fault.h"
#include "handle.h"
#include "mmap.h"
#include "old.h"
#include "segment.h"
#include "setup.h"

/* Asks the driver for each page, with what mprotect(2) could give it later. */
static int devmap_old_check(const struct devmap_request *req,
			    const struct cb_ops *ops)
{
	u64 off;

	for (off = req->off; off < req->off + req->len; off += PAGE_SIZE) {
		if (ops->cb_mmap(req->dev, off, req->maxprot) == -1)
			return ENXIO;
		if (fatal_signal_pending(current))
			return EINTR;
		cond_resched();
	}
	return 0;
}

static int devmap_old_segmap(struct devmap_request *req, ddi_as_handle_t as,
			     caddr_t *addrp, unsigned int order)
{
	struct devmap_mmap *map = devmap_mmap_current(as);
	struct devmap_hdl *hdl;
	int err;

	if (!map || (req->flags & MAP_TYPE) != MAP_SHARED)
		return EINVAL;
	if (!ddi_entry_real(map->ops->cb_mmap))
		return ENODEV;
	err = devmap_old_check(req, map->ops);
	if (!err)
		err = devmap_request_run(req, as, addrp);
	if (err)
		return err;
	hdl = devmap_segment_first(req->seg, 0);
	hdl->dh.dh_hat_attr = order;
	hdl->backing.order = order;
	return 0;
}

/**
 * ddi_segmap() - make a mapping whose pages mmap(9E) names
 * @dev: the device number
 * @off: user offset of the first byte, whole pages
 * @as: as segmap(9E) got it
 * @addrp: receives the address of the mapping
 * @len: bytes, as segmap(9E) got it
 * @prot: PROT_* of the mapping
 * @maxprot: PROT_* that it may be given by mprotect(2)
 * @flags: as segmap(9E) got them; MAP_SHARED
 * @cred: not used
 *
 * mmap(9E) is called for each page, now with @maxprot, and when the page is
 * touched with the protection that it has then.
 *
 * Context: process, inside segmap(9E). May sleep. The mmap_lock is held for
 * writing: do not copy from or to user memory.
 * Return: 0; ENXIO if mmap(9E) returns -1 for a page; ENODEV without mmap(9E);
 * EINVAL for MAP_PRIVATE, and as devmap_setup(); EINTR if the process is killed
 * meanwhile; ENOMEM. See ddi_segmap(9F).
 */
int ddi_segmap(dev_t dev, off_t off, ddi_as_handle_t as, caddr_t *addrp,
	       off_t len, uint_t prot, uint_t maxprot, uint_t flags, cred_t *cred)
{
	struct devmap_request req = {
		.pieces		= devmap_old_pieces,
		.dev		= dev,
		.off		= off,
		.len		= PAGE_ALIGN(len),
		.prot		= prot | PROT_USER,
		.maxprot	= maxprot | PROT_USER,
		.flags		= flags,
	};

	return devmap_old_segmap(&req, as, addrp, DDI_STRICTORDER_ACC);
}
EXPORT_SYMBOL_GPL(ddi_segmap);

/**
 * ddi_segmap_setup() - ddi_segmap() with an order of accesses
 * @dev: as ddi_segmap()
 * @off: as ddi_segmap()
 * @as: as ddi_segmap()
 * @addrp: as ddi_segmap()
 * @len: as ddi_segmap()
 * @prot: as ddi_segmap()
 * @maxprot: as ddi_segmap()
 * @flags: as ddi_segmap()
 * @cred: as ddi_segmap()
 * @accattrp: the order of accesses chooses the caching of device memory; NULL is
 *	strict order
 * @rnumber: the register set that is mapped
 *
 * Context: as ddi_segmap().
 * Return: as ddi_segmap(); ENXIO also for a length of 0, an unknown order, and a
 * register set that does not exist. See ddi_segmap_setup(9F).
 */
int ddi_segmap_setup(dev_t dev, off_t off, ddi_as_handle_t as, caddr_t *addrp,
		     off_t len, uint_t prot, uint_t maxprot, uint_t flags,
		     cred_t *cred, ddi_device_acc_attr_t *accattrp, uint_t rnumber)
{
	uint_t order = accattrp ? accattrp->devacc_attr_dataorder :
				  DDI_STRICTORDER_ACC;
	struct devmap_request req = {
		.pieces		= devmap_old_pieces,
		.dev		= dev,
		.off		= off,
		.len		= PAGE_ALIGN(len),
		.prot		= prot | PROT_USER,
		.maxprot	= maxprot | PROT_USER,
		.flags		= flags,
	};
	struct devmap_mmap *map = devmap_mmap_current(as);

	if (!map)
		return EINVAL;
	if (!len || order > DDI_STORECACHING_OK_ACC ||
	    !ddi_node_regset(map->dip, rnumber))
		return ENXIO;
	return devmap_old_segmap(&req, as, addrp, order);
}
EXPORT_SYMBOL_GPL(ddi_segmap_setup);

/*
 * A fault is no system call, and on x86 looks like one of x32: the program's
 * model is the one it mapped with.
 */
static unsigned int devmap_fault_model(struct as *as)
{
	struct as_call *call = as_call_current(as, AS_CALL_FAULT);
	struct devmap_fault *fault;

	if (!call)
		return devmap_model();
	fault = container_of(call, struct devmap_fault, call);
	return fault->hdl->old ? fault->hdl->old->model : devmap_model();
}

/**
 * ddi_mmap_get_model() - the data model of the program that maps or touches
 *
 * Context: process, inside mmap(9E).
 * Return: DDI_MODEL_ILP32 or DDI_MODEL_LP64, for ddi_model_convert_from(9F).
 * See ddi_mmap_get_model(9F).
 */
uint_t ddi_mmap_get_model(void)
{
	struct as *as = current->mm ? as_find(current->mm) : NULL;
	unsigned int model;

	if (!as)
		return devmap_model();
	model = devmap_fault_model(as);
	as_put(as);
	return model;
}
EXPORT_SYMBOL_GPL(ddi_mmap_get_model);
