/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Task queues: taskq(9F); ddi_taskq(9F) is in <sys/sunddi.h>.
 */
#ifndef _SYS_TASKQ_H
#define	_SYS_TASKQ_H

#include <sys/types.h>
#include <sys/proc.h>
#include <sys/thread.h>

#define	TASKQ_NAMELEN		31

typedef struct taskq		taskq_t;
typedef uintptr_t		taskqid_t;
typedef void			(task_func_t)(void *);

#define	TASKQID_INVALID		((taskqid_t)0)

/* taskq_create(9F) */
#define	TASKQ_PREPOPULATE	0x0001
#define	TASKQ_CPR_SAFE		0x0002
#define	TASKQ_DYNAMIC		0x0004
#define	TASKQ_THREADS_CPU_PCT	0x0008
#define	TASKQ_DC_BATCH		0x0010

/* taskq_dispatch(9F) */
#define	TQ_SLEEP		0x00
#define	TQ_NOSLEEP		0x01
#define	TQ_NOQUEUE		0x02	/* only if a thread is free */
#define	TQ_NOALLOC		0x04	/* only what was preallocated */
#define	TQ_FRONT		0x08

taskq_t *ddi_taskq_new(const char *name, int nthreads, int minalloc,
    int maxalloc, uint_t flags, struct module *owner);
void taskq_destroy(taskq_t *tq);
taskqid_t taskq_dispatch(taskq_t *tq, task_func_t *func, void *arg,
    uint_t flags);
void taskq_wait(taskq_t *tq);
void taskq_suspend(taskq_t *tq);
int taskq_suspended(taskq_t *tq);
void taskq_resume(taskq_t *tq);
int taskq_member(taskq_t *tq, kthread_t *thread);

static inline taskq_t *
taskq_create(const char *name, int nthreads, pri_t pri, int minalloc,
    int maxalloc, uint_t flags)
{
	return (ddi_taskq_new(name, nthreads, minalloc, maxalloc, flags,
	    &__this_module));
}

#endif /* _SYS_TASKQ_H */
