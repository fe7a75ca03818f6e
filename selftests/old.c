// SPDX-License-Identifier: GPL-2.0
/*
 * The interfaces before devmap(9E), and segmap(9E): mmap(9E), ddi_segmap,
 * ddi_segmap_setup, hat_getkpfnum, ddi_mapdev, and DEVMAP_IOC_MMAP.
 */
#include "kselftest_harness.h"

#include "devmap_test.h"
#include "old_test.h"

FIXTURE(old) {
	struct old old;
};

FIXTURE_SETUP(old)
{
	ASSERT_EQ(0, old_open(&self->old));
}

FIXTURE_TEARDOWN(old)
{
	old_close(&self->old);
}

/* Once for each page, with what mprotect could give; and again in each fault. */
TEST_F(old, mmap_calls)
{
	struct old *o = &self->old;
	vu64 *map;

	map = old_map(o, OLDT_SEGMAP, PROT_READ, 1, 3);
	ASSERT_NE(MAP_FAILED, map);
	old_log(o);
	EXPECT_EQ(3, o->log.ol_n);
	EXPECT_EQ(OLDT_C_MMAP, o->log.ol_call[0].oc_what);
	EXPECT_EQ(o->page, o->log.ol_call[0].oc_off);
	EXPECT_EQ(3 * o->page, o->log.ol_call[2].oc_off);
	EXPECT_EQ(OLDT_PROT(READ | PROT_WRITE | PROT_EXEC), o->log.ol_call[2].oc_arg);
	EXPECT_EQ(0, probe_read(xx_word((void *)map, 2, 5)).sig);
	EXPECT_EQ(0, probe_read(xx_word((void *)map, 2, 6)).sig);
	old_log(o);
	EXPECT_EQ(1, o->log.ol_n);
	EXPECT_EQ(OLDT_C_FAULT, o->log.ol_call[0].oc_what);
	EXPECT_EQ(3 * o->page, o->log.ol_call[0].oc_off);
	EXPECT_EQ(OLDT_PROT(READ), o->log.ol_call[0].oc_arg);
	munmap((void *)map, 3 * o->page);
}

/* A file that is not open for writing: maxprot says so. */
TEST_F(old, mmap_maxprot)
{
	struct old *o = &self->old;
	int fd = open("/dev/oldt,segmap", O_RDONLY);
	void *map;

	o->set.os_refuseprot = PROT_WRITE;
	old_set(o);
	EXPECT_EQ(ENXIO, old_map_errno(o, OLDT_SEGMAP, PROT_READ, 0, 1));
	map = mmap(NULL, o->page, PROT_READ, MAP_SHARED, fd, 0);
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(0, probe_read(map).sig);
	EXPECT_EQ(-1, mprotect(map, o->page, PROT_READ | PROT_WRITE));
	EXPECT_EQ(EACCES, errno);
	munmap(map, o->page);
	close(fd);
}

TEST_F(old, mmap_refuses_at_map)
{
	struct old *o = &self->old;

	o->set.os_refusemap = 1 << 3;
	old_set(o);
	EXPECT_EQ(ENXIO, old_map_errno(o, OLDT_SEGMAP, PROT_READ, 0, 8));
	EXPECT_EQ(ENXIO, old_map_errno(o, OLDT_SEGMAP, PROT_READ, 3, 1));
	EXPECT_EQ(0, old_map_errno(o, OLDT_SEGMAP, PROT_READ, 0, 3));
	EXPECT_EQ(0, old_map_errno(o, OLDT_SEGMAP, PROT_READ, 4, 4));
	/* behind the end */
	EXPECT_EQ(ENXIO, old_map_errno(o, OLDT_SEGMAP, PROT_READ, 4, 5));
}

TEST_F(old, mmap_refuses_at_fault)
{
	struct old *o = &self->old;
	struct probe p;
	vu64 *map;

	o->set.os_refusefault = 1 << 1;
	old_set(o);
	map = old_map(o, OLDT_SEGMAP, PROT_READ | PROT_WRITE, 0, 3);
	ASSERT_NE(MAP_FAILED, map);
	p = probe_write(xx_word((void *)map, 1, 1), 7);
	EXPECT_EQ(SIGBUS, p.sig);
	EXPECT_EQ(BUS_ADRERR, p.code);
	EXPECT_EQ((void *)xx_word((void *)map, 1, 1), p.addr);
	EXPECT_EQ(0, probe_write(xx_word((void *)map, 0, 1), 7).sig);
	EXPECT_EQ(0, probe_write(xx_word((void *)map, 2, 1), 7).sig);
	/* it may change its mind */
	o->set.os_refusefault = 0;
	old_set(o);
	EXPECT_EQ(0, probe_write(xx_word((void *)map, 1, 1), 7).sig);
	munmap((void *)map, 3 * o->page);
}

