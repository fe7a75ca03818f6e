/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The order of locks, and how lockdep learns it.
 */
#ifndef _DEVMAP_LOCKORDER_H
#define _DEVMAP_LOCKORDER_H

#ifdef CONFIG_LOCKDEP
void devmap_teach_lock_order(void);
#else
static inline void devmap_teach_lock_order(void) { }
#endif

#endif /* _DEVMAP_LOCKORDER_H */
