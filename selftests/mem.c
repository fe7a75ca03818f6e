// SPDX-License-Identifier: GPL-2.0
/*
 * A large device memory in many regions, some with contexts and some without:
 * /dev/xxmem, on QEMU's ivshmem-plain.
 */
#include "kselftest_harness.h"

#include <sys/ioctl.h>
#include <sys/prctl.h>

#include "devmap_test.h"
#include "pci_test.h"

#include <devmap/xxmem.h>

#define DEV	"/dev/xxmem"
#define PROCS	32
#define ROUNDS	2
#define BUSY	8

FIXTURE(mem) {
	struct pci pci;
	int fd;
	struct xxmem_info info;
	size_t page;
};

FIXTURE_SETUP(mem)
{
	self->page = sysconf(_SC_PAGESIZE);
	if (pci_find(&self->pci, 0x1af4, 0x1110) || !pci_has_driver(&self->pci, "xxmem"))
		SKIP(_exit(SKIPPED), "no ivshmem-plain that is xxmem's");
	self->fd = open(DEV, O_RDWR);
	ASSERT_LE(0, self->fd);
	ASSERT_EQ(0, ioctl(self->fd, XXMEMIOC_INFO, &self->info));
}

FIXTURE_TEARDOWN(mem)
{
	close(self->fd);
}

static char *map_at(int fd, size_t len, off_t off)
{
	return mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_SHARED, fd, off);
}

static int map_errno(int fd, size_t len, off_t off)
{
	char *map = map_at(fd, len, off);

	if (map == MAP_FAILED)
		return errno;
	munmap(map, len);
	return 0;
}

/* All of the device's memory, and not a byte more. */
TEST_F(mem, bounds)
{
	size_t size = self->info.xi_size, page = self->page;
	unsigned long long start, end;
	char *map, *last;

	ASSERT_EQ(0, pci_bar(&self->pci, 2, &start, &end));
	EXPECT_EQ(end - start + 1, size);
	EXPECT_LE(64ULL << 20, size);
	map = map_at(self->fd, size, 0);
	ASSERT_NE(MAP_FAILED, map);
	last = map_at(self->fd, page, size - page);
	ASSERT_NE(MAP_FAILED, last);
	map[size - 1] = 0x5a;
	EXPECT_EQ(0x5a, last[page - 1]);
	last[page - 1] = 0x33;
	EXPECT_EQ(0x33, map[size - 1]);
	munmap(map, size);
	munmap(last, page);
	EXPECT_EQ(ENXIO, map_errno(self->fd, page, size));
	EXPECT_EQ(ENXIO, map_errno(self->fd, size + 1, 0));
	EXPECT_EQ(ENXIO, map_errno(self->fd, page + 1, size - page));
}

TEST_F(mem, bad_ioctls)
{
	EXPECT_EQ(-1, ioctl(self->fd, XXMEMIOC_INFO, NULL));
	EXPECT_EQ(EFAULT, errno);
	EXPECT_EQ(-1, ioctl(self->fd, XXMEMIOC_INFO + 1, &self->info));
	EXPECT_EQ(ENOTTY, errno);
}

/* Accesses have side effects for all the driver knows: nothing is cached. */
TEST_F(mem, uncached)
{
	unsigned long long start, end;
	int uncached;

	ASSERT_EQ(0, pci_bar(&self->pci, 2, &start, &end));
	uncached = pci_memtype(start, end, "uncached");
	if (uncached < 0)
		SKIP(return, "this kernel does not tell");
	EXPECT_EQ(1, uncached);
	EXPECT_EQ(0, pci_memtype(start, end, "write-combining"));
}

/* What is one's own begins as zeroes, and a child has a copy of it. */
TEST_F(mem, own_and_shared)
{
	size_t len = self->info.xi_ctxsize + self->page;
	vu64 *map = (vu64 *)map_at(self->fd, len, 0);
	vu64 *other = (vu64 *)map_at(self->fd, len, 0);
	vu64 *shared = map + self->info.xi_ctxsize / 8;
	pid_t pid;

	ASSERT_NE(MAP_FAILED, (void *)map);
	ASSERT_NE(MAP_FAILED, (void *)other);
	EXPECT_EQ(0, map[7]);
	map[7] = 1;
	EXPECT_EQ(0, other[7]);
	other[7] = 2;
	EXPECT_EQ(1, map[7]);
	*shared = 3;
	EXPECT_EQ(3, other[self->info.xi_ctxsize / 8]);
	pid = fork();
	if (!pid) {
		int bad = map[7] != 1 || other[7] != 2;

		map[7] = 4;
		*shared = 5;
		_exit(bad);
	}
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(1, map[7]);
	EXPECT_EQ(5, *shared);
	/* A piece of a region keeps the context. */
	map[1024] = 6;
	ASSERT_EQ(0, munmap((void *)map, self->page));
	other[1024] = 7;
	EXPECT_EQ(6, map[1024]);
	munmap((void *)other, len);
	munmap((char *)map + self->page, len - self->page);
}

/* What all processes of a test have in common. */
struct common {
	int arrived[2 * ROUNDS];
	unsigned long long checked, wrong;
};

