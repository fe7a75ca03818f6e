// SPDX-License-Identifier: GPL-2.0
/*
 * fork: visible to the driver, invisible to translations.
 */
#include "kselftest_harness.h"

#include "devmap_test.h"

#define XX_MIN_PAGES 3

#ifndef MADV_WIPEONFORK
#define MADV_WIPEONFORK 18
#define MADV_KEEPONFORK 19
#endif

FIXTURE(fork) {
	struct xx xx;
	size_t size;
	long hold;
};

FIXTURE_SETUP(fork)
{
	XX_SETUP(self);
	self->size = self->xx.info.xi_ctxsize;
	self->hold = param_get("hold_usec");
	ASSERT_EQ(0, param_set("hold_usec", 1000));
}

FIXTURE_TEARDOWN(fork)
{
	param_set("hold_usec", self->hold);
	xx_close(&self->xx);
}

/*
 * In a child: the first touch has to go through the driver, show a copy of the
 * parent's state, and be a context of the child's own.
 */
static int child_has_a_copy(struct xx *xx, void *map, unsigned long long parent_id,
			    unsigned long long seed)
{
	size_t size = xx->info.xi_ctxsize;
	unsigned long long switches = xx->status->xs_switches;
	long faults = faults_now();

	(void)*xx_word(map, 0, 1);
	if (faults_now() == faults)
		return 1;	/* a translation was inherited */
	if (xx->status->xs_switches == switches)
		return 2;	/* the driver did not switch */
	if (check(map, size, seed))
		return 3;	/* not the parent's state */
	if (xx_id(map) == parent_id)
		return 4;	/* the parent's context itself */
	fill(map, size, seed + 1);
	if (check(map, size, seed + 1))
		return 5;
	return 0;
}

TEST_F(fork, child_has_a_copy)
{
	void *map = xx_map(&self->xx, MAP_PRIVATE);
	unsigned long long id;
	pid_t pid;

	ASSERT_NE(MAP_FAILED, map);
	fill(map, self->size, 5);
	id = xx_id(map);
	/* Touched before, so that its own fault is none that counts. */
	(void)self->xx.status->xs_switches;
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid) {
		(void)self->xx.status->xs_switches;
		_exit(child_has_a_copy(&self->xx, map, id, 5));
	}
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(id, xx_id(map));
	EXPECT_EQ(0, check(map, self->size, 5));
	munmap(map, self->size);
}

/* What the parent writes before the child has touched anything is not the child's. */
TEST_F(fork, parent_goes_first)
{
	void *map = xx_map(&self->xx, MAP_PRIVATE);
	struct steps *steps = steps_new();
	unsigned long long id;
	pid_t pid;

	ASSERT_NE(MAP_FAILED, map);
	fill(map, self->size, 5);
	id = xx_id(map);
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid) {
		step_wait(steps, 1);
		(void)self->xx.status->xs_switches;
		_exit(child_has_a_copy(&self->xx, map, id, 5));
	}
	fill(map, self->size, 9);
	step_to(steps, 1);
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(id, xx_id(map));
	EXPECT_EQ(0, check(map, self->size, 9));
	munmap(map, self->size);
}

/* The parent's state may be in the saved copy when it forks. */
TEST_F(fork, of_a_context_that_is_not_current)
{
	void *map = xx_map(&self->xx, MAP_PRIVATE);
	void *other = xx_map(&self->xx, MAP_PRIVATE);
	unsigned long long id;
	pid_t pid;

	ASSERT_NE(MAP_FAILED, map);
	ASSERT_NE(MAP_FAILED, other);
	fill(map, self->size, 6);
	id = xx_id(map);
	fill(other, self->size, 60);
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid)
		_exit(child_has_a_copy(&self->xx, map, id, 6));
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(0, check(map, self->size, 6));
	EXPECT_EQ(0, check(other, self->size, 60));
	munmap(map, self->size);
	munmap(other, self->size);
}

/* Never touched before the fork. */
TEST_F(fork, of_an_untouched_mapping)
{
	vu64 *map = xx_map(&self->xx, MAP_PRIVATE);
	pid_t pid;

	ASSERT_NE(MAP_FAILED, map);
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid) {
		map[1] = 3;
		_exit(map[1] != 3);
	}
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(0, map[1]);
	munmap((void *)map, self->size);
}

/* A shared context stays shared; the child has to fault for it all the same. */
TEST_F(fork, shared_context)
{
	vu64 *map = xx_map(&self->xx, MAP_SHARED);
	struct steps *steps = steps_new();
	unsigned long long value;
	long faults;
	pid_t pid;

	ASSERT_NE(MAP_FAILED, map);
	map[1] = 8;
	(void)self->xx.status->xs_switches;
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid) {
		faults = faults_now();
		if (map[1] != 8)
			_exit(1);
		if (faults_now() == faults)
			_exit(2);
		map[2] = 9;
		step_to(steps, 1);
		_exit(0);
	}
	/*
	 * The parent keeps what it had: no fault for it. Asked for twice, since the
	 * first call after a fork gets a stack page of its own.
	 */
	faults_now();
	faults = faults_now();
	value = map[1];
	faults = faults_now() - faults;
	EXPECT_EQ(8, value);
	EXPECT_EQ(0, faults);
	step_wait(steps, 1);
	EXPECT_EQ(9, map[2]);
	EXPECT_EQ(0, child_status(pid));
	munmap((void *)map, self->size);
}

