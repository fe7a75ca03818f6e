// SPDX-License-Identifier: GPL-2.0
/*
 * Task queues: taskq(9F).
 *
 * Linux's workqueues do not fit: they have no threads that a driver could ask
 * whether it is on one, and cannot be suspended. Each queue has its threads.
 */
#include <linux/cpumask.h>
#include <linux/export.h>
#include <linux/kthread.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

#include <sys/taskq.h>

#include "taskq.h"

/**
 * struct ddi_task - a call that was dispatched
 * @node: in &taskq.tasks or &taskq.spare
 * @func: the driver's function
 * @arg: its argument
 */
struct ddi_task {
	struct list_head node;
	task_func_t *func;
	void *arg;
};

/**
 * struct taskq - a queue of calls, and the threads that make them
 * @all: in ddi_taskqs
 * @owner: the driver's module
 * @name: for messages and ps(1)
 * @minalloc: so many tasks are kept for the next dispatch
 * @maxalloc: beyond so many tasks taskq_dispatch(9F) is slowed down or refused
 * @nthreads: number of @threads
 * @lock: protects all below; a leaf
 * @tasks: that wait for a thread, in the order in which they are to run
 * @spare: tasks without a call
 * @nwaiting: number of @tasks
 * @nalloc: tasks that there are
 * @nactive: calls that run
 * @suspended: no call begins
 * @work: where threads wait for a task
 * @quiet: where others wait for tasks to end
 * @threads: by number
 */
struct taskq {
	struct list_head all;
	struct module *owner;
	char name[TASKQ_NAMELEN + 1];
	int minalloc;
	int maxalloc;
	int nthreads;
	spinlock_t lock;
	struct list_head tasks;
	struct list_head spare;
	int nwaiting;
	int nalloc;
	int nactive;
	bool suspended;
	wait_queue_head_t work;
	wait_queue_head_t quiet;
	struct task_struct *threads[];
};

static LIST_HEAD(ddi_taskqs);
static DEFINE_MUTEX(ddi_taskqs_lock);

/* The next task to run; counts as running from here on. */
static struct ddi_task *taskq_begin(struct taskq *tq)
{
	struct ddi_task *task = NULL;

	spin_lock(&tq->lock);
	if (!tq->suspended && tq->nwaiting) {
		task = list_first_entry(&tq->tasks, struct ddi_task, node);
		list_del(&task->node);
		tq->nwaiting--;
		tq->nactive++;
	}
	spin_unlock(&tq->lock);
	return task;
}

static void taskq_end(struct taskq *tq, struct ddi_task *task)
{
	spin_lock(&tq->lock);
	tq->nactive--;
	if (tq->nalloc <= tq->minalloc) {
		list_add(&task->node, &tq->spare);
		task = NULL;
	} else {
		tq->nalloc--;
	}
	spin_unlock(&tq->lock);
	kfree(task);
	wake_up_all(&tq->quiet);
}

static bool taskq_has_waiting(struct taskq *tq)
{
	bool waiting;

	spin_lock(&tq->lock);
	waiting = tq->nwaiting;
	spin_unlock(&tq->lock);
	return waiting;
}

static int taskq_thread(void *data)
{
	struct taskq *tq = data;
	struct ddi_task *task;

	ddi_curthread()->t_taskq = tq;
	for (;;) {
		task = NULL;
		wait_event_idle_exclusive(tq->work, (task = taskq_begin(tq)) ||
					  kthread_should_stop());
		if (!task)
			return 0;
		/* The wake-up for one that came since may have been spent on us. */
		if (taskq_has_waiting(tq))
			wake_up(&tq->work);
		task->func(task->arg);
		taskq_end(tq, task);
	}
}

static void taskq_free(struct taskq *tq)
{
	struct ddi_task *task, *next;

	list_splice_init(&tq->tasks, &tq->spare);
	list_for_each_entry_safe(task, next, &tq->spare, node)
		kfree(task);
	kfree(tq);
}