TEST_F(old, mmap_shared_only)
{
	struct old *o = &self->old;
	int fds[] = { OLDT_SEGMAP, OLDT_SETUP };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(fds); i++) {
		EXPECT_EQ(MAP_FAILED, mmap(NULL, o->page, PROT_READ, MAP_PRIVATE,
					   o->fd[fds[i]], 0));
		EXPECT_EQ(EINVAL, errno);
	}
}

/* Registers, by hat_getkpfnum, by hat_getpfnum, and by devmap: the same pages. */
TEST_F(old, pages_are_the_registers)
{
	struct old *o = &self->old;
	vu64 *a, *b, *c;

	a = old_map(o, OLDT_SEGMAP, PROT_READ | PROT_WRITE, 0, OLDT_PAGES);
	c = old_map(o, OLDT_DEVMAP, PROT_READ | PROT_WRITE, 0, OLDT_PAGES);
	ASSERT_NE(MAP_FAILED, a);
	ASSERT_NE(MAP_FAILED, c);
	fill((void *)c, OLDT_PAGES * o->page, 3);
	EXPECT_EQ(0, check((void *)a, OLDT_PAGES * o->page, 3));
	o->set.os_source = OLDT_KAS;
	old_set(o);
	b = old_map(o, OLDT_SEGMAP, PROT_READ, 0, OLDT_PAGES);
	ASSERT_NE(MAP_FAILED, b);
	EXPECT_EQ(0, check((void *)b, OLDT_PAGES * o->page, 3));
	munmap((void *)a, OLDT_PAGES * o->page);
	munmap((void *)b, OLDT_PAGES * o->page);
	munmap((void *)c, OLDT_PAGES * o->page);
}

/* Memory of kmem_alloc: two pages, four times. */
TEST_F(old, pages_are_kernel_memory)
{
	struct old *o = &self->old;
	vu64 *map;

	o->set.os_source = OLDT_KMEM;
	old_set(o);
	map = old_map(o, OLDT_SEGMAP, PROT_READ | PROT_WRITE, 0, OLDT_PAGES);
	ASSERT_NE(MAP_FAILED, map);
	fill((void *)map, 2 * o->page, 9);
	EXPECT_EQ(0, check((void *)xx_word((void *)map, 6, 0), 2 * o->page, 9));
	memset((void *)map, 0, 2 * o->page);
	munmap((void *)map, OLDT_PAGES * o->page);
}

TEST_F(old, no_page_frame)
{
	struct old *o = &self->old;

	o->set.os_source = OLDT_NOTHING;
	old_set(o);
	EXPECT_EQ(ENXIO, old_map_errno(o, OLDT_SEGMAP, PROT_READ, 0, 1));
}

/* Frames that are no RAM: the BIOS of a PC, whatever the caching. */
TEST_F(old, pages_are_a_device)
{
	struct old *o = &self->old;
	size_t size = OLDT_PAGES * o->page, i, empty = 0;
	char *strict, *cached;

#ifndef __x86_64__
	SKIP(return, "not a PC");
#endif
	o->set.os_source = OLDT_ROM;
	old_set(o);
	strict = old_map(o, OLDT_SETUP, PROT_READ, 0, OLDT_PAGES);
	ASSERT_NE(MAP_FAILED, strict);
	o->set.os_order = 4;
	old_set(o);
	cached = old_map(o, OLDT_SETUP, PROT_READ, 0, OLDT_PAGES);
	ASSERT_NE(MAP_FAILED, cached);
	for (i = 0; i < size; i++)
		empty += strict[i] == strict[0];
	EXPECT_LT(empty, size);
	EXPECT_EQ(0, memcmp(strict, cached, size));
	munmap(strict, size);
	munmap(cached, size);
}

/* A driver that maps nothing. */
TEST_F(old, no_entry_point)
{
	int fd = open("/dev/ddit", O_RDWR);

	if (fd < 0)
		SKIP(return, "no /dev/ddit");
	EXPECT_EQ(MAP_FAILED, mmap(NULL, self->old.page, PROT_READ, MAP_SHARED, fd, 0));
	EXPECT_EQ(ENODEV, errno);
	close(fd);
}

