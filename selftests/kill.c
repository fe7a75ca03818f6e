// SPDX-License-Identifier: GPL-2.0
/*
 * Processes that end at any moment: killed, out of memory, replaced by exec. What they
 * had is free afterwards, and nobody else notices.
 */
#include "kselftest_harness.h"

#include "devmap_test.h"
#include "devmap_traps.h"
#include "devmap_cgroup.h"

#define XX_MIN_PAGES 2

FIXTURE(kill) {
	struct pair p;
	long mappings;
};

/* Of all processes. */
static long mappings(void)
{
	return number_in("/sys/class/devmap/xxctx/", "mappings");
}

FIXTURE_SETUP(kill)
{
	self->mappings = mappings();
	ASSERT_LE(0, self->mappings);
	ASSERT_EQ(0, pair_setup(&self->p));
}

FIXTURE_TEARDOWN(kill)
{
	int i;

	param_set("save_usec", 0);
	param_set("restore_usec", 0);
	EXPECT_EQ(0, pair_teardown(&self->p));
	/*
	 * Nothing of the dead is left, nor of a fork that none of them has lived to see;
	 * a child that has outlived its parent, and that nobody waits for, ends by itself.
	 */
	for (i = 0; i < 3000 && mappings() != self->mappings; i++)
		usleep(10000);
	EXPECT_EQ(self->mappings, mappings());
}

/* What a victim does for ever, until it is killed in the middle of it. */
typedef void victim_fn(struct pair *p);

/* How often victims have done it; shared with them. */
static long *done;

static void victim_did(void)
{
	__atomic_add_fetch(done, 1, __ATOMIC_RELAXED);
}

static long victims_did(void)
{
	return __atomic_load_n(done, __ATOMIC_RELAXED);
}

static void victim_touches(struct pair *p)
{
	for (;;) {
		*xx_word(p->map, 0, 5) += 1;
		*xx_word(p->other, 1, 5) += 1;
		victim_did();
	}
}

static void victim_maps(struct pair *p)
{
	for (;;) {
		vu64 *map = xx_map(&p->xx, MAP_PRIVATE);

		map[1] = 1;
		victim_did();
		munmap((void *)map, p->page);
		munmap((char *)map + p->page, p->size - p->page);
	}
}

static void victim_forks(struct pair *p)
{
	for (;;) {
		pid_t pid = fork();

		*xx_word(p->map, 0, 5) += 1;
		if (!pid)
			_exit(0);
		victim_did();
		child_status(pid);
	}
}

