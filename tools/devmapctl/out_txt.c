// SPDX-License-Identifier: GPL-2.0
/*
 * A timeline as text, for a terminal.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ctl.h"
#include "out.h"
#include "term.h"

#define TXT_LABEL	22
#define TXT_STATS	18
#define TXT_LEAST	20
#define TXT_SMOOTH	8	/* switches */
#define TXT_SHARE	0.125	/* of a cell: that much of the device is worth showing */

#define TXT_OWN		"\033[34m"
#define TXT_WAIT	"\033[33m"
#define TXT_COST	"\033[31m"
#define TXT_OFF		"\033[0m"

struct txt {
	FILE *out;
	const struct timeline *tl;
	size_t plot;
	const char *color;	/* that the terminal has now */
};

static void txt_color(struct txt *txt, const char *color)
{
	if (!ctl_opts.color || !strcmp(txt->color, color))
		return;
	fputs(color, txt->out);
	txt->color = color;
}

/* What the time went to. */
static void txt_cell(struct txt *txt, const struct lane_bins *bins, size_t i, double mapped)
{
	double own = bins->own[i], wait = bins->wait[i];

	if (bins->cost[i] > 0.5) {
		txt_color(txt, TXT_COST);
		putc('!', txt->out);
	} else if (own > TXT_SHARE || (own > 0 && own >= wait)) {
		/* Several programs in turn within a cell: each waits most of the time. */
		txt_color(txt, TXT_OWN);
		putc(own > 0.5 ? '#' : '+', txt->out);
	} else if (wait > 0) {
		txt_color(txt, TXT_WAIT);
		putc(wait > 0.5 || own == 0 ? '/' : '+', txt->out);
	} else {
		txt_color(txt, TXT_OFF);
		putc(bins->faults[i] > 0 ? '\'' : mapped > 0 ? '.' : ' ', txt->out);
	}
}

static void txt_label(struct txt *txt, const char *label)
{
	fprintf(txt->out, "%*.*s |", TXT_LABEL - 2, TXT_LABEL - 2, label);
}

static void txt_row(struct txt *txt, const struct lane_bins *bins, const double *mapped,
		    uint64_t own, uint64_t mean)
{
	double length = txt->tl->to - txt->tl->from;
	char wait[CTL_TIME_LEN];
	size_t i;

	for (i = 0; i < txt->plot; i++)
		txt_cell(txt, bins, i, mapped ? mapped[i] : 0);
	txt_color(txt, TXT_OFF);
	fprintf(txt->out, "|%6.1f%% %9s\n", 100 * own / length, mean ? ctl_time(wait, mean) : "-");
}

static void txt_lane(struct txt *txt, const struct lane *lane)
{
	double *mapped = ctl_alloc(txt->plot * sizeof(*mapped));
	struct lane_bins bins;
	char label[64];

	txt_label(txt, timeline_label(txt->tl, lane, label, sizeof(label)));
	bins_spans(txt->tl, &lane->mapped, mapped, txt->plot);
	lane_bins_make(&bins, txt->tl, lane, txt->plot);
	txt_row(txt, &bins, mapped, lane->own.total,
		lane->waits ? lane->wait_sum / lane->waits : 0);
	lane_bins_free(&bins);
	free(mapped);
}

static void txt_others(struct txt *txt)
{
	const struct timeline *tl = txt->tl;
	uint64_t own = 0, wait = 0;
	struct lane_bins bins;
	size_t i, waits = 0;
	char label[64];

	for (i = tl->shown; i < tl->shown + tl->others; i++) {
		own += tl->lanes[i].own.total;
		wait += tl->lanes[i].wait_sum;
		waits += tl->lanes[i].waits;
	}
	snprintf(label, sizeof(label), "%zu others", tl->others);
	txt_label(txt, label);
	lane_bins_others(&bins, tl, txt->plot);
	txt_row(txt, &bins, NULL, own, waits ? wait / waits : 0);
	lane_bins_free(&bins);
}

/* Ten steps of height are what letters can do. */
static void txt_track(struct txt *txt)
{
	static const char steps[] = " .:-=+*#%@";
	const struct timeline *tl = txt->tl;
	double *bins = ctl_alloc(txt->plot * sizeof(*bins)), max = 0;
	double seconds = (tl->to - tl->from) / 1e9 / txt->plot;
	size_t i;

	bins_times(tl, &tl->switches, bins, txt->plot);
	bins_smooth(bins, txt->plot, TXT_SMOOTH);
	for (i = 0; i < txt->plot; i++)
		max = fmax(max, bins[i]);
	txt_label(txt, "switches");
	for (i = 0; i < txt->plot; i++)
		putc(steps[max > 0 ? (int)ceil(bins[i] / max * 9 - AXIS_TINY) : 0], txt->out);
	fprintf(txt->out, "| @ %.4g/s\n", max / seconds);
	free(bins);
}

static void txt_axis(struct txt *txt)
{
	const struct timeline *tl = txt->tl;
	double begin = (tl->from - tl->zero) / 1e9, end = (tl->to - tl->zero) / 1e9;
	double step = axis_step(end - begin, txt->plot / 10), t;
	char *line = ctl_alloc(txt->plot + CTL_TIME_LEN), tick[CTL_TIME_LEN];
	size_t at, len;

	memset(line, ' ', txt->plot);
	for (t = ceil(begin / step - AXIS_TINY) * step; t <= end + step * AXIS_TINY; t += step) {
		at = (t - begin) / (end - begin) * txt->plot;
		out_tick(tick, t, step);
		len = strlen(tick);
		if (at + len + 1 > txt->plot)
			break;
		line[at] = '^';
		memcpy(line + at + 1, tick, len);
	}
	fprintf(txt->out, "%*s%.*s\n", TXT_LABEL, "", (int)txt->plot, line);
	free(line);
}

void out_txt(FILE *out, const struct timeline *tl, const struct timeline_opts *opts)
{
	struct txt txt = { .out = out, .tl = tl, .color = TXT_OFF };
	int width = opts->width ? opts->width : out == stdout ? term_columns() : 80;
	char text[256];
	size_t i;

	width -= TXT_LABEL + TXT_STATS + 1;
	txt.plot = width > TXT_LEAST ? width : TXT_LEAST;
	out_title(tl, opts, text, sizeof(text));
	fprintf(out, "%s\n", text);
	out_summary(tl, text, sizeof(text));
	fprintf(out, "%s\n", text);
	out_switches(tl, text, sizeof(text));
	fprintf(out, "%s\n", text);
	out_waits(tl, text, sizeof(text));
	fprintf(out, "%s\n", text);
	if (out_lost(tl, text, sizeof(text)))
		fprintf(out, "%s\n", text);
	fprintf(out, "\n%*s%*s%9s %9s\n", TXT_LABEL, "", (int)txt.plot, "", "owned",
		"mean wait");
	for (i = 0; i < tl->shown; i++)
		txt_lane(&txt, &tl->lanes[i]);
	if (tl->others)
		txt_others(&txt);
	txt_track(&txt);
	txt_axis(&txt);
	fputs("\n# has the device   / waits   + some of both   ! switching   "
	      "' fault   . mapped\n", out);
}