static void taskq_stop_threads(struct taskq *tq)
{
	while (tq->nthreads)
		kthread_stop(tq->threads[--tq->nthreads]);
}

static int taskq_start_threads(struct taskq *tq, int nthreads)
{
	struct task_struct *thread;

	while (tq->nthreads < nthreads) {
		thread = kthread_run(taskq_thread, tq, "%s/%d", tq->name, tq->nthreads);
		if (IS_ERR(thread))
			return PTR_ERR(thread);
		tq->threads[tq->nthreads++] = thread;
	}
	return 0;
}

static struct taskq *taskq_alloc(const char *name, int nthreads, int minalloc,
				 int maxalloc, struct module *owner)
{
	struct taskq *tq = kzalloc(struct_size(tq, threads, nthreads), GFP_KERNEL);

	if (!tq)
		return NULL;
	tq->owner = owner;
	strscpy(tq->name, name, sizeof(tq->name));
	tq->minalloc = max(minalloc, 0);
	tq->maxalloc = max(maxalloc, 1);
	spin_lock_init(&tq->lock);
	INIT_LIST_HEAD(&tq->tasks);
	INIT_LIST_HEAD(&tq->spare);
	init_waitqueue_head(&tq->work);
	init_waitqueue_head(&tq->quiet);
	return tq;
}

static int taskq_prepopulate(struct taskq *tq)
{
	struct ddi_task *task;

	while (tq->nalloc < tq->minalloc) {
		task = kmalloc(sizeof(*task), GFP_KERNEL);
		if (!task)
			return -ENOMEM;
		list_add(&task->node, &tq->spare);
		tq->nalloc++;
	}
	return 0;
}

/**
 * ddi_taskq_new() - taskq_create(9F)
 * @name: of the queue, and of its threads in ps(1)
 * @nthreads: how many; at most so many calls run at the same time
 * @minalloc: so many tasks are kept for the next dispatch
 * @maxalloc: beyond so many taskq_dispatch(9F) is slowed down or refused
 * @flags: TASKQ_PREPOPULATE allocates @minalloc tasks now; with
 *	TASKQ_THREADS_CPU_PCT @nthreads is a percentage of the CPUs; TASKQ_DYNAMIC
 *	makes all threads at once here, too
 * @owner: the driver's module; supplied by <sys/taskq.h>
 *
 * Context: process, may sleep.
 * Return: the queue, or NULL without memory or threads. See taskq_create(9F).
 */
taskq_t *ddi_taskq_new(const char *name, int nthreads, int minalloc, int maxalloc,
		       uint_t flags, struct module *owner)
{
	struct taskq *tq;

	if (flags & TASKQ_THREADS_CPU_PCT)
		nthreads = nthreads * (int)num_online_cpus() / 100;
	nthreads = max(nthreads, 1);
	tq = taskq_alloc(name, nthreads, minalloc, maxalloc, owner);
	if (!tq)
		return NULL;
	if (flags & TASKQ_PREPOPULATE && taskq_prepopulate(tq))
		goto err_free;
	if (taskq_start_threads(tq, nthreads))
		goto err_threads;
	mutex_lock(&ddi_taskqs_lock);
	list_add_tail(&tq->all, &ddi_taskqs);
	mutex_unlock(&ddi_taskqs_lock);
	return tq;

err_threads:
	taskq_stop_threads(tq);
err_free:
	taskq_free(tq);
	return NULL;
}
EXPORT_SYMBOL_GPL(ddi_taskq_new);

/**
 * taskq_destroy() - end a queue when all that was dispatched has run
 * @tq: the queue; it is not suspended, and nobody dispatches to it any more
 *
 * Context: process, sleeps; not in a task of the queue. See taskq_destroy(9F).
 */
