// SPDX-License-Identifier: GPL-2.0
/*
 * Functions of drivers that are called at a later time, once or again and again:
 * what timeout(9F) and ddi_periodic_add(9F) are made of.
 *
 * A timer of Linux's, exact to much less than a tick, queues work; the work calls
 * the function, in a thread, so that it may sleep. A callout is found by its
 * number for as long as the function is to be called, or runs.
 */
#include <linux/completion.h>
#include <linux/hash.h>
#include <linux/hrtimer.h>
#include <linux/list.h>
#include <linux/lockdep.h>
#include <linux/refcount.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include "../linux/compat.h"
#include "callout.h"

#define DDI_CALLOUT_BITS	8

/**
 * struct ddi_callout - a call that is to come
 * @node: in the table that finds it by @id, until it is stopped or has been
 * @id: never used again
 * @refs: the table, the timer until it has fired for the last time, the work
 *	while it is queued or runs, and who waits for it
 * @timer: queues @work
 * @work: calls the function
 * @func: the driver's function
 * @arg: its argument
 * @interval: 0 for a call that comes once
 * @owner: the driver's module
 * @runner: the task that is in @func now; protected by ddi_callouts_lock
 * @stopped: no more calls; protected by ddi_callouts_lock
 * @done: completed when the last call has returned
 * @map: tells lockdep that who stops it waits for @func
 */
struct ddi_callout {
	struct hlist_node node;
	unsigned long id;
	refcount_t refs;
	struct hrtimer timer;
	struct work_struct work;
	void (*func)(void *arg);
	void *arg;
	ktime_t interval;
	struct module *owner;
	struct task_struct *runner;
	bool stopped;
	struct completion done;
	struct lockdep_map map;
};

static struct hlist_head ddi_callouts[1 << DDI_CALLOUT_BITS];
static DEFINE_SPINLOCK(ddi_callouts_lock);
static unsigned long ddi_last_callout;	/* protected by ddi_callouts_lock */
static struct workqueue_struct *ddi_callout_wq;

/**
 * ddi_callouts_init() - module load
 *
 * Return: 0, -ENOMEM.
 */
int ddi_callouts_init(void)
{
	ddi_callout_wq = alloc_workqueue("ddi_callout", WQ_UNBOUND, 0);
	return ddi_callout_wq ? 0 : -ENOMEM;
}

/**
 * ddi_callouts_exit() - module unload; no driver is loaded any more
 */
void ddi_callouts_exit(void)
{
	destroy_workqueue(ddi_callout_wq);
}

static struct hlist_head *ddi_callout_bucket(unsigned long id)
{
	return &ddi_callouts[hash_long(id, DDI_CALLOUT_BITS)];
}

static void ddi_callout_put(struct ddi_callout *co)
{
	if (!refcount_dec_and_test(&co->refs))
		return;
	/* It may be about to return on another CPU. */
	hrtimer_cancel(&co->timer);
	kfree(co);
}

/* In an interrupt. The timer of a call that comes once hands its reference on. */
static enum hrtimer_restart ddi_callout_fire(struct hrtimer *timer)
{
	struct ddi_callout *co = container_of(timer, struct ddi_callout, timer);

	if (!co->interval) {
		queue_work(ddi_callout_wq, &co->work);
		return HRTIMER_NORESTART;
	}
	refcount_inc(&co->refs);
	/* A call that is late swallows those that it delays. */
	if (!queue_work(ddi_callout_wq, &co->work))
		refcount_dec(&co->refs);
	hrtimer_forward_now(timer, co->interval);
	return HRTIMER_RESTART;
}

static bool ddi_callout_begin(struct ddi_callout *co)
{
	bool stopped;

	spin_lock(&ddi_callouts_lock);
	stopped = co->stopped;
	if (!stopped)
		co->runner = current;
	spin_unlock(&ddi_callouts_lock);
	return !stopped;
}

/* Returns whether there are no more calls. */
static bool ddi_callout_end(struct ddi_callout *co)
{
	bool over;

	spin_lock(&ddi_callouts_lock);
	co->runner = NULL;
	over = co->stopped || !co->interval;
	if (over)
		hlist_del(&co->node);
	spin_unlock(&ddi_callouts_lock);
	return over;
}

static void ddi_callout_work(struct work_struct *work)
{
	struct ddi_callout *co = container_of(work, struct ddi_callout, work);

	if (!ddi_callout_begin(co))
		goto out_put;
	lock_map_acquire(&co->map);
	co->func(co->arg);
	lock_map_release(&co->map);
	if (ddi_callout_end(co)) {
		complete_all(&co->done);
		ddi_callout_put(co);
	}
out_put:
	ddi_callout_put(co);
}

