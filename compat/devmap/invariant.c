// SPDX-License-Identifier: GPL-2.0
/*
 * The promise of the layer, watched from inside: who has the device has it alone.
 *
 * A driver says that pages are exclusive in the way of the manual's examples: it
 * gives a MAP_PRIVATE mapping a context of its own, and calls devmap_do_ctxmgt(9F)
 * in the mapping's faults. MAP_SHARED mappings share one context, and may be valid
 * together; but not together with a private one. Pages for which the driver does
 * not call it (a status page) are anybody's.
 *
 * So each load of a managed mapping asks whether another mapping has a valid
 * translation of the same page. It does not ask what the layer believes to be
 * loaded, but looks into the page tables, found by the reverse map. That map's lock
 * keeps the tables: Linux takes a VMA off the map before it frees them. The lock of
 * the handle that is loaded keeps others out meanwhile: they would have to unload
 * it first, if the driver does what it says.
 *
 * Costs a walk of all mappings of the device for each load.
 */
#include <linux/atomic.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/printk.h>
#include <linux/sched.h>

#include <sys/mman.h>

#include "../ddi/node.h"
#include "../linux/compat.h"
#include "handle.h"
#include "invariant.h"
#include "segment.h"
#include "vmops.h"

static atomic_long_t devmap_invariant_checks = ATOMIC_LONG_INIT(0);
static atomic_long_t devmap_invariant_violations = ATOMIC_LONG_INIT(0);

static int devmap_invariant_get(char *buf, const struct kernel_param *kp)
{
	return sprintf(buf, "%ld\n", atomic_long_read(kp->arg));
}

static const struct kernel_param_ops devmap_invariant_ops = {
	.get	= devmap_invariant_get,
};

module_param_cb(check_loads, &devmap_invariant_ops, &devmap_invariant_checks, 0444);
MODULE_PARM_DESC(check_loads, "Loads of exclusive pages that were checked (read only)");
module_param_cb(check_violations, &devmap_invariant_ops, &devmap_invariant_violations,
		0444);
MODULE_PARM_DESC(check_violations,
		 "Translations found that should have been revoked (read only)");

/**
 * devmap_invariant_mapped() - mmap(2) makes a segment
 * @seg: the segment
 * @flags: MAP_PRIVATE or MAP_SHARED
 */
void devmap_invariant_mapped(struct devmap_segment *seg, unsigned int flags)
{
	seg->invariant.private = flags & MAP_PRIVATE;
}

/**
 * devmap_invariant_forked() - fork(2) makes a segment
 * @child: the new one
 * @parent: what it is a copy of
 */
void devmap_invariant_forked(struct devmap_segment *child,
			     const struct devmap_segment *parent)
{
	child->invariant.private = parent->invariant.private;
	child->invariant.managed = READ_ONCE(parent->invariant.managed);
}

/**
 * devmap_invariant_managed() - devmap_do_ctxmgt(9F) is called for a segment
 * @seg: the segment
 */
void devmap_invariant_managed(struct devmap_segment *seg)
{
	WRITE_ONCE(seg->invariant.managed, true);
}

/**
 * struct devmap_invariant_walk - a search for translations that must not be
 * @hdl: what has just been loaded; its lock is held
 * @first: the first page of it that was, as an index of its backing
 * @pages: how many
 * @found: translations of these pages
 */
struct devmap_invariant_walk {
	const struct devmap_hdl *hdl;
	unsigned long first;
	unsigned long pages;
	unsigned long found;
};

static bool devmap_invariant_covers(const struct devmap_invariant_walk *walk,
				    unsigned long pfn)
{
	struct devmap_cursor cur;
	unsigned long i;

	devmap_backing_at(&walk->hdl->backing, walk->first, &cur);
	if (!cur.pages && cur.step)
		return pfn >= cur.pfn && pfn - cur.pfn < walk->pages;
	for (i = 0; i < walk->pages; i++)
		if (devmap_cursor_next(&cur) == pfn)
			return true;
	return false;
}

static void devmap_invariant_look_into(struct devmap_invariant_walk *walk,
				       struct vm_area_struct *vma)
{
	struct devmap_segment *seg = devmap_vma_segment(vma);
	unsigned long addr;

	if (!devmap_vma_is_ours(vma) || !seg || seg == walk->hdl->seg)
		return;
	if (!seg->invariant.private && !walk->hdl->seg->invariant.private)
		return;
	for (addr = vma->vm_start; addr < vma->vm_end; addr += PAGE_SIZE)
		if (devmap_invariant_covers(walk, devmap_vma_pfn(vma, addr)))
			walk->found++;
}

static void devmap_invariant_walk_all(struct devmap_invariant_walk *walk,
				      struct address_space *mapping)
{
	struct rb_node *node;

	i_mmap_lock_read(mapping);
	for (node = rb_first_cached(&mapping->i_mmap); node; node = rb_next(node))
		devmap_invariant_look_into(walk, rb_entry(node, struct vm_area_struct,
							  shared.rb));
	i_mmap_unlock_read(mapping);
}

/**
 * devmap_invariant_loaded() - translations of a handle have been validated
 * @hdl: the handle; its lock is held
 * @range: which pages
 */
void devmap_invariant_loaded(const struct devmap_hdl *hdl,
			     const struct devmap_range *range)
{
	struct devmap_invariant_walk walk = {
		.hdl	= hdl,
		.first	= devmap_hdl_index(hdl, range->start),
		.pages	= (range->end - range->start) >> PAGE_SHIFT,
	};

	lockdep_assert_held(&hdl->lock);
	if (!READ_ONCE(hdl->seg->invariant.managed))
		return;
	devmap_invariant_walk_all(&walk, hdl->seg->dip->space.inode->i_mapping);
	atomic_long_inc(&devmap_invariant_checks);
	if (!walk.found)
		return;
	atomic_long_add(walk.found, &devmap_invariant_violations);
	pr_err_ratelimited("%s[%d] loaded pages of which %lu are valid in other mappings\n",
			   current->comm, task_pid_nr(current), walk.found);
}