void taskq_destroy(taskq_t *tq)
{
	if (WARN_ONCE(taskq_member(tq, curthread),
		      "taskq(9F): a task destroys its own queue\n"))
		return;
	if (taskq_suspended(tq)) {
		pr_warn_ratelimited("taskq(9F): %s is destroyed while it is suspended\n", tq->name);
		taskq_resume(tq);
	}
	taskq_wait(tq);
	mutex_lock(&ddi_taskqs_lock);
	list_del(&tq->all);
	mutex_unlock(&ddi_taskqs_lock);
	taskq_stop_threads(tq);
	taskq_free(tq);
}
EXPORT_SYMBOL_GPL(taskq_destroy);

static bool taskq_is_full(struct taskq *tq)
{
	bool full;

	spin_lock(&tq->lock);
	full = list_empty(&tq->spare) && tq->nalloc >= tq->maxalloc;
	spin_unlock(&tq->lock);
	return full;
}

static struct ddi_task *taskq_take_spare(struct taskq *tq)
{
	struct ddi_task *task;

	spin_lock(&tq->lock);
	task = list_first_entry_or_null(&tq->spare, struct ddi_task, node);
	if (task)
		list_del(&task->node);
	spin_unlock(&tq->lock);
	return task;
}

static struct ddi_task *taskq_new_task(struct taskq *tq, uint_t flags)
{
	struct ddi_task *task;

	task = kmalloc(sizeof(*task), flags & TQ_NOSLEEP ? GFP_NOWAIT | __GFP_NOWARN :
							   GFP_KERNEL | __GFP_NOFAIL);
	if (!task)
		return NULL;
	spin_lock(&tq->lock);
	tq->nalloc++;
	spin_unlock(&tq->lock);
	return task;
}

/*
 * TQ_SLEEP does not fail. With too many tasks it waits, but not for ever: the
 * tasks may be waiting for the caller.
 */
static struct ddi_task *taskq_get_task(struct taskq *tq, uint_t flags)
{
	struct ddi_task *task = taskq_take_spare(tq);

	if (task || flags & TQ_NOALLOC)
		return task;
	if (!taskq_is_full(tq))
		return taskq_new_task(tq, flags);
	if (flags & TQ_NOSLEEP)
		return NULL;
	wait_event_idle_timeout(tq->quiet, !taskq_is_full(tq), HZ);
	return taskq_take_spare(tq) ?: taskq_new_task(tq, flags);
}

/* Gives a task back where TQ_NOQUEUE finds no thread for it. */
static bool taskq_enqueue(struct taskq *tq, struct ddi_task *task, uint_t flags)
{
	bool ok;

	spin_lock(&tq->lock);
	ok = !(flags & TQ_NOQUEUE) ||
	     (!tq->suspended && tq->nactive + tq->nwaiting < tq->nthreads);
	if (!ok)
		list_add(&task->node, &tq->spare);
	else if (flags & TQ_FRONT)
		list_add(&task->node, &tq->tasks);
	else
		list_add_tail(&task->node, &tq->tasks);
	tq->nwaiting += ok;
	spin_unlock(&tq->lock);
	return ok;
}

/**
 * taskq_dispatch() - have a function called by a thread of a queue
 * @tq: the queue
 * @func: the function
 * @arg: its argument
 * @flags: TQ_SLEEP, or TQ_NOSLEEP and perhaps TQ_NOALLOC; TQ_NOQUEUE, TQ_FRONT
 *
 * Context: process; may sleep with TQ_SLEEP.
 * Return: nonzero; 0 if the task was refused, never for TQ_SLEEP alone.
 * See taskq_dispatch(9F).
 */
taskqid_t taskq_dispatch(taskq_t *tq, task_func_t *func, void *arg, uint_t flags)
{
	struct ddi_task *task = taskq_get_task(tq, flags);

	if (!task)
		return TASKQID_INVALID;
	task->func = func;
	task->arg = arg;
	if (!taskq_enqueue(tq, task, flags))
		return TASKQID_INVALID;
	wake_up(&tq->work);
	return (taskqid_t)task;
}
EXPORT_SYMBOL_GPL(taskq_dispatch);

