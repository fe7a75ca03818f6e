// SPDX-License-Identifier: GPL-2.0
// ASK: does mprotect(2) ask the owner of a VMA?
// WHY: since 5.11 (95bb7c42ac8a) there is vm_operations_struct.mprotect
// NO: has no member named .mprotect|initialization of
#include <linux/mm.h>

static int probe_mprotect(struct vm_area_struct *vma, unsigned long start,
			  unsigned long end, unsigned long newflags)
{
	return 0;
}

const struct vm_operations_struct probe = {
	.mprotect = probe_mprotect,
};
