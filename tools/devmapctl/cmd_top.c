// SPDX-License-Identifier: GPL-2.0
/*
 * devmapctl top: who shares the devices, watched.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ctl.h"
#include "device.h"
#include "histogram.h"
#include "json.h"
#include "term.h"

#define TOP_COLUMNS	80
#define TOP_BAR		18

/* A look at a device. */
struct top_look {
	double when;
	struct table processes;
	struct histogram waits;
	double switches;
};

/* What happened between two looks. */
struct top_process {
	const char *pid, *comm;
	double share, turns, faults, waited;
};

struct top_device {
	const struct device *dev;
	struct histogram waits;
	double seconds, switches;
	struct top_process *procs;
	size_t n;
};

struct top {
	const char *device;
	double delay;
	double times;		/* 0: for ever */
	bool live;
	int columns, rows;
	struct devices devs, devs_before;
	struct top_look *looks, *looks_before;
};

static double top_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

static int top_look_read(struct top_look *look, const struct device *dev)
{
	struct table latency;
	int code;

	look->when = top_now();
	look->switches = table_value_num(&dev->status, "switches");
	code = device_table(dev, "processes", DEVICE_PROCESSES, &look->processes);
	if (code)
		return code;
	code = device_table(dev, "latency", DEVICE_LATENCY, &latency);
	histogram_read(&look->waits, &latency);
	table_free(&latency);
	return code;
}

static void top_forget(struct devices *devs, struct top_look *looks)
{
	size_t i;

	for (i = 0; i < devs->n; i++)
		table_free(&looks[i].processes);
	free(looks);
	devices_free(devs);
}

/* The looks of now become those of before. */
static int top_read(struct top *top)
{
	size_t i;
	int code;

	top_forget(&top->devs_before, top->looks_before);
	top->devs_before = top->devs;
	top->looks_before = top->looks;
	top->looks = NULL;
	code = devices_read(&top->devs, top->device);
	if (code)
		return code;
	top->looks = ctl_alloc((top->devs.n + 1) * sizeof(*top->looks));
	for (i = 0; i < top->devs.n && !code; i++) {
		code = top_look_read(&top->looks[i], &top->devs.dev[i]);
		/* The next look is without it. */
		if (code == DEVICE_GONE)
			code = CTL_OK;
	}
	return code;
}

static const struct top_look *top_before(const struct top *top, const char *name)
{
	size_t i;

	for (i = 0; i < top->devs_before.n; i++)
		if (!strcmp(top->devs_before.dev[i].name, name))
			return &top->looks_before[i];
	return NULL;
}

/* Since then; from 0 for a process that is new, or after a reset. */
static double top_delta(const struct top_look *now, const struct top_look *before, size_t row,
			const char *column)
{
	const char *pid = table_cell(&now->processes, row, "pid");
	double value = table_num(&now->processes, row, column), old;
	size_t i;

	for (i = 0; before && i < before->processes.rows; i++) {
		if (strcmp(table_cell(&before->processes, i, "pid"), pid))
			continue;
		old = table_num(&before->processes, i, column);
		return value >= old ? value - old : value;
	}
	return value;
}

static int top_by_share(const void *a, const void *b)
{
	const struct top_process *pa = a, *pb = b;
	double d = pb->share - pa->share;

	if (!d)
		d = pb->waited - pa->waited;
	if (!d)
		d = atof(pa->pid) - atof(pb->pid);
	return d < 0 ? -1 : d > 0;
}

static void top_compare(struct top *top, size_t i, struct top_device *td)
{
	const struct top_look *now = &top->looks[i];
	const struct top_look *before = top_before(top, top->devs.dev[i].name);
	size_t row;

	memset(td, 0, sizeof(*td));
	td->dev = &top->devs.dev[i];
	td->seconds = before ? now->when - before->when : 1;
	td->switches = before ? (now->switches - before->switches) / td->seconds : 0;
	if (td->switches < 0)
		td->switches = 0;
	td->waits = now->waits;
	if (before)
		histogram_subtract(&td->waits, &before->waits);
	td->procs = ctl_alloc((now->processes.rows + 1) * sizeof(*td->procs));
	for (row = 0; row < now->processes.rows; row++) {
		struct top_process *p = &td->procs[td->n++];
		double owned = top_delta(now, before, row, "owned_ns");

		p->pid = table_cell(&now->processes, row, "pid");
		p->comm = table_cell(&now->processes, row, "comm");
		p->share = owned / (td->seconds * NSEC_PER_SEC);
		p->turns = top_delta(now, before, row, "acquires") / td->seconds;
		p->faults = top_delta(now, before, row, "accesses") / td->seconds;
		p->waited = top_delta(now, before, row, "wait_ns") / td->seconds / NSEC_PER_SEC;
		if (p->share > 1)
			p->share = 1;
	}
	qsort(td->procs, td->n, sizeof(*td->procs), top_by_share);
}

