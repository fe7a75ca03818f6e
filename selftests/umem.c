// SPDX-License-Identifier: GPL-2.0
/*
 * Mappings of kernel memory and remaps: devmap_umem_setup(9F), ddi_umem_lock(9F),
 * devmap_umem_remap(9F), devmap_devmem_remap(9F).
 */
#include <pthread.h>
#include <sys/utsname.h>

#include "kselftest_harness.h"

#include <devmap/umemt.h>

#include "devmap_test.h"

#define UMEMT_DEV	"/dev/umemt"

/* <sys/ddidevmap.h>, <sys/dditypes.h>, <sys/sunddi.h>, <vm/faultcode.h> */
#define DDI_UMEM_TRASH		0x4
#define DEVMAP_MAPPING_INVALID	0x01
#define DEVMAP_ALLOW_REMAP	0x02
#define DEVMAP_USE_PAGESIZE	0x04
#define IOMEM_DATA_CACHED	0x10000
#define IOMEM_DATA_WR_COMBINE	0x20000
#define IOMEM_DATA_UNCACHED	0x40000
#define IOMEM_DATA_UNKNOWN	0x80000
#define DDI_UMEMLOCK_READ	0x1
#define DDI_UMEMLOCK_WRITE	0x2
#define FC_EINVAL		0x1603
#define PROT_USER		0x8
#define PROT_RW			(PROT_READ | PROT_WRITE)
#define B_WRITE			0x0
#define B_READ			0x1
#define MAX_R			(PROT_READ | PROT_USER)
#define MAX_RW			(PROT_RW | PROT_USER)

FIXTURE(umem) {
	int fd;
	size_t page;
	struct umemt_op op;	/* of the last ioctl */
};

static int umemt(FIXTURE_DATA(umem) *self, unsigned long cmd, struct umemt_op op)
{
	int err = ioctl(self->fd, cmd, &op) ? errno : 0;

	self->op = op;
	return err;
}

/* 0 if the function in the kernel succeeded. */
static int result(FIXTURE_DATA(umem) *self, unsigned long cmd, struct umemt_op op)
{
	int err = umemt(self, cmd, op);

	return err ?: self->op.uo_result;
}

static int alloc(FIXTURE_DATA(umem) *self, unsigned int cookie, unsigned int pages,
		 unsigned int flags)
{
	return result(self, UMEMTIOC_ALLOC, (struct umemt_op) {
		.uo_index = cookie, .uo_len = pages * self->page, .uo_flags = flags,
	});
}

static int release(FIXTURE_DATA(umem) *self, unsigned int cookie)
{
	return umemt(self, UMEMTIOC_FREE, (struct umemt_op) { .uo_index = cookie });
}

static int poke(FIXTURE_DATA(umem) *self, unsigned int cookie, unsigned int page,
		unsigned long long value)
{
	return umemt(self, UMEMTIOC_POKE, (struct umemt_op) {
		.uo_index = cookie, .uo_off = page * self->page, .uo_value = value,
	});
}

static unsigned long long peek(FIXTURE_DATA(umem) *self, unsigned int cookie,
			       unsigned int page)
{
	int err = umemt(self, UMEMTIOC_PEEK, (struct umemt_op) {
		.uo_index = cookie, .uo_off = page * self->page,
	});

	return err ? ~0ULL : self->op.uo_value;
}

/* Pages of a cookie, that say which they are. */
static int alloc_filled(FIXTURE_DATA(umem) *self, unsigned int cookie,
			unsigned int pages)
{
	unsigned int i;
	int err = alloc(self, cookie, pages, 0);

	for (i = 0; !err && i < pages; i++)
		err = poke(self, cookie, i, 1000 * cookie + i);
	return err;
}

static struct umemt_op memory(FIXTURE_DATA(umem) *self, unsigned int cookie,
			      unsigned int from, unsigned int pages)
{
	return (struct umemt_op) {
		.uo_kind = UMEMT_MEM, .uo_cookie = cookie,
		.uo_off = from * self->page, .uo_len = pages * self->page,
		.uo_maxprot = MAX_RW,
	};
}

static struct umemt_op registers(FIXTURE_DATA(umem) *self, unsigned int from,
				 unsigned int pages)
{
	struct umemt_op op = memory(self, 0, from, pages);

	op.uo_kind = UMEMT_REGS;
	return op;
}

/* The next mmap has this piece. */
static void piece(FIXTURE_DATA(umem) *self, unsigned int index, struct umemt_op op)
{
	op.uo_index = index;
	umemt(self, UMEMTIOC_PIECE, op);
}

static int remap(FIXTURE_DATA(umem) *self, unsigned int index, struct umemt_op op)
{
	op.uo_index = index;
	return result(self, UMEMTIOC_REMAP, op);
}

static void *map_prot(FIXTURE_DATA(umem) *self, unsigned int pages, int prot)
{
	return mmap(NULL, pages * self->page, prot, MAP_SHARED, self->fd, 0);
}

static void *map(FIXTURE_DATA(umem) *self, unsigned int pages)
{
	return map_prot(self, pages, PROT_RW);
}

static int unmap(FIXTURE_DATA(umem) *self, void *addr, unsigned int pages)
{
	return munmap(addr, pages * self->page);
}

/* 0, or the errno of an mmap that has to fail. */
static int map_error(FIXTURE_DATA(umem) *self, unsigned int pages, int prot)
{
	void *addr = map_prot(self, pages, prot);

	if (addr == MAP_FAILED)
		return errno;
	unmap(self, addr, pages);
	return 0;
}

FIXTURE_SETUP(umem)
{
	self->page = sysconf(_SC_PAGESIZE);
	self->fd = open(UMEMT_DEV, O_RDWR);
	ASSERT_LE(0, self->fd);
	ASSERT_EQ(0, umemt(self, UMEMTIOC_CLEAR, (struct umemt_op) { 0 }));
}

FIXTURE_TEARDOWN(umem)
{
	umemt(self, UMEMTIOC_CLEAR, (struct umemt_op) { 0 });
	close(self->fd);
}

