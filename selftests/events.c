// SPDX-License-Identifier: GPL-2.0
/*
 * devmap_dup(9E) and devmap_unmap(9E): for what, with which ranges and handles,
 * in which order.
 */
#include "kselftest_harness.h"
#include "devmap_test.h"
#include "dmt_test.h"

#define RW	(PROT_READ | PROT_WRITE)
#define AT	2

FIXTURE(events)
{
	struct dmt d;
	void *map;
};

FIXTURE_SETUP(events)
{
	self->map = MAP_FAILED;
	DMT_SETUP(self);
}

FIXTURE_TEARDOWN(events)
{
	close(self->d.fd);
}

/* @n handles of @each pages. */
#define MAP(n, each)							\
	do {								\
		dmt_pieces(&self->d, n, (each) * PAGE);			\
		MAP_SCRIPT((n) * (each));				\
	} while (0)

#define MAP_SCRIPT(pages)						\
	do {								\
		ASSERT_EQ(0, dmt_send(&self->d));			\
		self->map = dmt_map(&self->d, (pages) * PAGE, RW,	\
				    MAP_SHARED, AT * PAGE);		\
		ASSERT_NE(MAP_FAILED, self->map);			\
		dmt_log(&self->d);					\
	} while (0)

#define UNMAP(page, pages)						\
	do {								\
		ASSERT_EQ(0, munmap((char *)self->map + (page) * PAGE,	\
				    (pages) * PAGE));			\
		dmt_log(&self->d);					\
	} while (0)

#define EXPECT_UNMAP(n, handle, page, pages, new1, new2)		\
	do {								\
		EXPECT_EVENT(&self->d, DMT_EV_UNMAP, n, handle,		\
			     (AT + (page)) * PAGE, (pages) * PAGE);	\
		EXPECT_EQ(new1, dmt_event(&self->d, DMT_EV_UNMAP, n)->de_new1); \
		EXPECT_EQ(new2, dmt_event(&self->d, DMT_EV_UNMAP, n)->de_new2); \
	} while (0)

#define EXPECT_HANDLE(number, page, pages)				\
	do {								\
		struct dmt_handle _h = dmt_handle(&self->d, number);	\
		EXPECT_EQ(1, _h.dh_mapped);				\
		EXPECT_EQ((AT + (page)) * PAGE, _h.dh_uoff);		\
		EXPECT_EQ((page) * PAGE, _h.dh_roff);			\
		EXPECT_EQ((pages) * PAGE, _h.dh_len);			\
	} while (0)

TEST_F(events, whole)
{
	MAP(1, 4);
	UNMAP(0, 4);
	ASSERT_EQ(1, dmt_count(&self->d, DMT_EV_UNMAP));
	EXPECT_UNMAP(0, 0, 0, 4, -1, -1);
	EXPECT_EQ(0, dmt_handle(&self->d, 0).dh_mapped);
}

TEST_F(events, head)
{
	MAP(1, 4);
	UNMAP(0, 1);
	ASSERT_EQ(1, dmt_count(&self->d, DMT_EV_UNMAP));
	EXPECT_UNMAP(0, 0, 0, 1, -1, 0);
	EXPECT_HANDLE(0, 1, 3);
	UNMAP(1, 3);
	EXPECT_UNMAP(0, 0, 1, 3, -1, -1);
}

TEST_F(events, tail)
{
	MAP(1, 4);
	UNMAP(2, 2);
	ASSERT_EQ(1, dmt_count(&self->d, DMT_EV_UNMAP));
	EXPECT_UNMAP(0, 0, 2, 2, 0, -1);
	EXPECT_HANDLE(0, 0, 2);
	UNMAP(0, 2);
	EXPECT_UNMAP(0, 0, 0, 2, -1, -1);
}

/* A hole makes a second handle, which has the driver's data of the first. */
TEST_F(events, hole)
{
	MAP(1, 4);
	UNMAP(1, 2);
	ASSERT_EQ(1, dmt_count(&self->d, DMT_EV_UNMAP));
	EXPECT_UNMAP(0, 0, 1, 2, 0, 1);
	EXPECT_HANDLE(0, 0, 1);
	EXPECT_HANDLE(1, 3, 1);
	EXPECT_EQ(1, dmt_handle(&self->d, 0).dh_next);
	EXPECT_EQ(1, dmt_touch(&self->d, self->map, 3));
	EXPECT_EVENT(&self->d, DMT_EV_ACCESS, 0, 1, (AT + 3) * PAGE, PAGE);
	UNMAP(3, 1);
	EXPECT_UNMAP(0, 1, 3, 1, -1, -1);
	UNMAP(0, 1);
	EXPECT_UNMAP(0, 0, 0, 1, -1, -1);
}

