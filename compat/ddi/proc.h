/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Identities that tasks have for drivers.
 */
#ifndef _DDI_PROC_H
#define _DDI_PROC_H

#include <linux/list.h>
#include <linux/pid.h>
#include <linux/sched.h>

#include <sys/proc.h>

/**
 * struct ddi_ident - what curproc or curthread points into
 * @node: in the table that finds it by @pid
 * @pid: whose it is, with a reference: while that lasts no other task has it
 * @type: PIDTYPE_TGID for a process, PIDTYPE_PID for a thread
 * @task: of a thread; an identity, not a reference
 * @kept: threads of drivers are in use until they are joined
 * @proc: of a process; holds a reference to its p_as
 * @thread: of a thread
 */
struct ddi_ident {
	struct hlist_node node;
	struct pid *pid;
	enum pid_type type;
	struct task_struct *task;
	bool kept;
	union {
		struct proc proc;
		struct _kthread thread;
	};
};

struct ddi_ident *ddi_ident_of_thread(struct task_struct *task);
void ddi_ident_release(struct ddi_ident *ident);
void ddi_idents_free(void);

kthread_t *ddi_owner_thread(const struct task_struct *owner);

#endif /* _DDI_PROC_H */
