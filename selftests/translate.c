// SPDX-License-Identifier: GPL-2.0
/*
 * devmap_access(9E), devmap_load(9F), devmap_unload(9F), devmap_do_ctxmgt(9F):
 * ranges, what a callback's return value becomes, and whose translations go.
 */
#include <pthread.h>

#include "kselftest_harness.h"
#include "devmap_test.h"
#include "devmap_traps.h"
#include "dmt_test.h"

#define PAGES	8
#define RW	(PROT_READ | PROT_WRITE)
#define AT	3	/* the mapping begins at this page of the device */

FIXTURE(translate)
{
	struct dmt d;
	void *map;
	/* Of the tests that punch a hole into @map */
	void *other;
	pthread_t puncher;
};

FIXTURE_SETUP(translate)
{
	self->map = MAP_FAILED;
	DMT_SETUP(self);
	dmt_pieces(&self->d, 1, PAGES * PAGE);
}

FIXTURE_TEARDOWN(translate)
{
	if (self->map != MAP_FAILED)
		munmap(self->map, PAGES * PAGE);
	close(self->d.fd);
}

#define MAP(prot)							\
	do {								\
		ASSERT_EQ(0, dmt_send(&self->d));			\
		self->map = dmt_map(&self->d, PAGES * PAGE, prot,	\
				    MAP_SHARED, AT * PAGE);		\
		ASSERT_NE(MAP_FAILED, self->map);			\
	} while (0)

/* Loads all pages by touching them; then says which of them fault again. */
static void load_all(struct dmt *d, void *map)
{
	unsigned int i;

	for (i = 0; i < PAGES; i++)
		dmt_touch(d, map, i);
}

static unsigned int faulting(struct dmt *d, void *map)
{
	unsigned int i, bits = 0;

	for (i = 0; i < PAGES; i++)
		if (dmt_touch(d, map, i))
			bits |= 1u << i;
	return bits;
}

#define ALL	((1u << PAGES) - 1)

/* One page, at its user offset, with what the access was. */
TEST_F(translate, access_arguments)
{
	struct dmt *d = &self->d;
	struct dmt_event *ev;

	MAP(RW);
	dmt_log(d);
	ASSERT_EQ(0, probe_read((vu64 *)((char *)self->map + 2 * PAGE + 64)).sig);
	ASSERT_EQ(0, probe_write((vu64 *)((char *)self->map + 5 * PAGE + 8), 1).sig);
	dmt_log(d);
	ASSERT_EQ(2, dmt_count(d, DMT_EV_ACCESS));
	EXPECT_EVENT(d, DMT_EV_ACCESS, 0, 0, (AT + 2) * PAGE, PAGE);
	EXPECT_EVENT(d, DMT_EV_ACCESS, 1, 0, (AT + 5) * PAGE, PAGE);
	ev = dmt_event(d, DMT_EV_ACCESS, 0);
	EXPECT_EQ(DEVMAP_ACCESS, ev->de_type);
	EXPECT_EQ(DEVMAP_READ, ev->de_rw);
	ev = dmt_event(d, DMT_EV_ACCESS, 1);
	EXPECT_EQ(DEVMAP_ACCESS, ev->de_type);
	EXPECT_EQ(DEVMAP_WRITE, ev->de_rw);
}

TEST_F(translate, access_exec)
{
	struct dmt *d = &self->d;
	struct dmt_event *ev;
	void (*code)(void);

	MAP(RW | PROT_EXEC);
	/* ret, on x86; anything, elsewhere */
	*(volatile unsigned char *)self->map = 0xc3;
	ASSERT_EQ(0, dmt_do(d, DMT_OP_UNLOAD, 0, 0, 0));
	dmt_log(d);
#ifdef __x86_64__
	code = (void (*)(void))self->map;
	code();
	dmt_log(d);
	ev = dmt_event(d, DMT_EV_ACCESS, 0);
	ASSERT_NE(NULL, ev);
	EXPECT_EQ(DEVMAP_EXEC, ev->de_rw);
#else
	(void)code;
	(void)ev;
	SKIP(return, "x86 only");
#endif
}

/* A read makes the page writable too: there is no second event. */
TEST_F(translate, no_upgrade_event)
{
	struct dmt *d = &self->d;

	MAP(RW);
	EXPECT_EQ(1, dmt_touch(d, self->map, 0));
	ASSERT_EQ(0, probe_write(dmt_word(self->map, 0), 1).sig);
	dmt_log(d);
	EXPECT_EQ(0, dmt_count(d, DMT_EV_ACCESS));
}

/*
 * Ranges of a load, as pages that do not fault afterwards. The faulting page is
 * page 4; what a load leaves out is loaded for it by the action behind.
 */
