// SPDX-License-Identifier: GPL-2.0
/*
 * A device that fails or takes its time: what cannot be saved or restored is shown to
 * nobody, and who does not need the device does not wait for it.
 */
#include <pthread.h>

#include "kselftest_harness.h"

#include "devmap_test.h"
#include "devmap_traps.h"

#define XX_MIN_PAGES 2

FIXTURE(fail) {
	struct pair p;
};

FIXTURE_SETUP(fail)
{
	ASSERT_EQ(0, pair_setup(&self->p));
}

FIXTURE_TEARDOWN(fail)
{
	param_set("save_fail", 0);
	param_set("restore_fail", 0);
	param_set("save_usec", 0);
	param_set("restore_usec", 0);
	EXPECT_EQ(0, pair_teardown(&self->p));
}

/* The state of the one is lost: it gets SIGBUS ever after, and nobody gets its state. */
TEST_F(fail, save)
{
	struct pair *p = &self->p;
	unsigned long long failures = p->xx.status->xs_failures;
	int i;

	(void)*xx_word(p->map, 0, 3);
	ASSERT_EQ(0, param_set("save_fail", 1));
	/* This one's touch is where it shows. */
	EXPECT_EQ(SIGBUS, probe_read(xx_word(p->other, 0, 3)).sig);
	EXPECT_EQ(failures + 1, p->xx.status->xs_failures);
	EXPECT_EQ(0, p->xx.status->xs_current);
	/* It has lost nothing and goes on. */
	EXPECT_EQ(0, check(p->other, p->size, 2));
	for (i = 0; i < 3; i++) {
		EXPECT_EQ(SIGBUS, probe_read(xx_word(p->map, 0, 3)).sig);
		EXPECT_EQ(SIGBUS, probe_write(xx_word(p->map, 1, 3), 1).sig);
		EXPECT_EQ(0, check(p->other, p->size, 2));
	}
	EXPECT_EQ(failures + 1, p->xx.status->xs_failures);
	/* Nor does a child of it get anything, or a new mapping anything old. */
	i = fork();
	if (!i)
		_exit(probe_read(xx_word(p->map, 0, 3)).sig != SIGBUS);
	EXPECT_EQ(0, child_status(i));
	munmap(p->map, p->size);
	p->map = xx_map(&p->xx, MAP_PRIVATE);
	ASSERT_NE(MAP_FAILED, p->map);
	EXPECT_EQ(0, *xx_word(p->map, 1, 3));
}

/* The saved state is still there: later it works. */
TEST_F(fail, restore)
{
	struct pair *p = &self->p;
	unsigned long long failures = p->xx.status->xs_failures;

	(void)*xx_word(p->map, 0, 3);
	ASSERT_EQ(0, param_set("restore_fail", 2));
	EXPECT_EQ(SIGBUS, probe_read(xx_word(p->other, 0, 3)).sig);
	EXPECT_EQ(0, p->xx.status->xs_current);
	EXPECT_EQ(SIGBUS, probe_read(xx_word(p->map, 0, 3)).sig);
	EXPECT_EQ(failures + 2, p->xx.status->xs_failures);
	EXPECT_EQ(0, pair_apart(p));
}

/* Failures at random, by many; each is counted, and what is read is never foreign. */
TEST_F_TIMEOUT(fail, at_random_under_load, 120)
{
	struct pair *p = &self->p;
	unsigned long long failures = p->xx.status->xs_failures;
	long injected = 0, wrong = 0;
	unsigned int seed = 5;
	int i;

	for (i = 0; i < 150; i++) {
		int save = rand_r(&seed) % 2;
		vu64 *word = xx_word(i % 2 ? p->map : p->other, 0, 3);
		unsigned long long value = 0, own = (i % 2 ? 1 : 2) * 1000003ULL + 3;

		if (rand_r(&seed) % 4 == 0) {
			ASSERT_EQ(0, param_set(save ? "save_fail" : "restore_fail", 1));
			injected++;
		}
		if (!probe_access(word, 0, &value).sig)
			wrong += value != own;
		injected -= param_get("save_fail") + param_get("restore_fail");
		param_set("save_fail", 0);
		param_set("restore_fail", 0);
		if (probe_read(word).sig) {
			/* Lost: begin anew. */
			pair_unmap(p);
			ASSERT_EQ(0, pair_map(p));
		}
	}
	EXPECT_EQ(0, wrong);
	EXPECT_LT(5, injected);
	EXPECT_EQ(failures + injected, p->xx.status->xs_failures);
}

