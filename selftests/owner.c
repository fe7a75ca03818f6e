// SPDX-License-Identifier: GPL-2.0
/*
 * Who has the device, for how long, and who waits.
 */
#include <pthread.h>

#include "kselftest_harness.h"

#include "devmap_test.h"

/* Long enough to be told from everything else that a slow machine does. */
#define LONG_HOLD	20000000L
#define SHORT_HOLD	300000L

FIXTURE(owner) {
	struct xx xx;
	size_t size;
	long hold;
	vu64 *map;
};

FIXTURE_SETUP(owner)
{
	XX_SETUP(self);
	self->size = self->xx.info.xi_ctxsize;
	self->hold = param_get("hold_usec");
	self->map = xx_map(&self->xx, MAP_PRIVATE);
	ASSERT_NE(MAP_FAILED, self->map);
}

FIXTURE_TEARDOWN(owner)
{
	param_set("hold_usec", self->hold);
	munmap((void *)self->map, self->size);
	xx_close(&self->xx);
}

/* A child that takes the device, says so, and then does as it is told. */
static pid_t owner_start(struct xx *xx, struct steps *steps, void (*then)(void *))
{
	pid_t pid = fork();
	vu64 *map;

	if (pid)
		return pid;
	map = xx_map(xx, MAP_PRIVATE);
	if (map == MAP_FAILED)
		_exit(1);
	map[1] = 1;
	step_to(steps, 1);
	then((void *)map);
	_exit(0);
}

static void then_sleep(void *map)
{
	(void)map;
	for (;;)
		pause();
}

static void then_exit(void *map)
{
	(void)map;
	usleep(100000);
}

static void then_unmap(void *map)
{
	usleep(100000);
	munmap(map, sysconf(_SC_PAGESIZE) * 16);
	for (;;)
		pause();
}

static void then_exec(void *map)
{
	(void)map;
	usleep(100000);
	execl("/bin/sleep", "sleep", "1000", (char *)NULL);
	_exit(127);
}

/* How long the calling process waits for the device. */
static double wait_for_device(vu64 *map)
{
	double start = now();

	map[1] = 2;
	return now() - start;
}

TEST_F(owner, hold_time_is_kept)
{
	struct steps *steps = steps_new();
	double waited;
	pid_t pid;

	ASSERT_EQ(0, param_set("hold_usec", SHORT_HOLD));
	pid = owner_start(&self->xx, steps, then_sleep);
	step_wait(steps, 1);
	waited = wait_for_device(self->map);
	EXPECT_GT(waited, SHORT_HOLD / 1e6 * 0.8);
	kill(pid, SIGKILL);
	child_status(pid);
}

static void *touch_second(void *map)
{
	((vu64 *)map)[1] = 3;
	return NULL;
}

/* Two threads of a program wait: the one that gets the device gets it for both. */
TEST_F(owner, threads_of_the_owner_do_not_wait)
{
	struct steps *steps = steps_new();
	pthread_t thread;
	double start;
	pid_t pid;

	ASSERT_EQ(0, param_set("hold_usec", 2 * SHORT_HOLD));
	pid = owner_start(&self->xx, steps, then_sleep);
	step_wait(steps, 1);
	ASSERT_EQ(0, param_set("hold_usec", LONG_HOLD));
	start = now();
	ASSERT_EQ(0, pthread_create(&thread, NULL, touch_second, (void *)self->map));
	self->map[1] = 2;
	ASSERT_EQ(0, pthread_join(thread, NULL));
	EXPECT_LT(now() - start, LONG_HOLD / 1e6 / 2);
	kill(pid, SIGKILL);
	child_status(pid);
}

TEST_F(owner, no_hold_time_no_wait)
{
	struct steps *steps = steps_new();
	pid_t pid;

	ASSERT_EQ(0, param_set("hold_usec", 0));
	pid = owner_start(&self->xx, steps, then_sleep);
	step_wait(steps, 1);
	EXPECT_LT(wait_for_device(self->map), 5.0);
	kill(pid, SIGKILL);
	child_status(pid);
}

