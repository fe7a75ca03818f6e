/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How long waits took: counts of ranges of time.
 */
#ifndef HISTOGRAM_H
#define HISTOGRAM_H

#include "table.h"

#define HISTOGRAM_BUCKETS	64

struct histogram {
	int n;
	double total;
	double upto[HISTOGRAM_BUCKETS];		/* ns */
	double count[HISTOGRAM_BUCKETS];
};

/* Of the file "latency" of a device. */
void histogram_read(struct histogram *h, const struct table *t);
/* What came since @before. */
void histogram_subtract(struct histogram *h, const struct histogram *before);
/* The time in ns that the share @q of all was within; 0 without any. */
double histogram_quantile(const struct histogram *h, double q);

#endif /* HISTOGRAM_H */
