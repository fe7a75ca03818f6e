/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The basic types of a Solaris driver.
 *
 * A driver is compiled against these headers alone: no Linux header takes part
 * (the compiler flags of Kbuild aside), so nothing of Linux can clash with a
 * name of the driver, and a call that does not exist here fails to compile.
 *
 * The layer below needs both worlds; its copy of this file is
 * compat/include/sys/types.h, which takes the base types from Linux.
 */
#ifndef _SYS_TYPES_H
#define	_SYS_TYPES_H

typedef signed char		int8_t;
typedef short			int16_t;
typedef int			int32_t;
typedef long			int64_t;
typedef unsigned char		uint8_t;
typedef unsigned short		uint16_t;
typedef unsigned int		uint32_t;
typedef unsigned long		uint64_t;
typedef unsigned char		u_int8_t;
typedef unsigned short		u_int16_t;
typedef unsigned int		u_int32_t;
typedef unsigned long		u_int64_t;

typedef long			intptr_t;
typedef unsigned long		uintptr_t;
typedef unsigned long		size_t;
typedef long			ssize_t;
typedef long			ptrdiff_t;

typedef unsigned char		u_char;
typedef unsigned short		u_short;
typedef unsigned int		u_int;
typedef unsigned long		u_long;
typedef unsigned short		ushort;
typedef unsigned int		uint;
typedef unsigned long		ulong;

typedef char			*caddr_t;
typedef long			off_t;
typedef long			clock_t;
typedef int			pid_t;
typedef unsigned int		uid_t;
typedef unsigned int		gid_t;
typedef unsigned int		mode_t;
typedef unsigned long		ino_t;
typedef unsigned int		nlink_t;
typedef long			daddr_t;
typedef long			time_t;

/*
 * Linux's encoding of a device number in the kernel (12 bits of major, 20 of
 * minor). Opaque to a driver: <sys/mkdev.h> and getminor(9F) take it apart.
 */
typedef unsigned int		dev_t;

/* A physical page number. */
typedef unsigned long		pfn_t;

#ifndef NULL
#define	NULL			((void *)0)
#endif

#ifndef offsetof
#define	offsetof(s, m)		__builtin_offsetof(s, m)
#endif

#include <sys/types_solaris.h>

#endif /* _SYS_TYPES_H */
