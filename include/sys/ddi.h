/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The DDI that Solaris shares with other System V kernels.
 */
#ifndef _SYS_DDI_H
#define	_SYS_DDI_H

#include <sys/types.h>
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/mkdev.h>
#include <sys/sysmacros.h>
#include <sys/ksynch.h>
#include <sys/ddi_parm.h>
#include <sys/uio.h>
#include <sys/poll.h>

int stoi(char **str);
void numtos(ulong_t num, char *s);

/* The lesser and the greater of two numbers. */
static inline int
min(int a, int b)
{
	return (a < b ? a : b);
}

static inline int
max(int a, int b)
{
	return (a > b ? a : b);
}

/* The lowest and the highest bit that is set, from 1; 0 for none. */
static inline int
ddi_ffs(long mask)
{
	return (__builtin_ffsl(mask));
}

static inline int
ddi_fls(long mask)
{
	return (mask == 0 ? 0 : 64 - __builtin_clzl((unsigned long)mask));
}

#endif /* _SYS_DDI_H */
