// SPDX-License-Identifier: GPL-2.0
/*
 * The making of a mapping: devmap_setup(9F), ddi_devmap_segmap(9F).
 *
 * devmap(9E) is called for one contiguous piece after the other until the whole
 * is covered, then devmap_map(9E) for each piece. Nobody sees the mapping before
 * all of that is done.
 */
#include <linux/compat.h>
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/sched/signal.h>

#include <sys/conf.h>
#include <sys/ddidevmap.h>
#include <sys/model.h>

#include "../ddi/node.h"
#include "as.h"
#include "ctx.h"
#include "handle.h"
#include "invariant.h"
#include "mmap.h"
#include "segment.h"
#include "setup.h"
#include "stats.h"
#include "trace.h"
#include "unmap.h"

/**
 * devmap_model() - the data model of the program that is in a system call
 *
 * Return: DDI_MODEL_ILP32 or DDI_MODEL_LP64.
 */
unsigned int devmap_model(void)
{
	return in_compat_syscall() ? DDI_MODEL_ILP32 : DDI_MODEL_LP64;
}

/**
 * devmap_request_hdl() - a handle for a piece of what was asked for
 * @req: the request
 * @off: user offset of the piece
 *
 * Return: the handle, not yet in the segment and without memory, or NULL.
 */
struct devmap_hdl *devmap_request_hdl(struct devmap_request *req, u64 off)
{
	struct devmap_hdl *hdl = devmap_hdl_alloc(req->seg, GFP_KERNEL);

	if (!hdl)
		return NULL;
	hdl->dh.dh_dev = req->dev;
	hdl->dh.dh_uoff = off;
	hdl->dh.dh_prot = req->prot;
	hdl->dh.dh_maxprot = req->maxprot;
	hdl->dh.dh_orig_maxprot = req->maxprot;
	return hdl;
}

/*
 * A driver that sets nothing up, or another length than it says, would leave
 * pages without a handle or handles without pages.
 */
static int devmap_check_piece(const struct devmap_hdl *hdl, size_t maplen,
			      size_t left)
{
	const char *what;

	if (!(hdl->dh.dh_flags & DEVMAP_SETUP_DONE))
		what = "returned 0 and set nothing up";
	else if (!maplen || !PAGE_ALIGNED(maplen))
		what = "set *maplen to something that is not a number of pages";
	else if (maplen > PAGE_ALIGN(left))
		what = "set *maplen beyond what was asked for";
	else if (maplen != hdl->dh.dh_len)
		what = "set *maplen to another length than it set up";
	else
		return 0;
	pr_warn_ratelimited("devmap(9E) %s\n", what);
	return EINVAL;
}

/* All handles with an access callback share one turn, so it has to be one. */
static int devmap_attach_ctx(struct devmap_request *req, struct devmap_hdl *hdl)
{
	devmap_access_fn *access = hdl->dh.dh_callbackops.devmap_access;
	struct devmap_segment *seg = req->seg;

	if (!access)
		return req->flags & MAP_PRIVATE ? EINVAL : 0;
	if (!seg->ctx)
		seg->ctx = devmap_ctx_get(seg->dip, access);
	if (!seg->ctx)
		return ENOMEM;
	if (seg->ctx->access != access)
		return EOPNOTSUPP;
	hdl->dh.dh_ctx = seg->ctx;
	return 0;
}

static int devmap_setup_piece(struct devmap_request *req, u64 off, size_t left,
			      size_t *maplen)
{
	struct devmap_hdl *hdl = devmap_request_hdl(req, off);
	int err;

	if (!hdl)
		return ENOMEM;
	*maplen = 0;
	if (req->map->ops->cb_devmap(req->dev, &hdl->dh, off, left, maplen,
				     devmap_model()))
		err = ENXIO;
	else
		err = devmap_check_piece(hdl, *maplen, left);
	if (!err)
		err = devmap_attach_ctx(req, hdl);
	if (err)
		devmap_hdl_free(hdl);
	else
		devmap_segment_insert(req->seg, hdl);
	return err;
}

