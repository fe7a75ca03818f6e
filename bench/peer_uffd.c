// SPDX-License-Identifier: GPL-2.0
/*
 * userfaultfd: a process of its own handles the faults of all others. It has their
 * memory mapped too, and a saved context for each.
 *
 * missing	revoking is to punch a hole; a fault is filled with the context.
 * wp		revoking is to write-protect. It sees no reads: who only reads, reads on.
 * minor	revoking is to punch a hole and fill it again from behind; a fault then
 *		only has to be continued.
 *
 * Each of them on the CPU of the others, or ("far") on another one.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/falloc.h>
#include <linux/userfaultfd.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hub.h"

enum uffd_mode { UFFD_MISSING, UFFD_WP, UFFD_MINOR, UFFD_MODES };

/* What a worker tells the handler of itself. */
struct uffd_join {
	pid_t pid;
	int uffd;		/* the worker's number of it */
	u64 addr;
	int who;
	int joined;		/* a futex */
};

struct uffd_peer {
	enum uffd_mode mode;
	int cpu;
	pid_t handler;
	int ask[2];		/* a pipe: who wants to join */
	size_t len, bytes;
	struct uffd_join *joins;	/* shared */
	int memory[MAX_PROCS];	/* memfds */
	char *alias[MAX_PROCS];	/* the same, without faults */
};

static struct uffd_peer uffd_peers[2][UFFD_MODES];

static int uffd_features(enum uffd_mode mode)
{
	switch (mode) {
	case UFFD_WP:
		return UFFD_FEATURE_PAGEFAULT_FLAG_WP | UFFD_FEATURE_WP_HUGETLBFS_SHMEM;
	case UFFD_MINOR:
		return UFFD_FEATURE_MINOR_SHMEM;
	default:
		return 0;
	}
}

static int uffd_register_mode(enum uffd_mode mode)
{
	switch (mode) {
	case UFFD_WP:
		return UFFDIO_REGISTER_MODE_WP;
	case UFFD_MINOR:
		return UFFDIO_REGISTER_MODE_MINOR;
	default:
		return UFFDIO_REGISTER_MODE_MISSING;
	}
}

/* -1 where the kernel has no such mode. */
static int uffd_new(enum uffd_mode mode)
{
	struct uffdio_api api = { .api = UFFD_API, .features = uffd_features(mode) };
	int fd = syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);

	if (fd >= 0 && ioctl(fd, UFFDIO_API, &api)) {
		close(fd);
		fd = -1;
	}
	return fd;
}

/* ---- the handler ---- */

struct uffd_handler {
	struct uffd_peer *peer;
	int owner;
	int fds[MAX_PROCS];	/* userfaultfds of the workers */
	u64 addrs[MAX_PROCS];
	char *states[MAX_PROCS];
};

static void uffd_ioctl(int fd, unsigned long cmd, void *arg)
{
	if (ioctl(fd, cmd, arg))
		die("userfaultfd");
}

static void uffd_protect(struct uffd_handler *h, int who, bool protect)
{
	struct uffdio_writeprotect wp = {
		.range = { h->addrs[who], h->peer->len },
		.mode = protect ? UFFDIO_WRITEPROTECT_MODE_WP : 0,
	};

	uffd_ioctl(h->fds[who], UFFDIO_WRITEPROTECT, &wp);
}

static void uffd_punch(struct uffd_handler *h, int who)
{
	if (fallocate(h->peer->memory[who], FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0,
		      h->peer->len))
		die("fallocate");
}

/* Takes the memory away from its owner, and saves what is in it. */
static void uffd_revoke(struct uffd_handler *h, int who)
{
	struct uffd_peer *peer = h->peer;

	if (peer->mode == UFFD_WP)
		uffd_protect(h, who, true);
	memcpy(h->states[who], peer->alias[who], peer->bytes);
	if (peer->mode == UFFD_WP)
		return;
	uffd_punch(h, who);
	if (peer->mode == UFFD_MINOR)
		memcpy(peer->alias[who], h->states[who], peer->bytes);
}

/* Gives it to another one, with its context. */
static void uffd_grant(struct uffd_handler *h, int who)
{
	struct uffd_peer *peer = h->peer;
	struct uffdio_copy copy = {
		.dst = h->addrs[who],
		.src = (u64)h->states[who],
		.len = peer->len,
	};
	struct uffdio_continue go_on = { .range = { h->addrs[who], peer->len } };

	switch (peer->mode) {
	case UFFD_WP:
		memcpy(peer->alias[who], h->states[who], peer->bytes);
		uffd_protect(h, who, false);
		break;
	case UFFD_MINOR:
		uffd_ioctl(h->fds[who], UFFDIO_CONTINUE, &go_on);
		break;
	default:
		uffd_ioctl(h->fds[who], UFFDIO_COPY, &copy);
	}
}

static void uffd_fault(struct uffd_handler *h, int who)
{
	struct uffd_msg msg;

	if (read(h->fds[who], &msg, sizeof(msg)) != sizeof(msg) ||
	    msg.event != UFFD_EVENT_PAGEFAULT)
		return;
	if (h->owner >= 0 && h->owner != who)
		uffd_revoke(h, h->owner);
	h->owner = who;
	uffd_grant(h, who);
}

