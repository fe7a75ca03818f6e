// SPDX-License-Identifier: GPL-2.0
/*
 * open, mmap, touch; and everything that has to be refused.
 */
#include <sys/auxv.h>

#include "kselftest_harness.h"

#include <devmap/devmap.h>

#include "devmap_test.h"

FIXTURE(basic) {
	struct xx xx;
};

FIXTURE_SETUP(basic)
{
	XX_SETUP(self);
}

FIXTURE_TEARDOWN(basic)
{
	xx_close(&self->xx);
}

TEST_F(basic, info)
{
	EXPECT_EQ(XXCTX_VERSION, self->xx.info.xi_version);
	EXPECT_EQ(0, self->xx.info.xi_instance);
	EXPECT_LT(0, self->xx.info.xi_ctxsize);
	EXPECT_EQ(0, self->xx.info.xi_ctxsize % self->xx.page);
	EXPECT_EQ(self->xx.info.xi_ctxsize, self->xx.info.xi_statusoff);
}

TEST_F(basic, status_page)
{
	EXPECT_EQ(XXCTX_MAGIC, self->xx.status->xs_magic);
	EXPECT_EQ(XXCTX_VERSION, self->xx.status->xs_version);
}

TEST_F(basic, map_touch_unmap)
{
	void *map = xx_map(&self->xx, MAP_PRIVATE);

	ASSERT_NE(MAP_FAILED, map);
	EXPECT_NE(0, xx_id(map));
	EXPECT_EQ(xx_id(map), self->xx.status->xs_current);
	fill(map, self->xx.info.xi_ctxsize, 7);
	EXPECT_EQ(0, check(map, self->xx.info.xi_ctxsize, 7));
	EXPECT_EQ(0, munmap(map, self->xx.info.xi_ctxsize));
	EXPECT_EQ(SIGSEGV, probe_read(map).sig);
	EXPECT_EQ(0, self->xx.status->xs_current);
}

/* A new context shows nothing of the one that had the device before. */
TEST_F(basic, starts_empty)
{
	size_t i, size = self->xx.info.xi_ctxsize;
	vu64 *map = xx_map(&self->xx, MAP_PRIVATE);
	vu64 *other;

	ASSERT_NE(MAP_FAILED, map);
	fill((void *)map, size, 11);
	munmap((void *)map, size);
	other = xx_map(&self->xx, MAP_PRIVATE);
	ASSERT_NE(MAP_FAILED, other);
	for (i = 1; i < size / 8; i++)
		ASSERT_EQ(0, other[i]);
	munmap((void *)other, size);
}

/* Between switches the owner runs without the kernel. */
TEST_F(basic, owner_does_not_fault)
{
	vu64 *map = xx_map(&self->xx, MAP_PRIVATE);
	unsigned long long switches;
	long faults;
	int i;

	ASSERT_NE(MAP_FAILED, map);
	map[1] = 1;
	(void)self->xx.status->xs_switches;
	faults = faults_now();
	switches = self->xx.status->xs_switches;
	for (i = 0; i < 100000; i++)
		map[1 + i % 500] = i;
	EXPECT_EQ(faults, faults_now());
	EXPECT_EQ(switches, self->xx.status->xs_switches);
	munmap((void *)map, self->xx.info.xi_ctxsize);
}

/* A read fault makes a writable mapping writable: no second call. */
TEST_F(basic, read_then_write_is_one_fault)
{
	vu64 *map = xx_map(&self->xx, MAP_PRIVATE);
	unsigned long long value;
	long faults;

	ASSERT_NE(MAP_FAILED, map);
	faults = faults_now();
	value = map[1];
	map[1] = value + 1;
	EXPECT_EQ(faults + 1, faults_now());
	munmap((void *)map, self->xx.info.xi_ctxsize);
}

static int map_errno(struct xx *xx, size_t len, int prot, int flags, int fd,
		     unsigned long long off)
{
	void *map = mmap(NULL, len, prot, flags, fd, off);

	if (map == MAP_FAILED)
		return errno;
	munmap(map, len);
	return 0;
}

