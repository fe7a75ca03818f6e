// SPDX-License-Identifier: GPL-2.0
/*
 * Debuggers: /proc/PID/mem and ptrace(2) on a mapping. DEVMAP_LOCK and
 * DEVMAP_UNLOCK in the driver, each process's own device to the user.
 */
#include <pthread.h>
#include <sys/ptrace.h>
#include <sys/uio.h>

#include "kselftest_harness.h"
#include "devmap_test.h"
#include "dmt_test.h"

#define RW	(PROT_READ | PROT_WRITE)

static int mem_open(pid_t pid)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/mem", pid);
	return open(path, O_RDWR | O_CLOEXEC);
}

FIXTURE(debugger)
{
	struct dmt d;
	void *map;
	int mem;
};

FIXTURE_SETUP(debugger)
{
	self->map = MAP_FAILED;
	DMT_SETUP(self);
	self->mem = mem_open(getpid());
	ASSERT_LE(0, self->mem);
	dmt_pieces(&self->d, 1, 4 * PAGE);
}

FIXTURE_TEARDOWN(debugger)
{
	close(self->mem);
	close(self->d.fd);
}

#define MAP(prot)							\
	do {								\
		ASSERT_EQ(0, dmt_send(&self->d));			\
		self->map = dmt_map(&self->d, 4 * PAGE, prot, MAP_SHARED, PAGE); \
		ASSERT_NE(MAP_FAILED, self->map);			\
		dmt_log(&self->d);					\
	} while (0)

/* LOCK, the copy, UNLOCK of the same page, one page after the other. */
TEST_F(debugger, lock_and_unlock)
{
	struct dmt *d = &self->d;
	struct dmt_event *ev;
	char buf[64], *at;
	int i;

	MAP(RW);
	at = (char *)self->map + 2 * PAGE - 32;
	for (i = 0; i < 64; i++)
		at[i] = i;
	dmt_do(d, DMT_OP_UNLOAD, 0, 0, 0);
	dmt_log(d);
	ASSERT_EQ(64, pread(self->mem, buf, 64, (off_t)(uintptr_t)at));
	dmt_log(d);
	for (i = 0; i < 64; i++)
		EXPECT_EQ(i, buf[i]);
	ASSERT_EQ(4, dmt_count(d, DMT_EV_ACCESS));
	for (i = 0; i < 4; i++) {
		ev = dmt_event(d, DMT_EV_ACCESS, i);
		EXPECT_EVENT(d, DMT_EV_ACCESS, i, 0, (2 + i / 2) * PAGE, PAGE);
		EXPECT_EQ(i & 1 ? DEVMAP_UNLOCK : DEVMAP_LOCK, ev->de_type);
		EXPECT_EQ(DEVMAP_READ, ev->de_rw);
		EXPECT_EQ(0, ev->de_ret);
	}
}

TEST_F(debugger, write)
{
	struct dmt *d = &self->d;
	unsigned long long word = 0xfeedfacecafef00d;

	MAP(RW);
	ASSERT_EQ(8, pwrite(self->mem, &word, 8, (off_t)(uintptr_t)self->map));
	dmt_log(d);
	ASSERT_EQ(2, dmt_count(d, DMT_EV_ACCESS));
	EXPECT_EQ(DEVMAP_WRITE, dmt_event(d, DMT_EV_ACCESS, 0)->de_rw);
	EXPECT_EQ(word, *dmt_word(self->map, 0));
}