/* The user takes the flag away that the copy of translations is skipped by. */
TEST_F(fork, after_keeponfork)
{
	void *map = xx_map(&self->xx, MAP_PRIVATE);
	unsigned long long id;
	pid_t pid, grandchild;

	ASSERT_NE(MAP_FAILED, map);
	fill(map, self->size, 9);
	id = xx_id(map);
	madvise(map, self->size, MADV_KEEPONFORK);
	(void)self->xx.status->xs_switches;
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid) {
		if (child_has_a_copy(&self->xx, map, id, 9))
			_exit(1);
		/* In the child the flag was set; here it is taken away. */
		madvise(map, self->size, MADV_KEEPONFORK);
		id = xx_id(map);
		grandchild = fork();
		if (!grandchild)
			_exit(child_has_a_copy(&self->xx, map, id, 10));
		_exit(child_status(grandchild));
	}
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(0, check(map, self->size, 9));
	munmap(map, self->size);
}

static int descend(struct xx *xx, void *map, int depth, unsigned long long seed)
{
	unsigned long long id = xx_id(map);
	int err;
	pid_t pid;

	if (!depth)
		return 0;
	pid = fork();
	if (pid < 0)
		return 10;
	if (!pid) {
		err = child_has_a_copy(xx, map, id, seed);
		_exit(err ? err : descend(xx, map, depth - 1, seed + 1));
	}
	err = child_status(pid);
	return err ? err : check(map, xx->info.xi_ctxsize, seed) != 0;
}

TEST_F(fork, of_forks)
{
	void *map = xx_map(&self->xx, MAP_PRIVATE);

	ASSERT_NE(MAP_FAILED, map);
	fill(map, self->size, 100);
	EXPECT_EQ(0, descend(&self->xx, map, 6, 100));
	munmap(map, self->size);
}

/* Parent and child take the device from each other: a relative's revocation. */
TEST_F(fork, parent_and_child_take_turns)
{
	vu64 *map = xx_map(&self->xx, MAP_PRIVATE);
	pid_t pid;
	int i;

	ASSERT_NE(MAP_FAILED, map);
	map[1] = 1;
	pid = fork();
	ASSERT_LE(0, pid);
	for (i = 0; i < 300; i++) {
		map[2] = (pid ? 1000000 : 2000000) + i;
		if (i % 10 == 0)
			usleep(100);
		if (map[2] != (pid ? 1000000U : 2000000U) + i) {
			if (!pid)
				_exit(1);
			ASSERT_EQ(1000000 + i, map[2]);
		}
	}
	if (!pid)
		_exit(0);
	EXPECT_EQ(0, child_status(pid));
	munmap((void *)map, self->size);
}

TEST_F(fork, many_children)
{
	void *map = xx_map(&self->xx, MAP_PRIVATE);
	unsigned long long id;
	pid_t pids[24];
	int i;

	ASSERT_NE(MAP_FAILED, map);
	fill(map, self->size, 12);
	id = xx_id(map);
	for (i = 0; i < 24; i++) {
		pids[i] = fork();
		ASSERT_LE(0, pids[i]);
		if (!pids[i]) {
			(void)self->xx.status->xs_switches;
			_exit(child_has_a_copy(&self->xx, map, id, 12));
		}
	}
	for (i = 0; i < 24; i++)
		EXPECT_EQ(0, child_status(pids[i]));
	EXPECT_EQ(0, check(map, self->size, 12));
	munmap(map, self->size);
}

/* Linux has cut the mapping into three; to the driver it is one. */
TEST_F(fork, of_a_split_mapping)
{
	size_t page = self->xx.page;
	unsigned long long id;
	char *map;
	pid_t pid;

	map = xx_map(&self->xx, MAP_PRIVATE);
	ASSERT_NE(MAP_FAILED, map);
	fill(map, self->size, 13);
	ASSERT_EQ(0, mprotect(map + page, page, PROT_READ));
	id = xx_id(map);
	(void)self->xx.status->xs_switches;
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid) {
		if (mprotect(map + page, page, PROT_READ | PROT_WRITE))
			_exit(20);
		_exit(child_has_a_copy(&self->xx, map, id, 13));
	}
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(0, check(map, self->size, 13));
	munmap(map, self->size);
}