static bool taskq_is_quiet(struct taskq *tq)
{
	bool quiet;

	spin_lock(&tq->lock);
	quiet = !tq->nactive && !tq->nwaiting;
	spin_unlock(&tq->lock);
	return quiet;
}

/**
 * taskq_wait() - wait until all that was dispatched has run
 * @tq: the queue
 *
 * Context: process, sleeps; not in a task of the queue. See taskq_wait(9F).
 */
void taskq_wait(taskq_t *tq)
{
	if (WARN_ONCE(taskq_member(tq, curthread),
		      "taskq(9F): a task waits for its own queue\n"))
		return;
	wait_event_idle(tq->quiet, taskq_is_quiet(tq));
}
EXPORT_SYMBOL_GPL(taskq_wait);

static bool taskq_is_idle(struct taskq *tq, int but)
{
	bool idle;

	spin_lock(&tq->lock);
	idle = tq->nactive <= but;
	spin_unlock(&tq->lock);
	return idle;
}

/**
 * taskq_suspend() - let no further task begin
 * @tq: the queue
 *
 * Tasks that run have ended when it returns, but for the one that calls it.
 *
 * Context: process, sleeps. See taskq_suspend(9F).
 */
void taskq_suspend(taskq_t *tq)
{
	int own = taskq_member(tq, curthread) ? 1 : 0;

	spin_lock(&tq->lock);
	WRITE_ONCE(tq->suspended, true);
	spin_unlock(&tq->lock);
	wait_event_idle(tq->quiet, taskq_is_idle(tq, own));
}
EXPORT_SYMBOL_GPL(taskq_suspend);

/**
 * taskq_suspended() - is a queue suspended?
 * @tq: the queue
 *
 * Return: nonzero if it is. See taskq_suspended(9F).
 */
int taskq_suspended(taskq_t *tq)
{
	return READ_ONCE(tq->suspended);
}
EXPORT_SYMBOL_GPL(taskq_suspended);

/**
 * taskq_resume() - let tasks begin again
 * @tq: the queue
 *
 * Context: process. See taskq_resume(9F).
 */
void taskq_resume(taskq_t *tq)
{
	spin_lock(&tq->lock);
	WRITE_ONCE(tq->suspended, false);
	spin_unlock(&tq->lock);
	wake_up_all(&tq->work);
}
EXPORT_SYMBOL_GPL(taskq_resume);

/**
 * taskq_member() - is a thread one of a queue's?
 * @tq: the queue
 * @thread: curthread
 *
 * Return: nonzero if it is. See taskq_member(9F).
 */
int taskq_member(taskq_t *tq, kthread_t *thread)
{
	return thread->t_taskq == tq;
}
EXPORT_SYMBOL_GPL(taskq_member);

static void taskq_drop_waiting(struct taskq *tq)
{
	spin_lock(&tq->lock);
	list_splice_init(&tq->tasks, &tq->spare);
	tq->nwaiting = 0;
	spin_unlock(&tq->lock);
}

static struct taskq *ddi_taskq_take(struct module *owner)
{
	struct taskq *tq, *found = NULL;

	mutex_lock(&ddi_taskqs_lock);
	list_for_each_entry(tq, &ddi_taskqs, all) {
		if (tq->owner == owner) {
			found = tq;
			list_del(&tq->all);
			break;
		}
	}
	mutex_unlock(&ddi_taskqs_lock);
	return found;
}

/**
 * ddi_taskqs_destroy_module() - a driver is unloaded
 * @owner: its module
 *
 * Tasks that have not begun never will: what they work on is gone.
 *
 * Return: how many queues it has left behind.
 */
unsigned int ddi_taskqs_destroy_module(struct module *owner)
{
	unsigned int left = 0;
	struct taskq *tq;

	while ((tq = ddi_taskq_take(owner))) {
		taskq_drop_waiting(tq);
		taskq_stop_threads(tq);
		taskq_free(tq);
		left++;
	}
	return left;
}
