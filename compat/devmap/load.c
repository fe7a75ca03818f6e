// SPDX-License-Identifier: GPL-2.0
/*
 * Validation of translations: devmap_load(9F), devmap_default_access(9F).
 *
 * A load needs the mmap_lock of the process whose translations it makes, which
 * is why it is legal only inside that process's fault: there the lock is held, or, where
 * no driver is asked and one page is loaded, that of the VMA that was touched.
 * It is also why a VMA may be looked at here: it was found under that lock, and
 * cannot be unmapped before the lock is dropped.
 */
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/printk.h>

#include <vm/faultcode.h>

#include "../linux/compat.h"
#include "as.h"
#include "fault.h"
#include "handle.h"
#include "insert.h"
#include "invariant.h"
#include "load.h"
#include "mprotect.h"
#include "old.h"
#include "segment.h"
#include "trace.h"
#include "vmops.h"

/* The first VMA that ends behind @addr: mostly the one that was touched. */
static struct vm_area_struct *devmap_find_vma(struct vm_area_struct *touched,
					      unsigned long addr)
{
	if (addr >= touched->vm_start && addr < touched->vm_end)
		return touched;
	return find_vma(touched->vm_mm, addr);
}

/* Is @vma a piece of @seg that lies where @base says? */
static bool devmap_vma_shows(struct vm_area_struct *vma, struct devmap_segment *seg,
			     unsigned long base)
{
	return devmap_vma_is_ours(vma) && devmap_vma_segment(vma) == seg &&
	       devmap_vma_base(vma) == base;
}

/*
 * A VMA may have more than its handle allows, where a remap has taken that away
 * since mprotect(2) gave it: then it shows nothing, because Linux makes a page
 * writable in such a VMA without asking us.
 */
static bool devmap_vma_allows(const struct vm_area_struct *vma,
			      const struct devmap_hdl *hdl, unsigned int rw)
{
	if (vma->vm_flags & devmap_forbidden(hdl->dh.dh_maxprot))
		return false;
	switch (rw) {
	case DEVMAP_WRITE:
		return vma->vm_flags & VM_WRITE;
	case DEVMAP_EXEC:
		return vma->vm_flags & VM_EXEC;
	default:
		return vma->vm_flags & (VM_READ | VM_WRITE | VM_EXEC);
	}
}

static int devmap_load_vma(struct devmap_hdl *hdl, struct vm_area_struct *vma,
			   unsigned long base, unsigned long addr, unsigned long end)
{
	struct devmap_insert ins = {
		.vma	= vma,
		.prot	= devmap_backing_pgprot(&hdl->backing, vma->vm_page_prot),
		.large	= !(hdl->dh.dh_flags & DEVMAP_USE_PAGESIZE),
	};

	devmap_backing_at(&hdl->backing, devmap_hdl_index(hdl, addr - base), &ins.cur);
	return devmap_insert_range(&ins, addr, end);
}

/*
 * Loads the pages of @range, as far as VMAs show them from @base on. A range
 * may be shown by several VMAs with protections of their own (mprotect), and
 * parts of it by none (munmap, mremap): those fault when they are touched.
 */
static int devmap_load_vmas(struct devmap_hdl *hdl, struct vm_area_struct *touched,
			    unsigned long base, const struct devmap_range *range,
			    unsigned int rw)
{
	/* A piece that was moved far down may have its base below address 0. */
	unsigned long addr = max_t(long, base + range->start, 0);
	unsigned long end = max_t(long, base + range->end, 0);
	bool allowed = false, denied = false;
	int err;

	while (addr < end) {
		struct vm_area_struct *vma = devmap_find_vma(touched, addr);
		unsigned long stop;

		if (!vma || vma->vm_start >= end)
			break;
		stop = min(end, vma->vm_end);
		addr = max(addr, vma->vm_start);
		if (devmap_vma_shows(vma, hdl->seg, base)) {
			if (devmap_vma_allows(vma, hdl, rw))
				allowed = true;
			else
				denied = true;
			/* A PROT_NONE piece stays empty until it is accessible. */
			if (devmap_vma_allows(vma, hdl, DEVMAP_READ)) {
				err = devmap_load_vma(hdl, vma, base, addr, stop);
				if (err)
					return FC_MAKE_ERR(-err);
			}
		}
		addr = stop;
	}
	return denied && !allowed ? FC_PROT : 0;
}

