// SPDX-License-Identifier: GPL-2.0
/*
 * Locks, condition variables, semaphores and atomic operations, with real
 * threads.
 */
#include <sys/types.h>
#include <sys/atomic.h>
#include <sys/ddi.h>
#include <sys/ksynch.h>
#include <sys/proc.h>
#include <sys/signal.h>
#include <sys/sunddi.h>
#include <sys/thread.h>

#include "ddit.h"

#define	MSEC(n)		drv_usectohz((n) * 1000)
#define	NTHREADS	4
#define	NROUNDS		2000

/* What the threads of a test share. */
typedef struct shared {
	kmutex_t	s_lock;
	kcondvar_t	s_cv;
	kcondvar_t	s_other;
	krwlock_t	s_rw;
	ksema_t		s_sema;
	volatile int	s_count;
	volatile int	s_woken;
	volatile int	s_waiting;
	volatile int	s_bad;
	volatile int	s_result;
	kthread_t	*s_owner;
	void		*s_pref;
	volatile uint_t	s_uint;
	volatile uint16_t s_16;
	volatile uint64_t s_64;
} shared_t;

static shared_t shared;

static void
shared_init(shared_t *s)
{
	bzero(s, sizeof (*s));
	mutex_init(&s->s_lock, NULL, MUTEX_DRIVER, NULL);
	cv_init(&s->s_cv, NULL, CV_DRIVER, NULL);
	cv_init(&s->s_other, NULL, CV_DRIVER, NULL);
	rw_init(&s->s_rw, NULL, RW_DRIVER, NULL);
	sema_init(&s->s_sema, 0, NULL, SEMA_DRIVER, NULL);
}

static void
shared_fini(shared_t *s)
{
	sema_destroy(&s->s_sema);
	rw_destroy(&s->s_rw);
	cv_destroy(&s->s_other);
	cv_destroy(&s->s_cv);
	mutex_destroy(&s->s_lock);
}

/* A test between shared_init() and shared_fini(), which it cannot miss. */
static void
with_shared(ddit_t *t, void (*func)(ddit_t *t, shared_t *s))
{
	shared_init(&shared);
	func(t, &shared);
	shared_fini(&shared);
}

static kt_did_t
start(void (*func)(void *), shared_t *s)
{
	kthread_t *thread = thread_create(NULL, 0, func, s, 0, &p0, TS_RUN,
	    minclsyspri);

	return (thread == NULL ? 0 : thread->t_did);
}

static void
run_in_thread(void (*func)(void *), shared_t *s)
{
	thread_join(start(func, s));
}

static void
adder(void *arg)
{
	shared_t *s = arg;
	int i;

	for (i = 0; i < NROUNDS; i++) {
		atomic_inc_uint(&s->s_uint);
		atomic_add_16(&s->s_16, 3);
		atomic_dec_64(&s->s_64);
	}
}

static void
check_atomic_threads(ddit_t *t, shared_t *s)
{
	kt_did_t did[NTHREADS];
	int i;

	for (i = 0; i < NTHREADS; i++)
		did[i] = start(adder, s);
	for (i = 0; i < NTHREADS; i++)
		thread_join(did[i]);
	DDIT_EXPECT(t, s->s_uint == NTHREADS * NROUNDS);
	DDIT_EXPECT(t, s->s_16 == NTHREADS * NROUNDS * 3);
	DDIT_EXPECT(t, s->s_64 == -(uint64_t)(NTHREADS * NROUNDS));
}

static void
test_atomic_threads(ddit_t *t)
{
	with_shared(t, check_atomic_threads);
}