TEST_F(old, fork_and_partial_unmap)
{
	struct old *o = &self->old;
	vu64 *map = old_map(o, OLDT_SEGMAP, PROT_READ | PROT_WRITE, 0, 6);
	pid_t pid;

	ASSERT_NE(MAP_FAILED, map);
	fill((void *)map, 6 * o->page, 4);
	EXPECT_EQ(0, munmap((void *)xx_word((void *)map, 2, 0), 2 * o->page));
	old_log(o);
	pid = fork();
	if (!pid) {
		long wrong = xx_word((void *)map, 5, 1)[0] !=
			     4 * 1000003ULL + 5 * o->page / 8 + 1;

		wrong += probe_read(xx_word((void *)map, 2, 0)).sig != SIGSEGV;
		_exit(wrong);
	}
	EXPECT_EQ(0, child_status(pid));
	old_log(o);
	/* the child faults for itself */
	EXPECT_EQ(1, o->log.ol_n);
	EXPECT_EQ(OLDT_C_FAULT, o->log.ol_call[0].oc_what);
	EXPECT_EQ(5 * o->page, o->log.ol_call[0].oc_off);
	munmap((void *)map, 6 * o->page);
}

TEST_F(old, mprotect_prot_at_fault)
{
	struct old *o = &self->old;
	vu64 *map = old_map(o, OLDT_SEGMAP, PROT_READ, 0, 2);

	ASSERT_NE(MAP_FAILED, map);
	ASSERT_EQ(0, mprotect((void *)xx_word((void *)map, 1, 0), o->page,
			      PROT_READ | PROT_WRITE));
	old_log(o);
	EXPECT_EQ(0, probe_read(xx_word((void *)map, 1, 0)).sig);
	EXPECT_EQ(0, probe_read(xx_word((void *)map, 0, 0)).sig);
	old_log(o);
	ASSERT_EQ(2, o->log.ol_n);
	EXPECT_EQ(OLDT_PROT(READ | PROT_WRITE), o->log.ol_call[0].oc_arg);
	EXPECT_EQ(OLDT_PROT(READ), o->log.ol_call[1].oc_arg);
	munmap((void *)map, 2 * o->page);
}

TEST_F(old, segmap_setup)
{
	struct old *o = &self->old;
	vu64 *map;

	for (o->set.os_order = 0; o->set.os_order <= 4; o->set.os_order++) {
		old_set(o);
		map = old_map(o, OLDT_SETUP, PROT_READ | PROT_WRITE, 0, 2);
		ASSERT_NE(MAP_FAILED, map);
		EXPECT_EQ(0, probe_write(map, 1).sig);
		munmap((void *)map, 2 * o->page);
	}
	old_set(o);
	EXPECT_EQ(ENXIO, old_map_errno(o, OLDT_SETUP, PROT_READ, 0, 1));
	o->set.os_order = 0;
	o->set.os_rnumber = 1;
	old_set(o);
	EXPECT_EQ(ENXIO, old_map_errno(o, OLDT_SETUP, PROT_READ, 0, 1));
	o->set.os_rnumber = 0;
	o->set.os_refusemap = 1;
	old_set(o);
	EXPECT_EQ(ENXIO, old_map_errno(o, OLDT_SETUP, PROT_READ, 0, 1));
}

/* segmap(9E) refuses: with any error number, and nothing stays. */
TEST_F(old, segmap_refuses)
{
	struct old *o = &self->old;
	int errs[] = { EPERM, EACCES, EBUSY, EINVAL, ENOSPC, ENOTSUP, EOVERFLOW };
	unsigned int i, m;

	for (i = 0; i < ARRAY_SIZE(errs); i++) {
		o->set.os_errbefore = errs[i];
		o->set.os_errafter = 0;
		old_set(o);
		EXPECT_EQ(errs[i], old_map_errno(o, OLDT_DEVMAP, PROT_READ, 0, 1));
		o->set.os_errbefore = 0;
		o->set.os_errafter = errs[i];
		old_set(o);
		for (m = 0; m < OLDT_MINORS; m++)
			EXPECT_EQ(errs[i], old_map_errno(o, m, PROT_READ, 0, 1));
	}
}

/* What is no error number must not reach the program as an address. */
TEST_F(old, segmap_returns_nonsense)
{
	struct old *o = &self->old;
	int errs[] = { -1, -EINVAL, 512, 516, 5000, 0x1603, -2147483647 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(errs); i++) {
		o->set.os_errbefore = errs[i];
		o->set.os_errafter = 0;
		old_set(o);
		EXPECT_EQ(ENXIO, old_map_errno(o, OLDT_DEVMAP, PROT_READ, 0, 1));
		o->set.os_errbefore = 0;
		o->set.os_errafter = errs[i];
		old_set(o);
		EXPECT_EQ(ENXIO, old_map_errno(o, OLDT_DEVMAP, PROT_READ, 0, 1));
	}
}