/* Two programs and the kernel see the same memory, which begins as zeros. */
TEST_F(umem, shared)
{
	vu64 *mem;
	pid_t pid;

	ASSERT_EQ(0, alloc(self, 0, 3, 0));
	piece(self, 0, memory(self, 0, 0, 3));
	mem = map(self, 3);
	ASSERT_NE(MAP_FAILED, mem);
	EXPECT_EQ(0, *xx_word((void *)mem, 2, 511));
	ASSERT_EQ(0, poke(self, 0, 1, 17));
	EXPECT_EQ(17, *xx_word((void *)mem, 1, 0));
	pid = fork();
	if (!pid) {
		vu64 *own = map(self, 3);

		*xx_word((void *)own, 2, 0) = 23;
		_exit(*xx_word((void *)own, 1, 0) != 17);
	}
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(23, *xx_word((void *)mem, 2, 0));
	EXPECT_EQ(23, peek(self, 0, 2));
	EXPECT_EQ(0, unmap(self, (void *)mem, 3));
}

/* A fork shows the same memory without an event for the driver. */
TEST_F(umem, fork)
{
	vu64 *mem;
	pid_t pid;

	ASSERT_EQ(0, alloc_filled(self, 1, 2));
	piece(self, 0, memory(self, 1, 0, 2));
	mem = map(self, 2);
	ASSERT_NE(MAP_FAILED, mem);
	pid = fork();
	if (!pid) {
		int wrong = mem[0] != 1000 || *xx_word((void *)mem, 1, 0) != 1001;

		mem[0] = 5;
		_exit(wrong);
	}
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(5, mem[0]);
}

/* An offset and a length inside of the memory; bytes are rounded to pages. */
TEST_F(umem, part)
{
	struct umemt_op op;
	vu64 *mem;

	ASSERT_EQ(0, alloc_filled(self, 2, 5));
	op = memory(self, 2, 1, 2);
	op.uo_off += 8;
	op.uo_len -= 100;
	piece(self, 0, op);
	mem = map(self, 2);
	ASSERT_NE(MAP_FAILED, mem);
	EXPECT_EQ(2001, *mem);
	EXPECT_EQ(2002, *xx_word((void *)mem, 1, 0));
}

/* The pages stay for as long as a program has them mapped. */
TEST_F(umem, free_while_mapped)
{
	vu64 *mem;
	int i;

	ASSERT_EQ(0, alloc_filled(self, 1, 8));
	piece(self, 0, memory(self, 1, 0, 8));
	mem = map(self, 8);
	ASSERT_NE(MAP_FAILED, mem);
	EXPECT_EQ(1000, *mem);
	ASSERT_EQ(0, release(self, 1));
	/* If they were free, these would get them. */
	for (i = 2; i < 8; i++)
		ASSERT_EQ(0, alloc(self, i, 2000, 0));
	for (i = 0; i < 8; i++) {
		EXPECT_EQ(1000 + i, *xx_word((void *)mem, i, 0));
		*xx_word((void *)mem, i, 1) = ~0ULL;
	}
	for (i = 0; i < 2000; i++)
		ASSERT_EQ(0, peek(self, 7, i));
	/* What was not touched before is there as well; also after a split. */
	EXPECT_EQ(0, munmap((char *)mem + 2 * self->page, self->page));
	EXPECT_EQ(1007, *xx_word((void *)mem, 7, 0));
	EXPECT_EQ(1000, *mem);
	/* The cookie is no more. */
	EXPECT_EQ(ENXIO, map_error(self, 8, PROT_RW));
}

/* Memory is given back when the last mapping goes: more than there is, in turn. */
TEST_F_TIMEOUT(umem, given_back, 300)
{
	long pages = sysconf(_SC_PHYS_PAGES) / 4;
	void *mem;
	int i;

	for (i = 0; i < 8; i++) {
		ASSERT_EQ(0, alloc(self, 0, pages, 0));
		piece(self, 0, memory(self, 0, 0, pages));
		mem = map(self, pages);
		ASSERT_NE(MAP_FAILED, mem);
		*(vu64 *)mem = 1;
		ASSERT_EQ(0, release(self, 0));
		ASSERT_EQ(0, unmap(self, mem, pages));
	}
}

/* What is thrown away is seen by no other handle. */
TEST_F(umem, trash)
{
	vu64 *mem, *other;
	pid_t pid;

	ASSERT_EQ(0, alloc(self, 0, 3, DDI_UMEM_TRASH));
	piece(self, 0, memory(self, 0, 0, 3));
	mem = map(self, 3);
	other = map(self, 3);
	ASSERT_NE(MAP_FAILED, mem);
	ASSERT_NE(MAP_FAILED, other);
	EXPECT_EQ(0, *mem);
	*mem = 99;
	/* One page, everywhere. */
	EXPECT_EQ(99, *xx_word((void *)mem, 2, 0));
	EXPECT_EQ(0, *other);
	pid = fork();
	if (!pid) {
		vu64 *own = map(self, 3);

		_exit(*own || *mem || *other);
	}
	EXPECT_EQ(0, child_status(pid));
	/* A piece keeps what it had; the memory outlives the cookie. */
	ASSERT_EQ(0, release(self, 0));
	EXPECT_EQ(0, munmap((char *)mem + self->page, self->page));
	EXPECT_EQ(99, *xx_word((void *)mem, 2, 0));
	EXPECT_EQ(99, *mem);
}

/* Nothing is there until a remap puts something there. */
TEST_F(umem, invalid)
{
	struct umemt_op op;
	vu64 *mem;
	int access;

	for (access = UMEMT_NONE; access <= UMEMT_DEFAULT; access++) {
		ASSERT_EQ(0, alloc_filled(self, 3, 2));
		op = memory(self, 3, 0, 2);
		op.uo_flags = DEVMAP_MAPPING_INVALID | DEVMAP_ALLOW_REMAP;
		op.uo_access = access;
		piece(self, 0, op);
		mem = map(self, 2);
		ASSERT_NE(MAP_FAILED, mem);
		EXPECT_EQ(SIGBUS, probe_read(mem).sig);
		EXPECT_EQ(SIGBUS, probe_write(mem, 1).sig);
		EXPECT_EQ(0, remap(self, 0, registers(self, 1, 2)));
		EXPECT_EQ(0, probe_write(mem, 4711).sig);
		EXPECT_EQ(0, remap(self, 0, memory(self, 3, 0, 2)));
		EXPECT_EQ(3000, *mem);
		op = registers(self, 0, 2);
		op.uo_flags = DEVMAP_MAPPING_INVALID;
		EXPECT_EQ(0, remap(self, 0, op));
		EXPECT_EQ(SIGBUS, probe_read(mem).sig);
		EXPECT_EQ(0, remap(self, 0, registers(self, 1, 2)));
		EXPECT_EQ(4711, *mem);
		EXPECT_EQ(0, unmap(self, (void *)mem, 2));
		ASSERT_EQ(0, release(self, 3));
	}
	/* The same of registers. */
	ASSERT_EQ(0, alloc_filled(self, 3, 2));
	op = registers(self, 99, 2);
	op.uo_flags = DEVMAP_MAPPING_INVALID | DEVMAP_ALLOW_REMAP;
	piece(self, 0, op);
	mem = map(self, 2);
	ASSERT_NE(MAP_FAILED, mem);
	EXPECT_EQ(SIGBUS, probe_read(mem).sig);
	EXPECT_EQ(0, remap(self, 0, memory(self, 3, 0, 2)));
	EXPECT_EQ(3001, *xx_word((void *)mem, 1, 0));
}

