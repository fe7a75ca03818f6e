/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * /dev/pcit: a driver of PCI devices that does what its tests say, one DDI call for
 * one ioctl.
 */
#ifndef _UAPI_PCIT_H
#define _UAPI_PCIT_H

#include <sys/ioctl.h>

#define PCIT_MAXREGS	8

struct pcit_info {
	int		pi_instance;
	int		pi_nregs;
	long long	pi_size[PCIT_MAXREGS];
	char		pi_name[32];		/* ddi_get_name(9F) */
};

/* One access to a register set, or to the configuration space. */
struct pcit_access {
	int		pa_rnumber;
	int		pa_width;		/* 8, 16, 32, 64 */
	int		pa_write;
	int		pa_endian;		/* DDI_NEVERSWAP_ACC and so on */
	int		pa_order;
	int		pa_config;		/* by pci_config_get8(9F) and so on */
	long long	pa_off;
	long long	pa_len;			/* mapped bytes from there on */
	unsigned long long pa_value;
};

#define PCIT_PROP_MAX	256

/* A property: integers, or strings one behind the other. */
struct pcit_prop {
	char		pp_name[32];
	unsigned int	pp_n;
	union {
		unsigned int	pp_int[PCIT_PROP_MAX / 4];
		char		pp_string[PCIT_PROP_MAX];
	};
};

/* What the next mmap(2) shows: registers from pm_off + the offset on. */
struct pcit_mapping {
	int		pm_rnumber;
	int		pm_order;
	long long	pm_off;
};

/* ddi_intr_*(9F), the old functions, and what handlers have seen. */
struct pcit_intr {
	int		in_op;
	int		in_type;
	int		in_arg;
	int		in_value;		/* out */
	int		in_calls;		/* out: of the handler */
	int		in_last;		/* out: what it read in the device */
	int		in_held;		/* out: times that it waited for a lock */
};

#define PCIT_INTR_TYPES		0	/* in_value: supported types */
#define PCIT_INTR_NINTRS	1
#define PCIT_INTR_NAVAIL	2
#define PCIT_INTR_ALLOC		3	/* in_arg: how many; in_value: how many there are */
#define PCIT_INTR_FREE		4
#define PCIT_INTR_ENABLE	5
#define PCIT_INTR_DISABLE	6
#define PCIT_INTR_SEEN		7	/* nothing but the outs */
#define PCIT_INTR_CAP		8
#define PCIT_INTR_PRI		9
#define PCIT_INTR_HOLD		10	/* hold the handler's lock for in_arg milliseconds */
#define PCIT_INTR_OLD_ADD	11	/* ddi_add_intr(9F) */
#define PCIT_INTR_OLD_REMOVE	12
#define PCIT_INTR_SOFT_ADD	13
#define PCIT_INTR_SOFT_TRIGGER	14
#define PCIT_INTR_SOFT_REMOVE	15
#define PCIT_INTR_LEAVE		16	/* detach(9E) is to leave all as it is */
#define PCIT_INTR_WRONG		17	/* what must be refused; in_value: what was not */
#define PCIT_INTR_IGNORE	18	/* in_arg: the handler claims nothing */
#define PCIT_INTR_SOFT_PRI	19	/* set it and read it */
#define PCIT_INTR_SOFT_TWICE	20	/* trigger it, with its handler held up: twice */
#define PCIT_INTR_SOFT_OLD	21	/* ddi_add_softintr(9F) and so on */

#define PCITIOC_INFO	_IOR('P', 0x80, struct pcit_info)
#define PCITIOC_ACCESS	_IOWR('P', 0x81, struct pcit_access)
#define PCITIOC_PROP	_IOWR('P', 0x82, struct pcit_prop)
#define PCITIOC_MAPPING	_IOW('P', 0x83, struct pcit_mapping)
#define PCITIOC_INTR	_IOWR('P', 0x84, struct pcit_intr)

#endif /* _UAPI_PCIT_H */
