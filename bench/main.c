// SPDX-License-Identifier: GPL-2.0
/*
 * bench [-q] [-r ROUNDS] [-m MIB] [GROUP...]: measures device contexts, and what
 * users would take in their place. Prints a line of JSON for each series, and lines
 * with # that say how far it is. See docs/performance.md.
 */
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"

struct options opt = { .rounds = 20, .mib = 4 };

static const struct group {
	const char *name;
	void (*run)(void);
	bool quick;	/* what the bounds are about */
	bool asked;	/* only when it is named */
} groups[] = {
	{ "touch", bench_touch, true, false },
	{ "first", bench_first, true, false },
	{ "mmap", bench_mmap, true, false },
	{ "switch", bench_switch, true, false },
	{ "idle", bench_idle, false, false },
	{ "load", bench_load, true, false },
	{ "fork", bench_fork, true, false },
	{ "threads", bench_threads, false, false },
	{ "memory", bench_memory, true, false },
	{ "curve", bench_curve, false, false },
	{ "profile", bench_profile, false, true },
	{ "profile-mmap", bench_profile_mmap, false, true },
};

/* What a tick is: a loop of two million instructions, and a nap. */
static void calibrate(void)
{
	struct timespec t0, t1;
	u64 start, n = 1000000;

	start = ticks();
#if defined(__x86_64__)
	asm volatile("1: dec %0; jnz 1b" : "+r" (n));
#endif
	value_print((ticks() - start) / 2e6,
		    &(struct key){ .group = "clock", .peer = "", .what = "ticks/instruction" });
	clock_gettime(CLOCK_MONOTONIC, &t0);
	start = ticks();
	do
		clock_gettime(CLOCK_MONOTONIC, &t1);
	while ((t1.tv_sec - t0.tv_sec) * 1000000000L + t1.tv_nsec - t0.tv_nsec < 50000000);
	value_print((ticks() - start) / 50e6,
		    &(struct key){ .group = "clock", .peer = "", .what = "ticks/ns" });
}

static bool wanted(const struct group *group, char *const *names, int n)
{
	int i;

	if (!n)
		return !group->asked && (group->quick || !opt.quick);
	for (i = 0; i < n; i++)
		if (!strcmp(names[i], group->name))
			return true;
	return false;
}

int main(int argc, char **argv)
{
	size_t i;
	int c;

	while ((c = getopt(argc, argv, "qr:m:")) != -1) {
		switch (c) {
		case 'q':
			opt.quick = true;
			break;
		case 'r':
			opt.rounds = atoi(optarg);
			break;
		case 'm':
			opt.mib = atoi(optarg);
			break;
		default:
			fprintf(stderr, "usage: bench [-q] [-r ROUNDS] [-m MIB] [GROUP...]\n");
			return 2;
		}
	}
	calibrate();
	for (i = 0; i < ARRAY_LEN(groups); i++)
		if (wanted(&groups[i], argv + optind, argc - optind))
			groups[i].run();
	return 0;
}
