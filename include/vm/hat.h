/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Page frame numbers, for mmap(9E).
 */
#ifndef _VM_HAT_H
#define	_VM_HAT_H

#include <sys/types.h>

/* The translations of an address space: struct as's a_hat. */
struct hat;

/* "No page there", also to a mmap(9E) that returns it as an int. */
#define	PFN_INVALID	((unsigned long)-1)

/* pfn_t is an unsigned long. */
unsigned long hat_getkpfnum(caddr_t addr);
unsigned long hat_getpfnum(struct hat *hat, caddr_t addr);

#endif /* _VM_HAT_H */
