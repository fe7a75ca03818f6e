// SPDX-License-Identifier: GPL-2.0
/*
 * A program runs: in a process of its own, with children and threads that it asks for.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "fuzz.h"

/* A piece of a program that a thread runs. */
struct piece {
	pthread_t thread;
	struct task *task;
	u32 from;
	u32 to;
};

static struct piece pieces[MAX_TASKS];
static u32 npieces;
static __thread int in_thread;	/* a thread of a thread would share the table */
static pid_t later[MAX_TASKS];	/* children to wait for at the end */
static u32 nlater;

static void owner_new(struct task *t)
{
	if (t->depth)
		t->ancestors[t->depth - 1] = t->owner;
	t->owner = COUNT(owners, 1);
}

static void __attribute__((noreturn)) child_run(struct task *t, u32 from, u32 to)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	cover_begin();
	t->depth++;
	owner_new(t);
	npieces = 0;
	nlater = 0;
	task_calls(t, from, to);
	_exit(0);
}

/* A child that dies by a signal has touched what is not a mapping, or was killed. */
void child_wait(pid_t pid)
{
	int status;

	if (waitpid(pid, &status, 0) == pid && WIFSIGNALED(status) &&
	    WTERMSIG(status) != SIGKILL)
		COUNT(odd, 1);
}

/* How the parent goes on: waits, goes on meanwhile, or kills it. */
static void child_leave(pid_t pid, u32 how, u32 usec)
{
	if (how % 3 == 1 && nlater < MAX_TASKS && !in_thread) {
		later[nlater++] = pid;
		return;
	}
	if (how % 3 == 2) {
		usleep(usec % 3000);
		kill(pid, SIGKILL);
	}
	child_wait(pid);
}

static void fork_run(struct task *t, const u32 *arg, u32 from, u32 to)
{
	pid_t pid;

	if (t->depth == MAX_DEPTH || COUNT(tasks, 1) > MAX_TASKS)
		return;
	pid = fork();
	if (!pid)
		child_run(t, from, to);
	if (pid > 0)
		child_leave(pid, arg[1], arg[2]);
}

static void *thread_run(void *arg)
{
	struct piece *p = arg;

	in_thread = 1;
	cover_begin();
	task_calls(p->task, p->from, p->to);
	return NULL;
}

static void thread_start(struct task *t, u32 from, u32 to)
{
	struct piece *p = &pieces[npieces];

	if (in_thread || npieces == MAX_TASKS || COUNT(tasks, 1) > MAX_TASKS)
		return;
	t->threads = 1;
	*p = (struct piece){ .task = t, .from = from, .to = to };
	if (!pthread_create(&p->thread, NULL, thread_run, p))
		npieces++;
}

/* Runs calls [from, to), those of children and threads there. */
void task_calls(struct task *t, u32 from, u32 to)
{
	u32 i, end;

	for (i = from; i < to; i++) {
		const struct call *c = &t->prog->calls[i];

		COUNT(calls, 1);
		if (c->op != op_fork && c->op != op_thread) {
			ops[c->op].run(t, c->arg);
			continue;
		}
		end = i + 1 + c->arg[0] % 12;
		if (end > to)
			end = to;
		if (c->op == op_fork)
			fork_run(t, c->arg, i + 1, end);
		else
			thread_start(t, i + 1, end);
		i = end - 1;
	}
}

static void __attribute__((noreturn)) first_run(const struct program *p)
{
	static struct task t;
	struct rlimit none = { 0, 0 };
	u32 i;

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setrlimit(RLIMIT_CORE, &none);
	signals_catch();
	for (i = 0; i < FDS; i++)
		t.fds[i] = t.devs[i] = -1;
	t.prog = p;
	owner_new(&t);
	cover_begin();
	task_calls(&t, 0, p->n);
	for (i = 0; i < npieces; i++)
		pthread_join(pieces[i].thread, NULL);
	for (i = 0; i < nlater; i++)
		child_wait(later[i]);
	_exit(0);
}

/* 0, or -1 if it did not end, however often it was killed. */
int program_run(const struct program *p)
{
	pid_t pid;
	int err;

	figures->tasks = 1;
	figures->judged = 1;
	figures->params = 0;
	cover_reset();
	fflush(stdout);
	pid = fork();
	if (pid < 0)
		return 0;
	if (!pid)
		first_run(p);
	err = watch_wait(pid, 20);
	if (figures->params)
		devices_reset();
	return err;
}
