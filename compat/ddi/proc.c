// SPDX-License-Identifier: GPL-2.0
/*
 * Who calls: curproc, curthread, proc_ref(9F).
 *
 * Drivers keep and compare the pointers, so one has to stay the same for as long
 * as its task lives. Linux does not say when a task ends; an identity is found by
 * the task's struct pid, of which it has a reference, and is dropped some time
 * after no task has that number any more: when another one comes to its place in
 * the table.
 */
#include <linux/export.h>
#include <linux/hash.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include <sys/proc.h>
#include <sys/sunddi.h>

#include "../devmap/as.h"
#include "proc.h"

#define DDI_IDENT_BITS	8

static struct hlist_head ddi_idents[1 << DDI_IDENT_BITS];
static DEFINE_SPINLOCK(ddi_idents_lock);
static u64 ddi_last_did;	/* protected by ddi_idents_lock */

proc_t ddi_p0;
EXPORT_SYMBOL_GPL(ddi_p0);

/* Stands for a thread that has not asked who it is. */
static struct _kthread ddi_some_thread;

static struct hlist_head *ddi_ident_bucket(struct pid *pid)
{
	return &ddi_idents[hash_ptr(pid, DDI_IDENT_BITS)];
}

static void ddi_ident_free(struct ddi_ident *ident)
{
	if (ident->type == PIDTYPE_TGID && ident->proc.p_as)
		as_put(ident->proc.p_as);
	put_pid(ident->pid);
	kfree(ident);
}

static void ddi_idents_free_list(struct hlist_head *dead)
{
	struct ddi_ident *ident;
	struct hlist_node *next;

	hlist_for_each_entry_safe(ident, next, dead, node)
		ddi_ident_free(ident);
}

static struct ddi_ident *ddi_ident_lookup(struct pid *pid, enum pid_type type)
{
	struct ddi_ident *ident;

	lockdep_assert_held(&ddi_idents_lock);
	hlist_for_each_entry(ident, ddi_ident_bucket(pid), node)
		if (ident->pid == pid && ident->type == type)
			return ident;
	return NULL;
}

/* Moves those of tasks that are no more from a bucket to @dead. */
static void ddi_idents_prune(struct hlist_head *bucket, struct hlist_head *dead)
{
	struct ddi_ident *ident;
	struct hlist_node *next;

	lockdep_assert_held(&ddi_idents_lock);
	hlist_for_each_entry_safe(ident, next, bucket, node) {
		if (ident->kept || pid_has_task(ident->pid, ident->type))
			continue;
		hlist_del(&ident->node);
		hlist_add_head(&ident->node, dead);
	}
}

static struct ddi_ident *ddi_ident_alloc(struct pid *pid, enum pid_type type,
					 struct task_struct *task)
{
	/* There is no way to say that nobody is the caller. */
	struct ddi_ident *ident = kzalloc(sizeof(*ident), GFP_KERNEL | __GFP_NOFAIL);

	ident->pid = get_pid(pid);
	ident->type = type;
	ident->task = task;
	return ident;
}

/* Another thread of a process may have come first. */
static struct ddi_ident *ddi_ident_add(struct ddi_ident *ident)
{
	struct hlist_head *bucket = ddi_ident_bucket(ident->pid);
	struct ddi_ident *found;
	HLIST_HEAD(dead);

	spin_lock(&ddi_idents_lock);
	found = ddi_ident_lookup(ident->pid, ident->type);
	if (found) {
		hlist_add_head(&ident->node, &dead);
	} else {
		ddi_idents_prune(bucket, &dead);
		hlist_add_head(&ident->node, bucket);
		if (ident->type == PIDTYPE_PID)
			ident->thread.t_did = ++ddi_last_did;
		found = ident;
	}
	spin_unlock(&ddi_idents_lock);
	ddi_idents_free_list(&dead);
	return found;
}

static struct ddi_ident *ddi_ident_find(struct pid *pid, enum pid_type type)
{
	struct ddi_ident *ident;

	spin_lock(&ddi_idents_lock);
	ident = ddi_ident_lookup(pid, type);
	spin_unlock(&ddi_idents_lock);
	return ident;
}

/**
 * ddi_ident_of_thread() - the identity of a thread of a driver
 * @task: the thread, just made and not yet running
 *
 * Context: process, may sleep.
 * Return: the identity, which stays until ddi_ident_release().
 */
struct ddi_ident *ddi_ident_of_thread(struct task_struct *task)
{
	struct ddi_ident *ident;

	ident = ddi_ident_alloc(task_pid(task), PIDTYPE_PID, task);
	ident->kept = true;
	ident->thread.t_procp = &ddi_p0;
	return ddi_ident_add(ident);
}

/**
 * ddi_ident_release() - a thread of a driver has ended and was joined
 * @ident: from ddi_ident_of_thread()
 */
void ddi_ident_release(struct ddi_ident *ident)
{
	spin_lock(&ddi_idents_lock);
	hlist_del(&ident->node);
	spin_unlock(&ddi_idents_lock);
	ddi_ident_free(ident);
}

/**
 * ddi_idents_free() - forget them all; no driver is loaded any more
 */
void ddi_idents_free(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ddi_idents); i++) {
		ddi_idents_free_list(&ddi_idents[i]);
		INIT_HLIST_HEAD(&ddi_idents[i]);
	}
}

