// SPDX-License-Identifier: GPL-2.0
/*
 * The example drivers of src/, one fixture each; SKIP where its device is not.
 */
#include "kselftest_harness.h"

#include <sys/ioctl.h>

#include "devmap_test.h"

#include <devmap/devmap.h>
#include <devmap/xxbuf.h>
#include <devmap/xxfbw.h>
#include <devmap/xxmmap.h>
#include <devmap/xxtwo.h>

#define OPEN_OR_SKIP(fd, path, flags)					\
	do {								\
		if (access(path, F_OK))					\
			SKIP(_exit(SKIPPED), "no " path);		\
		fd = open(path, flags);					\
		ASSERT_LE(0, fd);					\
	} while (0)

static size_t page_size(void)
{
	return sysconf(_SC_PAGESIZE);
}

/* 0 or an errno */
static int map_errno(int fd, size_t len, int prot, int flags, off_t off)
{
	void *map = mmap(NULL, len, prot, flags, fd, off);

	if (map == MAP_FAILED)
		return errno;
	munmap(map, len);
	return 0;
}

FIXTURE(xxfbw) {
	int fd;
	size_t size;
};

FIXTURE_SETUP(xxfbw)
{
	struct xxfbw_info info;

	OPEN_OR_SKIP(self->fd, "/dev/xxfbw", O_RDWR);
	ASSERT_EQ(0, ioctl(self->fd, XXFBWIOC_INFO, &info));
	self->size = info.xi_size;
}

FIXTURE_TEARDOWN(xxfbw)
{
	close(self->fd);
}

static long pixel(int fd, unsigned long long off)
{
	struct xxfbw_pixel xp = { .xp_off = off };

	return ioctl(fd, XXFBWIOC_PIXEL, &xp) ? -errno : (long)xp.xp_value;
}

TEST_F(xxfbw, refuses_reading)
{
	int prots[] = { PROT_READ, PROT_READ | PROT_WRITE, PROT_READ | PROT_EXEC };
	unsigned int i;

	for (i = 0; i < 3; i++)
		EXPECT_EQ(EINVAL, map_errno(self->fd, page_size(), prots[i],
					    MAP_SHARED, 0));
	EXPECT_EQ(0, map_errno(self->fd, page_size(), PROT_WRITE, MAP_SHARED, 0));
}

TEST_F(xxfbw, writes_pixels)
{
	volatile unsigned int *fb;
	size_t i;

	fb = mmap(NULL, self->size, PROT_WRITE, MAP_SHARED, self->fd, 0);
	ASSERT_NE(MAP_FAILED, fb);
	for (i = 0; i < self->size / 4; i++)
		fb[i] = i * 3;
	for (i = 0; i < self->size / 4; i += 251)
		EXPECT_EQ(i * 3, pixel(self->fd, 4 * i));
	munmap((void *)fb, self->size);
	EXPECT_EQ(-EINVAL, pixel(self->fd, self->size));
	EXPECT_EQ(-EINVAL, pixel(self->fd, 2));
}

/* What a later version may give a meaning to is 0 now. */
TEST_F(xxfbw, reserved_is_zero)
{
	struct xxfbw_pixel xp = { .xp_off = 0, .xp_reserved = 1 };

	EXPECT_EQ(-1, ioctl(self->fd, XXFBWIOC_PIXEL, &xp));
	EXPECT_EQ(EINVAL, errno);
	xp.xp_reserved = 0;
	EXPECT_EQ(0, ioctl(self->fd, XXFBWIOC_PIXEL, &xp));
}

/* What segmap refused cannot be had later. */
TEST_F(xxfbw, mprotect_refuses_reading)
{
	void *fb = mmap(NULL, self->size, PROT_WRITE, MAP_SHARED, self->fd, 0);

	ASSERT_NE(MAP_FAILED, fb);
	EXPECT_EQ(-1, mprotect(fb, self->size, PROT_READ));
	EXPECT_EQ(EACCES, errno);
	EXPECT_EQ(-1, mprotect(fb, self->size, PROT_READ | PROT_WRITE));
	EXPECT_EQ(0, mprotect(fb, self->size, PROT_NONE));
	EXPECT_EQ(0, mprotect(fb, self->size, PROT_WRITE));
	munmap(fb, self->size);
}

TEST_F(xxfbw, not_behind_the_end)
{
	EXPECT_EQ(ENXIO, map_errno(self->fd, self->size + page_size(), PROT_WRITE,
				   MAP_SHARED, 0));
	EXPECT_EQ(ENXIO, map_errno(self->fd, page_size(), PROT_WRITE, MAP_SHARED,
				   self->size));
}

FIXTURE(xxbuf) {
	int fd;
};

FIXTURE_SETUP(xxbuf)
{
	OPEN_OR_SKIP(self->fd, "/dev/xxbuf", O_RDWR);
}

