/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Mapped registers.
 */
#ifndef _DDI_ACC_H
#define _DDI_ACC_H

#include <linux/compiler_types.h>
#include <linux/types.h>

/**
 * struct ddi_acc_handle - a mapped register set
 * @io: where, if it is a device's
 * @ram: where, if it is a model in memory
 * @swap: the device's byte order is not the CPU's
 */
struct ddi_acc_handle {
	void __iomem *io;
	void *ram;
	bool swap;
};

#endif /* _DDI_ACC_H */
