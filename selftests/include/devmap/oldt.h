/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * /dev/oldt,*: a test driver of the interfaces before devmap(9E). Its minor
 * numbers map the same eight pages, each by another interface.
 */
#ifndef _UAPI_OLDT_H
#define	_UAPI_OLDT_H

#include <sys/ioctl.h>

#define	OLDT_PAGES	8

/* Minor numbers, and the names behind "/dev/oldt,". */
#define	OLDT_SEGMAP	0	/* segmap: ddi_segmap(9F) */
#define	OLDT_SETUP	1	/* setup: ddi_segmap_setup(9F) */
#define	OLDT_MAPDEV	2	/* mapdev: ddi_mapdev(9F) */
#define	OLDT_DEVMAP	3	/* devmap: ddi_devmap_segmap(9F) */
#define	OLDT_MINORS	4

/* What mmap(9E) calls hat_getkpfnum(9F) with. */
#define	OLDT_REGS	0	/* the register set */
#define	OLDT_KMEM	1	/* memory of kmem_alloc(9F), two pages, again and again */
#define	OLDT_KAS	2	/* as OLDT_REGS, with hat_getpfnum(kas.a_hat) */
#define	OLDT_NOTHING	3	/* an address where nothing is */
#define	OLDT_ROM	4	/* none: it names the BIOS of a PC */

/* How the driver is to behave. */
struct oldt_set {
	unsigned int	os_source;	/* OLDT_REGS and so on */
	unsigned int	os_refusemap;	/* mask of pages: -1 at mmap time */
	unsigned int	os_refusefault;	/* mask of pages: -1 at fault time */
	unsigned int	os_refuseprot;	/* PROT_* that mmap(9E) refuses */
	int		os_errbefore;	/* segmap(9E) returns it at once */
	int		os_errafter;	/* segmap(9E) returns it at the end */
	unsigned int	os_addroff;	/* segmap(9E) adds it to *addrp */
	unsigned int	os_order;	/* of accesses: DDI_STRICTORDER_ACC... */
	unsigned int	os_rnumber;
	unsigned int	os_ctl;		/* a broken ddi_mapdev_ctl, see below */
	unsigned int	os_noload;	/* mapdev_access(9E) returns 0 only */
	unsigned int	os_wide;	/* ... validates the whole mapping */
	unsigned int	os_reverse;	/* ... before it intercepts the other */
	unsigned int	os_accesserr;	/* ... returns it */
	unsigned int	os_duperr;	/* mapdev_dup(9E) returns it */
	int		os_accattr;	/* of ddi_mapdev_set_device_acc_attr */
	int		os_accattrlen;	/* bytes of that; -1: no call */
};

#define	OLDT_CTL_REV	1	/* wrong revision */
#define	OLDT_CTL_NOACC	2	/* no access callback */

/* What was called. */
#define	OLDT_C_MMAP	1	/* mmap(9E) inside of segmap(9E) */
#define	OLDT_C_FAULT	2	/* mmap(9E) in a fault */
#define	OLDT_C_ACCESS	3
#define	OLDT_C_DUP	4
#define	OLDT_C_FREE	5
#define	OLDT_C_DEVMAP	6

struct oldt_call {
	unsigned int		oc_what;
	unsigned int		oc_arg;		/* prot; or which mapping */
	unsigned int		oc_model;	/* DDI_MODEL_* */
	unsigned int		oc_pid;
	unsigned long long	oc_off;
};

#define	OLDT_LOG	48

struct oldt_log {
	unsigned int		ol_n;		/* calls, also those not kept */
	unsigned int		ol_model;	/* of this ioctl's mode */
	struct oldt_call	ol_call[OLDT_LOG];
};

/* Takes the device away from whoever has it, without a fault. */
struct oldt_intercept {
	int			oi_mapping;	/* oc_arg of its first access */
	int			oi_result;	/* out */
	long long		oi_off;
	long long		oi_len;
};

#define	OLDTIOC_SET		_IOW('O', 0x80, struct oldt_set)
/* Reads what was called, and forgets it. */
#define	OLDTIOC_LOG		_IOR('O', 0x81, struct oldt_log)
#define	OLDTIOC_INTERCEPT	_IOWR('O', 0x82, struct oldt_intercept)
/* As OLDTIOC_INTERCEPT: ddi_mapdev_nointercept(9F), which is wrong here. */
#define	OLDTIOC_NOINTERCEPT	_IOWR('O', 0x83, struct oldt_intercept)

#endif /* _UAPI_OLDT_H */
