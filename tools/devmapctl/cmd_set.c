// SPDX-License-Identifier: GPL-2.0
/*
 * devmapctl set, reset: what a user may change.
 */
#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ctl.h"
#include "device.h"
#include "json.h"

#define SET_NAME	64

static const struct option set_long[] = { CTL_LONG_OPTS, {} };

static int set_options(int argc, char **argv)
{
	int opt, code;

	while ((opt = getopt_long(argc, argv, "jh", set_long, NULL)) != -1) {
		code = ctl_common_opt(argv[0], opt);
		if (code != CTL_GO_ON)
			return code;
	}
	return CTL_GO_ON;
}

static const char *set_path(char *path, const char *driver)
{
	return device_path(path, "/sys/module/%s/parameters/hold_usec", driver);
}

/* The parameter now, or a negative number. */
static long set_hold_now(const char *driver)
{
	char path[DEVICE_PATH];
	char *text = table_slurp(set_path(path, driver));
	long usec = text ? strtol(text, NULL, 10) : -1;

	free(text);
	return usec;
}

/* The driver of a device: "xxctx" of /dev/xxctx1. The parameter is the driver's. */
static int set_driver(const char *name, char *driver)
{
	size_t len;

	if (!strncmp(name, "/dev/", 5))
		name += 5;
	snprintf(driver, SET_NAME, "%s", name);
	if (strchr(driver, '/'))
		return ctl_fail(CTL_NODEV, "no driver %s; devmapctl list shows them", name);
	/* A name of nothing but digits is no driver's, and nothing is left of it. */
	for (len = strlen(driver); !len || set_hold_now(driver) < 0; len--) {
		if (!len || !isdigit((unsigned char)driver[len - 1]))
			return ctl_fail(CTL_NODEV,
					"no driver %s with a hold time to set is loaded: modprobe it, or name another",
					name);
		driver[len - 1] = '\0';
	}
	return CTL_OK;
}

static int set_write(const char *driver, double usec)
{
	char path[DEVICE_PATH], value[32];
	int err;

	snprintf(value, sizeof(value), "%.0f", usec);
	err = device_write_file(set_path(path, driver), value);
	if (!err)
		return CTL_OK;
	if (err == EACCES || err == EPERM)
		return ctl_fail(CTL_PERM, "only root may set the hold time: use sudo");
	if (err == EINVAL || err == ERANGE)
		return ctl_fail(CTL_FAILED, "%s refuses %s us: modinfo %s has the limits",
				driver, value, driver);
	return ctl_fail(CTL_FAILED, "%s: %s", path, strerror(err));
}

static int set_hold(const char *time, const char *name)
{
	char driver[SET_NAME], old[CTL_TIME_LEN], new[CTL_TIME_LEN];
	struct json js = { .out = stdout };
	double ns, before;
	int code;

	if (!ctl_parse_time(time, &ns))
		return ctl_fail(CTL_USAGE, "set hold %s: it is a time, such as 500us, 2ms or 1s",
				time);
	code = set_driver(name, driver);
	if (code)
		return code;
	before = set_hold_now(driver);
	code = set_write(driver, ns / NSEC_PER_USEC);
	if (code)
		return code;
	if (ctl_opts.json) {
		json_open(&js, NULL, '{');
		json_str(&js, "driver", driver);
		json_num(&js, "hold_usec_before", before);
		json_num(&js, "hold_usec", set_hold_now(driver));
		json_close(&js, '}');
		json_end(&js);
		return CTL_OK;
	}
	printf("%s: the hold time was %s and is %s\n", driver,
	       ctl_time(old, before * NSEC_PER_USEC),
	       ctl_time(new, set_hold_now(driver) * (double)NSEC_PER_USEC));
	return CTL_OK;
}

int cmd_set(int argc, char **argv)
{
	int code = set_options(argc, argv), n = argc - optind;

	if (code != CTL_GO_ON)
		return code;
	if (n < 2 || n > 3 || strcmp(argv[optind], "hold")) {
		ctl_fail(CTL_USAGE, "set: say what and how much, such as: devmapctl set hold 2ms");
		return ctl_usage(argv[0]);
	}
	return set_hold(argv[optind + 1], n == 3 ? argv[optind + 2] : "xxctx");
}

int cmd_reset(int argc, char **argv)
{
	struct json js = { .out = stdout };
	struct devices devs;
	size_t i;
	int code = set_options(argc, argv);

	if (code != CTL_GO_ON)
		return code;
	if (argc - optind > 1)
		return ctl_usage(argv[0]);
	code = devices_read(&devs, argv[optind]);
	if (code)
		return code;
	for (i = 0; i < devs.n && !code; i++)
		code = device_write(&devs.dev[i], "reset", "1");
	if (!code && ctl_opts.json) {
		json_open(&js, NULL, '{');
		json_open(&js, "reset", '[');
		for (i = 0; i < devs.n; i++)
			json_str(&js, NULL, devs.dev[i].name);
		json_close(&js, ']');
		json_close(&js, '}');
		json_end(&js);
	}
	devices_free(&devs);
	return code;
}
