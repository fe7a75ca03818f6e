// SPDX-License-Identifier: GPL-2.0
/*
 * An unusual driver: one mapping of three handles, of which one is invalid, one is
 * trash and one is the device, with a hold time, remaps, and callbacks that load and
 * unload mappings which nobody has touched.
 */
#include "kselftest_harness.h"
#include "devmap_test.h"
#include "dmt_test.h"

#define RW	(PROT_READ | PROT_WRITE)
#define EACH	2			/* pages of each handle */
#define PAGES	(3 * EACH)
#define FIRST	10			/* of the device, that the third one shows */
#define HOLD	2			/* seconds */
#define TICKS	(HOLD * 1000)

/* Numbers of handles; those of the next mapping or of a fork are three higher. */
enum { INVALID, TRASH, DEVICE, NEXT };

FIXTURE(mixture)
{
	struct dmt d;
	void *map;
};

FIXTURE_SETUP(mixture)
{
	struct dmt_piece *piece;

	self->map = MAP_FAILED;
	DMT_SETUP(self);
	dmt_pieces(&self->d, 3, EACH * PAGE);
	piece = self->d.script.ds_pieces;
	piece[INVALID].dp_flags = DEVMAP_MAPPING_INVALID | DEVMAP_ALLOW_REMAP;
	piece[TRASH].dp_setup = DMT_SETUP_TRASH;
	piece[TRASH].dp_flags = DEVMAP_ALLOW_REMAP;
	piece[TRASH].dp_roff = 0;
	piece[DEVICE].dp_roff = FIRST * PAGE;
}

FIXTURE_TEARDOWN(mixture)
{
	if (self->map != MAP_FAILED)
		munmap(self->map, PAGES * PAGE);
	close(self->d.fd);
}

#define MAP()								\
	do {								\
		ASSERT_EQ(0, dmt_send(&self->d));			\
		self->map = dmt_map(&self->d, PAGES * PAGE, RW,		\
				    MAP_SHARED, 0);			\
		ASSERT_NE(MAP_FAILED, self->map);			\
	} while (0)

/* Each handle has the hold time, and takes turns. */
static void hold(struct dmt *d, int ticks)
{
	unsigned int i;

	for (i = 0; i < 3; i++)
		d->script.ds_pieces[i].dp_hold = ticks;
	dmt_action(d, DMT_IN_ACCESS, DMT_OP_CTXMGT, DMT_SELF)->da_stop = 1;
}

/* The first word of a page of a handle. */
static vu64 *word(void *map, int handle, unsigned int page)
{
	return dmt_word(map, handle * EACH + page);
}

static int touch(struct dmt *d, void *map, int handle)
{
	return dmt_touch(d, map, handle * EACH);
}

static int remap(struct dmt *d, unsigned int op, int handle, unsigned int page)
{
	return dmt_do(d, op, handle, page * PAGE, 0);
}

/* Runs @child in a fork; 0 if all that it looks at is right, else which is not. */
static int in_fork(struct dmt *d, void *map, int (*child)(struct dmt *, void *))
{
	pid_t pid = fork();

	if (!pid)
		_exit(child(d, map));
	return child_status(pid);
}

/* What a fork exits with: the number of the first thing that is wrong, else 0. */
static int expect(int number, int right)
{
	return right ? 0 : number;
}

/* Three handles in the order of offsets, all of this process. */
TEST_F(mixture, handles)
{
	struct dmt *d = &self->d;
	struct dmt_handle h;
	int i;

	MAP();
	dmt_log(d);
	ASSERT_EQ(3, dmt_count(d, DMT_EV_SETUP));
	ASSERT_EQ(3, dmt_count(d, DMT_EV_MAP));
	for (i = 0; i < 3; i++) {
		EXPECT_EQ(0, dmt_event(d, DMT_EV_SETUP, i)->de_ret);
		EXPECT_EVENT(d, DMT_EV_MAP, i, i, i * EACH * PAGE, EACH * PAGE);
		h = dmt_handle(d, i);
		ASSERT_EQ(1, h.dh_mapped);
		EXPECT_EQ(i * EACH * PAGE, h.dh_uoff);
		EXPECT_EQ(EACH * PAGE, h.dh_len);
		EXPECT_EQ(i == DEVICE ? -1 : i + 1, h.dh_next);
		EXPECT_EQ(1, h.dh_mine);
	}
}

