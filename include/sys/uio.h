/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What read(9E) and write(9E) are asked for: uio(9S), iovec(9S).
 */
#ifndef _SYS_UIO_H
#define	_SYS_UIO_H

#include <sys/types.h>

typedef struct iovec {
	caddr_t		iov_base;
	size_t		iov_len;
} iovec_t;

typedef enum uio_rw { UIO_READ, UIO_WRITE } uio_rw_t;

/* Whose addresses they are. */
typedef enum uio_seg { UIO_USERSPACE, UIO_SYSSPACE, UIO_USERISPACE } uio_seg_t;
typedef uio_seg_t	uioseg_t;

typedef struct uio {
	iovec_t		*uio_iov;	/* pieces that are left */
	int		uio_iovcnt;	/* how many */
	offset_t	uio_loffset;	/* where in the device, in bytes */
	uioseg_t	uio_segflg;
	uint16_t	uio_fmode;	/* FREAD, FWRITE, FNDELAY, FNONBLOCK */
	uint16_t	uio_extflg;
	offset_t	uio_llimit;	/* one above the highest offset */
	ssize_t		uio_resid;	/* bytes that are left */
} uio_t;

#define	uio_offset	uio_loffset
#define	uio_limit	uio_llimit

#define	UIO_COPY_DEFAULT	0x0000
#define	UIO_COPY_CACHED		0x0001

int uiomove(caddr_t address, size_t nbytes, enum uio_rw rwflag, uio_t *uio_p);
int ureadc(int c, uio_t *uio_p);
int uwritec(uio_t *uio_p);
void uioskip(uio_t *uio_p, size_t nbytes);

#endif /* _SYS_UIO_H */
