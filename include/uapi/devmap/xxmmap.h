/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * /dev/xxmmap: registers that programs may look at. Open it for reading only and
 * map it MAP_SHARED.
 */
#ifndef _UAPI_XXMMAP_H
#define	_UAPI_XXMMAP_H

#include <sys/ioctl.h>

#define	XXMMAP_CSR	0x5a		/* what the csr reads */

struct xxmmap_reg {
	char	xr_csr;
	char	xr_data;
};

/* Sets xr_data. */
#define	XXMMAPIOC_DATA	_IOW('M', 0x80, char)

#endif /* _UAPI_XXMMAP_H */
