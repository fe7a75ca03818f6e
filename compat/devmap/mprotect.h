/* SPDX-License-Identifier: GPL-2.0 */
/*
 * mprotect(2) of a mapping.
 */
#ifndef _DEVMAP_MPROTECT_H
#define _DEVMAP_MPROTECT_H

#include <linux/mm.h>

#include <sys/mman.h>

struct devmap_segment;

/* The flags of a VMA that a handle with @maxprot does not allow. */
static inline vm_flags_t devmap_forbidden(unsigned int maxprot)
{
	return (maxprot & PROT_READ ? 0 : VM_READ) |
	       (maxprot & PROT_WRITE ? 0 : VM_WRITE) |
	       (maxprot & PROT_EXEC ? 0 : VM_EXEC);
}

vm_flags_t devmap_forbidden_for_ever(const struct devmap_segment *seg);
int devmap_vm_mprotect(struct vm_area_struct *vma, unsigned long start,
		       unsigned long end, unsigned long newflags);

#endif /* _DEVMAP_MPROTECT_H */
