// SPDX-License-Identifier: GPL-2.0
/*
 * What the modules cannot do without. Compiled on every kernel before the probes;
 * each sentence says what is missing and what mends it.
 */
#ifndef CONFIG_MMU
#error "devmap: this kernel was built without CONFIG_MMU, which devmap needs; name the headers of another: make KDIR=/path/to/headers"
#endif
#ifndef CONFIG_64BIT
#error "devmap: this kernel is a 32-bit one, and devmap needs CONFIG_64BIT; name the headers of another: make KDIR=/path/to/headers"
#endif

#ifndef CONFIG_PCI
#error "devmap: this kernel was built without CONFIG_PCI, which devmap needs; name the headers of another: make KDIR=/path/to/headers"
#endif

/* The headers are those of the kernel that they say they are: all of this is old. */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/module.h>

void needs(struct address_space *mapping, struct vm_area_struct *vma);
void needs(struct address_space *mapping, struct vm_area_struct *vma)
{
	unmap_mapping_range(mapping, 0, 0, 1);
	mmap_read_lock(vma->vm_mm);
	vmf_insert_pfn_prot(vma, vma->vm_start, 0, vma->vm_page_prot);
}
