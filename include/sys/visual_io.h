/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a program asks of a display: visual_io(4I).
 */
#ifndef _SYS_VISUAL_IO_H
#define	_SYS_VISUAL_IO_H

#include <sys/types.h>

#define	VIOC			('V' << 8)

#define	VIS_GETIDENTIFIER	(VIOC | 0)
#define	VIS_MAXNAMELEN		128

struct vis_identifier {
	char	name[VIS_MAXNAMELEN];	/* vendor, model */
};

#endif /* _SYS_VISUAL_IO_H */
