// SPDX-License-Identifier: GPL-2.0
/*
 * What runs, and when: timeouts, task queues, threads, and who calls.
 */
#include <sys/types.h>
#include <sys/cred.h>
#include <sys/ddi.h>
#include <sys/errno.h>
#include <sys/ksynch.h>
#include <sys/policy.h>
#include <sys/proc.h>
#include <sys/session.h>
#include <sys/signal.h>
#include <sys/sunddi.h>
#include <sys/taskq.h>
#include <sys/thread.h>
#include <sys/user.h>

#include "ddit.h"

#define	MSEC(n)		drv_usectohz((n) * 1000)
#define	NTASKS		64

static kmutex_t run_lock;
static kcondvar_t run_cv;
static volatile int run_begun;
static volatile int run_ended;
static volatile int run_gate;
static volatile int run_bad;
static clock_t run_when;
static timeout_id_t run_id;
static int run_order[NTASKS];
static void *run_ptr;

static void
run_reset(void)
{
	mutex_init(&run_lock, NULL, MUTEX_DRIVER, NULL);
	cv_init(&run_cv, NULL, CV_DRIVER, NULL);
	run_begun = run_ended = run_gate = run_bad = 0;
	run_id = NULL;
	run_ptr = NULL;
}

static void
run_fini(void)
{
	cv_destroy(&run_cv);
	mutex_destroy(&run_lock);
}

static void
wait_for(volatile int *what, int n)
{
	clock_t end = ddi_get_lbolt() + MSEC(20000);

	mutex_enter(&run_lock);
	while (*what < n)
		if (cv_timedwait(&run_cv, &run_lock, end) == -1)
			break;
	mutex_exit(&run_lock);
}

static void
set(volatile int *what, int n)
{
	mutex_enter(&run_lock);
	*what = n;
	cv_broadcast(&run_cv);
	mutex_exit(&run_lock);
}

static void
count_begun(void)
{
	mutex_enter(&run_lock);
	run_begun++;
	cv_broadcast(&run_cv);
	mutex_exit(&run_lock);
}

static void
count_ended(void)
{
	mutex_enter(&run_lock);
	run_ended++;
	cv_broadcast(&run_cv);
	mutex_exit(&run_lock);
}

static void
note_time(void *arg)
{
	run_when = ddi_get_lbolt();
	run_ptr = arg;
	count_ended();
}

static void
check_timeout(ddit_t *t)
{
	clock_t before = ddi_get_lbolt();
	timeout_id_t id = timeout(note_time, &before, MSEC(30));

	DDIT_EXPECT(t, id != NULL);
	wait_for(&run_ended, 1);
	DDIT_EXPECT(t, run_ended == 1 && run_ptr == &before);
	DDIT_EXPECT(t, run_when - before >= MSEC(30));
	DDIT_EXPECT(t, untimeout(id) == -1);
	delay(MSEC(50));
	DDIT_EXPECT(t, run_ended == 1);
	DDIT_EXPECT(t, realtime_timeout(note_time, NULL, 0) != id);
	wait_for(&run_ended, 2);
	DDIT_EXPECT(t, run_ended == 2);
}

static void
check_untimeout(ddit_t *t)
{
	timeout_id_t id = timeout(note_time, NULL, MSEC(60));
	clock_t left = untimeout(id);

	DDIT_EXPECT(t, left >= 0 && left <= MSEC(60));
	DDIT_EXPECT(t, untimeout(id) == -1);
	DDIT_EXPECT(t, untimeout(NULL) == -1);
	delay(MSEC(100));
	DDIT_EXPECT(t, run_ended == 0);
	id = timeout(note_time, NULL, MSEC(100000));
	left = untimeout(id);
	DDIT_EXPECT(t, left > MSEC(50000) && left <= MSEC(100000));
}

static void
slow_handler(void *arg)
{
	count_begun();
	delay(MSEC(60));
	count_ended();
}

/* untimeout waits for a handler that runs. */
static void
check_untimeout_waits(ddit_t *t)
{
	timeout_id_t id = timeout(slow_handler, NULL, 1);

	wait_for(&run_begun, 1);
	DDIT_EXPECT(t, untimeout(id) == -1);
	DDIT_EXPECT(t, run_ended == 1);
}

