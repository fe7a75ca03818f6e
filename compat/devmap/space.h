/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The mappings of one device: where their translations can be revoked.
 */
#ifndef _DEVMAP_SPACE_H
#define _DEVMAP_SPACE_H

#include <linux/atomic.h>
#include <linux/fs.h>
#include <linux/idr.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/refcount.h>

/**
 * struct devmap_space - the address space of one device
 * @inode: anonymous inode; its i_mapping is the f_mapping of every open file of
 *	the device, through whatever node it was opened, so that its reverse map
 *	finds every translation there is
 * @ids: the windows in use
 * @lock: protects @segments, @ctxs, @clients, the lists of the windows, and @dead. Inside every
 *	segment's lock; nothing is called under it
 * @segments: the mappings, one entry for each mmap(2) and each fork of one
 * @ctxs: the turns, see ctx.h; one for each access callback of the driver
 * @clients: the processes, see client.h
 * @dead: the device is gone; no segment is added any more
 */
struct devmap_space {
	struct inode *inode;
	struct ida ids;
	struct mutex lock;
	struct list_head segments;
	struct list_head ctxs;
	struct list_head clients;
	bool dead;
};

/**
 * struct devmap_window - a range of page offsets that belongs to one mmap(2)
 * @refs: segments that show it: the mmap(2)'s and those of its forks
 * @id: which window; the upper half of the page offset
 * @zaps: how often a part of it was emptied, see devmap_fault_settle()
 * @segments: those segments, newest first; protected by the space's lock
 *
 * A window makes a revocation precise: the reverse map of the space is asked
 * for the translations of this range of offsets and of no other. It follows
 * mprotect, mremap and partial munmap by itself, because Linux keeps the page
 * offset of a piece of a mapping wherever the piece goes.
 */
struct devmap_window {
	refcount_t refs;
	u32 id;
	atomic_t zaps;
	struct hlist_head segments;
};

/*
 * vm_pgoff of our mappings: the window above, the true page offset below, so
 * that /proc/PID/maps still tells the latter. 32 bits of pages are 16 TiB of
 * device. The byte offset of the last window has to fit a loff_t: 19 bits.
 */
#define DEVMAP_WINDOW_SHIFT	32
#define DEVMAP_WINDOW_MAX	((1U << (63 - PAGE_SHIFT - DEVMAP_WINDOW_SHIFT)) - 1)
#define DEVMAP_PGOFF_MAX	BIT(DEVMAP_WINDOW_SHIFT)

static inline unsigned long devmap_true_pgoff(unsigned long pgoff)
{
	return pgoff & (DEVMAP_PGOFF_MAX - 1);
}

static inline unsigned long devmap_window_pgoff(const struct devmap_window *win,
						unsigned long true_pgoff)
{
	return ((unsigned long)win->id << DEVMAP_WINDOW_SHIFT) | true_pgoff;
}

int devmap_window_cache_init(void);
void devmap_window_cache_exit(void);
int devmap_space_init(struct devmap_space *space);
void devmap_space_destroy(struct devmap_space *space);

struct devmap_window *devmap_window_alloc(struct devmap_space *space);
void devmap_window_get(struct devmap_window *win);
void devmap_window_put(struct devmap_space *space, struct devmap_window *win);
void devmap_window_zap(struct devmap_space *space, struct devmap_window *win,
		       unsigned long true_pgoff, unsigned long pages);

#endif /* _DEVMAP_SPACE_H */
