// SPDX-License-Identifier: GPL-2.0
/*
 * Threads of one process that fault on handles of their own, all at once.
 */
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bench.h"

#define FAULTS	200

struct thread {
	pthread_t id;
	pthread_barrier_t *start;
	int fd, nr;
};

static void *thread_run(void *arg)
{
	struct thread *t = arg;
	vu64 *map = dev_map(t->fd, PAGE, t->nr * PAGE);
	int i;

	map[1] = 1;
	pthread_barrier_wait(t->start);
	for (i = 0; i < FAULTS; i++) {
		dev_ioctl(t->fd, BENCHIOC_UNLOAD, t->nr * PAGE);
		map[1] = i;
	}
	pthread_barrier_wait(t->start);
	munmap((void *)map, PAGE);
	return NULL;
}

/* For all of their faults together. */
static u64 threads_once(const char *path, int n)
{
	struct thread threads[MAX_PROCS];
	pthread_barrier_t start;
	int fd = dev_open(path), i;
	u64 began, took;

	dev_ioctl(fd, BENCHIOC_CTX, 0);
	pthread_barrier_init(&start, NULL, n + 1);
	for (i = 0; i < n; i++) {
		threads[i] = (struct thread){ .start = &start, .fd = fd, .nr = i };
		if (pthread_create(&threads[i].id, NULL, thread_run, &threads[i]))
			die("pthread_create");
	}
	pthread_barrier_wait(&start);
	began = ticks();
	pthread_barrier_wait(&start);
	took = ticks() - began;
	for (i = 0; i < n; i++)
		pthread_join(threads[i].id, NULL);
	pthread_barrier_destroy(&start);
	close(fd);
	return took / (n * FAULTS);
}

void bench_threads(void)
{
	static const int counts[] = { 1, 2, 4, 8 };
	struct series devmap = {}, floor = {};
	size_t i;
	int r;

	unpin();
	for (i = 0; i < ARRAY_LEN(counts); i++) {
		struct key key = { .group = "threads", .procs = counts[i], .bytes = PAGE };

		progress("threads", i + 1, ARRAY_LEN(counts));
		for (r = 0; r < opt.rounds; r++) {
			series_add(&devmap, threads_once(DEV_DEVMAP, counts[i]));
			series_add(&floor, threads_once(DEV_FLOOR, counts[i]));
		}
		key.peer = "devmap";
		series_print(&devmap, &key);
		key.peer = "floor";
		series_print(&floor, &key);
	}
	pin(0);
}
