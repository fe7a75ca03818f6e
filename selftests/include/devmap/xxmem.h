/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * /dev/xxmem: the memory of a device, from offset 0 on.
 *
 * It consists of strides. The first xi_ctxsize bytes of each are the program's
 * own: every mapping has a context there, which begins as zeroes, and which
 * fork(2) copies. The rest of a stride is everybody's.
 */
#ifndef _UAPI_XXMEM_H
#define	_UAPI_XXMEM_H

#include <sys/ioctl.h>

struct xxmem_info {
	unsigned long long	xi_size;	/* bytes of the memory */
	unsigned long long	xi_stride;	/* bytes of a stride */
	unsigned long long	xi_ctxsize;	/* bytes that are one's own */
	unsigned long long	xi_switches;	/* of contexts, in all strides */
};

#define	XXMEMIOC_INFO	_IOR('M', 0x80, struct xxmem_info)

#endif /* _UAPI_XXMEM_H */
