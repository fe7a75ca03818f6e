/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Modes of an open file, as open(9E) and ioctl(9E) get them.
 */
#ifndef _SYS_FILE_H
#define	_SYS_FILE_H

#include <sys/model.h>

#define	FOPEN		0xffffffff
#define	FREAD		0x01
#define	FWRITE		0x02
#define	FNDELAY		0x04
#define	FAPPEND		0x08
#define	FSYNC		0x10
#define	FNONBLOCK	0x80
#define	FEXCL		0x0400
#define	FKIOCTL		0x80000000	/* ioctl from the kernel itself */

#endif /* _SYS_FILE_H */
