/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The size of a page, for <sys/param.h> and <sys/sysmacros.h>.
 */
#ifndef _SYS_PAGE_H
#define	_SYS_PAGE_H

#ifdef CONFIG_PAGE_SHIFT
#define	PAGESHIFT	CONFIG_PAGE_SHIFT
#elif defined(CONFIG_ARM64_PAGE_SHIFT)
#define	PAGESHIFT	CONFIG_ARM64_PAGE_SHIFT
#else
#define	PAGESHIFT	12
#endif

#define	PAGESIZE	(1UL << PAGESHIFT)
#define	PAGEOFFSET	(PAGESIZE - 1)
#define	PAGEMASK	(~PAGEOFFSET)

#define	NBPP		PAGESIZE
#define	MMU_PAGESHIFT	PAGESHIFT
#define	MMU_PAGESIZE	PAGESIZE
#define	MMU_PAGEOFFSET	PAGEOFFSET
#define	MMU_PAGEMASK	PAGEMASK

/* Bytes to pages (down), bytes to pages (up), pages to bytes. */
#define	btop(x)		((unsigned long)(x) >> PAGESHIFT)
#define	btopr(x)	(((unsigned long)(x) + PAGEOFFSET) >> PAGESHIFT)
#define	ptob(x)		((unsigned long)(x) << PAGESHIFT)

#endif /* _SYS_PAGE_H */
