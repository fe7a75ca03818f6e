// SPDX-License-Identifier: GPL-2.0
/*
 * The device goes while programs have it mapped: touches become SIGBUS, waits end, and
 * nothing hangs or crashes, whatever the programs do at that moment.
 */
#include <sys/mount.h>

#include "kselftest_harness.h"

#include "devmap_test.h"
#include "devmap_traps.h"

/* Devices are made with the contexts that the module's parameter says then. */
#define XX_MIN_PAGES 2
#define LAST_DEV	"/dev/xxctx2"

FIXTURE(remove) {
	long instances;
	long hold;
	struct steps *steps;	/* how many programs have the device */
};

FIXTURE_SETUP(remove)
{
	self->instances = param_get("instances");
	self->hold = param_get("hold_usec");
	self->steps = steps_new();
	if (self->instances > 2)
		SKIP(_exit(SKIPPED), "more than 2 instances");
	ASSERT_EQ(0, param_set("instances", 3));
	ASSERT_EQ(0, access(LAST_DEV, F_OK));
}

FIXTURE_TEARDOWN(remove)
{
	param_set("save_usec", 0);
	param_set("hold_usec", self->hold);
	param_set("instances", self->instances);
}

static int take_away(void)
{
	return param_set("instances", 2);
}

TEST_F(remove, while_mapped)
{
	struct xx xx;
	struct probe pr;
	vu64 *map;
	pid_t pid;
	int fd;

	ASSERT_EQ(0, xx_open(&xx, LAST_DEV));
	map = xx_map(&xx, MAP_PRIVATE);
	ASSERT_NE(MAP_FAILED, map);
	map[1] = 1;
	ASSERT_EQ(0, take_away());
	pr = probe_read(&map[1]);
	EXPECT_EQ(SIGBUS, pr.sig);
	EXPECT_EQ((void *)&map[1], pr.addr);
	EXPECT_EQ(SIGBUS, probe_write(&map[1], 1).sig);
	EXPECT_EQ(SIGBUS, probe_read((vu64 *)xx.status).sig);
	EXPECT_EQ(-1, ioctl(xx.fd, XXIOC_GETINFO, &xx.info));
	EXPECT_EQ(ENXIO, errno);
	EXPECT_EQ(MAP_FAILED, xx_map(&xx, MAP_PRIVATE));
	EXPECT_EQ(-1, open(LAST_DEV, O_RDWR));
	/* What programs do to dead mappings. */
	pid = fork();
	if (!pid)
		_exit(probe_read(&map[1]).sig != SIGBUS);
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(0, mprotect((void *)map, xx.page, PROT_READ));
	EXPECT_EQ(SIGBUS, probe_read(&map[1]).sig);
	/* A new one of the same name is another device. */
	ASSERT_EQ(0, param_set("instances", 3));
	fd = open(LAST_DEV, O_RDWR);
	EXPECT_LE(0, fd);
	EXPECT_EQ(SIGBUS, probe_read(&map[1]).sig);
	close(fd);
	EXPECT_EQ(0, munmap((void *)map, xx.info.xi_ctxsize));
	xx_close(&xx);
}

/* What programs do when it happens; SIGBUS and SIGSEGV are the expected end. */
typedef void busy_fn(struct xx *xx, char *map);

static void busy_touching(struct xx *xx, char *map)
{
	unsigned int i, pages = xx->info.xi_ctxsize / xx->page;

	for (i = 0;; i++)
		*xx_word(map, i % pages, 3) += 1;
}

static void busy_forking(struct xx *xx, char *map)
{
	(void)xx;
	for (;;) {
		pid_t pid;

		(void)*xx_word(map, 0, 3);
		pid = fork();
		if (!pid)
			_exit(0);
		child_status(pid);
	}
}

static void busy_mapping(struct xx *xx, char *map)
{
	(void)map;
	for (;;) {
		char *m = xx_map(xx, MAP_PRIVATE);

		if (m == MAP_FAILED)
			raise(SIGBUS);
		*xx_word(m, 0, 3) = 1;
		munmap(m + xx->page, xx->page);
		munmap(m, xx->info.xi_ctxsize);
	}
}

