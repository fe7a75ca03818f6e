// SPDX-License-Identifier: GPL-2.0
/*
 * A timeline as SVG that stands alone: no script, no style sheet, no font of its own.
 *
 * Where a lane has few spans they are drawn as they are. Where it has many, each
 * column of the picture shows which share of its time the process owned and waited.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ctl.h"
#include "out.h"
#include "utf8.h"

#define SVG_WIDTH	1000
#define SVG_MARGIN	20
#define SVG_LABEL	168	/* the names of the lanes */
#define SVG_STATS	186	/* the numbers behind them */
#define SVG_TRACK	48	/* switches per second */
#define SVG_TRACK_STEP	3	/* its columns */
#define SVG_SMOOTH	30	/* switches */
#define SVG_HEAD	116
#define SVG_COLUMNS	60	/* of a lane that is not: at least, */
#define SVG_PER_COLUMN	3	/* and turns in each */
#define SVG_PER_SPAN	3	/* columns that a span needs to be drawn as it is */
#define SVG_STEP	0.25	/* what heights are rounded to */

#define SVG_OWN		"#2f6fb3"
#define SVG_WAIT	"#e09a2b"
#define SVG_COST	"#d3202f"
#define SVG_TEXT	"#1f2933"
#define SVG_DIM		"#66727f"

struct svg {
	FILE *out;
	const struct timeline *tl;
	double width, height;
	double left, plot;	/* where the lanes are, and how wide */
	double lane, gap;	/* their height */
	double top;		/* of the first one */
};

/* ---- pieces ---- */

static void svg_escape(FILE *out, const char *s)
{
	int length;

	for (; *s; s += length ? length : 1) {
		unsigned char c = *s;

		length = utf8_length(s);
		if (length > 1)
			fwrite(s, length, 1, out);
		else if (c == '<')
			fputs("&lt;", out);
		else if (c == '>')
			fputs("&gt;", out);
		else if (c == '&')
			fputs("&amp;", out);
		else if (c >= 0x80)
			fprintf(out, "&#%d;", c);
		else
			putc(c < 0x20 ? ' ' : c, out);
	}
}

static void svg_text(struct svg *svg, double x, double y, const char *attributes,
		     const char *text)
{
	fprintf(svg->out, "<text x=\"%.1f\" y=\"%.1f\" %s>", x, y, attributes);
	svg_escape(svg->out, text);
	fputs("</text>\n", svg->out);
}

static void svg_box(struct svg *svg, double x, double y, double w, double h)
{
	fprintf(svg->out, "M%.6g %.6gh%.4gv%.4gh%.4gz", rint(x * 100) / 100,
		rint(y * 100) / 100, w, h, -w);
}

static double svg_x(const struct svg *svg, uint64_t t)
{
	const struct timeline *tl = svg->tl;

	return svg->left + (double)(t - tl->from) / (tl->to - tl->from) * svg->plot;
}

static void svg_path_begin(struct svg *svg, const char *fill)
{
	fprintf(svg->out, "<path fill=\"%s\" d=\"", fill);
}

static void svg_path_end(struct svg *svg)
{
	fputs("\"/>\n", svg->out);
}

/* ---- a lane with few spans ---- */

static void svg_spans(struct svg *svg, const struct spans *spans, const char *fill, double y,
		      double least)
{
	size_t i;

	if (!spans->n)
		return;
	svg_path_begin(svg, fill);
	for (i = 0; i < spans->n; i++) {
		double x = svg_x(svg, spans->s[i].from);

		svg_box(svg, x, y, fmax(svg_x(svg, spans->s[i].to) - x, least), svg->lane);
	}
	svg_path_end(svg);
}

/* ---- a lane with many ---- */

/* The height of a share, rounded so that neighbours can be one box. */
static double svg_height(const struct svg *svg, double share, double least)
{
	double h = rint(fmin(share, 1) * svg->lane / SVG_STEP) * SVG_STEP;

	return share > 0 && h < least ? least : h;
}

/* Columns from the ground of the lane on, or on top of those of @below. */
static void svg_columns(struct svg *svg, const double *bins, const double *below, size_t n,
			const char *fill, double ground, double least)
{
	size_t i, from;

	svg_path_begin(svg, fill);
	for (i = 0; i < n; i = from) {
		double h = svg_height(svg, bins[i], least);
		double b = below ? svg_height(svg, below[i], 0) : 0;

		for (from = i + 1; from < n; from++)
			if (svg_height(svg, bins[from], least) != h ||
			    (below && svg_height(svg, below[from], 0) != b))
				break;
		h = fmin(h, svg->lane - b);
		if (h > 0)
			svg_box(svg, svg->left + i * svg->plot / n, ground - b - h,
				(from - i) * svg->plot / n, h);
	}
	svg_path_end(svg);
}

