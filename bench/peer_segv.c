// SPDX-License-Identifier: GPL-2.0
/*
 * What programs do without any driver: the device is mprotect()ed away from all but
 * one of them. Who touches it gets SIGSEGV, asks the owner by a signal to give its
 * own mapping up, saves and restores, and makes its mapping accessible.
 */
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "hub.h"

static struct hub *segv_hub;
static int segv_device;			/* a memfd */
static struct end *segv_ends[MAX_PROCS];	/* this process's, by who */

static void segv_protect(struct end *end, int prot)
{
	if (mprotect((void *)end->map, end->len, prot))
		die("mprotect");
}

/* The owner is asked to give the device up. */
static void segv_asked(int sig)
{
	(void)sig;
	segv_protect(segv_ends[segv_hub->owner], PROT_NONE);
	__atomic_store_n(&segv_hub->released, 1, __ATOMIC_RELEASE);
	futex_wake(&segv_hub->released);
}

static void segv_revoke(int owner)
{
	if (segv_ends[owner]) {
		segv_protect(segv_ends[owner], PROT_NONE);
		return;
	}
	__atomic_store_n(&segv_hub->released, 0, __ATOMIC_RELEASE);
	kill(segv_hub->pids[owner], SIGUSR1);
	while (!__atomic_load_n(&segv_hub->released, __ATOMIC_ACQUIRE))
		futex_wait(&segv_hub->released, 0);
}

static struct end *segv_find(const char *addr)
{
	int i;

	for (i = 0; i < MAX_PROCS; i++) {
		struct end *end = segv_ends[i];

		if (end && addr >= (char *)end->map && addr < (char *)end->map + end->len)
			return end;
	}
	return NULL;
}

static void segv_fault(int sig, siginfo_t *info, void *context)
{
	struct end *end = segv_find(info->si_addr);

	(void)context;
	if (!end) {
		/* Not ours: die of it. */
		signal(sig, SIG_DFL);
		return;
	}
	hub_lock(segv_hub);
	if (segv_hub->owner >= 0 && segv_hub->owner != end->who)
		segv_revoke(segv_hub->owner);
	hub_switch(segv_hub, segv_hub->device, end->who);
	segv_protect(end, PROT_READ | PROT_WRITE);
	hub_unlock(segv_hub);
}

static bool segv_prepare(size_t bytes)
{
	segv_hub = hub_alloc(bytes);
	segv_device = memfd_create("bench", MFD_CLOEXEC);
	if (segv_device < 0 || ftruncate(segv_device, page_up(bytes)))
		die("memfd");
	segv_hub->device = dev_map(segv_device, page_up(bytes), 0);
	memset(segv_hub->device, 0, page_up(bytes));
	memset(segv_ends, 0, sizeof(segv_ends));
	return true;
}

static void segv_finish(void)
{
	munmap(segv_hub->device, page_up(segv_hub->bytes));
	close(segv_device);
	hub_free(segv_hub);
}

static void segv_open(struct end *end)
{
	struct sigaction fault = { .sa_sigaction = segv_fault, .sa_flags = SA_SIGINFO };
	struct sigaction asked = { .sa_handler = segv_asked };

	/* One after the other: who holds the lock waits for who is asked. */
	sigaddset(&fault.sa_mask, SIGUSR1);
	end->len = page_up(end->bytes);
	end->map = dev_map(segv_device, end->len, 0);
	/* The pages are there, and only the protection changes. */
	madvise((void *)end->map, end->len, MADV_POPULATE_WRITE);
	segv_protect(end, PROT_NONE);
	segv_ends[end->who] = end;
	segv_hub->pids[end->who] = getpid();
	sigaction(SIGSEGV, &fault, NULL);
	sigaction(SIGUSR1, &asked, NULL);
}

static void segv_nothing(struct end *end)
{
	(void)end;
}

const struct peer peer_segv = {
	"sigsegv", segv_prepare, segv_finish, segv_open, segv_nothing, segv_nothing
};
