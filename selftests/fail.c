// SPDX-License-Identifier: GPL-2.0
/*
 * A device that fails or takes its time: what cannot be saved or restored is shown to
 * nobody, and who does not need the device does not wait for it.
 */
#include <pthread.h>
#include <sched.h>
#include <linux/futex.h>

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

/*
 * A process that takes the device away all the time, and begins anew where its context
 * was lost. Ends by itself if it finds what it has not written.
 */
static pid_t load_again_and_again(void)
{
	unsigned long long value, mine;
	pid_t pid = fork();
	struct xx xx;
	vu64 *map;

	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (xx_open(&xx, XX_DEV))
		_exit(1);
	for (;;) {
		map = xx_map(&xx, MAP_PRIVATE);
		if (map == MAP_FAILED)
			_exit(2);
		for (mine = 0; !probe_access(map + 3, 0, &value).sig; mine++) {
			if (value != mine)
				_exit(3);
			value = mine + 1;
			if (probe_access(map + 3, 1, &value).sig)
				break;
			usleep(50);
		}
		munmap((void *)map, xx.info.xi_ctxsize);
	}
}

/* Asks for a failure more; 0 if one that was asked for before is still to come. */
static int ask_for_failure(const char *name)
{
	return param_get(name) == 0 && param_set(name, 1) == 0;
}

/* A new mapping in the place of one that was lost, with one word in it. */
static int begin_anew(struct pair *p, char **map, unsigned long long word)
{
	int tries;

	for (tries = 0; tries < 50; tries++) {
		munmap(*map, p->size);
		*map = xx_map(&p->xx, MAP_PRIVATE);
		if (*map == MAP_FAILED)
			return errno;
		if (!probe_write(xx_word(*map, 0, 3), word).sig)
			return 0;
	}
	return EIO;
}

/*
 * Failures at random, while others take the device away all the time: it is theirs or
 * ours that fails. Each is counted, and what is read is never foreign.
 */
TEST_F_TIMEOUT(fail, at_random_under_load, 240)
{
	struct pair *p = &self->p;
	unsigned long long failures = p->xx.status->xs_failures;
	unsigned long long switches = p->xx.status->xs_switches;
	long asked = 0, wrong = 0, lost = 0;
	unsigned int seed = 5;
	pid_t load[2];
	int i;

	for (i = 0; i < 2; i++)
		load[i] = load_again_and_again();
	usleep(50000);
	for (i = 0; i < 300; i++) {
		char **map = i % 2 ? &p->map : &p->other;
		unsigned long long value = 0, own = (i % 2 ? 1 : 2) * 1000003ULL + 3;

		if (rand_r(&seed) % 4 == 0)
			asked += ask_for_failure(rand_r(&seed) % 2 ? "save_fail" :
								     "restore_fail");
		if (!probe_access(xx_word(*map, 0, 3), 0, &value).sig)
			wrong += value != own;
		usleep(rand_r(&seed) % 2000);
		if (probe_access(xx_word(*map, 0, 3), 0, &value).sig) {
			lost++;
			ASSERT_EQ(0, begin_anew(p, map, own));
		} else {
			wrong += value != own;
		}
	}
	for (i = 0; i < 2; i++) {
		kill(load[i], SIGKILL);
		EXPECT_EQ(0x100 + SIGKILL, child_status(load[i]))
			TH_LOG("it has found what it had not written");
	}
	asked -= param_get("save_fail") + param_get("restore_fail");
	param_set("save_fail", 0);
	param_set("restore_fail", 0);
	ASSERT_EQ(0, begin_anew(p, &p->map, 1));
	EXPECT_EQ(0, wrong);
	EXPECT_LT(10, asked);
	EXPECT_LT(0, lost);
	EXPECT_EQ(failures + asked, p->xx.status->xs_failures);
	EXPECT_LT(switches + 300, p->xx.status->xs_switches);
}

/*
 * One second a switch, while @work is done: how long that takes. @result is 0 if the
 * work was, and the switch was slow.
 */
