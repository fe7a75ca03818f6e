// SPDX-License-Identifier: GPL-2.0
/*
 * The stress test: what Linux offers for memory in general. Most of it has to be refused
 * for a device, and may change nothing while threads touch the same pages.
 */
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <linux/userfaultfd.h>

#include "kselftest.h"

#include "stress.h"

#ifndef PR_SET_MEMORY_MERGE
#define PR_SET_MEMORY_MERGE	67
#endif

/* Over its end, once more, or away with something left behind. */
void op_grow(struct proc *p, struct slot *s, unsigned int page, unsigned int n)
{
	char *at = s->home + page * p->page, *away = s->home + (p->pages + 1) * p->page;
	int may = MREMAP_MAYMOVE;

	must_fail(mremap(at, p->page, 2 * p->page, may) != MAP_FAILED, "mremap, more", s,
		  page);
	must_fail(mremap(at, 0, p->page, may) != MAP_FAILED, "mremap of nothing", s, page);
	if (s->present[page])
		must_fail(mremap(at, p->page, p->page, may | MREMAP_FIXED | 4, away) !=
			  MAP_FAILED, "mremap, DONTUNMAP", s, page);
	(void)n;
}

void op_lock_all(struct proc *p, struct slot *s, unsigned int page, unsigned int n)
{
	mlockall(rnd(&p->rng, 2) ? MCL_CURRENT : MCL_CURRENT | MCL_FUTURE);
	munlockall();
	(void)s;
	(void)page;
	(void)n;
}

/* Any mode, with a handler that does nothing or, from 6.7 on, without one. */
void op_userfaultfd(struct proc *p, struct slot *s, unsigned int page, unsigned int n)
{
	struct uffdio_register reg = {
		.range = { (unsigned long)s->home + page * p->page, n * p->page },
		.mode = 1 + rnd(&p->rng, 7),
	};
	struct uffdio_api api = {
		.api = UFFD_API, .features = rnd(&p->rng, 2) ? 0 : 1 << 15,
	};
	int fd = syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return;
	if (!ioctl(fd, UFFDIO_API, &api) && !ioctl(fd, UFFDIO_REGISTER, &reg) &&
	    memchr(s->present + page, 1, n))
		must_fail(!api.features, "userfaultfd", s, page);
	close(fd);
}

/* A process that has all memory of another one, and looks at a thread of it. */
struct debugger {
	struct proc *p;
	struct slot *s;
	unsigned int page;
	pid_t tid;
	unsigned long long value;	/* to be poked, if not 0 */
};

static void peek_and_poke(struct debugger *d)
{
	vu64 *word = xx_word(d->s->home, d->page, WORD_MAIN);
	unsigned long long value;

	errno = 0;
	value = ptrace(PTRACE_PEEKDATA, d->tid, word, NULL);
	if (!errno)
		judge("ptrace", d->s, d->page, value);
	if (d->value && !ptrace(PTRACE_POKEDATA, d->tid, word, d->value))
		d->s->shadow[d->page] = d->value;
}

static int debugger_run(void *arg)
{
	struct debugger *d = arg;
	int status, sig = 0;

	look(d->p, d->s, d->page);
	if (!d->tid || ptrace(PTRACE_SEIZE, d->tid, NULL, NULL))
		return 0;
	if (!ptrace(PTRACE_INTERRUPT, d->tid, NULL, NULL) &&
	    waitpid(d->tid, &status, __WALL) == d->tid && WIFSTOPPED(status)) {
		peek_and_poke(d);
		/* It may have stopped at the signal of a touch. */
		sig = status >> 16 ? 0 : WSTOPSIG(status);
	}
	ptrace(PTRACE_DETACH, d->tid, NULL, (long)sig);
	return 0;
}

void op_ptrace(struct proc *p, struct slot *s, unsigned int page, unsigned int n)
{
	static char stack[65536] __attribute__((aligned(16)));
	struct debugger d = { .p = p, .s = s, .page = page };
	pid_t pid;

	if (p->nthreads)
		d.tid = p->tids[rnd(&p->rng, p->nthreads)];
	if (rnd(&p->rng, 2) && s->present[page] && s->writable[page])
		d.value = s->owner << 32 | (1 + rnd(&p->rng, 1000000));
	/* This thread sleeps until it has ended, so they may share what is one thread's. */
	pid = clone(debugger_run, stack + sizeof(stack), CLONE_VM | CLONE_VFORK | SIGCHLD,
		    &d);
	if (pid > 0)
		must_fail(child_status(pid), "debugger", s, page);
	(void)n;
}

