/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a program asks of a frame buffer. The structures and commands are those of
 * SunOS; the numbers are encoded as <sys/ioccom.h> does.
 */
#ifndef _SYS_FBIO_H
#define	_SYS_FBIO_H

#include <sys/types.h>
#include <sys/ioccom.h>

/* Kinds of frame buffer. */
#define	FBTYPE_SUN1BW		0
#define	FBTYPE_SUN2BW		2
#define	FBTYPE_SUN3COLOR	4
#define	FBTYPE_MEMCOLOR		7
#define	FBTYPE_SUN4COLOR	8
#define	FBTYPE_SUNFAST_COLOR	12

struct fbtype {
	int	fb_type;	/* FBTYPE_* */
	int	fb_height;	/* pixels */
	int	fb_width;
	int	fb_depth;	/* bits of a pixel */
	int	fb_cmsize;	/* entries of the colour map */
	int	fb_size;	/* bytes */
};

struct fbcmap {
	int		index;	/* the first entry */
	int		count;
	unsigned char	*red;
	unsigned char	*green;
	unsigned char	*blue;
};

#define	FBIOGTYPE	_IOR('F', 0, struct fbtype)
#define	FBIOPUTCMAP	_IOW('F', 3, struct fbcmap)
#define	FBIOGETCMAP	_IOW('F', 4, struct fbcmap)
#define	FBIOSVIDEO	_IOW('F', 7, int)
#define	FBIOGVIDEO	_IOR('F', 8, int)

#define	FBVIDEO_OFF	0
#define	FBVIDEO_ON	1

#endif /* _SYS_FBIO_H */
