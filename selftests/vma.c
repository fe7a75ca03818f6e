// SPDX-License-Identifier: GPL-2.0
/*
 * mprotect, mremap, madvise: Linux cuts and moves VMAs, the driver hears nothing,
 * and no revocation is lost.
 */
#include "kselftest_harness.h"

#include "devmap_test.h"

#define XX_MIN_PAGES 8

FIXTURE(vma) {
	struct xx xx;
	size_t size;
	size_t page;
	char *map;
	char *other;
	long hold;
};

FIXTURE_SETUP(vma)
{
	XX_SETUP(self);
	self->size = self->xx.info.xi_ctxsize;
	self->page = self->xx.page;
	self->hold = param_get("hold_usec");
	ASSERT_EQ(0, param_set("hold_usec", 0));
	self->map = xx_map(&self->xx, MAP_PRIVATE);
	ASSERT_NE(MAP_FAILED, self->map);
	self->other = xx_map(&self->xx, MAP_PRIVATE);
	ASSERT_NE(MAP_FAILED, self->other);
	fill(self->other, self->size, 2);
	fill(self->map, self->size, 1);
}

FIXTURE_TEARDOWN(vma)
{
	munmap(self->map, self->size);
	munmap(self->other, self->size);
	EXPECT_EQ(0, self->xx.status->xs_current);
	param_set("hold_usec", self->hold);
	xx_close(&self->xx);
}

/* Both contexts are whole, and each access to one takes it from the other. */
#define EXPECT_APART(map_)							\
	do {									\
		EXPECT_EQ(0, check((map_), self->size, 1));			\
		EXPECT_EQ(0, check(self->other, self->size, 2));		\
		EXPECT_EQ(xx_id(self->other), self->xx.status->xs_current);	\
		EXPECT_EQ(0, check((map_), self->size, 1));			\
		EXPECT_EQ(xx_id(map_), self->xx.status->xs_current);		\
	} while (0)

TEST_F(vma, mprotect_whole)
{
	vu64 *word = xx_word(self->map, 0, 1);
	struct probe p;

	ASSERT_EQ(0, mprotect(self->map, self->size, PROT_READ));
	p = probe_write(word, 1);
	EXPECT_EQ(SIGSEGV, p.sig);
	EXPECT_EQ(SEGV_ACCERR, p.code);
	EXPECT_EQ((void *)word, p.addr);
	EXPECT_APART(self->map);
	ASSERT_EQ(0, mprotect(self->map, self->size, PROT_NONE));
	EXPECT_EQ(SIGSEGV, probe_read(word).sig);
	EXPECT_EQ(0, check(self->other, self->size, 2));
	EXPECT_EQ(SIGSEGV, probe_read(word).sig);
	ASSERT_EQ(0, mprotect(self->map, self->size, PROT_READ | PROT_WRITE));
	EXPECT_APART(self->map);
	EXPECT_EQ(0, probe_write(word, *word).sig);
}

TEST_F(vma, mprotect_pieces)
{
	unsigned int i;

	for (i = 0; i < XX_MIN_PAGES; i += 2)
		ASSERT_EQ(0, mprotect(self->map + i * self->page, self->page, PROT_READ));
	EXPECT_APART(self->map);
	for (i = 0; i < XX_MIN_PAGES; i++)
		EXPECT_EQ(i % 2 ? 0 : SIGSEGV,
			  probe_write(xx_word(self->map, i, 1),
				      *xx_word(self->map, i, 1)).sig);
	EXPECT_APART(self->map);
	ASSERT_EQ(0, mprotect(self->map, self->size, PROT_READ | PROT_WRITE));
	EXPECT_APART(self->map);
}

/* A page that may not be touched is not made accessible by a neighbour's load. */
TEST_F(vma, prot_none_piece_stays_closed)
{
	vu64 *word = xx_word(self->map, 3, 1);

	ASSERT_EQ(0, mprotect(self->map + 3 * self->page, self->page, PROT_NONE));
	EXPECT_EQ(0, check(self->other, self->size, 2));
	EXPECT_EQ(0, probe_read(xx_word(self->map, 2, 1)).sig);
	EXPECT_EQ(SIGSEGV, probe_read(word).sig);
	ASSERT_EQ(0, mprotect(self->map + 3 * self->page, self->page,
			      PROT_READ | PROT_WRITE));
	EXPECT_APART(self->map);
}