/* All that is said about the mapping. */
void op_procfs_files(struct proc *p, struct slot *s, unsigned int page, unsigned int n)
{
	static const char *const names[] = {
		"/proc/self/maps", "/proc/self/smaps", "/proc/self/smaps_rollup",
		"/proc/self/numa_maps",
	};
	unsigned long at = (unsigned long)s->home / p->page + page;
	unsigned long long entries[n];
	char text[4096];
	int fd;

	fd = open("/proc/self/pagemap", O_RDONLY);
	if (fd >= 0) {
		(void)!pread(fd, entries, n * 8, at * 8);
		close(fd);
	}
	fd = open(names[rnd(&p->rng, 4)], O_RDONLY);
	if (fd < 0)
		return;
	while (read(fd, text, sizeof(text)) > 0)
		;
	close(fd);
}

void op_move_pages(struct proc *p, struct slot *s, unsigned int page, unsigned int n)
{
	void *at = s->home + page * p->page;
	unsigned long node = 1;
	int to = 0, status;

	syscall(SYS_move_pages, 0, 1UL, &at, &to, &status, 2);
	/* MPOL_BIND; MPOL_MF_STRICT | MPOL_MF_MOVE */
	syscall(SYS_mbind, at, n * p->page, 2, &node, 8UL, 3);
	syscall(SYS_migrate_pages, 0, 8UL, &node, &node);
}

/* A disk that wants the pages themselves. */
void op_direct(struct proc *p, struct slot *s, unsigned int page, unsigned int n)
{
	int fd = open("/dev/ram0", O_RDWR | O_DIRECT);
	char *at = s->home + page * p->page;

	if (fd < 0)
		return;
	must_fail(pwrite(fd, at, p->page, 0) > 0, "O_DIRECT, write", s, page);
	must_fail(pread(fd, at, p->page, 0) > 0, "O_DIRECT, read", s, page);
	close(fd);
	(void)n;
}

/* From outside, as it were. */
void op_process_advise(struct proc *p, struct slot *s, unsigned int page, unsigned int n)
{
	/* WILLNEED, COLD, PAGEOUT, COLLAPSE */
	static const int advices[] = { 3, 20, 21, 25 };
	struct iovec iov = { s->home + page * p->page, n * p->page };
	int fd = syscall(SYS_pidfd_open, getpid(), 0);

	if (fd < 0)
		return;
	syscall(SYS_process_madvise, fd, &iov, 1UL, advices[rnd(&p->rng, 4)], 0);
	close(fd);
}

/* All that the process has, from 6.4 on; op_advise() does it to a piece. */
void op_mergeable(struct proc *p, struct slot *s, unsigned int page, unsigned int n)
{
	prctl(PR_SET_MEMORY_MERGE, rnd(&p->rng, 2), 0, 0, 0);
	(void)s;
	(void)page;
	(void)n;
}

static int seen_by_a_child(struct proc *p, struct slot *s, unsigned int page, unsigned int n)
{
	unsigned long long value;
	pid_t pid = fork();
	int seen = 0;

	if (pid < 0)
		return 0;
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		p->nthreads = 0;
		while (n--)
			seen |= !touch(xx_word(s->home, page + n, WORD_MAIN), 0, &value);
		_exit(seen);
	}
	return child_status(pid);
}

/* Children do not get these pages. Linux has no way back for a device's; mmap(2) is one. */
void op_dontfork(struct proc *p, struct slot *s, unsigned int page, unsigned int n)
{
	if (memchr(s->present + page, 0, n) ||
	    madvise(s->home + page * p->page, n * p->page, MADV_DONTFORK))
		return;
	must_fail(seen_by_a_child(p, s, page, n), "MADV_DONTFORK", s, page);
	if (map_pages(p, s, page, n)) {
		COUNT(lost, 1);
		complain("mmap", s, page, errno, 0);
	}
}
