// SPDX-License-Identifier: GPL-2.0
/*
 * What processes are called, while they are recorded.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ctl.h"
#include "names.h"

static struct name *names_slot(struct names *names, int pid)
{
	size_t i = (unsigned int)pid * 2654435761u & (names->size - 1);

	while (names->table[i].pid && names->table[i].pid != pid)
		i = (i + 1) & (names->size - 1);
	return &names->table[i];
}

static void names_grow(struct names *names)
{
	struct names old = *names;
	size_t i;

	if (names->used * 2 < names->size)
		return;
	names->size = old.size ? old.size * 2 : 256;
	names->table = ctl_alloc(names->size * sizeof(*names->table));
	for (i = 0; i < old.size; i++)
		if (old.table[i].pid)
			*names_slot(names, old.table[i].pid) = old.table[i];
	free(old.table);
}

static struct name *names_get(struct names *names, int pid)
{
	struct name *name;

	names_grow(names);
	name = names_slot(names, pid);
	if (!name->pid) {
		name->pid = pid;
		names->used++;
	}
	return name;
}

bool names_set(struct names *names, int pid, const char *comm)
{
	struct name *name = names_get(names, pid);

	snprintf(name->comm, sizeof(name->comm), "%s", comm);
	return name->said;
}

/* Of a process that was there before the recording. */
static void names_look(struct name *name)
{
	char path[32];
	FILE *in;

	snprintf(path, sizeof(path), "/proc/%d/comm", name->pid);
	in = fopen(path, "r");
	if (!in)
		return;
	if (fgets(name->comm, sizeof(name->comm), in))
		name->comm[strcspn(name->comm, "\n")] = '\0';
	fclose(in);
}

const char *names_new(struct names *names, int pid)
{
	struct name *name = names_get(names, pid);

	if (name->said)
		return NULL;
	name->said = true;
	if (!*name->comm)
		names_look(name);
	return *name->comm ? name->comm : NULL;
}

void names_free(struct names *names)
{
	free(names->table);
	memset(names, 0, sizeof(*names));
}
