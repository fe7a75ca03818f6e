// SPDX-License-Identifier: GPL-2.0
/*
 * The end of a mapping, or of a part of it: devmap_unmap(9E).
 *
 * The driver hears of a range when no VMA shows it any more and its translations
 * are gone. What remains of a handle in front of the range and behind it are
 * new_dhp1 and new_dhp2; one of them is the handle itself, and only a hole needs
 * a second handle. The callback runs before the bounds change, as on Solaris.
 */
#include <linux/mm.h>
#include <linux/slab.h>

#include "../ddi/node.h"
#include "as.h"
#include "ctx.h"
#include "handle.h"
#include "segment.h"
#include "trace.h"
#include "unload.h"
#include "unmap.h"

static void devmap_call_unmap(struct devmap_hdl *hdl, u64 start, u64 end,
			      struct devmap_hdl *head, struct devmap_hdl *tail)
{
	devmap_handle_t *dh = &hdl->dh;
	struct as_call call;

	trace_unmap(hdl, start, end - start);
	if (!dh->dh_callbackops.devmap_unmap)
		return;
	as_call_begin(hdl->seg->seg.s_as, &call, AS_CALL_EVENT);
	dh->dh_callbackops.devmap_unmap(dh, dh->dh_pvtp, start, end - start,
					head ? &head->dh : NULL,
					head ? &head->dh.dh_pvtp : NULL,
					tail ? &tail->dh : NULL,
					tail ? &tail->dh.dh_pvtp : NULL);
	as_call_end(hdl->seg->seg.s_as, &call);
}

/* What remains of a handle is [@start, @end). */
static void devmap_hdl_cut(struct devmap_hdl *hdl, u64 start, u64 end)
{
	u64 cut = start - hdl->dh.dh_uoff;

	lockdep_assert_held(&hdl->lock);
	/* Drivers read the offset without the lock, and remaps the length. */
	WRITE_ONCE(hdl->dh.dh_uoff, start);
	hdl->dh.dh_roff += cut;
	hdl->dh.dh_pfn += cut >> PAGE_SHIFT;
	WRITE_ONCE(hdl->dh.dh_len, end - start);
	hdl->overlaps = false;
}

static void devmap_hdl_cut_tail(struct devmap_hdl *hdl, u64 start)
{
	mutex_lock(&hdl->lock);
	devmap_hdl_cut(hdl, hdl->dh.dh_uoff, start);
	mutex_unlock(&hdl->lock);
}

static void devmap_hdl_cut_head(struct devmap_hdl *hdl, u64 end)
{
	mutex_lock(&hdl->lock);
	devmap_hdl_cut(hdl, end, devmap_hdl_end(hdl));
	mutex_unlock(&hdl->lock);
}

/*
 * From here on, until it is cut, a handle has the bounds of another one, and is not
 * loaded: see devmap_load_is_early(). Loads that have begun are through.
 */
static void devmap_hdl_overlap(struct devmap_hdl *hdl)
{
	mutex_lock(&hdl->lock);
	hdl->overlaps = true;
	mutex_unlock(&hdl->lock);
}

/*
 * The second half cannot be refused: munmap(2) is past the point of no return,
 * and the driver's own allocations in the callback cannot fail either (KM_SLEEP
 * promises that).
 */
static void devmap_hdl_punch(struct devmap_hdl *hdl, u64 start, u64 end)
{
	struct devmap_segment *seg = hdl->seg;
	struct devmap_hdl *tail;

	/* First, so that what is loaded is what the copy shows too. */
	devmap_hdl_overlap(hdl);
	tail = devmap_hdl_copy(hdl, seg, GFP_KERNEL | __GFP_NOFAIL);
	/* Nobody else knows it yet. What is loaded of the one is valid in the other. */
	tail->overlaps = true;
	tail->loaded = true;
	devmap_call_unmap(hdl, start, end, hdl, tail);
	devmap_hdl_follow(tail, hdl);
	devmap_hdl_cut_tail(hdl, start);
	devmap_hdl_cut_head(tail, end);
	devmap_segment_insert(seg, tail);
}

static void devmap_hdl_drop(struct devmap_hdl *hdl)
{
	devmap_call_unmap(hdl, hdl->dh.dh_uoff, devmap_hdl_end(hdl), NULL, NULL);
	devmap_segment_remove(hdl->seg, hdl);
	devmap_hdl_free(hdl);
}