#define OWNER_GOES(test, how)							\
TEST_F_TIMEOUT(owner, test, 60)							\
{										\
	struct steps *steps = steps_new();					\
	pid_t pid;								\
										\
	ASSERT_EQ(0, param_set("hold_usec", LONG_HOLD));			\
	pid = owner_start(&self->xx, steps, how);				\
	step_wait(steps, 1);							\
	EXPECT_LT(wait_for_device(self->map), LONG_HOLD / 2e6);			\
	kill(pid, SIGKILL);							\
	child_status(pid);							\
}

OWNER_GOES(owner_exits, then_exit)
OWNER_GOES(owner_unmaps, then_unmap)
OWNER_GOES(owner_execs, then_exec)

TEST_F_TIMEOUT(owner, owner_is_killed, 60)
{
	struct steps *steps = steps_new();
	pid_t pid, killer;

	ASSERT_EQ(0, param_set("hold_usec", LONG_HOLD));
	pid = owner_start(&self->xx, steps, then_sleep);
	step_wait(steps, 1);
	killer = fork();
	if (!killer) {
		usleep(200000);
		kill(pid, SIGKILL);
		_exit(0);
	}
	EXPECT_LT(wait_for_device(self->map), LONG_HOLD / 2e6);
	child_status(killer);
	EXPECT_EQ(0x100 + SIGKILL, child_status(pid));
}

/* The owner's own faults, on other pages or mappings of it, do not wait. */
TEST_F_TIMEOUT(owner, owner_does_not_wait_for_itself, 60)
{
	unsigned int pages = self->size / self->xx.page, i;
	double start;

	if (pages < 2)
		SKIP(return, "wants ctx_size of 2 pages");
	ASSERT_EQ(0, param_set("hold_usec", LONG_HOLD));
	self->map[1] = 1;
	start = now();
	/* Split, so that a load of the whole does not hide the fault. */
	for (i = 1; i < pages; i++) {
		mprotect((char *)self->map + i * self->xx.page, self->xx.page, PROT_NONE);
		mprotect((char *)self->map + i * self->xx.page, self->xx.page,
			 PROT_READ | PROT_WRITE);
		*xx_word((void *)self->map, i, 1) = i;
	}
	EXPECT_LT(now() - start, LONG_HOLD / 2e6);
}

/* A waiter can be killed, and leaves the queue. */
TEST_F_TIMEOUT(owner, waiter_is_killed, 60)
{
	struct steps *steps = steps_new();
	double start;
	pid_t pid;

	ASSERT_EQ(0, param_set("hold_usec", LONG_HOLD));
	self->map[1] = 1;
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid) {
		vu64 *map = xx_map(&self->xx, MAP_PRIVATE);

		step_to(steps, 1);
		map[1] = 2;
		_exit(0);
	}
	step_wait(steps, 1);
	usleep(300000);
	start = now();
	kill(pid, SIGTERM);
	EXPECT_EQ(0x100 + SIGTERM, child_status(pid));
	EXPECT_LT(now() - start, LONG_HOLD / 2e6);
	/* The owner still has it. */
	EXPECT_EQ(1, self->map[1]);
}

struct waiter {
	vu64 *map;
	volatile int waiting;
	volatile int done;
};

static void *waiter_thread(void *arg)
{
	struct waiter *w = arg;

	w->waiting = 1;
	w->map[1] = 3;
	w->done = 1;
	return NULL;
}

/* While one thread waits, the others may map, unmap and fork. */
TEST_F_TIMEOUT(owner, waiting_does_not_lock_the_mm, 120)
{
	struct steps *steps = steps_new();
	struct waiter w = { .map = self->map };
	pthread_t thread;
	double start;
	pid_t pid, child;
	int i;

	ASSERT_EQ(0, param_set("hold_usec", LONG_HOLD));
	pid = owner_start(&self->xx, steps, then_sleep);
	step_wait(steps, 1);
	ASSERT_EQ(0, pthread_create(&thread, NULL, waiter_thread, &w));
	while (!w.waiting)
		usleep(1000);
	usleep(300000);
	start = now();
	for (i = 0; i < 10; i++) {
		void *p = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		*(volatile char *)p = 1;
		munmap(p, 1 << 20);
	}
	child = fork();
	if (!child)
		_exit(0);
	EXPECT_EQ(0, child_status(child));
	EXPECT_LT(now() - start, LONG_HOLD / 2e6);
	EXPECT_EQ(0, w.done);
	kill(pid, SIGKILL);
	child_status(pid);
	pthread_join(thread, NULL);
	EXPECT_EQ(3, self->map[1]);
}

