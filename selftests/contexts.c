// SPDX-License-Identifier: GPL-2.0
/*
 * Contexts of one's own and contexts that are shared.
 */
#include <sys/socket.h>

#include "kselftest_harness.h"

#include "devmap_test.h"

FIXTURE(contexts) {
	struct xx xx;
	size_t size;
	long hold;
};

FIXTURE_SETUP(contexts)
{
	XX_SETUP(self);
	self->size = self->xx.info.xi_ctxsize;
	self->hold = param_get("hold_usec");
	ASSERT_EQ(0, param_set("hold_usec", 1000));
}

FIXTURE_TEARDOWN(contexts)
{
	param_set("hold_usec", self->hold);
	xx_close(&self->xx);
}

TEST_F(contexts, two_in_one_process)
{
	void *a = xx_map(&self->xx, MAP_PRIVATE);
	void *b = xx_map(&self->xx, MAP_PRIVATE);
	unsigned long long switches;
	int i;

	ASSERT_NE(MAP_FAILED, a);
	ASSERT_NE(MAP_FAILED, b);
	EXPECT_NE(xx_id(a), xx_id(b));
	fill(a, self->size, 1);
	fill(b, self->size, 2);
	switches = self->xx.status->xs_switches;
	for (i = 0; i < 20; i++) {
		ASSERT_EQ(0, check(a, self->size, 1));
		ASSERT_EQ(xx_id(a), self->xx.status->xs_current);
		ASSERT_EQ(0, check(b, self->size, 2));
		ASSERT_EQ(xx_id(b), self->xx.status->xs_current);
	}
	EXPECT_EQ(switches + 40, self->xx.status->xs_switches);
	munmap(a, self->size);
	munmap(b, self->size);
}

static int own_pattern(struct xx *xx, int rounds)
{
	size_t size = xx->info.xi_ctxsize;
	void *map = xx_map(xx, MAP_PRIVATE);
	int i;

	if (map == MAP_FAILED)
		return 1;
	for (i = 0; i < rounds; i++) {
		fill(map, size, getpid() + i);
		usleep(i % 7 * 300);
		if (check(map, size, getpid() + i))
			return 2;
	}
	return 0;
}

TEST_F(contexts, several_processes)
{
	unsigned long long switches = self->xx.status->xs_switches;
	pid_t pids[6];
	int i;

	for (i = 0; i < 6; i++) {
		pids[i] = fork();
		ASSERT_LE(0, pids[i]);
		if (!pids[i])
			_exit(own_pattern(&self->xx, 20));
	}
	for (i = 0; i < 6; i++)
		EXPECT_EQ(0, child_status(pids[i]));
	/* They did take turns. */
	EXPECT_LT(switches + 6, self->xx.status->xs_switches);
}

TEST_F(contexts, shared_is_shared)
{
	vu64 *a = xx_map(&self->xx, MAP_SHARED);
	vu64 *b = xx_map(&self->xx, MAP_SHARED);
	unsigned long long switches;

	ASSERT_NE(MAP_FAILED, a);
	ASSERT_NE(MAP_FAILED, b);
	a[1] = 17;
	switches = self->xx.status->xs_switches;
	EXPECT_EQ(17, b[1]);
	b[2] = 18;
	EXPECT_EQ(18, a[2]);
	EXPECT_EQ(xx_id((void *)a), xx_id((void *)b));
	/* One context: nothing to switch. */
	EXPECT_EQ(switches, self->xx.status->xs_switches);
	munmap((void *)a, self->size);
	EXPECT_EQ(17, b[1]);
	munmap((void *)b, self->size);
}

TEST_F(contexts, shared_between_processes)
{
	struct steps *steps = steps_new();
	vu64 *map;
	pid_t pid;

	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid) {
		map = xx_map(&self->xx, MAP_SHARED);
		map[3] = 99;
		step_to(steps, 1);
		step_wait(steps, 2);
		_exit(map[4] != 100);
	}
	map = xx_map(&self->xx, MAP_SHARED);
	ASSERT_NE(MAP_FAILED, map);
	step_wait(steps, 1);
	EXPECT_EQ(99, map[3]);
	map[4] = 100;
	step_to(steps, 2);
	EXPECT_EQ(0, child_status(pid));
	munmap((void *)map, self->size);
}

