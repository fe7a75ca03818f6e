/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A transfer of data, and those who wait for its end: buf(9S).
 *
 * There are no block devices here, so strategy(9E) is called by the driver that
 * has it, and b_un.b_addr is an address of the kernel.
 */
#ifndef _SYS_BUF_H
#define	_SYS_BUF_H

#include <sys/types.h>
#include <sys/lockkey.h>
#include <sys/kmem.h>

struct buf {
	int		b_flags;	/* B_READ and others */
	struct buf	*av_forw;	/* the driver's, while it has the buf */
	struct buf	*av_back;
	size_t		b_bcount;	/* bytes to transfer */
	union {
		caddr_t	b_addr;		/* where from or to */
	} b_un;
	long		b_blkno;	/* block on the device: a daddr_t */
	diskaddr_t	b_lblkno;
	size_t		b_resid;	/* bytes not transferred */
	size_t		b_bufsize;	/* bytes of the memory */
	int		(*b_iodone)(struct buf *);	/* called by biodone() */
	int		b_error;	/* error number */
	dev_t		b_edev;
	void		*b_private;
	dev_info_t	*b_dip;
	void		*b_opaque[DDI_LOCK_WORDS];	/* the layer's */
};
typedef struct buf	buf_t;

#define	B_WRITE		0x00000000
#define	B_READ		0x00000001
#define	B_BUSY		0x00000002
#define	B_DONE		0x00000004
#define	B_ERROR		0x00000008
#define	B_PHYS		0x00000010
#define	B_ASYNC		0x00000020
#define	B_KERNBUF	0x00000000

buf_t *getrbuf(int sleepflag);
void freerbuf(buf_t *bp);
void bioinit(buf_t *bp);
void biofini(buf_t *bp);
void bioreset(buf_t *bp);
size_t biosize(void);
void biodone(buf_t *bp);
int biowait(buf_t *bp);
void bioerror(buf_t *bp, int error);
int geterror(buf_t *bp);
void clrbuf(buf_t *bp);

#endif /* _SYS_BUF_H */
