// SPDX-License-Identifier: GPL-2.0
/*
 * devmapctl timeline: draws a recording.
 */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "ctl.h"
#include "json.h"
#include "out.h"
#include "recording.h"
#include "timeline.h"

#define TIMELINE_LANES	24

struct draw {
	const char *recording;
	const char *out;	/* NULL: text, to the terminal */
	void (*how)(FILE *out, const struct timeline *tl, const struct timeline_opts *opts);
	struct timeline_opts opts;
};

static const struct {
	const char *suffix;
	void (*how)(FILE *out, const struct timeline *tl, const struct timeline_opts *opts);
} draw_formats[] = {
	{ ".svg", out_svg },
	{ ".json", out_json },
	{ ".txt", out_txt },
};

static int draw_format(struct draw *draw)
{
	const char *dot = strrchr(draw->out, '.');
	size_t i;

	for (i = 0; dot && i < ARRAY_SIZE(draw_formats); i++) {
		if (strcmp(dot, draw_formats[i].suffix))
			continue;
		draw->how = draw_formats[i].how;
		return CTL_OK;
	}
	return ctl_fail(CTL_USAGE, "timeline -o %s: it ends with .svg, .json or .txt", draw->out);
}

static int draw_number(char opt, const char *s, double min, double max, double *value)
{
	if (ctl_parse_number(s, min, max, value))
		return CTL_OK;
	return ctl_fail(CTL_USAGE, "timeline -%c %s: it is a number, %g to %g", opt, s, min, max);
}

/* Seconds, with a unit or without. */
static int draw_time(char opt, const char *s, double *seconds)
{
	double ns;

	if (ctl_parse_number(s, 0, 1e9, seconds))
		return CTL_OK;
	if (!ctl_parse_time(s, &ns))
		return ctl_fail(CTL_USAGE, "timeline -%c %s: it is a time, such as 0.5 or 20ms",
				opt, s);
	*seconds = ns / NSEC_PER_SEC;
	return CTL_OK;
}

static int draw_option(struct draw *draw, int opt)
{
	switch (opt) {
	case 'o':
		draw->out = optarg;
		return draw_format(draw);
	case 'd':
		draw->opts.device = optarg;
		return CTL_OK;
	case 'T':
		draw->opts.title = optarg;
		return CTL_OK;
	case 'l':
		return draw_number(opt, optarg, 1, 1000, &draw->opts.lanes);
	case 'w':
		return draw_number(opt, optarg, 60, 10000, &draw->opts.width);
	case 'f':
		return draw_time(opt, optarg, &draw->opts.from);
	case 't':
		return draw_time(opt, optarg, &draw->opts.to);
	}
	return CTL_USAGE;
}

static int draw_options(int argc, char **argv, struct draw *draw)
{
	static const struct option longs[] = {
		CTL_LONG_OPTS,
		{ "output", required_argument, NULL, 'o' },
		{ "device", required_argument, NULL, 'd' },
		{ "lanes", required_argument, NULL, 'l' },
		{ "width", required_argument, NULL, 'w' },
		{ "from", required_argument, NULL, 'f' },
		{ "to", required_argument, NULL, 't' },
		{ "title", required_argument, NULL, 'T' },
		{},
	};
	int opt, code;

	while ((opt = getopt_long(argc, argv, "o:d:l:w:f:t:T:jh", longs, NULL)) != -1) {
		if (strchr("odlwftT", opt) && opt < CTL_OPT_COLOR) {
			code = draw_option(draw, opt);
			if (code)
				return code;
			continue;
		}
		code = ctl_common_opt(argv[0], opt);
		if (code != CTL_GO_ON)
			return code;
	}
	if (argc - optind != 1) {
		ctl_fail(CTL_USAGE, "timeline: name one recording");
		return ctl_usage(argv[0]);
	}
	draw->recording = argv[optind];
	if (draw->how == out_svg && draw->opts.width && draw->opts.width < 500)
		return ctl_fail(CTL_USAGE, "timeline -w %g: an SVG is at least 500 wide",
				draw->opts.width);
	return CTL_GO_ON;
}

/* What --json says about the timeline, whatever was drawn. */
static void draw_report(const struct draw *draw, const struct timeline *tl)
{
	struct json js = { .out = stdout };
	size_t i;

	json_open(&js, NULL, '{');
	json_str(&js, "recording", draw->recording);
	if (draw->out)
		json_str(&js, "output", draw->out);
	json_num(&js, "events", tl->rec->n);
	json_num(&js, "lost", tl->rec->lost);
	json_num(&js, "seconds", (tl->to - tl->from) / 1e9);
	json_num(&js, "switches", tl->switches.n);
	json_num(&js, "cost_ns", tl->cost_total);
	json_num(&js, "waits", tl->wait_ns.n);
	json_num(&js, "wait_p50_ns", timeline_wait_quantile(tl, 0.5));
	json_num(&js, "wait_p99_ns", timeline_wait_quantile(tl, 0.99));
	json_num(&js, "wait_max_ns", timeline_wait_quantile(tl, 1));
	json_open(&js, "processes", '[');
	for (i = 0; i < tl->shown + tl->others; i++) {
		const struct lane *lane = &tl->lanes[i];

		json_open(&js, NULL, '{');
		json_num(&js, "pid", lane->pid);
		json_str(&js, "comm", lane->comm ? lane->comm : "");
		json_str(&js, "device", tl->rec->devs[lane->dev]);
		json_num(&js, "owned_ns", lane->own.total);
		json_num(&js, "wait_ns", lane->wait.total);
		json_num(&js, "turns", lane->turns);
		json_num(&js, "waits", lane->waits);
		json_num(&js, "faults", lane->faults.n);
		json_close(&js, '}');
	}
	json_close(&js, ']');
	json_close(&js, '}');
	json_end(&js);
}

static int draw_file(const struct draw *draw, const struct timeline *tl)
{
	bool bad;
	FILE *out;

	out = fopen(draw->out, "w");
	if (!out)
		return ctl_fail(errno == EACCES ? CTL_PERM : CTL_FAILED, "%s: %s", draw->out,
				strerror(errno));
	/* Colours are for the terminal. */
	ctl_opts.color = false;
	draw->how(out, tl, &draw->opts);
	bad = ferror(out);
	if (fclose(out) || bad)
		return ctl_fail(CTL_FAILED, "%s cannot be written: is the disk full?", draw->out);
	return CTL_OK;
}

int cmd_timeline(int argc, char **argv)
{
	struct draw draw = { .opts = { .lanes = TIMELINE_LANES, .to = -1 } };
	struct recording rec;
	struct timeline tl;
	int code = draw_options(argc, argv, &draw);

	if (code != CTL_GO_ON)
		return code;
	code = recording_read(&rec, draw.recording);
	if (code)
		return code;
	code = timeline_make(&tl, &rec, &draw.opts);
	if (!code && draw.out)
		code = draw_file(&draw, &tl);
	if (!code && ctl_opts.json)
		draw_report(&draw, &tl);
	else if (!code && !draw.out)
		out_txt(stdout, &tl, &draw.opts);
	timeline_free(&tl);
	recording_free(&rec);
	return code;
}