TEST_F(contexts, shared_and_private_do_not_mix)
{
	void *shared = xx_map(&self->xx, MAP_SHARED);
	void *private = xx_map(&self->xx, MAP_PRIVATE);
	int i;

	ASSERT_NE(MAP_FAILED, shared);
	ASSERT_NE(MAP_FAILED, private);
	fill(shared, self->size, 3);
	fill(private, self->size, 4);
	for (i = 0; i < 10; i++) {
		ASSERT_EQ(0, check(shared, self->size, 3));
		ASSERT_EQ(0, check(private, self->size, 4));
	}
	munmap(shared, self->size);
	munmap(private, self->size);
}

/* All mappings of a shared context lose the device together. */
TEST_F(contexts, shared_revoked_together)
{
	vu64 *a = xx_map(&self->xx, MAP_SHARED);
	vu64 *b = xx_map(&self->xx, MAP_SHARED);
	vu64 *other = xx_map(&self->xx, MAP_PRIVATE);
	long faults = 0;
	int round;

	ASSERT_NE(MAP_FAILED, a);
	ASSERT_NE(MAP_FAILED, b);
	ASSERT_NE(MAP_FAILED, other);
	a[1] = 1;
	b[2] = 2;
	/* Twice: a page of this code may fault as well, the first time. */
	for (round = 0; round < 2; round++) {
		other[1] = 3;
		/* Had one of them kept its translation it would read 3 now. */
		faults = faults_now();
		EXPECT_EQ(1, b[1]);
		EXPECT_EQ(1, a[1]);
		EXPECT_EQ(2, a[2]);
		faults = faults_now() - faults;
	}
	EXPECT_EQ(2, faults);
	munmap((void *)a, self->size);
	munmap((void *)b, self->size);
	munmap((void *)other, self->size);
}

/* What programs shared is gone with the last of them. */
TEST_F(contexts, shared_ends_with_last_mapping)
{
	vu64 *map = xx_map(&self->xx, MAP_SHARED);

	ASSERT_NE(MAP_FAILED, map);
	map[1] = 55;
	munmap((void *)map, self->size);
	map = xx_map(&self->xx, MAP_SHARED);
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(0, map[1]);
	munmap((void *)map, self->size);
}

/* Each writes to its own, and both find what they wrote; 0 if so. */
static int keep_apart(vu64 *a, vu64 *b, int i)
{
	a[1] = 1000 + i;
	b[1] = 2000 + i;
	if (a[1] != 1000ULL + i)
		return 1;
	return b[1] == 2000ULL + i ? 0 : 2;
}

/* A second device node: another inode, the same device. */
TEST_F(contexts, second_node)
{
	const char *node = "/tmp/xxctx-node";
	vu64 *a = xx_map(&self->xx, MAP_PRIVATE), *b;
	struct stat st;
	int fd, i;

	ASSERT_NE(MAP_FAILED, a);
	ASSERT_EQ(0, fstat(self->xx.fd, &st));
	unlink(node);
	ASSERT_EQ(0, mknod(node, S_IFCHR | 0600, st.st_rdev));
	fd = open(node, O_RDWR);
	if (fd < 0 && errno == EACCES) {
		unlink(node);
		SKIP(return, "/tmp is mounted nodev");
	}
	ASSERT_LE(0, fd);
	b = mmap(NULL, self->size, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	ASSERT_NE(MAP_FAILED, b);
	for (i = 0; i < 10; i++)
		ASSERT_EQ(0, keep_apart(a, b, i));
	munmap((void *)a, self->size);
	munmap((void *)b, self->size);
	close(fd);
	unlink(node);
}

/* Sends a descriptor, which may be -1 for "receive one". The descriptor, or -1. */
static int pass_file(int sock, int fd)
{
	char byte = 0, space[CMSG_SPACE(sizeof(int))] = "";
	struct iovec iov = { &byte, 1 };
	struct msghdr msg = {
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = space,
		.msg_controllen = sizeof(space),
	};
	struct cmsghdr *cmsg = CMSG_FIRSTHDR(&msg);

	if (fd < 0) {
		if (recvmsg(sock, &msg, 0) != 1 || !CMSG_FIRSTHDR(&msg))
			return -1;
		memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&msg)), sizeof(fd));
		return fd;
	}
	cmsg->cmsg_level = SOL_SOCKET;
	cmsg->cmsg_type = SCM_RIGHTS;
	cmsg->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(cmsg), &fd, sizeof(fd));
	return sendmsg(sock, &msg, 0) == 1 ? fd : -1;
}

enum { TURNS = 20 };

