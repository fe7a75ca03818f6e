/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * What every device of a devmap driver offers to programs.
 *
 * A driver may want mmap(2) to return an address inside of a page: that of a
 * buffer which does not begin at a page's start. Linux's mmap(2) returns the
 * page; devmap_mmap() returns what the driver says. munmap(2) wants the page.
 */
#ifndef _UAPI_DEVMAP_H
#define _UAPI_DEVMAP_H

#include <linux/ioctl.h>
#include <linux/types.h>

/* The arguments of mmap(2), the same for 32-bit and 64-bit programs. */
struct devmap_mmap_args {
	__u64	dm_addr;
	__u64	dm_len;
	__u32	dm_prot;
	__u32	dm_flags;
	__u64	dm_off;
	__u64	dm_result;	/* out: the address that the driver chose */
};

#define DEVMAP_IOC_MMAP	_IOWR(0xde, 0x01, struct devmap_mmap_args)

#ifndef __KERNEL__

#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

/* As mmap(2), for devices of devmap drivers only: others say ENOTTY. */
static inline void *devmap_mmap(void *addr, size_t len, int prot, int flags,
				int fd, unsigned long long off)
{
	struct devmap_mmap_args args = {
		.dm_addr	= (uintptr_t)addr,
		.dm_len		= len,
		.dm_prot	= prot,
		.dm_flags	= flags,
		.dm_off		= off,
	};

	if (ioctl(fd, DEVMAP_IOC_MMAP, &args))
		return MAP_FAILED;
	return (void *)(uintptr_t)args.dm_result;
}

#endif /* __KERNEL__ */

#endif /* _UAPI_DEVMAP_H */