/* The callback of a touch puts something else there, and loads it. */
TEST_F(umem, remap_in_access)
{
	struct umemt_op op;
	vu64 *mem;

	ASSERT_EQ(0, alloc_filled(self, 1, 2));
	ASSERT_EQ(0, alloc_filled(self, 2, 2));
	op = memory(self, 1, 0, 2);
	op.uo_flags = DEVMAP_MAPPING_INVALID | DEVMAP_ALLOW_REMAP;
	op.uo_access = UMEMT_REMAP;
	piece(self, 0, op);
	mem = map(self, 2);
	ASSERT_NE(MAP_FAILED, mem);
	umemt(self, UMEMTIOC_PREPARE, memory(self, 1, 0, 2));
	EXPECT_EQ(1000, *mem);
	umemt(self, UMEMTIOC_PREPARE, memory(self, 2, 0, 2));
	EXPECT_EQ(2001, *xx_word((void *)mem, 1, 0));
	/* That remap took the other page as well. */
	EXPECT_EQ(2000, *mem);
}

/* A callback that takes away what it loaded is not asked for ever. */
TEST_F(umem, unload_after_load)
{
	struct umemt_op op;
	vu64 *mem;

	ASSERT_EQ(0, alloc_filled(self, 1, 2));
	op = memory(self, 1, 0, 2);
	op.uo_access = UMEMT_LOSE;
	piece(self, 0, op);
	mem = map(self, 2);
	ASSERT_NE(MAP_FAILED, mem);
	EXPECT_EQ(SIGBUS, probe_read(mem).sig);
}

/* The way drivers deny their device to a child. */
TEST_F(umem, invalid_in_dup)
{
	struct umemt_op op;
	pid_t pid;
	vu64 *mem;

	ASSERT_EQ(0, alloc_filled(self, 1, 2));
	op = memory(self, 1, 0, 2);
	op.uo_access = UMEMT_DENY;
	op.uo_flags = DEVMAP_ALLOW_REMAP;
	piece(self, 0, op);
	mem = map(self, 2);
	ASSERT_NE(MAP_FAILED, mem);
	EXPECT_EQ(1000, *mem);
	pid = fork();
	if (!pid)
		_exit(probe_read(mem).sig != SIGBUS ||
		      probe_read(xx_word((void *)mem, 1, 0)).sig != SIGBUS);
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(1000, *mem);
	EXPECT_EQ(1001, *xx_word((void *)mem, 1, 0));
}

/* Fewer pages, and others: user offsets stay, what is too much is not there. */
TEST_F(umem, remap_shrinks)
{
	struct umemt_op op;
	vu64 *mem;
	int access, i;

	ASSERT_EQ(0, alloc_filled(self, 1, 6));
	for (access = UMEMT_NONE; access <= UMEMT_WHOLE; access += UMEMT_WHOLE) {
		op = memory(self, 1, 0, 4);
		op.uo_flags = DEVMAP_ALLOW_REMAP;
		op.uo_access = access;
		piece(self, 0, op);
		mem = map(self, 4);
		ASSERT_NE(MAP_FAILED, mem);
		for (i = 0; i < 4; i++)
			EXPECT_EQ(1000 + i, *xx_word((void *)mem, i, 0));
		ASSERT_EQ(0, remap(self, 0, memory(self, 1, 4, 2)));
		EXPECT_EQ(SIGBUS, probe_read(xx_word((void *)mem, 3, 0)).sig);
		EXPECT_EQ(1004, *mem);
		EXPECT_EQ(1005, *xx_word((void *)mem, 1, 0));
		EXPECT_EQ(SIGBUS, probe_read(xx_word((void *)mem, 2, 0)).sig);
		/* Back to all: a length of 0 is the handle's. */
		ASSERT_EQ(0, remap(self, 0, memory(self, 1, 1, 0)));
		EXPECT_EQ(1004, *xx_word((void *)mem, 3, 0));
		/* The front is unmapped: offsets go with the pages. */
		ASSERT_EQ(0, munmap((void *)mem, self->page));
		EXPECT_EQ(1002, *xx_word((void *)mem, 1, 0));
		ASSERT_EQ(0, remap(self, 0, memory(self, 1, 0, 3)));
		EXPECT_EQ(1000, *xx_word((void *)mem, 1, 0));
		EXPECT_EQ(1002, *xx_word((void *)mem, 3, 0));
		EXPECT_EQ(-1, remap(self, 0, memory(self, 1, 0, 4)));
		ASSERT_EQ(0, munmap((char *)mem + self->page, 3 * self->page));
	}
}

/* Another process's mapping changes under it, a fork's of it does not. */
TEST_F(umem, remap_of_other_process)
{
	struct steps *s = steps_new();
	struct umemt_op op;
	pid_t pid, child;
	vu64 *mem;

	ASSERT_EQ(0, alloc_filled(self, 1, 2));
	ASSERT_EQ(0, alloc_filled(self, 2, 2));
	op = memory(self, 1, 0, 2);
	op.uo_flags = DEVMAP_ALLOW_REMAP;
	piece(self, 0, op);
	pid = fork();
	if (!pid) {
		mem = map(self, 2);
		if (*mem != 1000)
			_exit(1);
		child = fork();
		if (!child) {
			step_wait(s, 2);
			_exit(*mem != 1000 || *xx_word((void *)mem, 1, 0) != 1001);
		}
		step_to(s, 1);
		step_wait(s, 2);
		if (*mem != 2000)
			_exit(2);
		if (child_status(child))
			_exit(3);
		step_to(s, 3);
		step_wait(s, 4);
		/* Cut off: no signal, and nothing of anybody. */
		if (*mem || *xx_word((void *)mem, 1, 0))
			_exit(4);
		*mem = 66;
		_exit(*mem != 66);
	}
	step_wait(s, 1);
	EXPECT_EQ(0, remap(self, 0, memory(self, 2, 0, 2)));
	step_to(s, 2);
	step_wait(s, 3);
	ASSERT_EQ(0, alloc(self, 3, 2, DDI_UMEM_TRASH));
	EXPECT_EQ(0, remap(self, 0, memory(self, 3, 0, 2)));
	step_to(s, 4);
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(1000, peek(self, 1, 0));
	EXPECT_EQ(2000, peek(self, 2, 0));
}

