// SPDX-License-Identifier: GPL-2.0
/*
 * Mutexes: mutex(9F), over Linux's own.
 */
#include <linux/export.h>
#include <linux/mutex.h>
#include <linux/sched.h>

#include <sys/mutex.h>

#include "proc.h"

static struct mutex *ddi_linux_mutex(kmutex_t *mp)
{
	BUILD_BUG_ON(sizeof(struct mutex) > sizeof(mp->m_opaque));
	BUILD_BUG_ON(sizeof(struct lock_class_key) > sizeof(struct ddi_lock_key));
	return (struct mutex *)mp->m_opaque;
}

/**
 * ddi_mutex_init() - mutex_init(9F)
 * @mp: the mutex
 * @name: for the lock checker
 * @type: MUTEX_DRIVER or another; all sleep
 * @arg: interrupt block cookie; not needed
 * @key: one for each place that calls this; supplied by <sys/mutex.h>
 *
 * Context: process. See mutex_init(9F).
 */
void ddi_mutex_init(kmutex_t *mp, const char *name, kmutex_type_t type,
		    void *arg, struct ddi_lock_key *key)
{
	mp->m_owner = NULL;
	__mutex_init(ddi_linux_mutex(mp), name, (struct lock_class_key *)key);
}
EXPORT_SYMBOL_GPL(ddi_mutex_init);

/**
 * ddi_mutex_destroy() - mutex_destroy(9F)
 * @mp: the mutex
 */
void ddi_mutex_destroy(kmutex_t *mp)
{
	mutex_destroy(ddi_linux_mutex(mp));
}
EXPORT_SYMBOL_GPL(ddi_mutex_destroy);

/**
 * mutex_enter() - take a mutex
 * @mp: the mutex
 *
 * Context: process, or an interrupt handler of the DDI; sleeps.
 * See mutex_enter(9F).
 */
void mutex_enter(kmutex_t *mp)
{
	mutex_lock(ddi_linux_mutex(mp));
	WRITE_ONCE(mp->m_owner, current);
}
EXPORT_SYMBOL_GPL(mutex_enter);

/**
 * mutex_tryenter() - take a mutex if it is free
 * @mp: the mutex
 *
 * Return: nonzero if it was taken. See mutex_tryenter(9F).
 */
int mutex_tryenter(kmutex_t *mp)
{
	int taken = mutex_trylock(ddi_linux_mutex(mp));

	if (taken)
		WRITE_ONCE(mp->m_owner, current);
	return taken;
}
EXPORT_SYMBOL_GPL(mutex_tryenter);

/**
 * mutex_exit() - give a mutex back
 * @mp: the mutex
 *
 * See mutex_exit(9F).
 */
void mutex_exit(kmutex_t *mp)
{
	WRITE_ONCE(mp->m_owner, NULL);
	mutex_unlock(ddi_linux_mutex(mp));
}
EXPORT_SYMBOL_GPL(mutex_exit);

/**
 * mutex_owned() - does the caller hold a mutex?
 * @mp: the mutex
 *
 * Return: nonzero if it does. See mutex_owned(9F).
 */
int mutex_owned(kmutex_t *mp)
{
	return READ_ONCE(mp->m_owner) == current;
}
EXPORT_SYMBOL_GPL(mutex_owned);

/**
 * mutex_owner() - who holds a mutex?
 * @mp: the mutex
 *
 * Return: the thread, to be compared with curthread; NULL if nobody does.
 */
kthread_t *mutex_owner(kmutex_t *mp)
{
	return ddi_owner_thread(READ_ONCE(mp->m_owner));
}
EXPORT_SYMBOL_GPL(mutex_owner);
