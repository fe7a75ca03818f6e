// SPDX-License-Identifier: GPL-2.0
/*
 * Entries for 2 MiB: where a load makes them, and what Linux does to parts of one.
 * Where the kernel has none the same has to hold with small ones.
 */
#include <pthread.h>
#include <sys/uio.h>

#include "kselftest_harness.h"

#include <devmap/umemt.h>

#include "devmap_test.h"

#define UMEMT_DEV		"/dev/umemt"
#define DDI_UMEM_NOSLEEP	0x1	/* memory in one piece */
#define DEVMAP_ALLOW_REMAP	0x02
#define DEVMAP_USE_PAGESIZE	0x04
#define MAX_RW			(PROT_READ | PROT_WRITE | 8)
#define RW			(PROT_READ | PROT_WRITE)

#define LARGE			(2UL << 20)
#define SIZE			(2 * LARGE)
#define ROOM			(1UL << 30)	/* what a page-table page of one level covers */

FIXTURE(large) {
	int fd;
	unsigned int page;
	bool kernel;	/* has such entries */
	char *room;	/* where the mappings are put, from LARGE on */
	char *map;
};

static int umemt(FIXTURE_DATA(large) *self, unsigned long cmd, struct umemt_op op)
{
	return ioctl(self->fd, cmd, &op) ? -errno : op.uo_result;
}

static bool kernel_has_large(void)
{
	/* Not in PREEMPT_RT, for one. */
	if (access("/sys/kernel/mm/transparent_hugepage", F_OK))
		return false;
	return kernel_is_at_least(6, 12) && sysconf(_SC_PAGESIZE) == 4096;
}

/* Kilobytes of page tables that the process has. */
static int tables(void)
{
	static char buf[4096];
	int fd = open("/proc/self/status", O_RDONLY);
	ssize_t n = read(fd, buf, sizeof(buf) - 1);
	char *at;

	close(fd);
	buf[n > 0 ? n : 0] = '\0';
	at = strstr(buf, "VmPTE:");
	return at ? atoi(at + 6) : -1;
}

/* Page i of cookie c of the test says 1000 * c + i. */
static int alloc_filled(FIXTURE_DATA(large) *self, unsigned int cookie)
{
	unsigned int i;
	int err;

	err = umemt(self, UMEMTIOC_ALLOC, (struct umemt_op) {
		.uo_index = cookie, .uo_len = SIZE, .uo_flags = DDI_UMEM_NOSLEEP,
	});
	for (i = 0; !err && i < SIZE / self->page; i++)
		err = umemt(self, UMEMTIOC_POKE, (struct umemt_op) {
			.uo_index = cookie, .uo_off = i * self->page,
			.uo_value = 1000 * cookie + i,
		});
	return err;
}

static struct umemt_op memory(unsigned int cookie, size_t off, size_t len,
			      unsigned int access)
{
	return (struct umemt_op) {
		.uo_kind = UMEMT_MEM, .uo_cookie = cookie, .uo_off = off,
		.uo_len = len, .uo_maxprot = MAX_RW, .uo_access = access,
	};
}

/* Maps the piece at a distance from the next place for a large entry. */
static char *map_at(FIXTURE_DATA(large) *self, struct umemt_op op, size_t shift)
{
	if (umemt(self, UMEMTIOC_PIECE, op))
		return MAP_FAILED;
	return mmap(self->room + LARGE + shift, op.uo_len, RW, MAP_SHARED | MAP_FIXED,
		    self->fd, 0);
}

static int unload(FIXTURE_DATA(large) *self, size_t off, size_t len)
{
	return umemt(self, UMEMTIOC_UNLOAD, (struct umemt_op) {
		.uo_off = off, .uo_len = len,
	});
}

/* Kilobytes of page tables that the touch of an address costs. */
static int touch(char *addr)
{
	int before = tables();

	(void)*(volatile char *)addr;
	return tables() - before;
}

static long faults(char *addr)
{
	long before;

	/* After a fork the page of the stack that the answer is in has a fault of its own. */
	faults_now();
	before = faults_now();
	(void)*(volatile char *)addr;
	return faults_now() - before;
}

/* Which page shows something else than page @first and those that follow; or -1 */
static int wrong(FIXTURE_DATA(large) *self, char *map, size_t len, unsigned int first)
{
	unsigned int i;

	for (i = 0; i < len / self->page; i++)
		if (*(vu64 *)(map + i * self->page) != first + i)
			return i;
	return -1;
}

