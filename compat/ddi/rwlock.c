// SPDX-License-Identifier: GPL-2.0
/*
 * Readers/writer locks: rwlock(9F), over a Linux rw_semaphore.
 *
 * A rw_semaphore cannot make a writer of a reader. Writers therefore take a
 * mutex first. A reader that has the mutex may let go of the rw_semaphore: no
 * writer gets in before it has it again, for writing if it was the only reader.
 */
#include <linux/export.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>

#include <sys/rwlock.h>

#include "proc.h"

static struct rw_semaphore *ddi_linux_rwsem(krwlock_t *rwlp)
{
	BUILD_BUG_ON(sizeof(struct rw_semaphore) > sizeof(rwlp->rw_opaque));
	return (struct rw_semaphore *)rwlp->rw_opaque;
}

static struct mutex *ddi_rw_writers(krwlock_t *rwlp)
{
	BUILD_BUG_ON(sizeof(struct mutex) > sizeof(rwlp->rw_writers));
	return (struct mutex *)rwlp->rw_writers;
}

/**
 * ddi_rw_init() - rw_init(9F)
 * @rwlp: the lock
 * @name: for the lock checker
 * @type: RW_DRIVER or another; there is no difference
 * @arg: not used
 * @keys: two for each place that calls this; supplied by <sys/rwlock.h>
 *
 * Context: process. See rw_init(9F).
 */
void ddi_rw_init(krwlock_t *rwlp, const char *name, krw_type_t type, void *arg,
		 struct ddi_lock_key *keys)
{
	rwlp->rw_owner = NULL;
	__init_rwsem(ddi_linux_rwsem(rwlp), name, (struct lock_class_key *)&keys[0]);
	__mutex_init(ddi_rw_writers(rwlp), name, (struct lock_class_key *)&keys[1]);
}
EXPORT_SYMBOL_GPL(ddi_rw_init);

/**
 * rw_destroy() - end the use of a lock
 * @rwlp: the lock; nobody holds it
 *
 * See rw_destroy(9F).
 */
void rw_destroy(krwlock_t *rwlp)
{
	WARN_ONCE(rwsem_is_locked(ddi_linux_rwsem(rwlp)),
		  "rwlock(9F): destroyed while it is held\n");
	mutex_destroy(ddi_rw_writers(rwlp));
}
EXPORT_SYMBOL_GPL(rw_destroy);

/**
 * rw_enter() - take a lock
 * @rwlp: the lock; the caller does not hold it, for reading neither
 * @enter_type: RW_READER or RW_WRITER
 *
 * Context: process, sleeps. See rw_enter(9F).
 */
void rw_enter(krwlock_t *rwlp, krw_t enter_type)
{
	if (enter_type == RW_READER) {
		down_read(ddi_linux_rwsem(rwlp));
		return;
	}
	mutex_lock(ddi_rw_writers(rwlp));
	down_write(ddi_linux_rwsem(rwlp));
	WRITE_ONCE(rwlp->rw_owner, current);
}
EXPORT_SYMBOL_GPL(rw_enter);

static int ddi_rw_trywrite(krwlock_t *rwlp)
{
	if (!mutex_trylock(ddi_rw_writers(rwlp)))
		return 0;
	if (!down_write_trylock(ddi_linux_rwsem(rwlp))) {
		mutex_unlock(ddi_rw_writers(rwlp));
		return 0;
	}
	WRITE_ONCE(rwlp->rw_owner, current);
	return 1;
}

/**
 * rw_tryenter() - take a lock if that is possible at once
 * @rwlp: the lock
 * @enter_type: RW_READER or RW_WRITER
 *
 * Return: nonzero if it was taken. See rw_tryenter(9F).
 */
int rw_tryenter(krwlock_t *rwlp, krw_t enter_type)
{
	if (enter_type == RW_READER)
		return down_read_trylock(ddi_linux_rwsem(rwlp));
	return ddi_rw_trywrite(rwlp);
}
EXPORT_SYMBOL_GPL(rw_tryenter);

