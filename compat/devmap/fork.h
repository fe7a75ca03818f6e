/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The calls into devmap_dup(9E).
 */
#ifndef _DEVMAP_FORK_H
#define _DEVMAP_FORK_H

struct vm_area_struct;

void devmap_fork(struct vm_area_struct *vma);

#endif /* _DEVMAP_FORK_H */
