// SPDX-License-Identifier: GPL-2.0
/*
 * Segments: life, and the handles in them.
 */
#include <linux/err.h>
#include <linux/slab.h>

#include "../ddi/node.h"
#include "as.h"
#include "client.h"
#include "ctx.h"
#include "handle.h"
#include "limit.h"
#include "segment.h"

static struct kmem_cache *devmap_segment_cache;

int devmap_segment_cache_init(void)
{
	devmap_segment_cache = KMEM_CACHE(devmap_segment, SLAB_ACCOUNT);
	return devmap_segment_cache ? 0 : -ENOMEM;
}

void devmap_segment_cache_exit(void)
{
	kmem_cache_destroy(devmap_segment_cache);
}

/* Zeroed, with its locks initialised; for every segment in the same place. */
static struct devmap_segment *devmap_segment_blank(void)
{
	struct devmap_segment *seg;

	seg = kmem_cache_zalloc(devmap_segment_cache, GFP_KERNEL);
	if (seg)
		init_rwsem(&seg->lock);
	return seg;
}

/**
 * devmap_segment_specimen() - a segment of no process, to show lockdep its lock
 *
 * Return: to be freed with devmap_segment_specimen_free(), or NULL.
 */
struct devmap_segment *devmap_segment_specimen(void)
{
	return devmap_segment_blank();
}

/**
 * devmap_segment_specimen_free() - free a specimen
 * @seg: from devmap_segment_specimen()
 */
void devmap_segment_specimen_free(struct devmap_segment *seg)
{
	kmem_cache_free(devmap_segment_cache, seg);
}

/* The device sees the mapping, and the process that it is charged to. */
static int devmap_segment_enter(struct devmap_segment *seg, struct devmap_space *space,
				struct as *as)
{
	mutex_lock(&space->lock);
	seg->client = devmap_client_get(space, as);
	if (seg->client)
		hlist_add_head(&seg->in_window, &seg->window->segments);
	mutex_unlock(&space->lock);
	return seg->client ? 0 : -ENOMEM;
}

/**
 * devmap_segment_alloc() - a segment without handles, for one VMA
 * @dip: the device; gains a reference
 * @as: the process; the segment takes over the caller's reference on success
 * @window: where it is revoked; likewise
 *
 * Return: the segment, of which the removal of the device does not know yet, or
 * NULL without memory, or where the caller's user has too many.
 */
struct devmap_segment *devmap_segment_alloc(struct dev_info *dip, struct as *as,
					    struct devmap_window *window)
{
	struct devmap_segment *seg = devmap_segment_blank();

	if (!seg)
		return NULL;
	seg->user = devmap_user_charge();
	if (IS_ERR(seg->user))
		goto out_free;
	seg->seg.s_as = as;
	seg->dip = dip;
	refcount_set(&seg->refs, 1);
	refcount_set(&seg->vmas, 1);
	seg->window = window;
	INIT_LIST_HEAD(&seg->in_space);
	seg->handles = RB_ROOT;
	/* From here on forks of a part of the mapping find it. */
	if (devmap_segment_enter(seg, &dip->space, as))
		goto out_uncharge;
	ddi_node_get(dip);
	atomic_inc(&dip->stats.mappings);
	return seg;

out_uncharge:
	devmap_user_uncharge(seg->user);
out_free:
	kmem_cache_free(devmap_segment_cache, seg);
	return NULL;
}

/**
 * devmap_segment_publish() - let the device know of a segment
 * @seg: with all of its handles
 *
 * From here on the removal of the device finds it.
 *
 * Return: 0, or -ENODEV if the device is gone.
 */
int devmap_segment_publish(struct devmap_segment *seg)
{
	struct devmap_space *space = &seg->dip->space;
	int err = 0;

	mutex_lock(&space->lock);
	if (space->dead)
		err = -ENODEV;
	else
		list_add_tail(&seg->in_space, &space->segments);
	mutex_unlock(&space->lock);
	return err;
}

/**
 * devmap_segment_put() - give back a reference
 * @seg: the last one frees it; it has no handles then
 */
