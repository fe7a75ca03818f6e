// SPDX-License-Identifier: GPL-2.0
/*
 * Samples, and the rows that are printed of them: a line of JSON each.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

void die(const char *what)
{
	fprintf(stderr, "bench: %s: %s\n", what, strerror(errno));
	exit(1);
}

void series_add(struct series *s, u64 value)
{
	if (s->n == s->size) {
		s->size = s->size ? 2 * s->size : 64;
		s->v = realloc(s->v, s->size * sizeof(*s->v));
		if (!s->v)
			die("realloc");
	}
	s->v[s->n++] = value;
}

static int compare(const void *a, const void *b)
{
	u64 x = *(const u64 *)a, y = *(const u64 *)b;

	return x < y ? -1 : x > y;
}

static void key_print(const struct key *key)
{
	printf("{\"group\": \"%s\", \"peer\": \"%s\", \"what\": \"%s\", ", key->group,
	       key->peer, key->what ? key->what : "");
	printf("\"procs\": %ld, \"bytes\": %ld, \"count\": %ld, ", key->procs, key->bytes,
	       key->count);
}

/* Prints the row and empties the series. */
void series_print(struct series *s, const struct key *key)
{
	size_t n = s->n;

	if (!n)
		return;
	qsort(s->v, n, sizeof(*s->v), compare);
	key_print(key);
	printf("\"n\": %zu, \"p5\": %llu, \"median\": %llu, \"p95\": %llu}\n", n,
	       (unsigned long long)s->v[n * 5 / 100],
	       (unsigned long long)s->v[n / 2],
	       (unsigned long long)s->v[n * 95 / 100]);
	fflush(stdout);
	free(s->v);
	memset(s, 0, sizeof(*s));
}

/* A row of one number that is no time. */
void value_print(double value, const struct key *key)
{
	key_print(key);
	printf("\"value\": %.6g}\n", value);
	fflush(stdout);
}

/* How far it is, for who reads along. */
void progress(const char *group, int step, int steps)
{
	printf("# %s %d of %d\n", group, step, steps);
	fflush(stdout);
}
