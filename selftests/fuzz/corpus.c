// SPDX-License-Identifier: GPL-2.0
/*
 * Programs that are worth keeping: each has gone an edge that none before it had.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

#define MAX_CORPUS	4096

struct entry {
	struct program prog;
	struct cover cover;
};

static struct entry *entries[MAX_CORPUS];
static u32 n;
static struct cover all;

u32 corpus_size(void)
{
	return n;
}

const struct program *corpus_at(u32 i)
{
	return &entries[i]->prog;
}

const struct cover *corpus_cover(void)
{
	return &all;
}

void corpus_add(const struct program *p, const struct cover *c)
{
	struct entry *e;

	cover_add(&all, c);
	if (n == MAX_CORPUS)
		return;
	e = malloc(sizeof(*e));
	if (!e)
		return;
	e->prog = *p;
	e->cover = *c;
	entries[n++] = e;
}

static int by_cover(const void *a, const void *b)
{
	const struct entry *const *x = a, *const *y = b;
	u32 cx = cover_count(&(*x)->cover), cy = cover_count(&(*y)->cover);

	return cx < cy ? 1 : cx > cy ? -1 : 0;
}

/* Those that together go all edges, beginning with who goes most. */
void corpus_write(FILE *to)
{
	struct cover sum = { { 0 } };
	u32 i;

	qsort(entries, n, sizeof(entries[0]), by_cover);
	for (i = 0; i < n; i++) {
		if (!cover_new(&entries[i]->cover, &sum))
			continue;
		cover_add(&sum, &entries[i]->cover);
		program_print(to, &entries[i]->prog);
	}
}
