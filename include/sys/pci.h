/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The configuration header of a PCI device: offsets and bits, by the PCI
 * specification. The functions that read it are absent: a device's registers are
 * mapped with ddi_regs_map_setup(9F).
 */
#ifndef _SYS_PCI_H
#define	_SYS_PCI_H

#define	PCI_CONF_VENID		0x00	/* 16 bits */
#define	PCI_CONF_DEVID		0x02	/* 16 bits */
#define	PCI_CONF_COMM		0x04	/* 16 bits: PCI_COMM_* */
#define	PCI_CONF_STAT		0x06	/* 16 bits: PCI_STAT_* */
#define	PCI_CONF_REVID		0x08	/* 8 bits */
#define	PCI_CONF_PROGCLASS	0x09	/* 8 bits */
#define	PCI_CONF_SUBCLASS	0x0a	/* 8 bits */
#define	PCI_CONF_BASCLASS	0x0b	/* 8 bits */
#define	PCI_CONF_CACHE_LINESZ	0x0c	/* 8 bits */
#define	PCI_CONF_LATENCY_TIMER	0x0d	/* 8 bits */
#define	PCI_CONF_HEADER		0x0e	/* 8 bits */
#define	PCI_CONF_BIST		0x0f	/* 8 bits */
#define	PCI_CONF_BASE0		0x10	/* 32 bits each */
#define	PCI_CONF_BASE1		0x14
#define	PCI_CONF_BASE2		0x18
#define	PCI_CONF_BASE3		0x1c
#define	PCI_CONF_BASE4		0x20
#define	PCI_CONF_BASE5		0x24
#define	PCI_CONF_CIS		0x28	/* 32 bits */
#define	PCI_CONF_SUBVENID	0x2c	/* 16 bits */
#define	PCI_CONF_SUBSYSID	0x2e	/* 16 bits */
#define	PCI_CONF_ROM		0x30	/* 32 bits */
#define	PCI_CONF_CAP_PTR	0x34	/* 8 bits */
#define	PCI_CONF_ILINE		0x3c	/* 8 bits */
#define	PCI_CONF_IPIN		0x3d	/* 8 bits */
#define	PCI_CONF_MIN_G		0x3e	/* 8 bits */
#define	PCI_CONF_MAX_L		0x3f	/* 8 bits */

#define	PCI_COMM_IO		0x0001
#define	PCI_COMM_MAE		0x0002
#define	PCI_COMM_ME		0x0004
#define	PCI_COMM_SPEC_CYC	0x0008
#define	PCI_COMM_MEMWR_INVAL	0x0010
#define	PCI_COMM_PALETTE_SNOOP	0x0020
#define	PCI_COMM_PARITY_DETECT	0x0040
#define	PCI_COMM_SERR_ENABLE	0x0100
#define	PCI_COMM_BACK2BACK_ENAB	0x0200
#define	PCI_COMM_INTX_DISABLE	0x0400

#define	PCI_BASE_SPACE_M	0x00000001
#define	PCI_BASE_SPACE_IO	0x00000001
#define	PCI_BASE_SPACE_MEM	0x00000000
#define	PCI_BASE_TYPE_M		0x00000006
#define	PCI_BASE_TYPE_MEM	0x00000000
#define	PCI_BASE_TYPE_ALL	0x00000004
#define	PCI_BASE_PREF_M		0x00000008
#define	PCI_BASE_M_ADDR_M	0xfffffff0

#define	PCI_CLASS_DISPLAY	0x03

#endif /* _SYS_PCI_H */
