// SPDX-License-Identifier: GPL-2.0
/*
 * Useful work against hold time: four programs that use the device all the time, each
 * touch followed by a little work of its own. Then the next program has the CPU, so that
 * on one CPU they want the device as often as on a CPU each.
 */
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "hub.h"

#define CURVE_PROCS	4
#define CURVE_BYTES	65536
#define CURVE_WORK	100	/* steps between two touches */

struct curve {
	int go, stop;
	struct {
		volatile u64 touches;
		volatile u64 longest;	/* wait, in ticks */
		char pad[48];
	} procs[CURVE_PROCS];
};

static void curve_work(struct curve *c, int me)
{
	int fd = dev_open(DEV_DEVMAP);
	vu64 *map = dev_map(fd, CURVE_BYTES, 0);
	u64 seed = me, n = 0, longest = 0;
	int i;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (!__atomic_load_n(&c->go, __ATOMIC_ACQUIRE))
		sched_yield();
	while (!__atomic_load_n(&c->stop, __ATOMIC_RELAXED)) {
		u64 start = ticks(), took;

		map[n % (CURVE_BYTES / sizeof(u64))] = n;
		took = ticks() - start;
		if (took > longest)
			longest = took;
		for (i = 0; i < CURVE_WORK; i++)
			seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
		n += 1 + (seed == 0);
		sched_yield();
	}
	c->procs[me].touches = n;
	c->procs[me].longest = longest;
	_exit(0);
}

static void curve_nap(long ms)
{
	struct timespec ts = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&ts, NULL);
}

static void curve_point(int procs, long hold_usec, long ms)
{
	struct curve *c = shared_alloc(sizeof(*c));
	struct key key = { .group = "curve", .peer = "devmap", .procs = procs,
			   .bytes = CURVE_BYTES, .count = hold_usec };
	int fd = dev_open(DEV_DEVMAP), i;
	pid_t pids[CURVE_PROCS];
	u64 touches = 0, longest = 0, start, took;

	dev_ioctl(fd, BENCHIOC_CTX, CURVE_BYTES);
	dev_ioctl(fd, BENCHIOC_HOLD, hold_usec);
	for (i = 0; i < procs; i++) {
		pids[i] = fork();
		if (!pids[i])
			curve_work(c, i);
	}
	start = ticks();
	__atomic_store_n(&c->go, 1, __ATOMIC_RELEASE);
	curve_nap(ms);
	__atomic_store_n(&c->stop, 1, __ATOMIC_RELEASE);
	for (i = 0; i < procs; i++)
		waitpid(pids[i], NULL, 0);
	took = ticks() - start;
	for (i = 0; i < procs; i++) {
		touches += c->procs[i].touches;
		if (c->procs[i].longest > longest)
			longest = c->procs[i].longest;
	}
	dev_ioctl(fd, BENCHIOC_HOLD, 0);
	close(fd);
	/* By a million ticks, so that how long it took does not matter. */
	key.what = "work";
	value_print(touches * 1e6 / took, &key);
	key.what = "longest";
	value_print(longest, &key);
}

void bench_curve(void)
{
	static const long holds[] = { 0, 1000, 2000, 5000, 10000, 20000, 50000 };
	size_t i;

	unpin();
	progress("work against hold time", 1, ARRAY_LEN(holds) + 1);
	curve_point(1, 0, 100);
	for (i = 0; i < ARRAY_LEN(holds); i++) {
		progress("work against hold time", i + 2, ARRAY_LEN(holds) + 1);
		/* Some turns of each. */
		curve_point(CURVE_PROCS, holds[i], holds[i] > 10000 ? 800 : 300);
	}
	pin(0);
}
