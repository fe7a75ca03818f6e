// SPDX-License-Identifier: GPL-2.0
/*
 * The devices of devmap, as debugfs shows them.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ctl.h"
#include "device.h"

#define DEBUGFS		"/sys/kernel/debug"
#define DEVICE_LOCKED	"%s is refused even to root: the kernel is locked down (Secure Boot)"

const char *device_path(char *buf, const char *fmt, ...)
{
	const char *root = getenv("DEVMAPCTL_ROOT");
	va_list ap;
	int n;

	n = snprintf(buf, DEVICE_PATH, "%s", root ? root : "");
	if (n >= DEVICE_PATH)
		n = 0;
	va_start(ap, fmt);
	vsnprintf(buf + n, DEVICE_PATH - n, fmt, ap);
	va_end(ap);
	return buf;
}

static bool device_exists(const char *path)
{
	char buf[DEVICE_PATH];
	struct stat st;

	return !stat(device_path(buf, "%s", path), &st);
}

static bool device_forbidden(int err)
{
	return err == EACCES || err == EPERM;
}

/* Root has all rights, but for what a locked kernel keeps from it. */
static int device_no_rights(void)
{
	if (!geteuid())
		return ctl_fail(CTL_PERM, DEVICE_LOCKED, DEBUGFS);
	return ctl_fail(CTL_PERM, "only root may look into %s: use sudo", DEBUGFS);
}

int device_module_check(void)
{
	if (device_exists(DEBUGFS "/devmap"))
		return CTL_OK;
	if (!device_exists("/sys/module/devmap"))
		return ctl_fail(CTL_NODEV,
				"devmap is not loaded: load a driver that uses it, as root: modprobe xxctx");
	if (errno == EACCES || geteuid())
		return device_no_rights();
	if (device_exists(DEBUGFS "/bdi") || device_exists(DEBUGFS "/tracing"))
		return ctl_fail(CTL_NODEV,
				"this devmap.ko shows nothing in debugfs: install one that fits this devmapctl");
	return ctl_fail(CTL_NODEV,
			"debugfs is not mounted: mount -t debugfs none " DEBUGFS);
}

/* Returns 0 or an errno. */
static int device_read(struct device *dev, const char *name)
{
	char path[DEVICE_PATH];
	int err;

	device_path(path, DEBUGFS "/devmap/%s/status", name);
	err = table_read_pairs(&dev->status, path);
	if (!err)
		dev->name = ctl_strdup(name);
	return err;
}

static int device_by_name(const void *a, const void *b)
{
	/* "xxctx2" comes before "xxctx10" */
	return strverscmp(((const struct device *)a)->name, ((const struct device *)b)->name);
}

static int devices_read_all(struct devices *devs)
{
	char path[DEVICE_PATH];
	struct dirent *entry;
	int err = 0;
	DIR *dir;

	dir = opendir(device_path(path, DEBUGFS "/devmap"));
	if (!dir)
		return device_forbidden(errno) ? device_no_rights() :
			ctl_fail(CTL_FAILED, "%s: %s", path, strerror(errno));
	while (!device_forbidden(err) && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		devs->dev = ctl_grow(devs->dev, &devs->cap, devs->n, sizeof(*devs->dev));
		/* A device may go while we look. */
		err = device_read(&devs->dev[devs->n], entry->d_name);
		if (!err)
			devs->n++;
	}
	closedir(dir);
	/* The folder may be for everybody, what is in it is not. */
	if (device_forbidden(err))
		return device_no_rights();
	if (devs->n)
		qsort(devs->dev, devs->n, sizeof(*devs->dev), device_by_name);
	return CTL_OK;
}

static void device_free(struct device *dev)
{
	free(dev->name);
	table_free(&dev->status);
}

static int device_unknown(const struct devices *devs, const char *name)
{
	char known[256] = "";
	size_t i, n = 0;

	for (i = 0; i < devs->n && n < sizeof(known); i++)
		n += snprintf(known + n, sizeof(known) - n, " %s", devs->dev[i].name);
	if (!devs->n)
		return ctl_fail(CTL_NODEV, "no device %s, and no other: modprobe xxctx makes one",
				name);
	return ctl_fail(CTL_NODEV, "no device %s; there are:%s", name, known);
}

/* Leaves only @name, with or without its /dev/. */
static int devices_keep(struct devices *devs, const char *name)
{
	struct device found;
	size_t i;

	if (!strncmp(name, "/dev/", 5))
		name += 5;
	for (i = 0; i < devs->n; i++)
		if (!strcmp(devs->dev[i].name, name))
			break;
	if (i == devs->n)
		return device_unknown(devs, name);
	found = devs->dev[i];
	devs->dev[i] = devs->dev[0];
	devs->dev[0] = found;
	while (devs->n > 1)
		device_free(&devs->dev[--devs->n]);
	return CTL_OK;
}

int devices_read(struct devices *devs, const char *name)
{
	int code;

	memset(devs, 0, sizeof(*devs));
	code = device_module_check();
	if (!code)
		code = devices_read_all(devs);
	if (!code && name)
		code = devices_keep(devs, name);
	if (code)
		devices_free(devs);
	return code;
}

void devices_free(struct devices *devs)
{
	while (devs->n)
		device_free(&devs->dev[--devs->n]);
	free(devs->dev);
	memset(devs, 0, sizeof(*devs));
}

static bool device_there(const struct device *dev)
{
	char path[DEVICE_PATH];

	snprintf(path, sizeof(path), DEBUGFS "/devmap/%s", dev->name);
	return device_exists(path);
}

int device_table(const struct device *dev, const char *file, const char *columns,
		 struct table *t)
{
	char path[DEVICE_PATH];
	int err;

	err = table_read(t, device_path(path, DEBUGFS "/devmap/%s/%s", dev->name, file),
			 columns);
	if (!err)
		return CTL_OK;
	memset(t, 0, sizeof(*t));
	if (!device_there(dev))
		return DEVICE_GONE;
	return ctl_fail(err == EACCES ? CTL_PERM : CTL_FAILED, "%s: %s", path, strerror(err));
}

int device_write_file(const char *path, const char *value)
{
	int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC), err = 0;

	if (fd < 0)
		return errno;
	if (write(fd, value, strlen(value)) < 0)
		err = errno;
	close(fd);
	return err;
}

int device_write(const struct device *dev, const char *file, const char *value)
{
	char path[DEVICE_PATH];
	int err;

	err = device_write_file(device_path(path, DEBUGFS "/devmap/%s/%s", dev->name, file),
				value);
	if (!err)
		return CTL_OK;
	if (device_forbidden(err))
		return geteuid() ?
			ctl_fail(CTL_PERM, "only root may write %s: use sudo", path) :
			ctl_fail(CTL_PERM, DEVICE_LOCKED, path);
	return ctl_fail(CTL_FAILED, "%s: %s", path, strerror(err));
}