/**
 * rw_exit() - give a lock back
 * @rwlp: the lock; the caller holds it, for reading or for writing
 *
 * See rw_exit(9F).
 */
void rw_exit(krwlock_t *rwlp)
{
	if (!rw_write_held(rwlp)) {
		up_read(ddi_linux_rwsem(rwlp));
		return;
	}
	WRITE_ONCE(rwlp->rw_owner, NULL);
	up_write(ddi_linux_rwsem(rwlp));
	mutex_unlock(ddi_rw_writers(rwlp));
}
EXPORT_SYMBOL_GPL(rw_exit);

/**
 * rw_downgrade() - from writer to reader
 * @rwlp: the lock; the caller holds it for writing. No writer gets in between
 *
 * See rw_downgrade(9F).
 */
void rw_downgrade(krwlock_t *rwlp)
{
	WRITE_ONCE(rwlp->rw_owner, NULL);
	downgrade_write(ddi_linux_rwsem(rwlp));
	mutex_unlock(ddi_rw_writers(rwlp));
}
EXPORT_SYMBOL_GPL(rw_downgrade);

/**
 * rw_tryupgrade() - from reader to writer, if there is no other of either
 * @rwlp: the lock; the caller holds it for reading. No writer gets in between
 *
 * Return: nonzero if the caller holds it for writing now; 0 if it holds it for
 * reading as before. See rw_tryupgrade(9F).
 */
int rw_tryupgrade(krwlock_t *rwlp)
{
	struct rw_semaphore *rwsem = ddi_linux_rwsem(rwlp);

	if (!mutex_trylock(ddi_rw_writers(rwlp)))
		return 0;
	up_read(rwsem);
	if (down_write_trylock(rwsem)) {
		WRITE_ONCE(rwlp->rw_owner, current);
		return 1;
	}
	/* Only readers can have it, so this does not wait. */
	down_read(rwsem);
	mutex_unlock(ddi_rw_writers(rwlp));
	return 0;
}
EXPORT_SYMBOL_GPL(rw_tryupgrade);

/**
 * rw_read_locked() - which way does the caller hold a lock?
 * @rwlp: the lock; the caller holds it
 *
 * Return: nonzero if for reading, 0 if for writing. See rw_read_locked(9F).
 */
int rw_read_locked(krwlock_t *rwlp)
{
	return !rw_write_held(rwlp);
}
EXPORT_SYMBOL_GPL(rw_read_locked);

/**
 * rw_read_held() - does somebody hold a lock for reading?
 * @rwlp: the lock
 *
 * For assertions: RW_READ_HELD().
 */
int rw_read_held(krwlock_t *rwlp)
{
	return rwsem_is_locked(ddi_linux_rwsem(rwlp)) && !READ_ONCE(rwlp->rw_owner);
}
EXPORT_SYMBOL_GPL(rw_read_held);

/**
 * rw_write_held() - does the caller hold a lock for writing?
 * @rwlp: the lock
 *
 * For assertions: RW_WRITE_HELD().
 */
int rw_write_held(krwlock_t *rwlp)
{
	return READ_ONCE(rwlp->rw_owner) == current;
}
EXPORT_SYMBOL_GPL(rw_write_held);

/**
 * rw_lock_held() - does the caller hold a lock for writing, or somebody for
 *	reading?
 * @rwlp: the lock
 *
 * For assertions: RW_LOCK_HELD().
 */
int rw_lock_held(krwlock_t *rwlp)
{
	return rw_write_held(rwlp) || rw_read_held(rwlp);
}
EXPORT_SYMBOL_GPL(rw_lock_held);

/**
 * rw_owner() - who holds a lock for writing?
 * @rwlp: the lock
 *
 * Return: the thread, to be compared with curthread; NULL if nobody does.
 */
kthread_t *rw_owner(krwlock_t *rwlp)
{
	return ddi_owner_thread(READ_ONCE(rwlp->rw_owner));
}
EXPORT_SYMBOL_GPL(rw_owner);
