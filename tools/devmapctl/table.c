// SPDX-License-Identifier: GPL-2.0
/*
 * The text files of debugfs: tables, and lines of a key and a value.
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ctl.h"
#include "table.h"

#define TABLE_FILE	65536

char *table_slurp(const char *path)
{
	size_t cap = TABLE_FILE, len = 0;
	char *text;
	ssize_t n;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	text = ctl_alloc(cap);
	while ((n = read(fd, text + len, cap - len - 1)) > 0) {
		len += n;
		if (cap - len < 4096)
			text = ctl_grow(text, &cap, cap, 1);
	}
	close(fd);
	if (n < 0) {
		free(text);
		return NULL;
	}
	text[len] = '\0';
	return text;
}

/* Splits at white space; returns how many. */
static int table_words(char *line, char **words, int max)
{
	char *save = NULL;
	int n = 0;

	for (line = strtok_r(line, " \t", &save); line && n < max;
	     line = strtok_r(NULL, " \t", &save))
		words[n++] = line;
	return n;
}

static int table_find(const struct table *t, const char *column)
{
	int i;

	for (i = 0; i < t->cols; i++)
		if (!strcmp(t->names[i], column))
			return i;
	return -1;
}

/* The first word of @line, which is cut off it. */
static char *table_first(char **line)
{
	char *word;

	while (isspace((unsigned char)**line))
		(*line)++;
	word = *line;
	while (**line && !isspace((unsigned char)**line))
		(*line)++;
	if (**line)
		*(*line)++ = '\0';
	return word;
}

/* The last word of @line, which is cut off it. */
static char *table_last(char *line)
{
	char *end = line + strlen(line);

	while (end > line && isspace((unsigned char)end[-1]))
		*--end = '\0';
	while (end > line && !isspace((unsigned char)end[-1]))
		end--;
	if (end > line)
		end[-1] = '\0';
	return end;
}

/* The columns on both sides of "comm" are words; it has what is left. */
static void table_row(struct table *t, char *line)
{
	int comm = table_find(t, "comm"), i;
	char **row;

	t->cells = ctl_grow(t->cells, &t->cap, (t->rows + 1) * t->cols, sizeof(*t->cells));
	row = t->cells + t->rows++ * t->cols;
	if (comm < 0)
		comm = t->cols - 1;
	for (i = 0; i < comm; i++)
		row[i] = table_first(&line);
	for (i = t->cols - 1; i > comm; i--)
		row[i] = table_last(line);
	while (isspace((unsigned char)*line))
		line++;
	row[comm] = line;
}

int table_read(struct table *t, const char *path, const char *columns)
{
	char *line, *next;

	memset(t, 0, sizeof(*t));
	t->text = table_slurp(path);
	if (!t->text)
		return errno;
	t->columns = ctl_strdup(columns);
	t->cols = table_words(t->columns, t->names, TABLE_MAX_COLS);
	for (line = t->text; line && *line; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		if (*line == '#' || *line == ' ')
			line += strspn(line, "# ");
		if (!t->rows && isalpha((unsigned char)*line))
			t->cols = table_words(line, t->names, TABLE_MAX_COLS);
		else if (*line)
			table_row(t, line);
	}
	return 0;
}

int table_read_pairs(struct table *t, const char *path)
{
	char *line, *next, *key;
	size_t len;

	memset(t, 0, sizeof(*t));
	t->text = table_slurp(path);
	if (!t->text)
		return errno;
	t->columns = ctl_strdup("key value");
	t->cols = table_words(t->columns, t->names, TABLE_MAX_COLS);
	for (line = t->text; line && *line; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		if (!*line)
			continue;
		table_row(t, line);
		key = t->cells[(t->rows - 1) * 2];
		len = strlen(key);
		if (len && key[len - 1] == ':')
			key[len - 1] = '\0';
	}
	return 0;
}

void table_free(struct table *t)
{
	free(t->text);
	free(t->columns);
	free(t->cells);
	memset(t, 0, sizeof(*t));
}

const char *table_cell(const struct table *t, size_t row, const char *column)
{
	int col = table_find(t, column);

	return col < 0 || row >= t->rows ? "" : t->cells[row * t->cols + col];
}

double table_num(const struct table *t, size_t row, const char *column)
{
	return strtod(table_cell(t, row, column), NULL);
}

const char *table_value(const struct table *t, const char *key)
{
	size_t i;

	for (i = 0; i < t->rows; i++)
		if (!strcmp(t->cells[i * 2], key))
			return t->cells[i * 2 + 1];
	return "";
}

double table_value_num(const struct table *t, const char *key)
{
	return strtod(table_value(t, key), NULL);
}