/* A mark for each column that has a fault: short where most have. */
static void svg_faults(struct svg *svg, const struct lane_bins *bins, double y)
{
	size_t i, marks = 0;
	double h;

	for (i = 0; i < bins->n; i++)
		marks += bins->faults[i] > 0;
	if (!marks)
		return;
	h = marks > bins->n / 4 ? 2 : svg->lane * 0.45;
	fprintf(svg->out, "<path fill=\"%s\" opacity=\"%s\" d=\"", SVG_TEXT,
		marks > bins->n / 4 ? "0.45" : "0.8");
	for (i = 0; i < bins->n; i++)
		if (bins->faults[i] > 0)
			svg_box(svg, svg->left + i * svg->plot / bins->n, y,
				bins->n < svg->plot ? svg->plot / bins->n : 0.9, h);
	svg_path_end(svg);
}

static bool svg_few(const struct svg *svg, const struct lane *lane)
{
	return (lane->own.n + lane->wait.n) * SVG_PER_SPAN <= svg->plot &&
		lane->cost.n * SVG_PER_SPAN <= svg->plot;
}

static void svg_bins(struct svg *svg, const struct lane_bins *bins, double y)
{
	double ground = y + svg->lane;

	svg_columns(svg, bins->wait, bins->own, bins->n, "#fdf1dc", ground, 0);
	svg_columns(svg, bins->wait, bins->own, bins->n, "url(#wait)", ground, 0);
	svg_columns(svg, bins->own, NULL, bins->n, SVG_OWN, ground, 0.5);
	svg_columns(svg, bins->cost, NULL, bins->n, SVG_COST, ground, 1);
}

static void svg_exact(struct svg *svg, const struct lane *lane, double y)
{
	svg_spans(svg, &lane->wait, "#fdf1dc", y, 0.5);
	svg_spans(svg, &lane->wait, "url(#wait)", y, 0.5);
	svg_spans(svg, &lane->own, SVG_OWN, y, 1.2);
	svg_spans(svg, &lane->cost, SVG_COST, y, 0.4);
}

/* ---- what stands beside a lane ---- */

static void svg_stat(struct svg *svg, int column, double y, const char *text)
{
	static const int right[] = { 50, 122, SVG_STATS };
	double x = svg->left + svg->plot + right[column];

	svg_text(svg, x, y, "class=\"n\"", text);
}

static void svg_stats(struct svg *svg, const struct lane *lane, double y)
{
	double length = svg->tl->to - svg->tl->from;
	char buf[CTL_TIME_LEN];

	snprintf(buf, sizeof(buf), "%.1f %%", 100 * lane->own.total / length);
	svg_stat(svg, 0, y, buf);
	svg_stat(svg, 1, y, lane->waits ?
		 ctl_time(buf, (double)lane->wait_sum / lane->waits) : "-");
	svg_stat(svg, 2, y, lane->waits ? ctl_time(buf, lane->wait_max) : "-");
}

static void svg_ground(struct svg *svg, double y)
{
	fprintf(svg->out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" "
		"fill=\"#f1f3f5\"/>\n", svg->left, y, svg->plot, svg->lane);
}

static double svg_baseline(const struct svg *svg, double y)
{
	return y + svg->lane / 2 + 4;
}

/* Wide enough that each column has a few turns in it: narrow ones would be all spikes. */
static size_t svg_count(const struct svg *svg, size_t spans)
{
	return fmin(svg->plot, fmax(SVG_COLUMNS, spans / SVG_PER_COLUMN));
}

static void svg_lane(struct svg *svg, const struct lane *lane, double y)
{
	char label[64], wait[CTL_TIME_LEN];
	struct lane_bins bins;

	timeline_label(svg->tl, lane, label, sizeof(label));
	fputs("<g><title>", svg->out);
	svg_escape(svg->out, label);
	fprintf(svg->out, ": %zu turns, %zu faults, waited %zu times, %s in all</title>\n",
		lane->turns, lane->faults.n, lane->waits, ctl_time(wait, lane->wait.total));
	svg_ground(svg, y);
	svg_spans(svg, &lane->mapped, "#e4e8ec", y, 0);
	lane_bins_make(&bins, svg->tl, lane,
		       svg_few(svg, lane) ? svg->plot : svg_count(svg, lane->own.n));
	if (svg_few(svg, lane))
		svg_exact(svg, lane, y);
	else
		svg_bins(svg, &bins, y);
	svg_faults(svg, &bins, y);
	lane_bins_free(&bins);
	svg_text(svg, svg->left - 10, svg_baseline(svg, y), "class=\"l\"", label);
	svg_stats(svg, lane, svg_baseline(svg, y));
	fputs("</g>\n", svg->out);
}

