/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the peers in user space share between processes: a device in memory, saved
 * contexts, a lock.
 */
#ifndef BENCH_HUB_H
#define BENCH_HUB_H

#include <sys/types.h>

#include "bench.h"

struct hub {
	int lock;		/* a futex: 0 free, 1 taken, 2 somebody waits */
	int owner;		/* whose context the device has; -1: nobody's */
	int released;		/* a futex */
	pid_t pids[MAX_PROCS];
	size_t bytes;
	char *device;		/* every process can write it here, always */
	char *states[MAX_PROCS];
};

void *shared_alloc(size_t len);
struct hub *hub_alloc(size_t bytes);
void hub_free(struct hub *hub);
void hub_lock(struct hub *hub);
void hub_unlock(struct hub *hub);
void hub_switch(struct hub *hub, char *device, int who);
void futex_wait(int *word, int value);
void futex_wake(int *word);

#endif /* BENCH_HUB_H */
