// SPDX-License-Identifier: GPL-2.0
/*
 * Partial munmap: what remains is the same context, in every shape.
 */
#include "kselftest_harness.h"

#include "devmap_test.h"

#define XX_MIN_PAGES 8

FIXTURE(unmap) {
	struct xx xx;
	size_t size;
	size_t page;
	char *map;
	char *other;
	long hold;
};

FIXTURE_SETUP(unmap)
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
	fill(self->map, self->size, 1);
	fill(self->other, self->size, 2);
}

FIXTURE_TEARDOWN(unmap)
{
	munmap(self->map, self->size);
	munmap(self->other, self->size);
	/* Nothing is left behind: nobody has the device. */
	EXPECT_EQ(0, self->xx.status->xs_current);
	param_set("hold_usec", self->hold);
	xx_close(&self->xx);
}

/* Is this page of the mapping there, with the right contents? */
static int page_ok(char *map, unsigned int page, unsigned long long seed)
{
	size_t size = sysconf(_SC_PAGESIZE);
	vu64 *p = xx_word(map, page, 0);
	size_t i, first = page ? 0 : 1;

	for (i = first; i < size / 8; i++)
		if (p[i] != seed * 1000003 + page * size / 8 + i)
			return 0;
	return 1;
}

/*
 * Pages of @gone are not mapped, the rest is one context with its old contents,
 * whoever has the device in between.
 */
static long verify(struct __test_metadata *_metadata, FIXTURE_DATA(unmap) *self,
		   unsigned int gone)
{
	unsigned int i, pages = self->size / self->page;
	unsigned long long switches, last_present = 0;
	long wrong = 0;
	int round;

	for (round = 0; round < 2; round++) {
		/* The other one takes the device: everything is revoked. */
		wrong += check(self->other, self->size, 2) != 0;
		switches = self->xx.status->xs_switches;
		for (i = 0; i < pages; i++) {
			if (i < 32 && (gone & (1U << i))) {
				wrong += probe_read(xx_word(self->map, i, 0)).sig != SIGSEGV;
				continue;
			}
			last_present = i;
			if (!page_ok(self->map, i, 1)) {
				TH_LOG("page %u is wrong", i);
				wrong++;
			}
		}
		/* One context, one switch. */
		if (last_present)
			wrong += self->xx.status->xs_switches != switches + 1;
	}
	return wrong;
}

TEST_F(unmap, head)
{
	ASSERT_EQ(0, munmap(self->map, self->page));
	EXPECT_EQ(0, verify(_metadata, self, 0x01));
	ASSERT_EQ(0, munmap(self->map + self->page, 2 * self->page));
	EXPECT_EQ(0, verify(_metadata, self, 0x07));
}

TEST_F(unmap, tail)
{
	unsigned int pages = self->size / self->page;

	if (pages > 32)
		SKIP(return, "ctx_size of more than 32 pages");
	ASSERT_EQ(0, munmap(self->map + self->size - self->page, self->page));
	EXPECT_EQ(0, verify(_metadata, self, 1U << (pages - 1)));
	ASSERT_EQ(0, munmap(self->map + self->size - 3 * self->page, 2 * self->page));
	EXPECT_EQ(0, verify(_metadata, self, 7U << (pages - 3)));
}

TEST_F(unmap, middle)
{
	ASSERT_EQ(0, munmap(self->map + 3 * self->page, self->page));
	EXPECT_EQ(0, verify(_metadata, self, 0x08));
	/* a hole in each of the halves */
	ASSERT_EQ(0, munmap(self->map + self->page, self->page));
	EXPECT_EQ(0, verify(_metadata, self, 0x0a));
	ASSERT_EQ(0, munmap(self->map + 5 * self->page, self->page));
	EXPECT_EQ(0, verify(_metadata, self, 0x2a));
	/* over hole, piece and hole */
	ASSERT_EQ(0, munmap(self->map + self->page, 3 * self->page));
	EXPECT_EQ(0, verify(_metadata, self, 0x2e));
}