static void
test_atomic_values(ddit_t *t)
{
	volatile uint8_t b = 250;
	volatile uint32_t w = 0xf0;
	volatile uint64_t d = 7;
	volatile ulong_t bits = 0;
	char *chars = "abc", *volatile p = chars;

	DDIT_EXPECT(t, atomic_add_8_nv(&b, 10) == 4 && b == 4);
	DDIT_EXPECT(t, atomic_add_8_nv(&b, -5) == 255);
	DDIT_EXPECT(t, atomic_inc_8_nv(&b) == 0 && atomic_dec_8_nv(&b) == 255);
	DDIT_EXPECT(t, atomic_or_32_nv(&w, 0x0f) == 0xff);
	DDIT_EXPECT(t, atomic_and_32_nv(&w, 0x3c) == 0x3c && w == 0x3c);
	DDIT_EXPECT(t, atomic_cas_64(&d, 8, 1) == 7 && d == 7);
	DDIT_EXPECT(t, atomic_cas_64(&d, 7, 1) == 7 && d == 1);
	DDIT_EXPECT(t, atomic_swap_64(&d, 1UL << 40) == 1 && d == 1UL << 40);
	DDIT_EXPECT(t, atomic_add_ptr_nv(&p, 2) == chars + 2);
	DDIT_EXPECT(t, atomic_cas_ptr(&p, chars, NULL) == chars + 2);
	DDIT_EXPECT(t, atomic_cas_ptr(&p, chars + 2, chars) == chars + 2);
	DDIT_EXPECT(t, atomic_swap_ptr(&p, NULL) == chars && p == NULL);
	DDIT_EXPECT(t, atomic_set_long_excl(&bits, 5) == 0);
	DDIT_EXPECT(t, atomic_set_long_excl(&bits, 5) == -1 && bits == 32);
	DDIT_EXPECT(t, atomic_clear_long_excl(&bits, 5) == 0 && bits == 0);
	DDIT_EXPECT(t, atomic_clear_long_excl(&bits, 5) == -1);
}

/* Message passing: the flag is never seen without the value. */
static void
publisher(void *arg)
{
	shared_t *s = arg;
	uint_t i;

	for (i = 1; i <= NROUNDS; i++) {
		s->s_64 = i;
		membar_producer();
		s->s_uint = i;
	}
}

static void
check_membar(ddit_t *t, shared_t *s)
{
	kt_did_t did = start(publisher, s);
	uint_t flag, bad = 0;

	do {
		flag = s->s_uint;
		membar_consumer();
		bad += s->s_64 < flag;
		delay(flag == 0 ? 1 : 0);
	} while (flag < NROUNDS);
	thread_join(did);
	membar_enter();
	membar_exit();
	membar_sync();
	DDIT_EXPECT(t, bad == 0);
}

static void
test_membar(ddit_t *t)
{
	with_shared(t, check_membar);
}

static void
try_locks(void *arg)
{
	shared_t *s = arg;

	s->s_result = mutex_tryenter(&s->s_lock);
	s->s_bad = mutex_owned(&s->s_lock);
	s->s_owner = mutex_owner(&s->s_lock);
	if (s->s_result)
		mutex_exit(&s->s_lock);
}

static void
check_mutex(ddit_t *t, shared_t *s)
{
	mutex_enter(&s->s_lock);
	DDIT_EXPECT(t, mutex_owner(&s->s_lock) == curthread);
	run_in_thread(try_locks, s);
	mutex_exit(&s->s_lock);
	DDIT_EXPECT(t, mutex_owner(&s->s_lock) == NULL);
	DDIT_EXPECT(t, !s->s_result && !s->s_bad && s->s_owner == curthread);
	run_in_thread(try_locks, s);
	DDIT_EXPECT(t, s->s_result && s->s_bad && s->s_owner != curthread);
}

static void
test_mutex(ddit_t *t)
{
	with_shared(t, check_mutex);
}

/* One makes what the other takes; each waits for the other. */
static void
producer(void *arg)
{
	shared_t *s = arg;
	int i;

	mutex_enter(&s->s_lock);
	for (i = 0; i < NROUNDS; i++) {
		while (s->s_count != 0)
			cv_wait(&s->s_other, &s->s_lock);
		s->s_count = i + 1;
		cv_signal(&s->s_cv);
	}
	mutex_exit(&s->s_lock);
}