/* Maps a file that it was given, and writes each time after the other process has. */
static int take_turns(int fd, size_t size, struct steps *steps)
{
	vu64 *map = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	int i;

	if (map == MAP_FAILED || map[1])
		return 1;
	close(fd);
	for (i = 0; i < TURNS; i++) {
		step_wait(steps, 2 * i + 1);
		if (map[1] != (i ? 200ULL + i - 1 : 0))
			return 2;
		map[1] = 200 + i;
		step_to(steps, 2 * i + 2);
	}
	return 0;
}

/* A process that was given the descriptor maps a context of its own, as any other. */
TEST_F(contexts, file_from_another_process)
{
	struct steps *steps = steps_new();
	int socks[2], i;
	vu64 *map;
	pid_t pid;

	ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_STREAM, 0, socks));
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid) {
		/* It has none of the parent's. */
		xx_close(&self->xx);
		i = take_turns(pass_file(socks[1], -1), self->size, steps);
		/* The parent waits for no more of it. */
		step_to(steps, 1000);
		_exit(i);
	}
	map = xx_map(&self->xx, MAP_PRIVATE);
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(self->xx.fd, pass_file(socks[0], self->xx.fd));
	for (i = 0; i < TURNS; i++) {
		if (steps->at == 1000)
			break;
		map[1] = 100 + i;
		step_to(steps, 2 * i + 1);
		step_wait(steps, 2 * i + 2);
		EXPECT_EQ(100 + i, map[1]);
	}
	EXPECT_EQ(0, child_status(pid));
	munmap((void *)map, self->size);
	close(socks[0]);
	close(socks[1]);
}

/* dup(2) makes no second file: the mappings outlive each of its descriptors. */
TEST_F(contexts, duplicated_descriptor)
{
	int fd = dup(self->xx.fd), i;
	vu64 *a = xx_map(&self->xx, MAP_PRIVATE), *b;

	ASSERT_NE(MAP_FAILED, a);
	ASSERT_LE(0, fd);
	b = mmap(NULL, self->size, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	ASSERT_NE(MAP_FAILED, b);
	for (i = 0; i < 10; i++) {
		EXPECT_EQ(0, keep_apart(a, b, i));
		if (i == 5)
			close(fd);
		if (i == 7)
			close(self->xx.fd);
	}
	munmap((void *)a, self->size);
	munmap((void *)b, self->size);
}

/* Save or restore fails: an error for those it concerns, foreign state for none. */
TEST_F(contexts, save_fails_closed)
{
	void *a = xx_map(&self->xx, MAP_PRIVATE);
	void *b = xx_map(&self->xx, MAP_PRIVATE);
	unsigned long long failures = self->xx.status->xs_failures;

	ASSERT_NE(MAP_FAILED, a);
	ASSERT_NE(MAP_FAILED, b);
	fill(a, self->size, 1);
	ASSERT_EQ(0, param_set("save_fail", 1));
	EXPECT_EQ(SIGBUS, probe_read(xx_word(b, 0, 1)).sig);
	EXPECT_EQ(failures + 1, self->xx.status->xs_failures);
	/* b's own state was never in danger; a's is gone, and said to be. */
	EXPECT_EQ(0, probe_read(xx_word(b, 0, 1)).sig);
	EXPECT_EQ(0, *xx_word(b, 0, 1));
	EXPECT_EQ(SIGBUS, probe_read(xx_word(a, 0, 1)).sig);
	EXPECT_EQ(SIGBUS, probe_write(xx_word(a, 0, 1), 1).sig);
	EXPECT_EQ(0, probe_read(xx_word(b, 0, 1)).sig);
	munmap(a, self->size);
	munmap(b, self->size);
}

TEST_F(contexts, restore_fails_closed)
{
	void *a = xx_map(&self->xx, MAP_PRIVATE);
	void *b = xx_map(&self->xx, MAP_PRIVATE);
	struct probe p;

	ASSERT_NE(MAP_FAILED, a);
	ASSERT_NE(MAP_FAILED, b);
	fill(a, self->size, 1);
	fill(b, self->size, 2);
	ASSERT_EQ(0, param_set("restore_fail", 1));
	p = probe_read(xx_word(a, 0, 1));
	EXPECT_EQ(SIGBUS, p.sig);
	EXPECT_EQ((void *)xx_word(a, 0, 1), p.addr);
	EXPECT_EQ(0, self->xx.status->xs_current);
	/* The device is well again: nothing was lost. */
	EXPECT_EQ(0, check(a, self->size, 1));
	EXPECT_EQ(0, check(b, self->size, 2));
	munmap(a, self->size);
	munmap(b, self->size);
}

#include "devmap_main.h"
