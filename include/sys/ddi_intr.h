/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What an interrupt handler answers. The functions that would add one are absent,
 * as devices without a bus have no interrupts.
 */
#ifndef _SYS_DDI_INTR_H
#define	_SYS_DDI_INTR_H

#include <sys/types.h>
#include <sys/dditypes.h>

#define	DDI_INTR_UNCLAIMED	0
#define	DDI_INTR_CLAIMED	1

/* The argument that mutex_init(9F) takes for a lock of a handler. */
#define	DDI_INTR_PRI(pri)	((void *)((uintptr_t)(pri)))

#endif /* _SYS_DDI_INTR_H */
