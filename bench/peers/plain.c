// SPDX-License-Identifier: GPL-2.0
/*
 * A mapping by remap_pfn_range(), as most drivers make it: all entries are there
 * from the beginning, there is no fault, and nobody has the device for himself.
 */
#include <linux/ktime.h>
#include <linux/limits.h>
#include <linux/minmax.h>

#include "bench_dev.h"
#include "compat.h"
#include "peers.h"

static struct peer_device plain_dev;

/* Of the last mmap(2); one program at a time asks. */
static u64 plain_ns;

static void plain_open(struct vm_area_struct *vma)
{
}

static const struct vm_operations_struct plain_vm_ops = {
	.open	= plain_open,
	.close	= plain_open,
};

static int plain_remap(struct vm_area_struct *vma)
{
	unsigned long addr, len, off = (vma->vm_pgoff << PAGE_SHIFT) % PEER_DEVICE_BYTES;
	int err = 0;

	for (addr = vma->vm_start; addr < vma->vm_end && !err; addr += len, off = 0) {
		len = min(vma->vm_end - addr, PEER_DEVICE_BYTES - off);
		err = remap_pfn_range(vma, addr,
				      peer_device_pfn(&plain_dev, off >> PAGE_SHIFT), len,
				      vma->vm_page_prot);
	}
	return err;
}

static int plain_mmap(struct file *file, struct vm_area_struct *vma)
{
	u64 start = ktime_get_ns();
	int err = plain_remap(vma);

	WRITE_ONCE(plain_ns, ktime_get_ns() - start);
	vma->vm_ops = &plain_vm_ops;
	return err;
}

static long plain_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	if (cmd != BENCHIOC_REMAP)
		return -ENOTTY;
	return min_t(u64, READ_ONCE(plain_ns), INT_MAX);
}

const struct file_operations plain_fops = {
	.owner		= THIS_MODULE,
	.mmap		= plain_mmap,
	.unlocked_ioctl	= plain_ioctl,
};

int plain_init(void)
{
	return peer_device_init(&plain_dev);
}

void plain_exit(void)
{
	peer_device_free(&plain_dev);
}
