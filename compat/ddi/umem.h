/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory that can be mapped with devmap_umem_setup(9F): what a driver's
 * ddi_umem_cookie_t is.
 */
#ifndef _DDI_UMEM_H
#define _DDI_UMEM_H

#include <linux/llist.h>
#include <linux/refcount.h>
#include <linux/types.h>

#include <sys/dditypes.h>

struct mm_struct;
struct page;

/**
 * struct ddi_umem_cookie - some pages
 * @magic: DDI_UMEM_MAGIC from the driver's allocation until it frees it
 * @refs: the driver's, and one for each handle that shows the pages, so that
 *	they stay for as long as a program can reach them
 * @size: bytes, whole pages
 * @maxprot: PROT_* that a mapping may have
 * @kva: where the kernel sees the pages, or NULL; of pinned memory set once, by
 *	ddi_umem_iosetup()
 * @contiguous: its page frames follow each other
 * @pages: the pages; NULL where each handle has a page of its own to throw
 *	things into (DDI_UMEM_TRASH)
 * @mm: of pinned user memory: the process that was charged for it
 * @release: gives the pages back; process context
 * @defer: in the list of those that were let go where that may not sleep
 */
struct ddi_umem_cookie {
	u32 magic;
	refcount_t refs;
	size_t size;
	unsigned int maxprot;
	bool contiguous;
	void *kva;
	struct page **pages;
	struct mm_struct *mm;
	void (*release)(struct ddi_umem_cookie *cookie);
	struct llist_node defer;
};

#define DDI_UMEM_MAGIC	0x756d656d	/* "umem" */

static inline unsigned long ddi_umem_pages(const struct ddi_umem_cookie *cookie)
{
	return cookie->size >> PAGE_SHIFT;
}

struct ddi_umem_cookie *ddi_umem_new(size_t size, bool room, gfp_t gfp);
struct ddi_umem_cookie *ddi_umem_of(ddi_umem_cookie_t cookie, const char *who);
struct ddi_umem_cookie *ddi_umem_get(struct ddi_umem_cookie *cookie);
void ddi_umem_put(struct ddi_umem_cookie *cookie);
void ddi_umem_drop(struct ddi_umem_cookie *cookie);
void ddi_umem_flush(void);

#endif /* _DDI_UMEM_H */