FIXTURE_SETUP(large)
{
	FILE *compact = fopen("/proc/sys/vm/compact_memory", "w");
	char *space;

	if (compact) {
		fputs("1", compact);
		fclose(compact);
	}
	self->page = sysconf(_SC_PAGESIZE);
	self->kernel = kernel_has_large();
	self->fd = open(UMEMT_DEV, O_RDWR | O_CLOEXEC);
	ASSERT_LE(0, self->fd);
	ASSERT_EQ(0, umemt(self, UMEMTIOC_CLEAR, (struct umemt_op) { 0 }));
	ASSERT_EQ(0, alloc_filled(self, 0));
	space = mmap(NULL, 2 * ROOM, PROT_NONE,
		     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	ASSERT_NE(MAP_FAILED, space);
	self->room = (char *)(((unsigned long)space + ROOM - 1) & -ROOM);
	/* Has the tables of the upper levels made. */
	ASSERT_EQ(0, mprotect(self->room, self->page, RW));
	*self->room = 1;
	touch(self->room);
	self->map = map_at(self, memory(0, 0, SIZE, UMEMT_WHOLE), 0);
	ASSERT_EQ(self->room + LARGE, self->map);
}

FIXTURE_TEARDOWN(large)
{
	umemt(self, UMEMTIOC_CLEAR, (struct umemt_op) { 0 });
	close(self->fd);
}

/* One touch loads all, without page tables for it. */
TEST_F(large, entries)
{
	EXPECT_EQ(self->kernel ? 0 : 8, touch(self->map + LARGE - self->page));
	EXPECT_EQ(0, faults(self->map));
	EXPECT_EQ(0, faults(self->map + SIZE - self->page));
	EXPECT_EQ(-1, wrong(self, self->map, SIZE, 0));
	/* Both ways. */
	*(vu64 *)(self->map + 3 * self->page) = 77;
	EXPECT_EQ(0, umemt(self, UMEMTIOC_POKE, (struct umemt_op) {
		.uo_off = LARGE + 8, .uo_value = 78 }));
	EXPECT_EQ(78, *(vu64 *)(self->map + LARGE + 8));
}

/* Linux puts a mapping where it can have them. */
TEST_F(large, aligned)
{
	char *map = mmap(NULL, SIZE, RW, MAP_SHARED, self->fd, 0);

	ASSERT_NE(MAP_FAILED, map);
	if (self->kernel)
		EXPECT_EQ(0, (unsigned long)map % LARGE);
	EXPECT_EQ(-1, wrong(self, map, SIZE, 0));
}

TEST_F(large, not_wanted)
{
	struct umemt_op op = memory(0, 0, SIZE, UMEMT_WHOLE);

	op.uo_flags = DEVMAP_USE_PAGESIZE;
	ASSERT_NE(MAP_FAILED, map_at(self, op, 0));
	EXPECT_EQ(8, touch(self->map));
	EXPECT_EQ(-1, wrong(self, self->map, SIZE, 0));
}

/* Address and memory do not fit together, or only a part of both does. */
TEST_F(large, not_aligned)
{
	struct umemt_op op = memory(0, self->page, LARGE, UMEMT_WHOLE);
	char *map;

	map = map_at(self, op, 0);
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(4, touch(map));
	EXPECT_EQ(-1, wrong(self, map, LARGE, 1));
	ASSERT_EQ(0, munmap(map, SIZE));

	op = memory(0, LARGE / 2, SIZE - LARGE / 2, UMEMT_WHOLE);
	map = map_at(self, op, LARGE / 2);
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(self->kernel ? 4 : 8, touch(map));
	EXPECT_EQ(-1, wrong(self, map, SIZE - LARGE / 2, LARGE / 2 / self->page));
}

/* Where single pages were loaded first all others are small too. */
TEST_F(large, small_ones_first)
{
	struct umemt_op op = memory(0, 0, SIZE, UMEMT_DEFAULT);
	struct umemt_op whole = { .uo_len = SIZE };
	char *map;

	map = map_at(self, op, 0);
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(4, touch(map + 5 * self->page));
	ASSERT_EQ(0, munmap(map, SIZE));

	op.uo_access = UMEMT_LOAD;
	map = map_at(self, op, 0);
	ASSERT_NE(MAP_FAILED, map);
	ASSERT_EQ(0, umemt(self, UMEMTIOC_PREPARE, (struct umemt_op) {
		.uo_off = self->page, .uo_len = self->page }));
	EXPECT_EQ(4, touch(map));
	ASSERT_EQ(0, umemt(self, UMEMTIOC_PREPARE, whole));
	EXPECT_EQ(self->kernel ? 0 : 4, touch(map + 2 * self->page));
	EXPECT_EQ(0, faults(map + SIZE - self->page));
	EXPECT_EQ(-1, wrong(self, map, SIZE, 0));
}

/* Less than an entry is revoked: no translation of that is left. */
TEST_F(large, unload_part)
{
	char *page = self->map + LARGE - self->page;

	touch(self->map);
	ASSERT_EQ(0, unload(self, LARGE - self->page, self->page));
	EXPECT_EQ(1, faults(page));
	EXPECT_EQ(0, faults(self->map + LARGE));
	EXPECT_EQ(-1, wrong(self, self->map, SIZE, 0));
	ASSERT_EQ(0, unload(self, LARGE, self->page));
	EXPECT_EQ(1, faults(self->map + LARGE));
	EXPECT_EQ(0, faults(page));
	ASSERT_EQ(0, unload(self, 0, 0));
	EXPECT_EQ(1, faults(page));
	EXPECT_EQ(0, faults(self->map + LARGE));
	EXPECT_EQ(-1, wrong(self, self->map, SIZE, 0));
}

TEST_F(large, remap)
{
	struct umemt_op op = memory(0, 0, SIZE, UMEMT_WHOLE);

	ASSERT_EQ(0, alloc_filled(self, 1));
	op.uo_flags = DEVMAP_ALLOW_REMAP;
	ASSERT_NE(MAP_FAILED, map_at(self, op, 0));
	EXPECT_EQ(-1, wrong(self, self->map, SIZE, 0));
	op.uo_cookie = 1;
	op.uo_flags = 0;
	ASSERT_EQ(0, umemt(self, UMEMTIOC_REMAP, op));
	EXPECT_EQ(-1, wrong(self, self->map, SIZE, 1000));
}

TEST_F(large, mprotect_part)
{
	char *page = self->map + 7 * self->page;

	touch(self->map);
	ASSERT_EQ(0, mprotect(page, self->page, PROT_READ));
	EXPECT_EQ(0, probe_read((vu64 *)page).sig);
	EXPECT_EQ(SIGSEGV, probe_write((vu64 *)page, 1).sig);
	EXPECT_EQ(0, probe_write((vu64 *)(page + self->page), 8).sig);
	EXPECT_EQ(-1, wrong(self, self->map, SIZE, 0));
	EXPECT_EQ(SIGSEGV, probe_write((vu64 *)page, 1).sig);
	ASSERT_EQ(0, mprotect(page, self->page, PROT_NONE));
	EXPECT_EQ(SIGSEGV, probe_read((vu64 *)page).sig);
	ASSERT_EQ(0, mprotect(page, self->page, RW));
	EXPECT_EQ(0, probe_write((vu64 *)page, 7).sig);
	EXPECT_EQ(-1, wrong(self, self->map, SIZE, 0));
}

TEST_F(large, mprotect_whole)
{
	touch(self->map);
	ASSERT_EQ(0, mprotect(self->map, LARGE, PROT_READ));
	EXPECT_EQ(0, faults(self->map));
	EXPECT_EQ(SIGSEGV, probe_write((vu64 *)self->map, 0).sig);
	EXPECT_EQ(0, probe_write((vu64 *)(self->map + LARGE), 512).sig);
	ASSERT_EQ(0, mprotect(self->map, LARGE, PROT_NONE));
	EXPECT_EQ(SIGSEGV, probe_read((vu64 *)self->map).sig);
	ASSERT_EQ(0, mprotect(self->map, LARGE, RW));
	EXPECT_EQ(0, probe_write((vu64 *)self->map, 0).sig);
	EXPECT_EQ(-1, wrong(self, self->map, SIZE, 0));
}

TEST_F(large, unmap_part)
{
	char *hole = self->map + 9 * self->page;

	touch(self->map);
	ASSERT_EQ(0, munmap(hole, self->page));
	EXPECT_EQ(SIGSEGV, probe_read((vu64 *)hole).sig);
	EXPECT_EQ(-1, wrong(self, self->map, 9 * self->page, 0));
	EXPECT_EQ(-1, wrong(self, hole + self->page, SIZE - 10 * self->page, 10));
	ASSERT_EQ(0, munmap(self->map, LARGE));
	EXPECT_EQ(-1, wrong(self, self->map + LARGE, LARGE, LARGE / self->page));
}

/* What is moved keeps its translation, and loses it by an unload. */
TEST_F(large, mremap)
{
	char *to = self->room + 64 * LARGE, *page = to + 3 * self->page;

	touch(self->map);
	ASSERT_EQ(to, mremap(self->map, SIZE, SIZE, MREMAP_MAYMOVE | MREMAP_FIXED, to));
	EXPECT_EQ(0, faults(page));
	ASSERT_EQ(0, unload(self, 0, SIZE));
	EXPECT_EQ(1, faults(page));
	EXPECT_EQ(-1, wrong(self, to, SIZE, 0));
	/* To where it does not fit. */
	ASSERT_EQ(to + SIZE + self->page,
		  mremap(to, SIZE, SIZE, MREMAP_MAYMOVE | MREMAP_FIXED,
			 to + SIZE + self->page));
	EXPECT_EQ(-1, wrong(self, to + SIZE + self->page, SIZE, 0));
	ASSERT_EQ(0, unload(self, 0, SIZE));
	EXPECT_EQ(-1, wrong(self, to + SIZE + self->page, SIZE, 0));
}

TEST_F(large, mremap_part)
{
	char *to = self->room + 64 * LARGE;

	touch(self->map);
	ASSERT_EQ(to, mremap(self->map + LARGE / 2, LARGE, LARGE,
			     MREMAP_MAYMOVE | MREMAP_FIXED, to));
	EXPECT_EQ(SIGSEGV, probe_read((vu64 *)(self->map + LARGE)).sig);
	EXPECT_EQ(-1, wrong(self, self->map, LARGE / 2, 0));
	EXPECT_EQ(-1, wrong(self, to, LARGE, LARGE / 2 / self->page));
	EXPECT_EQ(-1, wrong(self, self->map + LARGE * 3 / 2, LARGE / 2,
			    LARGE * 3 / 2 / self->page));
	ASSERT_EQ(0, unload(self, 0, SIZE));
	EXPECT_EQ(1, faults(to));
	EXPECT_EQ(-1, wrong(self, to, LARGE, LARGE / 2 / self->page));
}

/* The child begins with nothing, and the parent keeps what it has. */
TEST_F(large, fork)
{
	pid_t pid;

	touch(self->map);
	pid = fork();
	if (!pid) {
		long first = faults(self->map + LARGE);

		if (first < 1 || faults(self->map + self->page))
			_exit(1);
		_exit(wrong(self, self->map, SIZE, 0) == -1 ? 0 : 2);
	}
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(0, faults(self->map));
	EXPECT_EQ(-1, wrong(self, self->map, SIZE, 0));
}

/* Linux never takes what is behind an entry for a page of its own. */
TEST_F(large, gup)
{
	struct iovec iov = { self->map + self->page, 2 * self->page };
	int fds[2];

	touch(self->map);
	ASSERT_EQ(0, pipe(fds));
	EXPECT_EQ(-1, vmsplice(fds[1], &iov, 1, SPLICE_F_NONBLOCK));
	EXPECT_EQ(EFAULT, errno);
	EXPECT_EQ(-1, wrong(self, self->map, SIZE, 0));
	close(fds[0]);
	close(fds[1]);
}

/*
 * Linux takes note of the first store to each page (clear_refs): there is no large entry
 * then that a store could make writable.
 */
TEST_F(large, soft_dirty)
{
	int fd = open("/proc/self/clear_refs", O_WRONLY);
	pid_t pid;

	ASSERT_LE(0, fd);
	if (write(fd, "4", 1) != 1)
		SKIP(return, "no soft-dirty bits");
	close(fd);
	pid = fork();
	if (!pid) {
		long before = faults_now();

		/* Without an end of it, otherwise. */
		alarm(5);
		*(vu64 *)(self->map + 3 * self->page) = 3;
		*(vu64 *)(self->map + LARGE) = LARGE / self->page;
		if (faults_now() - before >= 10)
			_exit(1);
		_exit(wrong(self, self->map, SIZE, 0) == -1 ? 0 : 2);
	}
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(-1, wrong(self, self->map, SIZE, 0));
}

static volatile int stop;

static void *reader(void *arg)
{
	FIXTURE_DATA(large) *self = arg;

	while (!stop)
		if (wrong(self, self->map, SIZE, 0) != -1)
			return self;
	return NULL;
}

/* Revocations and changes of protection of parts meet faults of other threads. */
TEST_F(large, threads)
{
	pthread_t thread[2];
	unsigned int i, at;
	double end = now() + 3;
	void *bad;

	stop = 0;
	for (i = 0; i < 2; i++)
		ASSERT_EQ(0, pthread_create(&thread[i], NULL, reader, self));
	for (i = 0; now() < end; i++) {
		at = i * 37 % (SIZE / self->page);
		switch (i % 4) {
		case 0:
			unload(self, at * self->page, self->page);
			break;
		case 1:
			unload(self, 0, 0);
			break;
		case 2:
			mprotect(self->map + at * self->page, self->page, PROT_READ);
			break;
		default:
			mprotect(self->map, SIZE, RW);
			break;
		}
	}
	stop = 1;
	for (i = 0; i < 2; i++) {
		ASSERT_EQ(0, pthread_join(thread[i], &bad));
		EXPECT_EQ(NULL, bad);
	}
}

/*
 * The first touch of a page since an unload: 1 if it faulted, 0 if there was a translation
 * all the same, -1 if there is no mapping. (/proc/self/pagemap shows none of any mapping of
 * a device.) Where there is none any more when the fault has loaded the page, the page is
 * at the other place now, by this touch: that is a fault, too.
 */
static int first_touch(char *addr)
{
	long before = faults_now();
	int sig = probe_read((vu64 *)addr).sig;

	if (faults_now() != before)
		return 1;
	return sig ? -1 : 0;
}

struct mover {
	pthread_t thread;
	char *from;
	char *to;
	volatile long moves;
	volatile int failed;
};

/* Whole page tables, or entries for 2 MiB, go from one place to the other. */
static void *mover_run(void *arg)
{
	struct mover *m = arg;
	char *at = m->from, *next = m->to, *t;

	while (!stop) {
		if (mremap(at, SIZE, SIZE, MREMAP_MAYMOVE | MREMAP_FIXED, next) != next) {
			m->failed = errno;
			break;
		}
		m->moves++;
		t = at;
		at = next;
		next = t;
	}
	return NULL;
}

/* When an unload has returned nothing is left, in the place that was or that will be. */
static void unload_while_moved(struct __test_metadata *_metadata,
			       FIXTURE_DATA(large) *self)
{
	struct mover mover = { .from = self->map, .to = self->room + 64 * LARGE };
	long rounds = 0, loaded = 0, left = 0;
	double end = now() + 5;
	unsigned int seed = 3;
	int touched;

	/* What that needs of its own, the signal's handler as well, is there from here on. */
	first_touch(self->map);
	first_touch(mover.to);
	/* The test of the test. */
	ASSERT_EQ(0, first_touch(self->map + self->page));
	ASSERT_EQ(0, unload(self, 0, SIZE));
	ASSERT_EQ(1, first_touch(self->map + self->page));
	ASSERT_EQ(-1, first_touch(mover.to));
	stop = 0;
	ASSERT_EQ(0, pthread_create(&mover.thread, NULL, mover_run, &mover));
	for (; now() < end || (loaded < 20 && now() < end + 60); rounds++) {
		size_t at = rand_r(&seed) % (SIZE / self->page) * self->page;

		unload(self, 0, SIZE);
		/* It is in one of the places, or was when it was looked for. */
		touched = first_touch(mover.from + at);
		if (touched < 0)
			touched = first_touch(mover.to + at);
		left += touched == 0;
		loaded += touched == 1;
	}
	stop = 1;
	pthread_join(mover.thread, NULL);
	TH_LOG("%ld rounds, %ld of them loaded, %ld moves", rounds, loaded, mover.moves);
	EXPECT_EQ(0, mover.failed);
	EXPECT_EQ(0, left);
	EXPECT_LE(20, loaded);
	EXPECT_LE(20, mover.moves);
}

TEST_F(large, unload_while_moved)
{
	unload_while_moved(_metadata, self);
}

TEST_F(large, unload_while_tables_are_moved)
{
	struct umemt_op op = memory(0, 0, SIZE, UMEMT_WHOLE);

	op.uo_flags = DEVMAP_USE_PAGESIZE;
	ASSERT_EQ(self->map, map_at(self, op, 0));
	EXPECT_EQ(8, touch(self->map));
	unload_while_moved(_metadata, self);
}

#include "devmap_main.h"
