// SPDX-License-Identifier: GPL-2.0
/*
 * Address spaces: who is who, and who is inside a driver now.
 *
 * Two rules of the interface need to know what the calling task is doing:
 * devmap_load(9F) may be called only inside devmap_access(9E) of the same
 * process, because only there the mmap_lock that it needs is held, and
 * devmap_setup(9F) only inside segmap(9E). The DDI passes nothing along that
 * would tell, so each such call is noted here while it runs.
 */
#include <linux/hash.h>
#include <linux/mm_types.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../linux/compat.h"
#include "as.h"

#define AS_TABLE_BITS	8

static struct hlist_head as_table[1 << AS_TABLE_BITS];
static DEFINE_SPINLOCK(as_table_lock);

static struct hlist_head *as_bucket(struct mm_struct *mm)
{
	return &as_table[hash_ptr(mm, AS_TABLE_BITS)];
}

static struct as *as_lookup(struct mm_struct *mm)
{
	struct as *as;

	hlist_for_each_entry(as, as_bucket(mm), node)
		if (as->mm == mm)
			return as;
	return NULL;
}

/**
 * as_find() - the address space of an mm, if it maps any device of ours
 * @mm: whose
 *
 * Return: a reference, to be given back with as_put(), or NULL.
 */
struct as *as_find(struct mm_struct *mm)
{
	struct as *as;

	spin_lock(&as_table_lock);
	as = as_lookup(mm);
	if (as)
		refcount_inc(&as->refs);
	spin_unlock(&as_table_lock);
	return as;
}

static struct as *as_alloc(struct mm_struct *mm)
{
	struct as *as = kmalloc(sizeof(*as), GFP_KERNEL_ACCOUNT);

	if (!as)
		return NULL;
	mmgrab(mm);
	as->a_hat = (struct hat *)as;
	as->mm = mm;
	refcount_set(&as->refs, 1);
	spin_lock_init(&as->lock);
	INIT_HLIST_HEAD(&as->calls);
	INIT_LIST_HEAD(&as->clients);
	as->pid = current->mm == mm ? current->tgid : 0;
	strscpy(as->comm, current->group_leader->comm, sizeof(as->comm));
	return as;
}

static void as_free(struct as *as)
{
	mmdrop(as->mm);
	kfree(as);
}

/* Returns the one that is in the table, with a reference. */
static struct as *as_insert(struct as *as)
{
	struct as *found;

	spin_lock(&as_table_lock);
	found = as_lookup(as->mm);
	if (found)
		refcount_inc(&found->refs);
	else
		hlist_add_head(&as->node, as_bucket(as->mm));
	spin_unlock(&as_table_lock);
	return found ?: as;
}

/**
 * as_get() - the address space of an mm, made if there is none
 * @mm: whose; the caller is of it, or holds its mmap_lock
 *
 * Context: process, may sleep.
 * Return: a reference, or NULL without memory.
 */
struct as *as_get(struct mm_struct *mm)
{
	struct as *found, *as = as_find(mm);

	if (as)
		return as;
	as = as_alloc(mm);
	if (!as)
		return NULL;
	found = as_insert(as);
	if (found != as)
		as_free(as);
	return found;
}

/**
 * as_put() - give back a reference
 * @as: from as_get() or as_find()
 */
void as_put(struct as *as)
{
	bool last;

	spin_lock(&as_table_lock);
	last = refcount_dec_and_test(&as->refs);
	if (last)
		hlist_del(&as->node);
	spin_unlock(&as_table_lock);
	if (!last)
		return;
	WARN_ON(!hlist_empty(&as->calls));
	as_free(as);
}

/**
 * as_meet() - the calling task may be the first that is seen of a process
 * @as: the process
 *
 * When Linux tells of a fork the child has no number yet.
 */
void as_meet(struct as *as)
{
	bool exiting = !current->mm && (current->flags & PF_EXITING);

	if (likely(READ_ONCE(as->pid)))
		return;
	if (current->mm == as->mm || exiting)
		WRITE_ONCE(as->pid, current->tgid);
}

/**
 * as_pid() - which process it is, for people
 * @as: the process
 *
 * Return: the number of the thread group, or 0 where nobody knows. Inside of a fork
 * this may be the parent's for the child.
 */
pid_t as_pid(struct as *as)
{
	pid_t pid = READ_ONCE(as->pid);

	return pid ?: devmap_mm_pid(as->mm);
}

/**
 * as_call_begin() - the calling task enters a driver on behalf of @as
 * @as: the process that the call is for; not always the caller's own, see a
 *	debugger
 * @call: in the caller's frame, until as_call_end()
 * @kind: what the driver may do meanwhile
 */
void as_call_begin(struct as *as, struct as_call *call, enum as_call_kind kind)
{
	call->task = current;
	call->kind = kind;
	as_meet(as);
	spin_lock(&as->lock);
	hlist_add_head(&call->node, &as->calls);
	spin_unlock(&as->lock);
}

/**
 * as_call_end() - the driver has returned
 * @as: as it was given to as_call_begin()
 * @call: ditto
 */
void as_call_end(struct as *as, struct as_call *call)
{
	spin_lock(&as->lock);
	hlist_del(&call->node);
	spin_unlock(&as->lock);
}

/**
 * as_call_search() - as_call_current(), where the newest call is not the one
 * @as: for which process
 * @kind: the innermost one of this kind
 *
 * Return: the call, which lives at least as long as the caller, or NULL.
 */
struct as_call *as_call_search(struct as *as, enum as_call_kind kind)
{
	struct as_call *call, *found = NULL;

	spin_lock(&as->lock);
	hlist_for_each_entry(call, &as->calls, node) {
		if (call->task == current && call->kind == kind) {
			found = call;
			break;
		}
	}
	spin_unlock(&as->lock);
	return found;
}

/**
 * as_in_callback() - does the calling task run a mapping callback for itself?
 *
 * Its own mmap_lock is held then.
 */
bool as_in_callback(void)
{
	struct as *as = current->mm ? as_find(current->mm) : NULL;
	bool found;

	if (!as)
		return false;
	found = as_call_current(as, AS_CALL_MMAP) ||
		as_call_current(as, AS_CALL_FAULT) ||
		as_call_current(as, AS_CALL_EVENT);
	as_put(as);
	return found;
}
