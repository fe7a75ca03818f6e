/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Device numbers: getmajor(9F), getminor(9F), makedevice(9F).
 */
#ifndef _SYS_MKDEV_H
#define	_SYS_MKDEV_H

#include <sys/types.h>

#define	L_BITSMINOR	20
#define	L_MAXMAJ	0xfffU
#define	L_MAXMIN	0xfffffU
#define	MAXMIN		L_MAXMIN
#define	NODEV		((dev_t)-1)

major_t getmajor(dev_t dev);
minor_t getminor(dev_t dev);
dev_t makedevice(major_t major, minor_t minor);

#define	getemajor(dev)	getmajor(dev)
#define	geteminor(dev)	getminor(dev)

#endif /* _SYS_MKDEV_H */