/* The pieces that remain keep their translations. */
TEST_F(events, remains_stay_loaded)
{
	unsigned int i;

	MAP(1, 4);
	for (i = 0; i < 4; i++)
		EXPECT_EQ(1, dmt_touch(&self->d, self->map, i));
	UNMAP(1, 1);
	EXPECT_EQ(0, dmt_touch(&self->d, self->map, 0));
	EXPECT_EQ(0, dmt_touch(&self->d, self->map, 2));
	EXPECT_EQ(0, dmt_touch(&self->d, self->map, 3));
	UNMAP(0, 4);
}

/* T1: a tail over several handles: the first one's tail, the others whole. */
TEST_F(events, tail_of_several)
{
	MAP(3, 2);
	UNMAP(1, 5);
	ASSERT_EQ(3, dmt_count(&self->d, DMT_EV_UNMAP));
	EXPECT_UNMAP(0, 0, 1, 1, 0, -1);
	EXPECT_UNMAP(1, 1, 2, 2, -1, -1);
	EXPECT_UNMAP(2, 2, 4, 2, -1, -1);
	EXPECT_HANDLE(0, 0, 1);
	UNMAP(0, 1);
}

TEST_F(events, tail_in_a_later_handle)
{
	MAP(3, 2);
	UNMAP(3, 3);
	ASSERT_EQ(2, dmt_count(&self->d, DMT_EV_UNMAP));
	EXPECT_UNMAP(0, 1, 3, 1, 1, -1);
	EXPECT_UNMAP(1, 2, 4, 2, -1, -1);
	EXPECT_HANDLE(0, 0, 2);
	EXPECT_HANDLE(1, 2, 1);
	UNMAP(0, 3);
	EXPECT_EQ(2, dmt_count(&self->d, DMT_EV_UNMAP));
}

TEST_F(events, middle_of_several)
{
	MAP(3, 2);
	UNMAP(1, 4);
	ASSERT_EQ(3, dmt_count(&self->d, DMT_EV_UNMAP));
	EXPECT_UNMAP(0, 0, 1, 1, 0, -1);
	EXPECT_UNMAP(1, 1, 2, 2, -1, -1);
	EXPECT_UNMAP(2, 2, 4, 1, -1, 2);
	EXPECT_HANDLE(0, 0, 1);
	EXPECT_HANDLE(2, 5, 1);
	EXPECT_EQ(2, dmt_handle(&self->d, 0).dh_next);
	UNMAP(0, 6);
	EXPECT_EQ(2, dmt_count(&self->d, DMT_EV_UNMAP));
}

TEST_F(events, head_of_several)
{
	MAP(3, 2);
	UNMAP(0, 3);
	ASSERT_EQ(2, dmt_count(&self->d, DMT_EV_UNMAP));
	EXPECT_UNMAP(0, 0, 0, 2, -1, -1);
	EXPECT_UNMAP(1, 1, 2, 1, -1, 1);
	EXPECT_HANDLE(1, 3, 1);
	UNMAP(3, 3);
	EXPECT_EQ(2, dmt_count(&self->d, DMT_EV_UNMAP));
}

/* The callback sees the bounds as they were; translations are gone already. */
TEST_F(events, unload_in_unmap)
{
	struct dmt_action *da;

	dmt_pieces(&self->d, 1, 4 * PAGE);
	da = dmt_action(&self->d, DMT_IN_UNMAP, DMT_OP_UNLOAD, DMT_SELF);
	da->da_off = (AT + 3) * PAGE;
	da->da_len = PAGE;
	MAP_SCRIPT(4);
	EXPECT_EQ(1, dmt_touch(&self->d, self->map, 0));
	UNMAP(2, 2);
	EXPECT_EQ(0, dmt_action_ret(&self->d, 0));
	EXPECT_EQ(0, dmt_touch(&self->d, self->map, 0));
	UNMAP(0, 2);
	/* Not inside the handle any more. */
	EXPECT_EQ(FC_MAKE_ERR(EINVAL), dmt_action_ret(&self->d, 0));
}

