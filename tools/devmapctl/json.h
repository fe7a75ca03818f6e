/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Writes JSON, a value after the other; puts the commas itself.
 */
#ifndef JSON_H
#define JSON_H

#include <stdbool.h>
#include <stdio.h>

struct json {
	FILE *out;
	bool more;		/* a value stands before the next one */
};

/* @key is NULL in arrays and at the top. */
void json_open(struct json *js, const char *key, char bracket);
void json_close(struct json *js, char bracket);
void json_str(struct json *js, const char *key, const char *value);
void json_num(struct json *js, const char *key, double value);
void json_bool(struct json *js, const char *key, bool value);
/* A number where it looks like one, else a string. */
void json_auto(struct json *js, const char *key, const char *value);
void json_end(struct json *js);

#endif /* JSON_H */
