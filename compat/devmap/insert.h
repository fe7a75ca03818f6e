/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Page-table entries of a range.
 */
#ifndef _DEVMAP_INSERT_H
#define _DEVMAP_INSERT_H

#include <linux/mm.h>

#include "backing.h"

/**
 * struct devmap_insert - page-table entries to be made
 * @vma: in which VMA; the mmap_lock of its process is held, or its own lock
 * @prot: with which protection and caching
 * @cur: the page frame that comes next
 * @large: entries for more than a page may be made
 * @stop: the address behind the last one in the page table at hand
 */
struct devmap_insert {
	struct vm_area_struct *vma;
	pgprot_t prot;
	struct devmap_cursor cur;
	bool large;
	unsigned long stop;
};

int devmap_insert_range(struct devmap_insert *ins, unsigned long addr,
			unsigned long end);

#endif /* _DEVMAP_INSERT_H */
