/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Debuggers: access to a mapping of another process.
 */
#ifndef _DEVMAP_ACCESS_H
#define _DEVMAP_ACCESS_H

struct vm_area_struct;

int devmap_vm_access(struct vm_area_struct *vma, unsigned long addr, void *buf,
		     int len, int write);

#endif /* _DEVMAP_ACCESS_H */
