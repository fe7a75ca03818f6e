// SPDX-License-Identifier: GPL-2.0
/*
 * A recording: what devmap's tracepoints said, as text.
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "ctl.h"
#include "recording.h"
#include "utf8.h"

static const char * const rec_type_names[] = {
	[REC_MAP]		= "map",
	[REC_UNMAP]		= "unmap",
	[REC_DUP]		= "dup",
	[REC_ACCESS_BEGIN]	= "access_begin",
	[REC_ACCESS_END]	= "access_end",
	[REC_LOAD]		= "load",
	[REC_UNLOAD]		= "unload",
	[REC_WAIT_BEGIN]	= "wait_begin",
	[REC_WAIT_END]		= "wait_end",
	[REC_ACQUIRE]		= "acquire",
	[REC_RELEASE]		= "release",
	[REC_EXPIRE]		= "expire",
	[REC_REMAP]		= "remap",
	[REC_FAIL]		= "fail",
	[REC_TYPES]		= "",
	[REC_NAME]		= "name",
	[REC_LOST]		= "lost",
};

/* ---- writing ---- */

void recording_begin(FILE *out, const char *clock)
{
	struct utsname name;

	uname(&name);
	fprintf(out, RECORDING_MAGIC "\n"
		"# kernel %s, machine %s, clock %s\n"
		"# time_ns cpu event key=value...\n", name.release, name.machine, clock);
}

void recording_line(FILE *out, uint64_t time, int cpu, const char *event)
{
	fprintf(out, "%llu %d %s", (unsigned long long)time, cpu, event);
}

void recording_str(FILE *out, const char *key, const char *value)
{
	fprintf(out, " %s=", key);
	for (; *value; value++) {
		unsigned char c = *value;

		if (c <= ' ' || c == '%' || c == 0x7f)
			fprintf(out, "%%%02x", c);
		else
			putc(c, out);
	}
}

void recording_num(FILE *out, const char *key, long long value)
{
	fprintf(out, " %s=%lld", key, value);
}

/* ---- reading ---- */

/* A line, cut into words as it is read. */
struct rec_line {
	char *at;
	char *key, *value;
};

static char *rec_word(struct rec_line *line)
{
	char *word, *at = line->at;

	while (*at == ' ')
		at++;
	word = at;
	while (*at && *at != ' ' && *at != '\n')
		at++;
	if (*at)
		*at++ = '\0';
	line->at = at;
	return word;
}

static bool rec_pair(struct rec_line *line)
{
	line->key = rec_word(line);
	line->value = strchr(line->key, '=');
	if (!line->value)
		return false;
	*line->value++ = '\0';
	return true;
}

static void rec_unescape(char *s)
{
	char hex[3] = "", *to = s;

	for (; *s; s++) {
		if (*s == '%' && isxdigit((unsigned char)s[1]) &&
		    isxdigit((unsigned char)s[2])) {
			memcpy(hex, s + 1, 2);
			*to++ = strtol(hex, NULL, 16);
			s += 2;
		} else {
			*to++ = *s;
		}
	}
	*to = '\0';
}

static uint16_t rec_dev(struct recording *rec, const char *name, uint16_t guess)
{
	size_t i;

	if (guess < rec->ndevs && !strcmp(rec->devs[guess], name))
		return guess;
	for (i = 0; i < rec->ndevs; i++)
		if (!strcmp(rec->devs[i], name))
			return i;
	if (rec->ndevs == UINT16_MAX)
		return 0;
	rec->devs = ctl_grow(rec->devs, &rec->devs_cap, rec->ndevs, sizeof(*rec->devs));
	rec->devs[rec->ndevs] = ctl_strdup(name);
	return rec->ndevs++;
}

static enum rec_type rec_type(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rec_type_names); i++)
		if (!strcmp(rec_type_names[i], name))
			return i;
	return REC_OTHER;
}

/* Keys that we do not know are a newer kernel's. */
static void rec_field(struct recording *rec, struct rec_event *e, const char *key,
		      char *value)
{
	if (!strcmp(key, "dev")) {
		utf8_harmless(value);
		e->dev = rec_dev(rec, value, e->dev);
	} else if (!strcmp(key, "pid")) {
		e->pid = strtol(value, NULL, 10);
	} else if (!strcmp(key, "handle")) {
		e->handle = strtoul(value, NULL, 10);
	} else if (!strcmp(key, "prev_pid") || !strcmp(key, "by_pid") ||
		   !strcmp(key, "new_pid") || !strcmp(key, "owner_pid")) {
		e->other = strtol(value, NULL, 10);
	} else if (!strcmp(key, "ns") || !strcmp(key, "held_ns")) {
		e->ns = strtoull(value, NULL, 10);
	} else if (!strcmp(key, "switched")) {
		e->flag = *value != '0';
	}
}

static void rec_add_name(struct recording *rec, int32_t pid, const char *comm)
{
	struct rec_name *name;

	rec->names = ctl_grow(rec->names, &rec->names_cap, rec->nnames, sizeof(*rec->names));
	name = &rec->names[rec->nnames++];
	name->pid = pid;
	name->seq = rec->nnames;
	name->comm = ctl_strdup(comm);
}

