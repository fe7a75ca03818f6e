/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What Linux's lock checker needs of a lock: a static object for each place
 * that initialises one. And room for Linux's own lock objects, which a driver
 * holds but does not see; compat/linux/abi.c asserts that they fit.
 */
#ifndef _SYS_LOCKKEY_H
#define	_SYS_LOCKKEY_H

struct ddi_lock_key {
	void	*k_opaque[2];
};

#if defined(CONFIG_DEBUG_LOCK_ALLOC) || defined(CONFIG_DEBUG_MUTEXES) || \
	defined(CONFIG_PREEMPT_RT)
#define	DDI_LOCK_WORDS	32
#else
#define	DDI_LOCK_WORDS	6
#endif

#endif /* _SYS_LOCKKEY_H */