static void
own_handler(void *arg)
{
	mutex_enter(&run_lock);
	run_bad = untimeout(run_id) != -1;
	run_ended++;
	cv_broadcast(&run_cv);
	mutex_exit(&run_lock);
}

/* A handler may take back itself, to no effect. */
static void
check_untimeout_self(ddit_t *t)
{
	mutex_enter(&run_lock);
	run_id = timeout(own_handler, NULL, 1);
	mutex_exit(&run_lock);
	wait_for(&run_ended, 1);
	DDIT_EXPECT(t, run_ended == 1 && run_bad == 0);
}

static void
brief_handler(void *arg)
{
	run_begun++;
	drv_usecwait(50);
	run_ended++;
}

/* Taken back, or over: never half, and never afterwards. */
static void
check_untimeout_race(ddit_t *t)
{
	int i, n, taken = 0, bad = 0;
	timeout_id_t id;
	clock_t left;

	for (i = 0; i < 300; i++) {
		n = run_ended;
		id = timeout(brief_handler, NULL, 1);
		drv_usecwait(800 + i * 2);
		left = untimeout(id);
		taken += left >= 0;
		bad += run_begun != run_ended;
		bad += run_ended != n + (left >= 0 ? 0 : 1);
	}
	DDIT_EXPECT(t, bad == 0);
	delay(MSEC(20));
	DDIT_EXPECT(t, run_ended == 300 - taken);
}

static void
check_periodic(ddit_t *t)
{
	clock_t before = ddi_get_lbolt();
	ddi_periodic_t request;
	int n;

	DDIT_EXPECT(t, ddi_periodic_add(note_time, NULL, 0, DDI_IPL_0) == NULL);
	request = ddi_periodic_add(note_time, NULL, 1, DDI_IPL_0);
	DDIT_EXPECT(t, request != NULL);
	wait_for(&run_ended, 5);
	ddi_periodic_delete(request);
	n = run_ended;
	/* One nanosecond was asked for, ten milliseconds is what there is. */
	DDIT_EXPECT(t, n >= 5 && run_when - before >= MSEC(49));
	delay(MSEC(50));
	DDIT_EXPECT(t, run_ended == n);
}

/* ddi_periodic_delete waits for a call that runs. */
static void
check_periodic_waits(ddit_t *t)
{
	ddi_periodic_t request = ddi_periodic_add(slow_handler, NULL, 10000000,
	    DDI_IPL_0);

	wait_for(&run_begun, 2);
	ddi_periodic_delete(request);
	DDIT_EXPECT(t, run_begun == run_ended && run_ended >= 2);
	delay(MSEC(50));
	DDIT_EXPECT(t, run_begun == run_ended);
}

static void
note_order(void *arg)
{
	mutex_enter(&run_lock);
	if (run_ended < NTASKS)
		run_order[run_ended++] = (int)(intptr_t)arg;
	cv_broadcast(&run_cv);
	mutex_exit(&run_lock);
}

static void
wait_gate(void *arg)
{
	count_begun();
	wait_for(&run_gate, 1);
}

static int
in_order(int from)
{
	int i, bad = 0;

	for (i = 0; i < run_ended; i++)
		bad += run_order[i] != from + i;
	return (bad == 0);
}

static void
use_taskq_order(ddit_t *t, taskq_t *tq)
{
	intptr_t i;

	(void) taskq_dispatch(tq, wait_gate, NULL, TQ_SLEEP);
	wait_for(&run_begun, 1);
	for (i = 1; i < NTASKS; i++)
		DDIT_EXPECT(t, taskq_dispatch(tq, note_order, (void *)i,
		    TQ_SLEEP) != TASKQID_INVALID);
	DDIT_EXPECT(t, taskq_dispatch(tq, note_order, (void *)0,
	    TQ_SLEEP | TQ_FRONT) != TASKQID_INVALID);
	DDIT_EXPECT(t, run_ended == 0);
	set(&run_gate, 1);
	taskq_wait(tq);
	DDIT_EXPECT(t, run_ended == NTASKS && in_order(0));
}