struct storm {
	vu64 *mem;
	volatile int stop;
	volatile int strange;
};

static void *storm_reader(void *arg)
{
	struct storm *storm = arg;
	unsigned long long value;

	while (!storm->stop) {
		value = *storm->mem;
		if (value != 1000 && value != 2000)
			storm->strange = 1;
	}
	return NULL;
}

/* When a remap has returned nobody sees the old pages, whatever faults run. */
TEST_F(umem, remap_while_touched)
{
	struct umemt_op op;
	struct storm storm = { 0 };
	pthread_t threads[2];
	int i, wrong = 0;

	ASSERT_EQ(0, alloc_filled(self, 1, 1));
	ASSERT_EQ(0, alloc_filled(self, 2, 1));
	op = memory(self, 1, 0, 1);
	op.uo_flags = DEVMAP_ALLOW_REMAP;
	piece(self, 0, op);
	storm.mem = map(self, 1);
	ASSERT_NE(MAP_FAILED, storm.mem);
	for (i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, storm_reader, &storm);
	for (i = 0; i < 2000; i++) {
		wrong += remap(self, 0, memory(self, 1 + i % 2, 0, 1)) != 0;
		wrong += *storm.mem != 1000 * (1 + i % 2);
	}
	storm.stop = 1;
	for (i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	EXPECT_EQ(0, wrong);
	EXPECT_EQ(0, storm.strange);
}

/* Maps, touches, forks and unmaps in pieces; what it sees is one of few things. */
static int storm_process(FIXTURE_DATA(umem) *self, double until)
{
	unsigned long long value = 0;
	struct probe probe;
	int i, wrong = 0;
	pid_t pid;
	vu64 *mem;

	for (i = 0; now() < until && !wrong; i++) {
		mem = map(self, 4);
		if (mem == MAP_FAILED)
			continue;
		pid = i % 4 ? -1 : fork();
		probe = probe_access(xx_word((void *)mem, i % 4, 0), 0, &value);
		wrong = probe.sig ? probe.sig != SIGBUS :
				    value && value != 1000 + i % 4 && value != 2000 + i % 4;
		munmap((char *)mem + self->page, self->page);
		probe_read(xx_word((void *)mem, 3, 0));
		unmap(self, (void *)mem, 4);
		if (!pid)
			_exit(wrong);
		if (pid > 0)
			wrong |= child_status(pid);
	}
	return wrong;
}

TEST_F(umem, storm)
{
	double until = now() + 4;
	struct umemt_op op;
	pid_t pids[3];
	int i;

	ASSERT_EQ(0, alloc_filled(self, 1, 4));
	ASSERT_EQ(0, alloc(self, 3, 4, DDI_UMEM_TRASH));
	op = memory(self, 1, 0, 4);
	op.uo_flags = DEVMAP_ALLOW_REMAP;
	op.uo_access = UMEMT_WHOLE;
	piece(self, 0, op);
	for (i = 0; i < 3; i++) {
		pids[i] = fork();
		if (!pids[i])
			_exit(storm_process(self, until));
	}
	for (i = 0; now() < until; i++) {
		/* Memory that is gone but for those who show it. */
		ASSERT_EQ(0, alloc_filled(self, 2, 4));
		remap(self, 0, memory(self, 2, 0, 4));
		ASSERT_EQ(0, release(self, 2));
		remap(self, 0, memory(self, i % 2 ? 1 : 3, 0, 0));
		op = registers(self, 0, 0);
		op.uo_flags = DEVMAP_MAPPING_INVALID;
		remap(self, 0, op);
		remap(self, 0, memory(self, 1, 0, 2));
	}
	for (i = 0; i < 3; i++)
		EXPECT_EQ(0, child_status(pids[i]));
}

static int kernel_asks_on_mprotect(void)
{
	struct utsname name;
	int major, minor;

	uname(&name);
	return sscanf(name.release, "%d.%d", &major, &minor) == 2 &&
	       (major > 5 || (major == 5 && minor >= 11));
}

/* Nothing gets more than its driver allows; each piece has a limit of its own. */
TEST_F(umem, maxprot)
{
	struct umemt_op op;
	char *mem;

	ASSERT_EQ(0, alloc_filled(self, 1, 2));
	op = memory(self, 1, 0, 1);
	op.uo_maxprot = MAX_R;
	piece(self, 0, op);
	EXPECT_EQ(ENXIO, map_error(self, 1, PROT_RW));
	EXPECT_EQ(ENXIO, map_error(self, 1, PROT_READ | PROT_EXEC));
	EXPECT_EQ(0, map_error(self, 1, PROT_READ));
	/* Without PROT_USER nothing can be mapped. */
	op.uo_maxprot = PROT_RW;
	piece(self, 0, op);
	EXPECT_EQ(ENXIO, map_error(self, 1, PROT_READ));

	op.uo_maxprot = MAX_R;
	piece(self, 0, op);
	piece(self, 1, memory(self, 1, 1, 1));
	mem = map_prot(self, 2, PROT_READ);
	ASSERT_NE(MAP_FAILED, mem);
	EXPECT_EQ(1000, *xx_word(mem, 0, 0));
	EXPECT_EQ(1001, *xx_word(mem, 1, 0));
	EXPECT_EQ(-1, mprotect(mem, 2 * self->page, PROT_RW));
	EXPECT_EQ(EACCES, errno);
	EXPECT_EQ(-1, mprotect(mem, self->page, PROT_RW));
	EXPECT_EQ(EACCES, errno);
	EXPECT_EQ(SIGSEGV, probe_write(xx_word(mem, 0, 0), 1).sig);
	EXPECT_EQ(0, mprotect(mem, self->page, PROT_NONE));
	EXPECT_EQ(0, mprotect(mem, self->page, PROT_READ));
	if (kernel_asks_on_mprotect()) {
		EXPECT_EQ(0, mprotect(mem + self->page, self->page, PROT_RW));
		EXPECT_EQ(0, probe_write(xx_word(mem, 1, 0), 1).sig);
		EXPECT_EQ(-1, mprotect(mem + self->page, self->page,
				       PROT_RW | PROT_EXEC));
	} else {
		EXPECT_EQ(-1, mprotect(mem + self->page, self->page, PROT_RW));
	}
}

/* A remap may take a protection away, and give it back. */
TEST_F(umem, maxprot_of_remap)
{
	struct umemt_op op;
	vu64 *mem;

	ASSERT_EQ(0, alloc_filled(self, 1, 1));
	op = memory(self, 1, 0, 1);
	op.uo_flags = DEVMAP_ALLOW_REMAP;
	piece(self, 0, op);
	mem = map_prot(self, 1, PROT_READ);
	ASSERT_NE(MAP_FAILED, mem);
	op = memory(self, 1, 0, 1);
	op.uo_maxprot = MAX_R;
	if (!kernel_asks_on_mprotect()) {
		EXPECT_EQ(-1, remap(self, 0, op));
		return;
	}
	ASSERT_EQ(0, remap(self, 0, op));
	EXPECT_EQ(1000, *mem);
	EXPECT_EQ(-1, mprotect((void *)mem, self->page, PROT_RW));
	ASSERT_EQ(0, remap(self, 0, memory(self, 1, 0, 1)));
	EXPECT_EQ(0, mprotect((void *)mem, self->page, PROT_RW));
	EXPECT_EQ(0, probe_write(mem, 7).sig);
	/* mmap did not ask for what mprotect gave: it may go, and is gone. */
	ASSERT_EQ(0, remap(self, 0, op));
	EXPECT_EQ(SIGBUS, probe_write(mem, 8).sig);
	EXPECT_EQ(0, mprotect((void *)mem, self->page, PROT_READ));
	EXPECT_EQ(7, *mem);
	EXPECT_EQ(SIGSEGV, probe_write(mem, 8).sig);
	EXPECT_EQ(7, peek(self, 1, 0));
	unmap(self, (void *)mem, 1);
	/* What mmap asked for may not. */
	mem = map(self, 1);
	ASSERT_NE(MAP_FAILED, mem);
	EXPECT_EQ(-1, remap(self, 0, op));
	EXPECT_EQ(0, probe_write(mem, 9).sig);
}

/* Registers, memory, trash and nothing in one mapping. */
TEST_F(umem, mixed)
{
	struct umemt_op op;
	void *mem;

	ASSERT_EQ(0, alloc_filled(self, 1, 2));
	ASSERT_EQ(0, alloc(self, 2, 1, DDI_UMEM_TRASH));
	piece(self, 0, registers(self, 2, 2));
	op = memory(self, 1, 0, 2);
	op.uo_access = UMEMT_WHOLE;
	piece(self, 1, op);
	piece(self, 2, memory(self, 2, 0, 1));
	op = registers(self, 0, 1);
	op.uo_flags = DEVMAP_MAPPING_INVALID | DEVMAP_ALLOW_REMAP;
	piece(self, 3, op);
	mem = map(self, 6);
	ASSERT_NE(MAP_FAILED, mem);
	*xx_word(mem, 1, 0) = 31;
	EXPECT_EQ(1000, *xx_word(mem, 2, 0));
	EXPECT_EQ(1001, *xx_word(mem, 3, 0));
	EXPECT_EQ(0, *xx_word(mem, 4, 0));
	EXPECT_EQ(SIGBUS, probe_read(xx_word(mem, 5, 0)).sig);
	/* From the middle of one piece to the middle of another. */
	EXPECT_EQ(0, munmap((char *)mem + self->page, 2 * self->page));
	EXPECT_EQ(1001, *xx_word(mem, 3, 0));
	EXPECT_EQ(0, probe_read(mem).sig);
	EXPECT_EQ(0, remap(self, 3, registers(self, 3, 1)));
	EXPECT_EQ(31, *xx_word(mem, 5, 0));
}

static long pinned_pages(void)
{
	char line[128];
	long kib = -1;
	FILE *f = fopen("/proc/self/status", "r");

	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "VmPin: %ld", &kib) == 1)
			break;
	if (f)
		fclose(f);
	return kib * 1024 / sysconf(_SC_PAGESIZE);
}

