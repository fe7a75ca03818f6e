/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Threads: curthread, and threads of a driver's own.
 */
#ifndef _SYS_THREAD_H
#define	_SYS_THREAD_H

#include <sys/types.h>

struct module;
struct taskq;

struct _kthread {
	kt_did_t	t_did;		/* what thread_join() wants */
	struct proc	*t_procp;
	struct taskq	*t_taskq;	/* the one whose thread it is, or NULL */
};

/* The calling thread. The pointer stays the same for as long as it lives. */
kthread_t *ddi_curthread(void);
#define	curthread	(ddi_curthread())
#define	ttoproc(t)	((t)->t_procp)

/* The state in which thread_create() leaves a thread. */
#define	TS_RUN		0x02

kthread_t *ddi_thread_create(void (*proc)(void *), void *arg, size_t len,
    struct module *owner);
void thread_exit(void);
void thread_join(kt_did_t did);

/* Which Linux module the driver is; defined by the kernel's build. */
extern struct module __this_module;

static inline kthread_t *
thread_create(caddr_t stk, size_t stksize, void (*proc)(void *), void *arg,
    size_t len, struct proc *pp, int state, pri_t pri)
{
	return (ddi_thread_create(proc, arg, len, &__this_module));
}

#endif /* _SYS_THREAD_H */
