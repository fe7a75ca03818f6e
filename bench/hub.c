// SPDX-License-Identifier: GPL-2.0
/*
 * A device in shared memory, its contexts, and a lock around them.
 */
#include <linux/futex.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "hub.h"

void futex_wait(int *word, int value)
{
	syscall(SYS_futex, word, FUTEX_WAIT, value, NULL, NULL, 0);
}

void futex_wake(int *word)
{
	syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

void *shared_alloc(size_t len)
{
	void *p = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		die("mmap");
	/* No fault of this memory is to be measured. */
	memset(p, 0, len);
	return p;
}

struct hub *hub_alloc(size_t bytes)
{
	struct hub *hub = shared_alloc(sizeof(*hub));
	int i;

	hub->bytes = bytes;
	hub->owner = -1;
	for (i = 0; i < MAX_PROCS; i++)
		hub->states[i] = shared_alloc(page_up(bytes));
	return hub;
}

void hub_free(struct hub *hub)
{
	int i;

	for (i = 0; i < MAX_PROCS; i++)
		munmap(hub->states[i], page_up(hub->bytes));
	munmap(hub, sizeof(*hub));
}

/* As in "Futexes Are Tricky": 2 says that an unlock has to wake somebody. */
void hub_lock(struct hub *hub)
{
	int c = 0;

	if (__atomic_compare_exchange_n(&hub->lock, &c, 1, false, __ATOMIC_ACQUIRE,
					__ATOMIC_RELAXED))
		return;
	if (c != 2)
		c = __atomic_exchange_n(&hub->lock, 2, __ATOMIC_ACQUIRE);
	while (c) {
		futex_wait(&hub->lock, 2);
		c = __atomic_exchange_n(&hub->lock, 2, __ATOMIC_ACQUIRE);
	}
}

void hub_unlock(struct hub *hub)
{
	if (__atomic_exchange_n(&hub->lock, 0, __ATOMIC_RELEASE) == 2)
		futex_wake(&hub->lock);
}

/* Saves and restores, if another one has the device; called with the lock held. */
void hub_switch(struct hub *hub, char *device, int who)
{
	if (hub->owner == who)
		return;
	if (hub->owner >= 0)
		memcpy(hub->states[hub->owner], device, hub->bytes);
	memcpy(device, hub->states[who], hub->bytes);
	hub->owner = who;
}
