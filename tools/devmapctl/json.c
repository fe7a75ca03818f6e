// SPDX-License-Identifier: GPL-2.0
/*
 * Writes JSON, a value after the other.
 */
#include <math.h>
#include <string.h>

#include "json.h"
#include "utf8.h"

static void json_put_string(struct json *js, const char *s)
{
	int length;

	putc('"', js->out);
	for (; *s; s += length ? length : 1) {
		unsigned char c = *s;

		length = utf8_length(s);
		if (length > 1)
			fwrite(s, length, 1, js->out);
		else if (c == '"' || c == '\\')
			fprintf(js->out, "\\%c", c);
		else if (c < 0x20 || c >= 0x7f)
			/* A command's name may be any bytes; Latin-1 is at least valid. */
			fprintf(js->out, "\\u%04x", c);
		else
			putc(c, js->out);
	}
	putc('"', js->out);
}

static void json_key(struct json *js, const char *key)
{
	if (js->more)
		putc(',', js->out);
	js->more = true;
	if (key) {
		json_put_string(js, key);
		putc(':', js->out);
	}
}

void json_open(struct json *js, const char *key, char bracket)
{
	json_key(js, key);
	putc(bracket, js->out);
	js->more = false;
}

void json_close(struct json *js, char bracket)
{
	putc(bracket, js->out);
	js->more = true;
}

void json_str(struct json *js, const char *key, const char *value)
{
	json_key(js, key);
	json_put_string(js, value);
}

void json_num(struct json *js, const char *key, double value)
{
	json_key(js, key);
	if (!isfinite(value))
		fputs("null", js->out);
	else if (value == rint(value) && fabs(value) < 1e15)
		fprintf(js->out, "%.0f", value);
	else
		fprintf(js->out, "%.9g", value);
}

void json_bool(struct json *js, const char *key, bool value)
{
	json_key(js, key);
	fputs(value ? "true" : "false", js->out);
}

static bool json_is_number(const char *s)
{
	if (*s == '-')
		s++;
	if (!*s || strlen(s) > 20 || (s[0] == '0' && s[1]))
		return false;
	return strspn(s, "0123456789") == strlen(s);
}

void json_auto(struct json *js, const char *key, const char *value)
{
	if (!json_is_number(value)) {
		json_str(js, key, value);
		return;
	}
	json_key(js, key);
	fputs(value, js->out);
}

void json_end(struct json *js)
{
	putc('\n', js->out);
	fflush(js->out);
	js->more = false;
}
