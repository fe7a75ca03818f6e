/* SPDX-License-Identifier: GPL-2.0 */
/*
 * mmap(2) of a device.
 */
#ifndef _DEVMAP_MMAP_H
#define _DEVMAP_MMAP_H

#include <linux/mm.h>

#include <sys/types.h>

#include "as.h"

struct dev_info;
struct devmap_segment;

/**
 * struct devmap_mmap - one mmap(2), in the frame of the task that does it
 * @call: says to devmap_setup() that this task is in segmap(9E)
 * @vma: what is to become the mapping; nobody else sees it yet
 * @dip: the device
 * @ops: the driver's entry points
 * @addr: the address that the program is told
 * @seg: what devmap_setup() made of it, or NULL
 * @prot: PROT_* that segmap(9E) wants @seg to have
 */
struct devmap_mmap {
	struct as_call call;
	struct vm_area_struct *vma;
	struct dev_info *dip;
	const struct cb_ops *ops;
	caddr_t addr;
	struct devmap_segment *seg;
	unsigned int prot;
};

unsigned int devmap_prot(const struct vm_area_struct *vma);
unsigned long devmap_mmap_answer(unsigned long addr);
int devmap_mmap(struct dev_info *dip, dev_t dev, struct vm_area_struct *vma);

#endif /* _DEVMAP_MMAP_H */