static const struct {
	long long off;			/* in pages behind the mapping's start */
	long long bytes;		/* added to it */
	unsigned long long len;		/* bytes */
	int ret;
	unsigned int loaded;		/* beside page 4 */
} ranges[] = {
	{ 0, 0, 1, 0, 0x01 },
	{ 0, 0, 4096, 0, 0x01 },
	{ 0, 0, 4097, 0, 0x03 },
	{ 2, 0, 0, 0, 0xfc },		/* 0 is to the end */
	{ 2, 0x800, 0x1000, 0, 0x0c },	/* every page with a byte of it */
	{ 2, 0x800, 0x100, 0, 0x04 },
	{ 7, 0, 4096, 0, 0x80 },
	{ 7, 0x800, 0x1000, 0, 0x80 },	/* only its last page is outside */
	{ 0, 0, 8 * 4096, 0, 0xff },
	{ 0, 0, 8 * 4096 + 1, FC_MAKE_ERR(EINVAL), 0 },
	{ 7, 0, 4097, FC_MAKE_ERR(EINVAL), 0 },
	{ 8, 0, 1, FC_MAKE_ERR(EINVAL), 0 },
	{ 8, 0, 0, FC_MAKE_ERR(EINVAL), 0 },
	{ -1, 0, 4096, FC_MAKE_ERR(EINVAL), 0 },
	{ -1000, 0, 0, FC_MAKE_ERR(EINVAL), 0 },
	{ 2, 0, -1ULL, 0, 0xfc },	/* rounds up to 0 */
	{ 2, 0, -4096ULL, FC_MAKE_ERR(EINVAL), 0 },
};

TEST_F(translate, load_ranges)
{
	struct dmt *d = &self->d;
	struct dmt_action *da;
	unsigned int i;

	if (PAGE != 4096)
		SKIP(return, "pages of 4 KiB only");
	for (i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		dmt_pieces(d, 1, PAGES * PAGE);
		da = dmt_action(d, DMT_IN_ACCESS, DMT_OP_LOAD, DMT_SELF);
		da->da_off = (AT + ranges[i].off) * (long long)PAGE + ranges[i].bytes;
		da->da_len = ranges[i].len;
		dmt_action(d, DMT_IN_ACCESS, DMT_OP_DEFAULT, DMT_SELF)->da_stop = 1;
		MAP(RW);
		EXPECT_EQ(1, dmt_touch(d, self->map, 4));
		EXPECT_EQ(ranges[i].ret, dmt_action_ret(d, 0)) TH_LOG("range %u", i);
		/* From here on each fault loads one page. */
		dmt_pieces(d, 1, PAGES * PAGE);
		ASSERT_EQ(0, dmt_send(d));
		EXPECT_EQ(ALL & ~(ranges[i].loaded | 0x10), faulting(d, self->map))
			TH_LOG("range %u", i);
		munmap(self->map, PAGES * PAGE);
		self->map = MAP_FAILED;
	}
}

TEST_F(translate, unload_ranges)
{
	struct dmt *d = &self->d;
	unsigned int i;
	int ret;

	if (PAGE != 4096)
		SKIP(return, "pages of 4 KiB only");
	MAP(RW);
	for (i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		load_all(d, self->map);
		ret = dmt_do(d, DMT_OP_UNLOAD, 0,
			     (AT + ranges[i].off) * (long long)PAGE + ranges[i].bytes,
			     ranges[i].len);
		EXPECT_EQ(ranges[i].ret, ret) TH_LOG("range %u", i);
		EXPECT_EQ(ranges[i].loaded, faulting(d, self->map))
			TH_LOG("range %u", i);
	}
	/* 0 and 0 are the whole handle, wherever it begins. */
	EXPECT_EQ(0, dmt_do(d, DMT_OP_UNLOAD, 0, 0, 0));
	EXPECT_EQ(ALL, faulting(d, self->map));
	/* Nothing there: nothing wrong. */
	EXPECT_EQ(0, dmt_do(d, DMT_OP_UNLOAD, 0, 0, 0));
	EXPECT_EQ(0, dmt_do(d, DMT_OP_UNLOAD, 0, 0, 0));
}

/* A callback may load every mapping of its process, and no other's. */
TEST_F(translate, load_another_handle)
{
	struct dmt *d = &self->d;
	void *second;

	dmt_action(d, DMT_IN_ACCESS, DMT_OP_LOAD_AS, DMT_SELF);
	MAP(RW);
	second = dmt_map(d, PAGES * PAGE, RW, MAP_SHARED, 20 * PAGE);
	ASSERT_NE(MAP_FAILED, second);
	EXPECT_EQ(1, dmt_touch(d, second, 0));
	EXPECT_EQ(0, dmt_action_ret(d, 0));
	EXPECT_EQ(0, faulting(d, second));
	EXPECT_EQ(0, faulting(d, self->map));
	munmap(second, PAGES * PAGE);
}

TEST_F(translate, load_another_process)
{
	struct dmt *d = &self->d;
	struct steps *steps = steps_new();
	pid_t pid;

	MAP(RW);
	pid = fork();
	if (!pid) {
		struct dmt mine;

		/* Handle 2: the child's own. */
		if (dmt_open(&mine) ||
		    dmt_map(&mine, PAGES * PAGE, RW, MAP_SHARED, 0) == MAP_FAILED)
			_exit(1);
		step_to(steps, 1);
		step_wait(steps, 2);
		_exit(0);
	}
	step_wait(steps, 1);
	EXPECT_EQ(1, dmt_handle(d, 2).dh_mapped);
	EXPECT_EQ(FC_MAKE_ERR(EINVAL), dmt_do(d, DMT_OP_LOAD, 2, 0, 0));
	/* It may be unloaded by anybody. */
	EXPECT_EQ(0, dmt_do(d, DMT_OP_UNLOAD, 2, 0, 0));
	step_to(steps, 2);
	EXPECT_EQ(0, child_status(pid));
}

