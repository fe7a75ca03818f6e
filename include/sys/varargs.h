/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _SYS_VARARGS_H
#define	_SYS_VARARGS_H

#ifndef va_start
typedef __builtin_va_list va_list;
#define	va_start(ap, last)	__builtin_va_start(ap, last)
#define	va_arg(ap, type)	__builtin_va_arg(ap, type)
#define	va_end(ap)		__builtin_va_end(ap)
#define	va_copy(dst, src)	__builtin_va_copy(dst, src)
#endif

#endif /* _SYS_VARARGS_H */