static int lock(FIXTURE_DATA(umem) *self, unsigned int cookie, void *mem,
		unsigned int pages, unsigned int flags)
{
	return result(self, UMEMTIOC_LOCK, (struct umemt_op) {
		.uo_index = cookie, .uo_value = (unsigned long)mem,
		.uo_len = pages * self->page, .uo_flags = flags,
	});
}

static int unlock(FIXTURE_DATA(umem) *self, unsigned int cookie)
{
	return umemt(self, UMEMTIOC_UNLOCK, (struct umemt_op) { .uo_index = cookie });
}

static void *anonymous(FIXTURE_DATA(umem) *self, unsigned int pages)
{
	return mmap(NULL, pages * self->page, PROT_RW, MAP_PRIVATE | MAP_ANONYMOUS,
		    -1, 0);
}

/* One program's memory, mapped by another one. */
TEST_F(umem, locked)
{
	struct steps *s = steps_new();
	vu64 *mem = anonymous(self, 4);
	pid_t pid;

	ASSERT_NE(MAP_FAILED, mem);
	mem[0] = 77;
	ASSERT_EQ(0, lock(self, 0, (void *)mem, 4, DDI_UMEMLOCK_WRITE));
	EXPECT_EQ(4, pinned_pages());
	piece(self, 0, memory(self, 0, 0, 4));
	pid = fork();
	if (!pid) {
		vu64 *own = map(self, 4);

		if (own == MAP_FAILED || own[0] != 77)
			_exit(1);
		*xx_word((void *)own, 3, 0) = 78;
		step_to(s, 1);
		step_wait(s, 2);
		_exit(own[0] != 77 || *xx_word((void *)own, 2, 0) != 0);
	}
	step_wait(s, 1);
	EXPECT_EQ(78, *xx_word((void *)mem, 3, 0));
	/* The other one has it longer than its owner. */
	ASSERT_EQ(0, unlock(self, 0));
	EXPECT_EQ(4, pinned_pages());
	ASSERT_EQ(0, unmap(self, (void *)mem, 4));
	mem = anonymous(self, 64);
	memset((void *)mem, 0xa5, 64 * self->page);
	step_to(s, 2);
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(0, pinned_pages());
}