static void
use_taskq_suspend(ddit_t *t, taskq_t *tq)
{
	DDIT_EXPECT(t, !taskq_suspended(tq));
	(void) taskq_dispatch(tq, slow_handler, NULL, TQ_SLEEP);
	wait_for(&run_begun, 1);
	taskq_suspend(tq);
	DDIT_EXPECT(t, run_ended == 1 && taskq_suspended(tq));
	(void) taskq_dispatch(tq, note_order, NULL, TQ_SLEEP);
	delay(MSEC(30));
	DDIT_EXPECT(t, run_ended == 1);
	taskq_resume(tq);
	DDIT_EXPECT(t, !taskq_suspended(tq));
	taskq_wait(tq);
	DDIT_EXPECT(t, run_ended == 2);
}

static void
ask_member(void *arg)
{
	run_begun = taskq_member(arg, curthread);
}

static void
use_taskq_member(ddit_t *t, taskq_t *tq)
{
	DDIT_EXPECT(t, !taskq_member(tq, curthread));
	(void) taskq_dispatch(tq, ask_member, tq, TQ_SLEEP);
	taskq_wait(tq);
	DDIT_EXPECT(t, run_begun == 1);
}

/* Two tasks were prepared, and there is one thread. */
static void
use_taskq_limits(ddit_t *t, taskq_t *tq)
{
	uint_t hard = TQ_NOSLEEP | TQ_NOALLOC;
	taskqid_t ids[3], full, noqueue, slow;
	clock_t before;
	int i;

	for (i = 0; i < 3; i++)
		ids[i] = taskq_dispatch(tq, wait_gate, NULL, hard);
	full = taskq_dispatch(tq, wait_gate, NULL, TQ_NOSLEEP);
	noqueue = taskq_dispatch(tq, wait_gate, NULL, TQ_NOSLEEP | TQ_NOQUEUE);
	before = ddi_get_lbolt();
	slow = taskq_dispatch(tq, wait_gate, NULL, TQ_SLEEP);
	before = ddi_get_lbolt() - before;
	set(&run_gate, 1);
	taskq_wait(tq);
	DDIT_EXPECT(t, ids[0] != 0 && ids[1] != 0 && ids[2] == 0);
	DDIT_EXPECT(t, full == 0 && noqueue == 0);
	DDIT_EXPECT(t, slow != 0 && before >= MSEC(500));
	DDIT_EXPECT(t, run_begun == 3);
	DDIT_EXPECT(t, taskq_dispatch(tq, wait_gate, NULL, TQ_NOQUEUE) != 0);
}

static void
meet(void *arg)
{
	count_begun();
	wait_for(&run_begun, 2);
	if (run_begun < 2)
		run_bad = 1;
}

/* Each of two threads waits for the other. */
static void
use_taskq_two(ddit_t *t, taskq_t *tq)
{
	(void) taskq_dispatch(tq, meet, NULL, TQ_SLEEP);
	(void) taskq_dispatch(tq, meet, NULL, TQ_SLEEP);
	taskq_wait(tq);
	DDIT_EXPECT(t, run_begun == 2 && run_bad == 0);
}

static void
with_taskq(ddit_t *t, int nthreads, void (*use)(ddit_t *, taskq_t *))
{
	taskq_t *tq;

	run_reset();
	tq = taskq_create("ddit_tasks", nthreads, minclsyspri, 2, 2,
	    TASKQ_PREPOPULATE);
	DDIT_EXPECT(t, tq != NULL);
	use(t, tq);
	set(&run_gate, 1);
	taskq_destroy(tq);
	run_fini();
}

static void
test_taskq_suspend(ddit_t *t)
{
	with_taskq(t, 1, use_taskq_suspend);
}

static void
test_taskq_member(ddit_t *t)
{
	with_taskq(t, 2, use_taskq_member);
}

static void
test_taskq_limits(ddit_t *t)
{
	with_taskq(t, 1, use_taskq_limits);
}

static void
test_taskq_two(ddit_t *t)
{
	with_taskq(t, 2, use_taskq_two);
}

