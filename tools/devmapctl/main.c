// SPDX-License-Identifier: GPL-2.0
/*
 * devmapctl: who has a device of devmap, for how long, who waits, what does sharing
 * cost. See devmapctl(8).
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ctl.h"

#ifndef DEVMAP_VERSION
#define DEVMAP_VERSION	"unknown"
#endif

static const struct ctl_cmd ctl_cmds[] = {
	{ "list", "", "the devices", cmd_list },
	{ "status", "[DEVICE]", "all about them", cmd_status },
	{ "who", "[DEVICE]", "who has a device, and who waits for it", cmd_who },
	{ "top", "[-d SECONDS] [-n TIMES] [DEVICE]", "watch who shares; q quits", cmd_top },
	{ "set", "hold TIME [DRIVER]", "the hold time, such as 2ms", cmd_set },
	{ "reset", "[DEVICE]", "the counters to 0", cmd_reset },
	{ "record", "-o FILE [-t SECONDS] [-b KB] [-- COMMAND...]",
	  "write down what happens, until COMMAND ends or Ctrl-C", cmd_record },
	{ "timeline", "FILE [-o OUT.{svg,json,txt}] [-d DEVICE] [-l LANES]\n"
	  "                  [-w WIDTH] [-f FROM] [-t TO] [-T TITLE]",
	  "draw a recording", cmd_timeline },
};

static void ctl_help_cmd(const struct ctl_cmd *cmd)
{
	printf("usage: devmapctl %s %s\n  %s\n"
	       "  --json         for programs\n"
	       "  --color=WHEN   auto, always, never\n"
	       "devmapctl(8) has the rest\n", cmd->name, cmd->args, cmd->help);
}

static void ctl_help(FILE *out)
{
	size_t i;

	fprintf(out, "usage: devmapctl [--json] [--color=WHEN] COMMAND [ARGUMENT...]\n\n");
	for (i = 0; i < ARRAY_SIZE(ctl_cmds); i++)
		fprintf(out, "  %-10s %s\n", ctl_cmds[i].name, ctl_cmds[i].help);
	fprintf(out, "\ndevmapctl COMMAND --help tells the arguments, devmapctl(8) everything.\n");
}

static const struct ctl_cmd *ctl_find(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ctl_cmds); i++)
		if (!strcmp(ctl_cmds[i].name, name))
			return &ctl_cmds[i];
	return NULL;
}

int ctl_common_opt(const char *cmd, int opt)
{
	switch (opt) {
	case 'j':
		ctl_opts.json = true;
		return CTL_GO_ON;
	case CTL_OPT_COLOR:
		return ctl_set_color(optarg) ? CTL_USAGE : CTL_GO_ON;
	case 'h':
		ctl_help_cmd(ctl_find(cmd));
		return CTL_OK;
	default:
		return ctl_usage(cmd);
	}
}

/* Colours are for people who look at a terminal and did not say no (no-color.org). */
static bool ctl_color_wanted(void)
{
	const char *term = getenv("TERM"), *no = getenv("NO_COLOR");

	return isatty(STDOUT_FILENO) && term && strcmp(term, "dumb") && (!no || !*no);
}

/* What stands before the command. Returns a negative number or an exit code. */
static int ctl_options(int argc, char **argv)
{
	static const struct option longs[] = {
		CTL_LONG_OPTS,
		{ "version", no_argument, NULL, 'V' },
		{},
	};
	int opt;

	while ((opt = getopt_long(argc, argv, "+jhV", longs, NULL)) != -1) {
		switch (opt) {
		case 'j':
			ctl_opts.json = true;
			break;
		case CTL_OPT_COLOR:
			if (ctl_set_color(optarg))
				return CTL_USAGE;
			break;
		case 'h':
			ctl_help(stdout);
			return CTL_OK;
		case 'V':
			puts("devmapctl " DEVMAP_VERSION);
			return CTL_OK;
		default:
			return ctl_fail(CTL_USAGE, "see: devmapctl --help");
		}
	}
	return CTL_GO_ON;
}

int main(int argc, char **argv)
{
	const struct ctl_cmd *cmd;
	int code, first;

	ctl_opts.color = ctl_color_wanted();
	code = ctl_options(argc, argv);
	if (code != CTL_GO_ON)
		return code;
	if (optind == argc) {
		ctl_help(stderr);
		return CTL_USAGE;
	}
	cmd = ctl_find(argv[optind]);
	if (!cmd)
		return ctl_fail(CTL_USAGE, "no command %s; see: devmapctl --help", argv[optind]);
	first = optind;
	/* 0 and not 1: the GNU getopt has to forget the "+". */
	optind = 0;
	code = cmd->run(argc - first, argv + first);
	if (fflush(stdout) || ferror(stdout))
		return ctl_fail(CTL_FAILED, "cannot write the output: is the disk full?");
	return code;
}
