// SPDX-License-Identifier: GPL-2.0
/*
 * Threads of one process that fault while others of it unmap, move, close and fork
 * the same mapping, and a process that takes the device away all the time.
 */
#include <pthread.h>
#include <sched.h>

#include "kselftest_harness.h"

#include "devmap_test.h"
#include "devmap_traps.h"

#define XX_MIN_PAGES 4

PAIR_FIXTURE(threads)

enum { TOUCHERS = 3, ROUNDS = 150 };

/*
 * A thread that touches pages of a range of addresses where nothing but the mapping
 * ever is. Each has a word of its own in every page: it finds there what it wrote,
 * what fill() did, or the 0 of a new context; or it gets a signal.
 */
struct toucher {
	pthread_t thread;
	char *map;
	unsigned int pages;
	unsigned int index;
	volatile int *stop;
	volatile long touched;
	volatile long refused;
	volatile long wrong;
};

static __thread sigjmp_buf touch_env;

static void touch_handler(int sig)
{
	siglongjmp(touch_env, sig);
}

static int touch_value_ok(struct toucher *t, unsigned int page, unsigned long long value)
{
	size_t size = sysconf(_SC_PAGESIZE);

	return !value || value >> 16 == 0x70000U + t->index ||
	       value == 1000003ULL + page * size / 8 + t->index;
}

static void touch_once(struct toucher *t, unsigned int page, unsigned long long n)
{
	vu64 *word = xx_word(t->map, page, t->index);

	if (sigsetjmp(touch_env, 1)) {
		t->refused++;
		return;
	}
	t->wrong += !touch_value_ok(t, page, *word);
	*word = ((0x70000ULL + t->index) << 16) | (n & 0xffff);
	t->touched++;
}

static void *toucher_run(void *arg)
{
	struct toucher *t = arg;
	unsigned int seed = t->index;
	unsigned long long n;

	for (n = 0; !*t->stop; n++)
		touch_once(t, rand_r(&seed) % t->pages, n);
	return NULL;
}

struct crowd {
	struct toucher touchers[TOUCHERS];
	volatile int stop;
	pid_t load;
};

static int crowd_start(struct crowd *c, struct pair *p)
{
	struct sigaction sa = { .sa_handler = touch_handler };
	int i, err;

	memset(c, 0, sizeof(*c));
	sigaction(SIGSEGV, &sa, NULL);
	sigaction(SIGBUS, &sa, NULL);
	c->load = load_start();
	for (i = 0; i < TOUCHERS; i++) {
		c->touchers[i].map = p->map;
		c->touchers[i].pages = p->pages;
		c->touchers[i].index = 100 + i;
		c->touchers[i].stop = &c->stop;
		err = pthread_create(&c->touchers[i].thread, NULL, toucher_run,
				     &c->touchers[i]);
		if (err)
			return err;
	}
	return 0;
}

/*
 * The number of values that were somebody else's; -1 if hardly anything happened, or the
 * process that takes the device away did not last.
 */
static long crowd_stop(struct crowd *c)
{
	long wrong = 0, touched = 0;
	int i, lasted;

	c->stop = 1;
	for (i = 0; i < TOUCHERS; i++) {
		pthread_join(c->touchers[i].thread, NULL);
		wrong += c->touchers[i].wrong;
		touched += c->touchers[i].touched;
	}
	lasted = !load_stop(c->load);
	signal(SIGSEGV, SIG_DFL);
	signal(SIGBUS, SIG_DFL);
	return touched < 10 || !lasted ? -1 : wrong;
}

/* The mapping again, whatever is left of it. */
static int map_again(struct pair *p, unsigned int page, unsigned int pages)
{
	return mmap(p->map + page * p->page, pages * p->page, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_FIXED, p->xx.fd, page * p->page) == MAP_FAILED;
}

static int do_unmap(struct pair *p, unsigned int *seed)
{
	unsigned int page = rand_r(seed) % p->pages;
	unsigned int pages = 1 + rand_r(seed) % (p->pages - page);

	if (munmap(p->map + page * p->page, pages * p->page))
		return 1;
	usleep(500);
	return map_again(p, page, pages);
}

static int do_map_over(struct pair *p, unsigned int *seed)
{
	unsigned int page = rand_r(seed) % p->pages;

	usleep(500);
	return map_again(p, page, 1 + rand_r(seed) % (p->pages - page));
}

static int do_protect(struct pair *p, unsigned int *seed)
{
	unsigned int page = rand_r(seed) % p->pages;
	char *at = p->map + page * p->page;
	int err;

	err = mprotect(at, p->page, rand_r(seed) % 2 ? PROT_NONE : PROT_READ);
	usleep(200);
	return err | mprotect(at, p->page, PROT_READ | PROT_WRITE);
}

static int do_move(struct pair *p, unsigned int *seed)
{
	unsigned int page = rand_r(seed) % p->pages;
	char *at = p->map + page * p->page, *away;

	away = mremap(at, p->page, p->page, MREMAP_MAYMOVE | MREMAP_FIXED,
		      p->map + (p->pages + 1) * p->page);
	if (away == MAP_FAILED)
		return 1;
	usleep(200);
	return mremap(away, p->page, p->page, MREMAP_MAYMOVE | MREMAP_FIXED, at) != at;
}

