// SPDX-License-Identifier: GPL-2.0
/*
 * Threads of drivers: thread_create(), thread_exit(), thread_join().
 *
 * A thread is remembered after its end, until it is joined, for a while, or until
 * its driver is unloaded: its creator may look at t_did, and the driver's code
 * must stay until Linux says that the thread has left it.
 */
#include <linux/completion.h>
#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/kref.h>
#include <linux/kthread.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/sched/task.h>
#include <linux/slab.h>

#include <sys/thread.h>

#include "../linux/compat.h"
#include "proc.h"
#include "thread.h"

/* How long the creator of a thread may take to look at t_did. */
#define DDI_THREAD_LINGER	(60 * HZ)

/**
 * struct ddi_thread - a thread of a driver
 * @kref: the list holds it, and whoever joins it
 * @node: in ddi_threads
 * @owner: the driver's module
 * @task: with a reference
 * @ident: what curthread is for it
 * @proc: the driver's function
 * @arg: its argument
 * @copy: of what @arg pointed to, or NULL
 * @started: Linux skips a thread that is told to stop before it has begun
 * @end: in jiffies, if @ended
 * @ended: the driver's function has returned
 * @join_lock: Linux can wait for a thread's end only once
 * @joined: it has; protected by @join_lock
 */
struct ddi_thread {
	struct kref kref;
	struct list_head node;
	struct module *owner;
	struct task_struct *task;
	struct ddi_ident *ident;
	void (*proc)(void *arg);
	void *arg;
	void *copy;
	struct completion started;
	unsigned long end;
	bool ended;
	struct mutex join_lock;
	bool joined;
};

static LIST_HEAD(ddi_threads);
static DEFINE_MUTEX(ddi_threads_lock);

static void ddi_thread_release(struct kref *kref)
{
	struct ddi_thread *thread = container_of(kref, struct ddi_thread, kref);

	ddi_ident_release(thread->ident);
	put_task_struct(thread->task);
	kfree(thread->copy);
	kfree(thread);
}

/* Finds a thread and takes it; @match says which. */
static struct ddi_thread *ddi_thread_find(bool (*match)(struct ddi_thread *, const void *),
					  const void *what)
{
	struct ddi_thread *thread, *found = NULL;

	mutex_lock(&ddi_threads_lock);
	list_for_each_entry(thread, &ddi_threads, node) {
		if (match(thread, what)) {
			kref_get(&thread->kref);
			found = thread;
			break;
		}
	}
	mutex_unlock(&ddi_threads_lock);
	return found;
}

/* Waits for a thread's end, forgets it, and drops the caller's reference. */
static void ddi_thread_reap(struct ddi_thread *thread)
{
	bool last;

	mutex_lock(&thread->join_lock);
	last = !thread->joined;
	if (last) {
		wait_for_completion(&thread->started);
		kthread_stop(thread->task);
	}
	thread->joined = true;
	mutex_unlock(&thread->join_lock);
	if (last) {
		mutex_lock(&ddi_threads_lock);
		list_del(&thread->node);
		mutex_unlock(&ddi_threads_lock);
		kref_put(&thread->kref, ddi_thread_release);
	}
	kref_put(&thread->kref, ddi_thread_release);
}

static bool ddi_thread_has_ended(struct ddi_thread *thread)
{
	/* Pairs with ddi_thread_note_end(): @end is set. */
	return smp_load_acquire(&thread->ended);
}

static bool ddi_thread_is_stale(struct ddi_thread *thread, const void *unused)
{
	return ddi_thread_has_ended(thread) &&
	       time_after(jiffies, thread->end + DDI_THREAD_LINGER);
}

static bool ddi_thread_is_of(struct ddi_thread *thread, const void *owner)
{
	return thread->owner == owner;
}

static bool ddi_thread_has_did(struct ddi_thread *thread, const void *did)
{
	return thread->ident->thread.t_did == *(const kt_did_t *)did;
}

static bool ddi_thread_is_current(struct ddi_thread *thread, const void *unused)
{
	return thread->task == current;
}

static void ddi_thread_note_end(struct ddi_thread *thread)
{
	thread->end = jiffies;
	/* Pairs with ddi_thread_has_ended(). */
	smp_store_release(&thread->ended, true);
}

