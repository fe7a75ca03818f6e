/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Readers/writer locks: rwlock(9F).
 */
#ifndef _SYS_RWLOCK_H
#define	_SYS_RWLOCK_H

#include <sys/types.h>
#include <sys/lockkey.h>

typedef enum {
	RW_DRIVER = 2,
	RW_DEFAULT = 4
} krw_type_t;

typedef enum {
	RW_WRITER,
	RW_READER
} krw_t;

typedef struct krwlock {
	void	*rw_owner;
	void	*rw_opaque[DDI_LOCK_WORDS];
	void	*rw_writers[DDI_LOCK_WORDS];
} krwlock_t;

#define	rw_init(rwlp, name, type, arg) do {				\
	static struct ddi_lock_key ddi_key_[2];				\
	ddi_rw_init((rwlp), #rwlp, (type), (void *)(arg), ddi_key_);	\
	(void)(name);							\
} while (0)

void ddi_rw_init(krwlock_t *rwlp, const char *name, krw_type_t type,
    void *arg, struct ddi_lock_key *keys);
void rw_destroy(krwlock_t *rwlp);
void rw_enter(krwlock_t *rwlp, krw_t enter_type);
int rw_tryenter(krwlock_t *rwlp, krw_t enter_type);
void rw_exit(krwlock_t *rwlp);
void rw_downgrade(krwlock_t *rwlp);
int rw_tryupgrade(krwlock_t *rwlp);
int rw_read_locked(krwlock_t *rwlp);
int rw_read_held(krwlock_t *rwlp);
int rw_write_held(krwlock_t *rwlp);
int rw_lock_held(krwlock_t *rwlp);
kthread_t *rw_owner(krwlock_t *rwlp);

/* For assertions. That a lock is read by somebody may be by somebody else. */
#define	RW_READ_HELD(x)		(rw_read_held(x))
#define	RW_WRITE_HELD(x)	(rw_write_held(x))
#define	RW_LOCK_HELD(x)		(rw_lock_held(x))
#define	RW_ISWRITER(x)		(rw_write_held(x))

#endif /* _SYS_RWLOCK_H */
