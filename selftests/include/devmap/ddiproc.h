/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * /dev/ddiproc: who a driver thinks that its caller is, for selftests/proc.c.
 */
#ifndef _UAPI_DDIPROC_H
#define	_UAPI_DDIPROC_H

#include <sys/ioctl.h>

/* Pointers, to be compared and not to be followed. */
struct ddiproc_info {
	unsigned long	pi_proc;	/* curproc */
	unsigned long	pi_as;		/* curproc->p_as */
	unsigned long	pi_segmap_as;	/* of the last segmap(9E) */
	unsigned long	pi_map_as;	/* dh_seg->s_as of the last devmap_map(9E) */
	unsigned long	pi_dup_as;	/* ditto, devmap_dup(9E) */
	int		pi_pid;		/* curproc->p_pid */
	unsigned int	pi_uid;
	unsigned int	pi_granted;	/* a bit for each privilege asked for */
	int		pi_group;	/* is group 12345 one of the caller's? */
};

/* Privileges that are asked for. */
#define	DDIPROC_GRANTS	8

/* What DDIPROCIOC_LEAVE leaves behind when the module is unloaded. */
#define	DDIPROC_TIMEOUT		1
#define	DDIPROC_PERIODIC	2
#define	DDIPROC_TASKQ		4
#define	DDIPROC_THREAD		8
#define	DDIPROC_KSTAT		16

#define	DDIPROCIOC_INFO		_IOR('D', 0x90, struct ddiproc_info)
#define	DDIPROCIOC_LEAVE	_IO('D', 0x91)
/* Waits with cv_wait_sig(9F): EINTR, or ETIME after ten seconds of nothing. */
#define	DDIPROCIOC_WAIT		_IO('D', 0x92)

#endif /* _UAPI_DDIPROC_H */
