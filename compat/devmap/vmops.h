/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The operations of our VMAs.
 */
#ifndef _DEVMAP_VMOPS_H
#define _DEVMAP_VMOPS_H

#include <linux/mm.h>

/* Of mappings whose driver is asked for each page, and of those without callbacks. */
extern const struct vm_operations_struct devmap_vm_ops;
extern const struct vm_operations_struct devmap_vm_ops_default;

static inline bool devmap_vma_is_ours(const struct vm_area_struct *vma)
{
	return vma->vm_ops == &devmap_vm_ops || vma->vm_ops == &devmap_vm_ops_default;
}

#endif /* _DEVMAP_VMOPS_H */
