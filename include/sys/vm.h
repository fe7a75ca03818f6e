/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The memory system. What a driver uses of it is in <sys/ddidevmap.h>; the rest of
 * Solaris's has no counterpart.
 */
#ifndef _SYS_VM_H
#define	_SYS_VM_H

#include <sys/types.h>
#include <sys/param.h>
#include <sys/mman.h>

#endif /* _SYS_VM_H */