static void uffd_joined(struct uffd_handler *h)
{
	struct uffd_join *join;
	int pidfd;
	char who;

	if (read(h->peer->ask[0], &who, 1) != 1)
		_exit(0);
	join = &h->peer->joins[(int)who];
	pidfd = syscall(SYS_pidfd_open, join->pid, 0);
	h->fds[(int)who] = syscall(SYS_pidfd_getfd, pidfd, join->uffd, 0);
	if (pidfd < 0 || h->fds[(int)who] < 0)
		die("pidfd_getfd");
	close(pidfd);
	h->addrs[(int)who] = join->addr;
	if (h->peer->mode == UFFD_WP)
		uffd_protect(h, who, true);
	__atomic_store_n(&join->joined, 1, __ATOMIC_RELEASE);
	futex_wake(&join->joined);
}

static _Noreturn void uffd_handle(struct uffd_peer *peer)
{
	struct uffd_handler h = { .peer = peer, .owner = -1 };
	struct pollfd fds[MAX_PROCS + 1];
	int i;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	pin(peer->cpu);
	for (i = 0; i < MAX_PROCS; i++) {
		h.fds[i] = -1;
		h.states[i] = shared_alloc(peer->len);
	}
	for (;;) {
		for (i = 0; i < MAX_PROCS; i++)
			fds[i] = (struct pollfd){ .fd = h.fds[i], .events = POLLIN };
		fds[i] = (struct pollfd){ .fd = peer->ask[0], .events = POLLIN };
		if (poll(fds, MAX_PROCS + 1, -1) < 0)
			die("poll");
		for (i = 0; i < MAX_PROCS; i++)
			if (fds[i].revents & POLLIN)
				uffd_fault(&h, i);
		if (fds[i].revents & POLLIN)
			uffd_joined(&h);
	}
}

/* ---- the workers' side ---- */

static void uffd_memory(struct uffd_peer *peer, int who)
{
	peer->memory[who] = memfd_create("bench", MFD_CLOEXEC);
	if (peer->memory[who] < 0 || ftruncate(peer->memory[who], peer->len))
		die("memfd");
	peer->alias[who] = dev_map(peer->memory[who], peer->len, 0);
	if (peer->mode != UFFD_MISSING)
		memset(peer->alias[who], 0, peer->len);
}

static bool uffd_prepare(struct uffd_peer *peer, enum uffd_mode mode, int cpu, size_t bytes)
{
	int fd = uffd_new(mode), i;

	if (fd < 0 || sysconf(_SC_NPROCESSORS_ONLN) <= cpu)
		return false;
	close(fd);
	peer->mode = mode;
	peer->cpu = cpu;
	peer->bytes = bytes;
	peer->len = page_up(bytes);
	peer->joins = shared_alloc(MAX_PROCS * sizeof(*peer->joins));
	for (i = 0; i < MAX_PROCS; i++)
		uffd_memory(peer, i);
	if (pipe(peer->ask))
		die("pipe");
	peer->handler = fork();
	if (peer->handler < 0)
		die("fork");
	if (!peer->handler)
		uffd_handle(peer);
	return true;
}

static void uffd_finish(struct uffd_peer *peer)
{
	int i;

	kill(peer->handler, SIGKILL);
	waitpid(peer->handler, NULL, 0);
	close(peer->ask[0]);
	close(peer->ask[1]);
	for (i = 0; i < MAX_PROCS; i++) {
		munmap(peer->alias[i], peer->len);
		close(peer->memory[i]);
	}
	munmap(peer->joins, MAX_PROCS * sizeof(*peer->joins));
}

static void uffd_open(struct uffd_peer *peer, struct end *end)
{
	struct uffd_join *join = &peer->joins[end->who];
	struct uffdio_register reg = { .mode = uffd_register_mode(peer->mode) };
	char who = end->who;

	end->len = peer->len;
	end->map = dev_map(peer->memory[end->who], end->len, 0);
	end->fd = uffd_new(peer->mode);
	if (end->fd < 0)
		die("userfaultfd");
	if (peer->mode == UFFD_WP)
		madvise((void *)end->map, end->len, MADV_POPULATE_WRITE);
	reg.range.start = (u64)end->map;
	reg.range.len = end->len;
	uffd_ioctl(end->fd, UFFDIO_REGISTER, &reg);
	join->pid = getpid();
	join->uffd = end->fd;
	join->addr = (u64)end->map;
	if (write(peer->ask[1], &who, 1) != 1)
		die("write");
	while (!__atomic_load_n(&join->joined, __ATOMIC_ACQUIRE))
		futex_wait(&join->joined, 0);
}

static void uffd_nothing(struct end *end)
{
	(void)end;
}

#define UFFD_PEER(suffix, label, cpu_, mode_)						\
static bool uffd_prepare_##suffix(size_t bytes)						\
{											\
	return uffd_prepare(&uffd_peers[cpu_][mode_], mode_, cpu_, bytes);		\
}											\
static void uffd_finish_##suffix(void)							\
{											\
	uffd_finish(&uffd_peers[cpu_][mode_]);						\
}											\
static void uffd_open_##suffix(struct end *end)						\
{											\
	uffd_open(&uffd_peers[cpu_][mode_], end);					\
}											\
const struct peer peer_uffd_##suffix = {						\
	label, uffd_prepare_##suffix, uffd_finish_##suffix, uffd_open_##suffix,		\
	uffd_nothing, uffd_nothing							\
}

UFFD_PEER(missing, "uffd-missing", 0, UFFD_MISSING);
UFFD_PEER(wp, "uffd-wp", 0, UFFD_WP);
UFFD_PEER(minor, "uffd-minor", 0, UFFD_MINOR);
UFFD_PEER(missing_far, "uffd-missing-far", 1, UFFD_MISSING);
UFFD_PEER(wp_far, "uffd-wp-far", 1, UFFD_WP);
UFFD_PEER(minor_far, "uffd-minor-far", 1, UFFD_MINOR);
