// SPDX-License-Identifier: GPL-2.0
/*
 * Every advice that there is, and some that there are not: whatever Linux makes of
 * it, no revocation and no fork is lost.
 */
#include "kselftest_harness.h"

#include "devmap_test.h"
#include "devmap_traps.h"

#define XX_MIN_PAGES 4

#ifndef MADV_WIPEONFORK
#define MADV_WIPEONFORK 18
#define MADV_KEEPONFORK 19
#endif

PAIR_FIXTURE(madvise)

/* The children of a mapping with MADV_DONTFORK have none. */
static int fork_or_not(struct pair *p)
{
	pid_t pid = fork();

	if (pid < 0)
		return -errno;
	if (!pid)
		_exit(probe_read(xx_word(p->map, 1, 0)).sig == SIGSEGV ? 100 : 0);
	return child_status(pid) == 100 ? 0 : pair_fork(p);
}

/* For a piece of it, Linux splits; 0 is the whole. */
static long advise(struct pair *p, int advice, size_t len)
{
	long wrong;

	pair_unmap(p);
	if (pair_map(p))
		return 1000;
	madvise(p->map + (len ? p->page : 0), len ? len : p->size, advice);
	wrong = pair_apart(p);
	if (wrong)
		return wrong;
	/* A child that has a part of it only is none to be compared. */
	if (advice == MADV_DONTFORK && len)
		return 0;
	wrong = fork_or_not(p);
	return wrong ? 100 + wrong : pair_apart(p);
}

TEST_F_TIMEOUT(madvise, every_value, 300)
{
	int advice;

	for (advice = 0; advice <= 110; advice++) {
		/* Behind the last one that Linux has, and before the private ones. */
		if (advice == 41)
			advice = 100;
		EXPECT_EQ(0, advise(&self->p, advice, 0)) TH_LOG("advice %d", advice);
		EXPECT_EQ(0, advise(&self->p, advice, self->p.page))
			TH_LOG("advice %d for a page", advice);
	}
}

/*
 * What would drop translations or pages, or make them by itself: refused by every
 * kernel, also by those that have not heard of it.
 */
TEST_F(madvise, refused)
{
	static const int advice[] = {
		MADV_DONTNEED, 8 /* FREE */, MADV_REMOVE, 20 /* COLD */,
		21 /* PAGEOUT */, 22 /* POPULATE_READ */, 23 /* POPULATE_WRITE */,
		24 /* DONTNEED_LOCKED */, 25 /* COLLAPSE */, 100 /* HWPOISON */,
		101 /* SOFT_OFFLINE */, 102 /* GUARD_INSTALL */, MADV_WIPEONFORK,
	};
	unsigned long long switches;
	unsigned int i;

	(void)*xx_word(self->p.other, 0, 1);
	switches = self->p.xx.status->xs_switches;
	for (i = 0; i < ARRAY_SIZE(advice); i++) {
		EXPECT_EQ(-1, madvise(self->p.map, self->p.size, advice[i]))
			TH_LOG("advice %d", advice[i]);
		EXPECT_EQ(switches, self->p.xx.status->xs_switches)
			TH_LOG("advice %d reached the device", advice[i]);
	}
	EXPECT_EQ(0, pair_apart(&self->p));
}

/* All that says what a fork gets, in a row, each followed by a fork. */
TEST_F(madvise, fork_flags_in_turn)
{
	static const int advice[] = {
		MADV_KEEPONFORK, MADV_WIPEONFORK, MADV_KEEPONFORK, MADV_DOFORK,
		MADV_KEEPONFORK,
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(advice); i++) {
		madvise(self->p.map, self->p.size, advice[i]);
		EXPECT_EQ(0, pair_fork(&self->p)) TH_LOG("step %u", i);
		EXPECT_EQ(0, pair_apart(&self->p)) TH_LOG("step %u", i);
	}
}

/* In a child, whose mapping has VM_WIPEONFORK set by the layer. */
TEST_F(madvise, keeponfork_in_a_child_then_grandchild)
{
	unsigned long long id = xx_id(self->p.map);
	pid_t pid = fork();
	int err;

	ASSERT_LE(0, pid);
	if (!pid) {
		err = madvise(self->p.map, self->p.size, MADV_KEEPONFORK);
		if (err)
			_exit(50);
		if (check(self->p.map, self->p.size, 1) || xx_id(self->p.map) == id)
			_exit(51);
		_exit(pair_fork(&self->p));
	}
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(0, pair_apart(&self->p));
}

/* 0, or an errno. */
static int advise_by(int pidfd, char *addr, size_t len, int advice)
{
	struct iovec { void *base; size_t len; } iov = { addr, len };

	return syscall(440 /* process_madvise */, pidfd, &iov, 1, advice, 0) < 0 ? errno : 0;
}

enum { NO_SUCH_CALL = 99 };

/* What an ordinary page takes, the mapping refuses; 0 if so. */
static int advise_another(pid_t pid, struct pair *p, char *anon)
{
	static const int advice[] = { 20 /* COLD */, 21 /* PAGEOUT */ };
	int fd = syscall(434 /* pidfd_open */, pid, 0);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(advice); i++) {
		if (fd < 0 || advise_by(fd, anon, p->page, advice[i]))
			return NO_SUCH_CALL;
		if (advise_by(fd, p->map, p->size, advice[i]) != EINVAL)
			return advice[i];
	}
	/* Some of these it takes, and does nothing. */
	advise_by(fd, p->map, p->size, MADV_WILLNEED);
	advise_by(fd, p->map, p->size, 25 /* COLLAPSE */);
	return 0;
}

/* The same, done by another process to this one. */
TEST_F(madvise, process_madvise)
{
	char *anon = mmap(NULL, self->p.page, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	pid_t parent = getpid(), pid;
	int status;

	anon[0] = 1;
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid)
		_exit(advise_another(parent, &self->p, anon));
	status = child_status(pid);
	munmap(anon, self->p.page);
	EXPECT_EQ(0, pair_apart(&self->p));
	if (status == NO_SUCH_CALL)
		SKIP(return, "no process_madvise of another process");
	EXPECT_EQ(0, status);
}

/* By a process to itself, which newer kernels let give more advice. */
TEST_F(madvise, process_madvise_of_itself)
{
	int fd = syscall(434 /* pidfd_open */, getpid(), 0), i;

	if (fd < 0)
		SKIP(return, "no pidfd_open");
	for (i = 0; i <= 103; i++) {
		advise_by(fd, self->p.map, self->p.size, i);
		EXPECT_EQ(0, pair_apart(&self->p)) TH_LOG("after %d", i);
		if (i == 30)
			i = 99;
	}
	close(fd);
}

#include "devmap_main.h"
