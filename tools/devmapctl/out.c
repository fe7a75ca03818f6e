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
	size_t n = tl->shown + tl->others;
	char length[CTL_TIME_LEN];

	snprintf(buf, size, "%s, %zu process%s", ctl_time(length, tl->to - tl->from), n,
		 n == 1 ? "" : "es");
}

void out_switches(const struct timeline *tl, char *buf, size_t size)
{
	double ns = tl->to - tl->from, per_switch = 0;
	char cost[CTL_TIME_LEN];

	if (tl->switches.n)
		per_switch = (double)tl->cost_total / tl->switches.n;
	snprintf(buf, size, "%zu switch%s (%.4g a second), %s each, %.2g %% of the time",
		 tl->switches.n, tl->switches.n == 1 ? "" : "es",
		 tl->switches.n / (ns / NSEC_PER_SEC), ctl_time(cost, per_switch),
		 100.0 * tl->cost_total / ns);
}

void out_waits(const struct timeline *tl, char *buf, size_t size)
{
	char p50[CTL_TIME_LEN], p99[CTL_TIME_LEN], max[CTL_TIME_LEN];

	if (!tl->wait_ns.n) {
		snprintf(buf, size, "nobody waited");
		return;
	}
	snprintf(buf, size, "%zu wait%s: half within %s, 99 %% within %s, longest %s",
		 tl->wait_ns.n, tl->wait_ns.n == 1 ? "" : "s",
		 ctl_time(p50, timeline_wait_quantile(tl, 0.5)),
		 ctl_time(p99, timeline_wait_quantile(tl, 0.99)),
		 ctl_time(max, timeline_wait_quantile(tl, 1)));
}

bool out_lost(const struct timeline *tl, char *buf, size_t size)
{
	snprintf(buf, size, "%.0f events were lost", tl->rec->lost);
	return tl->rec->lost > 0;
}

const char *out_tick(char *buf, double t, double step)
{
	double unit = step >= 0.1 ? 1 : step >= 0.0001 ? 0.001 : 0.000001;
	int decimals = -floor(log10(step / unit) + AXIS_TINY);

	/* Not -0. */
	if (fabs(t) < step / 2)
		t = 0;
	snprintf(buf, CTL_TIME_LEN, "%.*f %s", decimals > 0 ? decimals : 0, t / unit,
		 unit == 1 ? "s" : step >= 0.0001 ? "ms" : "us");
	return buf;
}