static void
check_producer(ddit_t *t, shared_t *s)
{
	kt_did_t did = start(producer, s);
	int i, bad = 0;

	mutex_enter(&s->s_lock);
	for (i = 0; i < NROUNDS; i++) {
		while (s->s_count == 0)
			cv_wait(&s->s_cv, &s->s_lock);
		bad += s->s_count != i + 1 || !MUTEX_HELD(&s->s_lock);
		s->s_count = 0;
		cv_signal(&s->s_other);
	}
	mutex_exit(&s->s_lock);
	thread_join(did);
	DDIT_EXPECT(t, bad == 0);
}

static void
test_cv_producer(ddit_t *t)
{
	with_shared(t, check_producer);
}

/* Waits once, whatever the condition. */
static void
waiter(void *arg)
{
	shared_t *s = arg;

	mutex_enter(&s->s_lock);
	s->s_waiting++;
	cv_signal(&s->s_other);
	cv_wait(&s->s_cv, &s->s_lock);
	s->s_woken++;
	cv_signal(&s->s_other);
	mutex_exit(&s->s_lock);
}

/* The caller holds s_lock, so each of them is inside cv_wait afterwards. */
static void
start_waiters(shared_t *s, kt_did_t *did)
{
	int i;

	for (i = 0; i < NTHREADS; i++)
		did[i] = start(waiter, s);
	while (s->s_waiting < NTHREADS)
		cv_wait(&s->s_other, &s->s_lock);
}

static void
check_signal_one(ddit_t *t, shared_t *s)
{
	kt_did_t did[NTHREADS];
	int i, one, all;

	mutex_enter(&s->s_lock);
	start_waiters(s, did);
	cv_signal(&s->s_cv);
	mutex_exit(&s->s_lock);
	delay(MSEC(100));
	mutex_enter(&s->s_lock);
	one = s->s_woken;
	cv_broadcast(&s->s_cv);
	mutex_exit(&s->s_lock);
	for (i = 0; i < NTHREADS; i++)
		thread_join(did[i]);
	all = s->s_woken;
	DDIT_EXPECT(t, one == 1);
	DDIT_EXPECT(t, all == NTHREADS);
}

static void
test_cv_signal_one(ddit_t *t)
{
	with_shared(t, check_signal_one);
}

static void
check_timedwait(ddit_t *t, shared_t *s)
{
	clock_t before, when, past, gone, rel;
	int held;

	mutex_enter(&s->s_lock);
	before = ddi_get_lbolt();
	when = cv_timedwait(&s->s_cv, &s->s_lock, before + MSEC(30));
	gone = ddi_get_lbolt() - before;
	past = cv_timedwait(&s->s_cv, &s->s_lock, before);
	before = ddi_get_lbolt();
	rel = cv_reltimedwait(&s->s_cv, &s->s_lock, MSEC(30), TR_MILLISEC);
	held = MUTEX_HELD(&s->s_lock);
	mutex_exit(&s->s_lock);
	DDIT_EXPECT(t, when == -1 && gone >= MSEC(30));
	DDIT_EXPECT(t, past == -1 && held);
	DDIT_EXPECT(t, rel == -1 && ddi_get_lbolt() - before >= MSEC(30));
}

static void
test_cv_timeout(ddit_t *t)
{
	with_shared(t, check_timedwait);
}

static void
signaller(void *arg)
{
	shared_t *s = arg;

	mutex_enter(&s->s_lock);
	cv_signal(&s->s_cv);
	mutex_exit(&s->s_lock);
}

/* The signaller gets the lock only inside the wait. */
static void
check_in_time(ddit_t *t, shared_t *s)
{
	clock_t abs, rel, sig, relsig, plain;
	kt_did_t did[5];
	int i;

	mutex_enter(&s->s_lock);
	did[0] = start(signaller, s);
	abs = cv_timedwait(&s->s_cv, &s->s_lock, ddi_get_lbolt() + MSEC(9000));
	did[1] = start(signaller, s);
	rel = cv_reltimedwait(&s->s_cv, &s->s_lock, MSEC(9000), TR_CLOCK_TICK);
	did[2] = start(signaller, s);
	sig = cv_timedwait_sig(&s->s_cv, &s->s_lock,
	    ddi_get_lbolt() + MSEC(9000));
	did[3] = start(signaller, s);
	relsig = cv_reltimedwait_sig(&s->s_cv, &s->s_lock, MSEC(9000), TR_SEC);
	did[4] = start(signaller, s);
	plain = cv_wait_sig(&s->s_cv, &s->s_lock);
	mutex_exit(&s->s_lock);
	for (i = 0; i < 5; i++)
		thread_join(did[i]);
	DDIT_EXPECT(t, abs > 0 && abs <= MSEC(9000));
	DDIT_EXPECT(t, rel > 0 && sig > 0 && relsig > 0 && plain > 0);
}

