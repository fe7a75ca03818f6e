/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The machine: its byte order and its data model.
 */
#ifndef _SYS_ISA_DEFS_H
#define	_SYS_ISA_DEFS_H

#ifdef __x86_64__
#define	__amd64		1
#define	__x86		1
#endif

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define	_LITTLE_ENDIAN		1
#else
#define	_BIG_ENDIAN		1
#endif

#define	_LONG_LONG_ALIGNMENT	8
#define	_MULTI_DATAMODEL	1

#ifndef _LP64
#define	_LP64			1
#endif

#endif /* _SYS_ISA_DEFS_H */
