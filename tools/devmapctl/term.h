/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A terminal that is drawn on again and again.
 */
#ifndef TERM_H
#define TERM_H

#include <stdbool.h>

/* True if both ends are a terminal; term_end() or the end of the program undoes it. */
bool term_begin(void);
void term_end(void);

/* Before and after a picture. */
void term_home(void);
void term_rest(void);

int term_columns(void);
int term_rows(void);

/*
 * Waits for a key: the key, 0 when the time is over, -1: stop. A window that changes its
 * size is noticed by the next picture.
 */
int term_key(double seconds);

#endif /* TERM_H */