void devmap_segment_put(struct devmap_segment *seg)
{
	struct devmap_space *space = &seg->dip->space;

	if (!refcount_dec_and_test(&seg->refs))
		return;
	WARN_ON(!RB_EMPTY_ROOT(&seg->handles));
	mutex_lock(&space->lock);
	list_del(&seg->in_space);
	hlist_del(&seg->in_window);
	mutex_unlock(&space->lock);
	if (seg->ctx)
		devmap_ctx_put(seg->ctx);
	devmap_client_put(seg->client);
	atomic_dec(&seg->dip->stats.mappings);
	devmap_window_put(space, seg->window);
	devmap_user_uncharge(seg->user);
	as_put(seg->seg.s_as);
	ddi_node_put(seg->dip);
	kmem_cache_free(devmap_segment_cache, seg);
}

static void devmap_segment_link(struct devmap_segment *seg, struct devmap_hdl *hdl)
{
	struct rb_node *prev = rb_prev(&hdl->node);
	struct devmap_hdl *next = devmap_segment_next(hdl);

	hdl->dh.dh_next = next ? &next->dh : NULL;
	if (prev)
		devmap_hdl_of_node(prev)->dh.dh_next = &hdl->dh;
}

/**
 * devmap_segment_insert() - add a handle to its segment
 * @seg: the segment; its lock is held for writing, or nobody knows it yet
 * @hdl: overlaps no other handle of it
 */
void devmap_segment_insert(struct devmap_segment *seg, struct devmap_hdl *hdl)
{
	struct rb_node **link = &seg->handles.rb_node, *parent = NULL;

	while (*link) {
		parent = *link;
		if (hdl->dh.dh_uoff < devmap_hdl_of_node(parent)->dh.dh_uoff)
			link = &parent->rb_left;
		else
			link = &parent->rb_right;
	}
	rb_link_node(&hdl->node, parent, link);
	rb_insert_color(&hdl->node, &seg->handles);
	seg->nr_handles++;
	atomic_inc(&seg->dip->stats.handles);
	devmap_segment_link(seg, hdl);
}

/**
 * devmap_segment_remove() - take a handle out of its segment
 * @seg: the segment; its lock is held for writing, or nobody knows it yet
 * @hdl: one of its handles
 */
void devmap_segment_remove(struct devmap_segment *seg, struct devmap_hdl *hdl)
{
	struct rb_node *prev = rb_prev(&hdl->node);

	if (prev)
		devmap_hdl_of_node(prev)->dh.dh_next = hdl->dh.dh_next;
	rb_erase(&hdl->node, &seg->handles);
	RB_CLEAR_NODE(&hdl->node);
	seg->nr_handles--;
	atomic_dec(&seg->dip->stats.handles);
}

/**
 * devmap_segment_first() - the first handle that ends behind an offset
 * @seg: the segment; its lock is held
 * @off: user offset
 *
 * Return: the handle that covers @off or else the next one, or NULL.
 */
struct devmap_hdl *devmap_segment_first(struct devmap_segment *seg, u64 off)
{
	struct rb_node *node = seg->handles.rb_node;
	struct devmap_hdl *found = NULL;

	while (node) {
		struct devmap_hdl *hdl = devmap_hdl_of_node(node);

		if (off < devmap_hdl_end(hdl)) {
			found = hdl;
			node = node->rb_left;
		} else {
			node = node->rb_right;
		}
	}
	return found;
}

/**
 * devmap_segment_find() - the handle that covers an offset
 * @seg: the segment; its lock is held
 * @off: user offset
 *
 * Return: the handle, or NULL.
 */
struct devmap_hdl *devmap_segment_find(struct devmap_segment *seg, u64 off)
{
	struct devmap_hdl *hdl = devmap_segment_first(seg, off);

	return hdl && off >= hdl->dh.dh_uoff ? hdl : NULL;
}

/**
 * devmap_segment_next() - the handle behind one, in the order of offsets
 * @hdl: a handle in a segment whose lock is held
 *
 * Return: the next one, or NULL.
 */
struct devmap_hdl *devmap_segment_next(struct devmap_hdl *hdl)
{
	struct rb_node *next = rb_next(&hdl->node);

	return next ? devmap_hdl_of_node(next) : NULL;
}