/* Pieces go one by one, so that there are many handles to unmap. */
static void busy_unmapping(struct xx *xx, char *map)
{
	unsigned int i, pages = xx->info.xi_ctxsize / xx->page;

	for (;;) {
		for (i = 0; i < pages; i += 2)
			munmap(map + i * xx->page, xx->page);
		for (i = 1; i < pages; i += 2)
			*xx_word(map, i, 3) = 1;
		if (mmap(map, xx->info.xi_ctxsize, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_FIXED, xx->fd, 0) == MAP_FAILED)
			raise(SIGBUS);
	}
}

static pid_t busy_start(busy_fn *fn, struct steps *steps)
{
	pid_t pid = fork();
	struct xx xx;
	char *map;

	if (pid)
		return pid;
	signal(SIGBUS, SIG_DFL);
	signal(SIGSEGV, SIG_DFL);
	if (xx_open(&xx, LAST_DEV))
		_exit(1);
	map = xx_map(&xx, MAP_PRIVATE);
	if (map == MAP_FAILED)
		_exit(1);
	__atomic_add_fetch(&steps->at, 1, __ATOMIC_SEQ_CST);
	fn(&xx, map);
	_exit(2);
}

enum { BUSY = 3 };

/*
 * One removal under load, @usec after all have the device, or after all have begun to
 * look for it if it is early: 0 if all ended as they should, and what @ready says then.
 */
static long remove_under(struct steps *steps, busy_fn *fn, unsigned int usec, int early,
			 int (*ready)(void))
{
	pid_t pids[BUSY];
	long wrong = 0;
	int i, status;

	if (param_set("instances", 3))
		return 1000;
	step_to(steps, 0);
	for (i = 0; i < BUSY; i++)
		pids[i] = busy_start(fn, steps);
	if (!early)
		step_wait(steps, BUSY);
	usleep(usec);
	if (ready && ready())
		wrong += 100;
	wrong += take_away() != 0;
	for (i = 0; i < BUSY; i++) {
		status = child_status(pids[i]);
		/* Slower than the removal: it found no device. */
		wrong += status != 0x100 + SIGBUS && !(early && status == 1);
	}
	return wrong;
}

#define REMOVED(name, holds)							\
TEST_F_TIMEOUT(remove, while_##name, 120)					\
{										\
	unsigned int seed = 8;							\
	int i;									\
										\
	ASSERT_EQ(0, param_set("hold_usec", holds));				\
	for (i = 0; i < 20; i++)						\
		EXPECT_EQ(0, remove_under(self->steps, busy_##name,		\
					  rand_r(&seed) % 20000, i % 4 == 0,	\
					  NULL))				\
			TH_LOG("round %d", i);					\
}

REMOVED(touching, 0)
REMOVED(forking, 0)
REMOVED(mapping, 0)
REMOVED(unmapping, 0)

/* Do two wait, and does one have it? */
static int two_wait(void)
{
	return wait_for_waiters("xxctx2", BUSY - 1);
}

/* Two of the three wait for their turn, which would come in a minute. */
TEST_F_TIMEOUT(remove, while_waiting, 120)
{
	double start;
	int i;

	ASSERT_EQ(0, param_set("hold_usec", 60000000));
	for (i = 0; i < 3; i++) {
		start = now();
		EXPECT_EQ(0, remove_under(self->steps, busy_touching, 0, 0, two_wait));
		EXPECT_GT(30, now() - start);
	}
}

/* A switch that takes a second is on: the removal waits for it, and no longer. */
TEST_F_TIMEOUT(remove, during_a_slow_switch, 60)
{
	double start;

	ASSERT_EQ(0, param_set("hold_usec", 0));
	ASSERT_EQ(0, param_set("save_usec", 1000000));
	start = now();
	EXPECT_EQ(0, remove_under(self->steps, busy_touching, 300000, 0, NULL));
	EXPECT_GT(20, now() - start);
}

#include "devmap_main.h"
