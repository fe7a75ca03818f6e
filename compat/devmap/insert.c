// SPDX-License-Identifier: GPL-2.0
/*
 * Page-table entries: one for each page, or one for 2 MiB where kernel, alignment
 * and memory allow.
 *
 * Who makes entries holds the mmap_lock of the process, or the lock of the VMA, and the
 * lock of the handle that the pages belong to. So an address shows one page of one handle
 * meanwhile, and nobody else makes entries for it: the halves of a handle that a hole is
 * punched into, which have the same addresses for a while, are not loaded. Revocation
 * needs neither lock, and may empty what is being filled at any time: it takes the
 * page-table locks.
 *
 * An entry for 2 MiB lies inside of one handle and one VMA. Whatever Linux does to
 * a part of it later (unmap, mprotect, mremap, a revocation), Linux empties all of it
 * first: the rest faults again.
 */
#include <linux/mm.h>
#include <linux/pgtable.h>

#include "../linux/compat.h"
#include "insert.h"

/* The bits of an entry beside its page frame: the same for all pages of a range. */
static pgprot_t devmap_pte_bits(pgprot_t prot)
{
	pte_t pte = pte_mkspecial(pfn_pte(0, prot));

	/* Spares the CPU the walk that would set the dirty bit; nobody reads it. */
	return pte_pgprot(pte_write(pte) ? pte_mkdirty(pte) : pte);
}

/*
 * Fills a page table from an address on. Called with its lock held, for the first
 * entry; the others follow that one, so that a call for each is spared.
 *
 * What is valid already, another thread's fault or an earlier load made valid.
 * Anything else (a userfaultfd marker) would make the access fault for ever.
 */
static int devmap_insert_ptes(pte_t *ptep, unsigned long addr, void *data)
{
	struct devmap_insert *ins = data;
	struct mm_struct *mm = ins->vma->vm_mm;
	struct devmap_cursor cur = ins->cur;
	pgprot_t bits = devmap_pte_bits(ins->prot);

	for (; addr < ins->stop; addr += PAGE_SIZE, ptep++) {
		unsigned long pfn = devmap_cursor_next(&cur);
		pte_t old = ptep_get(ptep);

		if (pte_none(old))
			set_pte_at(mm, addr, ptep, pfn_pte(pfn, bits));
		else if (!pte_present(old))
			return -EFAULT;
	}
	ins->cur = cur;
	return 0;
}

/*
 * Does Linux want to see the first store to each page of a writable VMA? (Soft-dirty
 * bits, see clear_refs in proc(5).) Entries are read-only then until the store. Linux
 * makes a small one writable by itself; a large one of a driver it empties, so that the
 * page faults again, is loaded again, and so on for ever.
 */
static bool devmap_stores_are_seen(const struct devmap_insert *ins)
{
	return ins->vma->vm_flags & VM_WRITE && !pte_write(pfn_pte(0, ins->prot));
}

/* Does all of what one entry shows come from @addr on, in one piece and aligned? */
static bool devmap_fits_pmd(struct devmap_insert *ins, unsigned long addr)
{
	return ins->large && IS_ALIGNED(addr, PMD_SIZE) &&
	       ins->stop - addr == PMD_SIZE &&
	       devmap_cursor_contiguous(&ins->cur, PMD_SIZE >> PAGE_SHIFT) &&
	       !devmap_stores_are_seen(ins);
}

/* Returns whether an entry for 2 MiB shows the addresses up to @ins->stop. */
static bool devmap_insert_pmd(struct devmap_insert *ins, unsigned long addr)
{
	unsigned long pages = (ins->stop - addr) >> PAGE_SHIFT;
	bool shown;

	if (devmap_fits_pmd(ins, addr))
		shown = devmap_set_pmd(ins->vma, addr, ins->cur.pfn, ins->prot);
	else
		shown = devmap_is_pmd(ins->vma->vm_mm, addr);
	if (shown)
		devmap_cursor_skip(&ins->cur, pages);
	return shown;
}

/* Of a table that there is it is cheaper to find the entry than to have it found. */
static int devmap_insert_table(struct devmap_insert *ins, unsigned long addr)
{
	struct mm_struct *mm = ins->vma->vm_mm;
	pmd_t *pmdp = devmap_find_table(mm, addr);
	spinlock_t *ptl;	/* of the table */
	int err;

	/* One page of a table brings the table; the function fills it. */
	if (!pmdp)
		return apply_to_page_range(mm, addr, PAGE_SIZE, devmap_insert_ptes, ins);
	ptl = pte_lockptr(mm, pmdp);
	spin_lock(ptl);
	err = devmap_insert_ptes(pte_offset_kernel(pmdp, addr), addr, ins);
	spin_unlock(ptl);
	return err;
}

/**
 * devmap_insert_range() - make page-table entries
 * @ins: what is to be shown; what was used up of it is gone from @cur
 * @addr: first address, in @ins->vma
 * @end: address behind the last page, not behind the VMA's
 *
 * Return: 0; -ENOMEM without page tables; -EFAULT where Linux has put something
 * else there.
 */
int devmap_insert_range(struct devmap_insert *ins, unsigned long addr,
			unsigned long end)
{
	int err;

	for (; addr < end; addr = ins->stop) {
		ins->stop = pmd_addr_end(addr, end);
		if (devmap_insert_pmd(ins, addr))
			continue;
		err = devmap_insert_table(ins, addr);
		if (err)
			return err;
	}
	return 0;
}