/* mmap(2) returns the page, devmap_mmap() what segmap(9E) says. */
TEST_F(old, segmap_address)
{
	struct old *o = &self->old;
	char *map, *there;

	o->set.os_addroff = 0x800;
	old_set(o);
	map = devmap_mmap(NULL, o->page, PROT_READ | PROT_WRITE, MAP_SHARED,
			  o->fd[OLDT_DEVMAP], o->page);
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(0x800, (unsigned long)map % o->page);
	*(vu64 *)map = 0x1234;
	there = mmap(NULL, o->page, PROT_READ, MAP_SHARED, o->fd[OLDT_DEVMAP], o->page);
	ASSERT_NE(MAP_FAILED, there);
	EXPECT_EQ(0, (unsigned long)there % o->page);
	EXPECT_EQ(0x1234, *(vu64 *)(there + 0x800));
	EXPECT_EQ(0, munmap(there, o->page));
	EXPECT_EQ(0, munmap(map - 0x800, o->page));
	EXPECT_EQ(SIGSEGV, probe_read((vu64 *)map).sig);
}

TEST_F(old, devmap_mmap_fixed)
{
	struct old *o = &self->old;
	char *hole = mmap(NULL, 2 * o->page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS,
			  -1, 0);

	EXPECT_EQ(hole + o->page, devmap_mmap(hole + o->page, o->page, PROT_READ,
					      MAP_SHARED | MAP_FIXED,
					      o->fd[OLDT_DEVMAP], 0));
	EXPECT_EQ(0, probe_read((vu64 *)(hole + o->page)).sig);
	munmap(hole, 2 * o->page);
}

static int ioc_errno(struct old *o, unsigned long long len, unsigned int prot,
		     unsigned int flags, unsigned long long off)
{
	struct devmap_mmap_args args = {
		.dm_len = len, .dm_prot = prot, .dm_flags = flags, .dm_off = off,
	};

	if (ioctl(o->fd[OLDT_DEVMAP], DEVMAP_IOC_MMAP, &args))
		return errno;
	munmap((void *)(unsigned long)args.dm_result, len);
	return 0;
}

TEST_F(old, devmap_mmap_errors)
{
	struct old *o = &self->old;
	int ro = open("/dev/oldt,devmap", O_RDONLY);
	int null = open("/dev/null", O_RDWR);

	EXPECT_EQ(0, ioc_errno(o, o->page, PROT_READ, MAP_SHARED, 0));
	EXPECT_EQ(EINVAL, ioc_errno(o, 0, PROT_READ, MAP_SHARED, 0));
	EXPECT_EQ(EINVAL, ioc_errno(o, o->page, PROT_READ, MAP_SHARED, 1));
	EXPECT_EQ(EINVAL, ioc_errno(o, o->page, PROT_READ, 0, 0));
	EXPECT_EQ(EINVAL, ioc_errno(o, o->page, PROT_READ,
				    MAP_PRIVATE | MAP_ANONYMOUS, 0));
	EXPECT_EQ(EINVAL, ioc_errno(o, o->page, PROT_READ, MAP_SHARED | MAP_HUGETLB, 0));
	EXPECT_EQ(ENXIO, ioc_errno(o, o->page, PROT_READ, MAP_SHARED,
				   OLDT_PAGES * o->page));
	EXPECT_NE(0, ioc_errno(o, -1ULL, PROT_READ, MAP_SHARED, 0));
	EXPECT_EQ(EOVERFLOW, ioc_errno(o, o->page, PROT_READ, MAP_SHARED, 1ULL << 44));
	EXPECT_EQ(MAP_FAILED, devmap_mmap(NULL, o->page, PROT_WRITE, MAP_SHARED, ro, 0));
	EXPECT_EQ(EACCES, errno);
	EXPECT_EQ(MAP_FAILED, devmap_mmap(NULL, o->page, PROT_READ, MAP_SHARED, null, 0));
	EXPECT_EQ(ENOTTY, errno);
	close(null);
	close(ro);
}

static int count_maps(const char *what)
{
	FILE *f = fopen("/proc/self/maps", "r");
	char line[512];
	int n = 0;

	while (fgets(line, sizeof(line), f))
		n += !!strstr(line, what);
	fclose(f);
	return n;
}

/* The answer cannot be written: nothing is mapped. */
TEST_F(old, devmap_mmap_bad_pointer)
{
	struct old *o = &self->old;
	struct devmap_mmap_args *args;

	EXPECT_EQ(-1, ioctl(o->fd[OLDT_DEVMAP], DEVMAP_IOC_MMAP, NULL));
	EXPECT_EQ(EFAULT, errno);
	args = mmap(NULL, o->page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
		    -1, 0);
	args->dm_len = 2 * o->page - 1;
	args->dm_prot = PROT_READ;
	args->dm_flags = MAP_SHARED;
	mprotect(args, o->page, PROT_READ);
	EXPECT_EQ(-1, ioctl(o->fd[OLDT_DEVMAP], DEVMAP_IOC_MMAP, args));
	EXPECT_EQ(EFAULT, errno);
	EXPECT_EQ(0, count_maps("/dev/oldt"));
	munmap(args, o->page);
}

