/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Condition variables: condvar(9F).
 */
#ifndef _SYS_CONDVAR_H
#define	_SYS_CONDVAR_H

#include <sys/types.h>
#include <sys/lockkey.h>
#include <sys/mutex.h>
#include <sys/time.h>

typedef enum {
	CV_DEFAULT = 0,
	CV_DRIVER = 1
} kcv_type_t;

typedef struct kcondvar {
	void	*cv_opaque[DDI_LOCK_WORDS];
} kcondvar_t;

#define	cv_init(cvp, name, type, arg) do {				\
	static struct ddi_lock_key ddi_key_;				\
	ddi_cv_init((cvp), #cvp, (type), (void *)(arg), &ddi_key_);	\
	(void)(name);							\
} while (0)

void ddi_cv_init(kcondvar_t *cvp, const char *name, kcv_type_t type,
    void *arg, struct ddi_lock_key *key);
void cv_destroy(kcondvar_t *cvp);
void cv_signal(kcondvar_t *cvp);
void cv_broadcast(kcondvar_t *cvp);
void cv_wait(kcondvar_t *cvp, kmutex_t *mp);
int cv_wait_sig(kcondvar_t *cvp, kmutex_t *mp);
clock_t cv_timedwait(kcondvar_t *cvp, kmutex_t *mp, clock_t timeout);
clock_t cv_timedwait_sig(kcondvar_t *cvp, kmutex_t *mp, clock_t timeout);
clock_t cv_reltimedwait(kcondvar_t *cvp, kmutex_t *mp, clock_t delta,
    time_res_t res);
clock_t cv_reltimedwait_sig(kcondvar_t *cvp, kmutex_t *mp, clock_t delta,
    time_res_t res);

#endif /* _SYS_CONDVAR_H */
