/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The configuration header of a PCI device: offsets and bits, by the PCI
 * specification, for pci_config_get8(9F) and its family; and the cells of its
 * "reg" property, by the PCI bus binding to IEEE 1275.
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

#define	PCI_CAP_ID		0x00	/* 8 bits, of each capability */
#define	PCI_CAP_NEXT_PTR	0x01	/* 8 bits */
#define	PCI_CAP_ID_PM		0x01
#define	PCI_CAP_ID_MSI		0x05
#define	PCI_CAP_ID_PCI_E	0x10
#define	PCI_CAP_ID_MSI_X	0x11
#define	PCI_STAT_INTR		0x0008
#define	PCI_STAT_CAP		0x0010

/* An entry of the properties "reg" and "assigned-addresses". */
typedef struct pci_phys_spec {
	unsigned int	pci_phys_hi;	/* PCI_REG_* and PCI_ADDR_* */
	unsigned int	pci_phys_mid;
	unsigned int	pci_phys_low;
	unsigned int	pci_size_hi;
	unsigned int	pci_size_low;
} pci_regspec_t;

#define	PCI_REG_REG_M		0x000000ff	/* offset of the register */
#define	PCI_REG_FUNC_M		0x00000700
#define	PCI_REG_DEV_M		0x0000f800
#define	PCI_REG_BUS_M		0x00ff0000
#define	PCI_REG_ADDR_M		0x03000000	/* PCI_ADDR_* */
#define	PCI_REG_PF_M		0x40000000	/* prefetchable */
#define	PCI_REG_REL_M		0x80000000	/* relocated */
#define	PCI_REG_REG_G(x)	((x) & PCI_REG_REG_M)
#define	PCI_REG_FUNC_G(x)	(((x) & PCI_REG_FUNC_M) >> 8)
#define	PCI_REG_DEV_G(x)	(((x) & PCI_REG_DEV_M) >> 11)
#define	PCI_REG_BUS_G(x)	(((x) & PCI_REG_BUS_M) >> 16)

#define	PCI_ADDR_MASK		PCI_REG_ADDR_M
#define	PCI_ADDR_CONFIG		0x00000000
#define	PCI_ADDR_IO		0x01000000
#define	PCI_ADDR_MEM32		0x02000000
#define	PCI_ADDR_MEM64		0x03000000

#endif /* _SYS_PCI_H */
