// SPDX-License-Identifier: GPL-2.0
/*
 * Strings: strlcpy(9F), kmem_asprintf(9F), ddi_strdup(9F).
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/string.h>

#include <sys/kmem.h>
#include <sys/sunddi.h>
#include <sys/systm.h>

/**
 * ddi_strncpy() - strncpy(9F): copy a string into a field
 * @dst: the field; without a NUL at its end if the string fills it
 * @src: the string
 * @n: bytes of the field; what the string leaves is zeroed
 *
 * Context: any.
 * Return: @dst. See strncpy(9F).
 */
char *ddi_strncpy(char *dst, const char *src, size_t n)
{
	size_t len = strnlen(src, n);

	memcpy(dst, src, len);
	memset(dst + len, 0, n - len);
	return dst;
}
EXPORT_SYMBOL_GPL(ddi_strncpy);

/**
 * ddi_strlcpy() - strlcpy(9F): copy what fits of a string
 * @dst: the buffer; has a NUL at the end afterwards, unless it has no byte
 * @src: the string
 * @dstsize: bytes of the buffer
 *
 * Context: any.
 * Return: the length of @src; it did not fit if that is not below @dstsize.
 * See strlcpy(9F).
 */
size_t ddi_strlcpy(char *dst, const char *src, size_t dstsize)
{
	size_t len = strlen(src), fits;

	if (dstsize) {
		fits = min(len, dstsize - 1);
		memcpy(dst, src, fits);
		dst[fits] = '\0';
	}
	return len;
}
EXPORT_SYMBOL_GPL(ddi_strlcpy);

/**
 * ddi_strlcat() - strlcat(9F): append what fits of a string
 * @dst: the buffer, with a string in it
 * @src: the string to append
 * @dstsize: bytes of the buffer
 *
 * Linux's own stops the machine where there is no NUL in the buffer.
 *
 * Context: any.
 * Return: the length that the result would have; it did not fit if that is not
 * below @dstsize. See strlcat(9F).
 */
size_t ddi_strlcat(char *dst, const char *src, size_t dstsize)
{
	size_t len = strnlen(dst, dstsize);

	return len + ddi_strlcpy(dst + len, src, dstsize - len);
}
EXPORT_SYMBOL_GPL(ddi_strlcat);

/**
 * kmem_vasprintf() - print into memory that is allocated for it
 * @fmt: as printf
 * @ap: the arguments
 *
 * Context: process, may sleep.
 * Return: the string, for strfree(); never NULL. See kmem_vasprintf(9F).
 */
char *kmem_vasprintf(const char *fmt, va_list ap)
{
	va_list copy;
	size_t size;
	char *str;

	va_copy(copy, ap);
	size = vsnprintf(NULL, 0, fmt, copy) + 1;
	va_end(copy);
	str = kmem_alloc(size, KM_SLEEP);
	vsnprintf(str, size, fmt, ap);
	return str;
}
EXPORT_SYMBOL_GPL(kmem_vasprintf);

/**
 * kmem_asprintf() - print into memory that is allocated for it
 * @fmt: as printf
 *
 * Context: process, may sleep.
 * Return: the string, for strfree(); never NULL. See kmem_asprintf(9F).
 */
char *kmem_asprintf(const char *fmt, ...)
{
	va_list ap;
	char *str;

	va_start(ap, fmt);
	str = kmem_vasprintf(fmt, ap);
	va_end(ap);
	return str;
}
EXPORT_SYMBOL_GPL(kmem_asprintf);

/**
 * strfree() - free a string of kmem_asprintf() or ddi_strdup()
 * @str: the string
 *
 * See strfree(9F).
 */
void strfree(char *str)
{
	kmem_free(str, strlen(str) + 1);
}
EXPORT_SYMBOL_GPL(strfree);

/**
 * ddi_strdup() - copy a string into memory that is allocated for it
 * @str: the string
 * @flag: KM_SLEEP or KM_NOSLEEP
 *
 * Context: process for KM_SLEEP, any for KM_NOSLEEP.
 * Return: the copy, for strfree(), or NULL without memory and with KM_NOSLEEP.
 * See ddi_strdup(9F).
 */
char *ddi_strdup(const char *str, uint_t flag)
{
	size_t size = strlen(str) + 1;
	char *copy = kmem_alloc(size, flag);

	return copy ? memcpy(copy, str, size) : NULL;
}
EXPORT_SYMBOL_GPL(ddi_strdup);