/* exec(2) gives a process another address space. */
static bool ddi_proc_is_current(const struct proc *proc)
{
	bool same;

	spin_lock(&ddi_idents_lock);
	same = proc->p_as && proc->p_as->mm == current->mm;
	spin_unlock(&ddi_idents_lock);
	return same;
}

static void ddi_proc_update(struct proc *proc)
{
	struct as *as;

	if (!current->mm || ddi_proc_is_current(proc))
		return;
	as = as_get(current->mm);
	spin_lock(&ddi_idents_lock);
	/* Another thread may have come first; the driver reads it without the lock. */
	if (proc->p_as != as)
		swap(proc->p_as, as);
	spin_unlock(&ddi_idents_lock);
	if (as)
		as_put(as);
}

/* Other threads of the process read it; it is the same but for the first time. */
static void ddi_proc_set_pid(struct proc *proc, pid_t pid)
{
	if (READ_ONCE(proc->p_pid) != pid)
		WRITE_ONCE(proc->p_pid, pid);
}

/**
 * ddi_curproc() - curproc: the calling process
 *
 * Its p_as is the same pointer as dh_seg->s_as of the process's mappings and
 * as segmap(9E)'s asp, whether it has any mapping yet or not; after exec(2) it
 * is another.
 *
 * Context: process, may sleep.
 * Return: the process; the one without an address space for a kernel thread.
 */
proc_t *ddi_curproc(void)
{
	struct pid *pid = task_tgid(current);
	struct ddi_ident *ident;

	if (current->flags & PF_KTHREAD)
		return &ddi_p0;
	ident = ddi_ident_find(pid, PIDTYPE_TGID);
	if (!ident)
		ident = ddi_ident_add(ddi_ident_alloc(pid, PIDTYPE_TGID, NULL));
	ddi_proc_set_pid(&ident->proc, ddi_get_pid());
	ddi_proc_update(&ident->proc);
	return &ident->proc;
}
EXPORT_SYMBOL_GPL(ddi_curproc);

/**
 * ddi_curthread() - curthread: the calling thread
 *
 * Context: process, may sleep.
 * Return: the thread.
 */
kthread_t *ddi_curthread(void)
{
	struct pid *pid = task_pid(current);
	struct ddi_ident *ident = ddi_ident_find(pid, PIDTYPE_PID);

	if (!ident) {
		ident = ddi_ident_alloc(pid, PIDTYPE_PID, current);
		ident->thread.t_procp = ddi_curproc();
		ident = ddi_ident_add(ident);
	}
	return &ident->thread;
}
EXPORT_SYMBOL_GPL(ddi_curthread);

static kthread_t *ddi_thread_of_task(const struct task_struct *task)
{
	kthread_t *thread = &ddi_some_thread;
	struct ddi_ident *ident;
	unsigned int i;

	spin_lock(&ddi_idents_lock);
	for (i = 0; i < ARRAY_SIZE(ddi_idents); i++)
		hlist_for_each_entry(ident, &ddi_idents[i], node)
			if (ident->task == task &&
			    pid_has_task(ident->pid, PIDTYPE_PID))
				thread = &ident->thread;
	spin_unlock(&ddi_idents_lock);
	return thread;
}

/**
 * ddi_owner_thread() - the thread that holds a lock
 * @owner: the lock's note of it; may end at any time, and is not looked at
 *
 * Return: what is curthread for that thread; something else if it has never
 * asked; NULL for no owner.
 */
kthread_t *ddi_owner_thread(const struct task_struct *owner)
{
	if (!owner)
		return NULL;
	return owner == current ? ddi_curthread() : ddi_thread_of_task(owner);
}

/**
 * ddi_get_kt_did() - the number of the calling thread
 *
 * Context: process, may sleep.
 * Return: a number that no other thread has or has had. See ddi_get_kt_did(9F).
 */
kt_did_t ddi_get_kt_did(void)
{
	return ddi_curthread()->t_did;
}
EXPORT_SYMBOL_GPL(ddi_get_kt_did);

/**
 * proc_ref() - remember the calling process, to send it signals
 *
 * Context: process.
 * Return: a reference for proc_signal(9F), to be given to proc_unref(9F). The
 * process may end meanwhile. See proc_ref(9F).
 */
void *proc_ref(void)
{
	return get_pid(task_tgid(current));
}
EXPORT_SYMBOL_GPL(proc_ref);

/**
 * proc_unref() - forget a process
 * @pref: from proc_ref()
 *
 * Context: any. See proc_unref(9F).
 */
void proc_unref(void *pref)
{
	put_pid(pref);
}
EXPORT_SYMBOL_GPL(proc_unref);

/**
 * proc_signal() - send a signal to a process
 * @pref: from proc_ref()
 * @sig: which one
 *
 * Context: any.
 * Return: 0; -1 if the process has ended. See proc_signal(9F).
 */
int proc_signal(void *pref, int sig)
{
	return kill_pid(pref, sig, 1) ? -1 : 0;
}
EXPORT_SYMBOL_GPL(proc_signal);

/**
 * ddi_can_receive_sig() - can cv_wait_sig(9F) be ended by a signal?
 *
 * Context: process.
 * Return: B_FALSE in a kernel thread, and in a process that exits.
 * See ddi_can_receive_sig(9F).
 */
boolean_t ddi_can_receive_sig(void)
{
	return current->flags & (PF_KTHREAD | PF_EXITING) ? B_FALSE : B_TRUE;
}
EXPORT_SYMBOL_GPL(ddi_can_receive_sig);
