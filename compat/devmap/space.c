// SPDX-License-Identifier: GPL-2.0
/*
 * Where translations are revoked: one anonymous inode a device, one window of
 * its page offsets a mapping.
 *
 * The inode comes from a pseudo file system of our own. Its mount is taken with
 * the first device and given back with the last one: a mount holds a reference
 * to the module that owns the file system, so that one held for ever would make
 * rmmod impossible.
 */
#include <linux/fs.h>
#include <linux/magic.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mount.h>
#include <linux/pseudo_fs.h>
#include <linux/slab.h>

#include "space.h"

#define DEVMAP_FS_MAGIC		0x6465766d	/* "devm" */

static int devmap_fs_init_context(struct fs_context *fc)
{
	return init_pseudo(fc, DEVMAP_FS_MAGIC) ? 0 : -ENOMEM;
}

static struct file_system_type devmap_fs_type = {
	.name		= "devmap",
	.owner		= THIS_MODULE,
	.init_fs_context = devmap_fs_init_context,
	.kill_sb	= kill_anon_super,
};

static struct vfsmount *devmap_fs_mount;
static int devmap_fs_users;

/**
 * devmap_space_init() - make the address space of a device
 * @space: what to initialise
 *
 * Context: process, may sleep.
 * Return: 0, -ENOMEM.
 */
int devmap_space_init(struct devmap_space *space)
{
	struct inode *inode;
	int err;

	err = simple_pin_fs(&devmap_fs_type, &devmap_fs_mount, &devmap_fs_users);
	if (err)
		return err;
	inode = alloc_anon_inode(devmap_fs_mount->mnt_sb);
	if (IS_ERR(inode)) {
		simple_release_fs(&devmap_fs_mount, &devmap_fs_users);
		return PTR_ERR(inode);
	}
	space->inode = inode;
	ida_init(&space->ids);
	mutex_init(&space->lock);
	INIT_LIST_HEAD(&space->segments);
	INIT_LIST_HEAD(&space->ctxs);
	INIT_LIST_HEAD(&space->clients);
	space->dead = false;
	return 0;
}

/**
 * devmap_space_destroy() - the device and all files that were open on it are gone
 * @space: made by devmap_space_init()
 *
 * Context: process, may sleep.
 */
void devmap_space_destroy(struct devmap_space *space)
{
	WARN_ON(!list_empty(&space->segments));
	ida_destroy(&space->ids);
	iput(space->inode);
	simple_release_fs(&devmap_fs_mount, &devmap_fs_users);
}

/* kmalloc() would round it up by a third. */
static struct kmem_cache *devmap_window_cache;

int devmap_window_cache_init(void)
{
	devmap_window_cache = KMEM_CACHE(devmap_window, SLAB_ACCOUNT);
	return devmap_window_cache ? 0 : -ENOMEM;
}

void devmap_window_cache_exit(void)
{
	kmem_cache_destroy(devmap_window_cache);
}

/**
 * devmap_window_alloc() - a window for a new mapping
 * @space: the device's
 *
 * Context: process, may sleep; called with the mmap_lock held.
 * Return: the window with one reference, or an ERR_PTR: -ENOMEM, also where all
 * half a million windows of the device are in use.
 */
struct devmap_window *devmap_window_alloc(struct devmap_space *space)
{
	struct devmap_window *win;
	int id;

	win = kmem_cache_alloc(devmap_window_cache, GFP_KERNEL);
	if (!win)
		return ERR_PTR(-ENOMEM);
	id = ida_alloc_max(&space->ids, DEVMAP_WINDOW_MAX, GFP_KERNEL_ACCOUNT);
	if (id < 0) {
		kmem_cache_free(devmap_window_cache, win);
		return ERR_PTR(-ENOMEM);
	}
	win->id = id;
	refcount_set(&win->refs, 1);
	atomic_set(&win->zaps, 0);
	INIT_HLIST_HEAD(&win->segments);
	return win;
}

/**
 * devmap_window_get() - a fork shows the window too
 * @win: the parent's window
 */
void devmap_window_get(struct devmap_window *win)
{
	refcount_inc(&win->refs);
}

/**
 * devmap_window_put() - a segment that showed the window is gone
 * @space: the device's
 * @win: its window; the last one that leaves frees it
 */
void devmap_window_put(struct devmap_space *space, struct devmap_window *win)
{
	if (!refcount_dec_and_test(&win->refs))
		return;
	ida_free(&space->ids, win->id);
	kmem_cache_free(devmap_window_cache, win);
}

/**
 * devmap_window_zap() - revoke the translations of a range of a window
 * @space: the device's
 * @win: which window
 * @true_pgoff: first page, as an offset of the device
 * @pages: how many, at least 1
 *
 * When this returns no CPU holds a translation of the range that was valid when
 * it was called, in any process. A caller who wants that to stay so keeps
 * devmap_load() out meanwhile, by the handle's lock.
 *
 * Context: process, may sleep. Takes the i_mmap lock and page-table locks, and
 * no mmap_lock: that is what makes it legal in the fault, munmap, fork or ioctl
 * of whatever process, and orders it against the freeing of page tables, which
 * are freed only after the VMA was taken off the reverse map.
 */
void devmap_window_zap(struct devmap_space *space, struct devmap_window *win,
		       unsigned long true_pgoff, unsigned long pages)
{
	loff_t start = (loff_t)devmap_window_pgoff(win, true_pgoff) << PAGE_SHIFT;

	/* A length of 0 is "to the end" to Linux, and the end is everybody's. */
	if (WARN_ON_ONCE(!pages))
		return;
	/* Before the zap: whoever finds it unchanged has not been zapped yet. */
	atomic_inc(&win->zaps);
	unmap_mapping_range(space->inode->i_mapping, start,
			    (loff_t)pages << PAGE_SHIFT, 1);
}
