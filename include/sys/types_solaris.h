/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The types of Solaris that Linux has no name for; part of <sys/types.h>.
 */
#ifndef _SYS_TYPES_SOLARIS_H
#define	_SYS_TYPES_SOLARIS_H

#include <sys/types.h>
#include <sys/symnames.h>

typedef unsigned char		uchar_t;
typedef unsigned short		ushort_t;
typedef unsigned int		uint_t;
typedef unsigned long		ulong_t;
typedef long long		longlong_t;
typedef unsigned long long	u_longlong_t;

/* An offset of a device or file: 64 bits, signed. */
typedef longlong_t		offset_t;
typedef u_longlong_t		u_offset_t;
typedef longlong_t		hrtime_t;
typedef u_longlong_t		diskaddr_t;

typedef uint_t			major_t;
typedef uint_t			minor_t;
typedef ulong_t			pgcnt_t;
typedef int			id_t;
typedef int			processorid_t;
typedef int			zoneid_t;
typedef ulong_t			paddr_t;
typedef uint32_t		caddr32_t;
typedef int32_t			off32_t;
typedef uint32_t		size32_t;
typedef int32_t			ssize32_t;
typedef int32_t			time32_t;
typedef int32_t			clock32_t;
typedef int32_t			pid32_t;
typedef uint32_t		dev32_t;
typedef uint32_t		uid32_t;
typedef uint32_t		uintptr32_t;

typedef enum { B_FALSE, B_TRUE } boolean_t;

/* Identifies a timeout(9F); 0 is none. */
typedef void			*timeout_id_t;

/* Identifies a thread: ddi_get_kt_did(9F); no two have had the same one. */
typedef uint64_t		kt_did_t;

/* A scheduling priority; accepted, Linux schedules by its own ideas. */
typedef short			pri_t;

struct as;
struct seg;
struct cred;
struct dev_info;
struct proc;
struct uio;
struct buf;
struct page;
struct _kthread;

typedef struct cred		cred_t;
typedef struct dev_info		dev_info_t;
typedef struct proc		proc_t;
typedef struct _kthread		kthread_t;
typedef struct page		page_t;

#endif /* _SYS_TYPES_SOLARIS_H */
