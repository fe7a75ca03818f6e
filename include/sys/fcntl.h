/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How open(2) is asked, in the numbers of a Linux program. A driver gets these as
 * FREAD, FWRITE and others of <sys/file.h>.
 */
#ifndef _SYS_FCNTL_H
#define	_SYS_FCNTL_H

#define	O_RDONLY	0
#define	O_WRONLY	1
#define	O_RDWR		2
#define	O_CREAT		0100
#define	O_EXCL		0200
#define	O_NOCTTY	0400
#define	O_TRUNC		01000
#define	O_APPEND	02000
#define	O_NONBLOCK	04000
#define	O_NDELAY	O_NONBLOCK

#endif /* _SYS_FCNTL_H */
