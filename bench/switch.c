// SPDX-License-Identifier: GPL-2.0
/*
 * A change of owner: what the touch costs that finds the device another's.
 */
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

/* Turns of each process at a time; the first may find cold what others left. */
#define TURNS	3

/* Peers in the order of a round. */
static const struct peer *const switch_peers[] = {
	&peer_devmap, &peer_floor, &peer_xxctx, &peer_ioctl, &peer_futex, &peer_flock,
	&peer_segv, &peer_uffd_missing, &peer_uffd_wp, &peer_uffd_minor,
	&peer_uffd_missing_far, &peer_uffd_wp_far, &peer_uffd_minor_far,
};

static size_t prepare(const struct peer *const *peers, size_t n, size_t bytes,
		      const struct peer **ready)
{
	size_t i, m = 0;

	for (i = 0; i < n; i++)
		if (peers[i]->prepare(bytes))
			ready[m++] = peers[i];
	return m;
}

/* Rounds of all peers, one after the other; in each, every process takes turns. */
static void rounds(size_t n, struct workers *w, int owners, struct series *series)
{
	size_t p;
	int r, t;

	for (r = 0; r < opt.rounds; r++)
		for (p = 0; p < n; p++)
			for (t = 0; t < TURNS * owners; t++) {
				u64 took = workers_turn(w, p, t % owners);

				if (t >= owners)
					series_add(&series[p], took);
			}
}

static void change(const struct peer *const *peers, size_t n, struct key key)
{
	const struct peer *ready[MAX_PEERS];
	struct series series[MAX_PEERS] = {};
	struct workers *w;
	size_t i, m = prepare(peers, n, key.bytes, ready);

	w = workers_start(ready, m, key.procs, key.bytes);
	rounds(m, w, key.procs > 1 ? key.procs : 2, series);
	workers_stop(w);
	for (i = 0; i < m; i++) {
		key.peer = ready[i]->name;
		series_print(&series[i], &key);
		ready[i]->finish();
	}
}

static const long sizes[] = { 64, 4096, 65536, 1 << 20 };
static const long procs[] = { 1, 2, 4, 8 };

/* All sizes with two processes, all numbers of processes with a page. */
void bench_switch(void)
{
	int step = 0, steps = ARRAY_LEN(sizes) + ARRAY_LEN(procs) - 1;
	size_t i;

	for (i = 0; i < ARRAY_LEN(procs); i++) {
		progress("change of owner", ++step, steps);
		change(switch_peers, ARRAY_LEN(switch_peers),
		       (struct key){ .group = "switch", .procs = procs[i], .bytes = 4096 });
		if (opt.quick && procs[i] == 2)
			return;
	}
	for (i = 0; i < ARRAY_LEN(sizes); i++) {
		if (sizes[i] == 4096)
			continue;
		progress("change of owner", ++step, steps);
		change(switch_peers, ARRAY_LEN(switch_peers),
		       (struct key){ .group = "switch", .procs = 2, .bytes = sizes[i] });
	}
}

/* A process that has the device mapped so many times and never touches it. */
static pid_t idler(long count)
{
	int ready[2];
	pid_t pid;
	char c;
	long i;

	if (pipe(ready))
		die("pipe");
	pid = fork();
	if (pid < 0)
		die("fork");
	if (!pid) {
		int fd = dev_open(DEV_DEVMAP), floor = dev_open(DEV_FLOOR);

		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dev_ioctl(fd, BENCHIOC_CTX, 64);
		dev_ioctl(floor, BENCHIOC_CTX, 64);
		for (i = 0; i < count; i++) {
			dev_map(fd, PAGE, 0);
			dev_map(floor, PAGE, 0);
		}
		if (write(ready[1], "", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	close(ready[1]);
	if (read(ready[0], &c, 1) != 1)
		die("idle mappings");
	close(ready[0]);
	return pid;
}

void bench_idle(void)
{
	static const struct peer *const peers[] = { &peer_devmap, &peer_floor };
	static const long counts[] = { 2, 100, 10000 };
	size_t i;

	for (i = 0; i < ARRAY_LEN(counts); i++) {
		pid_t pid;

		progress("idle mappings", i + 1, ARRAY_LEN(counts));
		pid = idler(counts[i]);
		change(peers, ARRAY_LEN(peers),
		       (struct key){ .group = "idle", .procs = 2, .bytes = 4096,
				     .count = counts[i] });
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
}
