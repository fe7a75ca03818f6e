// SPDX-License-Identifier: GPL-2.0
/*
 * devmapctl record: writes down what happens to the devices.
 */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "ctl.h"
#include "json.h"
#include "outfile.h"
#include "trace.h"

#define RECORD_POLL_MS	50	/* between two looks at the command */
#define RECORD_READ	5	/* looks, between two at the trace: each costs a little */
#define RECORD_KB	8192	/* about 100000 events */
#define RECORD_GRACE	5.0	/* seconds for a command to end, when it is told to */

struct record {
	const char *path;
	double seconds;		/* 0: no end */
	double kb;
	char **command;		/* NULL: none */
	pid_t pid;		/* of the command */
	int status;		/* how it ended */
};

/* How often the user said stop. */
static volatile sig_atomic_t record_stops;

static void record_stop(int sig)
{
	(void)sig;
	record_stops = record_stops + 1;
}

/* Ctrl-C ends the command and the recording, not us. */
static void record_catch(void)
{
	struct sigaction sa = { .sa_handler = record_stop };

	sigaction(SIGINT, &sa, NULL);
	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGHUP, &sa, NULL);
}

static double record_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

static int record_run_command(struct record *rec)
{
	int err;

	if (!rec->command)
		return CTL_OK;
	fflush(NULL);
	rec->pid = fork();
	if (rec->pid < 0)
		return ctl_fail(CTL_FAILED, "fork: %s", strerror(errno));
	if (rec->pid)
		return CTL_OK;
	execvp(rec->command[0], rec->command);
	err = errno;
	fprintf(stderr, "devmapctl: %s: %s\n", rec->command[0], strerror(err));
	_exit(err == ENOENT ? 127 : 126);
}

static bool record_command_ended(struct record *rec)
{
	if (rec->pid <= 0 || waitpid(rec->pid, &rec->status, WNOHANG) != rec->pid)
		return false;
	rec->pid = 0;
	return true;
}

static int record_loop(struct record *rec, struct trace *trace)
{
	struct timespec pause = { .tv_nsec = RECORD_POLL_MS * NSEC_PER_MSEC };
	double end = record_now() + rec->seconds;
	unsigned int looks = 0;
	int code = CTL_OK;

	while (!code && !record_stops && !record_command_ended(rec)) {
		if (rec->seconds && record_now() >= end)
			break;
		if (++looks % RECORD_READ == 0)
			code = trace_read(trace);
		nanosleep(&pause, NULL);
	}
	return code;
}

/* True if the command ended before the time is over and the user says stop again. */
static bool record_await_command(struct record *rec, double seconds)
{
	struct timespec pause = { .tv_nsec = RECORD_POLL_MS * NSEC_PER_MSEC };
	double end = record_now() + seconds;
	int stops = record_stops;

	while (!record_command_ended(rec)) {
		if (record_stops != stops || record_now() >= end)
			return false;
		nanosleep(&pause, NULL);
	}
	return true;
}

/* The time is over, or the user had enough: it is asked to end, and then made to. */
static void record_end_command(struct record *rec)
{
	if (rec->pid <= 0)
		return;
	kill(rec->pid, SIGTERM);
	if (!record_await_command(rec, RECORD_GRACE)) {
		kill(rec->pid, SIGKILL);
		while (waitpid(rec->pid, &rec->status, 0) < 0 && errno == EINTR)
			;
	}
	/* We ended it: that is no failure of it. */
	if (WIFSIGNALED(rec->status))
		rec->status = 0;
}

static void record_report(const struct record *rec, const struct trace *trace)
{
	struct json js = { .out = stdout };

	if (ctl_opts.json) {
		json_open(&js, NULL, '{');
		json_str(&js, "recording", rec->path);
		json_num(&js, "events", trace_events(trace));
		json_num(&js, "lost", trace_lost(trace));
		json_close(&js, '}');
		json_end(&js);
		return;
	}
	fprintf(stderr, "devmapctl: %s has %zu events\n", rec->path, trace_events(trace));
	if (trace_lost(trace))
		ctl_fail(0,
			 "%zu events were lost: record with a larger buffer, such as -b %.0f",
			 trace_lost(trace), rec->kb * 4);
}

static int record_trace(struct record *rec, FILE *out)
{
	struct trace *trace;
	int code, stopped;

	code = trace_open(&trace, out, rec->kb);
	if (!code)
		code = trace_start(trace);
	if (!code)
		code = record_run_command(rec);
	if (!code) {
		code = record_loop(rec, trace);
		record_end_command(rec);
		stopped = trace_stop(trace);
		code = code ? code : stopped;
	}
	if (!code)
		record_report(rec, trace);
	trace_close(trace);
	return code;
}

static int record_exit(const struct record *rec)
{
	if (record_stops && WIFSIGNALED(rec->status))
		return CTL_OK;
	if (WIFEXITED(rec->status))
		return WEXITSTATUS(rec->status);
	return 128 + WTERMSIG(rec->status);
}

static int record_options(int argc, char **argv, struct record *rec)
{
	static const struct option longs[] = {
		CTL_LONG_OPTS,
		{ "output", required_argument, NULL, 'o' },
		{ "time", required_argument, NULL, 't' },
		{ "buffer", required_argument, NULL, 'b' },
		{},
	};
	int opt, code;

	while ((opt = getopt_long(argc, argv, "+o:t:b:jh", longs, NULL)) != -1) {
		if (opt == 'o') {
			rec->path = optarg;
		} else if (opt == 't') {
			if (!ctl_parse_number(optarg, 0.01, 1e6, &rec->seconds))
				return ctl_fail(CTL_USAGE,
						"record -t %s: it is seconds, 0.01 or more",
						optarg);
		} else if (opt == 'b') {
			if (!ctl_parse_number(optarg, 16, 4 << 20, &rec->kb))
				return ctl_fail(CTL_USAGE, "record -b %s: it is KB a CPU, 16 to %d",
						optarg, 4 << 20);
		} else {
			code = ctl_common_opt(argv[0], opt);
			if (code != CTL_GO_ON)
				return code;
		}
	}
	if (optind < argc)
		rec->command = argv + optind;
	if (!rec->path) {
		ctl_fail(CTL_USAGE, "record: say where to: -o FILE");
		return ctl_usage(argv[0]);
	}
	return CTL_GO_ON;
}

int cmd_record(int argc, char **argv)
{
	struct record rec = { .kb = RECORD_KB };
	int code = record_options(argc, argv, &rec), closed;
	struct outfile file;

	if (code != CTL_GO_ON)
		return code;
	code = outfile_open(&file, rec.path);
	if (code)
		return code;
	record_catch();
	code = record_trace(&rec, file.out);
	/* Half a recording is of no use. */
	closed = outfile_close(&file, !code);
	if (code || closed)
		return code ? code : closed;
	return record_exit(&rec);
}