/* A mapping of locked memory begins where it is asked to, not at the first page. */
TEST_F(umem, locked_from_an_offset)
{
	vu64 *mem = anonymous(self, 4), *own;
	unsigned int i;

	ASSERT_NE(MAP_FAILED, mem);
	for (i = 0; i < 4; i++)
		*xx_word((void *)mem, i, 0) = 100 + i;
	ASSERT_EQ(0, lock(self, 0, (void *)mem, 4, DDI_UMEMLOCK_WRITE));
	piece(self, 0, memory(self, 0, 2, 2));
	own = map(self, 2);
	ASSERT_NE(MAP_FAILED, own);
	EXPECT_EQ(102, *xx_word((void *)own, 0, 0));
	EXPECT_EQ(103, *xx_word((void *)own, 1, 0));
	unmap(self, (void *)own, 2);
	EXPECT_EQ(0, unlock(self, 0));
}

/* What is locked for reading may belong to others too: no writing. */
TEST_F(umem, locked_for_reading)
{
	struct umemt_op op;
	vu64 *mem = anonymous(self, 1), *own;

	mem[0] = 5;
	ASSERT_EQ(0, lock(self, 0, (void *)mem, 1, DDI_UMEMLOCK_READ));
	piece(self, 0, memory(self, 0, 0, 1));
	EXPECT_EQ(ENXIO, map_error(self, 1, PROT_RW));
	own = map_prot(self, 1, PROT_READ);
	ASSERT_NE(MAP_FAILED, own);
	EXPECT_EQ(5, *own);
	EXPECT_EQ(-1, mprotect((void *)own, self->page, PROT_RW));
	unmap(self, (void *)own, 1);
	ASSERT_EQ(0, unlock(self, 0));
	/* A page that has not been touched yet is this program's all the same. */
	mem = anonymous(self, 1);
	ASSERT_EQ(0, lock(self, 0, (void *)mem, 1, DDI_UMEMLOCK_READ));
	own = map_prot(self, 1, PROT_READ);
	ASSERT_NE(MAP_FAILED, own);
	EXPECT_EQ(0, *own);
	*mem = 6;
	EXPECT_EQ(6, *own);
	unmap(self, (void *)own, 1);
	/* Nor by a remap. */
	ASSERT_EQ(0, alloc(self, 1, 1, 0));
	op = memory(self, 1, 0, 1);
	op.uo_flags = DEVMAP_ALLOW_REMAP;
	piece(self, 0, op);
	own = map(self, 1);
	ASSERT_NE(MAP_FAILED, own);
	EXPECT_EQ(-1, remap(self, 0, memory(self, 0, 0, 1)));
	EXPECT_EQ(0, unlock(self, 0));
	EXPECT_EQ(0, pinned_pages());
}

static int io(FIXTURE_DATA(umem) *self, unsigned int cookie, unsigned int page,
	      int direction, unsigned long long value)
{
	return result(self, UMEMTIOC_IO, (struct umemt_op) {
		.uo_index = cookie, .uo_off = page * self->page,
		.uo_flags = direction, .uo_value = value,
	});
}

/* A transfer to and from memory that is pinned. */
TEST_F(umem, iosetup)
{
	vu64 *mem = anonymous(self, 3);

	ASSERT_EQ(0, lock(self, 0, (void *)mem, 3, DDI_UMEMLOCK_WRITE));
	EXPECT_EQ(0, io(self, 0, 2, B_READ, 55));
	EXPECT_EQ(55, *xx_word((void *)mem, 2, 0));
	*xx_word((void *)mem, 1, 0) = 56;
	EXPECT_EQ(0, io(self, 0, 1, B_WRITE, 0));
	EXPECT_EQ(56, self->op.uo_value);
	EXPECT_EQ(-1, io(self, 0, 3, B_WRITE, 0));
	EXPECT_EQ(-1, io(self, 1, 0, B_WRITE, 0));
	ASSERT_EQ(0, unlock(self, 0));
	/* What is pinned for reading is not written. */
	ASSERT_EQ(0, lock(self, 0, (void *)mem, 3, DDI_UMEMLOCK_READ));
	EXPECT_EQ(-1, io(self, 0, 2, B_READ, 57));
	EXPECT_EQ(0, io(self, 0, 2, B_WRITE, 0));
	EXPECT_EQ(55, self->op.uo_value);
	ASSERT_EQ(0, unlock(self, 0));
	EXPECT_EQ(0, pinned_pages());
}

TEST_F(umem, lock_refused)
{
	char *mem = anonymous(self, 3);
	void *dev;

	EXPECT_EQ(EINVAL, lock(self, 0, mem, 1, 0));
	EXPECT_EQ(EINVAL, lock(self, 0, mem, 1, 4));
	EXPECT_EQ(EINVAL, lock(self, 0, mem + 1, 1, DDI_UMEMLOCK_READ));
	EXPECT_EQ(EINVAL, lock(self, 0, mem, 0, DDI_UMEMLOCK_READ));
	/* A hole. */
	ASSERT_EQ(0, munmap(mem + self->page, self->page));
	EXPECT_EQ(EFAULT, lock(self, 0, mem, 3, DDI_UMEMLOCK_WRITE));
	EXPECT_EQ(0, pinned_pages());
	/* Not to be written. */
	ASSERT_EQ(0, mprotect(mem, self->page, PROT_READ));
	EXPECT_EQ(EFAULT, lock(self, 0, mem, 1, DDI_UMEMLOCK_WRITE));
	EXPECT_EQ(0, lock(self, 0, mem, 1, DDI_UMEMLOCK_READ));
	EXPECT_EQ(0, unlock(self, 0));
	/* A device. */
	ASSERT_EQ(0, alloc(self, 1, 1, 0));
	piece(self, 0, memory(self, 1, 0, 1));
	dev = map(self, 1);
	EXPECT_EQ(EFAULT, lock(self, 0, dev, 1, DDI_UMEMLOCK_READ));
	EXPECT_EQ(0, pinned_pages());
}

