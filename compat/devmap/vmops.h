/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The operations of our VMAs.
 */
#ifndef _DEVMAP_VMOPS_H
#define _DEVMAP_VMOPS_H

#include <linux/mm.h>

extern const struct vm_operations_struct devmap_vm_ops;

static inline bool devmap_vma_is_ours(const struct vm_area_struct *vma)
{
	return vma->vm_ops == &devmap_vm_ops;
}

#endif /* _DEVMAP_VMOPS_H */