/* Not inside devmap_access(9E): the driver's ioctl(9E). */
TEST_F(translate, load_outside_of_access)
{
	struct dmt *d = &self->d;

	MAP(RW);
	EXPECT_EQ(FC_MAKE_ERR(EINVAL), dmt_do(d, DMT_OP_LOAD, 0, 0, 0));
	EXPECT_EQ(FC_MAKE_ERR(EINVAL), dmt_do(d, DMT_OP_CTXMGT, 0, 0, 0));
	EXPECT_EQ(FC_MAKE_ERR(EINVAL), dmt_do(d, DMT_OP_NOBODY, 0, 0, 0));
	EXPECT_EQ(ALL, faulting(d, self->map));
}

/*
 * What a callback's return value becomes. All errors are SIGBUS at the address
 * of the access, as on Solaris; what there was a livelock is one as well.
 */
static const struct {
	int ret;
	int sig;
} returns[] = {
	{ 1, SIGBUS },			/* FC_HWERR */
	{ -1, SIGBUS },
	{ EIO, SIGBUS },
	{ EINVAL, SIGBUS },
	{ FC_PROT, SIGBUS },		/* EINTR too, by number: T4 */
	{ FC_NOMAP, SIGBUS },
	{ FC_MAKE_ERR(EINVAL), SIGBUS },
	{ FC_MAKE_ERR(EINTR), SIGBUS },	/* and no signal is pending */
	{ 35, SIGBUS },			/* EDEADLK of Linux and */
	{ 45, SIGBUS },			/* of Solaris: T5 */
	{ 0x7fffffff, SIGBUS },
	{ (int)0x80000000, SIGBUS },
};

TEST_F(translate, return_values)
{
	struct dmt *d = &self->d;
	vu64 *addr;
	struct probe p;
	unsigned int i;

	for (i = 0; i < sizeof(returns) / sizeof(returns[0]); i++) {
		dmt_pieces(d, 1, PAGES * PAGE);
		dmt_action(d, DMT_IN_ACCESS, DMT_OP_RETURN, DMT_SELF)->da_arg =
			returns[i].ret;
		d->script.ds_actions[0].da_stop = 1;
		MAP(RW);
		dmt_log(d);
		addr = dmt_word(self->map, 2) + 5;
		p = probe_read(addr);
		dmt_log(d);
		EXPECT_EQ(returns[i].sig, p.sig) TH_LOG("returned %d", returns[i].ret);
		EXPECT_EQ(BUS_ADRERR, p.code);
		EXPECT_EQ((void *)addr, p.addr);
		EXPECT_EQ(1, dmt_count(d, DMT_EV_ACCESS));
		munmap(self->map, PAGES * PAGE);
		self->map = MAP_FAILED;
	}
}

/* 0 without a load: asked twice, then SIGBUS, and never for ever. */
TEST_F(translate, return_0_without_load)
{
	struct dmt *d = &self->d;
	struct probe p;

	dmt_action(d, DMT_IN_ACCESS, DMT_OP_RETURN, DMT_SELF);
	MAP(RW);
	dmt_log(d);
	p = probe_read(dmt_word(self->map, 1));
	dmt_log(d);
	EXPECT_EQ(SIGBUS, p.sig);
	EXPECT_EQ(BUS_ADRERR, p.code);
	EXPECT_EQ(2, dmt_count(d, DMT_EV_ACCESS));
}

/* The wrong page is no load either. */
TEST_F(translate, return_0_with_another_page)
{
	struct dmt *d = &self->d;
	struct dmt_action *da;

	da = dmt_action(d, DMT_IN_ACCESS, DMT_OP_LOAD, DMT_SELF);
	da->da_off = AT * PAGE;
	da->da_len = PAGE;
	MAP(RW);
	EXPECT_EQ(1, dmt_touch(d, self->map, 0));
	EXPECT_EQ(SIGBUS, probe_read(dmt_word(self->map, 1)).sig);
}

/* Without a callback: nobody is asked, everything is there. */
TEST_F(translate, no_callback)
{
	struct dmt *d = &self->d;

	d->script.ds_pieces[0].dp_callbacks = 0;
	MAP(RW);
	EXPECT_EQ(0, faulting(d, self->map));
	/* And is revoked like any other. */
	EXPECT_EQ(0, dmt_do(d, DMT_OP_UNLOAD, 0, 0, 0));
	EXPECT_EQ(0, faulting(d, self->map));
}

static volatile bool replaced;

static void *replace(void *map)
{
	void *ret = mmap(map, PAGES * PAGE, PROT_NONE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);

	replaced = true;
	return ret;
}

/*
 * While a driver keeps a mmap(2) waiting, which has the address space for itself, pages
 * of a mapping without a callback are loaded all the same.
 */