FIXTURE_TEARDOWN(xxbuf)
{
	close(self->fd);
}

TEST_F(xxbuf, address_of_the_buffer)
{
	size_t len = XXBUF_OFFSET + XXBUF_SIZE;
	char *buf, *page;

	buf = devmap_mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_SHARED, self->fd, 0);
	ASSERT_NE(MAP_FAILED, buf);
	EXPECT_EQ(XXBUF_OFFSET, (unsigned long)buf % page_size());
	EXPECT_EQ(XXBUF_MAGIC, *(volatile unsigned int *)(buf - XXBUF_OFFSET));
	memset(buf, 0x5c, XXBUF_SIZE);
	/* mmap(2) returns the page that the buffer begins in */
	page = mmap(NULL, len, PROT_READ, MAP_SHARED, self->fd, 0);
	ASSERT_NE(MAP_FAILED, page);
	EXPECT_EQ(0, (unsigned long)page % page_size());
	EXPECT_EQ(XXBUF_MAGIC, *(volatile unsigned int *)page);
	EXPECT_EQ(0, memcmp(page + XXBUF_OFFSET, buf, XXBUF_SIZE));
	EXPECT_EQ(0x5c, page[XXBUF_OFFSET]);
	EXPECT_EQ(-1, munmap(buf, len));
	EXPECT_EQ(EINVAL, errno);
	EXPECT_EQ(0, munmap(buf - XXBUF_OFFSET, len));
	EXPECT_EQ(0, munmap(page, len));
}

TEST_F(xxbuf, errors_are_those_of_mmap)
{
	EXPECT_EQ(MAP_FAILED, devmap_mmap(NULL, 64 * page_size(), PROT_READ, MAP_SHARED,
					  self->fd, 0));
	EXPECT_EQ(ENXIO, errno);
	EXPECT_EQ(MAP_FAILED, devmap_mmap(NULL, page_size(), PROT_READ, MAP_PRIVATE,
					  self->fd, 0));
	EXPECT_EQ(EINVAL, errno);
}

FIXTURE(xxmmap) {
	int fd;
};

FIXTURE_SETUP(xxmmap)
{
	OPEN_OR_SKIP(self->fd, "/dev/xxmmap", O_RDONLY);
}

FIXTURE_TEARDOWN(xxmmap)
{
	close(self->fd);
}

TEST_F(xxmmap, reads_registers)
{
	volatile struct xxmmap_reg *reg;
	char data;

	reg = mmap(NULL, page_size(), PROT_READ, MAP_SHARED, self->fd, 0);
	ASSERT_NE(MAP_FAILED, reg);
	EXPECT_EQ(XXMMAP_CSR, reg->xr_csr);
	for (data = 1; data < 4; data++) {
		ASSERT_EQ(0, ioctl(self->fd, XXMMAPIOC_DATA, &data));
		EXPECT_EQ(data, reg->xr_data);
	}
	EXPECT_EQ(SIGSEGV, probe_write((vu64 *)reg, 1).sig);
	EXPECT_EQ(-1, mprotect((void *)reg, page_size(), PROT_READ | PROT_WRITE));
	EXPECT_EQ(EACCES, errno);
	munmap((void *)reg, page_size());
}

TEST_F(xxmmap, refuses)
{
	int rw = open("/dev/xxmmap", O_RDWR);

	/* could be written to later, by mprotect */
	EXPECT_EQ(ENXIO, map_errno(rw, page_size(), PROT_READ, MAP_SHARED, 0));
	EXPECT_EQ(ENXIO, map_errno(rw, page_size(), PROT_WRITE, MAP_SHARED, 0));
	EXPECT_EQ(EACCES, map_errno(self->fd, page_size(), PROT_WRITE, MAP_SHARED, 0));
	EXPECT_EQ(EINVAL, map_errno(self->fd, page_size(), PROT_READ, MAP_PRIVATE, 0));
	/* 512 bytes are in one page */
	EXPECT_EQ(ENXIO, map_errno(self->fd, page_size(), PROT_READ, MAP_SHARED,
				   page_size()));
	EXPECT_EQ(ENXIO, map_errno(self->fd, 2 * page_size(), PROT_READ, MAP_SHARED, 0));
	close(rw);
}

FIXTURE(xxtwo) {
	int fd;
	size_t size;	/* of both regions */
};

FIXTURE_SETUP(xxtwo)
{
	OPEN_OR_SKIP(self->fd, "/dev/xxtwo", O_RDWR);
	self->size = XXTWO_CTXMGT_SIZE + XXTWO_NORMAL_SIZE;
}

FIXTURE_TEARDOWN(xxtwo)
{
	close(self->fd);
}

static char *map_two(int fd, size_t size)
{
	return mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
		    XXTWO_OFF_CTXMGT);
}

static vu64 *normal(char *map)
{
	return (vu64 *)(map + XXTWO_OFF_NORMAL - XXTWO_OFF_CTXMGT);
}

