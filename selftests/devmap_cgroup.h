/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A group of processes that has 8 MiB of memory. Include it after devmap_test.h.
 */
#ifndef DEVMAP_CGROUP_H
#define DEVMAP_CGROUP_H

#include <sys/mount.h>

#define CGROUP_ROOT	"/tmp/devmap-cgroup"
#define CGROUP_SMALL	CGROUP_ROOT "/small"

static inline int write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY), ok;

	if (fd < 0)
		return -1;
	ok = write(fd, text, strlen(text)) == (ssize_t)strlen(text);
	close(fd);
	return ok ? 0 : -1;
}

/* 0 if the group was made; else *why says why cgroup2's memory controller is not there. */
static inline int memory_cgroup(const char **why)
{
	mkdir(CGROUP_ROOT, 0700);
	if (mount("none", CGROUP_ROOT, "cgroup2", 0, NULL) && errno != EBUSY) {
		*why = "cgroup2 cannot be mounted";
		return -1;
	}
	if (write_file(CGROUP_ROOT "/cgroup.subtree_control", "+memory")) {
		*why = "cgroup2 has no memory controller";
		return -1;
	}
	if (mkdir(CGROUP_SMALL, 0700) && errno != EEXIST) {
		*why = "no cgroup can be made";
		return -1;
	}
	write_file(CGROUP_SMALL "/memory.swap.max", "0");
	if (write_file(CGROUP_SMALL "/memory.max", "8388608")) {
		*why = "no limit can be set";
		return -1;
	}
	return 0;
}

static inline void memory_cgroup_end(void)
{
	int i;

	/* It goes when the last of its dead have. */
	for (i = 0; i < 100 && rmdir(CGROUP_SMALL) && errno == EBUSY; i++)
		usleep(20000);
	umount(CGROUP_ROOT);
	rmdir(CGROUP_ROOT);
}

/* The calling process, and what it forks from then on. */
static inline int memory_cgroup_join(void)
{
	return write_file(CGROUP_SMALL "/cgroup.procs", "0");
}

#endif /* DEVMAP_CGROUP_H */