/* The arguments lie in a mapping of the device itself. */
TEST_F(old, devmap_mmap_from_own_mapping)
{
	struct old *o = &self->old;
	struct devmap_mmap_args *args;
	void *map = old_map(o, OLDT_MAPDEV, PROT_READ | PROT_WRITE, 0, 1);

	ASSERT_NE(MAP_FAILED, map);
	args = map;
	memset(args, 0, sizeof(*args));
	args->dm_len = o->page;
	args->dm_prot = PROT_READ;
	args->dm_flags = MAP_SHARED;
	ASSERT_EQ(0, ioctl(o->fd[OLDT_DEVMAP], DEVMAP_IOC_MMAP, args));
	EXPECT_EQ(0, memcmp((void *)(unsigned long)args->dm_result, map, sizeof(*args)));
	munmap((void *)(unsigned long)args->dm_result, o->page);
	munmap(map, o->page);
}

/* The first access of each page is intercepted; mmap(9E) names it then. */
TEST_F(old, mapdev_access)
{
	struct old *o = &self->old;
	vu64 *map = old_map(o, OLDT_MAPDEV, PROT_READ | PROT_WRITE, 1, 4);

	ASSERT_NE(MAP_FAILED, map);
	old_log(o);
	EXPECT_EQ(0, o->log.ol_n);
	EXPECT_EQ(0, probe_write(xx_word((void *)map, 2, 3), 5).sig);
	EXPECT_EQ(0, probe_write(xx_word((void *)map, 2, 4), 5).sig);
	old_log(o);
	ASSERT_EQ(2, o->log.ol_n);
	EXPECT_EQ(OLDT_C_ACCESS, o->log.ol_call[0].oc_what);
	EXPECT_EQ(3 * o->page, o->log.ol_call[0].oc_off);
	EXPECT_EQ(OLDT_C_FAULT, o->log.ol_call[1].oc_what);
	EXPECT_EQ(3 * o->page, o->log.ol_call[1].oc_off);
	munmap((void *)map, 4 * o->page);
	old_log(o);
	ASSERT_EQ(1, o->log.ol_n);
	EXPECT_EQ(OLDT_C_FREE, o->log.ol_call[0].oc_what);
}

/* nointercept(0, 0) is the whole mapping. */
TEST_F(old, mapdev_whole)
{
	struct old *o = &self->old;
	vu64 *map;
	int i;

	o->set.os_wide = 1;
	old_set(o);
	map = old_map(o, OLDT_MAPDEV, PROT_READ | PROT_WRITE, 2, 4);
	ASSERT_NE(MAP_FAILED, map);
	for (i = 0; i < 4; i++)
		EXPECT_EQ(0, probe_write(xx_word((void *)map, i, 0), i).sig);
	old_log(o);
	EXPECT_EQ(1, old_count(o, OLDT_C_ACCESS));
	EXPECT_EQ(4, old_count(o, OLDT_C_FAULT));
	munmap((void *)map, 4 * o->page);
}

/* A debugger sees the page that it asked for, whichever was named last. */
TEST_F(old, mapdev_debugger)
{
	struct old *o = &self->old;
	int i, mem = open("/proc/self/mem", O_RDONLY);
	unsigned long long word;
	vu64 *map;

	ASSERT_LE(0, mem);
	o->set.os_wide = 1;
	old_set(o);
	map = old_map(o, OLDT_MAPDEV, PROT_READ | PROT_WRITE, 2, 4);
	ASSERT_NE(MAP_FAILED, map);
	for (i = 0; i < 4; i++)
		*xx_word((void *)map, i, 0) = 10 + i;
	for (i = 0; i < 4; i++) {
		ASSERT_EQ(8, pread(mem, &word, 8,
				   (off_t)(uintptr_t)xx_word((void *)map, i, 0)));
		EXPECT_EQ(10 + i, word);
	}
	munmap((void *)map, 4 * o->page);
	close(mem);
}

/* A page that mmap(9E) refuses cannot be validated. */
TEST_F(old, mapdev_mmap_refuses)
{
	struct old *o = &self->old;
	vu64 *map;

	o->set.os_refusefault = 1 << 2;
	old_set(o);
	map = old_map(o, OLDT_MAPDEV, PROT_READ, 0, 4);
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(SIGBUS, probe_read(xx_word((void *)map, 2, 0)).sig);
	EXPECT_EQ(0, probe_read(xx_word((void *)map, 1, 0)).sig);
	munmap((void *)map, 4 * o->page);
}

