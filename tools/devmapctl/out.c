// SPDX-License-Identifier: GPL-2.0
/*
 * What all pictures of a timeline need.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ctl.h"
#include "out.h"

static void lane_bins_alloc(struct lane_bins *bins, size_t n)
{
	bins->n = n;
	bins->own = ctl_alloc(4 * n * sizeof(double));
	bins->wait = bins->own + n;
	bins->cost = bins->wait + n;
	bins->faults = bins->cost + n;
}

static void lane_bins_add(struct lane_bins *bins, const struct timeline *tl,
			  const struct lane *lane)
{
	bins_spans(tl, &lane->own, bins->own, bins->n);
	bins_spans(tl, &lane->wait, bins->wait, bins->n);
	bins_spans(tl, &lane->cost, bins->cost, bins->n);
	bins_times(tl, &lane->faults, bins->faults, bins->n);
}

void lane_bins_make(struct lane_bins *bins, const struct timeline *tl,
		    const struct lane *lane, size_t n)
{
	lane_bins_alloc(bins, n);
	lane_bins_add(bins, tl, lane);
}

void lane_bins_others(struct lane_bins *bins, const struct timeline *tl, size_t n)
{
	size_t i;

	lane_bins_alloc(bins, n);
	for (i = tl->shown; i < tl->shown + tl->others; i++)
		lane_bins_add(bins, tl, &tl->lanes[i]);
	for (i = 0; i < n; i++) {
		bins->own[i] = fmin(bins->own[i], 1);
		bins->cost[i] = fmin(bins->cost[i], 1);
		/* What owns cannot wait, so that both fit into a lane. */
		bins->wait[i] = fmin(bins->wait[i] / tl->others, 1 - bins->own[i]);
	}
}

void lane_bins_free(struct lane_bins *bins)
{
	free(bins->own);
}

void out_title(const struct timeline *tl, const struct timeline_opts *opts, char *buf,
	       size_t size)
{
	if (opts->title)
		snprintf(buf, size, "%s", opts->title);
	else if (tl->ndevs > 1)
		snprintf(buf, size, "Who had which of %d devices", tl->ndevs);
	else
		snprintf(buf, size, "Who had %s",
			 tl->rec->devs[tl->shown ? tl->lanes[0].dev : 0]);
}

void out_summary(const struct timeline *tl, char *buf, size_t size)
{
	double ns = tl->to - tl->from, per_switch = 0;
	char length[CTL_TIME_LEN], cost[CTL_TIME_LEN];
	size_t n = tl->shown + tl->others;

	if (tl->switches.n)
		per_switch = (double)tl->cost_total / tl->switches.n;
	snprintf(buf, size,
		 "%s, %zu process%s, %zu switches (%.4g a second), %s each, %.2g %% of the time",
		 ctl_time(length, ns), n, n == 1 ? "" : "es", tl->switches.n,
		 tl->switches.n / (ns / NSEC_PER_SEC), ctl_time(cost, per_switch),
		 100.0 * tl->cost_total / ns);
}

void out_waits(const struct timeline *tl, char *buf, size_t size)
{
	char p50[CTL_TIME_LEN], p99[CTL_TIME_LEN], max[CTL_TIME_LEN];
	int n;

	if (tl->wait_ns.n)
		n = snprintf(buf, size, "%zu waits: half within %s, 99 %% within %s, longest %s",
			     tl->wait_ns.n, ctl_time(p50, timeline_wait_quantile(tl, 0.5)),
			     ctl_time(p99, timeline_wait_quantile(tl, 0.99)),
			     ctl_time(max, timeline_wait_quantile(tl, 1)));
	else
		n = snprintf(buf, size, "nobody waited");
	if (tl->rec->lost && n > 0 && (size_t)n < size)
		snprintf(buf + n, size - n, "; %.0f EVENTS WERE LOST", tl->rec->lost);
}

const char *out_tick(char *buf, double t, double step)
{
	double unit = step >= 0.1 ? 1 : step >= 1e-4 ? 1e-3 : 1e-6;
	int decimals = -floor(log10(step / unit) + 1e-9);

	/* Not -0. */
	if (fabs(t) < step / 2)
		t = 0;
	snprintf(buf, CTL_TIME_LEN, "%.*f %s", decimals > 0 ? decimals : 0, t / unit,
		 unit == 1 ? "s" : unit == 1e-3 ? "ms" : "us");
	return buf;
}