/* The mmap_lock is held in a callback: refused, and not a deadlock. */
TEST_F(umem, lock_in_callback)
{
	struct umemt_op op;
	vu64 *mem;

	ASSERT_EQ(0, alloc_filled(self, 1, 1));
	op = memory(self, 1, 0, 1);
	op.uo_access = UMEMT_PIN;
	piece(self, 0, op);
	mem = map(self, 1);
	ASSERT_NE(MAP_FAILED, mem);
	umemt(self, UMEMTIOC_PREPARE, (struct umemt_op) {
		.uo_len = self->page, .uo_value = (unsigned long)anonymous(self, 1),
	});
	EXPECT_EQ(1000, *mem);
	umemt(self, UMEMTIOC_RESULT, (struct umemt_op) { 0 });
	EXPECT_EQ(EDEADLK, self->op.uo_result);
	EXPECT_EQ(0, pinned_pages());
}

/* RLIMIT_MEMLOCK counts for those who are not root. */
TEST_F(umem, lock_limit)
{
	pid_t pid = fork();

	if (!pid) {
		struct rlimit limit = { 4 * self->page, 4 * self->page };
		char *mem = anonymous(self, 8);

		if (setrlimit(RLIMIT_MEMLOCK, &limit) || setuid(65534))
			_exit(1);
		if (lock(self, 0, mem, 5, DDI_UMEMLOCK_WRITE) != ENOMEM)
			_exit(2);
		if (lock(self, 0, mem, 3, DDI_UMEMLOCK_WRITE))
			_exit(3);
		if (lock(self, 1, mem + 3 * self->page, 2, DDI_UMEMLOCK_READ) != ENOMEM)
			_exit(4);
		if (lock(self, 1, mem, 1, DDI_UMEMLOCK_READ))
			_exit(5);
		unlock(self, 0);
		unlock(self, 1);
		if (lock(self, 0, mem, 4, DDI_UMEMLOCK_WRITE))
			_exit(6);
		/* Left locked: the driver outlives the process. */
		_exit(0);
	}
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(0, unlock(self, 0));
}

static int setup_error(FIXTURE_DATA(umem) *self, struct umemt_op op)
{
	piece(self, 0, op);
	return map_error(self, 2, PROT_RW);
}

TEST_F(umem, setup_refused)
{
	struct umemt_op op;

	ASSERT_EQ(0, alloc(self, 0, 2, 0));
	ASSERT_EQ(0, alloc(self, 1, 2, DDI_UMEM_TRASH));
	ASSERT_EQ(0, setup_error(self, memory(self, 0, 0, 2)));
	EXPECT_EQ(ENXIO, setup_error(self, memory(self, UMEMT_NULL, 0, 2)));
	EXPECT_EQ(ENXIO, setup_error(self, memory(self, UMEMT_GARBAGE, 0, 2)));
	EXPECT_EQ(ENXIO, setup_error(self, memory(self, 0, 1, 2)));
	EXPECT_EQ(ENXIO, setup_error(self, memory(self, 0, 0, 3)));
	EXPECT_EQ(ENXIO, setup_error(self, memory(self, 1, 1, 2)));
	op = memory(self, 0, 0, 2);
	op.uo_off = -self->page;
	EXPECT_EQ(ENXIO, setup_error(self, op));
	op.uo_off = (1ULL << 63) - self->page;
	EXPECT_EQ(ENXIO, setup_error(self, op));

	op = memory(self, 0, 0, 2);
	op.uo_flags = DEVMAP_MAPPING_INVALID;
	EXPECT_EQ(ENXIO, setup_error(self, op));
	op.uo_flags = IOMEM_DATA_CACHED | IOMEM_DATA_UNCACHED;
	EXPECT_EQ(ENXIO, setup_error(self, op));
	op.uo_flags = IOMEM_DATA_UNKNOWN;
	EXPECT_EQ(ENXIO, setup_error(self, op));
	op.uo_flags = IOMEM_DATA_CACHED;
	EXPECT_EQ(0, setup_error(self, op));
	op.uo_flags = IOMEM_DATA_WR_COMBINE | DEVMAP_USE_PAGESIZE;
	EXPECT_EQ(0, setup_error(self, op));
	op.uo_flags = IOMEM_DATA_UNCACHED;
	EXPECT_EQ(0, setup_error(self, op));

	EXPECT_EQ(0, setup_error(self, registers(self, 2, 2)));
	EXPECT_EQ(ENXIO, setup_error(self, registers(self, 3, 2)));
	op = registers(self, 0, 2);
	op.uo_cookie = 1;
	EXPECT_EQ(ENXIO, setup_error(self, op));
	op = registers(self, 0, 2);
	op.uo_order = 5;
	EXPECT_EQ(ENXIO, setup_error(self, op));
	op.uo_order = 2;
	EXPECT_EQ(0, setup_error(self, op));
	op.uo_flags = DEVMAP_MAPPING_INVALID;
	EXPECT_EQ(ENXIO, setup_error(self, op));
}

