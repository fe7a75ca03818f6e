/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * /dev/xxumem: what a program maps, and its ioctl.
 *
 * mmap of offset 0, one page, MAP_SHARED: a struct xxumem_page, that the driver
 * and all programs see. It has longs, which 32-bit programs have shorter: these
 * get another page, of their own shape.
 */
#ifndef _UAPI_XXUMEM_H
#define	_UAPI_XXUMEM_H

#include <sys/ioctl.h>

#define	XXUMEM_MAGIC	0x7878756d	/* "xxum" */
#define	XXUMEM_NOTES	16

struct xxumem_page {
	unsigned int	up_magic;
	unsigned int	up_bits;	/* of a long: 32 or 64 */
	unsigned long	up_count;	/* notes that were taken */
	unsigned long	up_note[XXUMEM_NOTES];	/* the last ones */
	unsigned long	up_user;	/* the driver never looks at it */
};

/* Takes a note. */
#define	XXUMIOC_NOTE	_IOW('u', 0x80, unsigned int)

#endif /* _UAPI_XXUMEM_H */
