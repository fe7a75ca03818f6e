// SPDX-License-Identifier: GPL-2.0
/*
 * What Linux does to our VMAs: opens them (split, mremap, fork), closes them,
 * faults in them.
 *
 * A VMA is not a mapping. mprotect, madvise, mbind and partial munmap split
 * VMAs, mremap makes a new one and drops the old. None of that is an event for
 * the driver; that a range is shown by no VMA any more is, and that an mm got
 * a copy is.
 */
#include <linux/mm.h>

#include "../linux/compat.h"
#include "access.h"
#include "as.h"
#include "fault.h"
#include "fork.h"
#include "mprotect.h"
#include "segment.h"
#include "unmap.h"
#include "vmops.h"

/*
 * Does another VMA of the segment lie where @vma does? In open() that is the one
 * that is being split; in close() it is the one of a split that failed.
 */
static bool devmap_vma_overlaid(struct vm_area_struct *vma)
{
	struct vm_area_struct *there = find_vma(vma->vm_mm, vma->vm_start);

	return there && there != vma && there->vm_start <= vma->vm_start &&
	       devmap_vma_is_ours(there) &&
	       devmap_vma_segment(there) == devmap_vma_segment(vma);
}

/* The last page that a VMA shows, by its true offset. */
static u32 devmap_vma_last(struct vm_area_struct *vma)
{
	return devmap_true_pgoff(vma->vm_pgoff) + vma_pages(vma) - 1;
}

/*
 * mremap(2) shows a range twice until it closes the old VMA, or the new one if
 * it failed. Either way the range stays: the next close of it is no event.
 *
 * Where Linux has no memory to split the old VMA it does not close it, and mremap(2)
 * succeeds all the same. Then pages may be shown twice from here on.
 */
static void devmap_vma_moved(struct devmap_segment *seg, struct vm_area_struct *vma)
{
	if (seg->moving)
		WRITE_ONCE(seg->doubled, true);
	seg->moved.first = devmap_true_pgoff(vma->vm_pgoff);
	seg->moved.last = devmap_vma_last(vma);
	WRITE_ONCE(seg->moving, true);
	if (refcount_read(&seg->vmas) == 1)
		WRITE_ONCE(seg->base, devmap_vma_base(vma));
}

/*
 * Called with the mmap_lock of vma->vm_mm held for writing, and in a fork the
 * parent's as well. Cannot fail.
 */
static void devmap_vm_open(struct vm_area_struct *vma)
{
	struct devmap_segment *seg = devmap_vma_segment(vma);

	if (!seg)
		return;
	if (vma->vm_mm != seg->seg.s_as->mm) {
		devmap_fork(vma);
		return;
	}
	if (!devmap_vma_overlaid(vma))
		devmap_vma_moved(seg, vma);
	refcount_inc(&seg->vmas);
}

static bool devmap_vma_still_shown(struct devmap_segment *seg,
				   struct vm_area_struct *vma)
{
	if (vma->vm_start == vma->vm_end || devmap_vma_overlaid(vma))
		return true;
	if (seg->moving && seg->moved.first == devmap_true_pgoff(vma->vm_pgoff) &&
	    seg->moved.last == devmap_vma_last(vma)) {
		/* Faults of the process's other mappings look at it meanwhile. */
		WRITE_ONCE(seg->moving, false);
		return true;
	}
	return false;
}

/*
 * Called with the mmap_lock of vma->vm_mm held for writing or, late in munmap,
 * for reading; page tables of the range are gone. When the process exits the
 * driver is told once for each handle, and not once for each VMA.
 */
static void devmap_vm_close(struct vm_area_struct *vma)
{
	struct devmap_segment *seg = devmap_vma_segment(vma);
	bool exiting = !atomic_read(&vma->vm_mm->mm_users);

	if (!seg)
		return;
	as_meet(seg->seg.s_as);
	if (!exiting && !devmap_vma_still_shown(seg, vma))
		devmap_unmap_range(seg, devmap_vma_offset(vma),
				   devmap_vma_offset(vma) +
				   vma->vm_end - vma->vm_start);
	if (!refcount_dec_and_test(&seg->vmas))
		return;
	devmap_unmap_all(seg);
	devmap_segment_put(seg);
}

const struct vm_operations_struct devmap_vm_ops = {
	.open	= devmap_vm_open,
	.close	= devmap_vm_close,
	.fault	= devmap_vm_fault,
	.access	= devmap_vm_access,
	DEVMAP_VM_OPS_MPROTECT(devmap_vm_mprotect)
};

const struct vm_operations_struct devmap_vm_ops_default = {
	.open	= devmap_vm_open,
	.close	= devmap_vm_close,
	.fault	= devmap_vm_fault,
	.access	= devmap_vm_access,
	DEVMAP_VM_OPS_MPROTECT(devmap_vm_mprotect)
	DEVMAP_VM_OPS_MAP_PAGES(devmap_vm_map_pages)
};
