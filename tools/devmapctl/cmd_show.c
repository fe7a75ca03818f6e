// SPDX-License-Identifier: GPL-2.0
/*
 * devmapctl list, status, who: what debugfs has, for people and for programs.
 */
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ctl.h"
#include "device.h"
#include "histogram.h"
#include "json.h"

static const struct option show_long[] = { CTL_LONG_OPTS, {} };

/* The options, and at most @max operands. Returns a negative number or an exit code. */
static int show_options(int argc, char **argv, int max)
{
	int opt, code;

	while ((opt = getopt_long(argc, argv, "jh", show_long, NULL)) != -1) {
		code = ctl_common_opt(argv[0], opt);
		if (code != CTL_GO_ON)
			return code;
	}
	if (argc - optind > max) {
		ctl_fail(CTL_USAGE, "%s: what is %s?", argv[0], argv[optind + max]);
		return ctl_usage(argv[0]);
	}
	return CTL_GO_ON;
}

/* A device may go while we look: the others are shown, but not if it was to be this one. */
static int show_gone(int code, const char *wanted, bool *gone)
{
	*gone = code == DEVICE_GONE;
	if (!*gone)
		return code;
	return wanted ? ctl_fail(CTL_NODEV, "there is no device %s any more", wanted) : CTL_OK;
}

static const char *show_dash(const char *s)
{
	return *s ? s : "-";
}

static bool show_owned(const struct device *dev)
{
	return table_value_num(&dev->status, "owner_pid") > 0;
}

/* "name (pid)", or "nobody" */
static const char *show_owner(const struct device *dev, char *buf, size_t size)
{
	if (!show_owned(dev))
		return "nobody";
	snprintf(buf, size, "%s (%s)", table_value(&dev->status, "owner_comm"),
		 table_value(&dev->status, "owner_pid"));
	return buf;
}

/* A name is a string, also where somebody calls a program 42. */
static void show_json_value(struct json *js, const char *key, const char *value)
{
	static const char * const names[] = { "comm", "owner_comm", "device", "driver" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		if (!strcmp(key, names[i])) {
			json_str(js, key, value);
			return;
		}
	}
	json_auto(js, key, value);
}

static void show_json_status(struct json *js, const struct device *dev)
{
	const struct table *t = &dev->status;
	size_t i;

	for (i = 0; i < t->rows; i++)
		show_json_value(js, t->cells[i * 2], t->cells[i * 2 + 1]);
}

static void show_json_table(struct json *js, const char *key, const struct table *t)
{
	size_t row;
	int col;

	json_open(js, key, '[');
	for (row = 0; row < t->rows; row++) {
		json_open(js, NULL, '{');
		for (col = 0; col < t->cols; col++)
			show_json_value(js, t->names[col], t->cells[row * t->cols + col]);
		json_close(js, '}');
	}
	json_close(js, ']');
}

/* ---- list ---- */

static void list_text(const struct devices *devs)
{
	size_t i;

	printf("%-14s %-10s %7s %8s %7s %10s  %s\n", "DEVICE", "DRIVER", "HANDLES", "MAPPINGS",
	       "WAITERS", "SWITCHES", "OWNER");
	for (i = 0; i < devs->n; i++) {
		const struct device *dev = &devs->dev[i];
		const struct table *st = &dev->status;
		char owner[64];

		printf("%-14s %-10s %7s %8s %7s %10s  %s\n", dev->name,
		       show_dash(table_value(st, "driver")), show_dash(table_value(st, "handles")),
		       show_dash(table_value(st, "mappings")),
		       show_dash(table_value(st, "waiters")),
		       show_dash(table_value(st, "switches")),
		       show_owner(dev, owner, sizeof(owner)));
	}
}

static void list_json(const struct devices *devs)
{
	struct json js = { .out = stdout };
	size_t i;

	json_open(&js, NULL, '[');
	for (i = 0; i < devs->n; i++) {
		json_open(&js, NULL, '{');
		json_str(&js, "name", devs->dev[i].name);
		show_json_status(&js, &devs->dev[i]);
		json_close(&js, '}');
	}
	json_close(&js, ']');
	json_end(&js);
}