/* Over the end of the mapping: what is there, and no more; nothing follows it. */
TEST_F(debugger, over_the_end)
{
	struct dmt *d = &self->d;
	char *room = mmap(NULL, 6 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	unsigned char buf[8] = { 0 };
	off_t end = (off_t)(uintptr_t)room + 4 * PAGE;
	int i;

	ASSERT_NE(MAP_FAILED, room);
	munmap(room, 6 * PAGE);
	ASSERT_EQ(0, dmt_send(d));
	ASSERT_EQ(room, mmap(room, 4 * PAGE, RW, MAP_SHARED | MAP_FIXED_NOREPLACE, d->fd,
			     PAGE));
	for (i = 0; i < 8; i++)
		room[4 * PAGE - 8 + i] = 0x10 + i;
	dmt_log(d);
	ASSERT_EQ(4, pread(self->mem, buf, 8, end - 4));
	for (i = 0; i < 8; i++)
		EXPECT_EQ(i < 4 ? 0x14 + i : 0, buf[i]);
	dmt_log(d);
	ASSERT_EQ(2, dmt_count(d, DMT_EV_ACCESS));
	EXPECT_EVENT(d, DMT_EV_ACCESS, 0, 0, 4 * PAGE, PAGE);
	EXPECT_EQ(4, pwrite(self->mem, "abcdefgh", 8, end - 4));
	EXPECT_EQ(0, memcmp(room + 4 * PAGE - 8, "\x10\x11\x12\x13" "abcd", 8));
	EXPECT_EQ(-1, pread(self->mem, buf, 8, end));
	EXPECT_EQ(EIO, errno);
	munmap(room, 4 * PAGE);
}

/* Over the border of two handles: each is asked for its part. */
TEST_F(debugger, over_a_border)
{
	struct dmt *d = &self->d;
	unsigned char buf[8];
	char *at;
	int i;

	dmt_pieces(d, 2, 2 * PAGE);
	MAP(RW);
	at = (char *)self->map + 2 * PAGE - 3;
	for (i = 0; i < 8; i++)
		at[i] = 0x30 + i;
	dmt_log(d);
	ASSERT_EQ(8, pread(self->mem, buf, 8, (off_t)(uintptr_t)at));
	EXPECT_EQ(0, memcmp(buf, at, 8));
	dmt_log(d);
	ASSERT_EQ(4, dmt_count(d, DMT_EV_ACCESS));
	for (i = 0; i < 4; i++) {
		EXPECT_EVENT(d, DMT_EV_ACCESS, i, i / 2, (2 + i / 2) * PAGE, PAGE);
		EXPECT_EQ(i & 1 ? DEVMAP_UNLOCK : DEVMAP_LOCK,
			  dmt_event(d, DMT_EV_ACCESS, i)->de_type);
	}
	ASSERT_EQ(8, pwrite(self->mem, "abcdefgh", 8, (off_t)(uintptr_t)at));
	EXPECT_EQ(0, memcmp(at, "abcdefgh", 8));
}

/* What the process may not do, its debugger may not either. */
TEST_F(debugger, protection)
{
	unsigned long long word = 1;

	MAP(PROT_READ);
	EXPECT_EQ(-1, pwrite(self->mem, &word, 8, (off_t)(uintptr_t)self->map));
	EXPECT_EQ(EIO, errno);
	EXPECT_EQ(8, pread(self->mem, &word, 8, (off_t)(uintptr_t)self->map));
	ASSERT_EQ(0, mprotect(self->map, 4 * PAGE, PROT_NONE));
	EXPECT_EQ(-1, pread(self->mem, &word, 8, (off_t)(uintptr_t)self->map));
	EXPECT_EQ(EIO, errno);
}

/* The driver refuses: no copy, and no UNLOCK of what was not locked. */
TEST_F(debugger, refused)
{
	struct dmt *d = &self->d;
	unsigned long long word;

	dmt_action(d, DMT_IN_ACCESS, DMT_OP_RETURN, DMT_SELF)->da_arg = 5;
	d->script.ds_actions[0].da_stop = 1;
	MAP(RW);
	EXPECT_EQ(-1, pread(self->mem, &word, 8, (off_t)(uintptr_t)self->map));
	EXPECT_EQ(EIO, errno);
	dmt_log(d);
	EXPECT_EQ(1, dmt_count(d, DMT_EV_ACCESS));
}

/* It says yes, and does not load: no copy, but it is told that it is over. */
TEST_F(debugger, not_loaded)
{
	struct dmt *d = &self->d;
	unsigned long long word;

	dmt_action(d, DMT_IN_ACCESS, DMT_OP_RETURN, DMT_SELF)->da_stop = 1;
	MAP(RW);
	EXPECT_EQ(-1, pread(self->mem, &word, 8, (off_t)(uintptr_t)self->map));
	EXPECT_EQ(EIO, errno);
	dmt_log(d);
	EXPECT_EQ(2, dmt_count(d, DMT_EV_ACCESS));
}

/* A load for DEVMAP_UNLOCK makes no translation. */
TEST_F(debugger, unlock_loads_nothing)
{
	struct dmt *d = &self->d;
	struct dmt_action *da;
	unsigned long long word;

	da = dmt_action(d, DMT_IN_UNLOCK, DMT_OP_LOAD, DMT_SELF);
	da->da_off = 2 * PAGE;
	da->da_len = PAGE;
	MAP(RW);
	EXPECT_EQ(8, pread(self->mem, &word, 8, (off_t)(uintptr_t)self->map));
	EXPECT_EQ(0, dmt_action_ret(d, 0));
	EXPECT_EQ(1, dmt_touch(d, self->map, 1));
}

/* What may be remapped under the copy cannot be locked. */
TEST_F(debugger, remappable)
{
	struct dmt *d = &self->d;
	unsigned long long word;

	d->script.ds_pieces[0].dp_flags = DEVMAP_ALLOW_REMAP;
	MAP(RW);
	EXPECT_EQ(-1, pread(self->mem, &word, 8, (off_t)(uintptr_t)self->map));
	EXPECT_EQ(EIO, errno);
	dmt_log(d);
	EXPECT_EQ(0, dmt_count(d, DMT_EV_ACCESS));
}

/* No callback: nobody to ask. */
TEST_F(debugger, no_callback)
{
	struct dmt *d = &self->d;
	unsigned long long word = 0;

	d->script.ds_pieces[0].dp_callbacks = 0;
	MAP(RW);
	*dmt_word(self->map, 1) = 4711;
	EXPECT_EQ(8, pread(self->mem, &word, 8,
			   (off_t)(uintptr_t)dmt_word(self->map, 1)));
	EXPECT_EQ(4711, word);
}

struct toucher {
	void *map;
	double took;
};

static void *touch(void *arg)
{
	struct toucher *t = arg;
	double start = now();

	usleep(50000);
	probe_read(dmt_word(t->map, 3));
	t->took = now() - start;
	return NULL;
}

/* Between LOCK and UNLOCK nobody's fault comes in. */
TEST_F(debugger, exclusive)
{
	struct dmt *d = &self->d;
	struct toucher t;
	unsigned long long word;
	unsigned int i, locked = 0;
	pthread_t thread;

	/* UNLOCK comes half a second late. */
	dmt_action(d, DMT_IN_UNLOCK, DMT_OP_SLEEP, DMT_SELF)->da_arg = 500;
	MAP(RW);
	t.map = self->map;
	pthread_create(&thread, NULL, touch, &t);
	ASSERT_EQ(8, pread(self->mem, &word, 8, (off_t)(uintptr_t)self->map));
	pthread_join(thread, NULL);
	EXPECT_LT(0.3, t.took);
	dmt_log(d);
	ASSERT_EQ(3, dmt_count(d, DMT_EV_ACCESS));
	for (i = 0; i < 3; i++) {
		unsigned int type = dmt_event(d, DMT_EV_ACCESS, i)->de_type;

		if (type == DEVMAP_ACCESS) {
			EXPECT_EQ(0, locked);
			continue;
		}
		locked = type == DEVMAP_LOCK;
	}
}

struct slow_peek {
	int mem;
	void *map;
};

static void *peek_slowly(void *arg)
{
	struct slow_peek *peek = arg;
	unsigned long long word;

	return (void *)pread(peek->mem, &word, 8, (off_t)(uintptr_t)peek->map);
}

/* A killed process does not wait for UNLOCK, not even in the kernel's own copy. */
TEST_F(debugger, killed_in_between)
{
	struct dmt *d = &self->d;
	struct steps *steps = steps_new();
	struct slow_peek peek;
	double start;
	pthread_t thread;
	int pipes[2];
	pid_t pid;

	dmt_action(d, DMT_IN_UNLOCK, DMT_OP_SLEEP, DMT_SELF)->da_arg = 4000;
	MAP(RW);
	ASSERT_EQ(0, pipe(pipes));
	pid = fork();
	if (!pid) {
		step_wait(steps, 1);
		_exit(write(pipes[1], (void *)dmt_word(self->map, 3), 8) == 8);
	}
	peek = (struct slow_peek){ self->mem, self->map };
	pthread_create(&thread, NULL, peek_slowly, &peek);
	usleep(300000);
	step_to(steps, 1);
	usleep(300000);
	start = now();
	kill(pid, SIGKILL);
	EXPECT_EQ(0x100 + SIGKILL, child_status(pid));
	EXPECT_GT(2, now() - start);
	pthread_join(thread, NULL);
}

/* process_vm_readv(2) and O_DIRECT want pages: there are none to be had. */
TEST_F(debugger, no_pages_for_others)
{
	unsigned long long word;
	struct iovec here = { &word, 8 }, there;

	MAP(RW);
	there = (struct iovec){ self->map, 8 };
	EXPECT_EQ(-1, process_vm_readv(getpid(), &here, 1, &there, 1, 0));
	EXPECT_EQ(EFAULT, errno);
}

/*
 * The real thing: a stopped process's mapping shows its own context, whoever has
 * the device.
 */
FIXTURE(contexts)
{
	struct xx xx;
	void *map;
	struct steps *steps;
	pid_t pid;
	unsigned long addr;
};

/* The child's side; its address lies behind the steps. */
static int stopped_child(struct xx *xx, struct steps *steps)
{
	void *map = xx_map(xx, MAP_PRIVATE);

	if (map == MAP_FAILED)
		return 1;
	fill(map, xx->info.xi_ctxsize, 77);
	*(volatile unsigned long *)(steps + 1) = (unsigned long)map;
	step_to(steps, 1);
	step_wait(steps, 2);
	return xx_word(map, 0, 3)[0] == 0xabcd ? 0 : 1;
}

FIXTURE_SETUP(contexts)
{
	XX_SETUP(self);
	self->steps = steps_new();
	self->pid = fork();
	if (!self->pid)
		_exit(stopped_child(&self->xx, self->steps));
	step_wait(self->steps, 1);
	self->addr = *(volatile unsigned long *)(self->steps + 1);
	self->map = xx_map(&self->xx, MAP_PRIVATE);
	ASSERT_NE(MAP_FAILED, self->map);
	/* The device is ours now. */
	fill(self->map, self->xx.info.xi_ctxsize, 5);
}

FIXTURE_TEARDOWN(contexts)
{
	kill(self->pid, SIGKILL);
	waitpid(self->pid, NULL, 0);
	munmap(self->map, self->xx.info.xi_ctxsize);
	xx_close(&self->xx);
}

TEST_F(contexts, proc_mem)
{
	unsigned long long word, value = 0xabcd;
	int mem = mem_open(self->pid), i;

	ASSERT_LE(0, mem);
	for (i = 1; i < 20; i++) {
		ASSERT_EQ(8, pread(mem, &word, 8, self->addr + i * 8));
		EXPECT_EQ(77 * 1000003ULL + i, word);
		/* And mine is mine. */
		EXPECT_EQ(5 * 1000003ULL + i, *xx_word(self->map, 0, i));
	}
	ASSERT_EQ(8, pwrite(mem, &value, 8, self->addr + 3 * 8));
	EXPECT_EQ(5 * 1000003ULL + 3, *xx_word(self->map, 0, 3));
	step_to(self->steps, 2);
	EXPECT_EQ(0, child_status(self->pid));
	close(mem);
}

TEST_F(contexts, ptrace)
{
	unsigned long word;
	int status;

	ASSERT_EQ(0, ptrace(PTRACE_ATTACH, self->pid, NULL, NULL));
	ASSERT_EQ(self->pid, waitpid(self->pid, &status, __WALL));
	errno = 0;
	word = ptrace(PTRACE_PEEKDATA, self->pid, self->addr + 9 * 8, NULL);
	EXPECT_EQ(0, errno);
	EXPECT_EQ(77 * 1000003UL + 9, word);
	EXPECT_EQ(5 * 1000003ULL + 9, *xx_word(self->map, 0, 9));
	EXPECT_EQ(0, ptrace(PTRACE_POKEDATA, self->pid, self->addr + 3 * 8, 0xabcdUL));
	EXPECT_EQ(0, check(self->map, self->xx.info.xi_ctxsize, 5));
	ASSERT_EQ(0, ptrace(PTRACE_DETACH, self->pid, NULL, NULL));
	step_to(self->steps, 2);
	EXPECT_EQ(0, child_status(self->pid));
}

/* While others fight for the device, with a hold time. */
TEST_F(contexts, under_contention)
{
	unsigned long long word;
	int mem = mem_open(self->pid), i, wrong = 0;
	double end = now() + 2;
	pid_t other = fork();

	if (!other) {
		void *map = xx_map(&self->xx, MAP_PRIVATE);

		fill(map, self->xx.info.xi_ctxsize, 9);
		while (now() < end)
			wrong += check(map, self->xx.info.xi_ctxsize, 9) != 0;
		_exit(wrong != 0);
	}
	for (i = 0; now() < end; i++) {
		int n = 1 + i % 200;

		if (pread(mem, &word, 8, self->addr + n * 8) != 8 ||
		    word != 77 * 1000003ULL + n)
			wrong++;
		wrong += check(self->map, self->xx.info.xi_ctxsize, 5) != 0;
	}
	EXPECT_EQ(0, wrong);
	EXPECT_LT(2, i);
	EXPECT_EQ(0, child_status(other));
	close(mem);
}

#include "dmt_main.h"
