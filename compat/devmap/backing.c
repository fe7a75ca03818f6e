// SPDX-License-Identifier: GPL-2.0
/*
 * What is behind a handle.
 */
#include <linux/ioport.h>
#include <linux/mm.h>
#include <linux/pgtable.h>

#include "../ddi/node.h"
#include "../ddi/umem.h"
#include "backing.h"
#include "memtype.h"

static bool devmap_order_valid(uint_t order)
{
	return order <= DDI_STORECACHING_OK_ACC;
}

/*
 * Pages are mapped. A model that ends inside of one has all of it; what a device
 * leaves of its last page, or of its first, belongs to somebody else.
 */
static bool devmap_regs_whole_pages(const struct ddi_regset *set)
{
	return set->space == DDI_REGS_MODEL ||
	       (set->space == DDI_REGS_MEM && PAGE_ALIGNED(set->start) &&
		PAGE_ALIGNED(set->size));
}

static bool devmap_regs_valid(const struct ddi_regset *set, offset_t roff,
			      size_t len)
{
	u64 limit = PAGE_ALIGN(set->size);

	return devmap_regs_whole_pages(set) && roff >= 0 && roff < limit &&
	       len <= limit - roff;
}

/* The page behind a range, or 0 where nothing can be mapped so far out. */
static u32 devmap_pages_end(offset_t off, size_t len)
{
	u64 end = (off >> PAGE_SHIFT) + (PAGE_ALIGN(len) >> PAGE_SHIFT);

	return end <= U32_MAX ? end : 0;
}

static int devmap_backing_memtype(struct devmap_backing *backing,
				  const struct ddi_regset *set, offset_t roff,
				  size_t len)
{
	phys_addr_t first = roff & PAGE_MASK;
	struct devmap_memtype *type;

	if (set->space == DDI_REGS_MODEL || !len)
		return 0;
	type = devmap_memtype_get(set->start + first,
				  PAGE_ALIGN(roff + len) - first, backing->order);
	if (IS_ERR(type))
		return PTR_ERR(type);
	backing->memtype = type;
	backing->order = devmap_memtype_order(type);
	return 0;
}

/**
 * devmap_backing_regs() - find registers
 * @backing: receives them, with a reference to @dip
 * @dip: the device
 * @rnumber: register set
 * @roff: offset of the first byte in the set
 * @len: bytes; rounded up to whole pages
 * @accattrp: the order of accesses; NULL is strict order
 *
 * Return: DDI_SUCCESS; DDI_FAILURE if the registers do not exist, are not memory or
 * not whole pages, end before @roff + @len, or for an unknown order, or strict order
 * where they are write-combined already.
 */
int devmap_backing_regs(struct devmap_backing *backing, dev_info_t *dip,
			uint_t rnumber, offset_t roff, size_t len,
			const ddi_device_acc_attr_t *accattrp)
{
	struct ddi_regset *set = dip ? ddi_node_regset(dip, rnumber) : NULL;
	uint_t order = accattrp ? accattrp->devacc_attr_dataorder :
				  DDI_STRICTORDER_ACC;

	if (!set || !devmap_regs_valid(set, roff, len) || !devmap_order_valid(order) ||
	    (len && !devmap_pages_end(roff, len)))
		return DDI_FAILURE;
	*backing = (struct devmap_backing) {
		.pages	= set->pages,
		.pfn	= PHYS_PFN(set->start),
		.end	= devmap_pages_end(roff, len),
		.ram	= set->ram,
		.order	= order,
	};
	if (devmap_backing_memtype(backing, set, roff, len))
		return DDI_FAILURE;
	backing->dip = ddi_node_get(dip);
	return DDI_SUCCESS;
}

/**
 * devmap_backing_umem() - find memory
 * @backing: receives it, with a reference to @umem
 * @umem: the memory
 * @off: offset of the first byte
 * @len: bytes; rounded up to whole pages
 *
 * Return: DDI_SUCCESS; DDI_FAILURE if it ends before @off + @len.
 */
int devmap_backing_umem(struct devmap_backing *backing,
			struct ddi_umem_cookie *umem, offset_t off, size_t len)
{
	if (off < 0 || off > umem->size || len > umem->size - off ||
	    (len && !devmap_pages_end(off, len)))
		return DDI_FAILURE;
	*backing = (struct devmap_backing) {
		.pages	= umem->contiguous ? NULL : umem->pages,
		.pfn	= umem->contiguous ? page_to_pfn(umem->pages[0]) : 0,
		.ram	= true,
		.end	= devmap_pages_end(off, len),
		.umem	= ddi_umem_get(umem),
	};
	return DDI_SUCCESS;
}

