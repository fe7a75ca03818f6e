/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the memory system of Solaris offers inside the kernel. A driver's mappings
 * are made by <sys/ddidevmap.h>; nothing else of it has a counterpart.
 */
#ifndef _SYS_VMSYSTM_H
#define	_SYS_VMSYSTM_H

#include <sys/types.h>
#include <sys/param.h>
#include <sys/mman.h>

#endif /* _SYS_VMSYSTM_H */