TEST_F(basic, bad_ranges)
{
	struct xx *xx = &self->xx;
	size_t page = xx->page, size = xx->info.xi_ctxsize;
	int rw = PROT_READ | PROT_WRITE;

	EXPECT_EQ(0, map_errno(xx, page, rw, MAP_PRIVATE, xx->fd, 0));
	EXPECT_EQ(EINVAL, map_errno(xx, 0, rw, MAP_PRIVATE, xx->fd, 0));
	EXPECT_EQ(EINVAL, map_errno(xx, page, rw, MAP_PRIVATE, xx->fd, 1));
	EXPECT_EQ(EINVAL, map_errno(xx, page, rw, MAP_PRIVATE, xx->fd, page / 2));
	/* behind the device, and across its end */
	EXPECT_EQ(ENXIO, map_errno(xx, page, PROT_READ, MAP_SHARED, xx->fd, size + page));
	EXPECT_EQ(ENXIO, map_errno(xx, page, PROT_READ, MAP_PRIVATE, xx->fd, size * 16));
	EXPECT_EQ(ENXIO, map_errno(xx, size + 2 * page, PROT_READ, MAP_SHARED, xx->fd, 0));
	EXPECT_EQ(ENXIO, map_errno(xx, 2 * page, PROT_READ, MAP_SHARED, xx->fd, size));
	EXPECT_EQ(ENXIO, map_errno(xx, 1UL << 40, PROT_READ, MAP_SHARED, xx->fd, 0));
	/* beyond what an offset can name: the upper half is the layer's own */
	EXPECT_EQ(EOVERFLOW, map_errno(xx, page, rw, MAP_PRIVATE, xx->fd, 1ULL << 44));
	EXPECT_EQ(EOVERFLOW, map_errno(xx, page, rw, MAP_PRIVATE, xx->fd,
				       (1ULL << 44) + page));
	EXPECT_EQ(EOVERFLOW, map_errno(xx, 2 * page, rw, MAP_PRIVATE, xx->fd,
				       (1ULL << 44) - page));
	EXPECT_EQ(EOVERFLOW, map_errno(xx, page, rw, MAP_PRIVATE, xx->fd,
				       0x7ffffffffffff000ULL));
}

static int map_ioctl_errno(struct xx *xx, unsigned long long off)
{
	struct devmap_mmap_args args = {
		.dm_len = xx->page, .dm_prot = PROT_READ | PROT_WRITE,
		.dm_flags = MAP_PRIVATE, .dm_off = off,
	};

	return ioctl(xx->fd, DEVMAP_IOC_MMAP, &args) ? errno : 0;
}

/* Offsets that a signed number has no room for, by every call that takes one. */
TEST_F(basic, offsets_beyond_2_to_the_63)
{
	struct xx *xx = &self->xx;
	unsigned long long offsets[] = {
		1ULL << 63, (1ULL << 63) + xx->page, -2ULL * xx->page,
	};
	char *map = xx_map(xx, MAP_SHARED);
	unsigned int i;

	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(0, map_ioctl_errno(xx, 0));
	for (i = 0; i < ARRAY_SIZE(offsets); i++) {
		EXPECT_EQ(EOVERFLOW, map_errno(xx, xx->page, PROT_READ | PROT_WRITE,
					       MAP_PRIVATE, xx->fd, offsets[i]))
			TH_LOG("offset %#llx", offsets[i]);
		EXPECT_EQ(EOVERFLOW, map_errno(xx, xx->page, PROT_READ, MAP_SHARED,
					       xx->fd, offsets[i]));
		EXPECT_EQ(EOVERFLOW, map_ioctl_errno(xx, offsets[i]))
			TH_LOG("offset %#llx", offsets[i]);
	}
	/* An end that is beyond all. */
	EXPECT_NE(0, map_errno(xx, 2 * xx->page, PROT_READ, MAP_SHARED, xx->fd,
			       -1ULL * xx->page));
	if (syscall(SYS_remap_file_pages, map, xx->page, 0, 0UL, 0))
		SKIP(return, "no remap_file_pages");
	/* Offsets in pages: Linux does that sum, and for the second one we do. */
	EXPECT_EQ(-1, syscall(SYS_remap_file_pages, map, xx->page, 0, -1UL, 0));
	EXPECT_EQ(EINVAL, errno);
	EXPECT_EQ(0, probe_write(xx_word(map, 0, 1), 5).sig);
	EXPECT_EQ(-1, syscall(SYS_remap_file_pages, map, xx->page, 0, 1UL << 51, 0));
	EXPECT_EQ(EOVERFLOW, errno);
	munmap(map, xx->info.xi_ctxsize);
}