/* The mapping goes while a thread waits for it: SIGSEGV, and no harm done. */
TEST_F_TIMEOUT(owner, unmapped_while_waiting, 120)
{
	struct steps *steps = steps_new();
	pid_t pid, waiter;

	ASSERT_EQ(0, param_set("hold_usec", 2000000));
	pid = owner_start(&self->xx, steps, then_sleep);
	step_wait(steps, 1);
	waiter = fork();
	ASSERT_LE(0, waiter);
	if (!waiter) {
		struct waiter w = { .map = xx_map(&self->xx, MAP_PRIVATE) };
		pthread_t thread;

		signal(SIGSEGV, SIG_DFL);
		pthread_create(&thread, NULL, waiter_thread, &w);
		while (!w.waiting)
			usleep(1000);
		usleep(300000);
		munmap((void *)w.map, self->size);
		pthread_join(thread, NULL);
		_exit(0);
	}
	EXPECT_EQ(0x100 + SIGSEGV, child_status(waiter));
	/* Nobody waits for the dead one. */
	EXPECT_LT(wait_for_device(self->map), 15.0);
	kill(pid, SIGKILL);
	child_status(pid);
}

/*
 * First come, first served. All wait for this one, until it goes. Each says so while it has
 * the device, for a second if it needs that, and is gone.
 */
TEST_F_TIMEOUT(owner, in_the_order_of_arrival, 240)
{
	enum { N = 5 };
	struct { volatile int served[N], n; } *order;
	struct steps *steps = steps_new();
	pid_t pids[N];
	int i, err;

	order = mmap(NULL, sizeof(*order), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, order);
	ASSERT_EQ(0, param_set("hold_usec", 60000000));
	self->map[1] = 1;
	ASSERT_EQ(0, param_set("hold_usec", 1000000));
	for (i = 0; i < N; i++) {
		pids[i] = fork();
		ASSERT_LE(0, pids[i]);
		if (!pids[i]) {
			vu64 *map = xx_map(&self->xx, MAP_PRIVATE);

			step_to(steps, i + 1);
			map[1] = 1;
			order->served[__atomic_fetch_add(&order->n, 1, __ATOMIC_SEQ_CST)] = i;
			_exit(0);
		}
		step_wait(steps, i + 1);
		err = wait_for_waiters("xxctx", i + 1);
		ASSERT_LE(0, err) TH_LOG("%d do not wait", i + 1);
		if (err)
			usleep(150000);
	}
	munmap((void *)self->map, self->size);
	for (i = 0; i < N; i++)
		EXPECT_EQ(0, child_status(pids[i]));
	for (i = 0; i < N; i++)
		EXPECT_EQ(i, order->served[i]);
	self->map = xx_map(&self->xx, MAP_PRIVATE);
}

/* Exit and kill -9 while owning, again and again; the next one always gets it. */
TEST_F_TIMEOUT(owner, owners_die_in_a_row, 120)
{
	struct steps *steps;
	pid_t pid;
	int i;

	ASSERT_EQ(0, param_set("hold_usec", 1000));
	for (i = 0; i < 30; i++) {
		steps = steps_new();
		pid = owner_start(&self->xx, steps, i % 2 ? then_sleep : then_exit);
		step_wait(steps, 1);
		if (i % 2)
			kill(pid, SIGKILL);
		self->map[1] = i;
		ASSERT_EQ(i, self->map[1]);
		child_status(pid);
		ASSERT_EQ(i, self->map[1]);
		munmap(steps, sizeof(*steps));
	}
}

#include "devmap_main.h"
