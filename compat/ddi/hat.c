// SPDX-License-Identifier: GPL-2.0
/*
 * Page frame numbers of kernel addresses: hat_getkpfnum(9F).
 */
#include <linux/export.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/vmalloc.h>

#include <vm/hat.h>

#include "../devmap/as.h"
#include "iomap.h"

/* Drivers see no more of it than a_hat, at its start. Nothing is mapped in it. */
struct as ddi_kas = {
	.a_hat	= (struct hat *)&ddi_kas,
	.refs	= REFCOUNT_INIT(1),
	.lock	= __SPIN_LOCK_UNLOCKED(ddi_kas.lock),
	.calls	= HLIST_HEAD_INIT,
	.clients = LIST_HEAD_INIT(ddi_kas.clients),
};
EXPORT_SYMBOL_GPL(ddi_kas);

static unsigned long ddi_kernel_pfn(void *addr)
{
	phys_addr_t phys;
	struct page *page;

	BUILD_BUG_ON(offsetof(struct as, a_hat));
	if (ddi_iomap_find(addr, &phys))
		return PHYS_PFN(phys);
	if (is_vmalloc_addr(addr)) {
		page = vmalloc_to_page(addr);
		return page ? page_to_pfn(page) : PFN_INVALID;
	}
	if (virt_addr_valid(addr))
		return PHYS_PFN(virt_to_phys(addr));
	return PFN_INVALID;
}

/**
 * hat_getkpfnum() - the page frame behind a kernel address
 * @addr: an address in registers that ddi_map_regs(9F) or ddi_regs_map_setup(9F)
 *	mapped, or in memory that kmem_alloc(9F) allocated
 *
 * Context: any but interrupts.
 * Return: the page frame number, which fits the int that mmap(9E) returns; or
 * PFN_INVALID where there is none. See hat_getkpfnum(9F).
 */
unsigned long hat_getkpfnum(caddr_t addr)
{
	unsigned long pfn = ddi_kernel_pfn(addr);

	if (pfn == PFN_INVALID || pfn < UINT_MAX)
		return pfn;
	pr_warn_ratelimited("%s: page frame %lx is more than mmap(9E) can return\n",
			    __func__, pfn);
	return PFN_INVALID;
}
EXPORT_SYMBOL_GPL(hat_getkpfnum);

/**
 * hat_getpfnum() - the page frame behind an address
 * @hat: kas.a_hat
 * @addr: a kernel address, as hat_getkpfnum() wants it
 *
 * Context: as hat_getkpfnum().
 * Return: as hat_getkpfnum(); PFN_INVALID for a user address, whose frame may be
 * another one before the caller has used it: ddi_umem_lock(9F) is for that.
 */
unsigned long hat_getpfnum(struct hat *hat, caddr_t addr)
{
	if (hat == ddi_kas.a_hat)
		return hat_getkpfnum(addr);
	pr_warn_ratelimited("%s: only kernel addresses have a page frame that stays\n",
			    __func__);
	return PFN_INVALID;
}
EXPORT_SYMBOL_GPL(hat_getpfnum);