/* All of the device in one mapping: two handles, one of them read only. */
TEST_F(basic, whole_device)
{
	size_t size = self->xx.info.xi_ctxsize + self->xx.page;
	char *map = mmap(NULL, size, PROT_READ, MAP_PRIVATE, self->xx.fd, 0);
	volatile struct xxctx_status *st;

	ASSERT_NE(MAP_FAILED, map);
	st = (void *)(map + self->xx.info.xi_statusoff);
	EXPECT_NE(0, xx_id(map));
	EXPECT_EQ(XXCTX_MAGIC, st->xs_magic);
	EXPECT_EQ(xx_id(map), st->xs_current);
	EXPECT_EQ(0, munmap(map, size));
	/* What the status page does not allow, the whole does not. */
	EXPECT_EQ(ENXIO, map_errno(&self->xx, size, PROT_READ | PROT_WRITE,
				   MAP_PRIVATE, self->xx.fd, 0));
	EXPECT_EQ(ENXIO, map_errno(&self->xx, self->xx.page, PROT_READ | PROT_WRITE,
				   MAP_SHARED, self->xx.fd, self->xx.info.xi_statusoff));
}

TEST_F(basic, status_page_stays_read_only)
{
	EXPECT_EQ(-1, mprotect((void *)self->xx.status, self->xx.page,
			       PROT_READ | PROT_WRITE));
	EXPECT_EQ(EACCES, errno);
	EXPECT_EQ(SIGSEGV, probe_write((vu64 *)&self->xx.status->xs_current, 1).sig);
}

TEST_F(basic, read_only_descriptor)
{
	struct xx *xx = &self->xx;
	int fd = open(XX_DEV, O_RDONLY);
	int flags[] = { MAP_SHARED, MAP_PRIVATE };
	unsigned int i;

	ASSERT_LE(0, fd);
	for (i = 0; i < 2; i++) {
		void *map;

		EXPECT_EQ(EACCES, map_errno(xx, xx->page, PROT_READ | PROT_WRITE,
					    flags[i], fd, 0));
		EXPECT_EQ(EACCES, map_errno(xx, xx->page, PROT_WRITE, flags[i], fd, 0));
		map = mmap(NULL, xx->page, PROT_READ, flags[i], fd, 0);
		ASSERT_NE(MAP_FAILED, map);
		EXPECT_EQ(0, probe_read(map).sig);
		EXPECT_EQ(SIGSEGV, probe_write(xx_word(map, 0, 1), 1).sig);
		EXPECT_EQ(-1, mprotect(map, xx->page, PROT_READ | PROT_WRITE));
		EXPECT_EQ(EACCES, errno);
		munmap(map, xx->page);
	}
	close(fd);
}

TEST_F(basic, write_only_descriptor)
{
	int fd = open(XX_DEV, O_WRONLY);

	ASSERT_LE(0, fd);
	EXPECT_EQ(EACCES, map_errno(&self->xx, self->xx.page, PROT_WRITE,
				    MAP_SHARED, fd, 0));
	close(fd);
}

