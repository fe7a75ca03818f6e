// SPDX-License-Identifier: GPL-2.0
/*
 * A 32-bit program: compat.sh runs it. The data model that drivers are told of,
 * the ioctls of the layer and of drivers, and addresses that fit.
 */
#include "kselftest_harness.h"

#include <sys/ioctl.h>

#include "devmap_test.h"
#include "old_test.h"

FIXTURE(compat) {
	struct old old;
};

FIXTURE_SETUP(compat)
{
	ASSERT_EQ(0, old_open(&self->old));
}

FIXTURE_TEARDOWN(compat)
{
	old_close(&self->old);
}

TEST_F(compat, is_32_bit)
{
	EXPECT_EQ(4, sizeof(void *));
	EXPECT_EQ(4, sizeof(long));
	EXPECT_EQ(0x00100000, OLDT_MODEL);
}

TEST_F(compat, ioctl)
{
	struct old *o = &self->old;

	ASSERT_EQ(0, old_log(o));
	EXPECT_EQ(OLDT_MODEL, o->log.ol_model);
	EXPECT_EQ(-1, ioctl(o->fd[0], OLDTIOC_LOG, NULL));
	EXPECT_EQ(EFAULT, errno);
}

TEST_F(compat, model_of_devmap)
{
	struct old *o = &self->old;
	vu64 *map = old_map(o, OLDT_DEVMAP, PROT_READ, 0, 1);

	ASSERT_NE(MAP_FAILED, map);
	old_log(o);
	ASSERT_EQ(1, o->log.ol_n);
	EXPECT_EQ(OLDT_C_DEVMAP, o->log.ol_call[0].oc_what);
	EXPECT_EQ(OLDT_MODEL, o->log.ol_call[0].oc_model);
	munmap((void *)map, o->page);
}

/* In mmap(2), in a fault, and in a fault of a fork. */
TEST_F(compat, model_of_mmap)
{
	struct old *o = &self->old;
	vu64 *map = old_map(o, OLDT_SEGMAP, PROT_READ, 0, 3);
	pid_t pid;
	int i;

	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(0, probe_read(xx_word((void *)map, 1, 0)).sig);
	pid = fork();
	if (!pid)
		_exit(probe_read(xx_word((void *)map, 2, 0)).sig);
	EXPECT_EQ(0, child_status(pid));
	old_log(o);
	ASSERT_EQ(5, o->log.ol_n);
	for (i = 0; i < 5; i++) {
		EXPECT_EQ(i < 3 ? OLDT_C_MMAP : OLDT_C_FAULT, o->log.ol_call[i].oc_what);
		EXPECT_EQ(OLDT_MODEL, o->log.ol_call[i].oc_model);
	}
	munmap((void *)map, 3 * o->page);
}

/* The same structure, and an address that this program can use. */
TEST_F(compat, devmap_mmap)
{
	struct old *o = &self->old;
	char *map;

	EXPECT_EQ(40, sizeof(struct devmap_mmap_args));
	o->set.os_addroff = 0x800;
	old_set(o);
	map = devmap_mmap(NULL, 2 * o->page, PROT_READ | PROT_WRITE, MAP_SHARED,
			  o->fd[OLDT_DEVMAP], 0);
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(0x800, (unsigned long)map % o->page);
	*(vu64 *)map = 0x123456789abcdefULL;
	EXPECT_EQ(0x123456789abcdefULL, *(vu64 *)map);
	EXPECT_EQ(0, munmap(map - 0x800, 2 * o->page));
	EXPECT_EQ(MAP_FAILED, devmap_mmap(NULL, o->page, PROT_READ, MAP_SHARED,
					  o->fd[OLDT_DEVMAP], 1ULL << 40));
	EXPECT_EQ(ENXIO, errno);
}

TEST_F(compat, mapdev)
{
	struct old *o = &self->old;
	vu64 *map = old_map(o, OLDT_MAPDEV, PROT_READ | PROT_WRITE, 0, 2);

	ASSERT_NE(MAP_FAILED, map);
	*map = 5;
	EXPECT_EQ(5, *map);
	munmap((void *)map, 2 * o->page);
}

/* A context of the example driver, and its ioctl. */
TEST_F(compat, xxctx)
{
	struct xx xx;
	vu64 *map;

	if (access(XX_DEV, F_OK))
		SKIP(return, "no " XX_DEV);
	ASSERT_EQ(0, xx_open(&xx, XX_DEV));
	EXPECT_EQ(XXCTX_VERSION, xx.info.xi_version);
	map = xx_map(&xx, MAP_PRIVATE);
	ASSERT_NE(MAP_FAILED, map);
	map[3] = 42;
	EXPECT_EQ(42, map[3]);
	munmap((void *)map, xx.info.xi_ctxsize);
	xx_close(&xx);
}

#include "old_main.h"
