// SPDX-License-Identifier: GPL-2.0
/*
 * The kernel's trace of devmap, read as it comes and written down as a recording.
 *
 * It has a trace instance of its own: other users of the trace do not notice, and what
 * they do is not in it.
 */
#include <errno.h>
#include <event-parse.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tracefs.h>
#include <unistd.h>

#include "ctl.h"
#include "names.h"
#include "recording.h"
#include "trace.h"

#define TRACE_SYSTEM	"devmap"
#define TRACE_CLOCK	"mono"
#define TRACE_STRING	256

struct trace {
	FILE *out;
	struct tracefs_instance *instance;
	struct tep_handle *tep;
	struct names names;
	size_t events, lost;
	uint64_t last;		/* the time of the last event */
};

/* ---- an event becomes a line ---- */

/* The text of a field, cut to what @buf has room for. */
static void trace_text(const struct tep_format_field *field, const struct tep_record *record,
		       char *buf, size_t room)
{
	const char *data = (const char *)record->data + field->offset;
	size_t size = field->size;

	if (field->flags & TEP_FIELD_IS_DYNAMIC) {
		unsigned int where;

		/* Where it is in the event, and how long. */
		memcpy(&where, data, sizeof(where));
		size = where >> 16;
		data = (const char *)record->data + (where & 0xffff);
	}
	if (size > room - 1)
		size = room - 1;
	memcpy(buf, data, size);
	buf[size] = '\0';
}

static void trace_field(FILE *out, struct tep_format_field *field,
			const struct tep_record *record)
{
	unsigned long long value;
	char text[TRACE_STRING];

	if (field->flags & TEP_FIELD_IS_STRING) {
		trace_text(field, record, text, sizeof(text));
		recording_str(out, field->name, text);
		return;
	}
	if (tep_read_number_field(field, record->data, &value))
		return;
	/* A number that is shorter than ours has its sign at another place. */
	if (field->flags & TEP_FIELD_IS_SIGNED && field->size < (int)sizeof(value)) {
		int shift = 64 - field->size * 8;

		value = (unsigned long long)((long long)(value << shift) >> shift);
	}
	recording_num(out, field->name, (long long)value);
}

static void trace_name(struct trace *trace, uint64_t time, int cpu, int pid, const char *comm)
{
	recording_line(trace->out, time, cpu, "name");
	recording_num(trace->out, "pid", pid);
	recording_str(trace->out, "comm", comm);
	putc('\n', trace->out);
}

/* A process that devmap speaks of for the first time is introduced. */
static void trace_introduce(struct trace *trace, struct tep_event *event,
			    const struct tep_record *record, const char *key)
{
	struct tep_format_field *field = tep_find_field(event, key);
	unsigned long long pid;
	const char *comm;

	if (!field || tep_read_number_field(field, record->data, &pid) || (int)pid <= 0)
		return;
	comm = names_new(&trace->names, (int)pid);
	if (comm)
		trace_name(trace, record->ts, record->cpu, (int)pid, comm);
}

static void trace_line(struct trace *trace, struct tep_event *event,
		       const struct tep_record *record)
{
	struct tep_format_field **fields = tep_event_fields(event);
	size_t i;

	trace_introduce(trace, event, record, "pid");
	trace_introduce(trace, event, record, "new_pid");
	trace_introduce(trace, event, record, "prev_pid");
	recording_line(trace->out, record->ts, record->cpu, event->name);
	for (i = 0; fields && fields[i]; i++)
		trace_field(trace->out, fields[i], record);
	putc('\n', trace->out);
	free(fields);
	trace->events++;
}

/* ---- names, as they change ---- */

static bool trace_get(struct tep_event *event, const struct tep_record *record,
		      const char *number, int *pid, const char *string, char *comm)
{
	struct tep_format_field *field = tep_find_field(event, number);
	unsigned long long value;

	if (!field || tep_read_number_field(field, record->data, &value))
		return false;
	*pid = (int)value;
	field = tep_find_field(event, string);
	if (!field)
		return false;
	trace_text(field, record, comm, NAMES_COMM);
	return true;
}

static void trace_renamed(struct trace *trace, struct tep_event *event,
			  const struct tep_record *record)
{
	char comm[NAMES_COMM] = "";
	bool known;
	int pid;

	if (!trace_get(event, record, "pid", &pid, "newcomm", comm) &&
	    !trace_get(event, record, "child_pid", &pid, "child_comm", comm))
		return;
	known = names_set(&trace->names, pid, comm);
	if (known)
		trace_name(trace, record->ts, record->cpu, pid, comm);
}

static int trace_event(struct tep_event *event, struct tep_record *record, int cpu, void *arg)
{
	struct trace *trace = arg;

	record->cpu = cpu;
	trace->last = record->ts;
	if (!strcmp(event->system, TRACE_SYSTEM))
		trace_line(trace, event, record);
	else
		trace_renamed(trace, event, record);
	return 0;
}

