/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What differs between kernels, under one name. The only header of the tree that
 * looks at the probes: see compat/linux/probes/, one file a question.
 */
#ifndef _DEVMAP_LINUX_COMPAT_H
#define _DEVMAP_LINUX_COMPAT_H

#include <linux/device.h>
#include <linux/device/class.h>
#include <linux/hrtimer.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pgtable.h>
#include <linux/poll.h>
#include <linux/uio.h>

#include "probes.h"

/*
 * 6.3 made vm_flags const and gave it functions; both have to be called with the
 * mmap_lock held for writing.
 */
static inline void devmap_vm_flags_set(struct vm_area_struct *vma, unsigned long flags)
{
#ifdef HAVE_VM_FLAGS_SET
	vm_flags_set(vma, flags);
#else
	vma->vm_flags |= flags;
#endif
}

static inline void devmap_vm_flags_clear(struct vm_area_struct *vma,
					 unsigned long flags)
{
#ifdef HAVE_VM_FLAGS_SET
	vm_flags_clear(vma, flags);
#else
	vma->vm_flags &= ~flags;
#endif
}

/*
 * The entry, or NULL where there is no table for it; Linux does not export what
 * makes tables of that level alone. The mmap_lock is held, or the lock of a VMA there, so
 * that tables stay; those that are missing other threads may make meanwhile.
 */
static inline pmd_t *devmap_find_pmd(struct mm_struct *mm, unsigned long addr)
{
	pgd_t *pgdp = pgd_offset(mm, addr);
	p4d_t *p4dp = pgd_present(READ_ONCE(*pgdp)) ? p4d_offset(pgdp, addr) : NULL;
	pud_t *pudp = p4dp && p4d_present(READ_ONCE(*p4dp)) ? pud_offset(p4dp, addr) : NULL;
	pud_t pud = pudp ? READ_ONCE(*pudp) : __pud(0);

	if (!pud_present(pud) || pud_leaf(pud))
		return NULL;
	return pmd_offset(pudp, addr);
}

/*
 * The entry that leads to a table of PTEs, or NULL where there is no table. Called with
 * the mmap_lock held, or the lock of the VMA, for an address of a VMA of ours: Linux frees
 * a table that it has there only with the VMA.
 */
static inline pmd_t *devmap_find_table(struct mm_struct *mm, unsigned long addr)
{
	pmd_t *pmdp = devmap_find_pmd(mm, addr);
	pmd_t pmd = pmdp ? READ_ONCE(*pmdp) : __pmd(0);

	return pmd_none(pmd) || pmd_leaf(pmd) ? NULL : pmdp;
}

static inline bool devmap_pmd_empty(struct mm_struct *mm, unsigned long addr)
{
	pmd_t *pmdp = devmap_find_pmd(mm, addr);

	return !pmdp || pmd_none(READ_ONCE(*pmdp));
}

/* Has a small VMA no page tables? Then there is nothing in them either. */
static inline bool devmap_vma_blank(struct vm_area_struct *vma)
{
	return vma->vm_end - vma->vm_start <= PMD_SIZE &&
	       devmap_pmd_empty(vma->vm_mm, vma->vm_start) &&
	       devmap_pmd_empty(vma->vm_mm, vma->vm_end - 1);
}

/* 7.1 renamed zap_vma_ptes(). Both do nothing where the range is not the VMA's. */
static inline void devmap_zap_range(struct vm_area_struct *vma, unsigned long addr,
				    unsigned long size)
{
#ifdef HAVE_ZAP_SPECIAL_VMA_RANGE
	zap_special_vma_range(vma, addr, size);
#else
	zap_vma_ptes(vma, addr, size);
#endif
}

static inline void devmap_zap_vma(struct vm_area_struct *vma)
{
	if (!devmap_vma_blank(vma))
		devmap_zap_range(vma, vma->vm_start, vma->vm_end - vma->vm_start);
}

/*
 * Since 5.11 mprotect(2) asks the owner of a VMA. Where it does not, what it may
 * give has to be decided for the whole VMA when it is made.
 */
#ifdef HAVE_VM_OPS_MPROTECT
#define devmap_has_vm_mprotect true
#define DEVMAP_VM_OPS_MPROTECT(fn) .mprotect = (fn),
#else
#define devmap_has_vm_mprotect false
#define DEVMAP_VM_OPS_MPROTECT(fn)
#endif

/*
 * From 6.7 on a fault may hold the lock of a VMA in place of the mmap_lock: where the
 * owner of the VMA has map_pages().
 */
#ifdef HAVE_RELEASE_FAULT_LOCK
#define DEVMAP_VM_OPS_MAP_PAGES(fn) .map_pages = (fn),
#else
#define DEVMAP_VM_OPS_MAP_PAGES(fn)
#endif

static inline bool devmap_fault_locks_vma(const struct vm_fault *vmf)
{
#ifdef HAVE_RELEASE_FAULT_LOCK
	return vmf->flags & FAULT_FLAG_VMA_LOCK;
#else
	return false;
#endif
}

static inline void devmap_release_fault_lock(struct vm_fault *vmf)
{
#ifdef HAVE_RELEASE_FAULT_LOCK
	release_fault_lock(vmf);
#else
	mmap_read_unlock(vmf->vma->vm_mm);
#endif
}

#ifndef HAVE_FOLLOW_PFNMAP
static inline int devmap_note_pfn(pte_t *ptep, unsigned long addr, void *data)
{
	pte_t pte = ptep_get(ptep);

	if (pte_present(pte))
		*(unsigned long *)data = pte_pfn(pte);
	return 0;
}
#endif