/* dh_seg->s_as tells a process's handles from those of its fork, on both sides. */
static int child_is_another(struct dmt *d, void *map)
{
	return expect(1, dmt_handle(d, DEVICE).dh_mapped && !dmt_handle(d, DEVICE).dh_mine) ?:
	       expect(2, dmt_handle(d, NEXT + DEVICE).dh_mine);
}

TEST_F(mixture, whose)
{
	struct dmt *d = &self->d;
	struct steps *steps = steps_new();
	void *second;
	pid_t pid;

	MAP();
	EXPECT_EQ(0, in_fork(d, self->map, child_is_another));
	/* The fork had 3 to 5, that are gone. */
	EXPECT_EQ(0, dmt_handle(d, NEXT + DEVICE).dh_mapped);
	second = dmt_map(d, PAGES * PAGE, RW, MAP_SHARED, 0);
	ASSERT_NE(MAP_FAILED, second);
	EXPECT_EQ(1, dmt_handle(d, 2 * NEXT + TRASH).dh_mine);
	EXPECT_EQ(0, munmap(second, PAGES * PAGE));
	pid = fork();
	if (!pid) {
		step_to(steps, 1);
		step_wait(steps, 2);
		_exit(0);
	}
	step_wait(steps, 1);
	EXPECT_EQ(1, dmt_handle(d, 3 * NEXT + DEVICE).dh_mapped);
	EXPECT_EQ(0, dmt_handle(d, 3 * NEXT + DEVICE).dh_mine);
	EXPECT_EQ(1, dmt_handle(d, DEVICE).dh_mine);
	step_to(steps, 2);
	EXPECT_EQ(0, child_status(pid));
}

/* What is there without a remap: nothing, one page everywhere, the device. */
TEST_F(mixture, contents)
{
	struct dmt *d = &self->d;
	struct probe p;
	void *other;

	MAP();
	dmt_log(d);
	p = probe_read(word(self->map, INVALID, 1));
	EXPECT_EQ(SIGBUS, p.sig);
	EXPECT_EQ(BUS_ADRERR, p.code);
	EXPECT_EQ((void *)word(self->map, INVALID, 1), p.addr);
	dmt_log(d);
	ASSERT_EQ(1, dmt_count(d, DMT_EV_ACCESS));
	EXPECT_EVENT(d, DMT_EV_ACCESS, 0, INVALID, PAGE, PAGE);
	EXPECT_EQ(FC_NOMAP, dmt_event(d, DMT_EV_ACCESS, 0)->de_ret);

	*word(self->map, TRASH, 0) = 17;
	EXPECT_EQ(17, *word(self->map, TRASH, 1));
	*word(self->map, DEVICE, 1) = 23;
	EXPECT_EQ(17, *word(self->map, TRASH, 1));

	other = dmt_map(d, PAGES * PAGE, RW, MAP_SHARED, 0);
	ASSERT_NE(MAP_FAILED, other);
	EXPECT_EQ(SIGBUS, probe_read(word(other, INVALID, 0)).sig);
	EXPECT_EQ(0, *word(other, TRASH, 1));
	EXPECT_EQ(23, *word(other, DEVICE, 1));
	EXPECT_EQ(0, munmap(other, PAGES * PAGE));
}

