// SPDX-License-Identifier: GPL-2.0
/*
 * Condition variables: condvar(9F), over Linux's wait queues.
 *
 * A signal belongs to exactly one waiter. A plain wait queue would lose it where
 * a waiter is signalled at the moment in which its time runs out: the waiter
 * would say "timed out", and nobody would look at the condition. So the waker
 * marks the waiter that it picks, under the queue's lock, and a waiter that is
 * marked says so whatever else has happened.
 */
#include <linux/export.h>
#include <linux/hrtimer.h>
#include <linux/ktime.h>
#include <linux/sched/signal.h>
#include <linux/wait.h>

#include <sys/condvar.h>

#include "time.h"

/**
 * struct ddi_cv_waiter - a thread that waits
 * @entry: in the queue until it is signalled or gives up
 * @signalled: it was picked by cv_signal(9F) or cv_broadcast(9F)
 */
struct ddi_cv_waiter {
	struct wait_queue_entry entry;
	bool signalled;
};

static wait_queue_head_t *ddi_linux_queue(kcondvar_t *cvp)
{
	BUILD_BUG_ON(sizeof(wait_queue_head_t) > sizeof(cvp->cv_opaque));
	return (wait_queue_head_t *)cvp->cv_opaque;
}

/* Called under the queue's lock. The waiter may be gone after the last line. */
static int ddi_cv_wake(struct wait_queue_entry *entry, unsigned int mode, int sync,
		       void *key)
{
	struct ddi_cv_waiter *waiter = container_of(entry, struct ddi_cv_waiter, entry);

	WRITE_ONCE(waiter->signalled, true);
	default_wake_function(entry, mode, sync, key);
	list_del_init_careful(&entry->entry);
	return 1;
}

/**
 * ddi_cv_init() - cv_init(9F)
 * @cvp: the condition variable
 * @name: for the lock checker
 * @type: CV_DRIVER or another; there is no difference
 * @arg: not used
 * @key: one for each place that calls this; supplied by <sys/condvar.h>
 *
 * Context: process. See cv_init(9F).
 */
void ddi_cv_init(kcondvar_t *cvp, const char *name, kcv_type_t type, void *arg,
		 struct ddi_lock_key *key)
{
	__init_waitqueue_head(ddi_linux_queue(cvp), name,
			      (struct lock_class_key *)key);
}
EXPORT_SYMBOL_GPL(ddi_cv_init);

/**
 * cv_destroy() - end the use of a condition variable
 * @cvp: the condition variable; nobody waits for it
 *
 * See cv_destroy(9F).
 */
void cv_destroy(kcondvar_t *cvp)
{
	/* Racing with a new waiter is the same mistake as having one. */
	WARN_ONCE(waitqueue_active(ddi_linux_queue(cvp)),
		  "condvar(9F): destroyed while threads wait\n");
}
EXPORT_SYMBOL_GPL(cv_destroy);

/**
 * cv_signal() - wake the thread that has waited longest
 * @cvp: the condition variable
 *
 * Context: any. See cv_signal(9F).
 */
void cv_signal(kcondvar_t *cvp)
{
	wake_up(ddi_linux_queue(cvp));
}
EXPORT_SYMBOL_GPL(cv_signal);

/**
 * cv_broadcast() - wake all threads that wait
 * @cvp: the condition variable
 *
 * Context: any. See cv_broadcast(9F).
 */
void cv_broadcast(kcondvar_t *cvp)
{
	wake_up_all(ddi_linux_queue(cvp));
}
EXPORT_SYMBOL_GPL(cv_broadcast);

/*
 * A driver's own thread that waits for work is idle: it neither counts as load
 * nor as hung.
 */
static unsigned int ddi_cv_state(bool sig)
{
	if (sig)
		return TASK_INTERRUPTIBLE;
	return current->flags & PF_KTHREAD ? TASK_IDLE : TASK_UNINTERRUPTIBLE;
}

/*
 * Waits until the waiter is signalled, the time is over, or a signal is pending
 * if @sig. @expires is absolute, NULL for never.
 */
static void ddi_cv_sleep(wait_queue_head_t *queue, struct ddi_cv_waiter *waiter,
			 ktime_t *expires, u64 slack, bool sig)
{
	int left = -EINTR;

	while (!READ_ONCE(waiter->signalled) && left &&
	       !(sig && signal_pending(current))) {
		left = schedule_hrtimeout_range(expires, slack, HRTIMER_MODE_ABS);
		set_current_state(ddi_cv_state(sig));
	}
	finish_wait(queue, &waiter->entry);
}

/* Returns whether it was signalled. */
static bool ddi_cv_block(kcondvar_t *cvp, kmutex_t *mp, ktime_t *expires, u64 slack,
			 bool sig)
{
	wait_queue_head_t *queue = ddi_linux_queue(cvp);
	struct ddi_cv_waiter waiter = {
		.entry = {
			.private = current,
			.func = ddi_cv_wake,
			.entry = LIST_HEAD_INIT(waiter.entry.entry),
		},
	};

	prepare_to_wait_exclusive(queue, &waiter.entry, ddi_cv_state(sig));
	mutex_exit(mp);
	ddi_cv_sleep(queue, &waiter, expires, slack, sig);
	mutex_enter(mp);
	return waiter.signalled;
}

