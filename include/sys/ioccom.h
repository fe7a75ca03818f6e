/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Ioctl numbers. The encoding is Linux's, because the program that issues the
 * ioctl was compiled with Linux's <sys/ioctl.h>.
 */
#ifndef _SYS_IOCCOM_H
#define	_SYS_IOCCOM_H

#define	IOCPARM_MASK	0x3fff

#define	_IOC_ENCODE(dir, x, y, size) \
	(((unsigned int)(dir) << 30) | ((unsigned int)(size) << 16) | \
	((unsigned int)(x) << 8) | (unsigned int)(y))

#define	_IO(x, y)	_IOC_ENCODE(0, (x), (y), 0)
#define	_IOW(x, y, t)	_IOC_ENCODE(1, (x), (y), sizeof (t))
#define	_IOR(x, y, t)	_IOC_ENCODE(2, (x), (y), sizeof (t))
#define	_IOWR(x, y, t)	_IOC_ENCODE(3, (x), (y), sizeof (t))

#endif /* _SYS_IOCCOM_H */
