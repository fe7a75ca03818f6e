/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Names are bytes: most are UTF-8, and none has to be.
 */
#ifndef UTF8_H
#define UTF8_H

#include <stdbool.h>

/* How many bytes the character at @s has; 0 if there is no valid one. */
int utf8_length(const char *s);

/* Control characters, which a terminal might obey, become question marks. */
void utf8_harmless(char *s);

#endif /* UTF8_H */
