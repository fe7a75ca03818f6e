/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the commands of devmapctl have in common: how they end, how they say why,
 * and how they print times.
 */
#ifndef CTL_H
#define CTL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NSEC_PER_USEC	1000ULL
#define NSEC_PER_MSEC	1000000ULL
#define NSEC_PER_SEC	1000000000ULL

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

/* Exit codes; devmapctl(8) has them. */
enum ctl_exit {
	CTL_OK = 0,
	CTL_FAILED = 1,
	CTL_USAGE = 2,
	CTL_NODEV = 3,		/* no module, no such device */
	CTL_PERM = 4,
	CTL_FORMAT = 5,		/* not a recording */
};

/* What may be said before the command and after it. */
struct ctl_opts {
	bool json;
	bool color;		/* for a terminal that has it, unless told otherwise */
};

extern struct ctl_opts ctl_opts;

struct ctl_cmd {
	const char *name;
	const char *args;
	const char *help;
	int (*run)(int argc, char **argv);
};

int cmd_list(int argc, char **argv);
int cmd_status(int argc, char **argv);
int cmd_who(int argc, char **argv);
int cmd_top(int argc, char **argv);
int cmd_set(int argc, char **argv);
int cmd_reset(int argc, char **argv);
int cmd_record(int argc, char **argv);
int cmd_timeline(int argc, char **argv);

int ctl_fail(int code, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
int ctl_usage(const char *cmd);
int ctl_set_color(const char *when);

/* The common options, for the long options of a command and its switch. */
#define CTL_LONG_OPTS						\
	{ "json", no_argument, NULL, 'j' },			\
	{ "color", required_argument, NULL, CTL_OPT_COLOR },	\
	{ "help", no_argument, NULL, 'h' }

enum { CTL_OPT_COLOR = 256, CTL_OPT_OWN };

/* Returns a negative number to go on, or the exit code. */
int ctl_common_opt(const char *cmd, int opt);
#define CTL_GO_ON	(-1)

void *ctl_alloc(size_t size);
void *ctl_grow(void *array, size_t *cap, size_t n, size_t size);
char *ctl_strdup(const char *s);

#define CTL_TIME_LEN	32
const char *ctl_time(char *buf, double ns);
bool ctl_parse_number(const char *s, double min, double max, double *value);
bool ctl_parse_time(const char *s, double *ns);

#endif /* CTL_H */
