// SPDX-License-Identifier: GPL-2.0
/*
 * Mapping handles: life, and the arithmetic of their ranges.
 */
#include <linux/export.h>
#include <linux/printk.h>
#include <linux/slab.h>

#include "../ddi/node.h"
#include "handle.h"
#include "old.h"
#include "segment.h"

static struct kmem_cache *devmap_hdl_cache;

int devmap_hdl_cache_init(void)
{
	devmap_hdl_cache = KMEM_CACHE(devmap_hdl, SLAB_ACCOUNT);
	return devmap_hdl_cache ? 0 : -ENOMEM;
}

void devmap_hdl_cache_exit(void)
{
	kmem_cache_destroy(devmap_hdl_cache);
}

static void devmap_hdl_init(struct devmap_hdl *hdl, struct devmap_segment *seg)
{
	hdl->magic = DEVMAP_HDL_MAGIC;
	hdl->seg = seg;
	hdl->dh.dh_seg = &seg->seg;
	/* The specimen of lockorder.c is of no device. */
	if (seg->dip)
		hdl->id = atomic_inc_return(&seg->dip->stats.handle_ids);
	mutex_init(&hdl->lock);
	RB_CLEAR_NODE(&hdl->node);
}

/**
 * devmap_hdl_alloc() - a new handle, not yet in its segment
 * @seg: the segment
 * @gfp: how to allocate
 *
 * Return: the handle, zeroed but for its identity, or NULL.
 */
struct devmap_hdl *devmap_hdl_alloc(struct devmap_segment *seg, gfp_t gfp)
{
	struct devmap_hdl *hdl = kmem_cache_zalloc(devmap_hdl_cache, gfp);

	if (hdl)
		devmap_hdl_init(hdl, seg);
	return hdl;
}

/**
 * devmap_hdl_copy() - a handle for a fork, or for the second half of one
 * @hdl: the original; the caller keeps it from changing its bounds
 * @seg: the copy's segment
 * @gfp: how to allocate
 *
 * The copy inherits what Solaris lets it inherit: the driver's data, hold time,
 * protections, callbacks, and whether it is invalid.
 *
 * Return: the copy, not yet in its segment, or NULL.
 */
struct devmap_hdl *devmap_hdl_copy(struct devmap_hdl *hdl,
				   struct devmap_segment *seg, gfp_t gfp)
{
	struct devmap_hdl *copy = devmap_hdl_alloc(seg, gfp);

	if (!copy)
		return NULL;
	/* A remap needs no more than this lock. */
	mutex_lock(&hdl->lock);
	/* The hold time may be set at any time, without it. */
	data_race(copy->dh = hdl->dh);
	copy->dh.dh_timeout_length = READ_ONCE(hdl->dh.dh_timeout_length);
	devmap_backing_copy(&copy->backing, &hdl->backing, seg == hdl->seg);
	copy->remaps = hdl->remaps;
	mutex_unlock(&hdl->lock);
	copy->dh.dh_seg = &seg->seg;
	copy->dh.dh_next = NULL;
	copy->old = devmap_old_get(hdl->old);
	return copy;
}

/**
 * devmap_hdl_follow() - a copy takes part in a remap that came meanwhile
 * @copy: from devmap_hdl_copy(); the driver knows it now
 * @hdl: the original
 *
 * A driver that revokes a mapping remaps the handles that it knows. One that was
 * being copied just then has to be revoked too, unless the driver's callback has
 * remapped the copy by itself. From here on the copy is one that the driver knows.
 *
 * There is nothing to revoke. A fork's copy was never loaded. The half behind a hole has
 * had the bounds of the original, and neither is loaded until they are cut: the remap has
 * revoked what was.
 */
void devmap_hdl_follow(struct devmap_hdl *copy, struct devmap_hdl *hdl)
{
	struct devmap_backing old = { };

	mutex_lock(&hdl->lock);
	mutex_lock_nested(&copy->lock, SINGLE_DEPTH_NESTING);
	if (!copy->remapped && copy->remaps != hdl->remaps) {
		old = copy->backing;
		devmap_backing_copy(&copy->backing, &hdl->backing, copy->seg == hdl->seg);
		copy->dh.dh_cookie = hdl->dh.dh_cookie;
		copy->dh.dh_roff = hdl->dh.dh_roff;
		copy->dh.dh_pfn = hdl->dh.dh_pfn;
		copy->dh.dh_hat_attr = hdl->dh.dh_hat_attr;
		copy->dh.dh_maxprot = hdl->dh.dh_maxprot;
		copy->dh.dh_flags = hdl->dh.dh_flags;
	}
	mutex_unlock(&copy->lock);
	mutex_unlock(&hdl->lock);
	devmap_backing_put(&old);
}

/**
 * devmap_hdl_free() - the driver has let go of a handle
 * @hdl: the handle, in no segment any more, with no valid translation
 */
void devmap_hdl_free(struct devmap_hdl *hdl)
{
	hdl->magic = 0;
	devmap_old_put(hdl->old);
	devmap_backing_put(&hdl->backing);
	mutex_destroy(&hdl->lock);
	kmem_cache_free(devmap_hdl_cache, hdl);
}

/**
 * devmap_hdl_none() - a driver passed something that is no handle
 * @who: to which function
 */
void devmap_hdl_none(const char *who)
{
	pr_warn_ratelimited("%s: called with something that is no mapping handle\n",
			    who);
}

/**
 * devmap_hdl_range() - the pages that a driver means by an offset and a length
 * @hdl: the handle; its lock is held
 * @off: user offset of the first byte
 * @len: bytes; 0 is "to the end of the handle", and off 0 with length 0 the
 *	whole handle
 * @range: the answer: every page that holds a byte of [off, off + len), as the
 *	manual has it
 *
 * illumos rounds @len by itself, so that an unaligned @off may end one page
 * earlier. Where only that page is outside of the handle, it is left out.
 *
 * Return: 0, or -EINVAL if the range is not inside the handle.
 */
int devmap_hdl_range(const struct devmap_hdl *hdl, offset_t off, size_t len,
		     struct devmap_range *range)
{
	u64 start = hdl->dh.dh_uoff, end = devmap_hdl_end(hdl);
	u64 first, rounded;

	lockdep_assert_held(&hdl->lock);
	range->start = start;
	range->end = end;
	if ((!off && !len) || (off == start && len == end - start))
		return 0;
	if (off < 0 || off < start || off >= end)
		return -EINVAL;
	first = off & PAGE_MASK;
	range->start = first;
	/* A huge length rounds up to 0, and means what 0 means. */
	rounded = PAGE_ALIGN(len);
	if (!rounded)
		return 0;
	if (rounded > end - first)
		return -EINVAL;
	range->end = min_t(u64, PAGE_ALIGN((u64)off + len), end);
	return 0;
}
