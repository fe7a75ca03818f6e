/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How a timeline is drawn.
 */
#ifndef OUT_H
#define OUT_H

#include <stdio.h>

#include "timeline.h"

void out_svg(FILE *out, const struct timeline *tl, const struct timeline_opts *opts);
void out_json(FILE *out, const struct timeline *tl, const struct timeline_opts *opts);
void out_txt(FILE *out, const struct timeline *tl, const struct timeline_opts *opts);

/* A lane in @n pieces. */
struct lane_bins {
	size_t n;
	double *own, *wait, *cost;	/* shares, 0 to 1 */
	double *faults;			/* how many */
};

void lane_bins_make(struct lane_bins *bins, const struct timeline *tl,
		    const struct lane *lane, size_t n);
/* All that have no lane of their own: who owns, and which share of them waits. */
void lane_bins_others(struct lane_bins *bins, const struct timeline *tl, size_t n);
void lane_bins_free(struct lane_bins *bins);

/* What the whole says in a line or two; @size bytes each. */
void out_title(const struct timeline *tl, const struct timeline_opts *opts, char *buf,
	       size_t size);
void out_summary(const struct timeline *tl, char *buf, size_t size);
void out_switches(const struct timeline *tl, char *buf, size_t size);
void out_waits(const struct timeline *tl, char *buf, size_t size);
/* False if nothing was lost. */
bool out_lost(const struct timeline *tl, char *buf, size_t size);
/* "1.5 s": @decimals and the unit are those of @step, all in seconds */
const char *out_tick(char *buf, double t, double step);

#endif /* OUT_H */
