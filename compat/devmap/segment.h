/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Segments: a device mapping of a process, as the driver sees it.
 */
#ifndef _DEVMAP_SEGMENT_H
#define _DEVMAP_SEGMENT_H

#include <linux/list.h>
#include <linux/mm.h>
#include <linux/rbtree.h>
#include <linux/refcount.h>
#include <linux/rwsem.h>

#include <sys/ddi_impldefs.h>

#include "invariant.h"
#include "space.h"

struct as;
struct devmap_client;
struct devmap_ctx;
struct devmap_hdl;
struct devmap_user;

/**
 * struct devmap_segment - one mmap(2), or one fork(2) of it
 * @seg: the part that drivers may read; s_as is the process
 * @refs: one for all VMAs together, one for whoever works on it without
 * @vmas: VMAs that show it. Linux splits and moves them as it likes; the driver
 *	hears only of ranges that no VMA shows any more
 * @dip: the device, with a reference
 * @user: whose limit it counts against
 * @window: where its translations are revoked; shared with its forks
 * @ctx: of its handles with devmap_access(9E), with a reference; or NULL
 * @client: who is charged for it, with a reference
 * @in_space: in &devmap_space.segments
 * @in_window: in &devmap_window.segments
 * @lock: what the driver knows of the mapping. Read: callbacks of faults run.
 *	Write: handles come, go or change their bounds, with the callback that
 *	tells the driver. Inside the mmap_lock, outside of the driver's locks
 * @handles: by offset; protected by @lock
 * @nr_handles: how many; protected by @lock
 * @map_flags: MAP_PRIVATE or MAP_SHARED of <sys/mman.h>, for people
 * @dead: nothing is mapped any more, whatever VMAs remain; protected by @lock
 * @moving: @moved is shown twice; protected as @moved. Ends in munmap(2), while faults of
 *	the process's other mappings look at it
 * @doubled: pages may be shown twice that are not of @moved; likewise
 * @base: address at which user offset 0 would be; right for as long as the user
 *	does not mremap a part of it
 * @answer: what segmap(9E) left in *addrp; devmap_mmap() of the user header
 *	returns it
 * @invariant: see invariant.h
 * @moved: the pages, by true offset, that an mremap(2) shows twice that is running, or
 *	has had no memory to take the old place away; protected by the mmap_lock held
 *	for writing
 *
 * There is no pointer to a VMA here or in a handle, on purpose: a VMA is valid
 * only while the mmap_lock is held that it was found under, and munmap(2) frees
 * page tables before it tells us.
 */
struct devmap_segment {
	struct seg seg;
	refcount_t refs;
	refcount_t vmas;
	struct dev_info *dip;
	struct devmap_user *user;
	struct devmap_window *window;
	struct devmap_ctx *ctx;
	struct devmap_client *client;
	struct list_head in_space;
	struct hlist_node in_window;
	struct rw_semaphore lock;
	struct rb_root handles;
	unsigned int nr_handles;
	u8 map_flags;
	bool dead;
	bool moving;
	bool doubled;
	unsigned long base;
	unsigned long answer;
	struct devmap_invariant invariant;
	struct {
		u32 first;
		u32 last;
	} moved;
};

static inline struct devmap_segment *devmap_vma_segment(struct vm_area_struct *vma)
{
	return vma->vm_private_data;
}

/* The user offset that a VMA of ours shows first. */
static inline u64 devmap_vma_offset(const struct vm_area_struct *vma)
{
	return (u64)devmap_true_pgoff(vma->vm_pgoff) << PAGE_SHIFT;
}

/* See &devmap_segment.base. */
static inline unsigned long devmap_vma_base(const struct vm_area_struct *vma)
{
	return vma->vm_start - devmap_vma_offset(vma);
}

int devmap_segment_cache_init(void);
void devmap_segment_cache_exit(void);
struct devmap_segment *devmap_segment_specimen(void);
void devmap_segment_specimen_free(struct devmap_segment *seg);
struct devmap_segment *devmap_segment_alloc(struct dev_info *dip, struct as *as,
					    struct devmap_window *window);
int devmap_segment_publish(struct devmap_segment *seg);
void devmap_segment_put(struct devmap_segment *seg);
void devmap_segment_insert(struct devmap_segment *seg, struct devmap_hdl *hdl);
void devmap_segment_remove(struct devmap_segment *seg, struct devmap_hdl *hdl);
struct devmap_hdl *devmap_segment_find(struct devmap_segment *seg, u64 off);
struct devmap_hdl *devmap_segment_first(struct devmap_segment *seg, u64 off);
struct devmap_hdl *devmap_segment_next(struct devmap_hdl *hdl);

#endif /* _DEVMAP_SEGMENT_H */
