// SPDX-License-Identifier: GPL-2.0
/*
 * Mapping, unmapping, and touching what is one's own.
 */
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "bench.h"

#define TOUCHES	1000

static const struct {
	const char *peer;
	const char *path;
} devices[] = {
	{ "devmap", DEV_DEVMAP }, { "devmap-default", DEV_DEFAULT },
	{ "floor", DEV_FLOOR }, { "plain", DEV_PLAIN },
};

#define DEVICES	ARRAY_LEN(devices)

static void open_all(int *fds)
{
	size_t i;

	for (i = 0; i < DEVICES; i++)
		fds[i] = dev_open(devices[i].path);
	dev_ioctl(fds[0], BENCHIOC_CTX, 64);
	dev_ioctl(fds[2], BENCHIOC_CTX, 64);
}

static void close_all(const int *fds)
{
	size_t i;

	for (i = 0; i < DEVICES; i++)
		close(fds[i]);
}

static void print_all(struct series *series, struct key key)
{
	size_t i;

	for (i = 0; i < DEVICES; i++) {
		key.peer = devices[i].peer;
		series_print(&series[i], &key);
	}
}

static long faults(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_minflt + usage.ru_majflt;
}

static u64 touch_many(vu64 *map)
{
	u64 start = ticks();
	int i;

	for (i = 0; i < TOUCHES; i++)
		map[i % 8]++;
	return ticks() - start;
}

/* What its owner pays for the device: a thousand touches, and how many faults. */
void bench_touch(void)
{
	struct series series[DEVICES] = {};
	long faulted[DEVICES] = {};
	vu64 *maps[DEVICES];
	int fds[DEVICES], r;
	size_t i;

	progress("owner's touch", 1, 1);
	pin(0);
	open_all(fds);
	for (i = 0; i < DEVICES; i++) {
		maps[i] = dev_map(fds[i], PAGE, 0);
		touch_many(maps[i]);
	}
	for (r = 0; r < 4 * opt.rounds; r++)
		for (i = 0; i < DEVICES; i++) {
			long before = faults();
			u64 took = touch_many(maps[i]);

			faulted[i] += faults() - before;
			series_add(&series[i], took);
		}
	for (i = 0; i < DEVICES; i++) {
		struct key key = { .group = "touch", .what = "faults" };

		key.peer = devices[i].peer;
		value_print(faulted[i], &key);
		munmap((void *)maps[i], PAGE);
	}
	print_all(series, (struct key){ .group = "touch", .what = "1000", .procs = 1 });
	close_all(fds);
}

/* The first touch after mmap(2); a plain mapping has paid in mmap. */
void bench_first(void)
{
	struct series series[DEVICES] = {};
	int fds[DEVICES], r;
	size_t i;

	progress("first touch", 1, 1);
	open_all(fds);
	for (r = 0; r < 4 * opt.rounds; r++)
		for (i = 0; i < DEVICES; i++) {
			vu64 *map = dev_map(fds[i], PAGE, 0);
			u64 start = ticks();

			map[1] = r;
			series_add(&series[i], ticks() - start);
			munmap((void *)map, PAGE);
		}
	print_all(series, (struct key){ .group = "first", .procs = 1, .bytes = PAGE });
	close_all(fds);
}

static void mmap_munmap(size_t len, bool touch)
{
	struct series series[DEVICES] = {};
	struct key key = { .group = "mmap", .procs = 1, .bytes = len };
	int fds[DEVICES], r;
	size_t i;

	open_all(fds);
	for (r = 0; r < 4 * opt.rounds; r++)
		for (i = 0; i < DEVICES; i++) {
			u64 start = ticks();
			vu64 *map = dev_map(fds[i], len, 0);

			if (touch)
				map[1] = r;
			munmap((void *)map, len);
			series_add(&series[i], ticks() - start);
		}
	key.what = touch ? "touched" : "untouched";
	print_all(series, key);
	close_all(fds);
}

void bench_mmap(void)
{
	progress("mmap and munmap", 1, 4);
	mmap_munmap(PAGE, false);
	progress("mmap and munmap", 2, 4);
	mmap_munmap(PAGE, true);
	progress("mmap and munmap", 3, 4);
	mmap_munmap(1 << 20, false);
	progress("mmap and munmap", 4, 4);
	mmap_munmap(1 << 20, true);
}