/* What is refused changes nothing. */
TEST_F(umem, remap_refused)
{
	struct umemt_op op, bad;
	vu64 *mem;

	ASSERT_EQ(0, alloc_filled(self, 1, 2));
	ASSERT_EQ(0, alloc_filled(self, 2, 4));
	piece(self, 0, memory(self, 1, 0, 2));
	op = memory(self, 1, 0, 2);
	op.uo_flags = DEVMAP_ALLOW_REMAP;
	piece(self, 1, op);
	mem = map(self, 4);
	ASSERT_NE(MAP_FAILED, mem);
	EXPECT_EQ(-1, remap(self, 0, memory(self, 2, 0, 2)));
	EXPECT_EQ(-1, remap(self, 0, registers(self, 0, 2)));
	EXPECT_EQ(1000, *mem);
	/* No such handle. */
	EXPECT_EQ(-1, remap(self, 2, memory(self, 2, 0, 2)));

	EXPECT_EQ(-1, remap(self, 1, memory(self, UMEMT_NULL, 0, 2)));
	EXPECT_EQ(-1, remap(self, 1, memory(self, UMEMT_GARBAGE, 0, 2)));
	EXPECT_EQ(-1, remap(self, 1, memory(self, 2, 3, 2)));
	EXPECT_EQ(-1, remap(self, 1, memory(self, 2, 0, 3)));
	bad = memory(self, 2, 0, 2);
	bad.uo_off = -1;
	EXPECT_EQ(-1, remap(self, 1, bad));
	bad = memory(self, 2, 0, 2);
	bad.uo_flags = DEVMAP_MAPPING_INVALID;
	EXPECT_EQ(-1, remap(self, 1, bad));
	bad.uo_flags = DEVMAP_ALLOW_REMAP;
	EXPECT_EQ(-1, remap(self, 1, bad));
	bad = memory(self, 2, 0, 2);
	bad.uo_maxprot = MAX_R;
	EXPECT_EQ(-1, remap(self, 1, bad));
	bad.uo_maxprot = PROT_RW;
	EXPECT_EQ(-1, remap(self, 1, bad));

	EXPECT_EQ(-1, remap(self, 1, registers(self, 3, 2)));
	EXPECT_EQ(-1, remap(self, 1, registers(self, 0, 3)));
	bad = registers(self, 0, 2);
	bad.uo_cookie = 1;
	EXPECT_EQ(-1, remap(self, 1, bad));
	bad = registers(self, 0, 2);
	bad.uo_flags = DEVMAP_ALLOW_REMAP;
	EXPECT_EQ(-1, remap(self, 1, bad));
	bad.uo_flags = 0;
	bad.uo_order = 5;
	EXPECT_EQ(-1, remap(self, 1, bad));
	EXPECT_EQ(1000, *xx_word((void *)mem, 2, 0));
	EXPECT_EQ(1001, *xx_word((void *)mem, 3, 0));
	/* And this one is not refused. */
	EXPECT_EQ(0, remap(self, 1, memory(self, 2, 2, 2)));
	EXPECT_EQ(2002, *xx_word((void *)mem, 2, 0));
}

/* Offsets in a mapping: a piece of 2 pages behind a piece of 2 pages. */
static struct {
	long long off;		/* in eighths of a page */
	unsigned long long len;
	int result;
} ranges[] = {
	{ 0, 0, 0 },			/* the whole handle */
	{ 16, 0, 0 },			/* to its end */
	{ 24, 0, 0 },
	{ 16, 16, 0 },
	{ 16, 8, 0 },
	{ 17, 1, 0 },
	{ 24, 8, 0 },
	{ 31, 1, 0 },
	{ 16, ~0ULL, 0 },		/* rounds up to 0 */
	{ 0, 8, FC_EINVAL },		/* the handle in front */
	{ 15, 8, FC_EINVAL },
	{ 32, 8, FC_EINVAL },		/* behind the end */
	{ 32, 0, FC_EINVAL },
	{ 16, 24, FC_EINVAL },
	{ 24, 16, FC_EINVAL },
	{ -8, 8, FC_EINVAL },
};

static int run_range(FIXTURE_DATA(umem) *self, unsigned long cmd, unsigned int i)
{
	struct umemt_op op = {
		.uo_index = 1,
		.uo_off = ranges[i].off * (long long)self->page / 8,
		.uo_len = ranges[i].len == ~0ULL ? ~0ULL :
						   ranges[i].len * self->page / 8,
	};

	return result(self, cmd, op);
}

TEST_F(umem, ranges)
{
	struct umemt_op op;
	unsigned int i;
	vu64 *mem;

	ASSERT_EQ(0, alloc_filled(self, 1, 4));
	op = memory(self, 1, 0, 2);
	op.uo_access = UMEMT_LOAD;
	piece(self, 0, op);
	op.uo_off = 2 * self->page;
	piece(self, 1, op);
	mem = map(self, 4);
	ASSERT_NE(MAP_FAILED, mem);
	for (i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		/* A touch of the first piece loads that range of the second. */
		run_range(self, UMEMTIOC_PREPARE, i);
		umemt(self, UMEMTIOC_UNLOAD, (struct umemt_op) { 0 });
		(void)*mem;
		umemt(self, UMEMTIOC_RESULT, (struct umemt_op) { 0 });
		EXPECT_EQ(ranges[i].result, self->op.uo_result)
			TH_LOG("load of range %u", i);
		EXPECT_EQ(ranges[i].result, run_range(self, UMEMTIOC_UNLOAD, i))
			TH_LOG("unload of range %u", i);
	}
	EXPECT_EQ(1002, *xx_word((void *)mem, 2, 0));
	EXPECT_EQ(1003, *xx_word((void *)mem, 3, 0));
}

/* A load for another process is refused, an unload is not. */
TEST_F(umem, other_process)
{
	struct steps *s = steps_new();
	struct umemt_op op;
	vu64 *mem;
	pid_t pid;

	ASSERT_EQ(0, alloc_filled(self, 1, 2));
	op = memory(self, 1, 0, 1);
	op.uo_access = UMEMT_LOAD;
	piece(self, 1, op);
	piece(self, 0, memory(self, 1, 1, 1));
	pid = fork();
	if (!pid) {
		mem = map(self, 2);
		step_to(s, 1);
		step_wait(s, 2);
		_exit(mem[0] != 1001);
	}
	step_wait(s, 1);
	/* Piece 0 is the child's from now on, piece 1 is ours. */
	umemt(self, UMEMTIOC_PIECE, (struct umemt_op) { .uo_index = 0 });
	piece(self, 1, op);
	mem = map(self, 1);
	ASSERT_NE(MAP_FAILED, mem);
	umemt(self, UMEMTIOC_PREPARE, (struct umemt_op) { .uo_index = 0 });
	EXPECT_EQ(1000, *mem);
	umemt(self, UMEMTIOC_RESULT, (struct umemt_op) { 0 });
	EXPECT_EQ(FC_EINVAL, self->op.uo_result);
	EXPECT_EQ(0, result(self, UMEMTIOC_UNLOAD, (struct umemt_op) { .uo_index = 0 }));
	step_to(s, 2);
	EXPECT_EQ(0, child_status(pid));
}

#define main harness_main
TEST_HARNESS_MAIN
#undef main

int main(int argc, char **argv)
{
	if (access(UMEMT_DEV, F_OK))
		ksft_exit_skip("no %s: modprobe umemt\n", UMEMT_DEV);
	if (access(UMEMT_DEV, R_OK | W_OK))
		ksft_exit_skip("not root\n");
	return harness_main(argc, argv);
}