TEST_F(unmap, while_it_has_the_device)
{
	/* The state is on the device and nowhere else when its page goes. */
	*xx_word(self->map, 2, 3) = 77;
	*xx_word(self->map, 6, 3) = 78;
	ASSERT_EQ(0, munmap(self->map + 4 * self->page, self->page));
	EXPECT_EQ(77, *xx_word(self->map, 2, 3));
	EXPECT_EQ(78, *xx_word(self->map, 6, 3));
	EXPECT_EQ(0, check(self->other, self->size, 2));
	EXPECT_EQ(77, *xx_word(self->map, 2, 3));
	EXPECT_EQ(78, *xx_word(self->map, 6, 3));
	ASSERT_EQ(0, munmap(self->map, 3 * self->page));
	EXPECT_EQ(78, *xx_word(self->map, 6, 3));
	EXPECT_EQ(0, check(self->other, self->size, 2));
	EXPECT_EQ(78, *xx_word(self->map, 6, 3));
}

TEST_F(unmap, by_map_fixed)
{
	vu64 *anon = mmap(self->map + 2 * self->page, self->page,
			  PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	unsigned int i;

	ASSERT_EQ(self->map + 2 * self->page, (char *)anon);
	anon[0] = 5;
	EXPECT_EQ(0, check(self->other, self->size, 2));
	for (i = 0; i < XX_MIN_PAGES; i++)
		EXPECT_EQ(i != 2, page_ok(self->map, i, 1));
	EXPECT_EQ(5, anon[0]);
}

/* The device itself, mapped over a part of its own mapping. */
TEST_F(unmap, by_a_new_mapping)
{
	char *again = mmap(self->map + 2 * self->page, 2 * self->page,
			   PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED,
			   self->xx.fd, 2 * self->page);
	unsigned int i;

	ASSERT_EQ(self->map + 2 * self->page, again);
	EXPECT_EQ(0, *xx_word(again, 0, 0));
	*xx_word(again, 0, 0) = 9;
	for (i = 0; i < XX_MIN_PAGES; i++)
		EXPECT_EQ(i != 2 && i != 3, page_ok(self->map, i, 1));
	EXPECT_EQ(9, *xx_word(again, 0, 0));
}

TEST_F(unmap, page_by_page_in_any_order)
{
	unsigned int pages = self->size / self->page, gone = 0, i, n;
	unsigned int seed = 12345;

	if (pages > 32)
		SKIP(return, "ctx_size of more than 32 pages");
	for (n = 0; n < pages - 1; n++) {
		do {
			seed = seed * 1103515245 + 12345;
			i = (seed >> 16) % pages;
		} while (gone & (1U << i));
		ASSERT_EQ(0, munmap(self->map + i * self->page, self->page));
		gone |= 1U << i;
		ASSERT_EQ(0, verify(_metadata, self, gone))
			TH_LOG("after page %u, gone %#x", i, gone);
	}
}

/* Over the border of two handles: the end of the context, and the status page. */
TEST_F(unmap, over_two_handles)
{
	size_t whole = self->size + self->page;
	char *map = mmap(NULL, whole, PROT_READ, MAP_PRIVATE, self->xx.fd, 0);
	volatile struct xxctx_status *st;

	ASSERT_NE(MAP_FAILED, map);
	st = (void *)(map + self->size);
	EXPECT_EQ(XXCTX_MAGIC, st->xs_magic);
	EXPECT_NE(0, xx_id(map));
	ASSERT_EQ(0, munmap(map + self->size - self->page, 2 * self->page));
	EXPECT_EQ(SIGSEGV, probe_read((vu64 *)st).sig);
	EXPECT_EQ(SIGSEGV, probe_read(xx_word(map, self->size / self->page - 1, 0)).sig);
	EXPECT_EQ(0, probe_read(xx_word(map, 0, 0)).sig);
	EXPECT_EQ(0, check(self->other, self->size, 2));
	EXPECT_EQ(0, probe_read(xx_word(map, 0, 0)).sig);
	munmap(map, whole);

	map = mmap(NULL, whole, PROT_READ, MAP_PRIVATE, self->xx.fd, 0);
	ASSERT_NE(MAP_FAILED, map);
	st = (void *)(map + self->size);
	ASSERT_EQ(0, munmap(map, self->size));
	EXPECT_EQ(XXCTX_MAGIC, st->xs_magic);
	munmap(map, whole);
}

#include "devmap_main.h"
