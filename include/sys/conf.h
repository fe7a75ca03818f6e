/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The entry points of a character driver: cb_ops(9S).
 */
#ifndef _SYS_CONF_H
#define	_SYS_CONF_H

#include <sys/types.h>
#include <sys/devops.h>

#define	D_NEW		0x00
#define	D_TAPE		0x08
#define	D_MTSAFE	0x20
#define	D_MP		D_MTSAFE
#define	D_HOTPLUG	0x04
#define	D_DEVMAP	0x100
#define	D_64BIT		0x200
#define	D_U64BIT	0x400

#endif /* _SYS_CONF_H */