/* Two handles of one context, forked: one context in the child too. */
TEST_F(fork, of_a_mapping_with_a_hole)
{
	size_t page = self->xx.page;
	unsigned long long switches;
	char *map;
	pid_t pid;

	map = xx_map(&self->xx, MAP_PRIVATE);
	ASSERT_NE(MAP_FAILED, map);
	fill(map, self->size, 14);
	ASSERT_EQ(0, munmap(map + page, page));
	(void)self->xx.status->xs_switches;
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid) {
		*xx_word(map, 0, 1) = 5;
		switches = self->xx.status->xs_switches;
		*xx_word(map, 2, 1) = 6;
		if (self->xx.status->xs_switches != switches)
			_exit(1);
		if (probe_read(xx_word(map, 1, 0)).sig != SIGSEGV)
			_exit(2);
		_exit(*xx_word(map, 0, 1) != 5 || *xx_word(map, 2, 1) != 6);
	}
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(0, check(map, page, 14));
	munmap(map, self->size);
}

/* Two pieces, one context: also in a child's child, and with a value in each. */
static int fork_with_a_hole(struct xx *xx, unsigned long long seed)
{
	char *map = xx_map(xx, MAP_PRIVATE);
	pid_t pid;
	int err;

	if (map == MAP_FAILED || munmap(map + xx->page, xx->page))
		return 1;
	pid = fork();
	if (!pid) {
		*xx_word(map, 0, 9) = seed;
		*xx_word(map, 2, 9) = seed + 1;
		pid = fork();
		if (!pid)
			_exit(*xx_word(map, 0, 9) != seed ||
			      *xx_word(map, 2, 9) != seed + 1);
		_exit(child_status(pid));
	}
	err = child_status(pid);
	munmap(map, xx->info.xi_ctxsize);
	return err;
}

/* While others fork in between the calls for the two pieces. */
TEST_F_TIMEOUT(fork, of_mappings_with_holes_by_many, 120)
{
	pid_t pids[4];
	int i, k, err;

	ASSERT_EQ(0, param_set("hold_usec", 0));
	for (i = 0; i < 4; i++) {
		pids[i] = fork();
		ASSERT_LE(0, pids[i]);
		for (k = err = 0; !pids[i] && k < 60 && !err; k++)
			err = fork_with_a_hole(&self->xx, 100 * i + k + 1);
		if (!pids[i])
			_exit(err);
	}
	for (i = 0; i < 4; i++)
		EXPECT_EQ(0, child_status(pids[i]));
}

TEST_F(fork, dontfork)
{
	vu64 *map = xx_map(&self->xx, MAP_PRIVATE);
	pid_t pid;

	ASSERT_NE(MAP_FAILED, map);
	map[1] = 4;
	ASSERT_EQ(0, madvise((void *)map, self->size, MADV_DONTFORK));
	/* That is final for such a mapping. */
	EXPECT_EQ(-1, madvise((void *)map, self->size, MADV_DOFORK));
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid)
		_exit(probe_read(&map[1]).sig != SIGSEGV);
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(4, map[1]);
	munmap((void *)map, self->size);
}

/* The driver refuses the child: its mapping is dead, nothing else is. */
TEST_F(fork, driver_refuses)
{
	vu64 *map = xx_map(&self->xx, MAP_PRIVATE);
	vu64 *other = xx_map(&self->xx, MAP_PRIVATE);
	struct probe p;
	pid_t pid;

	ASSERT_NE(MAP_FAILED, map);
	ASSERT_NE(MAP_FAILED, other);
	other[1] = 2;
	map[1] = 1;
	ASSERT_EQ(0, param_set("save_fail", 1));
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid) {
		p = probe_read(&map[1]);
		if (p.sig != SIGBUS || p.addr != (void *)&map[1])
			_exit(1);
		if (probe_write(&map[2], 1).sig != SIGBUS)
			_exit(2);
		if (probe_read(&other[1]).sig || other[1] != 2)
			_exit(3);
		munmap((void *)map, self->size);
		_exit(0);
	}
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(0, param_get("save_fail"));
	EXPECT_EQ(2, other[1]);
	munmap((void *)map, self->size);
	munmap((void *)other, self->size);
}

/* The child is killed in the middle of everything. */
TEST_F(fork, child_killed)
{
	vu64 *map = xx_map(&self->xx, MAP_PRIVATE);
	pid_t pid;
	int i;

	ASSERT_NE(MAP_FAILED, map);
	map[1] = 31;
	for (i = 0; i < 10; i++) {
		pid = fork();
		ASSERT_LE(0, pid);
		if (!pid) {
			for (;;)
				map[2]++;
		}
		usleep(1000 + i * 500);
		kill(pid, SIGKILL);
		EXPECT_EQ(0x100 + SIGKILL, child_status(pid));
		ASSERT_EQ(31, map[1]);
		ASSERT_EQ(0, map[2]);
	}
	munmap((void *)map, self->size);
}

TEST_F(fork, vfork_and_exec)
{
	vu64 *map = xx_map(&self->xx, MAP_PRIVATE);
	long faults;
	pid_t pid;

	ASSERT_NE(MAP_FAILED, map);
	map[1] = 21;
	faults = faults_now();
	pid = vfork();
	if (!pid) {
		execl("/bin/true", "true", (char *)NULL);
		_exit(127);
	}
	ASSERT_LE(0, pid);
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(21, map[1]);
	EXPECT_LE(faults_now(), faults + 8);
	munmap((void *)map, self->size);
}

#include "devmap_main.h"
