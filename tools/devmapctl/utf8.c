// SPDX-License-Identifier: GPL-2.0
/*
 * Names are bytes: most are UTF-8, and none has to be.
 */
#include <stdint.h>
#include <string.h>

#include "utf8.h"

/* The bytes behind the first one that its own bits promise; -1: it begins nothing. */
static int utf8_more(unsigned char c)
{
	if (c < 0x80)
		return 0;
	if (c >= 0xc2 && c <= 0xdf)
		return 1;
	if (c >= 0xe0 && c <= 0xef)
		return 2;
	return c >= 0xf0 && c <= 0xf4 ? 3 : -1;
}

/* No longer than need be, no half of a pair of UTF-16, nothing that XML does not have. */
static bool utf8_valid(uint32_t c, int more)
{
	static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };

	return c >= least[more] && c <= 0x10ffff && (c < 0xd800 || c > 0xdfff) &&
		c != 0xfffe && c != 0xffff;
}

int utf8_length(const char *s)
{
	unsigned char first = *s;
	int more = utf8_more(first), i;
	uint32_t c = first;

	if (more < 0)
		return 0;
	if (more)
		c &= 0x3f >> more;
	/* The end of the string is no byte of a character. */
	for (i = 1; i <= more; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (s[i] & 0x3f);
	}
	return utf8_valid(c, more) ? 1 + more : 0;
}

/* Those of ASCII; and 0x80 to 0x9f, as a byte or as a character of UTF-8. */
static bool utf8_control(const char *s, int length)
{
	unsigned char c = *s, next = length == 2 ? s[1] : 0;

	if (length == 2)
		return c == 0xc2 && next < 0xa0;
	return c < 0x20 || c == 0x7f || (!length && c < 0xa0);
}

void utf8_harmless(char *s)
{
	char *to = s;
	int length;

	for (; *s; s += length ? length : 1) {
		length = utf8_length(s);
		if (utf8_control(s, length)) {
			*to++ = '?';
			continue;
		}
		memmove(to, s, length ? length : 1);
		to += length ? length : 1;
	}
	*to = '\0';
}