static void
test_cv_in_time(ddit_t *t)
{
	with_shared(t, check_in_time);
}

/*
 * A signal is never lost to a waiter whose time is over: of two waiters, one
 * with a time limit that ends about when the signal comes, either the first
 * says that it was signalled or the other one is.
 */
static void
short_waiter(void *arg)
{
	shared_t *s = arg;
	clock_t left;

	mutex_enter(&s->s_lock);
	s->s_waiting++;
	cv_signal(&s->s_other);
	left = cv_reltimedwait(&s->s_cv, &s->s_lock, 2, TR_NANOSEC);
	s->s_woken += left > 0;
	mutex_exit(&s->s_lock);
}

static void
long_waiter(void *arg)
{
	shared_t *s = arg;
	clock_t left;

	mutex_enter(&s->s_lock);
	s->s_waiting++;
	cv_signal(&s->s_other);
	left = cv_reltimedwait(&s->s_cv, &s->s_lock, MSEC(100), TR_NANOSEC);
	s->s_woken += left > 0;
	mutex_exit(&s->s_lock);
}

static int
lose_one(shared_t *s)
{
	kt_did_t first, second;

	mutex_enter(&s->s_lock);
	s->s_waiting = s->s_woken = 0;
	first = start(short_waiter, s);
	while (s->s_waiting < 1)
		cv_wait(&s->s_other, &s->s_lock);
	second = start(long_waiter, s);
	while (s->s_waiting < 2)
		cv_wait(&s->s_other, &s->s_lock);
	mutex_exit(&s->s_lock);
	drv_usecwait(500);
	cv_signal(&s->s_cv);
	thread_join(first);
	thread_join(second);
	return (s->s_woken);
}

static void
check_not_lost(ddit_t *t, shared_t *s)
{
	int i, bad = 0;

	for (i = 0; i < 50; i++)
		bad += lose_one(s) != 1;
	DDIT_EXPECT(t, bad == 0);
}

static void
test_cv_not_lost(ddit_t *t)
{
	with_shared(t, check_not_lost);
}

/* Sends the process of the test a signal once that waits. */
static void
interrupter(void *arg)
{
	shared_t *s = arg;

	mutex_enter(&s->s_lock);
	s->s_result = proc_signal(s->s_pref, SIGUSR1);
	mutex_exit(&s->s_lock);
}

static void
check_interrupted(ddit_t *t, shared_t *s)
{
	clock_t quiet, timed, rel, deaf, late;
	kt_did_t did;
	int sig, sema;

	if (!ddi_can_receive_sig())
		DDIT_SKIPPED(t, "no signals here");
	s->s_pref = proc_ref();
	mutex_enter(&s->s_lock);
	quiet = cv_timedwait_sig(&s->s_cv, &s->s_lock,
	    ddi_get_lbolt() + MSEC(10));
	did = start(interrupter, s);
	sig = cv_wait_sig(&s->s_cv, &s->s_lock);
	/* It stays pending until the call returns to the program. */
	timed = cv_timedwait_sig(&s->s_cv, &s->s_lock,
	    ddi_get_lbolt() + MSEC(9000));
	rel = cv_reltimedwait_sig(&s->s_cv, &s->s_lock, MSEC(9000),
	    TR_CLOCK_TICK);
	late = cv_timedwait_sig(&s->s_cv, &s->s_lock, 1);
	deaf = cv_reltimedwait(&s->s_cv, &s->s_lock, MSEC(10), TR_CLOCK_TICK);
	mutex_exit(&s->s_lock);
	sema = sema_p_sig(&s->s_sema);
	thread_join(did);
	proc_unref(s->s_pref);
	DDIT_EXPECT(t, quiet == -1);
	DDIT_EXPECT(t, s->s_result == 0 && sig == 0);
	DDIT_EXPECT(t, timed == 0 && rel == 0 && late == 0);
	DDIT_EXPECT(t, deaf == -1);
	DDIT_EXPECT(t, sema == 1);
}