/*
 * Cuts off of @range what has nothing behind it. False if nothing remains, or
 * not the page that was touched: then the load has to fail.
 */
static bool devmap_clip(const struct devmap_hdl *hdl, const struct devmap_fault *fault,
			struct devmap_range *range)
{
	bool wanted = devmap_fault_within(fault, hdl, range);
	unsigned long first = devmap_hdl_index(hdl, range->start);
	u64 most;

	if (hdl->dh.dh_flags & DEVMAP_MAPPING_INVALID || first >= hdl->backing.end)
		return false;
	most = (u64)(hdl->backing.end - first) << PAGE_SHIFT;
	range->end = min(range->end, range->start + most);
	return !wanted || devmap_fault_within(fault, hdl, range);
}

/* Clips @range. Returns 0, or why nothing of it can be loaded. */
static int devmap_load_refused(const struct devmap_hdl *hdl,
			       const struct devmap_fault *fault,
			       struct devmap_range *range)
{
	if (hdl->dead)
		return FC_MAKE_ERR(ENXIO);
	return devmap_clip(hdl, fault, range) ? 0 : FC_NOMAP;
}

/*
 * munmap(2) tells the driver with the mmap_lock held for reading. A fault of the same
 * mapping waits for it; one of another mapping does not, and is not to load meanwhile
 *
 * - a half of a handle that a hole is punched into: it has the bounds of the whole, and
 *   the other half has them too, and a lock of its own;
 * - pages that a failed mremap(2) left at two places: the other place was emptied, and
 *   the driver has not heard yet.
 *
 * What is left out here faults when it is touched.
 */
static bool devmap_load_is_early(const struct devmap_hdl *hdl,
				 const struct devmap_fault *fault)
{
	const struct devmap_segment *seg = hdl->seg;

	lockdep_assert_held(&hdl->lock);
	return seg != fault->seg && (hdl->overlaps || READ_ONCE(seg->moving) ||
				     READ_ONCE(seg->doubled));
}

/* @zaps: of the window, before the load. */
static void devmap_fault_note_load(struct devmap_fault *fault, struct devmap_hdl *hdl,
				   const struct devmap_range *range, int zaps)
{
	if (!devmap_fault_within(fault, hdl, range))
		return;
	fault->loaded = true;
	fault->zaps = zaps;
	fault->unloads = hdl->unloads;
}

static int devmap_hdl_load_range(struct devmap_hdl *hdl, struct devmap_fault *fault,
				 const struct devmap_range *range, unsigned int rw)
{
	struct devmap_segment *seg = hdl->seg;
	unsigned long base;
	int err, zaps;

	if (devmap_backing_prepare(&hdl->backing)) {
		fault->oom = true;
		return FC_MAKE_ERR(ENOMEM);
	}
	base = seg == fault->seg ? devmap_vma_base(fault->vma) : READ_ONCE(seg->base);
	/*
	 * Before the first entry is made, so that an unload that comes later
	 * finds the handle loaded, and a zap that comes later is noticed.
	 */
	WRITE_ONCE(hdl->loaded, true);
	zaps = atomic_read(&seg->window->zaps);
	err = devmap_load_vmas(hdl, fault->vma, base, range, rw);
	if (err == FC_MAKE_ERR(ENOMEM))
		fault->oom = true;
	if (!err)
		devmap_fault_note_load(fault, hdl, range, zaps);
	devmap_invariant_loaded(hdl, range);
	return err;
}

