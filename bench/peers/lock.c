// SPDX-License-Identifier: GPL-2.0
/*
 * A plain mapping that programs lock and unlock by ioctl. The kernel saves and
 * restores when another one locks it than had it before; that everybody asks first
 * is up to them.
 */
#include <linux/mutex.h>
#include <linux/semaphore.h>
#include <linux/slab.h>

#include "bench_dev.h"
#include "compat.h"
#include "peers.h"

/**
 * struct locked_file - an open file and its context
 * @ctx: bytes of @state
 * @state: what was saved
 * @held: it has the device
 */
struct locked_file {
	unsigned long ctx;
	void *state;
	bool held;
};

static struct peer_device locked_dev;
/* A program goes back to user space with it: no mutex. */
static struct semaphore locked_device;
static struct locked_file *locked_owner;	/* by locked_device */
static unsigned long locked_ctx = PAGE_SIZE;

static int locked_open(struct inode *inode, struct file *file)
{
	struct locked_file *lf = kzalloc(sizeof(*lf), GFP_KERNEL);

	if (!lf)
		return -ENOMEM;
	lf->ctx = READ_ONCE(locked_ctx);
	lf->state = kvzalloc(lf->ctx ?: 1, GFP_KERNEL);
	if (!lf->state) {
		kfree(lf);
		return -ENOMEM;
	}
	file->private_data = lf;
	return 0;
}

static int locked_release(struct inode *inode, struct file *file)
{
	struct locked_file *lf = file->private_data;

	if (!lf->held)
		down(&locked_device);
	if (locked_owner == lf)
		locked_owner = NULL;
	up(&locked_device);
	kvfree(lf->state);
	kfree(lf);
	return 0;
}

static int locked_mmap(struct file *file, struct vm_area_struct *vma)
{
	unsigned long len = vma->vm_end - vma->vm_start;

	if (len > PEER_DEVICE_BYTES)
		return -EINVAL;
	return remap_pfn_range(vma, vma->vm_start, peer_device_pfn(&locked_dev, 0), len,
			       vma->vm_page_prot);
}

static long locked_take(struct locked_file *lf)
{
	if (lf->held)
		return -EDEADLK;
	if (down_interruptible(&locked_device))
		return -ERESTARTSYS;
	lf->held = true;
	if (locked_owner == lf)
		return 0;
	if (locked_owner)
		memcpy(locked_owner->state, locked_dev.mem, locked_owner->ctx);
	memcpy(locked_dev.mem, lf->state, lf->ctx);
	locked_owner = lf;
	return 0;
}

static long locked_give(struct locked_file *lf)
{
	if (!lf->held)
		return -EPERM;
	lf->held = false;
	up(&locked_device);
	return 0;
}

static long locked_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case BENCHIOC_CTX:
		if (arg > BENCH_MAX_CTX)
			return -EINVAL;
		WRITE_ONCE(locked_ctx, arg);
		return 0;
	case BENCHIOC_LOCK:
		return locked_take(file->private_data);
	case BENCHIOC_UNLOCK:
		return locked_give(file->private_data);
	default:
		return -ENOTTY;
	}
}

const struct file_operations locked_fops = {
	.owner		= THIS_MODULE,
	.open		= locked_open,
	.release	= locked_release,
	.mmap		= locked_mmap,
	.unlocked_ioctl	= locked_ioctl,
};

int locked_init(void)
{
	sema_init(&locked_device, 1);
	return peer_device_init(&locked_dev);
}

void locked_exit(void)
{
	peer_device_free(&locked_dev);
}
