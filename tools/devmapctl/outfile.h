/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A file that is there as a whole or not at all: what had its name before stays until
 * the new one is complete.
 */
#ifndef OUTFILE_H
#define OUTFILE_H

#include <stdbool.h>
#include <stdio.h>

struct outfile {
	FILE *out;
	const char *path;	/* as the user named it */
	char *target;		/* where it goes to: no link */
	char *tmp;		/* what is written meanwhile; NULL: @target itself */
};

/* Returns an exit code, after it has said what is wrong. */
int outfile_open(struct outfile *file, const char *path);
/* The end: @keep it, or leave what was there before. An exit code, said. */
int outfile_close(struct outfile *file, bool keep);

#endif /* OUTFILE_H */