int cmd_list(int argc, char **argv)
{
	struct devices devs;
	int code = show_options(argc, argv, 0);

	if (code != CTL_GO_ON)
		return code;
	code = devices_read(&devs, NULL);
	if (code)
		return code;
	if (ctl_opts.json)
		list_json(&devs);
	else
		list_text(&devs);
	devices_free(&devs);
	return CTL_OK;
}

/* ---- status ---- */

struct show_tables {
	struct table waiters, processes, handles, latency;
};

static int show_tables_read(struct show_tables *t, const struct device *dev)
{
	int code;

	memset(t, 0, sizeof(*t));
	code = device_table(dev, "waiters", DEVICE_WAITERS, &t->waiters);
	if (!code)
		code = device_table(dev, "processes", DEVICE_PROCESSES, &t->processes);
	if (!code)
		code = device_table(dev, "handles", DEVICE_HANDLES, &t->handles);
	if (!code)
		code = device_table(dev, "latency", DEVICE_LATENCY, &t->latency);
	return code;
}

static void show_tables_free(struct show_tables *t)
{
	table_free(&t->waiters);
	table_free(&t->processes);
	table_free(&t->handles);
	table_free(&t->latency);
}

static void status_owner(const struct device *dev)
{
	const struct table *st = &dev->status;
	char owner[64], left[CTL_TIME_LEN];
	double us = table_value_num(st, "hold_left_us");

	printf("  owner     %s", show_owner(dev, owner, sizeof(owner)));
	if (show_owned(dev) && us > 0)
		printf(", sure of it for another %s", ctl_time(left, us * 1e3));
	putchar('\n');
}

static void status_waits(const struct device *dev, const struct table *latency)
{
	const struct table *st = &dev->status;
	double waits = table_value_num(st, "waits"), longest = table_value_num(st, "wait_ns_max");
	char mean[CTL_TIME_LEN], max[CTL_TIME_LEN], p50[CTL_TIME_LEN], p99[CTL_TIME_LEN];
	struct histogram h;

	if (!waits) {
		printf("  waits     none\n");
		return;
	}
	printf("  waits     %.0f, mean %s, longest %s", waits,
	       ctl_time(mean, table_value_num(st, "wait_ns_total") / waits),
	       ctl_time(max, longest));
	histogram_read(&h, latency);
	if (h.total)
		printf(", half within %s, 99 %% within %s",
		       ctl_time(p50, fmin(histogram_quantile(&h, 0.5), longest)),
		       ctl_time(p99, fmin(histogram_quantile(&h, 0.99), longest)));
	putchar('\n');
}

static void status_processes(const struct table *t)
{
	char wait[CTL_TIME_LEN], owned[CTL_TIME_LEN];
	size_t i;

	if (!t->rows)
		return;
	printf("\n  %7s %-16s %10s %10s %10s %10s\n", "PID", "COMMAND", "FAULTS", "TURNS",
	       "WAITED", "OWNED");
	for (i = 0; i < t->rows; i++)
		printf("  %7s %-16s %10s %10s %10s %10s\n", table_cell(t, i, "pid"),
		       table_cell(t, i, "comm"), table_cell(t, i, "accesses"),
		       table_cell(t, i, "acquires"), ctl_time(wait, table_num(t, i, "wait_ns")),
		       ctl_time(owned, table_num(t, i, "owned_ns")));
}

static void status_text(const struct device *dev, const struct show_tables *t)
{
	const struct table *st = &dev->status;

	printf("%s: driver %s, instance %s\n", dev->name, show_dash(table_value(st, "driver")),
	       show_dash(table_value(st, "instance")));
	status_owner(dev);
	printf("  waiting   %s\n", show_dash(table_value(st, "waiters")));
	printf("  mappings  %s, handles %s\n", show_dash(table_value(st, "mappings")),
	       show_dash(table_value(st, "handles")));
	printf("  switches  %s, faults %s, loads %s, unloads %s, failures %s\n",
	       show_dash(table_value(st, "switches")), show_dash(table_value(st, "faults")),
	       show_dash(table_value(st, "loads")), show_dash(table_value(st, "unloads")),
	       show_dash(table_value(st, "failures")));
	status_waits(dev, &t->latency);
	status_processes(&t->processes);
}