/* The child has the thread that forked only, and looks at all of its copy. */
static int do_fork(struct pair *p, unsigned int *seed)
{
	unsigned int i;
	pid_t pid = fork();

	if (pid < 0)
		return 1;
	if (!pid) {
		for (i = 0; i < p->pages; i++)
			if (*xx_word(p->map, i, 3) != 1000003 + i * p->page / 8 + 3)
				_exit(1);
		_exit(0);
	}
	if (rand_r(seed) % 4 == 0)
		kill(pid, SIGKILL);
	i = child_status(pid);
	return i && i != 0x100 + SIGKILL;
}

/* Room for a page behind the mapping, at addresses that nothing else uses. */
static int make_room(struct pair *p)
{
	char *room = mmap(NULL, p->size + 2 * p->page, PROT_NONE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (room == MAP_FAILED)
		return 1;
	if (mremap(p->map, p->size, p->size, MREMAP_MAYMOVE | MREMAP_FIXED, room) != room)
		return 1;
	p->map = room;
	return 0;
}

#define CROWDED(name, what, rounds)						\
TEST_F_TIMEOUT(threads, name, 200)						\
{										\
	unsigned int seed = 99;							\
	struct crowd crowd;							\
	int i;									\
										\
	ASSERT_EQ(0, make_room(&self->p));					\
	ASSERT_EQ(0, crowd_start(&crowd, &self->p));				\
	for (i = 0; i < (rounds); i++)						\
		ASSERT_EQ(0, what(&self->p, &seed)) TH_LOG("round %d", i);	\
	EXPECT_EQ(0, crowd_stop(&crowd));					\
	EXPECT_EQ(0, check(self->p.other, self->p.size, 2));			\
}

CROWDED(fault_while_unmapped, do_unmap, ROUNDS)
CROWDED(fault_while_mapped_over, do_map_over, ROUNDS)
CROWDED(fault_while_protected, do_protect, ROUNDS)
CROWDED(fault_while_moved, do_move, ROUNDS)
CROWDED(fault_while_forked, do_fork, 40)

/*
 * Page tables that are freed while others revoke what they hold. Each mapping has its own
 * tables, a GiB from all others and far from the stack: Linux frees them with the lock
 * dropped to reading.
 */
static char *far_away(unsigned int i)
{
	return (char *)0x100000000000UL + ((unsigned long)(i % 512) << 30);
}

/* Takes the device with a mapping there, and unmaps that while others want it back. */
static int map_far_away(struct pair *p, unsigned int i)
{
	char *map = mmap(far_away(i), p->size, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_FIXED_NOREPLACE, p->xx.fd, 0);
	int wrong;

	if (map != far_away(i))
		return -1;
	fill(map, p->size, i);
	wrong = check(map, p->size, i) != 0;
	return wrong | munmap(map, p->size);
}

TEST_F_TIMEOUT(threads, unmapped_while_revoked, 240)
{
	struct pair *p = &self->p;
	unsigned long long switches = p->xx.status->xs_switches;
	double end = now() + 60;
	unsigned int i;
	pid_t load[2];

	load[0] = load_start();
	load[1] = load_start();
	for (i = 0; i < 3000 && now() < end; i++)
		ASSERT_EQ(0, map_far_away(p, i)) TH_LOG("round %u", i);
	EXPECT_EQ(0, load_stop(load[0]));
	EXPECT_EQ(0, load_stop(load[1]));
	EXPECT_LT(100, i);
	/* They had it in between, mostly more than once. */
	EXPECT_LT(switches + i, p->xx.status->xs_switches);
	EXPECT_EQ(0, pair_apart(p));
}

/* A process of its own, in the same address space. */
static int vm_child(void *arg)
{
	struct pair *p = arg;

	return check(p->other, p->size, 2) || check(p->map, p->size, 1);
}

TEST_F(threads, clone_vm_without_thread)
{
	static char stack[65536] __attribute__((aligned(16)));
	struct pair *p = &self->p;
	unsigned long long id = xx_id(p->map);
	pid_t pid;
	int i;

	for (i = 0; i < 3; i++) {
		pid = clone(vm_child, stack + sizeof(stack), CLONE_VM | SIGCHLD, p);
		ASSERT_LT(0, pid);
		EXPECT_EQ(0, child_status(pid));
		EXPECT_EQ(id, xx_id(p->map));
	}
	EXPECT_EQ(0, pair_apart(p));
}

/* It outlives who has made it: the address space is the same, and so is the context. */
TEST_F(threads, vfork_child_touches)
{
	struct pair *p = &self->p;
	volatile int wrong = 1;
	pid_t pid = vfork();

	if (!pid) {
		wrong = check(p->map, p->size, 1) || check(p->other, p->size, 2);
		_exit(0);
	}
	ASSERT_LT(0, pid);
	child_status(pid);
	EXPECT_EQ(0, wrong);
	EXPECT_EQ(0, pair_apart(p));
}

#include "devmap_main.h"
