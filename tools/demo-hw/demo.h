/* SPDX-License-Identifier: GPL-2.0 */
/*
 * devmap-demo-hw: what its parts have in common.
 */
#ifndef DEMO_H
#define DEMO_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>

/* One of several processes; in memory that all share, written by itself. */
struct worker {
	pid_t pid;
	volatile uint64_t done;		/* what it has checked */
	volatile uint64_t wrong;	/* and found to be another one's */
};

struct crew {
	int n;
	struct worker *workers;
	volatile int *stop;		/* asks them to */
};

double now(void);
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
void die(const char *what) __attribute__((noreturn));
void *shared_memory(size_t size);

void crew_start(struct crew *crew, int n, void (*work)(struct crew *crew, int number));
int crew_join(struct crew *crew);
uint64_t crew_done(const struct crew *crew);
uint64_t crew_wrong(const struct crew *crew);
void crew_watch(const struct crew *crew, double seconds, const char *what);

/* The parts: 0 if all was well, 1 if not. They end the program if there is no device. */
int demo_edu(double seconds);
int demo_mem(double seconds);
int demo_fb(double seconds);

#endif /* DEMO_H */