static void svg_others(struct svg *svg, double y)
{
	const struct timeline *tl = svg->tl;
	struct lane sum = {};
	struct lane_bins bins;
	char label[64];
	size_t i, spans = 0;

	for (i = tl->shown; i < tl->shown + tl->others; i++) {
		const struct lane *lane = &tl->lanes[i];

		sum.own.total += lane->own.total;
		sum.wait_sum += lane->wait_sum;
		sum.waits += lane->waits;
		spans += lane->own.n;
		if (lane->wait_max > sum.wait_max)
			sum.wait_max = lane->wait_max;
	}
	snprintf(label, sizeof(label), "%zu others", tl->others);
	fputs("<g><title>The processes without a lane: the share of time that one of them "
	      "owned, the share of them that waited</title>\n", svg->out);
	svg_ground(svg, y);
	lane_bins_others(&bins, tl, svg_count(svg, spans));
	svg_bins(svg, &bins, y);
	lane_bins_free(&bins);
	svg_text(svg, svg->left - 10, svg_baseline(svg, y), "class=\"l\"", label);
	svg_stats(svg, &sum, svg_baseline(svg, y));
	fputs("</g>\n", svg->out);
}

/* ---- around them ---- */

static void svg_head(struct svg *svg)
{
	fprintf(svg->out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" "
		"viewBox=\"0 0 %.0f %.0f\" font-family=\"'DejaVu Sans', Verdana, system-ui, "
		"sans-serif\" font-size=\"12\" fill=\"" SVG_TEXT "\">\n"
		"<style>.l{text-anchor:end}.n{text-anchor:end;font-size:11px;fill:" SVG_DIM "}"
		".t{text-anchor:middle;font-size:11px;fill:" SVG_DIM "}"
		".d{font-size:12px;fill:" SVG_DIM "}</style>\n"
		"<defs><pattern id=\"wait\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" "
		"patternTransform=\"rotate(45)\"><rect width=\"2\" height=\"5\" fill=\"" SVG_WAIT
		"\"/></pattern></defs>\n"
		"<rect width=\"100%%\" height=\"100%%\" rx=\"6\" fill=\"#ffffff\"/>\n",
		svg->width, svg->height, svg->width, svg->height);
}

static double svg_key(struct svg *svg, double x, double y, const char *fill, double width,
		      const char *text)
{
	if (*fill == 'u')
		fprintf(svg->out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"12\" "
			"fill=\"#fdf1dc\"/>\n", x, y - 10, width);
	fprintf(svg->out,
		"<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"12\" fill=\"%s\"/>\n",
		x, y - 10, width, fill);
	svg_text(svg, x + width + 6, y, "class=\"d\"", text);
	/* About what the letters are wide. */
	return x + width + 6 + strlen(text) * 7.2 + 16;
}

static void svg_legend(struct svg *svg, double y)
{
	double x = SVG_MARGIN;
	size_t i;

	x = svg_key(svg, x, y, SVG_OWN, 22, "has the device");
	x = svg_key(svg, x, y, "url(#wait)", 22, "waits for it");
	x = svg_key(svg, x, y, SVG_COST, 3, "the switch: save and restore");
	x = svg_key(svg, x, y, SVG_TEXT, 1, "fault");
	x = svg_key(svg, x, y, "#e4e8ec", 22, "has it mapped");
	for (i = 0; i < svg->tl->shown && svg_few(svg, &svg->tl->lanes[i]); i++)
		;
	if (i < svg->tl->shown || svg->tl->others)
		svg_text(svg, x, y, "class=\"d\"", "heights are shares of the time");
}

static void svg_titles(struct svg *svg, const struct timeline_opts *opts)
{
	char text[256];
	size_t n;

	out_title(svg->tl, opts, text, sizeof(text));
	svg_text(svg, SVG_MARGIN, 34, "font-size=\"20\" font-weight=\"bold\"", text);
	out_summary(svg->tl, text, sizeof(text));
	n = strlen(text);
	n += snprintf(text + n, sizeof(text) - n, ": ");
	out_switches(svg->tl, text + n, sizeof(text) - n);
	svg_text(svg, SVG_MARGIN, 55, "class=\"d\"", text);
	out_waits(svg->tl, text, sizeof(text));
	svg_text(svg, SVG_MARGIN, 72, "class=\"d\"", text);
	if (out_lost(svg->tl, text, sizeof(text)))
		svg_text(svg, svg->width - SVG_MARGIN, 34,
			 "text-anchor=\"end\" fill=\"" SVG_COST "\"", text);
	svg_legend(svg, 97);
}

