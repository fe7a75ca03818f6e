// SPDX-License-Identifier: GPL-2.0
/*
 * What the commands of devmapctl have in common.
 */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ctl.h"
#include "term.h"

struct ctl_opts ctl_opts;

/* One line that says what is wrong and what to do; returns @code. */
int ctl_fail(int code, const char *fmt, ...)
{
	va_list ap;

	/* On the screen that stays. */
	term_end();
	fflush(stdout);
	fputs("devmapctl: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	return code;
}

/* For what getopt has complained about already, too. */
int ctl_usage(const char *cmd)
{
	return ctl_fail(CTL_USAGE, "see: devmapctl %s --help", cmd);
}

int ctl_set_color(const char *when)
{
	if (!strcmp(when, "always"))
		ctl_opts.color = true;
	else if (!strcmp(when, "never"))
		ctl_opts.color = false;
	else if (strcmp(when, "auto"))
		return ctl_fail(CTL_USAGE, "--color=%s: it is auto, always or never", when);
	return CTL_OK;
}

void *ctl_alloc(size_t size)
{
	void *p = calloc(1, size);

	if (!p)
		exit(ctl_fail(CTL_FAILED, "out of memory"));
	return p;
}

/* Room for @n + 1 elements of @size bytes; those that are new are not zeroed. */
void *ctl_grow(void *array, size_t *cap, size_t n, size_t size)
{
	if (n < *cap)
		return array;
	*cap = *cap ? *cap * 2 : 16;
	array = realloc(array, *cap * size);
	if (!array)
		exit(ctl_fail(CTL_FAILED, "out of memory"));
	return array;
}

char *ctl_strdup(const char *s)
{
	char *copy = strdup(s);

	if (!copy)
		exit(ctl_fail(CTL_FAILED, "out of memory"));
	return copy;
}

/* Three digits and a unit; @buf has CTL_TIME_LEN bytes. */
const char *ctl_time(char *buf, double ns)
{
	static const struct {
		double ns;
		const char *name;
	} units[] = {
		{ 1e9, "s" }, { 1e6, "ms" }, { 1e3, "us" }, { 1, "ns" },
	};
	unsigned int i = 0;
	double v;

	while (i < ARRAY_SIZE(units) - 1 && fabs(ns) < units[i].ns)
		i++;
	v = ns / units[i].ns;
	snprintf(buf, CTL_TIME_LEN, "%.*f %s",
		 v >= 99.95 || units[i].ns == 1 ? 0 : v >= 9.995 ? 1 : 2, v, units[i].name);
	return buf;
}

bool ctl_parse_number(const char *s, double min, double max, double *value)
{
	char *end;

	*value = strtod(s, &end);
	return end != s && !*end && *value >= min && *value <= max;
}

/* "500us", "2ms", "1.5s"; 0 needs no unit. */
bool ctl_parse_time(const char *s, double *ns)
{
	char *end;
	double v = strtod(s, &end);

	if (end == s || !isfinite(v) || v < 0)
		return false;
	if (!strcmp(end, "ns") || (!*end && !v))
		*ns = v;
	else if (!strcmp(end, "us"))
		*ns = v * 1e3;
	else if (!strcmp(end, "ms"))
		*ns = v * 1e6;
	else if (!strcmp(end, "s"))
		*ns = v * 1e9;
	else
		return false;
	return true;
}
