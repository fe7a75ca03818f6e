// SPDX-License-Identifier: GPL-2.0
/*
 * A timeline for ui.perfetto.dev: Chrome's trace event format.
 *
 * Each process has the tracks "owns", "waits" and "faults"; one counter has the switches
 * per second of all devices. Nothing is left out: the viewer aggregates.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ctl.h"
#include "json.h"
#include "out.h"

#define TRACE_COUNTER_BINS	500

/* The tracks of a process, in the order in which they are to be seen. */
enum trace_track { TRACE_OWN = 1, TRACE_WAIT, TRACE_FAULT };

static double trace_us(const struct timeline *tl, uint64_t t)
{
	return (t - tl->zero) / 1e3;
}

/* An event that the caller completes and closes. The viewer knows a lane by its @id. */
static void trace_event(struct json *js, const char *phase, const char *name, size_t id,
			int track)
{
	fputs("\n", js->out);
	json_open(js, NULL, '{');
	json_str(js, "ph", phase);
	json_str(js, "name", name);
	json_num(js, "pid", id);
	json_num(js, "tid", track);
}

/* Microseconds with nanoseconds behind the point: json_num() would round them. */
static void trace_time(struct json *js, const char *key, double us)
{
	fprintf(js->out, ",\"%s\":%.3f", key, us);
}

static void trace_meta(struct json *js, const char *what, size_t id, int track, const char *name)
{
	trace_event(js, "M", what, id, track);
	json_open(js, "args", '{');
	json_str(js, "name", name);
	json_close(js, '}');
	json_close(js, '}');
}

static void trace_spans(struct json *js, const struct timeline *tl, const struct spans *spans,
			const char *name, size_t id, int track)
{
	size_t i;

	for (i = 0; i < spans->n; i++) {
		trace_event(js, "X", name, id, track);
		trace_time(js, "ts", trace_us(tl, spans->s[i].from));
		trace_time(js, "dur", (spans->s[i].to - spans->s[i].from) / 1e3);
		json_close(js, '}');
	}
}

static void trace_faults(struct json *js, const struct timeline *tl, const struct times *faults,
			 size_t id)
{
	size_t i;

	for (i = 0; i < faults->n; i++) {
		trace_event(js, "i", "fault", id, TRACE_FAULT);
		json_str(js, "s", "t");
		trace_time(js, "ts", trace_us(tl, faults->t[i]));
		json_close(js, '}');
	}
}

static void trace_lane(struct json *js, const struct timeline *tl, const struct lane *lane,
		       size_t id)
{
	char label[64];

	trace_meta(js, "process_name", id, 0, timeline_label(tl, lane, label, sizeof(label)));
	trace_meta(js, "thread_name", id, TRACE_OWN, "owns");
	trace_meta(js, "thread_name", id, TRACE_WAIT, "waits");
	trace_meta(js, "thread_name", id, TRACE_FAULT, "faults");
	trace_spans(js, tl, &lane->own, tl->rec->devs[lane->dev], id, TRACE_OWN);
	/* Within the owner's time: the viewer shows it below. */
	trace_spans(js, tl, &lane->cost, "switch", id, TRACE_OWN);
	trace_spans(js, tl, &lane->wait, "waits", id, TRACE_WAIT);
	trace_faults(js, tl, &lane->faults, id);
}

static void trace_counter(struct json *js, const struct timeline *tl)
{
	double *bins = ctl_alloc(TRACE_COUNTER_BINS * sizeof(*bins));
	double ns = (double)(tl->to - tl->from) / TRACE_COUNTER_BINS;
	size_t i;

	bins_times(tl, &tl->switches, bins, TRACE_COUNTER_BINS);
	trace_meta(js, "process_name", 0, 0, "devmap");
	for (i = 0; i < TRACE_COUNTER_BINS; i++) {
		trace_event(js, "C", "switches per second", 0, 0);
		trace_time(js, "ts", trace_us(tl, tl->from + i * ns));
		json_open(js, "args", '{');
		json_num(js, "switches", bins[i] / (ns / NSEC_PER_SEC));
		json_close(js, '}');
		json_close(js, '}');
	}
	free(bins);
}

void out_json(FILE *out, const struct timeline *tl, const struct timeline_opts *opts)
{
	struct json js = { .out = out };
	char text[256];
	size_t i;

	json_open(&js, NULL, '{');
	json_str(&js, "displayTimeUnit", "ns");
	json_open(&js, "otherData", '{');
	out_title(tl, opts, text, sizeof(text));
	json_str(&js, "title", text);
	out_summary(tl, text, sizeof(text));
	json_str(&js, "summary", text);
	out_switches(tl, text, sizeof(text));
	json_str(&js, "switches", text);
	out_waits(tl, text, sizeof(text));
	json_str(&js, "waits", text);
	json_close(&js, '}');
	json_open(&js, "traceEvents", '[');
	trace_counter(&js, tl);
	for (i = 0; i < tl->shown + tl->others; i++)
		trace_lane(&js, tl, &tl->lanes[i], i + 1);
	json_close(&js, ']');
	json_close(&js, '}');
	json_end(&js);
}
