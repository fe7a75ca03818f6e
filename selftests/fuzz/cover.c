// SPDX-License-Identifier: GPL-2.0
/*
 * Coverage, with modules that were built with DEVMAP_KCOV=y. On a kernel with KCOV: which
 * addresses of the kernel each task of a program came by, in which order. What counts is
 * edges, from one to the next. A task has a buffer of its own.
 *
 * On others covmap.ko has one table for all tasks: what counts there is the addresses.
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <linux/kcov.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "fuzz.h"

#define KCOV_SIZE	(32 << 10)	/* words */

static struct {
	int fd;
	unsigned long *words;	/* the first one is how many there are behind it */
} buffers[MAX_TASKS];

static u32 *used;	/* shared by all processes */
static unsigned long *table;	/* of covmap.ko */

static int table_init(void)
{
	int fd = open("/dev/covmap", O_RDWR | O_CLOEXEC);

	if (fd < 0)
		return -1;
	table = mmap(NULL, EDGES * sizeof(long), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (table != MAP_FAILED)
		return 0;
	table = NULL;
	return -1;
}

int cover_init(void)
{
	u32 i;

	used = mmap(NULL, sizeof(*used), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	for (i = 0; i < MAX_TASKS; i++) {
		buffers[i].fd = open("/sys/kernel/debug/kcov", O_RDWR | O_CLOEXEC);
		if (buffers[i].fd < 0)
			return table_init();
		if (ioctl(buffers[i].fd, KCOV_INIT_TRACE, KCOV_SIZE))
			return -1;
		buffers[i].words = mmap(NULL, KCOV_SIZE * sizeof(long),
					PROT_READ | PROT_WRITE, MAP_SHARED, buffers[i].fd, 0);
		if (buffers[i].words == MAP_FAILED)
			return -1;
	}
	return 0;
}

/* The calling task's from here on, to its end. */
void cover_begin(void)
{
	u32 i = __atomic_fetch_add(used, 1, __ATOMIC_RELAXED);

	if (i < MAX_TASKS && buffers[i].words)
		ioctl(buffers[i].fd, KCOV_ENABLE, KCOV_TRACE_PC);
}

void cover_reset(void)
{
	u32 i;

	*used = 0;
	if (table)
		memset(table, 0, EDGES * sizeof(long));
	for (i = 0; i < MAX_TASKS && buffers[i].words; i++)
		buffers[i].words[0] = 0;
}

static u32 edge_of(unsigned long from, unsigned long to)
{
	unsigned long h = (from * 3 ^ to) * 0x9e3779b97f4a7c15UL;

	return h >> 48;
}

/* What the tasks of the program that ran last have gone. */
void cover_collect(struct cover *c)
{
	unsigned long n, k, last;
	u32 i, edge;

	memset(c, 0, sizeof(*c));
	for (i = 0; i < EDGES && table; i++)
		if (table[i])
			c->bits[i / 8] |= 1 << i % 8;
	for (i = 0; i < MAX_TASKS && buffers[i].words; i++) {
		n = buffers[i].words[0];
		for (k = 1, last = 0; k <= n && k < KCOV_SIZE; k++) {
			edge = edge_of(last, buffers[i].words[k]);
			c->bits[edge / 8] |= 1 << edge % 8;
			last = buffers[i].words[k];
		}
	}
}

/* How many edges of @c are not in @known. */
u32 cover_new(const struct cover *c, const struct cover *known)
{
	u32 n = 0, i;

	for (i = 0; i < sizeof(c->bits); i++)
		n += __builtin_popcount(c->bits[i] & ~known->bits[i]);
	return n;
}

void cover_add(struct cover *to, const struct cover *c)
{
	u32 i;

	for (i = 0; i < sizeof(c->bits); i++)
		to->bits[i] |= c->bits[i];
}

u32 cover_count(const struct cover *c)
{
	static const struct cover none;

	return cover_new(c, &none);
}
