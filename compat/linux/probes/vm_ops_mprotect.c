// SPDX-License-Identifier: GPL-2.0
// ASK: does mprotect(2) ask the owner of a VMA?
// WHY: since 5.11 (95bb7c42ac8a) there is vm_operations_struct.mprotect
// NO: no member named .mprotect
#include <linux/mm.h>

void probe(struct vm_operations_struct *ops,
	   int (*mprotect)(struct vm_area_struct *vma, unsigned long start,
			   unsigned long end, unsigned long newflags))
{
	ops->mprotect = mprotect;
}
