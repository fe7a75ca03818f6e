// SPDX-License-Identifier: GPL-2.0
/*
 * Numbers from strings and back: ddi_strtol(9F), stoi(9F), numtos(9F).
 */
#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/overflow.h>

#include <sys/sunddi.h>

/**
 * struct ddi_number - a number that was read
 * @end: what follows it; the string's start if there is none
 * @value: without its sign
 * @negative: it has a minus
 * @overflow: it does not fit into 64 bits
 */
struct ddi_number {
	const char *end;
	u64 value;
	bool negative;
	bool overflow;
};

static int ddi_digit(char c)
{
	if (isdigit(c))
		return c - '0';
	return isascii(c) && isalpha(c) ? tolower(c) - 'a' + 10 : INT_MAX;
}

static const char *ddi_skip_sign(const char *s, struct ddi_number *num)
{
	num->negative = *s == '-';
	return *s == '-' || *s == '+' ? s + 1 : s;
}

/* The base that a prefix says, or the one given; skips 0x. */
static const char *ddi_skip_prefix(const char *s, int *base)
{
	bool hex = s[0] == '0' && tolower(s[1]) == 'x' && isxdigit(s[2]);

	if (!*base)
		*base = hex ? 16 : *s == '0' ? 8 : 10;
	return hex && *base == 16 ? s + 2 : s;
}

static void ddi_read_digits(const char *s, int base, struct ddi_number *num)
{
	for (; ddi_digit(*s) < base; s++) {
		if (check_mul_overflow(num->value, (u64)base, &num->value) ||
		    check_add_overflow(num->value, (u64)ddi_digit(*s), &num->value))
			num->overflow = true;
		num->end = s + 1;
	}
}

/* As strtoull(3C). EINVAL for a base that is none. */
static int ddi_read_number(const char *str, int base, struct ddi_number *num)
{
	const char *s = str;

	*num = (struct ddi_number){ .end = str };
	if (base < 0 || base == 1 || base > 36)
		return EINVAL;
	while (isspace(*s))
		s++;
	s = ddi_skip_sign(s, num);
	s = ddi_skip_prefix(s, &base);
	ddi_read_digits(s, base, num);
	return 0;
}

static int ddi_read_signed(const char *str, char **nptr, int base, s64 *result)
{
	struct ddi_number num;
	int err = ddi_read_number(str, base, &num);

	if (err)
		return err;
	if (nptr)
		*nptr = (char *)num.end;
	if (num.overflow || num.value > (u64)S64_MAX + num.negative)
		return ERANGE;
	*result = num.negative ? -num.value : num.value;
	return num.end == str ? EINVAL : 0;
}

static int ddi_read_unsigned(const char *str, char **nptr, int base, u64 *result)
{
	struct ddi_number num;
	int err = ddi_read_number(str, base, &num);

	if (err)
		return err;
	if (nptr)
		*nptr = (char *)num.end;
	if (num.overflow)
		return ERANGE;
	*result = num.negative ? -num.value : num.value;
	return num.end == str ? EINVAL : 0;
}

/**
 * ddi_strtol() - read a number
 * @str: white space, a sign, the number
 * @nptr: receives where it ends; may be NULL
 * @base: 2 to 36; 0 for what a prefix 0 or 0x says, else 10
 * @result: receives the number
 *
 * Context: any.
 * Return: 0, EINVAL for a wrong @base or no number, ERANGE if it does not fit.
 * See ddi_strtol(9F).
 */
int ddi_strtol(const char *str, char **nptr, int base, long *result)
{
	BUILD_BUG_ON(sizeof(long) != sizeof(s64));
	return ddi_read_signed(str, nptr, base, (s64 *)result);
}
EXPORT_SYMBOL_GPL(ddi_strtol);

/**
 * ddi_strtoul() - read a number without a sign
 * @str: as ddi_strtol(); one with a minus is taken modulo 2^64, as by strtoul(3C)
 * @nptr: as ddi_strtol()
 * @base: as ddi_strtol()
 * @result: as ddi_strtol()
 *
 * Context: any.
 * Return: as ddi_strtol(). See ddi_strtoul(9F).
 */
int ddi_strtoul(const char *str, char **nptr, int base, unsigned long *result)
{
	return ddi_read_unsigned(str, nptr, base, (u64 *)result);
}
EXPORT_SYMBOL_GPL(ddi_strtoul);

/**
 * ddi_strtoll() - read a number of 64 bits
 * @str: as ddi_strtol()
 * @nptr: as ddi_strtol()
 * @base: as ddi_strtol()
 * @result: as ddi_strtol()
 *
 * Context: any.
 * Return: as ddi_strtol(). See ddi_strtoll(9F).
 */
int ddi_strtoll(const char *str, char **nptr, int base, longlong_t *result)
{
	return ddi_read_signed(str, nptr, base, (s64 *)result);
}
EXPORT_SYMBOL_GPL(ddi_strtoll);

/**
 * ddi_strtoull() - read a number of 64 bits without a sign
 * @str: as ddi_strtoul()
 * @nptr: as ddi_strtol()
 * @base: as ddi_strtol()
 * @result: as ddi_strtol()
 *
 * Context: any.
 * Return: as ddi_strtol(). See ddi_strtoull(9F).
 */
int ddi_strtoull(const char *str, char **nptr, int base, u_longlong_t *result)
{
	return ddi_read_unsigned(str, nptr, base, (u64 *)result);
}
EXPORT_SYMBOL_GPL(ddi_strtoull);

/**
 * stoi() - read a decimal number and step over it
 * @str: the string; afterwards what follows the digits
 *
 * Context: any.
 * Return: the number; 0 if there is no digit. See stoi(9F).
 */
int stoi(char **str)
{
	int n = 0;

	for (; isdigit(**str); (*str)++)
		n = n * 10 + (**str - '0');
	return n;
}
EXPORT_SYMBOL_GPL(stoi);

/**
 * numtos() - write a decimal number
 * @num: the number
 * @s: receives it and a NUL: up to 21 bytes
 *
 * Context: any. See numtos(9F).
 */
void numtos(ulong_t num, char *s)
{
	sprintf(s, "%lu", num);
}
EXPORT_SYMBOL_GPL(numtos);