/* Trash is remapped and back; the invalid one becomes valid by either remap. */
TEST_F(mixture, remap)
{
	struct dmt *d = &self->d;

	MAP();
	*word(self->map, DEVICE, 0) = 23;
	ASSERT_EQ(0, remap(d, DMT_OP_REMAP_UMEM, INVALID, 3));
	*word(self->map, INVALID, 0) = 42;
	EXPECT_EQ(0, touch(d, self->map, INVALID));
	ASSERT_EQ(0, remap(d, DMT_OP_REMAP_UMEM, TRASH, 2));
	EXPECT_EQ(1, touch(d, self->map, TRASH));
	EXPECT_EQ(42, *word(self->map, TRASH, 1));

	ASSERT_EQ(0, remap(d, DMT_OP_REMAP_INVALID, INVALID, 0));
	EXPECT_EQ(-1, touch(d, self->map, INVALID));
	ASSERT_EQ(0, remap(d, DMT_OP_REMAP_REGS, INVALID, FIRST));
	EXPECT_EQ(1, touch(d, self->map, INVALID));
	EXPECT_EQ(23, *word(self->map, INVALID, 0));
	ASSERT_EQ(0, remap(d, DMT_OP_REMAP_TRASH, INVALID, 0));
	EXPECT_EQ(0, *word(self->map, INVALID, 0));
	EXPECT_EQ(42, *word(self->map, TRASH, 1));

	/* Set up without DEVMAP_ALLOW_REMAP: refused, and still the device. */
	EXPECT_EQ(-1, remap(d, DMT_OP_REMAP_TRASH, DEVICE, 0));
	EXPECT_EQ(-1, remap(d, DMT_OP_REMAP_INVALID, DEVICE, 0));
	EXPECT_EQ(0, touch(d, self->map, DEVICE));
	EXPECT_EQ(23, *word(self->map, DEVICE, 0));
}

/* A remap that fails changes nothing: T12. */
TEST_F(mixture, remap_fails)
{
	struct dmt *d = &self->d;

	MAP();
	EXPECT_EQ(-1, remap(d, DMT_OP_REMAP_UMEM, INVALID, DMT_MEM_PAGES - 1));
	EXPECT_EQ(-1, remap(d, DMT_OP_REMAP_REGS, INVALID, 1000));
	EXPECT_EQ(-1, touch(d, self->map, INVALID));
	*word(self->map, TRASH, 0) = 17;
	EXPECT_EQ(-1, remap(d, DMT_OP_REMAP_REGS, TRASH, 1000));
	EXPECT_EQ(0, touch(d, self->map, TRASH));
	EXPECT_EQ(17, *word(self->map, TRASH, 1));
}

/*
 * The fault of one mapping loads another mapping of the process: its own page stays,
 * and what cannot be loaded is an error and no more than that.
 */
TEST_F(mixture, load_of_another_mapping)
{
	struct dmt *d = &self->d;
	unsigned int i;
	void *other;

	for (i = 0; i < 3; i++)
		dmt_action(d, DMT_IN_ACCESS, DMT_OP_LOAD, NEXT + i);
	dmt_action(d, DMT_IN_ACCESS, DMT_OP_DEFAULT, DMT_SELF)->da_stop = 1;
	MAP();
	other = dmt_map(d, PAGES * PAGE, RW, MAP_SHARED, 0);
	ASSERT_NE(MAP_FAILED, other);
	EXPECT_EQ(1, touch(d, self->map, TRASH));
	EXPECT_EQ(FC_NOMAP, dmt_action_ret(d, INVALID));
	EXPECT_EQ(0, dmt_action_ret(d, TRASH));
	EXPECT_EQ(0, dmt_action_ret(d, DEVICE));
	EXPECT_EQ(0, touch(d, self->map, TRASH));
	EXPECT_EQ(0, touch(d, other, TRASH));
	EXPECT_EQ(0, touch(d, other, DEVICE));
	EXPECT_EQ(1, touch(d, self->map, DEVICE));
	EXPECT_EQ(-1, touch(d, other, INVALID));
	EXPECT_EQ(0, munmap(other, PAGES * PAGE));
}

/* A fault takes every mapping of other processes away, and none of its own. */
static int child_takes_all(struct dmt *d, void *map)
{
	return expect(1, touch(d, map, DEVICE) == 1) ?:
	       expect(2, touch(d, map, TRASH) == 1) ?:
	       expect(3, touch(d, map, DEVICE) == 0) ?:
	       expect(4, touch(d, map, INVALID) == -1);
}

