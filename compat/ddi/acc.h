/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Mapped registers.
 */
#ifndef _DDI_ACC_H
#define _DDI_ACC_H

#include <linux/compiler_types.h>
#include <linux/types.h>

struct ddi_acc_handle;
struct pci_dev;

/**
 * struct ddi_acc_ops - the access to registers that are not memory
 * @get: read @size bytes at an address that ddi_regs_map_setup(9F) gave; the value
 *	is in the CPU's byte order, the device's taken as little endian
 * @put: write them
 */
struct ddi_acc_ops {
	u64 (*get)(struct ddi_acc_handle *handle, const void *addr, unsigned int size);
	void (*put)(struct ddi_acc_handle *handle, const void *addr, u64 value,
		    unsigned int size);
};

/**
 * struct ddi_acc_handle - a mapped register set
 * @io: where, if it is a device's
 * @ram: where, if it is a model in memory
 * @ops: how, if it is no memory
 * @pdev: whose configuration space, if it is one
 * @swap: the device's byte order is not the CPU's
 */
struct ddi_acc_handle {
	void __iomem *io;
	void *ram;
	const struct ddi_acc_ops *ops;
	struct pci_dev *pdev;
	bool swap;
};

extern const struct ddi_acc_ops ddi_acc_port_ops;
extern const struct ddi_acc_ops ddi_acc_config_ops;

/* Addresses of a configuration space; nothing is there. */
#define DDI_ACC_CONFIG_BASE	((void *)0x1000)

#endif /* _DDI_ACC_H */