/* ---- drawn ---- */

static const char *top_color(const char *code)
{
	return ctl_opts.color ? code : "";
}

#define TOP_BOLD	"\033[1m"
#define TOP_INVERSE	"\033[7m"
#define TOP_BLUE	"\033[34m"
#define TOP_YELLOW	"\033[33m"
#define TOP_OFF		"\033[0m"

static void top_end_line(const struct top *top)
{
	fputs(top->live ? "\033[K\n" : "\n", stdout);
}

static void top_bar(double share)
{
	int full = share * TOP_BAR + 0.5, i;

	fputs(top_color(TOP_BLUE), stdout);
	for (i = 0; i < TOP_BAR; i++)
		putchar(i < full ? '#' : ' ');
	fputs(top_color(TOP_OFF), stdout);
}

static void top_draw_process(const struct top *top, const struct top_process *p, bool owner)
{
	printf("%s%7s %c %-15.15s %5.1f%% %s", owner ? top_color(TOP_BOLD) : "", p->pid,
	       owner ? '*' : ' ', p->comm, p->share * 100, top_color(TOP_OFF));
	top_bar(p->share);
	printf(" %7.1f %8.1f %s%7.1f%%%s", p->turns, p->faults,
	       p->waited > 0.5 ? top_color(TOP_YELLOW) : "", p->waited * 100,
	       top_color(TOP_OFF));
	top_end_line(top);
}

static void top_draw_head(const struct top *top, const struct top_device *td)
{
	const struct table *st = &td->dev->status;
	char p50[CTL_TIME_LEN], p99[CTL_TIME_LEN], head[256];
	bool owned = table_value_num(st, "owner_pid") > 0;

	snprintf(head, sizeof(head), "%s: %.4g switches/s, %s waiting", td->dev->name,
		 td->switches, table_value(st, "waiters"));
	if (td->waits.total)
		snprintf(head + strlen(head), sizeof(head) - strlen(head),
			 ", waits p50 %s p99 %s",
			 ctl_time(p50, histogram_quantile(&td->waits, 0.5)),
			 ctl_time(p99, histogram_quantile(&td->waits, 0.99)));
	printf("%s%.*s%s", top_color(TOP_BOLD), top->columns, head, top_color(TOP_OFF));
	top_end_line(top);
	printf("  owner: %.15s%s%s", owned ? table_value(st, "owner_comm") : "nobody",
	       owned ? " " : "", owned ? table_value(st, "owner_pid") : "");
	top_end_line(top);
	printf("%s%7s   %-15s %6s %-*s %7s %8s %8s%s", top_color(TOP_INVERSE), "PID", "COMMAND",
	       "SHARE", TOP_BAR, "OF THE DEVICE", "TURNS/s", "FAULTS/s", "WAITING",
	       top_color(TOP_OFF));
	top_end_line(top);
}

static void top_draw_device(const struct top *top, const struct top_device *td, size_t room)
{
	const char *owner = table_value(&td->dev->status, "owner_pid");
	size_t i;

	top_draw_head(top, td);
	for (i = 0; i < td->n && i < room; i++)
		top_draw_process(top, &td->procs[i], !strcmp(td->procs[i].pid, owner));
	if (i < td->n) {
		printf("        and %zu more", td->n - i);
		top_end_line(top);
	}
}