static void
test_interrupted(ddit_t *t)
{
	with_shared(t, check_interrupted);
}

static void
deaf_thread(void *arg)
{
	shared_t *s = arg;

	s->s_result = ddi_can_receive_sig();
}

static void
check_can_receive(ddit_t *t, shared_t *s)
{
	DDIT_EXPECT(t, ddi_can_receive_sig() == B_TRUE);
	s->s_result = 1;
	run_in_thread(deaf_thread, s);
	DDIT_EXPECT(t, s->s_result == B_FALSE);
}

static void
test_can_receive_sig(ddit_t *t)
{
	with_shared(t, check_can_receive);
}

static void
rw_writer(void *arg)
{
	shared_t *s = arg;
	int i;

	for (i = 0; i < NROUNDS / 10; i++) {
		rw_enter(&s->s_rw, RW_WRITER);
		s->s_count++;
		if (i % 20 == 0)
			delay(1);
		s->s_woken++;
		rw_exit(&s->s_rw);
	}
}

static void
rw_reader(void *arg)
{
	shared_t *s = arg;
	int i;

	for (i = 0; i < NROUNDS / 10; i++) {
		rw_enter(&s->s_rw, RW_READER);
		if (s->s_count != s->s_woken)
			s->s_bad++;
		if (i % 20 == 0)
			delay(1);
		if (s->s_count != s->s_woken)
			s->s_bad++;
		rw_exit(&s->s_rw);
	}
}

static void
check_rw_exclusion(ddit_t *t, shared_t *s)
{
	kt_did_t did[2 * NTHREADS];
	int i;

	for (i = 0; i < 2 * NTHREADS; i++)
		did[i] = start(i % 2 ? rw_writer : rw_reader, s);
	for (i = 0; i < 2 * NTHREADS; i++)
		thread_join(did[i]);
	DDIT_EXPECT(t, s->s_bad == 0);
	DDIT_EXPECT(t, s->s_count == NTHREADS * (NROUNDS / 10));
}

static void
test_rw_exclusion(ddit_t *t)
{
	with_shared(t, check_rw_exclusion);
}

/* What another thread could get: bit 0 reading, bit 1 writing. */
static void
rw_prober(void *arg)
{
	shared_t *s = arg;

	s->s_result = 0;
	if (rw_tryenter(&s->s_rw, RW_READER)) {
		s->s_result |= 1;
		rw_exit(&s->s_rw);
	}
	if (rw_tryenter(&s->s_rw, RW_WRITER)) {
		s->s_result |= 2;
		rw_exit(&s->s_rw);
	}
	s->s_bad = RW_WRITE_HELD(&s->s_rw);
	s->s_owner = rw_owner(&s->s_rw);
}

static int
rw_probe(shared_t *s)
{
	run_in_thread(rw_prober, s);
	return (s->s_result);
}