static void victim_moves(struct pair *p)
{
	char *room = mmap(NULL, p->size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *from = p->map, *to = room, *t;

	for (;;) {
		mremap(from, p->size, p->size, MREMAP_MAYMOVE | MREMAP_FIXED, to);
		*xx_word(to, 0, 5) += 1;
		victim_did();
		t = from;
		from = to;
		to = t;
	}
}

static void victim_execs(struct pair *p)
{
	*xx_word(p->map, 0, 5) += 1;
	victim_did();
	usleep(500);
	execl("/bin/sleep", "sleep", "100", (char *)NULL);
	_exit(1);
}

/*
 * At random times from their start, or from when they are at it; two at once, so that they
 * fight each other too.
 */
static long kill_at_every_point(struct pair *p, victim_fn *victim, int rounds,
				unsigned int max_usec)
{
	unsigned int seed = 31337;
	long wrong = 0, before;
	pid_t pids[2];
	int i, k;

	done = mmap(NULL, sizeof(*done), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		    -1, 0);
	for (i = 0; i < rounds; i++) {
		before = victims_did();
		for (k = 0; k < 2; k++) {
			pids[k] = fork();
			if (!pids[k])
				victim(p);
		}
		for (k = 0; i % 2 && k < 5000 && victims_did() == before; k++)
			usleep(1000);
		usleep(rand_r(&seed) % max_usec);
		for (k = 0; k < 2; k++) {
			kill(pids[k], SIGKILL);
			wrong += child_status(pids[k]) != 0x100 + SIGKILL;
		}
		if (i % 8 == 0)
			wrong += pair_apart(p) != 0;
	}
	if (victims_did() < rounds / 2)
		return -1;
	return wrong + pair_apart(p);
}

#define KILLED(name, rounds)							\
TEST_F_TIMEOUT(kill, while_it_##name, 200)					\
{										\
	EXPECT_EQ(0, kill_at_every_point(&self->p, victim_##name, rounds, 15000)); \
}

KILLED(touches, 80)
KILLED(maps, 80)
KILLED(forks, 60)
KILLED(moves, 80)
KILLED(execs, 40)

/* While it waits for its turn, with a hold time that would outlast the test. */
TEST_F_TIMEOUT(kill, while_it_waits, 60)
{
	struct pair *p = &self->p;
	struct steps *steps = steps_new();
	double start = now();
	int i;

	ASSERT_EQ(0, pair_hold(p, 30000000));
	for (i = 0; i < 8; i++) {
		pid_t pid = fork();

		ASSERT_LE(0, pid);
		if (!pid) {
			step_to(steps, i + 1);
			*xx_word(p->map, 0, 5) = 1;
			_exit(0);
		}
		step_wait(steps, i + 1);
		usleep(i * 5000);
		kill(pid, SIGKILL);
		EXPECT_EQ(0x100 + SIGKILL, child_status(pid)) TH_LOG("it did not wait");
	}
	/* The turn is still the other one's. */
	EXPECT_EQ(0, check(p->other, p->size, 2));
	EXPECT_GT(25, now() - start);
}

/* What it is in the middle of when it is killed: half a second of the driver's work. */
enum { SAVING, RESTORING, FORKING };

static void victim_in_the_driver(struct pair *p, struct steps *steps, int what)
{
	*xx_word(p->map, 0, 5) = 55;
	step_to(steps, 1);
	step_wait(steps, 2);
	if (what != FORKING)
		*xx_word(p->map, 0, 5) = 1;
	else if (!fork())
		_exit(0);
	_exit(1);
}

/* Without turns, and with one that its killing must not leave without an end. */
static void kill_in_the_driver(struct __test_metadata *_metadata, struct pair *p,
			       int what, long hold_usec)
{
	const char *param = what == RESTORING ? "restore_usec" : "save_usec";
	struct steps *steps = steps_new();
	double start;
	pid_t pid;

	ASSERT_EQ(0, pair_hold(p, hold_usec));
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid)
		victim_in_the_driver(p, steps, what);
	step_wait(steps, 1);
	/* What has to be saved for it is not what was saved before. */
	if (what != FORKING)
		fill(p->map, p->size, 3);
	ASSERT_EQ(0, param_set(param, 500000));
	step_to(steps, 2);
	/* It sees that within a fifth of a millisecond, if it has a processor. */
	usleep(150000);
	start = now();
	kill(pid, SIGKILL);
	EXPECT_EQ(0x100 + SIGKILL, child_status(pid));
	start = now() - start;
	EXPECT_LT(0.1, start) TH_LOG("it was not in the driver");
	EXPECT_GT(10, start);
	param_set(param, 0);
	if (what != FORKING)
		EXPECT_EQ(0, check(p->map, p->size, 3));
	fill(p->map, p->size, 1);
	EXPECT_EQ(0, pair_apart(p));
	munmap(steps, sizeof(*steps));
}

TEST_F_TIMEOUT(kill, in_a_save, 120)
{
	int i;

	for (i = 0; i < 4; i++)
		kill_in_the_driver(_metadata, &self->p, SAVING, i % 2 * 1000);
}

TEST_F_TIMEOUT(kill, in_a_restore, 120)
{
	int i;

	for (i = 0; i < 4; i++)
		kill_in_the_driver(_metadata, &self->p, RESTORING, i % 2 * 1000);
}

/* The fork has the parent's state saved, and ends with a copy that nobody wants. */
TEST_F_TIMEOUT(kill, in_a_fork, 120)
{
	int i;

	for (i = 0; i < 4; i++)
		kill_in_the_driver(_metadata, &self->p, FORKING, i % 2 * 1000);
}

/* Its memory is gone while it has the device: the OOM killer, and its reaper. */
static void eat_memory(struct pair *p)
{
	size_t size = 64 << 20, i;
	char *mem = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			 -1, 0);

	for (i = 0; i < size; i += 4096) {
		mem[i] = 1;
		*xx_word(p->map, 0, 5) += 1;
	}
}

/* Its memory is gone because of the device: contexts are charged to who makes them. */
static void eat_contexts(struct pair *p)
{
	int i;

	for (i = 0; i < 4000; i++)
		if (xx_map(&p->xx, MAP_PRIVATE) == MAP_FAILED)
			_exit(77);
}

static int oom_child(struct pair *p, void (*eat)(struct pair *p))
{
	pid_t pid = fork();

	if (pid < 0)
		return -errno;
	if (!pid) {
		if (memory_cgroup_join())
			_exit(99);
		eat(p);
		_exit(98);
	}
	return child_status(pid);
}

TEST_F_TIMEOUT(kill, out_of_memory, 120)
{
	const char *why = NULL;
	int i;

	if (memory_cgroup(&why))
		SKIP(return, "%s", why);
	for (i = 0; i < 4; i++) {
		EXPECT_EQ(0x100 + SIGKILL, oom_child(&self->p, eat_memory));
		EXPECT_EQ(0, pair_apart(&self->p));
	}
	memory_cgroup_end();
}

/* 4000 contexts of 64 KiB are 250 MiB; the limit is 8. */
TEST_F_TIMEOUT(kill, contexts_are_charged, 120)
{
	const char *why = NULL;
	int status;

	if (self->p.size < 65536)
		SKIP(return, "wants ctx_size=65536");
	if (memory_cgroup(&why))
		SKIP(return, "%s", why);
	status = oom_child(&self->p, eat_contexts);
	EXPECT_TRUE(status == 0x100 + SIGKILL || status == 77) TH_LOG("status %#x", status);
	EXPECT_EQ(0, pair_apart(&self->p));
	memory_cgroup_end();
}

#include "devmap_main.h"
