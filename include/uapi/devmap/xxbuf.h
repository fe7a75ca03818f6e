/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * /dev/xxbuf: registers, and behind them a buffer that does not begin at a
 * page's start. Map XXBUF_OFFSET + XXBUF_SIZE bytes from offset 0 on:
 * devmap_mmap() of <devmap/devmap.h> returns the address of the buffer, mmap(2)
 * that of the page. munmap(2) wants the latter.
 */
#ifndef _UAPI_XXBUF_H
#define	_UAPI_XXBUF_H

#define	XXBUF_MAGIC	0x78786275	/* the first register: "xxbu" */
#define	XXBUF_OFFSET	0x800
#define	XXBUF_SIZE	0x1000

#endif /* _UAPI_XXBUF_H */
