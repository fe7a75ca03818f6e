/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory and strings.
 */
#ifndef _SYS_SYSTM_H
#define	_SYS_SYSTM_H

#include <sys/types.h>
#include <sys/varargs.h>
#include <sys/callo.h>

void *memcpy(void *dst, const void *src, size_t n);
void *memmove(void *dst, const void *src, size_t n);
void *memset(void *dst, int c, size_t n);
int memcmp(const void *a, const void *b, size_t n);
size_t strlen(const char *s);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);
int snprintf(char *buf, size_t size, const char *fmt, ...)
	__attribute__((__format__(__printf__, 3, 4)));
int vsnprintf(char *buf, size_t size, const char *fmt, va_list ap);
int sprintf(char *buf, const char *fmt, ...)
	__attribute__((__format__(__printf__, 2, 3)));

static inline void
bcopy(const void *from, void *to, size_t n)
{
	(void) memmove(to, from, n);
}

static inline void
bzero(void *buf, size_t n)
{
	(void) memset(buf, 0, n);
}

static inline int
bcmp(const void *a, const void *b, size_t n)
{
	return (memcmp(a, b, n));
}

#endif /* _SYS_SYSTM_H */