static struct ddi_callout *ddi_callout_alloc(void (*func)(void *), void *arg,
					     ktime_t interval, struct module *owner)
{
	/* timeout(9F) has no way to say that there is no memory. */
	struct ddi_callout *co = kzalloc(sizeof(*co), GFP_KERNEL | __GFP_NOFAIL);

	/* The table's, and the timer's. */
	refcount_set(&co->refs, 2);
	devmap_hrtimer_setup(&co->timer, ddi_callout_fire);
	INIT_WORK(&co->work, ddi_callout_work);
	init_completion(&co->done);
	/* A class for each handler: its address is as good a key as any. */
	lockdep_init_map(&co->map, "handler of a timeout(9F)",
			 (struct lock_class_key *)func, 0);
	co->func = func;
	co->arg = arg;
	co->interval = interval;
	co->owner = owner;
	return co;
}

/**
 * ddi_callout_start() - have a function called later
 * @func: the driver's function
 * @arg: its argument
 * @delay: until the first call
 * @interval: between calls; 0 for one call
 * @owner: the driver's module
 *
 * Context: process, may sleep.
 * Return: its number, which is never used again.
 */
void *ddi_callout_start(void (*func)(void *), void *arg, ktime_t delay,
			ktime_t interval, struct module *owner)
{
	struct ddi_callout *co = ddi_callout_alloc(func, arg, interval, owner);
	unsigned long id;

	spin_lock(&ddi_callouts_lock);
	id = ++ddi_last_callout;
	co->id = id;
	hlist_add_head(&co->node, ddi_callout_bucket(id));
	/* Under the lock: whoever finds it can stop the timer. */
	hrtimer_start(&co->timer, delay, HRTIMER_MODE_REL);
	spin_unlock(&ddi_callouts_lock);
	return (void *)id;
}

static struct ddi_callout *ddi_callout_lookup(unsigned long id)
{
	struct ddi_callout *co;

	lockdep_assert_held(&ddi_callouts_lock);
	hlist_for_each_entry(co, ddi_callout_bucket(id), node)
		if (co->id == id)
			return co;
	return NULL;
}

/* No further call begins. Drops what the timer and queued work hold. */
static void ddi_callout_disarm(struct ddi_callout *co)
{
	if (hrtimer_cancel(&co->timer))
		ddi_callout_put(co);
	if (cancel_work(&co->work))
		ddi_callout_put(co);
}

/* The lock checker learns that the caller may have to wait for the function. */
static void ddi_callout_might_wait(struct ddi_callout *co)
{
	lock_map_acquire(&co->map);
	lock_map_release(&co->map);
}

/*
 * The caller has a reference. @runner is who was in the function when it was
 * marked as stopped.
 */
static s64 ddi_callout_finish(struct ddi_callout *co, struct task_struct *runner)
{
	s64 left = max_t(s64, ktime_to_ns(hrtimer_get_remaining(&co->timer)), 0);

	if (runner != current)
		ddi_callout_might_wait(co);
	ddi_callout_disarm(co);
	if (runner && runner != current)
		wait_for_completion(&co->done);
	return runner ? -1 : left;
}

/**
 * ddi_callout_stop() - no more calls
 * @id: from ddi_callout_start()
 *
 * Waits for a call that runs, unless it is the call that asks.
 *
 * Context: process, sleeps; the caller holds nothing that the function wants.
 * Return: nanoseconds until the call that does not come any more; -1 if there is
 * none, because it runs, has run, or was stopped before.
 */
s64 ddi_callout_stop(void *id)
{
	struct task_struct *runner;
	struct ddi_callout *co;
	s64 left;

	spin_lock(&ddi_callouts_lock);
	co = ddi_callout_lookup((unsigned long)id);
	if (!co) {
		spin_unlock(&ddi_callouts_lock);
		return -1;
	}
	co->stopped = true;
	runner = co->runner;
	if (runner)
		refcount_inc(&co->refs);
	else
		hlist_del(&co->node);	/* and its reference is ours */
	spin_unlock(&ddi_callouts_lock);
	left = ddi_callout_finish(co, runner);
	ddi_callout_put(co);
	return left;
}

static unsigned long ddi_callout_of_module(struct module *owner)
{
	struct ddi_callout *co;
	unsigned long id = 0;
	unsigned int i;

	spin_lock(&ddi_callouts_lock);
	for (i = 0; i < ARRAY_SIZE(ddi_callouts); i++)
		hlist_for_each_entry(co, &ddi_callouts[i], node)
			if (co->owner == owner)
				id = co->id;
	spin_unlock(&ddi_callouts_lock);
	return id;
}

/**
 * ddi_callouts_stop_module() - a driver is unloaded
 * @owner: its module
 *
 * Return: how many calls it has left behind; none of them comes any more.
 */
unsigned int ddi_callouts_stop_module(struct module *owner)
{
	unsigned int left = 0;
	unsigned long id;

	while ((id = ddi_callout_of_module(owner))) {
		ddi_callout_stop((void *)id);
		left++;
	}
	return left;
}