/**
 * devmap_hdl_load() - validate translations of a handle
 * @hdl: the handle; its lock is held
 * @fault: the fault that the calling task runs, in the handle's process
 * @wanted: which pages
 * @rw: the access that is to succeed
 *
 * Return: 0 or a fault code.
 */
int devmap_hdl_load(struct devmap_hdl *hdl, struct devmap_fault *fault,
		    const struct devmap_range *wanted, unsigned int rw)
{
	struct devmap_range range = *wanted;
	int err;

	lockdep_assert_held(&hdl->lock);
	if (!fault->vma_only)
		lockdep_assert_held(&fault->vma->vm_mm->mmap_lock);
	err = devmap_load_refused(hdl, fault, &range);
	if (!err && unlikely(devmap_load_is_early(hdl, fault)))
		return 0;
	if (!err)
		err = devmap_hdl_load_range(hdl, fault, &range, rw);
	trace_load(hdl, &range, err);
	if (!err)
		this_cpu_inc(hdl->seg->dip->stats.cpu->loads);
	return err;
}

/**
 * devmap_load() - validate translations
 * @dhp: a handle of the process whose fault the caller runs
 * @off: user offset of the first byte
 * @len: bytes; 0 is to the end of the handle
 * @type: as devmap_access(9E) got it
 * @rw: as devmap_access(9E) got it
 *
 * Translations are made with the full protection of the mapping, whatever @rw
 * is: a read makes a writable page writable. For DEVMAP_UNLOCK nothing is made. Of
 * another mapping of the process, what munmap(2) is at just then may be left out: it
 * faults when it is touched.
 *
 * Context: process, inside devmap_access(9E). May sleep. Takes the handle's
 * lock and page-table locks.
 * Return: 0, or a fault code: FC_MAKE_ERR(EINVAL) if the range is not inside
 * the handle, or the caller is not inside a fault of the handle's process;
 * FC_PROT if the protection does not allow @rw; FC_NOMAP if the handle is
 * invalid, or a remap left nothing there; FC_MAKE_ERR() of ENOMEM without page
 * tables, of EFAULT where Linux has put something else into them, of ENXIO if
 * the device is gone.
 * See devmap_load(9F).
 */
int devmap_load(devmap_cookie_t dhp, offset_t off, size_t len, uint_t type,
		uint_t rw)
{
	struct devmap_hdl *hdl = devmap_hdl_of(dhp, __func__);
	struct devmap_fault *fault;
	struct devmap_range range;
	int err;

	if (!hdl)
		return FC_MAKE_ERR(EINVAL);
	fault = devmap_fault_current(hdl->seg, __func__);
	if (!fault)
		return FC_MAKE_ERR(EINVAL);
	mutex_lock(&hdl->lock);
	if (devmap_hdl_range(hdl, off, len, &range))
		err = FC_MAKE_ERR(EINVAL);
	else if (type == DEVMAP_UNLOCK)
		err = 0;
	else
		err = devmap_hdl_load(hdl, fault, &range, rw);
	mutex_unlock(&hdl->lock);
	return err;
}
EXPORT_SYMBOL_GPL(devmap_load);

/**
 * devmap_default_access() - the access callback of mappings without a context
 * @dhp: as devmap_access(9E) got it
 * @pvtp: not used
 * @off: as devmap_access(9E) got it
 * @len: as devmap_access(9E) got it
 * @type: as devmap_access(9E) got it
 * @rw: as devmap_access(9E) got it
 *
 * Context, return: as devmap_load(). See devmap_default_access(9F).
 */
int devmap_default_access(devmap_cookie_t dhp, void *pvtp, offset_t off,
			  size_t len, uint_t type, uint_t rw)
{
	return devmap_load(dhp, off, len, type, rw);
}
EXPORT_SYMBOL_GPL(devmap_default_access);
