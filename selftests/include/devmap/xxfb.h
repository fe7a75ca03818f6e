/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * /dev/xxfb: a frame buffer that each program has for itself.
 *
 * Every open(2) makes a screen, black at first; it lives as long as the file, or a
 * mapping of it. mmap the file MAP_SHARED and PROT_WRITE alone, from offset 0 on,
 * and draw: lines of xi_pitch bytes, a pixel is 32 bits, 0x00RRGGBB. The monitor
 * shows one of the screens: the first one, until XXFBIOC_SHOW chooses another.
 */
#ifndef _UAPI_XXFB_H
#define	_UAPI_XXFB_H

#include <sys/ioctl.h>

struct xxfb_info {
	unsigned int		xi_width;	/* pixels */
	unsigned int		xi_height;
	unsigned int		xi_pitch;	/* bytes */
	unsigned int		xi_screen;	/* the number of this file's */
	unsigned int		xi_shown;	/* of what is shown; 0: none */
	unsigned int		xi_reserved;	/* 0 */
	unsigned long long	xi_size;	/* bytes to map, whole pages */
	unsigned long long	xi_switches;	/* of the frame buffer */
};

#define	XXFBIOC_INFO	_IOR('F', 0x90, struct xxfb_info)
/* Shows the screen of this number; ENOENT if there is none. */
#define	XXFBIOC_SHOW	_IOW('F', 0x91, unsigned int)

#endif /* _UAPI_XXFB_H */
