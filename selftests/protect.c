// SPDX-License-Identifier: GPL-2.0
/*
 * mprotect per page: splits and joins, PROT_NONE and back, under revocations; and
 * partial munmap over several mappings in every shape.
 */
#include "kselftest_harness.h"

#include "devmap_test.h"
#include "devmap_traps.h"

#define XX_MIN_PAGES 4

PAIR_FIXTURE(protect)

static const int prots[] = { PROT_NONE, PROT_READ, PROT_READ | PROT_WRITE };

/* What an access to each page has to do, after any history of protections. */
static long protections_hold(struct pair *p, const int *prot)
{
	unsigned int i;
	long wrong = 0;

	for (i = 0; i < p->pages; i++) {
		vu64 *word = xx_word(p->map, i, 3);
		unsigned long long value = 1000003 + i * p->page / 8 + 3;

		wrong += probe_read(word).sig != (prot[i] & PROT_READ ? 0 : SIGSEGV);
		wrong += probe_write(word, value).sig !=
			 (prot[i] & PROT_WRITE ? 0 : SIGSEGV);
		if (prot[i] & PROT_READ)
			wrong += *word != value;
	}
	return wrong;
}

TEST_F_TIMEOUT(protect, random_per_page, 120)
{
	struct pair *p = &self->p;
	unsigned int seed = 4711, i, n;
	int prot[p->pages];

	for (i = 0; i < p->pages; i++)
		prot[i] = PROT_READ | PROT_WRITE;
	for (n = 0; n < 150; n++) {
		unsigned int at = rand_r(&seed) % p->pages;
		unsigned int len = 1 + rand_r(&seed) % (p->pages - at);
		int new = prots[rand_r(&seed) % 3];

		ASSERT_EQ(0, mprotect(p->map + at * p->page, len * p->page, new));
		for (i = at; i < at + len; i++)
			prot[i] = new;
		if (n % 2)
			ASSERT_EQ(0, check(p->other, p->size, 2));
		ASSERT_EQ(0, protections_hold(p, prot)) TH_LOG("step %u", n);
	}
	ASSERT_EQ(0, mprotect(p->map, p->size, PROT_READ | PROT_WRITE));
	EXPECT_EQ(0, pair_apart(p));
}

/* Nothing that another one wrote meanwhile shows when a page is opened again. */
TEST_F(protect, closed_while_another_has_the_device)
{
	struct pair *p = &self->p;
	unsigned int i;

	for (i = 0; i < p->pages; i++) {
		char *page = p->map + i * p->page;

		(void)*xx_word(p->map, i, 3);
		ASSERT_EQ(0, mprotect(page, p->page, PROT_NONE));
		ASSERT_EQ(0, check(p->other, p->size, 2));
		ASSERT_EQ(0, mprotect(page, p->page, PROT_READ | PROT_WRITE));
		EXPECT_EQ(1000003 + i * p->page / 8 + 3, *xx_word(p->map, i, 3));
	}
	EXPECT_EQ(0, pair_apart(p));
}

/* A fork of a mapping of which pieces are closed, that the child opens. */
TEST_F(protect, forked_while_closed)
{
	struct pair *p = &self->p;
	pid_t pid;

	ASSERT_EQ(0, mprotect(p->map + p->page, 2 * p->page, PROT_NONE));
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid) {
		if (mprotect(p->map, p->size, PROT_READ | PROT_WRITE))
			_exit(10);
		_exit(pair_child(p, 0));
	}
	EXPECT_EQ(0, child_status(pid));
	ASSERT_EQ(0, mprotect(p->map, p->size, PROT_READ | PROT_WRITE));
	EXPECT_EQ(0, pair_apart(p));
}

TEST_F(protect, pkey_mprotect)
{
	struct pair *p = &self->p;
	int key = syscall(SYS_pkey_alloc, 0, 2 /* no writes */);

	if (key < 0)
		SKIP(return, "no protection keys");
	ASSERT_EQ(0, syscall(SYS_pkey_mprotect, p->map + p->page, p->page,
			     PROT_READ | PROT_WRITE, key));
	EXPECT_EQ(0, check(p->other, p->size, 2));
	EXPECT_EQ(0, check(p->map, p->size, 1));
	EXPECT_EQ(SIGSEGV, probe_write(xx_word(p->map, 1, 3), 0).sig);
	ASSERT_EQ(0, syscall(SYS_pkey_mprotect, p->map + p->page, p->page,
			     PROT_READ | PROT_WRITE, 0));
	EXPECT_EQ(0, pair_apart(p));
}

enum { SHAPE_MAPS = 3, SHAPE_PAGES = 4 };

/* Three mappings side by side, the first @SHAPE_PAGES pages of the context each. */
static char *shape_map(struct pair *p)
{
	size_t len = SHAPE_PAGES * p->page;
	char *all = mmap(NULL, SHAPE_MAPS * len, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS,
			 -1, 0);
	int i, flags;

	for (i = 0; i < SHAPE_MAPS; i++) {
		/* The one in the middle is of the shared context. */
		flags = i == 1 ? MAP_SHARED : MAP_PRIVATE;
		if (mmap(all + i * len, len, PROT_READ | PROT_WRITE, flags | MAP_FIXED,
			 p->xx.fd, 0) == MAP_FAILED)
			return MAP_FAILED;
		fill(all + i * len, len, 10 + i);
	}
	return all;
}

static long shape_holds(struct pair *p, char *all, int from, int to)
{
	long wrong = 0;
	int page;

	for (page = 0; page < SHAPE_MAPS * SHAPE_PAGES; page++) {
		vu64 *word = xx_word(all, page, 3);

		if (page >= from && page < to)
			wrong += probe_read(word).sig != SIGSEGV;
		else
			wrong += *word != (10 + page / SHAPE_PAGES) * 1000003 +
				 page % SHAPE_PAGES * p->page / 8 + 3;
	}
	return wrong;
}

static int shape_cut(char *at, size_t len, int by_mmap)
{
	if (!by_mmap)
		return munmap(at, len);
	return mmap(at, len, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
		    0) == MAP_FAILED;
}

/* Every range of pages is unmapped, by munmap or by a mapping over it. */
static void every_shape(struct __test_metadata *_metadata, struct pair *p, int by_mmap)
{
	int from, to;

	for (from = 0; from < SHAPE_MAPS * SHAPE_PAGES; from++) {
		for (to = from + 1; to <= SHAPE_MAPS * SHAPE_PAGES; to++) {
			char *all = shape_map(p);

			ASSERT_NE(MAP_FAILED, all);
			ASSERT_EQ(0, shape_cut(all + from * p->page,
					       (to - from) * p->page, by_mmap));
			EXPECT_EQ(0, shape_holds(p, all, from, to))
				TH_LOG("pages %d to %d", from, to);
			EXPECT_EQ(0, shape_holds(p, all, from, to));
			munmap(all, SHAPE_MAPS * SHAPE_PAGES * p->page);
		}
	}
}

TEST_F_TIMEOUT(protect, munmap_in_every_shape, 300)
{
	every_shape(_metadata, &self->p, 0);
	EXPECT_EQ(0, pair_apart(&self->p));
}

TEST_F_TIMEOUT(protect, mmap_over_in_every_shape, 300)
{
	every_shape(_metadata, &self->p, 1);
	EXPECT_EQ(0, pair_apart(&self->p));
}

#include "devmap_main.h"
