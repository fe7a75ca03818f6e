// SPDX-License-Identifier: GPL-2.0
/*
 * The order of locks, outermost first:
 *
 *	mmap_lock of the calling process	Linux takes it before it calls us:
 *						read in a fault, write in mmap,
 *						fork and (or read) munmap
 *	  devmap_segment.lock			read in a fault and mprotect, write
 *						where handles come and go
 *	    devmap_ctx.softlock			read in a fault, write from
 *						DEVMAP_LOCK to DEVMAP_UNLOCK
 *	    the driver's own locks		in its callbacks
 *	      devmap_hdl.lock			devmap_load(), devmap_unload(),
 *						remaps
 *		i_mmap lock of the device	unmap_mapping_range()
 *		  page-table locks
 *	    devmap_space.lock			lists; nothing is called under it
 *
 * A fork that fails takes the child's segment lock inside the parent's: the child is
 * known to nobody yet. Likewise the lock of a handle's copy, for a fork or behind a
 * hole, inside the original's.
 *
 * Never taken: the mmap_lock of another process, and any mmap_lock by
 * devmap_load() or devmap_unload(). A driver holds its own lock while it unloads
 * another process's mapping in a fault, and takes the same lock in that process's
 * munmap, which comes with that process's mmap_lock held.
 *
 * For the same reason no driver may copy from or to user memory under a lock that
 * its callbacks take: the copy may fault, and take the mmap_lock inside it.
 *
 * devmap_space.lock is outside of as.lock and devmap_ctx.lock, where state is shown.
 * devmap_ctx.lock, as.lock and the lock of the table of address spaces are leaves.
 *
 * lockdep is shown the order once, so that the first run that breaks it anywhere
 * is reported, and not the first that meets another one at the wrong moment.
 */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>

#include "ctx.h"
#include "handle.h"
#include "lockorder.h"
#include "segment.h"

#ifdef CONFIG_LOCKDEP
static void devmap_walk_locks(struct mm_struct *mm, struct devmap_segment *seg,
			      struct devmap_hdl *hdl, struct address_space *mapping)
{
	mmap_read_lock(mm);
	down_read(&seg->lock);
	down_read(&seg->ctx->softlock);
	mutex_lock(&hdl->lock);
	/* Page tables are allocated here. */
	fs_reclaim_acquire(GFP_KERNEL);
	fs_reclaim_release(GFP_KERNEL);
	i_mmap_lock_write(mapping);
	i_mmap_unlock_write(mapping);
	mutex_unlock(&hdl->lock);
	up_read(&seg->ctx->softlock);
	up_read(&seg->lock);
	mmap_read_unlock(mm);
}

/**
 * devmap_teach_lock_order() - show lockdep the order above
 *
 * The locks have to be of the classes that the real ones are of, so they are
 * initialised where those are.
 */
void devmap_teach_lock_order(void)
{
	struct devmap_segment *seg = devmap_segment_specimen();
	struct devmap_hdl *hdl = seg ? devmap_hdl_alloc(seg, GFP_KERNEL) : NULL;
	struct devmap_ctx *ctx = devmap_ctx_specimen();
	struct address_space *mapping = kzalloc(sizeof(*mapping), GFP_KERNEL);

	if (hdl && ctx && mapping && current->mm) {
		seg->ctx = ctx;
		address_space_init_once(mapping);
		devmap_walk_locks(current->mm, seg, hdl, mapping);
	}
	kfree(mapping);
	devmap_ctx_specimen_free(ctx);
	if (hdl)
		devmap_hdl_free(hdl);
	if (seg)
		devmap_segment_specimen_free(seg);
}
#endif