static void devmap_hdl_unmap(struct devmap_hdl *hdl, u64 start, u64 end)
{
	bool head = start > hdl->dh.dh_uoff, tail = end < devmap_hdl_end(hdl);

	if (head && tail) {
		devmap_hdl_punch(hdl, start, end);
	} else if (head) {
		devmap_call_unmap(hdl, start, devmap_hdl_end(hdl), hdl, NULL);
		devmap_hdl_cut_tail(hdl, start);
	} else if (tail) {
		devmap_call_unmap(hdl, hdl->dh.dh_uoff, end, NULL, hdl);
		devmap_hdl_cut_head(hdl, end);
	} else {
		devmap_hdl_drop(hdl);
	}
}

/**
 * devmap_unmap_range() - a range of a segment is mapped no more
 * @seg: the segment
 * @start: user offset of the first byte
 * @end: user offset behind the last one
 *
 * An mremap(2) that could not take the old place away may have left pages of the range
 * at another one. The driver is told that nothing of it is valid: so be it, there too.
 *
 * Context: the mmap_lock of the segment's process is held.
 */
void devmap_unmap_range(struct devmap_segment *seg, u64 start, u64 end)
{
	struct devmap_hdl *hdl, *next;

	down_write(&seg->lock);
	if (seg->moving || seg->doubled)
		devmap_window_zap(&seg->dip->space, seg->window, start >> PAGE_SHIFT,
				  (end - start) >> PAGE_SHIFT);
	for (hdl = devmap_segment_first(seg, start);
	     hdl && hdl->dh.dh_uoff < end; hdl = next) {
		next = devmap_segment_next(hdl);
		devmap_hdl_unmap(hdl, start, end);
	}
	up_write(&seg->lock);
}

static void devmap_unmap_all_locked(struct devmap_segment *seg)
{
	struct rb_node *node;

	lockdep_assert_held_write(&seg->lock);
	while ((node = rb_first(&seg->handles)))
		devmap_hdl_drop(devmap_hdl_of_node(node));
	seg->dead = true;
	if (seg->ctx)
		devmap_ctx_leave(seg->ctx, seg);
}

/**
 * devmap_unmap_all() - nothing of a segment is mapped any more
 * @seg: the segment; what handles it still has, go
 *
 * Context: the mmap_lock of the segment's process is held.
 */
void devmap_unmap_all(struct devmap_segment *seg)
{
	down_write(&seg->lock);
	devmap_unmap_all_locked(seg);
	up_write(&seg->lock);
}

/**
 * devmap_unmap_unpublished() - a fork failed half way
 * @seg: the child's segment, that nobody else knows yet
 *
 * Context: the parent's segment lock is held for writing.
 */
void devmap_unmap_unpublished(struct devmap_segment *seg)
{
	down_write_nested(&seg->lock, SINGLE_DEPTH_NESTING);
	devmap_unmap_all_locked(seg);
	up_write(&seg->lock);
}

/*
 * Takes the device away from a segment that is still mapped: no load can come
 * any more once the handles are dead, and what was loaded before is revoked
 * then. Faults in other segments of the process may hold a handle's lock.
 */
static void devmap_revoke_segment(struct devmap_segment *seg)
{
	struct rb_node *node;

	down_write(&seg->lock);
	for (node = rb_first(&seg->handles); node; node = rb_next(node)) {
		struct devmap_hdl *hdl = devmap_hdl_of_node(node);

		mutex_lock(&hdl->lock);
		hdl->dead = true;
		devmap_hdl_unload_all(hdl);
		mutex_unlock(&hdl->lock);
	}
	devmap_unmap_all_locked(seg);
	up_write(&seg->lock);
}

static struct devmap_segment *devmap_space_pick(struct devmap_space *space)
{
	struct devmap_segment *seg, *found = NULL;

	mutex_lock(&space->lock);
	list_for_each_entry(seg, &space->segments, in_space) {
		if (refcount_inc_not_zero(&seg->refs)) {
			list_del_init(&seg->in_space);
			found = seg;
			break;
		}
	}
	mutex_unlock(&space->lock);
	return found;
}

/**
 * devmap_unmap_space() - the device goes away under its mappings
 * @space: the device's
 *
 * Every mapping is revoked and reported to the driver as unmapped; the VMAs that
 * remain are dead, and touching them is SIGBUS. When this returns none of the
 * driver's mapping callbacks runs or will be called.
 *
 * Context: process, may sleep; no mmap_lock and no driver lock is held, and no
 * mmap(2) of the device runs.
 */
void devmap_unmap_space(struct devmap_space *space)
{
	struct devmap_segment *seg;
	struct devmap_ctx *ctx;

	mutex_lock(&space->lock);
	space->dead = true;
	list_for_each_entry(ctx, &space->ctxs, node)
		devmap_ctx_kill(ctx);
	mutex_unlock(&space->lock);
	while ((seg = devmap_space_pick(space))) {
		devmap_revoke_segment(seg);
		devmap_segment_put(seg);
	}
}