/* One second a switch, while @work is done: how long that takes. */
static double during_a_slow_switch(struct pair *p, int (*work)(struct pair *p), int *result)
{
	struct steps *steps = steps_new();
	double start;
	pid_t pid;

	(void)*xx_word(p->map, 0, 3);
	pid = fork();
	if (!pid) {
		step_to(steps, 1);
		(void)*xx_word(p->other, 0, 3);
		_exit(0);
	}
	step_wait(steps, 1);
	/* The switch is on: its second has begun. */
	usleep(150000);
	start = now();
	*result = work(p);
	start = now() - start;
	*result |= child_status(pid);
	return start;
}

static int work_elsewhere(struct pair *p)
{
	void *mem = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	memset(mem, 1, 1 << 20);
	munmap(mem, 1 << 20);
	/* The status page has no context. */
	return p->xx.status->xs_magic != XXCTX_MAGIC;
}

static int work_on_another_device(struct pair *p)
{
	struct xx xx;
	vu64 *map;

	(void)p;
	if (xx_open(&xx, XX_DEV "1"))
		return 1;
	map = xx_map(&xx, MAP_PRIVATE);
	if (map == MAP_FAILED)
		return 1;
	map[1] = 5;
	return map[1] != 5;
}

TEST_F_TIMEOUT(fail, slow_switch_blocks_nobody_else, 60)
{
	struct pair *p = &self->p;
	int result;

	ASSERT_EQ(0, param_set("save_usec", 1000000));
	EXPECT_GT(0.5, during_a_slow_switch(p, work_elsewhere, &result));
	EXPECT_EQ(0, result);
	param_set("save_usec", 0);
	if (access(XX_DEV "1", F_OK))
		SKIP(return, "wants instances=2");
	/* The device's own cost is the other one's too: only restores are slow here. */
	(void)*xx_word(p->map, 0, 3);
	ASSERT_EQ(0, param_set("save_usec", 1000000));
	EXPECT_GT(0.6, during_a_slow_switch(p, work_on_another_device, &result));
	EXPECT_EQ(0, result);
}

static volatile sig_atomic_t interrupts;

static void on_interrupt(int sig)
{
	(void)sig;
	interrupts++;
}

/*
 * A waiter with a hold time of 20 s in front of it. A signal that kills ends the wait;
 * one that has a handler is handled when the wait is over: killable, as file systems.
 */
static pid_t start_waiter(struct pair *p, struct steps *steps, int handled, int in_kernel)
{
	pid_t pid = fork();
	int fds[2];
	vu64 *map;

	if (pid)
		return pid;
	if (pipe(fds))
		_exit(99);
	map = xx_map(&p->xx, MAP_PRIVATE);
	signal(SIGINT, handled ? on_interrupt : SIG_DFL);
	step_to(steps, 1);
	if (in_kernel)
		(void)!write(fds[1], (void *)(map + 1), 8);
	else
		map[1] = 1;
	/* Whatever came during the wait has been handled by now. */
	_exit(interrupts);
}

static double kill_waiter(struct pair *p, int handled, int in_kernel, int sig,
			  int *status)
{
	struct steps *steps = steps_new();
	double start;
	pid_t pid;

	pid = start_waiter(p, steps, handled, in_kernel);
	step_wait(steps, 1);
	usleep(300000);
	start = now();
	kill(pid, sig);
	*status = child_status(pid);
	return now() - start;
}

TEST_F_TIMEOUT(fail, signals_and_the_waiter, 90)
{
	struct pair *p = &self->p;
	int status, in_kernel;

	/* Its turn, for 20 s from here. */
	ASSERT_EQ(0, pair_hold(p, 20000000));
	for (in_kernel = 0; in_kernel < 2; in_kernel++) {
		EXPECT_GT(5, kill_waiter(p, 0, in_kernel, SIGINT, &status));
		EXPECT_EQ(0x100 + SIGINT, status);
		EXPECT_GT(5, kill_waiter(p, 1, in_kernel, SIGKILL, &status));
		EXPECT_EQ(0x100 + SIGKILL, status);
	}
	/* With a handler: after the wait, which has a few seconds left. */
	ASSERT_EQ(0, pair_hold(p, 3000000));
	EXPECT_GT(15, kill_waiter(p, 1, 0, SIGINT, &status));
	EXPECT_EQ(1, status) TH_LOG("handler did not run once");
	ASSERT_EQ(0, param_set("hold_usec", 0));
	EXPECT_EQ(0, pair_apart(p));
}

#include "devmap_main.h"
