/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Kinds of file. There are no vnodes for a driver to look into.
 */
#ifndef _SYS_VNODE_H
#define	_SYS_VNODE_H

#include <sys/types.h>

struct vnode;
typedef struct vnode	vnode_t;

typedef enum vtype {
	VNON = 0,
	VREG = 1,
	VDIR = 2,
	VBLK = 3,
	VCHR = 4,
	VLNK = 5,
	VFIFO = 6,
	VBAD = 9
} vtype_t;

#endif /* _SYS_VNODE_H */
