// SPDX-License-Identifier: GPL-2.0
/*
 * Processes that take the device when they are told to, one after the other, so that
 * each turn is a change of owner and nothing else goes on meanwhile.
 */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hub.h"

#define CMD_IDLE	0
#define CMD_STOP	-1	/* others: 1 + the peer */

struct slot {
	int cmd;		/* a futex: the worker waits for it */
	int done;		/* a futex: the others do */
	int who;
	u64 ticks;
	u64 bad;
	pid_t pid;
};

struct workers {
	const struct peer *peers[MAX_PEERS];
	size_t npeers;
	int procs;
	size_t bytes;
	struct slot slots[MAX_PROCS];
};

void pin(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
}

/* May run anywhere again. */
void unpin(void)
{
	cpu_set_t set;
	int i;

	CPU_ZERO(&set);
	for (i = 0; i < CPU_SETSIZE; i++)
		CPU_SET(i, &set);
	sched_setaffinity(0, sizeof(set), &set);
}

/* What a turn is: the first and the last of the context are read, and written. */
static u64 take_turn(const struct peer *peer, struct end *end, u64 *bad)
{
	vu64 *first = end->map + 1, *last = end->map + end->bytes / sizeof(u64) - 1;
	u64 next = (end->expect + 1) | (u64)(end->who + 1) << 32;
	u64 start, stop, a, b;

	start = ticks();
	peer->take(end);
	a = *first;
	*first = next;
	b = *last;
	*last = next;
	peer->give(end);
	stop = ticks();
	*bad += a != end->expect || b != end->expect;
	end->expect = next;
	return stop - start;
}

static int wait_cmd(struct slot *slot)
{
	int cmd;

	while ((cmd = __atomic_load_n(&slot->cmd, __ATOMIC_ACQUIRE)) == CMD_IDLE)
		futex_wait(&slot->cmd, CMD_IDLE);
	return cmd;
}

static void answer(struct slot *slot)
{
	slot->cmd = CMD_IDLE;
	__atomic_store_n(&slot->done, 1, __ATOMIC_RELEASE);
	futex_wake(&slot->done);
}

static void worker(struct workers *w, int me)
{
	static struct end ends[MAX_PEERS][MAX_PROCS];
	struct slot *slot = &w->slots[me];
	size_t p;
	int who, cmd;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	pin(0);
	for (p = 0; p < w->npeers; p++)
		for (who = me; who < (w->procs > 1 ? me + 1 : 2); who++) {
			ends[p][who].who = who;
			ends[p][who].bytes = w->bytes;
			w->peers[p]->open(&ends[p][who]);
		}
	answer(slot);
	while ((cmd = wait_cmd(slot)) != CMD_STOP) {
		slot->ticks = take_turn(w->peers[cmd - 1], &ends[cmd - 1][slot->who],
					&slot->bad);
		answer(slot);
	}
	_exit(0);
}

static void wait_done(struct slot *slot)
{
	int status;

	while (!__atomic_load_n(&slot->done, __ATOMIC_ACQUIRE)) {
		futex_wait(&slot->done, 0);
		if (waitpid(slot->pid, &status, WNOHANG) == slot->pid) {
			fprintf(stderr, "bench: a worker died, status %#x, command %d\n",
				status, slot->cmd);
			exit(1);
		}
	}
	slot->done = 0;
}

/*
 * Forks so many processes. Where it is one, it has two mappings, and changes from
 * one to the other.
 */
struct workers *workers_start(const struct peer *const *peers, size_t npeers, int procs,
			      size_t bytes)
{
	struct workers *w = shared_alloc(sizeof(*w));
	int i;

	w->procs = procs;
	w->npeers = npeers;
	w->bytes = bytes;
	memcpy(w->peers, peers, npeers * sizeof(*peers));
	for (i = 0; i < procs; i++) {
		pid_t pid = fork();

		if (pid < 0)
			die("fork");
		if (!pid)
			worker(w, i);
		w->slots[i].pid = pid;
		wait_done(&w->slots[i]);
	}
	return w;
}

/* Has one take the device; returns what that took. */
u64 workers_turn(struct workers *w, size_t peer, int who)
{
	struct slot *slot = &w->slots[w->procs > 1 ? who : 0];

	slot->who = who;
	__atomic_store_n(&slot->cmd, 1 + (int)peer, __ATOMIC_RELEASE);
	futex_wake(&slot->cmd);
	wait_done(slot);
	return slot->ticks;
}

/* Ends them; a foreign value that one saw ends everything. */
void workers_stop(struct workers *w)
{
	u64 bad = 0;
	int i;

	for (i = 0; i < w->procs; i++) {
		bad += w->slots[i].bad;
		__atomic_store_n(&w->slots[i].cmd, CMD_STOP, __ATOMIC_RELEASE);
		futex_wake(&w->slots[i].cmd);
		waitpid(w->slots[i].pid, NULL, 0);
	}
	munmap(w, sizeof(*w));
	if (bad) {
		fprintf(stderr, "bench: %llu foreign values\n", (unsigned long long)bad);
		exit(1);
	}
}
