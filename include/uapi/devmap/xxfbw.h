/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * /dev/xxfbw: a frame buffer that programs may write and not read.
 */
#ifndef _UAPI_XXFBW_H
#define	_UAPI_XXFBW_H

#include <sys/ioctl.h>

struct xxfbw_info {
	unsigned long long	xi_size;	/* bytes, from offset 0 on */
};

/* What the screen shows. */
struct xxfbw_pixel {
	unsigned long long	xp_off;		/* in: bytes, a multiple of 4 */
	unsigned int		xp_value;	/* out */
	unsigned int		xp_reserved;	/* 0 */
};

#define	XXFBWIOC_INFO	_IOR('F', 0x80, struct xxfbw_info)
#define	XXFBWIOC_PIXEL	_IOWR('F', 0x81, struct xxfbw_pixel)

#endif /* _UAPI_XXFBW_H */
