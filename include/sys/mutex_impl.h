/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Mutexes, but for the two names that Linux has too; part of <sys/mutex.h>.
 */
#ifndef _SYS_MUTEX_IMPL_H
#define	_SYS_MUTEX_IMPL_H

#include <sys/types.h>
#include <sys/lockkey.h>

typedef enum {
	MUTEX_ADAPTIVE = 0,
	MUTEX_SPIN = 1,
	MUTEX_DRIVER = 4,
	MUTEX_DEFAULT = 6
} kmutex_type_t;

typedef struct kmutex {
	void	*m_owner;
	void	*m_opaque[DDI_LOCK_WORDS];
} kmutex_t;

void ddi_mutex_init(kmutex_t *mp, const char *name, kmutex_type_t type,
    void *arg, struct ddi_lock_key *key);
void ddi_mutex_destroy(kmutex_t *mp);
void mutex_enter(kmutex_t *mp);
int mutex_tryenter(kmutex_t *mp);
void mutex_exit(kmutex_t *mp);
int mutex_owned(kmutex_t *mp);
kthread_t *mutex_owner(kmutex_t *mp);

#endif /* _SYS_MUTEX_IMPL_H */
