/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A timeline: who owned a device when, who waited, what the switches cost. Made of a
 * recording, drawn by the out_*.c.
 */
#ifndef TIMELINE_H
#define TIMELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "recording.h"

struct span {
	uint64_t from, to;	/* ns */
};

/* In order, and apart from each other. */
struct spans {
	struct span *s;
	size_t n, cap;
	uint64_t total;		/* ns */
};

struct times {
	uint64_t *t;
	size_t n, cap;
};

/* A process on a device. */
struct lane {
	uint16_t dev;
	int32_t pid;
	const char *comm;
	struct spans own, wait, cost, mapped;
	struct times faults;
	size_t turns, waits;
	uint64_t wait_max, wait_sum;	/* of the waits that ended */
	/* While the timeline is made: */
	unsigned int maps, waiting;
	uint64_t mapped_since, wait_since;
};

struct timeline {
	const struct recording *rec;
	uint64_t from, to;	/* ns of the recording's clock */
	uint64_t zero;		/* its beginning, what the axis counts from */
	/* Those that are drawn, the first to come first; then those that are not. */
	struct lane *lanes;
	size_t shown, n, cap;
	/* The processes that are not drawn, as one lane: none if it has no pids. */
	size_t others;
	struct times switches;
	struct times wait_ns;	/* how long each wait took, the shortest first */
	uint64_t own_total, cost_total;
	int ndevs;		/* that have a lane */
};

struct timeline_opts {
	const char *title;
	const char *device;	/* NULL: all */
	double lanes;		/* at most */
	double width;		/* of the picture: 0 for what is usual */
	double from, to;	/* seconds from the beginning; to < 0: to the end */
};

/* Returns an exit code, said. */
int timeline_make(struct timeline *tl, const struct recording *rec,
		  const struct timeline_opts *opts);
void timeline_free(struct timeline *tl);
/* ns; 0 without a wait */
uint64_t timeline_wait_quantile(const struct timeline *tl, double q);
/* "name 812", with the device where there are several; returns @buf */
const char *timeline_label(const struct timeline *tl, const struct lane *lane, char *buf,
			   size_t size);

/*
 * What happened in each of @n equal pieces of the timeline, added to @bins: the share
 * of the piece that the spans cover, the number of times.
 */
void bins_spans(const struct timeline *tl, const struct spans *spans, double *bins, size_t n);
void bins_times(const struct timeline *tl, const struct times *times, double *bins, size_t n);

/*
 * Counts become the mean of those around them, of pieces that hold about @per times: few
 * events in narrow pieces would be all spikes.
 */
void bins_smooth(double *bins, size_t n, double per);

/* What a sum of fractions may be wrong by. */
#define AXIS_TINY	(1 / 1e9)

/* A round number that cuts @range into at most @max pieces. */
double axis_step(double range, int max);

#endif /* TIMELINE_H */
