/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * /dev/xxtwo: two regions. The first one is a context: each mapping has the
 * device for itself. The second one is plain memory of the device, the same for
 * all. One mapping may show both.
 */
#ifndef _UAPI_XXTWO_H
#define	_UAPI_XXTWO_H

#define	XXTWO_OFF_CTXMGT	0x40000000
#define	XXTWO_CTXMGT_SIZE	0x100000
#define	XXTWO_OFF_NORMAL	0x40100000
#define	XXTWO_NORMAL_SIZE	0x100000

#endif /* _UAPI_XXTWO_H */
