// SPDX-License-Identifier: GPL-2.0
/*
 * How long waits took: counts of ranges of time.
 */
#include <stdlib.h>
#include <string.h>

#include "histogram.h"

/* What a column's numbers are in, in ns, by the end of its name. */
static double histogram_unit(const char *name)
{
	size_t len = strlen(name);

	if (len > 3 && !strcmp(name + len - 3, "_us"))
		return 1e3;
	if (len > 3 && !strcmp(name + len - 3, "_ms"))
		return 1e6;
	return 1;
}

/* The last column is the count, the one before it the end of the range. */
void histogram_read(struct histogram *h, const struct table *t)
{
	size_t row;

	memset(h, 0, sizeof(*h));
	if (t->cols < 2)
		return;
	for (row = 0; row < t->rows && h->n < HISTOGRAM_BUCKETS; row++) {
		char **cell = t->cells + row * t->cols + t->cols - 2;

		h->upto[h->n] = strtod(cell[0], NULL) * histogram_unit(t->names[t->cols - 2]);
		h->count[h->n] = strtod(cell[1], NULL);
		/* The last range may have no end: it is at least twice the one before. */
		if (h->n && h->upto[h->n] <= h->upto[h->n - 1])
			h->upto[h->n] = 2 * h->upto[h->n - 1];
		h->total += h->count[h->n++];
	}
}

void histogram_subtract(struct histogram *h, const struct histogram *before)
{
	int i;

	/* Somebody may have reset it in between. */
	if (before->n != h->n || before->total > h->total)
		return;
	for (i = 0; i < h->n; i++)
		h->count[i] -= before->count[i];
	h->total -= before->total;
}

double histogram_quantile(const struct histogram *h, double q)
{
	double left = q * h->total, from = 0;
	int i;

	/* Within a range, as if its times were spread evenly. */
	for (i = 0; i < h->n; i++) {
		if (h->count[i] && left <= h->count[i])
			return from + (h->upto[i] - from) * left / h->count[i];
		left -= h->count[i];
		from = h->upto[i];
	}
	return 0;
}
