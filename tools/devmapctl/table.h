/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The text files of debugfs: tables, and lines of a key and a value.
 */
#ifndef TABLE_H
#define TABLE_H

#include <stdbool.h>
#include <stddef.h>

#define TABLE_MAX_COLS	16

/*
 * A table. The kernel's first line may name the columns; without it they are those
 * that the reader names. The column "comm" may have spaces in it.
 */
struct table {
	char *text;
	char *columns;		/* what names points to, if the file has none */
	int cols;
	char *names[TABLE_MAX_COLS];
	size_t rows;
	size_t cap;
	char **cells;		/* rows * cols */
};

/* Returns 0 or an errno. @columns: names with a space between. */
int table_read(struct table *t, const char *path, const char *columns);
/* A table of a key and a value: the rest of the line. */
int table_read_pairs(struct table *t, const char *path);
void table_free(struct table *t);

/* "" if there is no such column. */
const char *table_cell(const struct table *t, size_t row, const char *column);
double table_num(const struct table *t, size_t row, const char *column);
/* "" if there is no such key. */
const char *table_value(const struct table *t, const char *key);
double table_value_num(const struct table *t, const char *key);

/* The whole file, or NULL with errno. */
char *table_slurp(const char *path);

#endif /* TABLE_H */