static struct common *common_new(void)
{
	return mmap(NULL, sizeof(struct common), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

static void barrier(int *arrived, int n)
{
	__atomic_add_fetch(arrived, 1, __ATOMIC_SEQ_CST);
	while (__atomic_load_n(arrived, __ATOMIC_SEQ_CST) < n)
		usleep(1000);
}

/* What a process writes into a word. */
static unsigned long long value(int proc, int round, size_t index)
{
	return ((proc + 1ULL) << 56 | (round + 1ULL) << 48) ^ index * 2654435761ULL;
}

static void fill_words(char *map, size_t off, size_t len, int proc, int round)
{
	size_t i;

	for (i = off / 8; i < (off + len) / 8; i++)
		((vu64 *)map)[i] = value(proc, round, i);
}

static void check_words(struct common *c, char *map, size_t off, size_t len, int proc,
			int round)
{
	unsigned long long wrong = 0;
	size_t i;

	for (i = off / 8; i < (off + len) / 8; i++)
		wrong += ((vu64 *)map)[i] != value(proc, round, i);
	__atomic_add_fetch(&c->wrong, wrong, __ATOMIC_SEQ_CST);
	__atomic_add_fetch(&c->checked, len / 8, __ATOMIC_SEQ_CST);
}

/*
 * Fills what is its own of every stride, and its part of what is shared; checks its
 * own, and another process's part.
 */
static void work(const struct xxmem_info *info, struct common *c, char *map, int proc)
{
	size_t part = (info->xi_stride - info->xi_ctxsize) / PROCS, at;
	int round, other = (proc + 1) % PROCS;

	for (round = 0; round < ROUNDS; round++) {
		for (at = 0; at < info->xi_size; at += info->xi_stride) {
			fill_words(map, at, info->xi_ctxsize, proc, round);
			fill_words(map, at + info->xi_ctxsize + proc * part, part, proc,
				   round);
		}
		barrier(&c->arrived[2 * round], PROCS);
		for (at = 0; at < info->xi_size; at += info->xi_stride) {
			check_words(c, map, at, info->xi_ctxsize, proc, round);
			check_words(c, map, at + info->xi_ctxsize + other * part, part,
				    other, round);
		}
		barrier(&c->arrived[2 * round + 1], PROCS);
	}
}

static pid_t start_worker(const struct xxmem_info *info, struct common *c, int proc)
{
	pid_t pid = fork();
	char *map;
	int fd;

	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	fd = open(DEV, O_RDWR);
	map = map_at(fd, info->xi_size, 0);
	if (map == MAP_FAILED)
		_exit(1);
	work(info, c, map, proc);
	_exit(0);
}

/* Every word of the memory, as 32 processes see it. */
TEST_F_TIMEOUT(mem, thirty_two_processes, 1200)
{
	unsigned long long strides = self->info.xi_size / self->info.xi_stride, words;
	struct common *c = common_new();
	struct xxmem_info after;
	pid_t pids[PROCS];
	int i;

	for (i = 0; i < PROCS; i++)
		pids[i] = start_worker(&self->info, c, i);
	for (i = 0; i < PROCS; i++)
		EXPECT_EQ(0, child_status(pids[i]));
	words = strides * (PROCS * self->info.xi_ctxsize + self->info.xi_stride -
			   self->info.xi_ctxsize) / 8;
	EXPECT_EQ(ROUNDS * words, c->checked);
	EXPECT_EQ(0, c->wrong);
	ASSERT_EQ(0, ioctl(self->fd, XXMEMIOC_INFO, &after));
	/* Each process has had each region, at least once a round. */
	EXPECT_LE(ROUNDS * PROCS * strides, after.xi_switches - self->info.xi_switches);
	munmap(c, sizeof(*c));
}

/* A process that does not stop: in what is its own, or in all of it. */
static pid_t start_busy(const struct xxmem_info *info, int *started, int proc)
{
	size_t step = proc % 2 ? info->xi_stride : 3 * 4096 + 8, at;
	pid_t pid = fork();
	char *map;
	int fd;

	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	fd = open(DEV, O_RDWR);
	map = map_at(fd, info->xi_size, 0);
	if (map == MAP_FAILED)
		_exit(1);
	__atomic_add_fetch(started, 1, __ATOMIC_SEQ_CST);
	for (at = 0;; at = (at + step) % info->xi_size)
		*(vu64 *)(map + (at & ~7UL)) += 1;
}

/* The driver is unbound while 8 processes use the memory: SIGBUS, and no more. */
TEST_F(mem, unbound_under_load)
{
	int *started = (int *)common_new();
	pid_t pids[BUSY];
	char *map;
	int i;

	map = map_at(self->fd, self->info.xi_size, 0);
	ASSERT_NE(MAP_FAILED, map);
	*(volatile char *)map = 1;
	for (i = 0; i < BUSY; i++)
		pids[i] = start_busy(&self->info, started, i);
	while (__atomic_load_n(started, __ATOMIC_SEQ_CST) < BUSY)
		usleep(1000);
	usleep(200000);
	ASSERT_EQ(0, pci_unbind(&self->pci));
	for (i = 0; i < BUSY; i++)
		EXPECT_EQ(0x100 + SIGBUS, child_status(pids[i]));
	EXPECT_EQ(SIGBUS, probe_read((vu64 *)map).sig);
	EXPECT_EQ(SIGBUS, probe_read((vu64 *)(map + self->info.xi_ctxsize)).sig);
	EXPECT_EQ(-1, ioctl(self->fd, XXMEMIOC_INFO, &self->info));
	EXPECT_EQ(ENXIO, errno);
	EXPECT_EQ(ENXIO, map_errno(self->fd, self->page, 0));
	EXPECT_EQ(-1, access(DEV, F_OK));
	munmap(map, self->info.xi_size);
	/* And bound again. */
	ASSERT_EQ(0, pci_bind(&self->pci, "xxmem"));
	close(self->fd);
	self->fd = open(DEV, O_RDWR);
	ASSERT_LE(0, self->fd);
	EXPECT_EQ(0, map_errno(self->fd, self->info.xi_size, 0));
	munmap(started, sizeof(struct common));
}

#define PCI_MODULE "xxmem"
#include "pci_main.h"