TEST_F(events, exit)
{
	pid_t pid;

	dmt_pieces(&self->d, 2, 2 * PAGE);
	ASSERT_EQ(0, dmt_send(&self->d));
	pid = fork();
	if (!pid) {
		self->map = dmt_map(&self->d, 4 * PAGE, RW, MAP_SHARED, AT * PAGE);
		dmt_log(&self->d);
		mprotect((char *)self->map + PAGE, PAGE, PROT_READ);
		_exit(self->map == MAP_FAILED);
	}
	ASSERT_EQ(0, child_status(pid));
	dmt_log(&self->d);
	/* Once a handle, whatever VMAs there were. */
	ASSERT_EQ(2, dmt_count(&self->d, DMT_EV_UNMAP));
	EXPECT_UNMAP(0, 0, 0, 2, -1, -1);
	EXPECT_UNMAP(1, 1, 2, 2, -1, -1);
}

TEST_F(events, map_fixed_over_it)
{
	MAP(2, 2);
	ASSERT_NE(MAP_FAILED, mmap((char *)self->map + PAGE, 2 * PAGE, RW,
				   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
	dmt_log(&self->d);
	ASSERT_EQ(2, dmt_count(&self->d, DMT_EV_UNMAP));
	EXPECT_UNMAP(0, 0, 1, 1, 0, -1);
	EXPECT_UNMAP(1, 1, 2, 1, -1, 1);
	UNMAP(0, 4);
}

/* mprotect(2), madvise(2): not the driver's affair. */
TEST_F(events, no_events)
{
	MAP(1, 4);
	ASSERT_EQ(0, mprotect((char *)self->map + PAGE, PAGE, PROT_NONE));
	ASSERT_EQ(0, mprotect((char *)self->map + PAGE, PAGE, RW));
	madvise(self->map, 2 * PAGE, MADV_DONTFORK);
	madvise(self->map, 4 * PAGE, MADV_DOFORK);
	dmt_log(&self->d);
	EXPECT_EQ(0, self->d.log.dl_count);
	UNMAP(0, 4);
	/*
	 * Only here it shows that Linux had split it: the end comes in pieces, as
	 * if the program had unmapped them one by one.
	 */
	ASSERT_EQ(3, dmt_count(&self->d, DMT_EV_UNMAP));
}

TEST_F(events, mremap)
{
	void *moved;

	MAP(1, 4);
	moved = mremap(self->map, 4 * PAGE, 4 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED,
		       (char *)self->map - 64 * PAGE);
	ASSERT_NE(MAP_FAILED, moved);
	self->map = moved;
	dmt_log(&self->d);
	EXPECT_EQ(0, self->d.log.dl_count);
	EXPECT_EQ(1, dmt_touch(&self->d, self->map, 2));
	EXPECT_EVENT(&self->d, DMT_EV_ACCESS, 0, 0, (AT + 2) * PAGE, PAGE);
	/* A remap that shrinks unmaps the tail. */
	ASSERT_NE(MAP_FAILED, mremap(self->map, 4 * PAGE, 3 * PAGE, 0));
	dmt_log(&self->d);
	ASSERT_EQ(1, dmt_count(&self->d, DMT_EV_UNMAP));
	EXPECT_UNMAP(0, 0, 3, 1, 0, -1);
	UNMAP(0, 3);
}

TEST_F(events, fork)
{
	struct steps *steps = steps_new();
	pid_t pid;

	MAP(2, 1);
	EXPECT_EQ(1, dmt_touch(&self->d, self->map, 0));
	pid = fork();
	if (!pid) {
		step_wait(steps, 1);
		/* Nothing is inherited: the child asks for itself. */
		_exit(dmt_touch(&self->d, self->map, 0) == 1 ? 0 : 1);
	}
	dmt_log(&self->d);
	/* In the order of the handles, to new ones. */
	ASSERT_EQ(2, dmt_count(&self->d, DMT_EV_DUP));
	EXPECT_EVENT(&self->d, DMT_EV_DUP, 0, 0, 0, 0);
	EXPECT_EQ(2, dmt_event(&self->d, DMT_EV_DUP, 0)->de_new1);
	EXPECT_EVENT(&self->d, DMT_EV_DUP, 1, 1, 0, 0);
	EXPECT_EQ(3, dmt_event(&self->d, DMT_EV_DUP, 1)->de_new1);
	EXPECT_EQ(AT * PAGE, dmt_handle(&self->d, 2).dh_uoff);
	EXPECT_EQ(3, dmt_handle(&self->d, 2).dh_next);
	/* The parent keeps what it has. */
	EXPECT_EQ(0, dmt_touch(&self->d, self->map, 0));
	step_to(steps, 1);
	EXPECT_EQ(0, child_status(pid));
	dmt_log(&self->d);
	ASSERT_EQ(2, dmt_count(&self->d, DMT_EV_UNMAP));
	EXPECT_UNMAP(0, 2, 0, 1, -1, -1);
	EXPECT_UNMAP(1, 3, 1, 1, -1, -1);
	UNMAP(0, 2);
}

/*
 * The driver refuses a fork: on Linux fork(2) itself cannot fail there, so the
 * child's mapping is dead, and those that were copied before are unmapped.
 */
TEST_F(events, fork_refused)
{
	pid_t pid;

	dmt_pieces(&self->d, 3, PAGE);
	self->d.script.ds_pieces[1].dp_dup_ret = ENOMEM;
	MAP_SCRIPT(3);
	pid = fork();
	if (!pid)
		_exit(probe_read(dmt_word(self->map, 0)).sig == SIGBUS &&
		      probe_read(dmt_word(self->map, 2)).sig == SIGBUS ? 0 : 1);
	ASSERT_EQ(0, child_status(pid));
	dmt_log(&self->d);
	EXPECT_EQ(2, dmt_count(&self->d, DMT_EV_DUP));
	ASSERT_EQ(1, dmt_count(&self->d, DMT_EV_UNMAP));
	EXPECT_UNMAP(0, 3, 0, 1, -1, -1);
	EXPECT_EQ(0, dmt_count(&self->d, DMT_EV_ACCESS));
	/* The parent's is as it was. */
	EXPECT_EQ(1, dmt_touch(&self->d, self->map, 1));
	UNMAP(0, 3);
	EXPECT_EQ(3, dmt_count(&self->d, DMT_EV_UNMAP));
}

/* Without devmap_dup(9E) the child has the parent's data. */
TEST_F(events, fork_without_dup)
{
	pid_t pid;

	dmt_pieces(&self->d, 1, PAGE);
	self->d.script.ds_pieces[0].dp_callbacks = DMT_CB_ACCESS | DMT_CB_UNMAP;
	MAP_SCRIPT(1);
	pid = fork();
	if (!pid)
		_exit(dmt_touch(&self->d, self->map, 0) == 1 ? 0 : 1);
	EXPECT_EQ(0, child_status(pid));
	dmt_log(&self->d);
	EXPECT_EQ(1, dmt_count(&self->d, DMT_EV_UNMAP));
	UNMAP(0, 1);
	EXPECT_EQ(1, dmt_count(&self->d, DMT_EV_UNMAP));
}

/* vfork(2) shares the address space: no copy, no event. */
TEST_F(events, vfork)
{
	pid_t pid;

	MAP(1, 1);
	pid = vfork();
	if (!pid)
		_exit(0);
	EXPECT_EQ(0, child_status(pid));
	dmt_log(&self->d);
	EXPECT_EQ(0, self->d.log.dl_count);
	UNMAP(0, 1);
}

/* A handle that was split is copied as what it has become. */
TEST_F(events, fork_of_a_split)
{
	pid_t pid;

	MAP(1, 5);
	UNMAP(1, 3);
	pid = fork();
	if (!pid) {
		int a = dmt_touch(&self->d, self->map, 0);
		int b = dmt_touch(&self->d, self->map, 4);

		_exit((a != 1) | (b != 1) << 1 |
		      (probe_read(dmt_word(self->map, 2)).sig != SIGSEGV) << 2);
	}
	/* Whoever asks takes what is in the log: not before the child has. */
	EXPECT_EQ(0, child_status(pid));
	dmt_log(&self->d);
	UNMAP(0, 5);
}

#include "dmt_main.h"