TEST_F(old, mapdev_access_fails)
{
	struct old *o = &self->old;
	vu64 *map = old_map(o, OLDT_MAPDEV, PROT_READ, 0, 1);

	ASSERT_NE(MAP_FAILED, map);
	o->set.os_accesserr = ENXIO;
	old_set(o);
	EXPECT_EQ(SIGBUS, probe_read(map).sig);
	o->set.os_accesserr = 0;
	o->set.os_noload = 1;
	old_set(o);
	old_log(o);
	EXPECT_EQ(SIGBUS, probe_read(map).sig);
	old_log(o);
	EXPECT_EQ(2, old_count(o, OLDT_C_ACCESS));
	o->set.os_noload = 0;
	old_set(o);
	EXPECT_EQ(0, probe_read(map).sig);
	munmap((void *)map, o->page);
}

/* Two processes take turns: each change is one access callback. */
TEST_F(old, mapdev_two_processes)
{
	struct old *o = &self->old;
	struct steps *s = steps_new();
	vu64 *map;
	pid_t pid;
	int i;

	o->set.os_wide = 1;
	old_set(o);
	pid = fork();
	if (!pid) {
		map = old_map(o, OLDT_MAPDEV, PROT_READ | PROT_WRITE, 0, 2);
		for (i = 0; i < 5; i++) {
			step_wait(s, 2 * i + 1);
			map[i]++;
			map[512 + i]++;
			step_to(s, 2 * i + 2);
		}
		_exit(map == MAP_FAILED);
	}
	map = old_map(o, OLDT_MAPDEV, PROT_READ | PROT_WRITE, 0, 2);
	ASSERT_NE(MAP_FAILED, map);
	memset((void *)map, 0, 2 * o->page);
	old_log(o);
	for (i = 0; i < 5; i++) {
		step_to(s, 2 * i + 1);
		step_wait(s, 2 * i + 2);
		EXPECT_EQ(1, map[i]);
		EXPECT_EQ(1, map[512 + i]);
	}
	old_log(o);
	EXPECT_EQ(10, old_count(o, OLDT_C_ACCESS));
	for (i = 0; i < 10; i++)
		EXPECT_EQ(i % 2 ? getpid() : pid, old_nth(o, OLDT_C_ACCESS, i)->oc_pid);
	EXPECT_EQ(0, child_status(pid));
	munmap((void *)map, 2 * o->page);
}

/* Ranges of intercept: as devmap_unload's. */
TEST_F(old, mapdev_intercept)
{
	struct old *o = &self->old;
	unsigned int id;
	vu64 *map;
	int i;

	o->set.os_wide = 1;
	old_set(o);
	map = old_map(o, OLDT_MAPDEV, PROT_READ, 2, 3);
	ASSERT_NE(MAP_FAILED, map);
	old_log(o);
	EXPECT_EQ(0, probe_read(map).sig);
	old_log(o);
	id = o->log.ol_call[0].oc_arg;
	EXPECT_EQ(0, old_intercept(o, id, 3 * o->page, o->page));
	for (i = 0; i < 3; i++)
		EXPECT_EQ(0, probe_read(xx_word((void *)map, i, 0)).sig);
	old_log(o);
	EXPECT_EQ(1, old_count(o, OLDT_C_ACCESS));
	EXPECT_EQ(3 * o->page, old_nth(o, OLDT_C_ACCESS, 0)->oc_off);
	/* to the end */
	EXPECT_EQ(0, old_intercept(o, id, 3 * o->page, 0));
	EXPECT_EQ(0, probe_read(map).sig);
	old_log(o);
	EXPECT_EQ(0, o->log.ol_n);
	EXPECT_EQ(0, probe_read(xx_word((void *)map, 2, 0)).sig);
	old_log(o);
	EXPECT_EQ(1, old_count(o, OLDT_C_ACCESS));
	/* outside */
	EXPECT_EQ(OLDT_RANGE, old_intercept(o, id, 0, o->page));
	EXPECT_EQ(OLDT_RANGE, old_intercept(o, id, 2 * o->page, 4 * o->page));
	EXPECT_EQ(OLDT_RANGE, old_intercept(o, id, 2 * o->page, -1));
	munmap((void *)map, 3 * o->page);
}

/* nointercept is for the access callback only. */
TEST_F(old, mapdev_nointercept_outside)
{
	struct old *o = &self->old;
	struct oldt_intercept oi = { 0 };
	vu64 *map = old_map(o, OLDT_MAPDEV, PROT_READ, 0, 1);

	ASSERT_NE(MAP_FAILED, map);
	old_log(o);
	EXPECT_EQ(0, probe_read(map).sig);
	old_log(o);
	oi.oi_mapping = o->log.ol_call[0].oc_arg;
	ASSERT_EQ(0, ioctl(o->fd[0], OLDTIOC_NOINTERCEPT, &oi));
	EXPECT_EQ(OLDT_RANGE, oi.oi_result);
	munmap((void *)map, o->page);
}

