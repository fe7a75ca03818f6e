/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Fault injection by task: the n-th allocation (or copy from or to user memory) that
 * this thread makes in the kernel fails. Include it after devmap_test.h.
 *
 * An operation is run once to count what it allocates, and then once for each of
 * these with that one failing. See fault-injection.rst of the kernel.
 */
#ifndef DEVMAP_INJECT_H
#define DEVMAP_INJECT_H

#include <sys/mount.h>

#define INJECT_NTH	"/proc/thread-self/fail-nth"
#define DEBUGFS		"/sys/kernel/debug"

/* More than any operation allocates. */
#define INJECT_NEVER	1000000

static inline int inject_set(const char *path, const char *value)
{
	int fd = open(path, O_WRONLY), err;

	if (fd < 0)
		return -1;
	err = write(fd, value, strlen(value)) < 0;
	close(fd);
	return err;
}

/*
 * Any allocation may fail, also one that may wait, and of one page. NULL, or why
 * there is no fault injection here.
 */
static inline const char *inject_prepare(void)
{
	if (access(INJECT_NTH, W_OK))
		return "this kernel has no " INJECT_NTH " (CONFIG_FAULT_INJECTION)";
	if (access(DEBUGFS "/failslab", F_OK))
		mount("none", DEBUGFS, "debugfs", 0, NULL);
	if (inject_set(DEBUGFS "/failslab/ignore-gfp-wait", "N"))
		return "this kernel has no CONFIG_FAILSLAB";
	if (inject_set(DEBUGFS "/fail_page_alloc/ignore-gfp-wait", "N") ||
	    inject_set(DEBUGFS "/fail_page_alloc/ignore-gfp-highmem", "N") ||
	    inject_set(DEBUGFS "/fail_page_alloc/min-order", "0"))
		return "this kernel has no CONFIG_FAIL_PAGE_ALLOC";
	/* A trace for each would hide what the kernel has to say. */
	inject_set(DEBUGFS "/failslab/verbose", "0");
	inject_set(DEBUGFS "/fail_page_alloc/verbose", "0");
	inject_set(DEBUGFS "/fail_usercopy/verbose", "0");
	return NULL;
}

static inline void inject_begin(int fd, int n)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%d", n);

	while (pwrite(fd, text, len, 0) != len)
		;
}

/*
 * Returns how many it would have been until the failure; 0: it has happened. This
 * counts down too: the answer may be what fails, and the end.
 */
static inline int inject_end(int fd)
{
	char text[16] = "";
	int left = 1;

	if (pread(fd, text, sizeof(text) - 1, 0) > 0)
		left = atoi(text);
	while (pwrite(fd, "0", 1, 0) != 1)
		;
	return left;
}

#endif /* DEVMAP_INJECT_H */