TEST_F(translate, no_callback_beside_mmap)
{
	struct dmt *d = &self->d;
	pthread_t replacer;
	void *ret;

	if (!kernel_is_at_least(6, 7))
		SKIP(return, "Linux before 6.7 has no faults of drivers under the lock of a VMA");
	d->script.ds_pieces[0].dp_callbacks = 0;
	MAP(RW);
	dmt_pieces(d, 1, PAGES * PAGE);
	dmt_action(d, DMT_IN_UNMAP, DMT_OP_SLEEP, DMT_SELF)->da_arg = 3000;
	ASSERT_EQ(0, dmt_send(d));
	self->other = dmt_map(d, PAGES * PAGE, RW, MAP_SHARED, 0);
	ASSERT_NE(MAP_FAILED, self->other);
	dmt_log(d);
	replaced = false;
	ASSERT_EQ(0, pthread_create(&replacer, NULL, replace, self->other));
	while (dmt_log(d) >= 0 && !dmt_count(d, DMT_EV_UNMAP))
		usleep(1000);
	EXPECT_EQ(0, probe_read(dmt_word(self->map, 0)).sig);
	EXPECT_EQ(0, probe_write(dmt_word(self->map, 1), 1).sig);
	EXPECT_FALSE(replaced);
	ASSERT_EQ(0, pthread_join(replacer, &ret));
	EXPECT_EQ(self->other, ret);
	munmap(self->other, PAGES * PAGE);
}

struct visitor {
	pthread_t thread;
	vu64 *word;
	volatile bool stop;
	volatile long visits;
	volatile long wrong;
};

/* Counts in a word of its own, of pages that are there all the time. */
static void *visit(void *arg)
{
	struct visitor *v = arg;
	unsigned long long last = *v->word;

	while (!v->stop) {
		v->wrong += *v->word != last;
		*v->word = ++last;
		v->visits++;
	}
	return NULL;
}

/*
 * Threads that fault in pages without a callback, under the lock of their VMA where Linux
 * has that, while other pieces of the same segment are split, moved, unmapped and copied.
 */
