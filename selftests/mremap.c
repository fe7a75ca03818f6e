// SPDX-License-Identifier: GPL-2.0
/*
 * mremap under load, in children, over other mappings of the device; vma.c has the
 * plain cases.
 */
#include "kselftest_harness.h"

#include "devmap_test.h"
#include "devmap_traps.h"

#define XX_MIN_PAGES 8

PAIR_FIXTURE(mremap)

/* Addresses for @n mappings, with nothing there that matters. */
static char *room(struct pair *p, unsigned int n)
{
	return mmap(NULL, n * p->size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static char *move(struct pair *p, char *from, size_t len, char *to)
{
	return mremap(from, len, len, MREMAP_MAYMOVE | MREMAP_FIXED, to);
}

/* To and fro, while the device is taken away at any moment of it. */
TEST_F_TIMEOUT(mremap, storm_against_revocation, 120)
{
	char *places = room(&self->p, 2), *map = self->p.map;
	pid_t load = load_start();
	int i;

	ASSERT_NE(MAP_FAILED, places);
	for (i = 0; i < 300; i++) {
		char *to = places + (i & 1) * self->p.size;

		ASSERT_EQ(to, move(&self->p, map, self->p.size, to));
		map = to;
		/* A page a round, and all of it at times. */
		*xx_word(map, i % self->p.pages, 1) = *xx_word(map, i % self->p.pages, 1);
		if (i % 50 == 0)
			ASSERT_EQ(0, check(map, self->p.size, 1)) TH_LOG("round %d", i);
	}
	EXPECT_EQ(0, load_stop(load));
	self->p.map = map;
	EXPECT_EQ(0, pair_apart(&self->p));
}

/* Single pages change places until none is where it was. */
TEST_F_TIMEOUT(mremap, pages_shuffled, 120)
{
	char *places = room(&self->p, 1);
	unsigned int i, page, round;
	struct pair *p = &self->p;

	ASSERT_NE(MAP_FAILED, places);
	for (i = 0; i < p->pages; i++) {
		page = p->pages - 1 - i;
		ASSERT_EQ(places + page * p->page,
			  move(p, p->map + i * p->page, p->page, places + page * p->page));
	}
	for (round = 0; round < 3; round++) {
		EXPECT_EQ(0, check(p->other, p->size, 2));
		for (i = 0; i < p->pages; i++)
			EXPECT_EQ(1000003 + i * p->page / 8 + 7,
				  *xx_word(places, p->pages - 1 - i, 7));
	}
	/* A fork of it that lies about in pieces. */
	round = fork();
	if (!round) {
		for (i = 0; i < p->pages; i++)
			if (*xx_word(places, p->pages - 1 - i, 7) !=
			    1000003 + i * p->page / 8 + 7)
				_exit(1);
		*xx_word(places, 0, 7) = 5;
		_exit(check(p->other, p->size, 2) ? 2 : 0);
	}
	EXPECT_EQ(0, child_status(round));
	EXPECT_EQ(1000003 + (p->pages - 1) * p->page / 8 + 7, *xx_word(places, 0, 7));
	munmap(places, p->size);
	EXPECT_EQ(0, check(p->other, p->size, 2));
}

/* A mapping over a part of itself is refused; over another's, that one goes. */
TEST_F(mremap, over_itself_and_another)
{
	struct pair *p = &self->p;

	EXPECT_EQ(MAP_FAILED, move(p, p->map, 4 * p->page, p->map + 2 * p->page));
	EXPECT_EQ(0, pair_apart(p));
	ASSERT_EQ(p->other, move(p, p->map, p->size, p->other));
	EXPECT_EQ(0, check(p->other, p->size, 1));
	EXPECT_EQ(SIGSEGV, probe_read(xx_word(p->map, 0, 0)).sig);
	p->map = xx_map(&p->xx, MAP_PRIVATE);
	ASSERT_NE(MAP_FAILED, p->map);
	EXPECT_EQ(0, *xx_word(p->map, 1, 1));
	EXPECT_EQ(0, check(p->other, p->size, 1));
}

/* Shrink at the end, at several places, and in front of a hole. */
TEST_F(mremap, shrink_step_by_step)
{
	struct pair *p = &self->p;
	unsigned int left;

	for (left = p->pages - 1; left; left--) {
		ASSERT_EQ(p->map, mremap(p->map, (left + 1) * p->page, left * p->page, 0));
		EXPECT_EQ(0, check(p->other, p->size, 2));
		EXPECT_EQ(0, check(p->map, left * p->page, 1));
		EXPECT_EQ(SIGSEGV, probe_read(xx_word(p->map, left, 0)).sig);
	}
}

/* Shrunk and moved by one call. */
TEST_F(mremap, shrink_and_move)
{
	struct pair *p = &self->p;
	char *to = room(p, 1);

	ASSERT_EQ(to, mremap(p->map, p->size, 4 * p->page,
			     MREMAP_MAYMOVE | MREMAP_FIXED, to));
	EXPECT_EQ(0, check(p->other, p->size, 2));
	EXPECT_EQ(0, check(to, 4 * p->page, 1));
	EXPECT_EQ(SIGSEGV, probe_read(xx_word(p->map, 0, 0)).sig);
	EXPECT_EQ(SIGSEGV, probe_read(xx_word(p->map, 5, 0)).sig);
	munmap(to, 4 * p->page);
}

/* The ways to get a second mapping of the same pages, or a larger one. */
TEST_F(mremap, no_duplicates_no_growth)
{
	struct pair *p = &self->p;
	char *shared = xx_map(&p->xx, MAP_SHARED), *to = room(p, 2);
	unsigned int i;

	ASSERT_NE(MAP_FAILED, shared);
	for (i = 0; i < 2; i++) {
		char *map = i ? shared : p->map;

		EXPECT_EQ(MAP_FAILED, mremap(map, 0, p->size, MREMAP_MAYMOVE));
		EXPECT_EQ(MAP_FAILED, mremap(map, 0, p->size,
					     MREMAP_MAYMOVE | MREMAP_FIXED, to));
		EXPECT_EQ(MAP_FAILED, mremap(map, p->size, p->size + p->page, 0));
		EXPECT_EQ(MAP_FAILED, mremap(map, p->page, 2 * p->size,
					     MREMAP_MAYMOVE));
		EXPECT_EQ(MAP_FAILED, mremap(map, p->size, p->size, MREMAP_MAYMOVE |
					     4 /* DONTUNMAP */));
	}
	munmap(shared, p->size);
	EXPECT_EQ(0, pair_apart(p));
}

/* Whether Linux moves several VMAs by one call. */
static bool moves_several(void)
{
	return kernel_is_at_least(6, 17);
}

/* One mapping that mprotect(2) has split. */
TEST_F(mremap, several_vmas)
{
	struct pair *p = &self->p;
	char *to = room(p, 1), *map;

	ASSERT_EQ(0, mprotect(p->map + p->page, p->page, PROT_READ));
	map = move(p, p->map, p->size, to);
	EXPECT_EQ(moves_several() ? to : MAP_FAILED, map);
	if (map == MAP_FAILED)
		map = p->map;
	ASSERT_EQ(0, mprotect(map, p->size, PROT_READ | PROT_WRITE));
	p->map = map;
	EXPECT_EQ(0, pair_apart(p));
}

/* The middle page of each of the two is a hole. */
static long check_without_middle(struct pair *p, char *map, unsigned int seed)
{
	unsigned int i, middle = p->pages / 2;
	long wrong = 0;
	vu64 *words;
	size_t k;

	for (i = 0; i < p->pages; i++) {
		words = xx_word(map, i, 0);
		if (i == middle) {
			wrong += probe_read(words).sig != SIGSEGV;
			continue;
		}
		for (k = i ? 0 : 1; k < p->page / 8; k++)
			wrong += words[k] != seed * 1000003ULL + i * p->page / 8 + k;
	}
	return wrong;
}

/*
 * Two contexts that lie behind each other, with holes, go by one call, again and again
 * while others want the device: each page comes to its own place and keeps its owner.
 */
TEST_F(mremap, several_segments_with_holes)
{
	struct pair *p = &self->p;
	char *from = room(p, 2), *to = room(p, 2), *moved, *tmp;
	pid_t load = load_start();
	unsigned int i;

	ASSERT_LT(0, load);
	for (i = 0; i < 2; i++) {
		tmp = mmap(from + i * p->size, p->size, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_FIXED, p->xx.fd, 0);
		ASSERT_NE(MAP_FAILED, tmp);
		fill(tmp, p->size, 5 + i);
		ASSERT_EQ(0, munmap(tmp + p->pages / 2 * p->page, p->page));
	}
	for (i = 0; i < 20; i++) {
		moved = move(p, from, 2 * p->size, to);
		if (!moves_several()) {
			EXPECT_EQ(MAP_FAILED, moved);
			moved = from;
		}
		ASSERT_NE(MAP_FAILED, moved);
		ASSERT_EQ(0, check_without_middle(p, moved, 5));
		ASSERT_EQ(0, check_without_middle(p, moved + p->size, 6));
		EXPECT_EQ(0, check(p->other, p->size, 2));
		if (moved != from) {
			to = from;
			from = moved;
		}
	}
	EXPECT_EQ(0, load_stop(load));
	munmap(from, 2 * p->size);
	EXPECT_EQ(0, pair_apart(p));
}

TEST_F(mremap, in_a_child)
{
	struct pair *p = &self->p;
	pid_t pid = fork();

	ASSERT_LE(0, pid);
	if (!pid) {
		char *to = room(p, 1);

		if (move(p, p->map, p->size, to) != to)
			_exit(1);
		if (check(to, p->size, 1) || check(p->other, p->size, 2))
			_exit(2);
		fill(to, p->size, 9);
		p->map = to;
		_exit(check(p->other, p->size, 2) || check(to, p->size, 9) ? 3 : 0);
	}
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(0, pair_apart(p));
}

/* remap_file_pages again and again: each piece is a mapping of its own. */
TEST_F(mremap, remap_file_pages)
{
	struct pair *p = &self->p;
	char *whole = xx_map(&p->xx, MAP_SHARED);
	unsigned int i;

	ASSERT_NE(MAP_FAILED, whole);
	fill(whole, p->size, 3);
	for (i = 0; i < p->pages; i++) {
		if (syscall(SYS_remap_file_pages, whole + i * p->page, p->page, 0,
			    p->pages - 1 - i, 0))
			SKIP(break, "no remap_file_pages");
		EXPECT_EQ(0, check(p->other, p->size, 2));
		EXPECT_EQ(3000009 + (p->pages - 1 - i) * p->page / 8 + 5,
			  *xx_word(whole, i, 5));
	}
	munmap(whole, p->size);
	EXPECT_EQ(0, pair_apart(p));
}

#include "devmap_main.h"