static int devmap_setup_pieces(struct devmap_request *req)
{
	size_t done, maplen;
	int err;

	if (!ddi_entry_real(req->map->ops->cb_devmap))
		return EINVAL;
	for (done = 0; done < req->len; done += maplen) {
		/* A driver may have many small pieces. */
		if (fatal_signal_pending(current))
			return EINTR;
		cond_resched();
		err = devmap_setup_piece(req, req->off + done, req->len - done,
					 &maplen);
		if (err)
			return err;
	}
	return 0;
}

static int devmap_call_map(struct devmap_request *req, struct devmap_hdl *hdl)
{
	devmap_handle_t *dh = &hdl->dh;

	if (!dh->dh_callbackops.devmap_map)
		return 0;
	if (dh->dh_callbackops.devmap_map(dh, dh->dh_dev, req->flags, dh->dh_uoff,
					  dh->dh_len, &dh->dh_pvtp))
		return ENXIO;
	return 0;
}

/* No callback for those that the driver has not heard of. */
static void devmap_forget_from(struct devmap_segment *seg, struct devmap_hdl *hdl)
{
	struct devmap_hdl *next;

	for (; hdl; hdl = next) {
		next = devmap_segment_next(hdl);
		devmap_segment_remove(seg, hdl);
		devmap_hdl_free(hdl);
	}
}

static int devmap_map_pieces(struct devmap_request *req)
{
	struct devmap_hdl *hdl;
	int err;

	for (hdl = devmap_segment_first(req->seg, 0); hdl;
	     hdl = devmap_segment_next(hdl)) {
		err = devmap_call_map(req, hdl);
		if (err) {
			devmap_forget_from(req->seg, hdl);
			return err;
		}
		trace_map(hdl, req->flags);
	}
	return 0;
}

static struct devmap_segment *devmap_request_segment(struct devmap_request *req,
						     struct as *as)
{
	struct dev_info *dip = req->map->dip;
	struct vm_area_struct *vma = req->map->vma;
	struct devmap_window *window;
	struct devmap_segment *seg;

	window = devmap_window_alloc(&dip->space);
	if (IS_ERR(window))
		return NULL;
	seg = devmap_segment_alloc(dip, as, window);
	if (!seg) {
		devmap_window_put(&dip->space, window);
		return NULL;
	}
	refcount_inc(&as->refs);
	devmap_invariant_mapped(seg, req->flags);
	seg->map_flags = req->flags & MAP_TYPE;
	seg->base = vma->vm_start - req->off;
	seg->seg.s_base = (caddr_t)vma->vm_start;
	seg->seg.s_size = req->len;
	return seg;
}

static int devmap_setup_segment(struct devmap_request *req)
{
	int err;

	err = req->pieces(req);
	if (err) {
		devmap_forget_from(req->seg, devmap_segment_first(req->seg, 0));
		return err;
	}
	err = devmap_map_pieces(req);
	if (!err && devmap_segment_publish(req->seg))
		err = ENXIO;
	if (err)
		devmap_unmap_all(req->seg);
	return err;
}

/**
 * devmap_mmap_current() - the mmap(2) that the calling task runs
 * @as: as segmap(9E) got it
 *
 * segmap(9E) runs in its own process: another address space is not looked at.
 *
 * Return: the mmap(2), or NULL if the driver is not inside segmap(9E).
 */
struct devmap_mmap *devmap_mmap_current(struct as *as)
{
	struct as *own = current->mm ? as_find(current->mm) : NULL;
	struct as_call *call = NULL;

	if (own && own == as)
		call = as_call_current(own, AS_CALL_MMAP);
	if (own)
		as_put(own);
	if (call)
		return container_of(call, struct devmap_mmap, call);
	pr_warn_ratelimited("a mapping was asked for outside of segmap(9E)\n");
	return NULL;
}

