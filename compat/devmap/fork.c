// SPDX-License-Identifier: GPL-2.0
/*
 * fork(2) of a mapping: devmap_dup(9E).
 *
 * fork is visible to the driver and invisible to translations: the child starts
 * with none, the parent keeps its own. Linux does it the other way round: it
 * copies the page-table entries of such a VMA without asking. Whether it does
 * that before or after it calls open() differs between kernels, was changed in
 * stable updates and changed back, and cannot be told from outside. So open()
 * does both: it sets VM_WIPEONFORK on the child's VMA, which makes a copy that
 * comes later skip it, and empties the VMA of a copy that came before. The
 * parent's own VM_WIPEONFORK would not do: MADV_KEEPONFORK clears that.
 */
#include <linux/mm.h>
#include <linux/printk.h>

#include "../ddi/node.h"
#include "../linux/compat.h"
#include "as.h"
#include "ctx.h"
#include "fork.h"
#include "handle.h"
#include "invariant.h"
#include "segment.h"
#include "stats.h"
#include "trace.h"
#include "unmap.h"

static int devmap_call_dup(struct devmap_hdl *hdl, struct devmap_hdl *copy)
{
	devmap_handle_t *dh = &hdl->dh;
	struct as_call call;
	int err;

	if (!dh->dh_callbackops.devmap_dup)
		return 0;
	as_call_begin(hdl->seg->seg.s_as, &call, AS_CALL_EVENT);
	err = dh->dh_callbackops.devmap_dup(dh, dh->dh_pvtp, &copy->dh,
					    &copy->dh.dh_pvtp);
	as_call_end(hdl->seg->seg.s_as, &call);
	return err;
}

static int devmap_fork_handle(struct devmap_hdl *hdl, struct devmap_segment *child)
{
	struct devmap_hdl *copy;
	int err;

	copy = devmap_hdl_copy(hdl, child, GFP_KERNEL);
	if (!copy) {
		trace_dup(hdl, NULL, ENOMEM);
		return -ENOMEM;
	}
	err = devmap_call_dup(hdl, copy);
	trace_dup(hdl, copy, err);
	if (err) {
		/* As on Solaris: no devmap_unmap(9E) for the one that failed. */
		devmap_hdl_free(copy);
		return -EAGAIN;
	}
	devmap_hdl_follow(copy, hdl);
	devmap_segment_insert(child, copy);
	return 0;
}

static int devmap_fork_handles(struct devmap_segment *parent,
			       struct devmap_segment *child)
{
	struct rb_node *node;
	int err;

	lockdep_assert_held_write(&parent->lock);
	if (parent->dead)
		return -ENODEV;
	for (node = rb_first(&parent->handles); node; node = rb_next(node)) {
		err = devmap_fork_handle(devmap_hdl_of_node(node), child);
		if (err)
			return err;
	}
	return devmap_segment_publish(child);
}

/* The child's segment without its handles, or NULL. */
static struct devmap_segment *devmap_fork_segment(struct devmap_segment *parent,
						  struct mm_struct *mm)
{
	struct devmap_segment *child;
	struct as *as;

	as = as_get(mm);
	if (!as)
		return NULL;
	child = devmap_segment_alloc(parent->dip, as, parent->window);
	if (!child) {
		as_put(as);
		return NULL;
	}
	devmap_window_get(parent->window);
	if (parent->ctx) {
		refcount_inc(&parent->ctx->refs);
		child->ctx = parent->ctx;
	}
	devmap_invariant_forked(child, parent);
	child->map_flags = parent->map_flags;
	/* The child gets both places. */
	child->doubled = parent->moving || parent->doubled;
	child->base = READ_ONCE(parent->base);
	child->seg.s_base = parent->seg.s_base;
	child->seg.s_size = parent->seg.s_size;
	return child;
}

/*
 * The segment that an earlier VMA of the same fork has made, with one more VMA.
 * Only a parent whose mapping was split has more than one.
 */
static struct devmap_segment *devmap_fork_find(struct devmap_segment *parent,
					       struct mm_struct *mm)
{
	struct devmap_space *space = &parent->dip->space;
	struct devmap_segment *seg, *found = NULL;

	if (refcount_read(&parent->vmas) == 1)
		return NULL;
	mutex_lock(&space->lock);
	hlist_for_each_entry(seg, &parent->window->segments, in_window) {
		if (seg->seg.s_as->mm == mm && refcount_inc_not_zero(&seg->vmas)) {
			found = seg;
			break;
		}
	}
	mutex_unlock(&space->lock);
	return found;
}

static struct devmap_segment *devmap_fork_new(struct devmap_segment *parent,
					      struct mm_struct *mm)
{
	struct devmap_segment *child = devmap_fork_segment(parent, mm);
	int err;

	if (!child) {
		devmap_failed(parent, 0, DEVMAP_FAIL_DUP, -ENOMEM);
		return NULL;
	}
	down_write(&parent->lock);
	err = devmap_fork_handles(parent, child);
	if (err) {
		/*
		 * fork(2) itself cannot fail any more: the mapping is dead. The
		 * removal of the device does not know the child. It waits for the
		 * parent's lock, and must not get it before the driver is out.
		 */
		devmap_failed(parent, 0, DEVMAP_FAIL_DUP, err);
		devmap_unmap_unpublished(child);
	}
	up_write(&parent->lock);
	return child;
}

/**
 * devmap_fork() - a VMA of a new mm shows a segment of its parent
 * @vma: the child's VMA; its vm_private_data is still the parent's segment
 *
 * Context: vm_operations_struct.open: both mmap_locks are held for writing.
 */
void devmap_fork(struct vm_area_struct *vma)
{
	struct devmap_segment *parent = devmap_vma_segment(vma);
	struct devmap_segment *child;

	as_meet(parent->seg.s_as);
	devmap_vm_flags_set(vma, VM_WIPEONFORK);
	devmap_zap_vma(vma);
	child = devmap_fork_find(parent, vma->vm_mm);
	if (!child)
		child = devmap_fork_new(parent, vma->vm_mm);
	vma->vm_private_data = child;
}
