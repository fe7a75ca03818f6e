// SPDX-License-Identifier: GPL-2.0
/*
 * fork(2) of a process that has the device mapped many times.
 */
#include <sched.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hub.h"

#define FORK_DEVICES	3

static const struct {
	const char *peer;
	const char *path;
} fork_devices[FORK_DEVICES] = {
	{ "devmap", DEV_DEVMAP }, { "devmap-default", DEV_DEFAULT }, { "plain", DEV_PLAIN },
};

static u64 fork_once(void)
{
	u64 start = ticks(), took;
	pid_t pid = fork();

	if (pid < 0)
		die("fork");
	if (!pid)
		_exit(0);
	took = ticks() - start;
	waitpid(pid, NULL, 0);
	return took;
}

/*
 * The child's end, on the same CPU, is not to be measured with its beginning: newer
 * kernels let the child go first.
 */
static void parent_first(void)
{
	struct sched_param param = { .sched_priority = 1 };

	if (sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &param))
		die("sched_setscheduler");
}

/* In a process of its own, so that its end is the end of the mappings. */
static void fork_child(const char *path, long count, int rounds, u64 *took)
{
	pid_t pid = fork();
	int fd, r;
	long i;

	if (pid < 0)
		die("fork");
	if (pid) {
		int status;

		waitpid(pid, &status, 0);
		if (status)
			die("fork with mappings");
		return;
	}
	pin(0);
	parent_first();
	fd = dev_open(path);
	if (path != fork_devices[FORK_DEVICES - 1].path)
		dev_ioctl(fd, BENCHIOC_CTX, 64);
	for (i = 0; i < count; i++)
		((vu64 *)dev_map(fd, PAGE, 0))[1] = i;
	for (r = 0; r < rounds; r++)
		took[r] = fork_once();
	_exit(0);
}

static void fork_count(long count)
{
	/* Few with many: between two of a peer the others have theirs. */
	int per = count > 1000 ? 1 : 5, rounds = count > 1000 ? 3 : (opt.rounds + 4) / 5;
	struct series series[FORK_DEVICES] = {};
	u64 *took = shared_alloc(PAGE);
	int i, r, k;

	for (r = 0; r < rounds; r++)
		for (i = 0; i < FORK_DEVICES; i++) {
			fork_child(fork_devices[i].path, count, per, took);
			for (k = 0; k < per; k++)
				series_add(&series[i], took[k]);
		}
	for (i = 0; i < FORK_DEVICES; i++) {
		struct key key = { .group = "fork", .procs = 1, .count = count };

		key.peer = fork_devices[i].peer;
		series_print(&series[i], &key);
	}
}

void bench_fork(void)
{
	static const long counts[] = { 0, 1, 100, 1000, 10000 };
	size_t i, n = opt.quick ? 4 : ARRAY_LEN(counts);

	for (i = 0; i < n; i++) {
		progress("fork", i + 1, n);
		fork_count(counts[i]);
	}
}
