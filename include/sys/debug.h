/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Assertions. VERIFY is always checked; ASSERT in builds with DEBUG. A failed
 * one warns with a stack trace, once in a place, and goes on: a driver's
 * mistake must not take the machine down.
 */
#ifndef _SYS_DEBUG_H
#define	_SYS_DEBUG_H

#include <sys/symnames.h>

void ddi_assfail(const char *expr, const char *file, int line);

#define	VERIFY(ex) \
	((void)((ex) || (ddi_assfail(#ex, __FILE__, __LINE__), 0)))
#define	VERIFY3S(l, op, r)	VERIFY((long)(l) op (long)(r))
#define	VERIFY3U(l, op, r)	VERIFY((unsigned long)(l) op (unsigned long)(r))
#define	VERIFY3P(l, op, r)	VERIFY((void *)(l) op (void *)(r))
#define	VERIFY0(ex)		VERIFY((ex) == 0)

#ifdef DEBUG
#define	ASSERT(ex)		VERIFY(ex)
#define	ASSERT3S(l, op, r)	VERIFY3S(l, op, r)
#define	ASSERT3U(l, op, r)	VERIFY3U(l, op, r)
#define	ASSERT3P(l, op, r)	VERIFY3P(l, op, r)
#define	ASSERT0(ex)		VERIFY0(ex)
#else
#define	ASSERT(ex)		((void)sizeof (ex))
#define	ASSERT3S(l, op, r)	((void)sizeof ((l) op (r)))
#define	ASSERT3U(l, op, r)	((void)sizeof ((l) op (r)))
#define	ASSERT3P(l, op, r)	((void)sizeof ((l) op (r)))
#define	ASSERT0(ex)		((void)sizeof (ex))
#endif

#define	CTASSERT(ex)		_Static_assert(ex, #ex)

#endif /* _SYS_DEBUG_H */