/**
 * devmap_backing_copy() - the same for another handle
 * @to: the other handle's
 * @from: the original; its handle's lock is held
 * @same_process: whether the other handle is a piece of the same mapping. Another
 *	process never sees what was thrown into this one's trash
 */
void devmap_backing_copy(struct devmap_backing *to,
			 const struct devmap_backing *from, bool same_process)
{
	*to = *from;
	devmap_memtype_dup(to->memtype);
	if (to->dip)
		ddi_node_get(to->dip);
	if (to->umem)
		ddi_umem_get(to->umem);
	if (!to->trash)
		return;
	if (same_process) {
		get_page(pfn_to_page(to->pfn));
	} else {
		to->trash = false;
		to->pfn = 0;
	}
}

/**
 * devmap_backing_put() - a handle shows it no more
 * @backing: no translation of it is valid
 */
void devmap_backing_put(struct devmap_backing *backing)
{
	if (backing->trash)
		put_page(pfn_to_page(backing->pfn));
	devmap_memtype_put(backing->memtype);
	if (backing->umem)
		ddi_umem_put(backing->umem);
	if (backing->dip)
		ddi_node_put(backing->dip);
}

/**
 * devmap_backing_prepare() - have pages to show
 * @backing: of a handle whose lock is held; it has something behind it
 *
 * Memory for trash is had as late as here so that a driver can always cut a
 * mapping off, and so that the process pays that uses it.
 *
 * Return: 0, -ENOMEM.
 */
int devmap_backing_prepare(struct devmap_backing *backing)
{
	struct page *page;

	if (backing->trash || !backing->umem || backing->umem->pages)
		return 0;
	page = alloc_page(GFP_HIGHUSER | __GFP_ACCOUNT | __GFP_ZERO);
	if (!page)
		return -ENOMEM;
	backing->pfn = page_to_pfn(page);
	backing->trash = true;
	return 0;
}

/**
 * devmap_backing_at() - begin to look at page frames
 * @backing: what was prepared with devmap_backing_prepare()
 * @index: the first page wanted, below &devmap_backing.end
 * @cur: receives the place
 */
void devmap_backing_at(const struct devmap_backing *backing, unsigned long index,
		       struct devmap_cursor *cur)
{
	cur->pages = backing->pages ? backing->pages + index : NULL;
	cur->step = backing->trash || backing->named ? 0 : 1;
	cur->pfn = backing->pfn + cur->step * index;
}

/**
 * devmap_cursor_contiguous() - are the next page frames one aligned piece?
 * @cur: the place; of what is in one piece @pfn is the first frame then
 * @pages: how many frames, a power of 2; the backing has them
 */
bool devmap_cursor_contiguous(struct devmap_cursor *cur, unsigned long pages)
{
	unsigned long i;

	if (!cur->pages)
		return cur->step && IS_ALIGNED(cur->pfn, pages);
	cur->pfn = page_to_pfn(cur->pages[0]);
	if (!IS_ALIGNED(cur->pfn, pages))
		return false;
	for (i = 1; i < pages; i++)
		if (cur->pages[i] != cur->pages[0] + i)
			return false;
	return true;
}

/**
 * devmap_backing_is_ram() - is it the kernel's memory, and no device's?
 * @backing: what was prepared with devmap_backing_prepare()
 */
bool devmap_backing_is_ram(const struct devmap_backing *backing)
{
	return backing->ram || (backing->named && page_is_ram(backing->pfn));
}

/**
 * devmap_backing_pgprot() - the caching that a backing wants
 * @backing: of a handle
 * @prot: the protection of the mapping
 *
 * A device's registers are write-combined where accesses may be merged, and uncached
 * else: that they may be cached is allowed by some orders and demanded by none. RAM is
 * mapped cached, whatever the driver asks for (IOMEM_DATA_UNCACHED, strict
 * order): the kernel's own mapping of it is cached, and what the same frame's
 * bytes are is undefined where mappings of two types meet. x86 and arm64 keep
 * caches and devices coherent, so that nothing is lost by it.
 *
 * Return: @prot with the caching.
 */
pgprot_t devmap_backing_pgprot(const struct devmap_backing *backing, pgprot_t prot)
{
	if (devmap_backing_is_ram(backing))
		return prot;
	return pgprot_decrypted(devmap_order_merges(backing->order) ?
				pgprot_writecombine(prot) : pgprot_noncached(prot));
}
