/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory and strings.
 *
 * Memory is what a C compiler expects to be there; these, and the strings that
 * Linux has in all its versions, are Linux's own.
 */
#ifndef _SYS_SYSTM_H
#define	_SYS_SYSTM_H

#include <sys/types.h>
#include <sys/varargs.h>
#include <sys/callo.h>
#include <sys/systm_impl.h>

void *memcpy(void *dst, const void *src, size_t n);
void *memmove(void *dst, const void *src, size_t n);
void *memset(void *dst, int c, size_t n);
int memcmp(const void *a, const void *b, size_t n);
void *memchr(const void *s, int c, size_t n);
size_t strlen(const char *s);
size_t strnlen(const char *s, size_t maxlen);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
int strcasecmp(const char *a, const char *b);
int strncasecmp(const char *a, const char *b, size_t n);
char *strcpy(char *dst, const char *src);
char *strcat(char *dst, const char *src);
char *strncat(char *dst, const char *src, size_t n);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);
char *strstr(const char *s, const char *what);
char *strpbrk(const char *s, const char *accept);
size_t strspn(const char *s, const char *accept);
size_t strcspn(const char *s, const char *reject);
char *strsep(char **sp, const char *delim);
int snprintf(char *buf, size_t size, const char *fmt, ...)
	__attribute__((__format__(__printf__, 3, 4)));
int vsnprintf(char *buf, size_t size, const char *fmt, va_list ap);
int sprintf(char *buf, const char *fmt, ...)
	__attribute__((__format__(__printf__, 2, 3)));
int vsprintf(char *buf, const char *fmt, va_list ap);
int sscanf(const char *buf, const char *fmt, ...)
	__attribute__((__format__(__scanf__, 2, 3)));

/* Linux has dropped these. */
#define	strncpy			ddi_strncpy
#define	strlcpy			ddi_strlcpy
#define	strlcat			ddi_strlcat

static inline void
bcopy(const void *from, void *to, size_t n)
{
	(void) memmove(to, from, n);
}

static inline void
ovbcopy(const void *from, void *to, size_t n)
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

/* ddi_copyin(9F) and ddi_copyout(9F) of the program that calls. */
int ddi_copyin(const void *buf, void *driverbuf, size_t cn, int flags);
int ddi_copyout(const void *driverbuf, void *buf, size_t cn, int flags);

static inline int
copyin(const void *userbuf, void *driverbuf, size_t cn)
{
	return (ddi_copyin(userbuf, driverbuf, cn, 0));
}

static inline int
copyout(const void *driverbuf, void *userbuf, size_t cn)
{
	return (ddi_copyout(driverbuf, userbuf, cn, 0));
}

#endif /* _SYS_SYSTM_H */