TEST_F(basic, bad_ioctls)
{
	int fd = self->xx.fd;

	EXPECT_EQ(-1, ioctl(fd, _IO('x', 0x7f)));
	EXPECT_EQ(ENOTTY, errno);
	EXPECT_EQ(-1, ioctl(fd, _IOR('y', 0x80, struct xxctx_info), NULL));
	EXPECT_EQ(ENOTTY, errno);
	EXPECT_EQ(-1, ioctl(fd, XXIOC_GETINFO, (void *)8));
	EXPECT_EQ(EFAULT, errno);
	EXPECT_EQ(-1, ioctl(fd, XXIOC_GETINFO, NULL));
	EXPECT_EQ(EFAULT, errno);
}

TEST_F(basic, no_read_no_write)
{
	char c = 0;

	EXPECT_EQ(-1, read(self->xx.fd, &c, 1));
	EXPECT_EQ(-1, write(self->xx.fd, &c, 1));
}

/* The ioctl's answer goes into the device mapping itself. */
TEST_F(basic, ioctl_into_own_mapping)
{
	struct xxctx_info *info;
	char *map = xx_map(&self->xx, MAP_PRIVATE);

	ASSERT_NE(MAP_FAILED, map);
	info = (void *)(map + 1024);
	EXPECT_EQ(0, ioctl(self->xx.fd, XXIOC_GETINFO, info));
	EXPECT_EQ(XXCTX_VERSION, info->xi_version);
	EXPECT_EQ(self->xx.info.xi_ctxsize, info->xi_ctxsize);
	munmap(map, self->xx.info.xi_ctxsize);
}

/* The mapping keeps the device when the descriptor is gone. */
TEST_F(basic, mapping_outlives_descriptor)
{
	int fd = open(XX_DEV, O_RDWR);
	vu64 *map;

	ASSERT_LE(0, fd);
	map = mmap(NULL, self->xx.page, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	ASSERT_NE(MAP_FAILED, map);
	close(fd);
	map[1] = 42;
	EXPECT_EQ(42, map[1]);
	munmap((void *)map, self->xx.page);
}

/* Flags of the VMA: no core dump, no growth, no struct page. */
TEST_F(basic, vma_flags)
{
	char line[512], *map = xx_map(&self->xx, MAP_PRIVATE);
	unsigned long start;
	int found = 0;
	FILE *f;

	ASSERT_NE(MAP_FAILED, map);
	f = fopen("/proc/self/smaps", "r");
	ASSERT_NE(NULL, f);
	while (fgets(line, sizeof(line), f)) {
		if (sscanf(line, "%lx-", &start) == 1 && strchr(line, '-') &&
		    strstr(line, " rw-"))
			found = start == (unsigned long)map;
		if (found && !strncmp(line, "VmFlags:", 8)) {
			EXPECT_NE(NULL, strstr(line, " io"));
			EXPECT_NE(NULL, strstr(line, " pf"));
			EXPECT_NE(NULL, strstr(line, " de"));
			EXPECT_NE(NULL, strstr(line, " dd"));
			EXPECT_NE(NULL, strstr(line, " sh"));
			found = 2;
			break;
		}
	}
	EXPECT_EQ(2, found);
	fclose(f);
	munmap(map, self->xx.info.xi_ctxsize);
}

/* Linux undoes an mmap(2) after the driver has made the mapping: memory tags. */
TEST_F(basic, mmap_that_linux_undoes)
{
#if defined(__aarch64__)
	long mappings = number_in("/sys/class/devmap/xxctx/", "mappings");
	size_t size = self->xx.info.xi_ctxsize;
	int i;

	if (!(getauxval(AT_HWCAP2) & (1 << 18) /* MTE */))
		SKIP(return, "no memory tags");
	ASSERT_LE(0, mappings);
	for (i = 0; i < 10; i++) {
		EXPECT_EQ(MAP_FAILED, mmap(NULL, size, PROT_READ | 0x20 /* MTE */,
					   i % 2 ? MAP_PRIVATE : MAP_SHARED, self->xx.fd, 0));
		EXPECT_EQ(EINVAL, errno);
		EXPECT_EQ(mappings, number_in("/sys/class/devmap/xxctx/", "mappings"));
	}
#else
	SKIP(return, "Linux undoes none on this machine");
#endif
}

#include "devmap_main.h"
