/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * /dev/xxctx: what a program maps, and its ioctls.
 *
 * From offset 0 on, xi_ctxsize bytes of device that every program has for itself:
 * a page of registers, and a data area behind it. mmap it MAP_PRIVATE for a
 * context of your own, or MAP_SHARED for the one that all such mappings share.
 * Behind it, at xi_statusoff, a page of status that everybody may read.
 */
#ifndef _UAPI_XXCTX_H
#define	_UAPI_XXCTX_H

#include <sys/ioctl.h>

#define	XXCTX_MAGIC	0x78786374	/* "xxct" */
#define	XXCTX_VERSION	1

/* The register page. The device keeps what is written to it. */
struct xxctx_regs {
	unsigned long long	xr_id;		/* set by the driver; see xs_current */
	unsigned long long	xr_control;
	unsigned long long	xr_reg[62];
};

/* The status page; read only. */
struct xxctx_status {
	unsigned int		xs_magic;
	unsigned int		xs_version;
	unsigned long long	xs_current;	/* xr_id of who has the device; 0: none */
	unsigned long long	xs_switches;	/* changes of xs_current */
	unsigned long long	xs_saves;
	unsigned long long	xs_restores;
	unsigned long long	xs_failures;	/* saves and restores that failed */
};

struct xxctx_info {
	unsigned int		xi_version;	/* XXCTX_VERSION */
	unsigned int		xi_instance;
	unsigned long long	xi_ctxsize;	/* bytes, whole pages */
	unsigned long long	xi_statusoff;	/* offset of the status page */
	unsigned long long	xi_holdusec;	/* hold time in microseconds */
	unsigned long long	xi_reserved[4];	/* 0 */
};

#define	XXIOC_GETINFO	_IOR('x', 0x80, struct xxctx_info)

/*
 * Takes the interrupts that the device has raised for the caller's contexts, a bit
 * each. EAGAIN: none; wait with poll(2) for POLLIN. ENOTTY: it has no interrupts.
 */
#define	XXIOC_GETINTR	_IOR('x', 0x81, unsigned int)

#endif /* _UAPI_XXCTX_H */