TEST_F(xxtwo, ranges)
{
	int rw = PROT_READ | PROT_WRITE;
	size_t page = page_size();

	EXPECT_EQ(0, map_errno(self->fd, self->size, rw, MAP_SHARED, XXTWO_OFF_CTXMGT));
	EXPECT_EQ(0, map_errno(self->fd, page, rw, MAP_PRIVATE, XXTWO_OFF_NORMAL - page));
	EXPECT_EQ(ENXIO, map_errno(self->fd, page, rw, MAP_SHARED, 0));
	EXPECT_EQ(ENXIO, map_errno(self->fd, 2 * page, rw, MAP_SHARED,
				   XXTWO_OFF_CTXMGT - page));
	EXPECT_EQ(ENXIO, map_errno(self->fd, self->size + page, rw, MAP_SHARED,
				   XXTWO_OFF_CTXMGT));
	EXPECT_EQ(ENXIO, map_errno(self->fd, page, rw, MAP_SHARED,
				   XXTWO_OFF_NORMAL + XXTWO_NORMAL_SIZE));
}

/* The first region is everybody's own, the second one everybody's. */
TEST_F(xxtwo, context_and_memory)
{
	char *a = map_two(self->fd, self->size), *b = map_two(self->fd, self->size);
	size_t words = XXTWO_CTXMGT_SIZE / 8, i;
	int round;

	ASSERT_NE(MAP_FAILED, a);
	ASSERT_NE(MAP_FAILED, b);
	for (i = 0; i < words; i += 64) {
		EXPECT_EQ(0, ((vu64 *)a)[i]);
		((vu64 *)a)[i] = i;
	}
	for (i = 0; i < words; i += 64) {
		EXPECT_EQ(0, ((vu64 *)b)[i]);
		((vu64 *)b)[i] = ~i;
	}
	for (round = 0; round < 3; round++) {
		/* two pages of one context in turn with those of the other */
		EXPECT_EQ(64, ((vu64 *)a)[64]);
		EXPECT_EQ(words - 64, ((vu64 *)a)[words - 64]);
		EXPECT_EQ(~64ULL, ((vu64 *)b)[64]);
		EXPECT_EQ(~(words - 64ULL), ((vu64 *)b)[words - 64]);
		normal(a)[round] = round + 5;
		EXPECT_EQ(round + 5, normal(b)[round]);
	}
	munmap(a, self->size);
	munmap(b, self->size);
}

TEST_F(xxtwo, fork_copies_the_context)
{
	char *map = map_two(self->fd, self->size);
	vu64 *ctx = (vu64 *)map;
	pid_t pid;

	ASSERT_NE(MAP_FAILED, map);
	ctx[1000] = 1;
	normal(map)[9] = 1;
	pid = fork();
	if (!pid) {
		int bad = ctx[1000] != 1;

		ctx[1000] = 2;
		normal(map)[9] = 2;
		_exit(bad + (ctx[1000] != 2));
	}
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(1, ctx[1000]);
	EXPECT_EQ(2, normal(map)[9]);
	munmap(map, self->size);
}

/* What remains of a mapping keeps its context, and the rest of the device. */
TEST_F(xxtwo, partial_unmap)
{
	char *map = map_two(self->fd, self->size), *other;
	size_t page = page_size();
	vu64 *ctx = (vu64 *)map;

	ASSERT_NE(MAP_FAILED, map);
	ctx[0] = 11;
	*(vu64 *)(map + 4 * page) = 12;
	normal(map)[1] = 13;
	/* a hole in the first region; then the end of it and the second's start */
	ASSERT_EQ(0, munmap(map + page, page));
	ASSERT_EQ(0, munmap(map + XXTWO_CTXMGT_SIZE - page, 2 * page));
	EXPECT_EQ(SIGSEGV, probe_read(normal(map)).sig);
	EXPECT_EQ(SIGSEGV, probe_read((vu64 *)(map + page)).sig);
	other = map_two(self->fd, page);
	ASSERT_NE(MAP_FAILED, other);
	*(vu64 *)other = 99;
	EXPECT_EQ(11, ctx[0]);
	EXPECT_EQ(12, *(vu64 *)(map + 4 * page));
	EXPECT_EQ(99, *(vu64 *)other);
	EXPECT_EQ(0, probe_read((vu64 *)((char *)normal(map) + page)).sig);
	munmap(other, page);
	munmap(map, self->size);
}

#define main harness_main
TEST_HARNESS_MAIN
#undef main

int main(int argc, char **argv)
{
	if (access("/dev/xxfbw", F_OK) && access("/dev/xxbuf", F_OK) &&
	    access("/dev/xxmmap", F_OK) && access("/dev/xxtwo", F_OK))
		ksft_exit_skip("no /dev/xxfbw, xxbuf, xxmmap or xxtwo: modprobe them\n");
	return harness_main(argc, argv);
}
