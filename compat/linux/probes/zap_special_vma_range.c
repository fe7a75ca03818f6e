// SPDX-License-Identifier: GPL-2.0
// ASK: is a VMA emptied by zap_special_vma_range()?
// WHY: 7.1 renamed zap_vma_ptes() to that, same arguments
// NO: zap_special_vma_range()
#include <linux/mm.h>

void probe(struct vm_area_struct *vma)
{
	zap_special_vma_range(vma, vma->vm_start, PAGE_SIZE);
}