TEST_F(mixture, unload_of_others)
{
	struct dmt *d = &self->d;

	dmt_action(d, DMT_IN_ACCESS, DMT_OP_UNLOAD_OTHERS, DMT_SELF)->da_stop = 1;
	dmt_action(d, DMT_IN_ACCESS, DMT_OP_CTXMGT, DMT_SELF)->da_stop = 1;
	MAP();
	EXPECT_EQ(1, touch(d, self->map, TRASH));
	EXPECT_EQ(1, touch(d, self->map, DEVICE));
	EXPECT_EQ(0, touch(d, self->map, TRASH));
	EXPECT_EQ(0, in_fork(d, self->map, child_takes_all));
	EXPECT_EQ(1, touch(d, self->map, TRASH));
	EXPECT_EQ(1, touch(d, self->map, DEVICE));
	EXPECT_EQ(-1, touch(d, self->map, INVALID));
	EXPECT_EQ(0, touch(d, self->map, TRASH));
}

/*
 * The turn is the mapping's: its other handles do not wait, a fault that fails does
 * not end it, another process waits whatever handle it touches.
 */
TEST_F(mixture, hold)
{
	struct dmt *d = &self->d;
	struct steps *steps = steps_new();
	double start;
	pid_t pid;

	hold(d, TICKS);
	MAP();
	start = now();
	EXPECT_EQ(1, touch(d, self->map, DEVICE));
	pid = fork();
	if (!pid) {
		step_to(steps, 1);
		(void)*word(self->map, TRASH, 0);
		_exit(now() - start < HOLD);
	}
	step_wait(steps, 1);
	EXPECT_EQ(0, probe_read(word(self->map, TRASH, 0)).sig);
	EXPECT_EQ(SIGBUS, probe_read(word(self->map, INVALID, 0)).sig);
	EXPECT_EQ(0, probe_read(word(self->map, DEVICE, 1)).sig);
	EXPECT_GT(HOLD, now() - start);
	EXPECT_EQ(0, child_status(pid));
}

/* Nothing was loaded, so nothing is held: the other process does not wait. */
static int child_does_not_wait(struct dmt *d, void *map)
{
	double start = now();

	(void)*word(map, DEVICE, 0);
	return now() - start > 20;
}

TEST_F(mixture, invalid_holds_nothing)
{
	struct dmt *d = &self->d;

	hold(d, 30 * TICKS);	/* longer than a test may last */
	MAP();
	EXPECT_EQ(-1, touch(d, self->map, INVALID));
	EXPECT_EQ(0, in_fork(d, self->map, child_does_not_wait));
}

/* A fork inherits what a remap has made of the handles, and has trash of its own. */
static int child_inherits(struct dmt *d, void *map)
{
	int wrong = expect(1, *word(map, INVALID, 0) == 42) ?:
		    expect(2, *word(map, TRASH, 0) == 0) ?:
		    expect(3, *word(map, DEVICE, 0) == 23);

	*word(map, TRASH, 0) = 18;
	/* The parent's is remapped, this one is not. */
	return wrong ?:
	       expect(4, *word(map, TRASH, 1) == 18) ?:
	       expect(5, remap(d, DMT_OP_REMAP_INVALID, INVALID, 0) == 0) ?:
	       expect(6, *word(map, INVALID, 0) == 42);
}

TEST_F(mixture, fork)
{
	struct dmt *d = &self->d;

	MAP();
	ASSERT_EQ(0, remap(d, DMT_OP_REMAP_UMEM, INVALID, 5));
	*word(self->map, INVALID, 0) = 42;
	*word(self->map, TRASH, 0) = 17;
	*word(self->map, DEVICE, 0) = 23;
	EXPECT_EQ(0, in_fork(d, self->map, child_inherits));
	EXPECT_EQ(-1, touch(d, self->map, INVALID));
	EXPECT_EQ(17, *word(self->map, TRASH, 1));
}

/* devmap_dup(9E) denies the child what may be remapped, the established way. */
static int child_is_denied(struct dmt *d, void *map)
{
	return expect(1, touch(d, map, INVALID) == -1) ?:
	       expect(2, touch(d, map, TRASH) == -1) ?:
	       expect(3, *word(map, DEVICE, 0) == 23);
}