/* ---- the instance ---- */

static int trace_fail(const char *what)
{
	if (errno == EACCES || errno == EPERM)
		return ctl_fail(CTL_PERM, "only root may trace the kernel: use sudo");
	return ctl_fail(CTL_FAILED, "%s: %s", what, strerror(errno));
}

static int trace_open_events(struct trace *trace)
{
	static const char * const systems[] = { TRACE_SYSTEM, "sched", "task", NULL };

	trace->tep = tracefs_local_events_system(NULL, systems);
	if (!trace->tep)
		return trace_fail("the kernel's events");
	return CTL_OK;
}

static int trace_open_instance(struct trace *trace, size_t kb)
{
	char name[32];

	snprintf(name, sizeof(name), "devmapctl-%d", getpid());
	trace->instance = tracefs_instance_create(name);
	if (!trace->instance)
		return trace_fail("a trace instance");
	if (tracefs_instance_set_buffer_size(trace->instance, kb, -1) < 0)
		return trace_fail("the size of the trace's buffer");
	if (tracefs_instance_file_write(trace->instance, "trace_clock", TRACE_CLOCK) < 0)
		return trace_fail("the trace's clock");
	return CTL_OK;
}

int trace_open(struct trace **tracep, FILE *out, size_t kb)
{
	const char *dir = tracefs_tracing_dir();
	struct trace *trace;
	int code;

	*tracep = NULL;
	if (!dir || access(dir, R_OK | X_OK))
		return !dir && !geteuid() ?
			ctl_fail(CTL_FAILED, "this kernel has no tracefs: it needs CONFIG_FTRACE") :
			ctl_fail(CTL_PERM, "only root may trace the kernel: use sudo");
	if (!tracefs_dir_exists(NULL, "events/" TRACE_SYSTEM))
		return ctl_fail(CTL_NODEV,
				"devmap is not loaded, or has no tracepoints: modprobe xxctx, as root");
	trace = ctl_alloc(sizeof(*trace));
	trace->out = out;
	*tracep = trace;
	code = trace_open_events(trace);
	if (!code)
		code = trace_open_instance(trace, kb);
	return code;
}

int trace_start(struct trace *trace)
{
	recording_begin(trace->out, TRACE_CLOCK);
	/* All events begin at once, and end at once: one by one they would lie. */
	tracefs_trace_off(trace->instance);
	/* Without names there are pids. */
	tracefs_event_enable(trace->instance, "task", "task_rename");
	tracefs_event_enable(trace->instance, "sched", "sched_process_fork");
	if (tracefs_event_enable(trace->instance, TRACE_SYSTEM, NULL))
		return trace_fail("the events of devmap");
	if (tracefs_trace_on(trace->instance))
		return trace_fail("the trace");
	return CTL_OK;
}

int trace_read(struct trace *trace)
{
	if (tracefs_iterate_raw_events(trace->tep, trace->instance, NULL, 0, trace_event,
				       trace) < 0 && errno != EAGAIN && errno != EINTR)
		return trace_fail("the trace");
	if (ferror(trace->out))
		return ctl_fail(CTL_FAILED, "the recording cannot be written: is the disk full?");
	return CTL_OK;
}

/* What was overwritten before it was read, on a CPU. */
static size_t trace_overrun(struct trace *trace, int cpu)
{
	char file[64], *stats, *line;
	size_t lost = 0;

	snprintf(file, sizeof(file), "per_cpu/cpu%d/stats", cpu);
	stats = tracefs_instance_file_read(trace->instance, file, NULL);
	if (!stats)
		return 0;
	line = strstr(stats, "overrun:");
	if (line)
		lost += strtoul(line + strlen("overrun:"), NULL, 10);
	line = strstr(stats, "dropped events:");
	if (line)
		lost += strtoul(line + strlen("dropped events:"), NULL, 10);
	free(stats);
	return lost;
}

int trace_stop(struct trace *trace)
{
	int cpus = sysconf(_SC_NPROCESSORS_CONF), cpu, code;
	size_t lost;

	tracefs_trace_off(trace->instance);
	tracefs_event_disable(trace->instance, NULL, NULL);
	code = trace_read(trace);
	for (cpu = 0; cpu < cpus; cpu++) {
		lost = trace_overrun(trace, cpu);
		if (!lost)
			continue;
		trace->lost += lost;
		recording_line(trace->out, trace->last, cpu, "lost");
		recording_num(trace->out, "events", lost);
		putc('\n', trace->out);
	}
	return code;
}

void trace_close(struct trace *trace)
{
	if (!trace)
		return;
	if (trace->instance) {
		tracefs_instance_destroy(trace->instance);
		tracefs_instance_free(trace->instance);
	}
	if (trace->tep)
		tep_free(trace->tep);
	names_free(&trace->names);
	free(trace);
}

size_t trace_events(const struct trace *trace)
{
	return trace->events;
}

size_t trace_lost(const struct trace *trace)
{
	return trace->lost;
}