static void
check_rw_states(ddit_t *t, shared_t *s)
{
	DDIT_EXPECT(t, rw_probe(s) == 3 && !RW_LOCK_HELD(&s->s_rw));
	rw_enter(&s->s_rw, RW_READER);
	DDIT_EXPECT(t, rw_probe(s) == 1 && rw_read_locked(&s->s_rw));
	DDIT_EXPECT(t, RW_READ_HELD(&s->s_rw) && !RW_WRITE_HELD(&s->s_rw));
	DDIT_EXPECT(t, RW_LOCK_HELD(&s->s_rw) && s->s_owner == NULL);
	DDIT_EXPECT(t, rw_tryupgrade(&s->s_rw));
	DDIT_EXPECT(t, rw_probe(s) == 0 && !rw_read_locked(&s->s_rw));
	DDIT_EXPECT(t, RW_WRITE_HELD(&s->s_rw) && !RW_READ_HELD(&s->s_rw));
	DDIT_EXPECT(t, !s->s_bad && s->s_owner == curthread);
	DDIT_EXPECT(t, rw_owner(&s->s_rw) == curthread);
	rw_downgrade(&s->s_rw);
	DDIT_EXPECT(t, rw_probe(s) == 1 && rw_read_locked(&s->s_rw));
	rw_exit(&s->s_rw);
	DDIT_EXPECT(t, rw_probe(s) == 3);
}

static void
test_rw_states(ddit_t *t)
{
	with_shared(t, check_rw_states);
}

/* Holds the lock for reading until it is told. */
static void
rw_holder(void *arg)
{
	shared_t *s = arg;

	rw_enter(&s->s_rw, RW_READER);
	mutex_enter(&s->s_lock);
	s->s_waiting = 1;
	cv_signal(&s->s_other);
	while (s->s_count == 0)
		cv_wait(&s->s_cv, &s->s_lock);
	mutex_exit(&s->s_lock);
	rw_exit(&s->s_rw);
}

static void
check_tryupgrade(ddit_t *t, shared_t *s)
{
	kt_did_t did = start(rw_holder, s);
	int with, still, alone;

	mutex_enter(&s->s_lock);
	while (s->s_waiting == 0)
		cv_wait(&s->s_other, &s->s_lock);
	mutex_exit(&s->s_lock);
	rw_enter(&s->s_rw, RW_READER);
	with = rw_tryupgrade(&s->s_rw);
	still = rw_read_locked(&s->s_rw) && rw_probe(s) == 1;
	mutex_enter(&s->s_lock);
	s->s_count = 1;
	cv_signal(&s->s_cv);
	mutex_exit(&s->s_lock);
	thread_join(did);
	alone = rw_tryupgrade(&s->s_rw);
	rw_exit(&s->s_rw);
	DDIT_EXPECT(t, !with && still);
	DDIT_EXPECT(t, alone);
}

static void
test_rw_tryupgrade(ddit_t *t)
{
	with_shared(t, check_tryupgrade);
}

static void
sema_giver(void *arg)
{
	shared_t *s = arg;
	int i;

	for (i = 0; i < NROUNDS; i++)
		sema_v(&s->s_sema);
}

static void
check_sema(ddit_t *t, shared_t *s)
{
	kt_did_t did;
	int i;

	DDIT_EXPECT(t, !sema_tryp(&s->s_sema));
	sema_v(&s->s_sema);
	DDIT_EXPECT(t, sema_tryp(&s->s_sema) && !sema_tryp(&s->s_sema));
	did = start(sema_giver, s);
	for (i = 0; i < NROUNDS - 1; i++)
		sema_p(&s->s_sema);
	DDIT_EXPECT(t, sema_p_sig(&s->s_sema) == 0);
	thread_join(did);
	DDIT_EXPECT(t, !sema_tryp(&s->s_sema));
}

static void
test_sema(ddit_t *t)
{
	with_shared(t, check_sema);
}

const ddit_test_t ddit_sync_tests[] = {
	{ "atomic_values", test_atomic_values },
	{ "atomic_threads", test_atomic_threads },
	{ "membar", test_membar },
	{ "mutex", test_mutex },
	{ "cv_producer", test_cv_producer },
	{ "cv_signal_one", test_cv_signal_one },
	{ "cv_timeout", test_cv_timeout },
	{ "cv_in_time", test_cv_in_time },
	{ "cv_not_lost", test_cv_not_lost },
	{ "interrupted", test_interrupted },
	{ "can_receive_sig", test_can_receive_sig },
	{ "rw_exclusion", test_rw_exclusion },
	{ "rw_states", test_rw_states },
	{ "rw_tryupgrade", test_rw_tryupgrade },
	{ "sema", test_sema },
	{ NULL, NULL }
};