TEST_F(translate, no_callback_crowd)
{
	struct dmt *d = &self->d;
	struct visitor visitors[2] = {};
	size_t half = PAGES / 2 * PAGE;
	int i, status;

	d->script.ds_pieces[0].dp_callbacks = 0;
	MAP(RW);
	for (i = 0; i < 2; i++) {
		visitors[i].word = dmt_word(self->map, i);
		ASSERT_EQ(0, pthread_create(&visitors[i].thread, NULL, visit, &visitors[i]));
	}
	for (i = 0; i < 100; i++) {
		char *end = (char *)self->map + half, *there;
		pid_t pid;

		EXPECT_EQ(0, dmt_do(d, DMT_OP_UNLOAD, 0, 0, 0));
		EXPECT_EQ(0, mprotect(end, PAGE, PROT_READ));
		EXPECT_EQ(0, dmt_do(d, DMT_OP_UNLOAD, 0, 0, 0));
		EXPECT_EQ(0, mprotect(end, PAGE, RW));
		there = mmap(NULL, PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		ASSERT_EQ(there, mremap(end, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, there));
		EXPECT_EQ(0, probe_read(dmt_word(there, 0)).sig);
		ASSERT_EQ(end, mremap(there, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, end));
		if (i % 10)
			continue;
		pid = fork();
		if (!pid)
			_exit(probe_read(dmt_word(self->map, 2)).sig);
		EXPECT_EQ(pid, waitpid(pid, &status, 0));
		EXPECT_EQ(0, status);
	}
	EXPECT_EQ(0, munmap((char *)self->map + half, half));
	for (i = 0; i < 2; i++) {
		long before = visitors[i].visits;

		EXPECT_EQ(0, dmt_do(d, DMT_OP_UNLOAD, 0, 0, 0));
		while (visitors[i].visits < before + 10)
			usleep(1000);
		visitors[i].stop = true;
		ASSERT_EQ(0, pthread_join(visitors[i].thread, NULL));
		EXPECT_EQ(0, visitors[i].wrong);
	}
}

/* What the protection forbids is SIGSEGV, and nobody is asked. */
TEST_F(translate, protection)
{
	struct dmt *d = &self->d;
	struct probe p;

	MAP(PROT_READ);
	dmt_log(d);
	p = probe_write(dmt_word(self->map, 0), 1);
	EXPECT_EQ(SIGSEGV, p.sig);
	EXPECT_EQ(SEGV_ACCERR, p.code);
	dmt_log(d);
	EXPECT_EQ(0, dmt_count(d, DMT_EV_ACCESS));
}

/* A load that asks for more than the mapping has. */
TEST_F(translate, load_protection)
{
	struct dmt *d = &self->d;
	struct dmt_action *da;

	da = dmt_action(d, DMT_IN_ACCESS, DMT_OP_LOAD, DMT_SELF);
	da->da_rw = DEVMAP_WRITE;
	da->da_stop = 1;
	MAP(PROT_READ);
	EXPECT_EQ(SIGBUS, probe_read(dmt_word(self->map, 0)).sig);
	EXPECT_EQ(FC_PROT, dmt_action_ret(d, 0));
}

/* devmap_do_ctxmgt(9F) calls back with what it was given, and returns that. */
TEST_F(translate, ctxmgt)
{
	struct dmt *d = &self->d;
	struct dmt_event *ev;

	dmt_action(d, DMT_IN_ACCESS, DMT_OP_CTXMGT, DMT_SELF)->da_stop = 1;
	MAP(RW);
	dmt_log(d);
	ASSERT_EQ(0, probe_write(dmt_word(self->map, 3), 1).sig);
	dmt_log(d);
	ASSERT_EQ(1, dmt_count(d, DMT_EV_CTXMGT));
	EXPECT_EVENT(d, DMT_EV_CTXMGT, 0, 0, (AT + 3) * PAGE, PAGE);
	ev = dmt_event(d, DMT_EV_CTXMGT, 0);
	EXPECT_EQ(DEVMAP_ACCESS, ev->de_type);
	EXPECT_EQ(DEVMAP_WRITE, ev->de_rw);
	EXPECT_EQ(0, ev->de_ret);
}

TEST_F(translate, ctxmgt_fails)
{
	struct dmt *d = &self->d;

	dmt_action(d, DMT_IN_ACCESS, DMT_OP_CTXMGT, DMT_SELF)->da_stop = 1;
	dmt_action(d, DMT_IN_CTXMGT, DMT_OP_RETURN, DMT_SELF)->da_arg = 77;
	d->script.ds_actions[1].da_stop = 1;
	MAP(RW);
	EXPECT_EQ(SIGBUS, probe_read(dmt_word(self->map, 0)).sig);
	EXPECT_EQ(77, dmt_action_ret(d, 0));
}

/* One that fails holds nothing: the next one does not wait for its time. */
TEST_F(translate, ctxmgt_fails_with_hold)
{
	struct dmt *d = &self->d;
	double start;

	d->script.ds_pieces[0].dp_hold = 30000;
	dmt_action(d, DMT_IN_ACCESS, DMT_OP_CTXMGT, DMT_SELF)->da_stop = 1;
	dmt_action(d, DMT_IN_CTXMGT, DMT_OP_RETURN, DMT_SELF)->da_arg = 77;
	d->script.ds_actions[1].da_stop = 1;
	MAP(RW);
	start = now();
	EXPECT_EQ(SIGBUS, probe_read(dmt_word(self->map, 0)).sig);
	EXPECT_EQ(SIGBUS, probe_read(dmt_word(self->map, 1)).sig);
	EXPECT_GT(10, now() - start);
}

TEST_F(translate, ctxmgt_without_callback)
{
	struct dmt *d = &self->d;

	dmt_action(d, DMT_IN_ACCESS, DMT_OP_CTXMGT_NULL, DMT_SELF)->da_stop = 1;
	MAP(RW);
	EXPECT_EQ(SIGBUS, probe_read(dmt_word(self->map, 0)).sig);
	EXPECT_EQ(FC_HWERR, dmt_action_ret(d, 0));
}

/* A handle that is none in devmap_load(9F) is an error, and no crash. */
TEST_F(translate, no_handle)
{
	struct dmt *d = &self->d;

	dmt_action(d, DMT_IN_ACCESS, DMT_OP_NOBODY, DMT_SELF);
	dmt_action(d, DMT_IN_ACCESS, DMT_OP_DEFAULT, DMT_SELF)->da_stop = 1;
	MAP(RW);
	EXPECT_EQ(0, probe_read(dmt_word(self->map, 0)).sig);
	EXPECT_EQ(FC_MAKE_ERR(EINVAL), dmt_action_ret(d, 0));
}

/*
 * A process and its fork share a revocation window. The fork's callback loads its
 * page, and then unloads its parent's: what it loaded stays.
 */
TEST_F(translate, unload_of_a_relative)
{
	struct dmt *d = &self->d;
	pid_t pid;

	dmt_action(d, DMT_IN_ACCESS, DMT_OP_DEFAULT, DMT_SELF)->da_stop = 1;
	dmt_action(d, DMT_IN_ACCESS, DMT_OP_UNLOAD, 0);
	MAP(RW);
	/* Handle 0 unloads itself after its load: nothing remains, SIGBUS. */
	EXPECT_EQ(SIGBUS, probe_read(dmt_word(self->map, 0)).sig);
	pid = fork();
	if (!pid) {
		int first = dmt_touch(d, self->map, 1);
		int second = dmt_touch(d, self->map, 1);

		_exit(first == 1 && second == 0 ? 0 : 10 * first + second);
	}
	EXPECT_EQ(0, child_status(pid));
}

/* The same of a part, and then it loads something else: what it loaded first stays. */
TEST_F(translate, load_after_unload_of_a_relative)
{
	struct dmt *d = &self->d;
	struct dmt_action *da;
	pid_t pid;

	dmt_action(d, DMT_IN_ACCESS, DMT_OP_DEFAULT, DMT_SELF)->da_stop = 1;
	da = dmt_action(d, DMT_IN_ACCESS, DMT_OP_UNLOAD, 0);
	da->da_off = (AT + 1) * PAGE;
	da->da_len = PAGE;
	da = dmt_action(d, DMT_IN_ACCESS, DMT_OP_LOAD, DMT_SELF);
	da->da_off = (AT + 2) * PAGE;
	da->da_len = PAGE;
	MAP(RW);
	EXPECT_EQ(1, dmt_touch(d, self->map, 0));
	pid = fork();
	if (!pid) {
		int first = dmt_touch(d, self->map, 1);
		int second = dmt_touch(d, self->map, 1);

		_exit(first == 1 && second == 0 ? 0 : 10 * first + second);
	}
	EXPECT_EQ(0, child_status(pid));
}

/* A context callback is for the handle that was touched, and for no other one. */
TEST_F(translate, ctxmgt_of_another_handle)
{
	struct dmt *d = &self->d;
	void *other;

	dmt_action(d, DMT_IN_ACCESS, DMT_OP_CTXMGT, 0)->da_stop = 1;
	MAP(RW);
	other = dmt_map(d, PAGES * PAGE, RW, MAP_SHARED, 0);
	ASSERT_NE(MAP_FAILED, other);
	EXPECT_EQ(0, probe_read(dmt_word(self->map, 0)).sig);
	EXPECT_EQ(SIGBUS, probe_read(dmt_word(other, 0)).sig);
	EXPECT_EQ(FC_MAKE_ERR(EINVAL), dmt_action_ret(d, 0));
	munmap(other, PAGES * PAGE);
}

static void *punch(void *map)
{
	return (void *)(long)munmap((char *)map + PAGE, PAGE);
}

/* One mapping for the hole, and another one, handle 1, for faults that load meanwhile. */
static void punch_map(struct __test_metadata *_metadata, FIXTURE_DATA(translate) *self)
{
	struct dmt *d = &self->d;

	MAP(RW);
	self->other = dmt_map(d, PAGES * PAGE, RW, MAP_SHARED, 0);
	ASSERT_NE(MAP_FAILED, self->other);
}

/* From here on the hole is being punched: devmap_unmap(9E) runs, which sleeps for a second. */
static void punch_begin(struct __test_metadata *_metadata, FIXTURE_DATA(translate) *self)
{
	ASSERT_EQ(0, pthread_create(&self->puncher, NULL, punch, self->map));
	while (!dmt_handle(&self->d, 2).dh_mapped)
		usleep(1000);
	usleep(200000);
}

static void punch_end(struct __test_metadata *_metadata, FIXTURE_DATA(translate) *self)
{
	void *ret;

	ASSERT_EQ(0, pthread_join(self->puncher, &ret));
	EXPECT_EQ(NULL, ret);
}

/* From here on each fault loads one page, and no callback sleeps. */
static void forget_actions(struct __test_metadata *_metadata, struct dmt *d)
{
	dmt_pieces(d, 1, PAGES * PAGE);
	ASSERT_EQ(0, dmt_send(d));
}

/*
 * While a hole is punched, a fault in another mapping of the process loads both halves,
 * which have the bounds of the whole then. Nothing of them is valid until that is over.
 */
TEST_F(translate, load_while_a_hole_is_punched)
{
	struct dmt *d = &self->d;

	dmt_action(d, DMT_IN_UNMAP, DMT_OP_SLEEP, DMT_SELF)->da_arg = 1000;
	dmt_action(d, DMT_IN_ACCESS, DMT_OP_LOAD, 0);
	dmt_action(d, DMT_IN_ACCESS, DMT_OP_LOAD, 2);
	dmt_action(d, DMT_IN_ACCESS, DMT_OP_DEFAULT, DMT_SELF)->da_stop = 1;
	punch_map(_metadata, self);
	punch_begin(_metadata, self);
	EXPECT_EQ(0, probe_read(dmt_word(self->other, 0)).sig);
	EXPECT_EQ(0, dmt_action_ret(d, 1));
	EXPECT_EQ(0, dmt_action_ret(d, 2));
	punch_end(_metadata, self);
	forget_actions(_metadata, d);
	EXPECT_EQ(1, dmt_touch(d, self->map, 0));
	EXPECT_EQ(1, dmt_touch(d, self->map, 3));
	munmap(self->other, PAGES * PAGE);
}

/*
 * What was loaded before a hole is punched is both halves': the unload of one of them,
 * which has the bounds of the whole meanwhile, revokes all of it.
 */
static void unload_in_a_punch(struct __test_metadata *_metadata, FIXTURE_DATA(translate) *self,
			      int unloaded)
{
	struct dmt *d = &self->d;

	dmt_action(d, DMT_IN_UNMAP, DMT_OP_SLEEP, DMT_SELF)->da_arg = 1000;
	punch_map(_metadata, self);
	load_all(d, self->map);
	punch_begin(_metadata, self);
	EXPECT_EQ(0, dmt_do(d, DMT_OP_UNLOAD, unloaded, 0, 0));
	punch_end(_metadata, self);
	forget_actions(_metadata, d);
	EXPECT_EQ(1, dmt_touch(d, self->map, 0));
	EXPECT_EQ(1, dmt_touch(d, self->map, 3));
	munmap(self->other, PAGES * PAGE);
}

TEST_F(translate, unload_while_a_hole_is_punched)
{
	unload_in_a_punch(_metadata, self, 0);
}

TEST_F(translate, unload_of_the_half_behind)
{
	unload_in_a_punch(_metadata, self, 2);
}

/*
 * Both halves have the bounds of the whole while devmap_unmap(9E) runs: what one has
 * loaded, the unload of the other has to revoke. For each: both are unloaded, the one is
 * loaded by a fault in another mapping, and the other is unloaded again.
 */
static void unload_half(struct __test_metadata *_metadata, FIXTURE_DATA(translate) *self,
			int loaded, int unloaded, unsigned int page)
{
	struct dmt *d = &self->d;

	dmt_action(d, DMT_IN_UNMAP, DMT_OP_SLEEP, DMT_SELF)->da_arg = 1000;
	dmt_action(d, DMT_IN_ACCESS, DMT_OP_LOAD, loaded);
	dmt_action(d, DMT_IN_ACCESS, DMT_OP_DEFAULT, DMT_SELF)->da_stop = 1;
	punch_map(_metadata, self);
	punch_begin(_metadata, self);
	EXPECT_EQ(0, dmt_do(d, DMT_OP_UNLOAD, unloaded, 0, 0));
	EXPECT_EQ(0, dmt_do(d, DMT_OP_UNLOAD, loaded, 0, 0));
	EXPECT_EQ(0, probe_read(dmt_word(self->other, 0)).sig);
	EXPECT_EQ(0, dmt_action_ret(d, 1));
	EXPECT_EQ(0, dmt_do(d, DMT_OP_UNLOAD, unloaded, 0, 0));
	punch_end(_metadata, self);
	forget_actions(_metadata, d);
	EXPECT_EQ(1, dmt_touch(d, self->map, page));
	munmap(self->other, PAGES * PAGE);
}

/* Handle 2 is what is behind the hole. */
TEST_F(translate, unload_behind_a_hole)
{
	unload_half(_metadata, self, 0, 2, 3);
}

TEST_F(translate, unload_in_front_of_a_hole)
{
	unload_half(_metadata, self, 2, 0, 0);
}

/*
 * While a hole is punched the handle is remapped, and after that a fault in another
 * mapping loads what is behind the hole: what was there before is not seen when the half
 * behind the hole has followed the remap.
 */
TEST_F(translate, load_behind_a_remap)
{
	struct dmt *d = &self->d;

	d->script.ds_pieces[0].dp_setup = DMT_SETUP_UMEM;
	d->script.ds_pieces[0].dp_flags = DEVMAP_ALLOW_REMAP;
	dmt_action(d, DMT_IN_UNMAP, DMT_OP_REMAP_TRASH, DMT_SELF);
	dmt_action(d, DMT_IN_UNMAP, DMT_OP_SLEEP, DMT_SELF)->da_arg = 1000;
	dmt_action(d, DMT_IN_ACCESS, DMT_OP_LOAD, 2);
	dmt_action(d, DMT_IN_ACCESS, DMT_OP_DEFAULT, DMT_SELF)->da_stop = 1;
	punch_map(_metadata, self);
	*dmt_word(self->map, 3) = 77;
	EXPECT_EQ(77, *dmt_word(self->other, 3));
	ASSERT_EQ(0, dmt_do(d, DMT_OP_UNLOAD, 1, 0, 0));
	punch_begin(_metadata, self);
	EXPECT_EQ(0, probe_read(dmt_word(self->other, 0)).sig);
	EXPECT_EQ(0, dmt_action_ret(d, 2));
	punch_end(_metadata, self);
	EXPECT_EQ(0, dmt_action_ret(d, 0));
	forget_actions(_metadata, d);
	EXPECT_NE(77, *dmt_word(self->map, 3));
	*dmt_word(self->map, 3) = 78;
	EXPECT_EQ(77, *dmt_word(self->other, 3));
	munmap(self->other, PAGES * PAGE);
}

/*
 * While a hole is punched, a fault in another mapping loads all of the handle, which the
 * half behind the hole is to have a part of.
 */
static void load_in_a_punch(struct __test_metadata *_metadata, FIXTURE_DATA(translate) *self)
{
	struct dmt *d = &self->d;

	dmt_action(d, DMT_IN_UNMAP, DMT_OP_SLEEP, DMT_SELF)->da_arg = 1000;
	dmt_action(d, DMT_IN_ACCESS, DMT_OP_LOAD, 0);
	dmt_action(d, DMT_IN_ACCESS, DMT_OP_DEFAULT, DMT_SELF)->da_stop = 1;
	punch_map(_metadata, self);
	punch_begin(_metadata, self);
	EXPECT_EQ(0, probe_read(dmt_word(self->other, 0)).sig);
	punch_end(_metadata, self);
}

/*
 * A page of trash that came with that load would be the front half's alone. Behind the
 * hole it may not be seen: it is freed with the front half.
 */
TEST_F(translate, trash_behind_a_hole)
{
	self->d.script.ds_pieces[0].dp_setup = DMT_SETUP_TRASH;
	load_in_a_punch(_metadata, self);
	forget_actions(_metadata, &self->d);
	*dmt_word(self->map, 0) = 77;
	EXPECT_EQ(77, *dmt_word(self->map, 0));
	EXPECT_EQ(0, *dmt_word(self->map, 3));
	*dmt_word(self->map, 3) = 78;
	EXPECT_EQ(78, *dmt_word(self->map, PAGES - 1));
	EXPECT_EQ(77, *dmt_word(self->map, 0));
	munmap(self->other, PAGES * PAGE);
}

/* The driver remaps the half behind the hole before that load: it stays remapped. */
TEST_F(translate, remap_behind_a_hole)
{
	struct dmt *d = &self->d;

	d->script.ds_pieces[0].dp_setup = DMT_SETUP_UMEM;
	d->script.ds_pieces[0].dp_flags = DEVMAP_ALLOW_REMAP;
	dmt_action(d, DMT_IN_UNMAP, DMT_OP_REMAP_TRASH, 2);
	load_in_a_punch(_metadata, self);
	EXPECT_EQ(0, dmt_action_ret(d, 0));
	forget_actions(_metadata, d);
	*dmt_word(self->map, 0) = 77;
	*dmt_word(self->map, 3) = 78;
	/* Trash is one page for all of the half. */
	EXPECT_EQ(78, *dmt_word(self->map, PAGES - 1));
	EXPECT_EQ(77, *dmt_word(self->map, 0));
	munmap(self->other, PAGES * PAGE);
}

/* Load one page, unload another of the same handle: the one that was loaded stays. */
TEST_F(translate, unload_of_other_pages)
{
	struct dmt *d = &self->d;
	struct dmt_action *da;

	dmt_action(d, DMT_IN_ACCESS, DMT_OP_DEFAULT, DMT_SELF)->da_stop = 1;
	da = dmt_action(d, DMT_IN_ACCESS, DMT_OP_UNLOAD, DMT_SELF);
	da->da_off = (AT + 4) * PAGE;
	da->da_len = 4 * PAGE;
	MAP(RW);
	EXPECT_EQ(1, dmt_touch(d, self->map, 0));
	EXPECT_EQ(1, dmt_touch(d, self->map, 1));
	EXPECT_EQ(0, dmt_touch(d, self->map, 0));
	EXPECT_EQ(SIGBUS, probe_read(dmt_word(self->map, 5)).sig);
	EXPECT_EQ(0, dmt_touch(d, self->map, 0));
}

/* The parent's translations are gone when the fork's callback unloaded them. */
TEST_F(translate, unload_of_another_process)
{
	struct dmt *d = &self->d;
	struct steps *steps = steps_new();
	pid_t pid;

	MAP(RW);
	EXPECT_EQ(1, dmt_touch(d, self->map, 1));
	EXPECT_EQ(0, dmt_touch(d, self->map, 1));
	pid = fork();
	if (!pid) {
		step_wait(steps, 1);
		_exit(dmt_do(d, DMT_OP_UNLOAD, 0, (AT + 1) * PAGE, PAGE));
	}
	EXPECT_EQ(0, dmt_touch(d, self->map, 1));
	step_to(steps, 1);
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(1, dmt_touch(d, self->map, 1));
}

/* The hold time: set, read back, inherited. */
TEST_F(translate, hold_time)
{
	struct dmt *d = &self->d;
	pid_t pid;

	d->script.ds_pieces[0].dp_hold = 7;
	MAP(RW);
	EXPECT_EQ(7, dmt_handle(d, 0).dh_hold);
	pid = fork();
	if (!pid)
		_exit(dmt_handle(d, 1).dh_hold == 7 ? 0 : 1);
	EXPECT_EQ(0, child_status(pid));
	/* A hole: the second half keeps it. */
	munmap((char *)self->map + PAGE, PAGE);
	EXPECT_EQ(7, dmt_handle(d, 2).dh_hold);
}

/*
 * A layer that watches itself (DEVMAP_CHECK=y) sees a driver that gives one program the
 * device and does not take it away from the other.
 */
TEST_F(translate, watched_from_inside)
{
	struct dmt *d = &self->d;
	long loads = layer_get("check_loads"), violations;
	void *second;

	if (loads < 0)
		SKIP(return, "no check_loads: build with DEVMAP_CHECK=y");
	violations = layer_get("check_violations");
	dmt_action(d, DMT_IN_ACCESS, DMT_OP_CTXMGT, DMT_SELF)->da_stop = 1;
	ASSERT_EQ(0, dmt_send(d));
	self->map = dmt_map(d, PAGES * PAGE, RW, MAP_PRIVATE, AT * PAGE);
	ASSERT_NE(MAP_FAILED, self->map);
	second = dmt_map(d, PAGES * PAGE, RW, MAP_PRIVATE, AT * PAGE);
	ASSERT_NE(MAP_FAILED, second);
	EXPECT_EQ(0, probe_read(dmt_word(self->map, 2)).sig);
	EXPECT_EQ(loads + 1, layer_get("check_loads"));
	EXPECT_EQ(violations, layer_get("check_violations"));
	/* Another page is nobody's. */
	EXPECT_EQ(0, probe_read(dmt_word(second, 3)).sig);
	EXPECT_EQ(violations, layer_get("check_violations"));
	EXPECT_EQ(0, probe_read(dmt_word(second, 2)).sig);
	EXPECT_EQ(loads + 3, layer_get("check_loads"));
	EXPECT_EQ(violations + 1, layer_get("check_violations"));
	/* As it should be. */
	EXPECT_EQ(0, dmt_do(d, DMT_OP_UNLOAD, 1, 0, 0));
	EXPECT_EQ(0, probe_read(dmt_word(self->map, 3)).sig);
	EXPECT_EQ(violations + 1, layer_get("check_violations"));
	munmap(second, PAGES * PAGE);
}

#include "dmt_main.h"
