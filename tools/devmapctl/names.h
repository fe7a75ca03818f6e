/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What processes are called, while they are recorded.
 */
#ifndef NAMES_H
#define NAMES_H

#include <stdbool.h>
#include <stddef.h>

#define NAMES_COMM	16

struct name {
	int pid;		/* 0: free */
	bool said;		/* it is in the recording */
	char comm[NAMES_COMM];
};

struct names {
	struct name *table;	/* open addressing */
	size_t size, used;
};

/* It is called that from now on; true if the recording has to say so. */
bool names_set(struct names *names, int pid, const char *comm);
/* Its name, if the recording has not said it before; else NULL. */
const char *names_new(struct names *names, int pid);
void names_free(struct names *names);

#endif /* NAMES_H */
