// SPDX-License-Identifier: GPL-2.0
/*
 * DEVMAP_IOC_MMAP: a mmap(2) that returns what segmap(9E) left in *addrp.
 */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/uaccess.h>

#include "../devmap/mmap.h"
#include "mmapioctl.h"

/* What mmap(2) of a device refuses before it looks at the device. */
static bool ddi_mmap_args_valid(const struct devmap_mmap_args *args)
{
	return !(args->dm_flags & (MAP_ANONYMOUS | MAP_HUGETLB)) &&
	       args->dm_addr <= ULONG_MAX && args->dm_len <= ULONG_MAX &&
	       args->dm_off <= ULONG_MAX;
}

/**
 * ddi_mmap_ioctl() - DEVMAP_IOC_MMAP, for every driver
 * @file: the device
 * @arg: user address of a &struct devmap_mmap_args
 *
 * Context: process, may sleep; no lock is held.
 * Return: 0, or what mmap(2) would return; -EFAULT for a bad @arg, with nothing
 * mapped.
 */
long ddi_mmap_ioctl(struct file *file, unsigned long arg)
{
	struct devmap_mmap_args __user *uargs = (void __user *)arg;
	struct devmap_mmap_args args;
	unsigned long addr;

	if (copy_from_user(&args, uargs, sizeof(args)))
		return -EFAULT;
	if (!ddi_mmap_args_valid(&args))
		return -EINVAL;
	addr = vm_mmap(file, args.dm_addr, args.dm_len, args.dm_prot,
		       args.dm_flags, args.dm_off);
	if (IS_ERR_VALUE(addr))
		return addr;
	args.dm_result = devmap_mmap_answer(addr);
	if (!copy_to_user(&uargs->dm_result, &args.dm_result,
			  sizeof(args.dm_result)))
		return 0;
	/* The program cannot know where it is. */
	vm_munmap(addr, PAGE_ALIGN(args.dm_len));
	return -EFAULT;
}