static void status_json(struct json *js, const struct device *dev, const struct show_tables *t)
{
	json_open(js, NULL, '{');
	json_str(js, "name", dev->name);
	/* Apart: its numbers of handles and waiters have the names of the lists. */
	json_open(js, "status", '{');
	show_json_status(js, dev);
	json_close(js, '}');
	show_json_table(js, "waiters", &t->waiters);
	show_json_table(js, "processes", &t->processes);
	show_json_table(js, "handles", &t->handles);
	show_json_table(js, "latency", &t->latency);
	json_close(js, '}');
}

int cmd_status(int argc, char **argv)
{
	struct json js = { .out = stdout };
	struct show_tables tables;
	struct devices devs;
	bool gone;
	size_t i;
	int code = show_options(argc, argv, 1);

	if (code != CTL_GO_ON)
		return code;
	code = devices_read(&devs, argv[optind]);
	if (code)
		return code;
	if (ctl_opts.json)
		json_open(&js, NULL, '[');
	for (i = 0; i < devs.n && !code; i++) {
		code = show_gone(show_tables_read(&tables, &devs.dev[i]), argv[optind], &gone);
		if (gone) {
			show_tables_free(&tables);
			continue;
		}
		if (!code && ctl_opts.json) {
			status_json(&js, &devs.dev[i], &tables);
		} else if (!code) {
			if (i)
				putchar('\n');
			status_text(&devs.dev[i], &tables);
		}
		show_tables_free(&tables);
	}
	if (ctl_opts.json) {
		json_close(&js, ']');
		json_end(&js);
	}
	if (!devs.n && !ctl_opts.json)
		puts("no device: modprobe xxctx makes one");
	devices_free(&devs);
	return code;
}

/* ---- who ---- */

static void who_text(const struct device *dev, const struct table *waiters)
{
	char buf[64], waited[CTL_TIME_LEN], left[CTL_TIME_LEN];
	double us = table_value_num(&dev->status, "hold_left_us");
	size_t i;

	printf("%s: %s has it", dev->name, show_owner(dev, buf, sizeof(buf)));
	if (show_owned(dev) && us > 0)
		printf(", sure of it for another %s", ctl_time(left, us * 1e3));
	putchar('\n');
	for (i = 0; i < waiters->rows; i++)
		printf("  %zu. %s (%s) waits, for %s\n", i + 1, table_cell(waiters, i, "comm"),
		       table_cell(waiters, i, "pid"),
		       ctl_time(waited, table_num(waiters, i, "waited_us") * 1e3));
}

static void who_json(struct json *js, const struct device *dev, const struct table *waiters)
{
	json_open(js, NULL, '{');
	json_str(js, "name", dev->name);
	if (show_owned(dev)) {
		json_open(js, "owner", '{');
		json_auto(js, "pid", table_value(&dev->status, "owner_pid"));
		json_str(js, "comm", table_value(&dev->status, "owner_comm"));
		json_auto(js, "hold_left_us", table_value(&dev->status, "hold_left_us"));
		json_close(js, '}');
	}
	show_json_table(js, "waiters", waiters);
	json_close(js, '}');
}

int cmd_who(int argc, char **argv)
{
	struct json js = { .out = stdout };
	struct table waiters;
	struct devices devs;
	bool gone;
	size_t i;
	int code = show_options(argc, argv, 1);

	if (code != CTL_GO_ON)
		return code;
	code = devices_read(&devs, argv[optind]);
	if (code)
		return code;
	if (ctl_opts.json)
		json_open(&js, NULL, '[');
	for (i = 0; i < devs.n && !code; i++) {
		code = show_gone(device_table(&devs.dev[i], "waiters", DEVICE_WAITERS, &waiters),
				 argv[optind], &gone);
		if (gone)
			continue;
		if (!code && ctl_opts.json)
			who_json(&js, &devs.dev[i], &waiters);
		else if (!code)
			who_text(&devs.dev[i], &waiters);
		table_free(&waiters);
	}
	if (ctl_opts.json) {
		json_close(&js, ']');
		json_end(&js);
	}
	devices_free(&devs);
	return code;
}
