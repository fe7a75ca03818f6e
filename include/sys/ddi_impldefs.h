/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The inside of a mapping handle, as far as drivers look at it. Read it; the
 * layer writes it.
 */
#ifndef _SYS_DDI_IMPLDEFS_H
#define	_SYS_DDI_IMPLDEFS_H

#include <sys/ddidevmap.h>

struct devmap_ctx;
struct devmap_softlock;

/* A mapping, as its handles see it: one mmap(2), or one fork(2) of it. */
struct seg {
	struct as	*s_as;		/* equal to the owner's curproc->p_as */
	caddr_t		s_base;		/* address when it was mapped */
	size_t		s_size;
};

/* A handle: one contiguous piece of a mapping, made by one devmap(9E) call. */
typedef struct devmap_handle {
	offset_t	dh_roff;	/* offset in the register set or cookie */
	offset_t	dh_uoff;	/* user offset of the first byte */
	size_t		dh_len;		/* bytes, whole pages */
	dev_t		dh_dev;
	uint_t		dh_flags;
	struct seg	*dh_seg;
	void		*dh_pvtp;	/* driver's data, set by devmap_map(9E) */
	struct devmap_handle *dh_next;	/* next one of the mapping */
	struct devmap_softlock *dh_softlock;
	struct devmap_ctx *dh_ctx;	/* NULL without devmap_access(9E) */
	ddi_umem_cookie_t dh_cookie;
	uint_t		dh_prot;	/* when mapped; mprotect leaves it */
	uint_t		dh_maxprot;
	uint_t		dh_orig_maxprot;
	uint_t		dh_hat_attr;
	unsigned long	dh_pfn;		/* of dh_uoff; device memory only */
	clock_t		dh_timeout_length;	/* hold time in ticks */
	struct devmap_callback_ctl dh_callbackops;
} devmap_handle_t;

/* dh_flags, beside those of ddidevmap.h */
#define	DEVMAP_SETUP_DONE	0x100

/* dh_cookie of device memory */
#define	DEVMAP_DEVMEM_COOKIE	((ddi_umem_cookie_t)0x1)
#define	DEVMAP_PMEM_COOKIE	((ddi_umem_cookie_t)0x2)

#endif /* _SYS_DDI_IMPLDEFS_H */