static void
test_taskq_order(ddit_t *t)
{
	taskq_t *tq;

	run_reset();
	tq = taskq_create("ddit_order", 1, minclsyspri, 1, NTASKS * 2,
	    TASKQ_DYNAMIC);
	DDIT_EXPECT(t, tq != NULL);
	use_taskq_order(t, tq);
	taskq_destroy(tq);
	run_fini();
}

/* taskq_destroy runs what was dispatched. */
static void
test_taskq_destroy(ddit_t *t)
{
	taskq_t *tq;
	int i;

	run_reset();
	tq = taskq_create("ddit_last", 100, minclsyspri, 1, NTASKS,
	    TASKQ_THREADS_CPU_PCT);
	DDIT_EXPECT(t, tq != NULL);
	for (i = 0; i < 8; i++)
		(void) taskq_dispatch(tq, slow_handler, NULL, TQ_SLEEP);
	taskq_destroy(tq);
	DDIT_EXPECT(t, run_ended == 8);
	run_fini();
}

static void
use_ddi_taskq(ddit_t *t, ddi_taskq_t *tq)
{
	intptr_t i;

	ddi_taskq_suspend(tq);
	DDIT_EXPECT(t, ddi_taskq_suspended(tq) == B_TRUE);
	for (i = 0; i < NTASKS; i++)
		DDIT_EXPECT(t, ddi_taskq_dispatch(tq, note_order, (void *)i,
		    i % 2 ? DDI_SLEEP : DDI_NOSLEEP) == DDI_SUCCESS);
	delay(MSEC(20));
	DDIT_EXPECT(t, run_ended == 0);
	ddi_taskq_resume(tq);
	DDIT_EXPECT(t, ddi_taskq_suspended(tq) == B_FALSE);
	ddi_taskq_wait(tq);
	DDIT_EXPECT(t, run_ended == NTASKS && in_order(0));
}

static void
test_ddi_taskq(ddit_t *t)
{
	ddi_taskq_t *tq;

	run_reset();
	tq = ddi_taskq_create(t->t_dip, "work", 1, TASKQ_DEFAULTPRI, 0);
	DDIT_EXPECT(t, tq != NULL);
	use_ddi_taskq(t, tq);
	ddi_taskq_destroy(tq);
	run_fini();
}

static void
note_thread(void *arg)
{
	run_order[0] = *(int *)arg;
	run_ptr = curthread;
	run_bad = curproc != &p0 || ttoproc(curthread) != &p0;
	run_begun = ddi_get_kt_did() == curthread->t_did;
	delay(MSEC(30));
	run_ended = 1;
	thread_exit();
	run_bad = 1;
}

static void
check_thread(ddit_t *t)
{
	int value = 4711;
	kthread_t *thread;
	kt_did_t did;

	thread = thread_create(NULL, 0, note_thread, &value, sizeof (value),
	    &p0, TS_RUN, minclsyspri);
	DDIT_EXPECT(t, thread != NULL);
	value = 0;
	did = thread->t_did;
	DDIT_EXPECT(t, did != ddi_get_kt_did());
	thread_join(did);
	DDIT_EXPECT(t, run_ended == 1 && run_bad == 0);
	DDIT_EXPECT(t, run_ptr == thread && run_begun == 1);
	DDIT_EXPECT(t, run_order[0] == 4711);
	thread_join(did);
	thread_join(ddi_get_kt_did());
}

static void
check_curthread(ddit_t *t)
{
	kthread_t *me = curthread;
	kt_did_t did = ddi_get_kt_did();

	DDIT_EXPECT(t, me == curthread && me->t_did == did);
	DDIT_EXPECT(t, ttoproc(me) == curproc);
	DDIT_EXPECT(t, me->t_taskq == NULL);
}

static void
check_curproc(ddit_t *t)
{
	proc_t *me = curproc, *parm = NULL;
	struct as *as = me->p_as;
	void *pref = proc_ref();

	DDIT_EXPECT(t, me == curproc && me != &p0);
	DDIT_EXPECT(t, as != NULL && curproc->p_as == as);
	DDIT_EXPECT(t, me->p_pid == ddi_get_pid());
	DDIT_EXPECT(t, drv_getparm(UPROCP, &parm) == 0 && parm == me);
	DDIT_EXPECT(t, proc_signal(pref, SIGUSR1) == 0);
	proc_unref(pref);
}