/* fork: mapdev_dup, the child's first access is intercepted, and it is freed. */
TEST_F(old, mapdev_fork)
{
	struct old *o = &self->old;
	vu64 *map = old_map(o, OLDT_MAPDEV, PROT_READ | PROT_WRITE, 0, 1);
	unsigned int parent, child;
	pid_t pid;

	ASSERT_NE(MAP_FAILED, map);
	map[0] = 77;
	old_log(o);
	parent = o->log.ol_call[0].oc_arg;
	pid = fork();
	if (!pid)
		_exit(map[0] != 77);
	EXPECT_EQ(0, child_status(pid));
	old_log(o);
	ASSERT_EQ(1, old_count(o, OLDT_C_DUP));
	ASSERT_EQ(1, old_count(o, OLDT_C_ACCESS));
	ASSERT_EQ(1, old_count(o, OLDT_C_FREE));
	child = old_nth(o, OLDT_C_ACCESS, 0)->oc_arg;
	EXPECT_EQ(parent, old_nth(o, OLDT_C_DUP, 0)->oc_arg);
	EXPECT_NE(parent, child);
	EXPECT_EQ(child, old_nth(o, OLDT_C_FREE, 0)->oc_arg);
	EXPECT_EQ(77, map[0]);
	munmap((void *)map, o->page);
}

/*
 * A driver that validates the child and then intercepts the parent: the two
 * share a window, and what was validated has to stay.
 */
TEST_F(old, mapdev_fork_reverse)
{
	struct old *o = &self->old;
	vu64 *map = old_map(o, OLDT_MAPDEV, PROT_READ | PROT_WRITE, 0, 2);
	pid_t pid;

	ASSERT_NE(MAP_FAILED, map);
	o->set.os_reverse = 1;
	old_set(o);
	map[512] = 78;
	map[0] = 77;
	old_log(o);
	pid = fork();
	if (!pid)
		_exit(map[512] != 78);
	EXPECT_EQ(0, child_status(pid));
	old_log(o);
	EXPECT_EQ(1, old_count(o, OLDT_C_ACCESS));
	EXPECT_EQ(1, old_count(o, OLDT_C_FAULT));
	EXPECT_EQ(77, map[0]);
	munmap((void *)map, 2 * o->page);
}

TEST_F(old, mapdev_dup_fails)
{
	struct old *o = &self->old;
	vu64 *map;
	pid_t pid;

	o->set.os_duperr = ENOMEM;
	old_set(o);
	map = old_map(o, OLDT_MAPDEV, PROT_READ, 0, 1);
	ASSERT_NE(MAP_FAILED, map);
	pid = fork();
	if (!pid)
		_exit(probe_read(map).sig != SIGBUS);
	EXPECT_EQ(0, child_status(pid));
	old_log(o);
	EXPECT_EQ(1, old_count(o, OLDT_C_DUP));
	EXPECT_EQ(0, old_count(o, OLDT_C_FREE));
	EXPECT_EQ(0, probe_read(map).sig);
	munmap((void *)map, o->page);
}

/* Shrinking is no event. A hole makes a duplicate of what is behind it. */
TEST_F(old, mapdev_partial_unmap)
{
	struct old *o = &self->old;
	vu64 *map = old_map(o, OLDT_MAPDEV, PROT_READ | PROT_WRITE, 0, 8);

	ASSERT_NE(MAP_FAILED, map);
	fill((void *)map, 8 * o->page, 6);
	old_log(o);
	munmap((void *)map, o->page);
	munmap((void *)xx_word((void *)map, 7, 0), o->page);
	old_log(o);
	EXPECT_EQ(0, o->log.ol_n);
	munmap((void *)xx_word((void *)map, 3, 0), o->page);
	old_log(o);
	EXPECT_EQ(1, o->log.ol_n);
	EXPECT_EQ(1, old_count(o, OLDT_C_DUP));
	EXPECT_EQ(6 * 1000003ULL + 5 * 512, *xx_word((void *)map, 5, 0));
	EXPECT_EQ(6 * 1000003ULL + 512, *xx_word((void *)map, 1, 0));
	munmap((void *)map, 8 * o->page);
	old_log(o);
	EXPECT_EQ(2, old_count(o, OLDT_C_FREE));
}

