/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Mutual exclusion locks: mutex(9F).
 *
 * All of them sleep. Interrupt handlers run in threads here, as they do on
 * Solaris, so that a handler may take a mutex; the interrupt block cookie that
 * mutex_init takes for that purpose is accepted and not needed.
 */
#ifndef _SYS_MUTEX_H
#define	_SYS_MUTEX_H

#include <sys/mutex_impl.h>

#define	mutex_init(mp, name, type, arg) do {				\
	static struct ddi_lock_key ddi_key_;				\
	ddi_mutex_init((mp), #mp, (type), (void *)(arg), &ddi_key_);	\
	(void)(name);							\
} while (0)
#define	mutex_destroy(mp)	ddi_mutex_destroy(mp)

#define	MUTEX_HELD(mp)		mutex_owned(mp)
#define	MUTEX_NOT_HELD(mp)	(!mutex_owned(mp))

#endif /* _SYS_MUTEX_H */