static void
check_getparm(ddit_t *t)
{
	clock_t lbolt = 0, before = ddi_get_lbolt();
	cred_t *cr = NULL;
	time_t now = 0;
	pid_t pid = 0, pgrp = 0, sid = 0;

	DDIT_EXPECT(t, drv_getparm(LBOLT, &lbolt) == 0 && lbolt >= before);
	DDIT_EXPECT(t, drv_getparm(TIME, &now) == 0);
	DDIT_EXPECT(t, now - ddi_get_time() <= 1 && ddi_get_time() - now <= 1);
	DDIT_EXPECT(t, drv_getparm(PPID, &pid) == 0 && pid == ddi_get_pid());
	DDIT_EXPECT(t, drv_getparm(PPGRP, &pgrp) == 0 && pgrp > 0);
	DDIT_EXPECT(t, drv_getparm(PSID, &sid) == 0 && sid >= 0);
	DDIT_EXPECT(t, drv_getparm(UCRED, &cr) == 0 && cr == ddi_get_cred());
	DDIT_EXPECT(t, drv_getparm(1000, &pid) == -1);
}

/* kselftests run as root. */
static void
check_cred(ddit_t *t)
{
	cred_t *cr = CRED();

	DDIT_EXPECT(t, crgetuid(cr) == 0 && crgetsuid(cr) == 0);
	DDIT_EXPECT(t, crgetgid(cr) == 0 && crgetsgid(cr) == 0);
	DDIT_EXPECT(t, crgetruid(cr) == 0 && crgetrgid(cr) == 0);
	DDIT_EXPECT(t, crgetngroups(cr) >= 0 && crgetgroups(cr) != NULL);
	DDIT_EXPECT(t, groupmember(0, cr) && !groupmember(54321, cr));
	crhold(cr);
	crfree(cr);
	DDIT_EXPECT(t, drv_priv(cr) == 0);
	DDIT_EXPECT(t, secpolicy_sys_config(cr, B_FALSE) == 0);
	DDIT_EXPECT(t, secpolicy_sys_devices(cr) == 0);
	DDIT_EXPECT(t, secpolicy_resource(cr) == 0);
	DDIT_EXPECT(t, secpolicy_net_config(cr, B_TRUE) == 0);
	DDIT_EXPECT(t, secpolicy_error_inject(cr) == 0);
	DDIT_EXPECT(t, secpolicy_gart_access(cr) == 0);
	DDIT_EXPECT(t, secpolicy_gart_map(cr) == 0);
}

/* The frame of the tests above. */
#define	RUN_TEST(name)							\
	static void							\
	test_##name(ddit_t *t)						\
	{								\
		run_reset();						\
		check_##name(t);					\
		run_fini();						\
	}

RUN_TEST(timeout)
RUN_TEST(untimeout)
RUN_TEST(untimeout_waits)
RUN_TEST(untimeout_self)
RUN_TEST(untimeout_race)
RUN_TEST(periodic)
RUN_TEST(periodic_waits)
RUN_TEST(thread)
RUN_TEST(curthread)
RUN_TEST(curproc)
RUN_TEST(getparm)
RUN_TEST(cred)

const ddit_test_t ddit_exec_tests[] = {
	{ "timeout", test_timeout },
	{ "untimeout", test_untimeout },
	{ "untimeout_waits", test_untimeout_waits },
	{ "untimeout_self", test_untimeout_self },
	{ "untimeout_race", test_untimeout_race },
	{ "periodic", test_periodic },
	{ "periodic_waits", test_periodic_waits },
	{ "taskq_order", test_taskq_order },
	{ "taskq_suspend", test_taskq_suspend },
	{ "taskq_member", test_taskq_member },
	{ "taskq_limits", test_taskq_limits },
	{ "taskq_two", test_taskq_two },
	{ "taskq_destroy", test_taskq_destroy },
	{ "ddi_taskq", test_ddi_taskq },
	{ "thread", test_thread },
	{ "curthread", test_curthread },
	{ "curproc", test_curproc },
	{ "getparm", test_getparm },
	{ "cred", test_cred },
	{ NULL, NULL }
};
