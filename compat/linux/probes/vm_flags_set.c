// SPDX-License-Identifier: GPL-2.0
// ASK: are the flags of a VMA changed by vm_flags_set()?
// WHY: since 6.3 (bc292ab00f6c) vm_flags is const; enterprise kernels backported it
// NO: vm_flags_set()
#include <linux/mm.h>

void probe(struct vm_area_struct *vma)
{
	vm_flags_set(vma, VM_IO);
}