/* The rules of all timed waits; @expires is absolute. */
static clock_t ddi_cv_timed(kcondvar_t *cvp, kmutex_t *mp, ktime_t expires,
			    u64 slack, bool sig)
{
	s64 left = ktime_to_ns(ktime_sub(expires, ktime_get()));

	if (sig && signal_pending(current))
		return 0;
	if (left <= 0)
		return -1;
	if (!ddi_cv_block(cvp, mp, &expires, slack, sig))
		return sig && signal_pending(current) ? 0 : -1;
	left = ktime_to_ns(ktime_sub(expires, ktime_get()));
	return max_t(clock_t, div_s64(left, DDI_TICK_NS), 1);
}

/* A time in ticks since the system was booted, as Linux counts it. */
static ktime_t ddi_ticks_to_ktime(clock_t ticks)
{
	if (ticks <= 0)
		return 0;
	if (ticks > KTIME_MAX / DDI_TICK_NS)
		return KTIME_MAX;
	return ns_to_ktime(ticks * DDI_TICK_NS);
}

static u64 ddi_time_res_ns(time_res_t res)
{
	switch (res) {
	case TR_NANOSEC:
		return 1;
	case TR_MICROSEC:
		return NSEC_PER_USEC;
	case TR_SEC:
		return NSEC_PER_SEC;
	case TR_MILLISEC:
		return NSEC_PER_MSEC;
	default:
		return DDI_TICK_NS;
	}
}

/**
 * cv_wait() - wait for a condition
 * @cvp: the condition variable
 * @mp: the mutex that protects the condition; held, and again on return
 *
 * Context: process, sleeps; no signal ends it. See cv_wait(9F).
 */
void cv_wait(kcondvar_t *cvp, kmutex_t *mp)
{
	ddi_cv_block(cvp, mp, NULL, 0, false);
}
EXPORT_SYMBOL_GPL(cv_wait);

/**
 * cv_wait_sig() - wait for a condition, or until the process gets a signal
 * @cvp: the condition variable
 * @mp: the mutex that protects the condition; held, and again on return
 *
 * Context: process, sleeps.
 * Return: > 0 if the condition variable was signalled; 0 if not and the process
 * has a signal pending, of which stopping and freezing it are two.
 * See cv_wait_sig(9F).
 */
int cv_wait_sig(kcondvar_t *cvp, kmutex_t *mp)
{
	return ddi_cv_block(cvp, mp, NULL, 0, true);
}
EXPORT_SYMBOL_GPL(cv_wait_sig);

/**
 * cv_timedwait() - wait for a condition until a time
 * @cvp: the condition variable
 * @mp: the mutex that protects the condition; held, and again on return
 * @timeout: in ticks, as ddi_get_lbolt(9F) counts them
 *
 * Context: process, sleeps.
 * Return: > 0 if the condition variable was signalled; -1 if the time is over.
 * See cv_timedwait(9F).
 */
clock_t cv_timedwait(kcondvar_t *cvp, kmutex_t *mp, clock_t timeout)
{
	return ddi_cv_timed(cvp, mp, ddi_ticks_to_ktime(timeout), 0, false);
}
EXPORT_SYMBOL_GPL(cv_timedwait);

/**
 * cv_timedwait_sig() - wait for a condition until a time or a signal
 * @cvp: the condition variable
 * @mp: the mutex that protects the condition; held, and again on return
 * @timeout: in ticks, as ddi_get_lbolt(9F) counts them
 *
 * Context: process, sleeps.
 * Return: as cv_timedwait(), or 0 as cv_wait_sig(). See cv_timedwait_sig(9F).
 */
clock_t cv_timedwait_sig(kcondvar_t *cvp, kmutex_t *mp, clock_t timeout)
{
	return ddi_cv_timed(cvp, mp, ddi_ticks_to_ktime(timeout), 0, true);
}
EXPORT_SYMBOL_GPL(cv_timedwait_sig);

/**
 * cv_reltimedwait() - wait for a condition for some time
 * @cvp: the condition variable
 * @mp: the mutex that protects the condition; held, and again on return
 * @delta: in ticks, from now
 * @res: how late the system may be
 *
 * Context: process, sleeps.
 * Return: as cv_timedwait(). See cv_reltimedwait(9F).
 */
clock_t cv_reltimedwait(kcondvar_t *cvp, kmutex_t *mp, clock_t delta,
			time_res_t res)
{
	ktime_t expires = ktime_add_safe(ktime_get(), ddi_ticks_to_ktime(delta));

	return ddi_cv_timed(cvp, mp, expires, ddi_time_res_ns(res), false);
}
EXPORT_SYMBOL_GPL(cv_reltimedwait);

/**
 * cv_reltimedwait_sig() - wait for a condition for some time or until a signal
 * @cvp: the condition variable
 * @mp: the mutex that protects the condition; held, and again on return
 * @delta: in ticks, from now
 * @res: how late the system may be
 *
 * Context: process, sleeps.
 * Return: as cv_timedwait_sig(). See cv_reltimedwait_sig(9F).
 */
clock_t cv_reltimedwait_sig(kcondvar_t *cvp, kmutex_t *mp, clock_t delta,
			    time_res_t res)
{
	ktime_t expires = ktime_add_safe(ktime_get(), ddi_ticks_to_ktime(delta));

	return ddi_cv_timed(cvp, mp, expires, ddi_time_res_ns(res), true);
}
EXPORT_SYMBOL_GPL(cv_reltimedwait_sig);