static int ddi_thread_main(void *data)
{
	struct ddi_thread *thread = data;

	complete(&thread->started);
	thread->proc(thread->arg);
	ddi_thread_note_end(thread);
	return 0;
}

static struct ddi_thread *ddi_thread_alloc(void (*proc)(void *), void *arg,
					   size_t len, struct module *owner)
{
	struct ddi_thread *thread = kzalloc(sizeof(*thread), GFP_KERNEL | __GFP_NOFAIL);

	if (len)
		thread->copy = kmemdup(arg, len, GFP_KERNEL | __GFP_NOFAIL);
	kref_init(&thread->kref);
	mutex_init(&thread->join_lock);
	init_completion(&thread->started);
	thread->owner = owner;
	thread->proc = proc;
	thread->arg = thread->copy ?: arg;
	return thread;
}

/**
 * ddi_thread_create() - thread_create()
 * @proc: what the thread runs; it may return, or call thread_exit()
 * @arg: its argument
 * @len: bytes of a copy to be made of what @arg points to; 0 for none
 * @owner: the driver's module; supplied by <sys/thread.h>
 *
 * Context: process, may sleep.
 * Return: the thread; NULL if Linux has no room for one more. Its t_did can be
 * looked at for a minute after it has ended.
 */
kthread_t *ddi_thread_create(void (*proc)(void *), void *arg, size_t len,
			     struct module *owner)
{
	struct ddi_thread *thread, *stale;
	struct task_struct *task;

	while ((stale = ddi_thread_find(ddi_thread_is_stale, NULL)))
		ddi_thread_reap(stale);
	thread = ddi_thread_alloc(proc, arg, len, owner);
	task = kthread_create(ddi_thread_main, thread, "%s_thread", module_name(owner));
	if (IS_ERR(task)) {
		pr_warn_ratelimited("%s: no thread for thread_create(): %ld\n",
				    module_name(owner), PTR_ERR(task));
		kfree(thread->copy);
		kfree(thread);
		return NULL;
	}
	get_task_struct(task);
	thread->task = task;
	thread->ident = ddi_ident_of_thread(task);
	mutex_lock(&ddi_threads_lock);
	list_add_tail(&thread->node, &ddi_threads);
	mutex_unlock(&ddi_threads_lock);
	wake_up_process(task);
	return &thread->ident->thread;
}
EXPORT_SYMBOL_GPL(ddi_thread_create);

/**
 * thread_exit() - end the calling thread
 *
 * Context: a thread that thread_create() made; there it does not return.
 */
void thread_exit(void)
{
	struct ddi_thread *thread = ddi_thread_find(ddi_thread_is_current, NULL);

	if (!thread) {
		pr_warn_ratelimited("a thread that thread_create() did not make wants to exit\n");
		return;
	}
	ddi_thread_note_end(thread);
	/* The list has another one. */
	kref_put(&thread->kref, ddi_thread_release);
	devmap_kthread_exit();
}
EXPORT_SYMBOL_GPL(thread_exit);

/**
 * thread_join() - wait for the end of a thread
 * @did: its t_did, or what ddi_get_kt_did(9F) said in it
 *
 * Returns at once for a thread that is no more, or was not made by
 * thread_create().
 *
 * Context: process, sleeps; the caller holds nothing that the thread waits for.
 */
void thread_join(kt_did_t did)
{
	struct ddi_thread *thread = ddi_thread_find(ddi_thread_has_did, &did);

	if (!thread)
		return;
	if (thread->task != current) {
		ddi_thread_reap(thread);
		return;
	}
	pr_warn_ratelimited("a thread waits for its own end\n");
	kref_put(&thread->kref, ddi_thread_release);
}
EXPORT_SYMBOL_GPL(thread_join);

/**
 * ddi_threads_reap_module() - a driver is unloaded
 * @owner: its module
 *
 * Waits for its threads: there is no way to stop one, and its code must stay.
 *
 * Return: how many of them had not ended.
 */
unsigned int ddi_threads_reap_module(struct module *owner)
{
	struct ddi_thread *thread;
	unsigned int running = 0;

	while ((thread = ddi_thread_find(ddi_thread_is_of, owner))) {
		if (!ddi_thread_has_ended(thread)) {
			pr_warn("%s: a thread of thread_create() still runs; unloading waits for it\n",
				module_name(owner));
			running++;
		}
		ddi_thread_reap(thread);
	}
	return running;
}