static bool rec_parse_name(struct recording *rec, struct rec_line *line)
{
	int32_t pid = 0;

	while (rec_pair(line)) {
		if (!strcmp(line->key, "pid"))
			pid = strtol(line->value, NULL, 10);
		if (!strcmp(line->key, "comm")) {
			rec_unescape(line->value);
			utf8_harmless(line->value);
			rec_add_name(rec, pid, line->value);
		}
	}
	return true;
}

static bool rec_parse_lost(struct recording *rec, struct rec_line *line)
{
	while (rec_pair(line))
		if (!strcmp(line->key, "events"))
			rec->lost += strtod(line->value, NULL);
	return true;
}

static bool rec_parse(struct recording *rec, char *text)
{
	struct rec_line line = { .at = text };
	struct rec_event e = {};
	char *word, *end;

	word = rec_word(&line);
	e.time = strtoull(word, &end, 10);
	if (end == word || *end || !isdigit((unsigned char)*word))
		return false;
	word = rec_word(&line);
	if (!isdigit((unsigned char)*word))
		return false;
	e.type = rec_type(rec_word(&line));
	if (e.type == REC_NAME)
		return rec_parse_name(rec, &line);
	if (e.type == REC_LOST)
		return rec_parse_lost(rec, &line);
	if (e.type >= REC_TYPES)
		return true;
	if (rec->n)
		e.dev = rec->events[rec->n - 1].dev;
	while (rec_pair(&line))
		rec_field(rec, &e, line.key, line.value);
	if (!rec->ndevs)
		return false;
	rec->events = ctl_grow(rec->events, &rec->cap, rec->n, sizeof(e));
	e.seq = rec->n;
	rec->events[rec->n++] = e;
	return true;
}

static int rec_by_time(const void *a, const void *b)
{
	const struct rec_event *ea = a, *eb = b;

	if (ea->time != eb->time)
		return ea->time < eb->time ? -1 : 1;
	return ea->seq < eb->seq ? -1 : ea->seq > eb->seq;
}

/* CPUs are read in turn: their events may be out of order. */
static void rec_sort(struct recording *rec)
{
	size_t i;

	for (i = 1; i < rec->n; i++) {
		if (rec->events[i].time < rec->events[i - 1].time) {
			qsort(rec->events, rec->n, sizeof(*rec->events), rec_by_time);
			return;
		}
	}
}

static int rec_name_by_pid(const void *a, const void *b)
{
	const struct rec_name *na = a, *nb = b;

	if (na->pid != nb->pid)
		return na->pid < nb->pid ? -1 : 1;
	return na->seq < nb->seq ? -1 : na->seq > nb->seq;
}

/* Sorted by pid, the last name only. */
static void rec_sort_names(struct recording *rec)
{
	size_t i, n = 0;

	if (!rec->nnames)
		return;
	qsort(rec->names, rec->nnames, sizeof(*rec->names), rec_name_by_pid);
	for (i = 0; i < rec->nnames; i++) {
		if (n && rec->names[n - 1].pid == rec->names[i].pid)
			free(rec->names[--n].comm);
		rec->names[n] = rec->names[i];
		/* For recording_name() to find it. */
		rec->names[n++].seq = 0;
	}
	rec->nnames = n;
}

static int rec_read_lines(struct recording *rec, FILE *in, const char *path)
{
	char *line = NULL;
	size_t cap = 0, number = 0;
	int code = CTL_OK;

	while (getline(&line, &cap, in) > 0) {
		number++;
		if (number == 1 && strncmp(line, RECORDING_MAGIC, strlen(RECORDING_MAGIC))) {
			code = ctl_fail(CTL_FORMAT,
					"%s is not a recording: devmapctl record -o FILE makes one",
					path);
			break;
		}
		if (*line == '#' || *line == '\n')
			continue;
		if (!rec_parse(rec, line)) {
			code = ctl_fail(CTL_FORMAT,
					"%s: line %zu is damaged: record it again, or delete the line",
					path, number);
			break;
		}
	}
	free(line);
	if (!code && !number)
		code = ctl_fail(CTL_FORMAT, "%s is empty: devmapctl record -o FILE makes one",
				path);
	return code;
}

int recording_read(struct recording *rec, const char *path)
{
	FILE *in = !strcmp(path, "-") ? stdin : fopen(path, "r");
	int code;

	memset(rec, 0, sizeof(*rec));
	if (!in)
		return ctl_fail(errno == EACCES ? CTL_PERM : CTL_FAILED, "%s: %s", path,
				strerror(errno));
	code = rec_read_lines(rec, in, path);
	if (!code && ferror(in))
		code = ctl_fail(CTL_FAILED, "%s cannot be read", path);
	if (in != stdin)
		fclose(in);
	if (code) {
		recording_free(rec);
		return code;
	}
	rec_sort(rec);
	rec_sort_names(rec);
	return CTL_OK;
}

void recording_free(struct recording *rec)
{
	size_t i;

	for (i = 0; i < rec->ndevs; i++)
		free(rec->devs[i]);
	for (i = 0; i < rec->nnames; i++)
		free(rec->names[i].comm);
	free(rec->devs);
	free(rec->names);
	free(rec->events);
	memset(rec, 0, sizeof(*rec));
}

const char *recording_name(const struct recording *rec, int32_t pid)
{
	struct rec_name key = { .pid = pid };
	struct rec_name *found;

	if (!rec->nnames)
		return NULL;
	found = bsearch(&key, rec->names, rec->nnames, sizeof(key), rec_name_by_pid);
	return found ? found->comm : NULL;
}
