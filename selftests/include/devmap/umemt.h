/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * /dev/umemt: a device whose mappings a program puts together, for
 * selftests/umem.c.
 *
 * What mmap(2) of offset 0 shows is the pieces of the plan one after the other,
 * each a handle. The driver has some cookies of memory, by number.
 */
#ifndef _UAPI_UMEMT_H
#define	_UAPI_UMEMT_H

#include <sys/ioctl.h>

#define	UMEMT_COOKIES	8
#define	UMEMT_PIECES	4
#define	UMEMT_REGPAGES	4	/* of register set 0 */

/* uo_cookie: two that are none. */
#define	UMEMT_NULL	100
#define	UMEMT_GARBAGE	101

/* uo_kind */
#define	UMEMT_REGS	0	/* register set uo_cookie */
#define	UMEMT_MEM	1	/* cookie uo_cookie */

/* uo_access: what devmap_access(9E) does before it loads, see PREPARE. */
#define	UMEMT_NONE	0	/* there is no devmap_access */
#define	UMEMT_DEFAULT	1	/* nothing */
#define	UMEMT_REMAP	2	/* the remap that is prepared */
#define	UMEMT_LOAD	3	/* the load that is prepared */
#define	UMEMT_WHOLE	4	/* loads the whole handle */
#define	UMEMT_LOSE	5	/* loads the page, and unloads it again */
#define	UMEMT_PIN	6	/* ddi_umem_lock of uo_value */
#define	UMEMT_DENY	7	/* a fork gets it invalid */

struct umemt_op {
	unsigned int		uo_index;	/* cookie, or piece */
	unsigned int		uo_kind;
	unsigned int		uo_cookie;
	unsigned int		uo_flags;
	unsigned int		uo_maxprot;	/* PROT_*; 8 is PROT_USER */
	unsigned int		uo_order;	/* of access to registers */
	unsigned int		uo_access;
	int			uo_result;	/* out */
	long long		uo_off;
	unsigned long long	uo_len;
	unsigned long long	uo_value;	/* address, or a word */
};

/* Frees all cookies and forgets the plan. */
#define	UMEMTIOC_CLEAR	_IOWR('U', 0x80, struct umemt_op)

/* Cookie uo_index: ddi_umem_alloc(9F) and its family. */
#define	UMEMTIOC_ALLOC	_IOWR('U', 0x81, struct umemt_op)
#define	UMEMTIOC_FREE	_IOWR('U', 0x82, struct umemt_op)
#define	UMEMTIOC_LOCK	_IOWR('U', 0x83, struct umemt_op)
#define	UMEMTIOC_UNLOCK	_IOWR('U', 0x84, struct umemt_op)

/* The word at uo_off, as the kernel sees it. */
#define	UMEMTIOC_PEEK	_IOWR('U', 0x85, struct umemt_op)
#define	UMEMTIOC_POKE	_IOWR('U', 0x86, struct umemt_op)
/* The same, through ddi_umem_iosetup(9F); uo_flags is B_READ or B_WRITE. */
#define	UMEMTIOC_IO	_IOWR('U', 0x8c, struct umemt_op)

/* The plan: how piece uo_index is set up by the next mmap(2). */
#define	UMEMTIOC_PIECE	_IOWR('U', 0x87, struct umemt_op)

/* devmap_*_remap(9F) and devmap_unload(9F) of the handle mapped last. */
#define	UMEMTIOC_REMAP	_IOWR('U', 0x88, struct umemt_op)
#define	UMEMTIOC_UNLOAD	_IOWR('U', 0x89, struct umemt_op)

/* What devmap_access(9E) is to do, and what came of it. */
#define	UMEMTIOC_PREPARE _IOWR('U', 0x8a, struct umemt_op)
#define	UMEMTIOC_RESULT	_IOWR('U', 0x8b, struct umemt_op)

#endif /* _UAPI_UMEMT_H */
