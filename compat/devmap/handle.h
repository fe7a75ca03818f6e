/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Mapping handles: what a driver's devmap_cookie_t is.
 */
#ifndef _DEVMAP_HANDLE_H
#define _DEVMAP_HANDLE_H

#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/rbtree.h>

#include <sys/ddi_impldefs.h>

#include "backing.h"

struct devmap_old;
struct devmap_segment;

/**
 * struct devmap_hdl - a handle
 * @dh: the part that drivers may read. First, so that a cookie is its address
 * @id: its number, for people; no other handle of the device had it before
 * @magic: DEVMAP_HDL_MAGIC while it lives
 * @loaded: a translation may be valid. False means that none is, so that an
 *	unload has nothing to do. Shown to people without @lock
 * @overlaps: a hole is being punched, and another handle has the same bounds until
 *	that is done: neither is loaded meanwhile
 * @dead: the device is gone or the fork failed: never loaded again
 * @remapped: something else was put behind this very one
 * @misses: callbacks in a row that returned 0 and did not load the page that was
 *	touched
 * @missed: who touched which page last of those, hashed; 0 where it was nobody
 * @unloads: how often it was unloaded, see devmap_fault_settle()
 * @remaps: how often something else was put behind it or, until then, behind the
 *	one that it is a copy of; see devmap_hdl_follow()
 * @lock: protects all of this and the translations: devmap_load() inserts and
 *	devmap_unload() revokes under it. Inside the driver's locks, outside of
 *	the i_mmap and page-table locks
 * @node: in &devmap_segment.handles, by dh_uoff
 * @seg: the mapping that it is a piece of
 * @backing: what is behind it, from dh_roff on
 * @old: of a mapping that the older interfaces made, with a reference; or NULL
 */
struct devmap_hdl {
	devmap_handle_t dh;
	u32 id;
	u32 magic;
	bool loaded;
	bool dead;
	/* Both under @lock, and a byte together: a handle is what a mapping takes most of. */
	bool overlaps : 1;
	bool remapped : 1;
	u8 misses;
	u32 missed;
	u32 unloads;
	u32 remaps;
	struct mutex lock;
	struct rb_node node;
	struct devmap_segment *seg;
	struct devmap_backing backing;
	struct devmap_old *old;
};

#define DEVMAP_HDL_MAGIC	0x64686470	/* "dhdp" */

/*
 * Page frames are counted from the first byte of the register set or memory.
 */
static inline unsigned long devmap_hdl_index(const struct devmap_hdl *hdl, u64 off)
{
	return (off - hdl->dh.dh_uoff + hdl->dh.dh_roff) >> PAGE_SHIFT;
}

/**
 * struct devmap_range - whole pages of a handle
 * @start: user offset of the first byte
 * @end: user offset behind the last one
 */
struct devmap_range {
	u64 start;
	u64 end;
};

static inline struct devmap_hdl *devmap_hdl_of_node(struct rb_node *node)
{
	return rb_entry(node, struct devmap_hdl, node);
}

static inline u64 devmap_hdl_end(const struct devmap_hdl *hdl)
{
	return hdl->dh.dh_uoff + hdl->dh.dh_len;
}

int devmap_hdl_cache_init(void);
void devmap_hdl_cache_exit(void);
struct devmap_hdl *devmap_hdl_alloc(struct devmap_segment *seg, gfp_t gfp);
struct devmap_hdl *devmap_hdl_copy(struct devmap_hdl *hdl,
				   struct devmap_segment *seg, gfp_t gfp);
void devmap_hdl_follow(struct devmap_hdl *copy, struct devmap_hdl *hdl);
void devmap_hdl_free(struct devmap_hdl *hdl);
void devmap_hdl_none(const char *who);
int devmap_hdl_range(const struct devmap_hdl *hdl, offset_t off, size_t len,
		     struct devmap_range *range);

/**
 * devmap_hdl_of() - the handle behind a driver's cookie
 * @dhp: what the driver passed
 * @who: the function that it called, for the warning
 *
 * Return: the handle, or NULL if the cookie is none.
 */
static inline struct devmap_hdl *devmap_hdl_of(devmap_cookie_t dhp, const char *who)
{
	struct devmap_hdl *hdl = dhp;

	if (likely(hdl && hdl->magic == DEVMAP_HDL_MAGIC))
		return hdl;
	devmap_hdl_none(who);
	return NULL;
}

#endif /* _DEVMAP_HANDLE_H */
