/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Address spaces of processes, and the calls into drivers that run for them.
 */
#ifndef _DEVMAP_AS_H
#define _DEVMAP_AS_H

#include <linux/list.h>
#include <linux/refcount.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#include <sys/symnames.h>

struct mm_struct;

/**
 * struct as - a process's address space, as drivers see one
 * @a_hat: its translations; drivers read it, as <vm/as.h> has it
 * @node: in the table that finds it by @mm
 * @mm: whose it is; held by its mm_count alone, so that no other mm comes to have
 *	its address. What it maps may be gone
 * @refs: segments, calls that run, and the process's curproc
 * @lock: protects @calls; a leaf
 * @calls: the driver callbacks that run for this mm now, newest first
 * @clients: &struct devmap_client of it, one for each device; protected by @lock
 * @pid: thread group, or 0 for a fork that was not seen running yet; of several
 *	that share the mm, one
 * @comm: what it was called when it first mapped a device, or was forked
 *
 * The Solaris names dh_seg->s_as, curproc->p_as and segmap(9E)'s asp are
 * pointers to this: opaque, equal where the process is the same.
 */
struct as {
	struct hat *a_hat;
	struct hlist_node node;
	struct mm_struct *mm;
	refcount_t refs;
	spinlock_t lock;
	struct hlist_head calls;
	struct list_head clients;
	pid_t pid;
	char comm[TASK_COMM_LEN];
};

enum as_call_kind {
	AS_CALL_MMAP,		/* segmap(9E) in mmap(2): devmap_setup() is legal */
	AS_CALL_FAULT,		/* devmap_access(9E): devmap_load() is legal */
	AS_CALL_EVENT,		/* devmap_dup(9E), devmap_unmap(9E) */
};

/**
 * struct as_call - a driver callback that runs; embedded in what it is about, in the
 *	frame of the task that runs it
 * @node: in &as.calls
 * @task: who runs it: what it may do, only it may
 * @kind: what it may do
 */
struct as_call {
	struct hlist_node node;
	struct task_struct *task;
	enum as_call_kind kind;
};

/* The kernel's own; drivers call it kas, see <vm/as.h>. */
extern struct as ddi_kas;

struct as *as_get(struct mm_struct *mm);
struct as *as_find(struct mm_struct *mm);
void as_put(struct as *as);
void as_meet(struct as *as);
pid_t as_pid(struct as *as);

void as_call_begin(struct as *as, struct as_call *call, enum as_call_kind kind);
void as_call_end(struct as *as, struct as_call *call);
struct as_call *as_call_search(struct as *as, enum as_call_kind kind);
bool as_in_callback(void);

/**
 * as_call_current() - the call that the current task runs for @as
 * @as: for which process
 * @kind: the innermost one of this kind
 *
 * Mostly it is the newest of all. That one in the calling task's frames is its own, it
 * sees without the lock.
 *
 * Return: the call, which lives at least as long as the caller, or NULL.
 */
static inline struct as_call *as_call_current(struct as *as, enum as_call_kind kind)
{
	struct hlist_node *first = READ_ONCE(as->calls.first);
	struct as_call *call = hlist_entry(first, struct as_call, node);

	if (!first)
		return NULL;
	if (object_is_on_stack(call) && call->kind == kind)
		return call;
	return as_call_search(as, kind);
}

#endif /* _DEVMAP_AS_H */
