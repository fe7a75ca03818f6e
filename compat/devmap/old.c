// SPDX-License-Identifier: GPL-2.0
/*
 * Mappings whose pages mmap(9E) names: their making and their faults.
 *
 * Such a mapping is a segment with one handle and no callbacks. A fault asks the
 * driver for the page frame each time and believes the answer; Linux is told to
 * map that frame.
 */
#include <linux/mm.h>
#include <linux/slab.h>

#include <sys/conf.h>
#include <vm/faultcode.h>

#include "../ddi/node.h"
#include "fault.h"
#include "handle.h"
#include "load.h"
#include "mmap.h"
#include "old.h"
#include "segment.h"
#include "setup.h"
#include "vmops.h"

/**
 * devmap_old_get() - one more handle
 * @old: or NULL
 *
 * Return: @old.
 */
struct devmap_old *devmap_old_get(struct devmap_old *old)
{
	if (old)
		refcount_inc(&old->refs);
	return old;
}

/**
 * devmap_old_put() - one handle less
 * @old: or NULL; the last one frees it
 */
void devmap_old_put(struct devmap_old *old)
{
	if (old && refcount_dec_and_test(&old->refs))
		kfree(old);
}

static struct devmap_old *devmap_old_alloc(const struct cb_ops *ops)
{
	struct devmap_old *old = kzalloc(sizeof(*old), GFP_KERNEL_ACCOUNT);

	if (!old)
		return NULL;
	refcount_set(&old->refs, 1);
	old->mmap = ops->cb_mmap;
	old->model = devmap_model();
	return old;
}

/**
 * devmap_old_pieces() - the one handle of such a mapping
 * @req: the request
 *
 * Return: 0, ENOMEM.
 */
int devmap_old_pieces(struct devmap_request *req)
{
	struct devmap_hdl *hdl = devmap_request_hdl(req, req->off);

	if (!hdl)
		return ENOMEM;
	hdl->old = devmap_old_alloc(req->map->ops);
	if (!hdl->old) {
		devmap_hdl_free(hdl);
		return ENOMEM;
	}
	hdl->dh.dh_len = req->len;
	hdl->dh.dh_flags |= DEVMAP_SETUP_DONE;
	hdl->backing.named = true;
	hdl->backing.end = req->len >> PAGE_SHIFT;
	devmap_segment_insert(req->seg, hdl);
	return 0;
}

/* The VMA that shows a page of a handle, or NULL. */
static struct vm_area_struct *devmap_old_vma(struct devmap_hdl *hdl,
					     struct devmap_fault *fault, u64 off)
{
	struct devmap_segment *seg = hdl->seg;
	unsigned long addr = off + (seg == fault->seg ?
				    devmap_vma_base(fault->vma) :
				    READ_ONCE(seg->base));
	struct vm_area_struct *vma = find_vma(fault->vma->vm_mm, addr);

	if (!vma || vma->vm_start > addr || !devmap_vma_is_ours(vma) ||
	    devmap_vma_segment(vma) != seg)
		return NULL;
	return vma;
}

static int devmap_old_load_named(struct devmap_hdl *hdl, struct devmap_fault *fault,
				 u64 off, unsigned long pfn)
{
	struct devmap_range page = { .start = off, .end = off + PAGE_SIZE };
	int err = FC_MAKE_ERR(EINVAL);

	mutex_lock(&hdl->lock);
	if (off >= hdl->dh.dh_uoff && off < devmap_hdl_end(hdl)) {
		hdl->backing.pfn = pfn;
		err = devmap_hdl_load(hdl, fault, &page, fault->rw);
	}
	mutex_unlock(&hdl->lock);
	return err;
}

/*
 * mmap(9E) is called without the handle's lock: it may take the driver's own,
 * which are outside of that.
 */
static int devmap_old_load_page(struct devmap_hdl *hdl, struct devmap_fault *fault,
				u64 off)
{
	struct vm_area_struct *vma = devmap_old_vma(hdl, fault, off);
	int pfn;

	if (!vma)
		return 0;
	pfn = hdl->old->mmap(hdl->dh.dh_dev, off, devmap_prot(vma));
	if (pfn == -1)
		return FC_MAKE_ERR(EFAULT);
	/* See devmap_fault_settle(). */
	if (hdl == fault->hdl && off == fault->off)
		fault->named = (unsigned int)pfn;
	return devmap_old_load_named(hdl, fault, off, (unsigned int)pfn);
}

/**
 * devmap_old_load() - validate pages, each as mmap(9E) names it
 * @hdl: a handle of the faulting process
 * @fault: the fault that the calling task runs
 * @range: which pages; those that no VMA shows are left out
 *
 * Return: 0 or a fault code: FC_MAKE_ERR(EFAULT) where mmap(9E) refuses, or as
 * devmap_load().
 */
int devmap_old_load(struct devmap_hdl *hdl, struct devmap_fault *fault,
		    const struct devmap_range *range)
{
	u64 off;
	int err;

	for (off = range->start; off < range->end; off += PAGE_SIZE) {
		err = devmap_old_load_page(hdl, fault, off);
		if (err)
			return err;
	}
	return 0;
}

/**
 * devmap_old_fault() - a fault of a mapping without callbacks
 * @fault: the fault
 *
 * Return: as devmap_old_load().
 */
int devmap_old_fault(struct devmap_fault *fault)
{
	return devmap_old_load_page(fault->hdl, fault, fault->off);
}
