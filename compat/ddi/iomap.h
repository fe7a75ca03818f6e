/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Registers that are mapped for drivers.
 */
#ifndef _DDI_IOMAP_H
#define _DDI_IOMAP_H

#include <linux/types.h>

void __iomem *ddi_iomap(phys_addr_t start, size_t len, unsigned int order);
void ddi_iounmap(void __iomem *addr);
bool ddi_iomap_find(const void *addr, phys_addr_t *phys);

#endif /* _DDI_IOMAP_H */