static void top_json_device(struct json *js, const struct top_device *td)
{
	size_t i;

	json_open(js, NULL, '{');
	json_str(js, "name", td->dev->name);
	json_num(js, "seconds", td->seconds);
	json_num(js, "switches_per_s", td->switches);
	json_auto(js, "owner_pid", table_value(&td->dev->status, "owner_pid"));
	json_auto(js, "waiters", table_value(&td->dev->status, "waiters"));
	json_num(js, "waits", td->waits.total);
	json_num(js, "wait_p50_ns", histogram_quantile(&td->waits, 0.5));
	json_num(js, "wait_p99_ns", histogram_quantile(&td->waits, 0.99));
	json_open(js, "processes", '[');
	for (i = 0; i < td->n; i++) {
		json_open(js, NULL, '{');
		json_auto(js, "pid", td->procs[i].pid);
		json_str(js, "comm", td->procs[i].comm);
		json_num(js, "share", td->procs[i].share);
		json_num(js, "turns_per_s", td->procs[i].turns);
		json_num(js, "faults_per_s", td->procs[i].faults);
		json_num(js, "waiting", td->procs[i].waited);
		json_close(js, '}');
	}
	json_close(js, ']');
	json_close(js, '}');
}

/* Lines for the processes of each device, on a terminal. */
static size_t top_room(const struct top *top)
{
	/* Three lines of head, one for those left out and one empty; one for all. */
	int room = (top->rows - 1) / (int)(top->devs.n ? top->devs.n : 1) - 5;

	if (!top->live)
		return SIZE_MAX;
	return room > 1 ? room : 1;
}

static void top_show(struct top *top)
{
	struct json js = { .out = stdout };
	struct top_device td;
	size_t i;

	top->columns = top->live ? term_columns() : TOP_COLUMNS;
	top->rows = term_rows();
	term_home();
	if (ctl_opts.json)
		json_open(&js, NULL, '[');
	for (i = 0; i < top->devs.n; i++) {
		top_compare(top, i, &td);
		if (ctl_opts.json) {
			top_json_device(&js, &td);
		} else {
			top_draw_device(top, &td, top_room(top));
			top_end_line(top);
		}
		free(td.procs);
	}
	if (ctl_opts.json) {
		json_close(&js, ']');
		json_end(&js);
		return;
	}
	if (top->live)
		printf("%.*s\033[K", top->columns,
		       top->devs.n ? "q quits" : "no device; q quits");
	term_rest();
}

static int top_run(struct top *top)
{
	double shown;
	int code, key = 0;

	code = top_read(top);
	if (code)
		return code;
	if (!ctl_opts.json)
		top->live = term_begin();
	/* The first picture needs two looks; a short time apart, where someone waits. */
	key = term_key(top->live && top->delay > 0.2 ? 0.2 : top->delay);
	for (shown = 1; key != 'q' && key != 'Q' && key != -1; shown++) {
		code = top_read(top);
		if (code)
			break;
		top_show(top);
		if (shown == top->times)
			break;
		key = term_key(top->delay);
	}
	term_end();
	return code;
}

static int top_options(int argc, char **argv, struct top *top)
{
	static const struct option longs[] = {
		CTL_LONG_OPTS,
		{ "delay", required_argument, NULL, 'd' },
		{ "times", required_argument, NULL, 'n' },
		{},
	};
	int opt, code;

	while ((opt = getopt_long(argc, argv, "d:n:jh", longs, NULL)) != -1) {
		if (opt == 'd') {
			if (!ctl_parse_number(optarg, 0.05, 3600, &top->delay))
				return ctl_fail(CTL_USAGE,
						"top -d %s: it is seconds, 0.05 to 3600", optarg);
			continue;
		}
		if (opt == 'n') {
			if (!ctl_parse_number(optarg, 1, 1e9, &top->times))
				return ctl_fail(CTL_USAGE, "top -n %s: it is a number, 1 or more",
						optarg);
			continue;
		}
		code = ctl_common_opt(argv[0], opt);
		if (code != CTL_GO_ON)
			return code;
	}
	if (argc - optind > 1)
		return ctl_usage(argv[0]);
	top->device = argv[optind];
	return CTL_GO_ON;
}

int cmd_top(int argc, char **argv)
{
	struct top top = { .delay = 1 };
	int code = top_options(argc, argv, &top);

	if (code != CTL_GO_ON)
		return code;
	code = top_run(&top);
	top_forget(&top.devs_before, top.looks_before);
	top_forget(&top.devs, top.looks);
	return code;
}
