/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Protections and flags of a mapping. The numbers are those of both systems;
 * PROT_USER exists only inside a Solaris kernel, and the layer always sets it.
 */
#ifndef _SYS_MMAN_H
#define	_SYS_MMAN_H

#define	PROT_NONE	0x0
#define	PROT_READ	0x1
#define	PROT_WRITE	0x2
#define	PROT_EXEC	0x4
#define	PROT_USER	0x8
#define	PROT_ZFOD	(PROT_READ | PROT_WRITE | PROT_EXEC | PROT_USER)
#define	PROT_ALL	(PROT_READ | PROT_WRITE | PROT_EXEC | PROT_USER)

#define	MAP_SHARED	0x01
#define	MAP_PRIVATE	0x02
#define	MAP_TYPE	0x0f
#define	MAP_FIXED	0x10

#endif /* _SYS_MMAN_H */