/*
 * The page that a process has a valid translation to, or -1. Called with the i_mmap
 * lock held. 6.12 has a function for it; 7.3 does not export the older one.
 */
static inline unsigned long devmap_vma_pfn(struct vm_area_struct *vma,
					   unsigned long addr)
{
	unsigned long pfn = -1UL;
#ifdef HAVE_FOLLOW_PFNMAP
	struct follow_pfnmap_args args = { .vma = vma, .address = addr };

	if (!follow_pfnmap_start(&args)) {
		pfn = args.pfn;
		follow_pfnmap_end(&args);
	}
#else
	apply_to_existing_page_range(vma->vm_mm, addr, PAGE_SIZE, devmap_note_pfn, &pfn);
#endif
	return pfn;
}

/*
 * Entries for 2 MiB, where the kernel knows that there may be none of its own pages
 * behind one. Then big mappings begin where their offset wants it.
 */
#ifdef HAVE_PMD_PFNMAP
#define DEVMAP_FOPS_ALIGNED .get_unmapped_area = thp_get_unmapped_area,

static inline bool devmap_is_pmd(struct mm_struct *mm, unsigned long addr)
{
	pmd_t *pmdp = devmap_find_pmd(mm, addr);

	return pmdp && pmd_leaf(pmdp_get(pmdp));
}

/*
 * As vmf_insert_pfn_pmd(), which knows no caching but the VMA's. False where there
 * is a table of smaller ones.
 */
static inline bool devmap_set_pmd(struct vm_area_struct *vma, unsigned long addr,
				  unsigned long pfn, pgprot_t prot)
{
	pmd_t pmd = pmd_mkspecial(pmd_mkhuge(pfn_pmd(pfn, prot)));
	pmd_t *pmdp = devmap_find_pmd(vma->vm_mm, addr);
	spinlock_t *ptl;	/* of the table */
	bool shown;

	if (!pmdp || arch_needs_pgtable_deposit())
		return false;
	ptl = pmd_lock(vma->vm_mm, pmdp);
	if (pmd_none(pmdp_get(pmdp))) {
		set_pmd_at(vma->vm_mm, addr, pmdp,
			   pmd_write(pmd) ? pmd_mkdirty(pmd) : pmd);
		update_mmu_cache_pmd(vma, addr, pmdp);
	}
	shown = pmd_leaf(pmdp_get(pmdp));
	spin_unlock(ptl);
	return shown;
}
#else
#define DEVMAP_FOPS_ALIGNED

static inline bool devmap_is_pmd(struct mm_struct *mm, unsigned long addr)
{
	return false;
}

static inline bool devmap_set_pmd(struct vm_area_struct *vma, unsigned long addr,
				  unsigned long pfn, pgprot_t prot)
{
	return false;
}
#endif

/*
 * The process that an mm belongs to, as far as the kernel notes it; 0 else. A fork that
 * is not complete yet has its parent's.
 */
static inline pid_t devmap_mm_pid(struct mm_struct *mm)
{
	pid_t pid = 0;
#ifdef CONFIG_MEMCG
	struct task_struct *owner;

	rcu_read_lock();
	owner = rcu_dereference(mm->owner);
	if (owner)
		pid = owner->tgid;
	rcu_read_unlock();
#endif
	return pid;
}

/* 6.4 dropped the module argument. */
static inline struct class *devmap_class_create(const char *name)
{
#ifdef HAVE_CLASS_CREATE_NAME
	return class_create(name);
#else
	return class_create(THIS_MODULE, name);
#endif
}

/* 5.17 took do_exit() and what is built on it from threads of the kernel. */
static inline void __noreturn devmap_kthread_exit(void)
{
#ifdef HAVE_KTHREAD_COMPLETE_AND_EXIT
	kthread_complete_and_exit(NULL, 0);
#else
	complete_and_exit(NULL, 0);
#endif
}

/* 6.13 made one of hrtimer_init() and the setting of the function. */
static inline void devmap_hrtimer_setup(struct hrtimer *timer,
					enum hrtimer_restart (*function)(struct hrtimer *))
{
#ifdef HAVE_HRTIMER_SETUP
	hrtimer_setup(timer, function, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
#else
	hrtimer_init(timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	timer->function = function;
#endif
}

/* 6.0 gave the single user buffer a type of its own. */
static inline bool devmap_iter_is_ubuf(const struct iov_iter *iter)
{
#ifdef HAVE_ITER_IS_UBUF
	return iter_is_ubuf(iter);
#else
	return false;
#endif
}

/* Where the single user buffer begins. */
static inline void __user *devmap_iter_ubuf(const struct iov_iter *iter)
{
#ifdef HAVE_ITER_IS_UBUF
	return iter->ubuf;
#else
	return NULL;
#endif
}

/* 6.4 made the member private. */
static inline const struct iovec *devmap_iter_iov(const struct iov_iter *iter)
{
#ifdef HAVE_ITER_IOV
	return iter_iov(iter);
#else
	return iter->iov;
#endif
}

/* 7.3 dropped the function. */
static inline bool devmap_poll_waits(const poll_table *pt)
{
#ifdef HAVE_POLL_DOES_NOT_WAIT
	return !poll_does_not_wait(pt);
#else
	return pt && pt->_qproc;
#endif
}

#endif /* _DEVMAP_LINUX_COMPAT_H */
