/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The types and commands of the DDI.
 */
#ifndef _SYS_DDITYPES_H
#define	_SYS_DDITYPES_H

#include <sys/types.h>

#define	DDI_SUCCESS		0
#define	DDI_FAILURE		(-1)
#define	DDI_NOT_WELL_FORMED	(-2)
#define	DDI_EAGAIN		(-3)
#define	DDI_EINVAL		(-4)
#define	DDI_ENOTSUP		(-5)

typedef enum {
	DDI_INFO_DEVT2DEVINFO = 0,
	DDI_INFO_DEVT2INSTANCE = 1
} ddi_info_cmd_t;

typedef enum {
	DDI_ATTACH = 0,
	DDI_RESUME = 1,
	DDI_PM_RESUME = 2
} ddi_attach_cmd_t;

typedef enum {
	DDI_DETACH = 0,
	DDI_SUSPEND = 1,
	DDI_PM_SUSPEND = 2
} ddi_detach_cmd_t;

typedef enum {
	DDI_RESET_FORCE = 0
} ddi_reset_cmd_t;

/* What probe(9E) answers. */
#define	DDI_PROBE_FAILURE	ENXIO
#define	DDI_PROBE_DONTCARE	0
#define	DDI_PROBE_SUCCESS	1
#define	DDI_PROBE_PARTIAL	2

#define	DDI_IDENTIFIED		0
#define	DDI_NOT_IDENTIFIED	(-1)

typedef enum {
	PROP_LEN = 0,
	PROP_LEN_AND_VAL_BUF,
	PROP_LEN_AND_VAL_ALLOC,
	PROP_EXISTS
} ddi_prop_op_t;

/* ddi_device_acc_attr(9S) */
typedef struct ddi_device_acc_attr {
	ushort_t	devacc_attr_version;
	uchar_t		devacc_attr_endian_flags;
	uchar_t		devacc_attr_dataorder;
	uchar_t		devacc_attr_access;
} ddi_device_acc_attr_t;

#define	DDI_DEVICE_ATTR_V0	0x0001
#define	DDI_DEVICE_ATTR_V1	0x0002

#define	DDI_NEVERSWAP_ACC	0x00
#define	DDI_STRUCTURE_LE_ACC	0x01
#define	DDI_STRUCTURE_BE_ACC	0x02

#define	DDI_STRICTORDER_ACC	0x00
#define	DDI_UNORDERED_OK_ACC	0x01
#define	DDI_MERGING_OK_ACC	0x02
#define	DDI_LOADCACHING_OK_ACC	0x03
#define	DDI_STORECACHING_OK_ACC	0x04

#define	DDI_DEFAULT_ACC		0x01
#define	DDI_FLAGERR_ACC		0x02
#define	DDI_CAUTIOUS_ACC	0x03

/*
 * How kernel memory is to be cached: devmap_umem_setup(9F),
 * ddi_dma_mem_alloc(9F). At most one of them.
 */
#define	IOMEM_DATA_CACHED	0x00010000
#define	IOMEM_DATA_UC_WR_COMBINE	0x00020000
#define	IOMEM_DATA_UNCACHED	0x00040000
#define	IOMEM_DATA_MASK		0x000F0000

/* A mapped register set: ddi_regs_map_setup(9F). */
struct ddi_acc_handle;
typedef struct ddi_acc_handle *ddi_acc_handle_t;

/* A piece of a user's mapping: devmap(9E). */
typedef void *devmap_cookie_t;

/* Kernel memory that can be mapped: ddi_umem_alloc(9F). */
typedef void *ddi_umem_cookie_t;

/* Interrupt block cookie, accepted by mutex_init(9F). */
typedef void *ddi_iblock_cookie_t;

/* What an interrupt is to a device that has to be told: ddi_add_intr(9F). */
typedef struct ddi_idevice_cookie {
	ushort_t	idev_vector;
	ushort_t	idev_priority;
} ddi_idevice_cookie_t;

#endif /* _SYS_DDITYPES_H */
