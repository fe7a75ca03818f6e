/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What differs between kernels, under one name. The only header of the tree that
 * looks at the probes: see compat/linux/probes/, one file a question.
 */
#ifndef _DEVMAP_LINUX_COMPAT_H
#define _DEVMAP_LINUX_COMPAT_H

#include <linux/device.h>
#include <linux/device/class.h>
#include <linux/mm.h>
#include <linux/module.h>

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

/* 7.1 renamed zap_vma_ptes(). Both do nothing where the range is not the VMA's. */
static inline void devmap_zap_vma(struct vm_area_struct *vma)
{
#ifdef HAVE_ZAP_SPECIAL_VMA_RANGE
	zap_special_vma_range(vma, vma->vm_start, vma->vm_end - vma->vm_start);
#else
	zap_vma_ptes(vma, vma->vm_start, vma->vm_end - vma->vm_start);
#endif
}

/* From 6.7 on a fault may hold the lock of a VMA in place of the mmap_lock. */
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

/* 6.4 dropped the module argument. */
static inline struct class *devmap_class_create(const char *name)
{
#ifdef HAVE_CLASS_CREATE_NAME
	return class_create(name);
#else
	return class_create(THIS_MODULE, name);
#endif
}

#endif /* _DEVMAP_LINUX_COMPAT_H */
