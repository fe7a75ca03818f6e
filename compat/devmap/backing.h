/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What is behind a handle: registers, a model of registers, kernel memory, a
 * program's pinned memory, or a page to throw things into.
 */
#ifndef _DEVMAP_BACKING_H
#define _DEVMAP_BACKING_H

#include <linux/mm.h>

#include <sys/ddidevmap.h>

struct ddi_umem_cookie;
struct devmap_hdl;
struct devmap_memtype;

/**
 * struct devmap_backing - the pages that a handle shows
 * @pages: of RAM in pieces, one entry a page, from the first byte of the register
 *	set or of the cookie on; NULL for all else
 * @pfn: of a device's registers and of RAM in one piece: frame of the first byte of
 *	the register set or cookie; of trash: its page
 * @end: the page, counted from that first byte, behind the last one that may be
 *	shown; 0 if there is nothing behind the handle. 32 bits, as a mapping's offsets
 * @named: of a mapping of mmap(9E): @pfn is the page that it named last, and the
 *	one that is to be shown now, wherever it is
 * @ram: it is RAM, in pieces, in one, or trash
 * @order: DDI_*_ACC: how a device's registers may be accessed
 * @memtype: of a device's register set: what makes that true, with a reference
 * @trash: of a cookie without pages: @pfn is the handle's own page, shown
 *	everywhere; made when it is touched first
 * @dip: whose registers, with a reference; or NULL
 * @umem: whose memory, with a reference; or NULL
 *
 * Belongs to a handle and is protected by its lock.
 */
struct devmap_backing {
	struct page **pages;
	unsigned long pfn;
	u32 end;
	bool named;
	bool ram;
	bool trash;
	u8 order;
	struct devmap_memtype *memtype;
	struct dev_info *dip;
	struct ddi_umem_cookie *umem;
};

/**
 * struct devmap_cursor - page frames of a backing, one after the other
 * @pages: the next one, if they are RAM
 * @pfn: the next one, if they are not
 * @step: 1; 0 where all pages are the same one
 */
struct devmap_cursor {
	struct page **pages;
	unsigned long pfn;
	unsigned int step;
};

static inline unsigned long devmap_cursor_next(struct devmap_cursor *cur)
{
	unsigned long pfn = cur->pfn;

	if (cur->pages)
		return page_to_pfn(*cur->pages++);
	cur->pfn += cur->step;
	return pfn;
}

static inline void devmap_cursor_skip(struct devmap_cursor *cur, unsigned long pages)
{
	if (cur->pages)
		cur->pages += pages;
	else
		cur->pfn += cur->step * pages;
}

int devmap_backing_regs(struct devmap_backing *backing, dev_info_t *dip,
			uint_t rnumber, offset_t roff, size_t len,
			const ddi_device_acc_attr_t *accattrp);
int devmap_backing_umem(struct devmap_backing *backing,
			struct ddi_umem_cookie *umem, offset_t off, size_t len);
void devmap_backing_copy(struct devmap_backing *to,
			 const struct devmap_backing *from, bool same_process);
void devmap_backing_put(struct devmap_backing *backing);
int devmap_backing_prepare(struct devmap_backing *backing);
bool devmap_backing_is_ram(const struct devmap_backing *backing);
void devmap_backing_at(const struct devmap_backing *backing, unsigned long index,
		       struct devmap_cursor *cur);
bool devmap_cursor_contiguous(struct devmap_cursor *cur, unsigned long pages);
pgprot_t devmap_backing_pgprot(const struct devmap_backing *backing, pgprot_t prot);

#endif /* _DEVMAP_BACKING_H */