/* Written through a page that was read-only when it was loaded. */
TEST_F(vma, mprotect_after_load)
{
	ASSERT_EQ(0, mprotect(self->map, self->size, PROT_READ));
	EXPECT_APART(self->map);
	ASSERT_EQ(0, mprotect(self->map, self->size, PROT_READ | PROT_WRITE));
	*xx_word(self->map, 5, 5) = 123;
	EXPECT_EQ(0, check(self->other, self->size, 2));
	EXPECT_EQ(123, *xx_word(self->map, 5, 5));
}

TEST_F(vma, mremap_move)
{
	char *to = mmap(NULL, self->size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *map;

	ASSERT_NE(MAP_FAILED, to);
	map = mremap(self->map, self->size, self->size, MREMAP_MAYMOVE | MREMAP_FIXED, to);
	ASSERT_EQ(to, map);
	EXPECT_EQ(SIGSEGV, probe_read(xx_word(self->map, 0, 1)).sig);
	self->map = map;
	EXPECT_APART(self->map);
}

/* The translations move along: the owner does not even fault. */
TEST_F(vma, mremap_keeps_translations)
{
	char *to = mmap(NULL, self->size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	unsigned long long switches;

	(void)*xx_word(self->map, 0, 1);
	switches = self->xx.status->xs_switches;
	self->map = mremap(self->map, self->size, self->size,
			   MREMAP_MAYMOVE | MREMAP_FIXED, to);
	ASSERT_EQ(to, self->map);
	(void)*xx_word(self->map, 0, 1);
	EXPECT_EQ(switches, self->xx.status->xs_switches);
}

/* A piece moves away; the mapping is in two places, and one context. */
TEST_F(vma, mremap_a_piece)
{
	size_t len = 2 * self->page;
	char *to = mmap(NULL, len, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *piece;
	int round;

	ASSERT_NE(MAP_FAILED, to);
	piece = mremap(self->map + 3 * self->page, len, len,
		       MREMAP_MAYMOVE | MREMAP_FIXED, to);
	ASSERT_EQ(to, piece);
	for (round = 0; round < 3; round++) {
		EXPECT_EQ(0, check(self->other, self->size, 2));
		EXPECT_EQ(1000003 + 3 * self->page / 8 + 5, *xx_word(piece, 0, 5));
		EXPECT_EQ(1000003 + 4 * self->page / 8 + 5, *xx_word(piece, 1, 5));
		EXPECT_EQ(1000003 + 5, *xx_word(self->map, 0, 5));
		EXPECT_EQ(1000003 + 7 * self->page / 8 + 5, *xx_word(self->map, 7, 5));
		EXPECT_EQ(SIGSEGV, probe_read(xx_word(self->map, 3, 0)).sig);
	}
	/* The piece goes, the rest stays; then the rest goes in the teardown. */
	ASSERT_EQ(0, munmap(piece, len));
	EXPECT_EQ(0, check(self->other, self->size, 2));
	EXPECT_EQ(1000003 + 5, *xx_word(self->map, 0, 5));
}

/* To the very bottom of the address space: the rest would lie below it. */
TEST_F(vma, mremap_the_last_page_far_down)
{
	char *low = mmap((void *)0x10000, self->page, PROT_NONE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	unsigned int last = self->size / self->page - 1;
	char *piece;

	if (low == MAP_FAILED)
		SKIP(return, "vm.mmap_min_addr is above 64 KiB");
	piece = mremap(self->map + last * self->page, self->page, self->page,
		       MREMAP_MAYMOVE | MREMAP_FIXED, low);
	ASSERT_EQ(low, piece);
	EXPECT_EQ(0, check(self->other, self->size, 2));
	EXPECT_EQ(0, probe_read(xx_word(piece, 0, 5)).sig);
	EXPECT_EQ(1000003 + last * self->page / 8 + 5, *xx_word(piece, 0, 5));
	EXPECT_EQ(1000003 + 5, *xx_word(self->map, 0, 5));
	munmap(piece, self->page);
}

TEST_F(vma, mremap_shrink)
{
	ASSERT_EQ(self->map, mremap(self->map, self->size, 4 * self->page, 0));
	EXPECT_EQ(0, check(self->other, self->size, 2));
	EXPECT_EQ(0, check(self->map, 4 * self->page, 1));
	EXPECT_EQ(SIGSEGV, probe_read(xx_word(self->map, 4, 0)).sig);
}

TEST_F(vma, mremap_refused)
{
	EXPECT_EQ(MAP_FAILED, mremap(self->map, self->size, self->size + self->page,
				     MREMAP_MAYMOVE));
	EXPECT_EQ(EFAULT, errno);
	EXPECT_EQ(MAP_FAILED, mremap(self->map, 0, self->size, MREMAP_MAYMOVE));
#ifdef MREMAP_DONTUNMAP
	EXPECT_EQ(MAP_FAILED, mremap(self->map, self->size, self->size,
				     MREMAP_MAYMOVE | MREMAP_DONTUNMAP));
	EXPECT_EQ(EINVAL, errno);
#endif
	EXPECT_APART(self->map);
}

/* A mapping moves onto a part of another one. */
TEST_F(vma, mremap_over_another)
{
	char *piece;

	piece = mremap(self->map + self->page, self->page, self->page,
		       MREMAP_MAYMOVE | MREMAP_FIXED, self->other + 2 * self->page);
	ASSERT_EQ(self->other + 2 * self->page, piece);
	EXPECT_EQ(1000003 + self->page / 8 + 5, *xx_word(piece, 0, 5));
	EXPECT_EQ(2000006 + 5, *xx_word(self->other, 0, 5));
	EXPECT_EQ(1000003 + 5, *xx_word(self->map, 0, 5));
	EXPECT_EQ(2000006 + 3 * self->page / 8 + 5, *xx_word(self->other, 3, 5));
	EXPECT_EQ(1000003 + self->page / 8 + 5, *xx_word(piece, 0, 5));
}

/* Maps again, with an offset of the user's choice. */
TEST_F(vma, remap_file_pages)
{
	char *whole = xx_map(&self->xx, MAP_SHARED);

	ASSERT_NE(MAP_FAILED, whole);
	fill(whole, self->size, 3);
	if (syscall(SYS_remap_file_pages, whole, self->page, 0, 2, 0))
		SKIP(return, "no remap_file_pages");
	EXPECT_EQ(3000009 + 2 * self->page / 8 + 5, *xx_word(whole, 0, 5));
	EXPECT_EQ(3000009 + self->page / 8 + 5, *xx_word(whole, 1, 5));
	/* Far beyond the device, and into another one's window. */
	EXPECT_EQ(-1, syscall(SYS_remap_file_pages, whole + self->page, self->page, 0,
			      1000, 0));
	munmap(whole, self->size);
	whole = xx_map(&self->xx, MAP_SHARED);
	ASSERT_NE(MAP_FAILED, whole);
	EXPECT_EQ(-1, syscall(SYS_remap_file_pages, whole, self->page, 0,
			      (1UL << 32) + 1, 0));
	munmap(whole, self->size);
	EXPECT_APART(self->map);
}

TEST_F(vma, madvise_splits)
{
	static const int advice[] = { MADV_SEQUENTIAL, MADV_RANDOM, MADV_NORMAL,
				      MADV_DONTDUMP, MADV_DODUMP, MADV_HUGEPAGE,
				      MADV_MERGEABLE };
	unsigned int i;

	for (i = 0; i < sizeof(advice) / sizeof(advice[0]); i++) {
		madvise(self->map + (i + 1) * self->page, self->page, advice[i]);
		EXPECT_APART(self->map);
	}
}

TEST_F(vma, madvise_refused)
{
	static const int advice[] = { MADV_DONTNEED, MADV_FREE, MADV_REMOVE };
	unsigned int i;

	for (i = 0; i < sizeof(advice) / sizeof(advice[0]); i++) {
		EXPECT_EQ(-1, madvise(self->map, self->size, advice[i]))
			TH_LOG("advice %d", advice[i]);
		EXPECT_APART(self->map);
	}
}

TEST_F(vma, mlock)
{
	mlock(self->map, self->size);
	EXPECT_APART(self->map);
	munlock(self->map, self->size);
	EXPECT_APART(self->map);
}

TEST_F(vma, populate_loads_nothing)
{
	unsigned long long current, id = xx_id(self->map);
	char *map = mmap(NULL, self->size, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_POPULATE | MAP_LOCKED, self->xx.fd, 0);

	ASSERT_NE(MAP_FAILED, map);
	current = self->xx.status->xs_current;
	EXPECT_EQ(id, current);
	EXPECT_EQ(0, *xx_word(map, 0, 1));
	munmap(map, self->size);
}

#include "devmap_main.h"
