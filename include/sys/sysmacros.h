/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _SYS_SYSMACROS_H
#define	_SYS_SYSMACROS_H

#include <sys/param.h>

#define	MIN(a, b)		((a) < (b) ? (a) : (b))
#define	MAX(a, b)		((a) < (b) ? (b) : (a))
#define	ABS(a)			((a) < 0 ? -(a) : (a))
#define	SIGNOF(a)		((a) < 0 ? -1 : (a) > 0)

#define	howmany(x, y)		(((x) + ((y) - 1)) / (y))
#define	roundup(x, y)		((((x) + ((y) - 1)) / (y)) * (y))
#define	ISP2(x)			(((x) & ((x) - 1)) == 0)
#define	IS_P2ALIGNED(v, a)	((((uintptr_t)(v)) & ((uintptr_t)(a) - 1)) == 0)
#define	P2ALIGN(x, a)		((x) & -(a))
#define	P2PHASE(x, a)		((x) & ((a) - 1))
#define	P2NPHASE(x, a)		(-(x) & ((a) - 1))
#define	P2ROUNDUP(x, a)		(-(-(x) & -(a)))
#define	P2END(x, a)		(-(~(x) & -(a)))
#define	P2PHASEUP(x, a, phase)	((phase) - (((phase) - (x)) & -(a)))
#define	P2CROSS(x, y, a)	(((x) ^ (y)) > (a) - 1)
#define	P2SAMEHIGHBIT(x, y)	(((x) ^ (y)) < ((x) & (y)))
#define	P2ALIGN_TYPED(x, a, t)	((t)(x) & -(t)(a))
#define	P2PHASE_TYPED(x, a, t)	((t)(x) & ((t)(a) - 1))
#define	P2NPHASE_TYPED(x, a, t)	(-(t)(x) & ((t)(a) - 1))
#define	P2ROUNDUP_TYPED(x, a, t) (-(-(t)(x) & -(t)(a)))
#define	P2END_TYPED(x, a, t)	(-(~(t)(x) & -(t)(a)))

#ifndef ARRAY_SIZE
#define	ARRAY_SIZE(x)		(sizeof (x) / sizeof ((x)[0]))
#endif

#endif /* _SYS_SYSMACROS_H */
