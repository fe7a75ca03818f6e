// SPDX-License-Identifier: GPL-2.0
/*
 * Programs: the calls that there are, and programs as a text.
 *
 * In a file a call is a line, its name and its numbers; an empty line ends a program.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

/* The next so many calls are done by a child, or by a thread: see task.c */
static void call_nothing(struct task *t, const u32 *arg)
{
	(void)t;
	(void)arg;
}

/* Slots and descriptors come first, so that mutation keeps calls together. */
const struct op ops[] = {
	{ "open", call_open, 6, { FDS, 16, 0 } },
	{ "close", call_close, 2, { FDS } },
	/* slot, descriptor, page, pages, what it is */
	{ "mmap", call_mmap, 16, { SLOTS, FDS, PAGES, PAGES, 0 } },
	{ "munmap", call_munmap, 6, { SLOTS, PAGES, PAGES } },
	{ "mprotect", call_mprotect, 6, { SLOTS, PAGES, PAGES, 8 } },
	/* from slot, page, pages; to slot, and page and flags */
	{ "mremap", call_mremap, 6, { SLOTS, PAGES, PAGES, SLOTS, 0 } },
	{ "madvise", call_madvise, 5, { SLOTS, PAGES, PAGES, 128 } },
	{ "read", call_read, 20, { SLOTS, PAGES } },
	{ "write", call_write, 20, { SLOTS, PAGES } },
	{ "mlock", call_mlock, 3, { SLOTS, PAGES, PAGES, 8 } },
	{ "vmread", call_vmread, 3, { SLOTS, PAGES, SLOTS, PAGES, 2 } },
	{ "procmem", call_procmem, 3, { SLOTS, PAGES, 2, 0 } },
	{ "copy", call_copy, 4, { SLOTS, PAGES, 4, 0 } },
	{ "splice", call_splice, 2, { SLOTS, PAGES, PAGES } },
	{ "remap", call_remap, 1, { SLOTS, PAGES, PAGES, PAGES, 2 } },
	{ "numa", call_numa, 2, { SLOTS, PAGES, PAGES, 4 } },
	{ "userfault", call_userfault, 1, { SLOTS, PAGES, PAGES, 8 } },
	{ "exec", call_exec, 1, { 2 } },
	{ "sleep", call_sleep, 2, { 2000 } },
	{ "procfs", call_procfs, 2, { 8, 0 } },
	/* descriptor, number, argument, where the argument is */
	{ "ioctl", call_ioctl, 10, { FDS, 32, 0, 8, PAGES } },
	/* slot, descriptor, page, pages, what it is */
	{ "iocmmap", call_iocmmap, 3, { SLOTS, FDS, PAGES, PAGES, 0 } },
	{ "rw", call_rw, 4, { FDS, 4, 0, 0, SLOTS } },
	{ "poll", call_poll, 2, { FDS, 3 } },
	{ "param", call_param, 3, { 8, 0 } },
	{ "state", call_state, 2, { 6, 2 } },
	{ "dmt", call_dmt, 6, { 0, 0, 0 } },
	{ "umemt", call_umemt, 8, { 12, 8, 0, 0, 0 } },
	{ "old", call_old, 3, { 4, 0, 0 } },
	/* the next so many calls, how */
	{ "fork", call_nothing, 7, { 12, 6, 3000 } },
	{ "thread", call_nothing, 3, { 12 } },
};

const u32 nops = ARRAY_LEN(ops);
const u32 op_thread = ARRAY_LEN(ops) - 1;
const u32 op_fork = ARRAY_LEN(ops) - 2;

/* Xorshift: the same on every C library. */
u32 rnd(u64 *state, u32 n)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (*state >> 32) % n;
}

void program_print(FILE *to, const struct program *p)
{
	u32 i, k;

	for (i = 0; i < p->n; i++) {
		fprintf(to, "%s", ops[p->calls[i].op].name);
		for (k = 0; k < ARGS; k++)
			fprintf(to, " %u", p->calls[i].arg[k]);
		fprintf(to, "\n");
	}
	fprintf(to, "\n");
	fflush(to);
}

static int call_parse(const char *line, struct call *c)
{
	char name[16];
	int n;

	memset(c, 0, sizeof(*c));
	n = sscanf(line, "%15s %u %u %u %u %u", name, &c->arg[0], &c->arg[1], &c->arg[2],
		   &c->arg[3], &c->arg[4]);
	if (n < 1)
		return -1;
	for (c->op = 0; c->op < nops; c->op++)
		if (!strcmp(name, ops[c->op].name))
			return 0;
	printf("# no call %s\n", name);
	return -1;
}

/* The next program of a file: 0, or -1 at its end. @bad counts lines that are no call. */
int program_parse(FILE *from, struct program *p, u32 *bad)
{
	char line[128];

	p->n = 0;
	while (fgets(line, sizeof(line), from)) {
		if (line[0] == '#')
			continue;
		if (line[0] == '\n') {
			if (p->n)
				return 0;
			continue;
		}
		if (p->n < MAX_CALLS && !call_parse(line, &p->calls[p->n]))
			p->n++;
		else
			++*bad;
	}
	return p->n ? 0 : -1;
}