static double during_a_slow_switch(struct pair *p, int (*work)(struct pair *p), int *result)
{
	struct steps *steps = steps_new();
	double start;
	pid_t pid;

	(void)*xx_word(p->map, 0, 3);
	pid = fork();
	if (!pid) {
		step_to(steps, 1);
		start = now();
		(void)*xx_word(p->other, 0, 3);
		_exit(now() - start >= 0.8 ? 0 : 2);
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

/* The device that is slow, without a touch. */
static int work_with_another_context(struct pair *p)
{
	void *map = xx_map(&p->xx, MAP_PRIVATE);

	return map == MAP_FAILED || munmap(map, p->size);
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
	EXPECT_GT(0.5, during_a_slow_switch(p, work_with_another_context, &result));
	EXPECT_EQ(0, result);
	param_set("save_usec", 0);
	if (access(XX_DEV "1", F_OK))
		SKIP(return, "wants instances=2");
	/* Saves are slow on the other device too: it has nobody's state to save. */
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

/* How long it takes to end of a signal, and what it ends with. */
static double time_to_end(pid_t pid, int sig, int *status)
{
	double start = now();

	kill(pid, sig);
	*status = child_status(pid);
	return now() - start;
}

static double kill_waiter(struct pair *p, int handled, int in_kernel, int sig,
			  int *status)
{
	struct steps *steps = steps_new();
	pid_t pid;

	pid = start_waiter(p, steps, handled, in_kernel);
	step_wait(steps, 1);
	usleep(300000);
	return time_to_end(pid, sig, status);
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

/* Maps in step 1, touches in step 2. */
static pid_t touch_in_a_child(struct pair *p, struct steps *steps)
{
	pid_t pid = fork();
	vu64 *map;

	if (pid)
		return pid;
	map = xx_map(&p->xx, MAP_PRIVATE);
	step_to(steps, 1);
	step_wait(steps, 2);
	map[1] = 1;
	step_to(steps, 3);
	_exit(0);
}

/*
 * Two seconds a switch: Ctrl-C for who waits behind it ends the wait, while the driver
 * still sleeps; and it has ended then, with its mapping.
 */
TEST_F_TIMEOUT(fail, interrupted_behind_a_slow_switch, 90)
{
	struct steps *slow_steps = steps_new(), *steps = steps_new();
	struct pair *p = &self->p;
	pid_t slow, waiter;
	int status;

	/* With a hold time they take turns. */
	ASSERT_EQ(0, pair_hold(p, 1000));
	slow = touch_in_a_child(p, slow_steps);
	waiter = touch_in_a_child(p, steps);
	ASSERT_LT(0, slow);
	ASSERT_LT(0, waiter);
	step_wait(slow_steps, 1);
	step_wait(steps, 1);
	(void)*xx_word(p->map, 0, 3);
	ASSERT_EQ(0, param_set("save_usec", 1000000));
	ASSERT_EQ(0, param_set("restore_usec", 1000000));
	step_to(slow_steps, 2);
	usleep(200000);
	step_to(steps, 2);
	usleep(200000);
	EXPECT_GT(1, time_to_end(waiter, SIGINT, &status));
	EXPECT_EQ(0x100 + SIGINT, status) TH_LOG("it did not wait");
	EXPECT_EQ(2, steps->at);
	EXPECT_EQ(2, slow_steps->at) TH_LOG("it waited until the switch was over");
	EXPECT_EQ(0, child_status(slow));
	param_set("save_usec", 0);
	param_set("restore_usec", 0);
	ASSERT_EQ(0, param_set("hold_usec", 0));
	EXPECT_EQ(0, pair_apart(p));
}

/*
 * A private futex operation on a word, which it adds 1 to. Linux has the page made
 * writable for it in a fault that cannot be retried: the wait keeps the mmap_lock.
 */
static long futex_add(vu64 *word)
{
	static unsigned int elsewhere;

	return syscall(SYS_futex, &elsewhere, FUTEX_WAKE_OP_PRIVATE, 0, 0UL, word,
		       FUTEX_OP(FUTEX_OP_ADD, 1, FUTEX_OP_CMP_EQ, 0));
}

TEST_F_TIMEOUT(fail, fault_without_a_retry, 90)
{
	struct pair *p = &self->p;
	double start;

	/* Without a wait. */
	EXPECT_EQ(0, check(p->other, p->size, 2));
	EXPECT_EQ(0, futex_add(xx_word(p->map, 0, 9)));
	EXPECT_EQ(1000003 + 9 + 1, *xx_word(p->map, 0, 9));
	/* With one. */
	ASSERT_EQ(0, pair_hold(p, 2000000));
	start = now();
	EXPECT_EQ(0, futex_add(xx_word(p->map, 0, 9)));
	EXPECT_LT(1, now() - start) TH_LOG("it did not wait");
	ASSERT_EQ(0, param_set("hold_usec", 0));
	EXPECT_EQ(1000003 + 9 + 1, *xx_word(p->map, 0, 9));
	*xx_word(p->map, 0, 9) = 1000003 + 9;
	EXPECT_EQ(0, pair_apart(p));
}

TEST_F_TIMEOUT(fail, fault_without_a_retry_killed, 90)
{
	struct pair *p = &self->p;
	struct steps *steps = steps_new();
	int status;
	pid_t pid;

	ASSERT_EQ(0, pair_hold(p, 20000000));
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid) {
		vu64 *map = xx_map(&p->xx, MAP_PRIVATE);

		step_to(steps, 1);
		futex_add(map + 1);
		_exit(0);
	}
	step_wait(steps, 1);
	usleep(300000);
	EXPECT_GT(5, time_to_end(pid, SIGKILL, &status));
	EXPECT_EQ(0x100 + SIGKILL, status) TH_LOG("it did not wait");
	/* The turn is still the other one's. */
	EXPECT_EQ(xx_id(p->other), p->xx.status->xs_current);
	ASSERT_EQ(0, param_set("hold_usec", 0));
}

/* Words of a mapping that Linux writes when a thread ends: its number, and a lock. */
struct ending {
	struct steps *steps;
	struct { void *next; } lock;
	struct { void *next; long offset; void *pending; } list;
	volatile unsigned int *word;	/* of the lock */
};

static int ending_child(void *arg)
{
	struct ending *e = arg;

	e->list.next = &e->lock;
	e->lock.next = &e->list;
	e->list.offset = (char *)e->word - (char *)&e->lock;
	*e->word = syscall(SYS_gettid);
	if (syscall(SYS_set_robust_list, &e->list, sizeof(e->list)))
		return 1;
	step_to(e->steps, 1);
	step_wait(e->steps, 2);
	return 0;
}

/* It ends while another one has the device: later than that, and not never. */
TEST_F_TIMEOUT(fail, end_of_a_thread_that_has_a_word_there, 90)
{
	static char stack[65536] __attribute__((aligned(16)));
	struct pair *p = &self->p;
	struct ending e = { .steps = steps_new() };
	double start;
	pid_t pid;

	ASSERT_EQ(0, pair_hold(p, 1000));
	e.word = (volatile unsigned int *)xx_word(p->map, 0, 11);
	*xx_word(p->map, 0, 13) = 77;
	pid = clone(ending_child, stack + sizeof(stack),
		    CLONE_VM | CLONE_CHILD_CLEARTID | SIGCHLD, &e, NULL, NULL,
		    (void *)xx_word(p->map, 0, 13));
	ASSERT_LT(0, pid);
	step_wait(e.steps, 1);
	EXPECT_EQ(pid, *e.word);
	EXPECT_EQ(77, *xx_word(p->map, 0, 13));
	/* The other one's turn, for two seconds from here. */
	ASSERT_EQ(0, param_set("hold_usec", 2000000));
	usleep(5000);
	(void)*xx_word(p->other, 0, 3);
	start = now();
	step_to(e.steps, 2);
	EXPECT_EQ(0, child_status(pid));
	EXPECT_LT(1, now() - start) TH_LOG("it did not wait");
	EXPECT_GT(10, now() - start);
	ASSERT_EQ(0, param_set("hold_usec", 0));
	EXPECT_EQ(FUTEX_OWNER_DIED, *e.word);
	EXPECT_EQ(0, *(volatile unsigned int *)xx_word(p->map, 0, 13));
}

#include "devmap_main.h"
