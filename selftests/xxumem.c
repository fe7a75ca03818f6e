// SPDX-License-Identifier: GPL-2.0
/*
 * The xxumem driver: kernel memory that programs share. Built twice, as a program
 * of the kernel's own data model and as a 32-bit one.
 */
#include "kselftest_harness.h"

#include <devmap/xxumem.h>

#include "devmap_test.h"

#define XXUMEM_DEV "/dev/xxumem"

FIXTURE(xxumem) {
	int fd;
	size_t size;
	volatile struct xxumem_page *page;
};

FIXTURE_SETUP(xxumem)
{
	self->size = sysconf(_SC_PAGESIZE);
	self->fd = open(XXUMEM_DEV, O_RDWR);
	ASSERT_LE(0, self->fd);
	self->page = mmap(NULL, self->size, PROT_READ | PROT_WRITE, MAP_SHARED,
			  self->fd, 0);
	ASSERT_TRUE(self->page != MAP_FAILED);
}

FIXTURE_TEARDOWN(xxumem)
{
	munmap((void *)self->page, self->size);
	close(self->fd);
}

/* The page has the shape of this program's longs. */
TEST_F(xxumem, model)
{
	EXPECT_EQ(XXUMEM_MAGIC, self->page->up_magic);
	EXPECT_EQ(8 * sizeof(long), self->page->up_bits);
}

/* What the driver writes is seen, and where it belongs. */
TEST_F(xxumem, note)
{
	unsigned long count = self->page->up_count;
	unsigned int i, note;

	for (i = 0; i < 2 * XXUMEM_NOTES; i++) {
		note = 0x12340000 + i;
		ASSERT_EQ(0, ioctl(self->fd, XXUMIOC_NOTE, &note));
		EXPECT_EQ(note, self->page->up_note[(count + i) % XXUMEM_NOTES]);
		EXPECT_EQ(count + i + 1, self->page->up_count);
	}
}

/* What one program writes another one sees, if it is of the same kind. */
TEST_F(xxumem, shared)
{
	volatile struct xxumem_page *other;
	pid_t pid;

	self->page->up_user = 1;
	pid = fork();
	if (!pid) {
		other = mmap(NULL, self->size, PROT_READ | PROT_WRITE, MAP_SHARED,
			     self->fd, 0);
		if (other == MAP_FAILED || other->up_user != 1)
			_exit(1);
		other->up_user = 2;
		_exit(0);
	}
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(2, self->page->up_user);
}

static int map_error(FIXTURE_DATA(xxumem) *self, size_t size, int prot, off_t off)
{
	void *map = mmap(NULL, size, prot, MAP_SHARED, self->fd, off);

	if (map == MAP_FAILED)
		return errno;
	munmap(map, size);
	return 0;
}

/* The other kind's page is nobody else's. */
TEST_F(xxumem, refused)
{
	EXPECT_EQ(ENXIO, map_error(self, 2 * self->size, PROT_READ, 0));
	EXPECT_EQ(ENXIO, map_error(self, self->size, PROT_READ, self->size));
	EXPECT_EQ(ENXIO, map_error(self, self->size, PROT_READ | PROT_EXEC, 0));
	EXPECT_EQ(0, map_error(self, self->size, PROT_READ, 0));
	EXPECT_EQ(0, map_error(self, 1, PROT_READ, 0));
}

#define main harness_main
TEST_HARNESS_MAIN
#undef main

int main(int argc, char **argv)
{
	if (access(XXUMEM_DEV, F_OK))
		ksft_exit_skip("no %s: modprobe xxumem\n", XXUMEM_DEV);
	if (access(XXUMEM_DEV, R_OK | W_OK))
		ksft_exit_skip("not root\n");
	return harness_main(argc, argv);
}