static bool devmap_request_valid(const struct devmap_request *req)
{
	const struct vm_area_struct *vma = req->map->vma;

	return PAGE_ALIGNED(req->off) &&
	       req->len == vma->vm_end - vma->vm_start &&
	       req->off >> PAGE_SHIFT < DEVMAP_PGOFF_MAX &&
	       req->len >> PAGE_SHIFT <= DEVMAP_PGOFF_MAX - (req->off >> PAGE_SHIFT);
}

/**
 * devmap_request_run() - make the mapping that was asked for
 * @req: all of it but @map and @seg
 * @as: as segmap(9E) got it
 * @addrp: receives the address of the mapping
 *
 * Context: process, inside segmap(9E).
 * Return: 0, or an errno as devmap_setup() returns it.
 */
int devmap_request_run(struct devmap_request *req, struct as *as, caddr_t *addrp)
{
	int err;

	req->map = devmap_mmap_current(as);
	if (!req->map || req->map->seg || !devmap_request_valid(req))
		return EINVAL;
	req->seg = devmap_request_segment(req, as);
	if (!req->seg)
		return ENOMEM;
	err = devmap_setup_segment(req);
	if (err) {
		devmap_failed(req->seg, 0, DEVMAP_FAIL_MAP, err);
		devmap_segment_put(req->seg);
		return err;
	}
	req->map->seg = req->seg;
	req->map->prot = req->prot;
	*addrp = req->seg->seg.s_base;
	return 0;
}

/**
 * devmap_setup() - make the mapping that segmap(9E) was asked for
 * @dev: the device number
 * @off: user offset of the first byte, whole pages; may differ from what
 *	segmap(9E) got
 * @as: as segmap(9E) got it
 * @addrp: receives the address of the mapping
 * @len: bytes, as segmap(9E) got it
 * @prot: PROT_* of the mapping
 * @maxprot: PROT_* that it may be given by mprotect(2)
 * @flags: as segmap(9E) got them
 * @cred: not used
 *
 * Context: process, inside segmap(9E). May sleep. The mmap_lock is held for
 * writing: do not copy from or to user memory.
 * Return: 0; ENXIO if devmap(9E) or devmap_map(9E) refuses; EINVAL outside of
 * segmap(9E), when called twice there, for another length, for a devmap(9E) that
 * breaks its rules, and for MAP_PRIVATE of a piece without devmap_access(9E);
 * ENOTSUP if pieces have different access callbacks; ENOMEM.
 * See devmap_setup(9F).
 */
int devmap_setup(dev_t dev, offset_t off, ddi_as_handle_t as, caddr_t *addrp,
		 size_t len, uint_t prot, uint_t maxprot, uint_t flags,
		 cred_t *cred)
{
	struct devmap_request req = {
		.pieces		= devmap_setup_pieces,
		.dev		= dev,
		.off		= off,
		.len		= PAGE_ALIGN(len),
		.prot		= prot | PROT_USER,
		.maxprot	= maxprot | PROT_USER,
		.flags		= flags,
	};

	return devmap_request_run(&req, as, addrp);
}
EXPORT_SYMBOL_GPL(devmap_setup);

/**
 * ddi_devmap_segmap() - the segmap(9E) of drivers that need none of their own
 * @dev: as devmap_setup()
 * @off: as devmap_setup()
 * @as: as devmap_setup()
 * @addrp: as devmap_setup()
 * @len: as devmap_setup()
 * @prot: as devmap_setup()
 * @maxprot: as devmap_setup()
 * @flags: as devmap_setup()
 * @cred: as devmap_setup()
 *
 * Context, return: as devmap_setup(). See ddi_devmap_segmap(9F).
 */
int ddi_devmap_segmap(dev_t dev, off_t off, ddi_as_handle_t as, caddr_t *addrp,
		      off_t len, uint_t prot, uint_t maxprot, uint_t flags,
		      cred_t *cred)
{
	return devmap_setup(dev, off, as, addrp, len, prot, maxprot, flags, cred);
}
EXPORT_SYMBOL_GPL(ddi_devmap_segmap);