static void svg_axis(struct svg *svg, double from, double to)
{
	const struct timeline *tl = svg->tl;
	double begin = (tl->from - tl->zero) / 1e9, end = (tl->to - tl->zero) / 1e9;
	double step = axis_step(end - begin, svg->plot / 75), t;
	char buf[CTL_TIME_LEN];

	for (t = ceil(begin / step - AXIS_TINY) * step; t <= end + step * AXIS_TINY; t += step) {
		double x = svg->left + (t - begin) / (end - begin) * svg->plot;

		fprintf(svg->out, "<path stroke=\"#9aa5b1\" stroke-opacity=\"0.35\" "
			"d=\"M%.1f %.1fV%.1f\"/>\n", x, from, to + 4);
		svg_text(svg, x, to + 18, "class=\"t\"", out_tick(buf, t, step));
	}
}

/* A line of how often the device changed hands. */
static void svg_track(struct svg *svg, double y)
{
	const struct timeline *tl = svg->tl;
	size_t n = svg->plot / SVG_TRACK_STEP, i;
	double seconds = (tl->to - tl->from) / 1e9 / n, max = 0, top;
	double *bins = ctl_alloc(n * sizeof(*bins));
	double ground = y + SVG_TRACK;
	char buf[CTL_TIME_LEN];

	bins_times(tl, &tl->switches, bins, n);
	bins_smooth(bins, n, SVG_SMOOTH);
	for (i = 0; i < n; i++)
		max = fmax(max, bins[i] / seconds);
	top = max > 0 ? axis_step(max, 2) * ceil(max / axis_step(max, 2) - AXIS_TINY) : 1;
	fprintf(svg->out, "<g><title>Switches per second, at most %.4g</title>\n"
		"<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" fill=\"#f1f3f5\"/>\n"
		"<path fill=\"#8fa8c4\" d=\"M%.1f %.1f",
		max, svg->left, y, svg->plot, SVG_TRACK, svg->left, ground);
	for (i = 0; i < n; i++)
		fprintf(svg->out, "V%.1fh%.2f", ground - bins[i] / seconds / top * SVG_TRACK,
			svg->plot / n);
	fprintf(svg->out, "V%.1fz\"/></g>\n", ground);
	svg_text(svg, svg->left - 10, y + SVG_TRACK / 2 + 4, "class=\"l\"", "switches/s");
	snprintf(buf, sizeof(buf), "%.4g", top);
	svg_text(svg, svg->left + svg->plot + 6, y + 10, "class=\"n\" style=\"text-anchor:start\"",
		 buf);
	svg_text(svg, svg->left + svg->plot + 6, ground, "class=\"n\" style=\"text-anchor:start\"",
		 "0");
	free(bins);
}

static void svg_measure(struct svg *svg, const struct timeline_opts *opts)
{
	size_t lanes = svg->tl->shown + !!svg->tl->others;

	svg->width = opts->width ? opts->width : SVG_WIDTH;
	svg->left = SVG_MARGIN + SVG_LABEL;
	svg->plot = svg->width - svg->left - SVG_STATS - SVG_MARGIN;
	svg->lane = lanes <= 12 ? 26 : lanes <= 40 ? 18 : 14;
	svg->gap = lanes <= 12 ? 6 : 3;
	svg->top = SVG_HEAD + 18;
	svg->height = svg->top + lanes * (svg->lane + svg->gap) + 8 + SVG_TRACK + 34;
}

void out_svg(FILE *out, const struct timeline *tl, const struct timeline_opts *opts)
{
	struct svg svg = { .out = out, .tl = tl };
	double y;
	size_t i;

	svg_measure(&svg, opts);
	svg_head(&svg);
	svg_titles(&svg, opts);
	svg_stat(&svg, 0, svg.top - 8, "owned");
	svg_stat(&svg, 1, svg.top - 8, "mean wait");
	svg_stat(&svg, 2, svg.top - 8, "longest");
	y = svg.top;
	for (i = 0; i < tl->shown; i++) {
		svg_lane(&svg, &tl->lanes[i], y);
		y += svg.lane + svg.gap;
	}
	if (tl->others) {
		svg_others(&svg, y);
		y += svg.lane + svg.gap;
	}
	svg_track(&svg, y + 8);
	svg_axis(&svg, svg.top - 3, y + 8 + SVG_TRACK);
	fputs("</svg>\n", out);
}