TEST_F(mixture, deny_a_fork)
{
	struct dmt *d = &self->d;

	dmt_action(d, DMT_IN_DUP, DMT_OP_REMAP_INVALID, DMT_NEW);
	MAP();
	*word(self->map, DEVICE, 0) = 23;
	*word(self->map, TRASH, 0) = 17;
	EXPECT_EQ(0, in_fork(d, self->map, child_is_denied));
	EXPECT_EQ(0, touch(d, self->map, TRASH));
	EXPECT_EQ(17, *word(self->map, TRASH, 1));
}

/* A munmap over all three: the end of one, another, the beginning of a third. */
/*
 * The driver revokes the parent while it is being copied: the copy is revoked too.
 * Its dup callback stands for the other thread that may do that.
 */
TEST_F(mixture, fork_follows_a_remap)
{
	struct dmt *d = &self->d;
	pid_t pid;

	dmt_action(d, DMT_IN_DUP, DMT_OP_REMAP_INVALID, DMT_SELF);
	d->script.ds_pieces[DEVICE].dp_flags = DEVMAP_ALLOW_REMAP;
	MAP();
	EXPECT_EQ(1, touch(d, self->map, DEVICE));
	pid = fork();
	if (!pid)
		_exit(touch(d, self->map, DEVICE) == -1 &&
		      touch(d, self->map, TRASH) == -1 ? 0 : 1);
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(-1, touch(d, self->map, DEVICE));
}

/* The same for the half behind a hole. */
TEST_F(mixture, hole_follows_a_remap)
{
	struct dmt *d = &self->d;
	void *map;

	dmt_pieces(d, 1, 3 * PAGE);
	d->script.ds_pieces[0].dp_flags = DEVMAP_ALLOW_REMAP;
	dmt_action(d, DMT_IN_UNMAP, DMT_OP_REMAP_INVALID, DMT_SELF);
	ASSERT_EQ(0, dmt_send(d));
	map = dmt_map(d, 3 * PAGE, RW, MAP_SHARED, 0);
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(1, dmt_touch(d, map, 2));
	ASSERT_EQ(0, munmap((char *)map + PAGE, PAGE));
	EXPECT_EQ(-1, dmt_touch(d, map, 0));
	EXPECT_EQ(-1, dmt_touch(d, map, 2));
	munmap(map, 3 * PAGE);
}

TEST_F(mixture, unmap)
{
	struct dmt *d = &self->d;

	MAP();
	*word(self->map, DEVICE, 1) = 24;
	dmt_log(d);
	ASSERT_EQ(0, munmap((char *)self->map + PAGE, (PAGES - 2) * PAGE));
	dmt_log(d);
	ASSERT_EQ(3, dmt_count(d, DMT_EV_UNMAP));
	EXPECT_EVENT(d, DMT_EV_UNMAP, 0, INVALID, PAGE, PAGE);
	EXPECT_EQ(INVALID, dmt_event(d, DMT_EV_UNMAP, 0)->de_new1);
	EXPECT_EVENT(d, DMT_EV_UNMAP, 1, TRASH, EACH * PAGE, EACH * PAGE);
	EXPECT_EQ(-1, dmt_event(d, DMT_EV_UNMAP, 1)->de_new1);
	EXPECT_EVENT(d, DMT_EV_UNMAP, 2, DEVICE, 2 * EACH * PAGE, PAGE);
	EXPECT_EQ(DEVICE, dmt_event(d, DMT_EV_UNMAP, 2)->de_new2);
	EXPECT_EQ(0, dmt_handle(d, TRASH).dh_mapped);
	EXPECT_EQ(DEVICE, dmt_handle(d, INVALID).dh_next);
	EXPECT_EQ(24, *word(self->map, DEVICE, 1));
	ASSERT_EQ(0, remap(d, DMT_OP_REMAP_REGS, INVALID, FIRST + 1));
	EXPECT_EQ(24, *word(self->map, INVALID, 0));
}

#include "dmt_main.h"
