// SPDX-License-Identifier: GPL-2.0
/*
 * The kernel's memory for a mapping, by what the slab allocator says.
 */
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bench.h"

#define MAPPINGS	10000

/* Objects that a CPU keeps for itself count as used: have them all given back. */
static void slab_shrink(void)
{
	glob_t g;
	size_t i;

	/* What is freed after a grace period. */
	sleep(1);
	if (glob("/sys/kernel/slab/*/shrink", 0, NULL, &g))
		return;
	for (i = 0; i < g.gl_pathc; i++) {
		int fd = open(g.gl_pathv[i], O_WRONLY);

		if (fd >= 0 && write(fd, "1", 1) != 1)
			die("shrink");
		close(fd);
	}
	globfree(&g);
}

/* Bytes of all objects that are in use. */
static double slab_bytes(void)
{
	FILE *f;
	double sum = 0;
	char line[512];

	slab_shrink();
	f = fopen("/proc/slabinfo", "r");
	if (!f)
		die("/proc/slabinfo");
	while (fgets(line, sizeof(line), f)) {
		unsigned long active, total, size;

		if (sscanf(line, "%*s %lu %lu %lu", &active, &total, &size) == 3)
			sum += (double)active * size;
	}
	fclose(f);
	return sum;
}

static double memory_of(const char *path, long ctx)
{
	static void *maps[MAPPINGS];
	int fd = dev_open(path), i;
	double before;

	if (ctx >= 0)
		dev_ioctl(fd, BENCHIOC_CTX, ctx);
	before = slab_bytes();
	for (i = 0; i < MAPPINGS; i++)
		maps[i] = dev_map(fd, PAGE, 0);
	before = slab_bytes() - before;
	for (i = 0; i < MAPPINGS; i++)
		munmap(maps[i], PAGE);
	close(fd);
	return before / MAPPINGS;
}

/* A mapping beside its VMA: more than a plain one's. */
void bench_memory(void)
{
	struct key key = { .group = "memory", .procs = 1, .count = MAPPINGS };
	/* Once for nothing, so that caches are full. */
	double plain = (memory_of(DEV_PLAIN, -1), memory_of(DEV_PLAIN, -1));

	progress("memory", 1, 1);
	key.peer = "plain";
	value_print(plain, &key);
	key.peer = "devmap-default";
	value_print(memory_of(DEV_DEFAULT, -1), &key);
	key.peer = "devmap";
	key.what = "no context";
	value_print(memory_of(DEV_DEVMAP, 0), &key);
	key.what = "context";
	key.bytes = 4096;
	value_print(memory_of(DEV_DEVMAP, 4096), &key);
}