/* ... and where the driver refuses that, it is dead, and the driver knows nothing. */
TEST_F(old, mapdev_hole_dup_fails)
{
	struct old *o = &self->old;
	vu64 *map;

	o->set.os_duperr = ENOMEM;
	old_set(o);
	map = old_map(o, OLDT_MAPDEV, PROT_READ | PROT_WRITE, 0, 3);
	ASSERT_NE(MAP_FAILED, map);
	fill((void *)map, 3 * o->page, 6);
	munmap((void *)xx_word((void *)map, 1, 0), o->page);
	old_log(o);
	EXPECT_EQ(SIGBUS, probe_read(xx_word((void *)map, 2, 0)).sig);
	EXPECT_EQ(0, probe_read(xx_word((void *)map, 0, 1)).sig);
	munmap((void *)map, 3 * o->page);
	old_log(o);
	EXPECT_EQ(1, old_count(o, OLDT_C_FREE));
}

TEST_F(old, mapdev_private)
{
	struct old *o = &self->old;
	vu64 *map = mmap(NULL, o->page, PROT_READ | PROT_WRITE, MAP_PRIVATE,
			 o->fd[OLDT_MAPDEV], 0);
	vu64 *regs = old_map(o, OLDT_DEVMAP, PROT_READ, 0, 1);

	ASSERT_NE(MAP_FAILED, map);
	map[3] = 99;
	EXPECT_EQ(99, regs[3]);
	munmap((void *)map, o->page);
	munmap((void *)regs, o->page);
}

TEST_F(old, mapdev_bad_ctl)
{
	struct old *o = &self->old;

	o->set.os_ctl = OLDT_CTL_REV;
	old_set(o);
	EXPECT_EQ(EINVAL, old_map_errno(o, OLDT_MAPDEV, PROT_READ, 0, 1));
	o->set.os_ctl = OLDT_CTL_NOACC;
	old_set(o);
	EXPECT_EQ(EINVAL, old_map_errno(o, OLDT_MAPDEV, PROT_READ, 0, 1));
	old_log(o);
	EXPECT_EQ(0, o->log.ol_n);
}

TEST_F(old, mapdev_acc_attr)
{
	struct old *o = &self->old;

	/* the whole mapping, in both ways to say so */
	o->set.os_accattrlen = 0;
	o->set.os_accattr = 2;
	old_set(o);
	EXPECT_EQ(0, old_map_errno(o, OLDT_MAPDEV, PROT_READ, 0, 2));
	o->set.os_accattrlen = 2 * o->page;
	old_set(o);
	EXPECT_EQ(0, old_map_errno(o, OLDT_MAPDEV, PROT_READ, 0, 2));
	/* a part, no such order, no such registers */
	o->set.os_accattrlen = o->page;
	old_set(o);
	EXPECT_EQ(EINVAL, old_map_errno(o, OLDT_MAPDEV, PROT_READ, 0, 2));
	o->set.os_accattrlen = 0;
	o->set.os_accattr = 5;
	old_set(o);
	EXPECT_EQ(EINVAL, old_map_errno(o, OLDT_MAPDEV, PROT_READ, 0, 2));
	o->set.os_accattr = 0;
	o->set.os_rnumber = 1;
	old_set(o);
	EXPECT_EQ(EINVAL, old_map_errno(o, OLDT_MAPDEV, PROT_READ, 0, 2));
	/* what was made before the refusal was freed */
	old_log(o);
	EXPECT_EQ(5, old_count(o, OLDT_C_FREE));
}

/* This program's model, everywhere that a driver is told of it. */
TEST_F(old, model)
{
	struct old *o = &self->old;
	vu64 *map;

	ASSERT_NE(MAP_FAILED, map = old_map(o, OLDT_SEGMAP, PROT_READ, 0, 1));
	EXPECT_EQ(0, probe_read(map).sig);
	munmap((void *)map, o->page);
	ASSERT_NE(MAP_FAILED, map = old_map(o, OLDT_DEVMAP, PROT_READ, 0, 1));
	munmap((void *)map, o->page);
	old_log(o);
	ASSERT_EQ(3, o->log.ol_n);
	EXPECT_EQ(OLDT_C_MMAP, o->log.ol_call[0].oc_what);
	EXPECT_EQ(OLDT_C_FAULT, o->log.ol_call[1].oc_what);
	EXPECT_EQ(OLDT_C_DEVMAP, o->log.ol_call[2].oc_what);
	EXPECT_EQ(OLDT_MODEL, o->log.ol_call[0].oc_model);
	EXPECT_EQ(OLDT_MODEL, o->log.ol_call[1].oc_model);
	EXPECT_EQ(OLDT_MODEL, o->log.ol_call[2].oc_model);
	EXPECT_EQ(OLDT_MODEL, o->log.ol_model);
}

#include "old_main.h"
