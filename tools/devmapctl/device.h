/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The devices of devmap, as debugfs shows them.
 */
#ifndef DEVICE_H
#define DEVICE_H

#include <stddef.h>

#include "table.h"

#define DEVICE_PATH	512

struct device {
	char *name;
	struct table status;
};

struct devices {
	struct device *dev;
	size_t n, cap;
};

/*
 * All devices, or only @name. Returns an exit code, after it has said what is wrong.
 */
int devices_read(struct devices *devs, const char *name);
void devices_free(struct devices *devs);

/* A file of a device; returns an exit code, or says nothing if the device has gone. */
#define DEVICE_GONE	(-2)
int device_table(const struct device *dev, const char *file, const char *columns,
		 struct table *t);
int device_write(const struct device *dev, const char *file, const char *value);

/* Is the module there, and may we see its files? An exit code, said. */
int device_module_check(void);

/* A path of the system, below $DEVMAPCTL_ROOT where a test sets it. */
const char *device_path(char *buf, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Opens, writes, closes: 0 or an errno. */
int device_write_file(const char *path, const char *value);

/* The columns of the files, where the kernel does not name them. */
#define DEVICE_PROCESSES	"pid comm accesses acquires wait_ns owned_ns"
#define DEVICE_WAITERS		"pid comm waited_us"
#define DEVICE_HANDLES		"id pid comm off len flags hold_ticks loaded"
#define DEVICE_LATENCY		"switches from_ns to_ns waits"

#endif /* DEVICE_H */
