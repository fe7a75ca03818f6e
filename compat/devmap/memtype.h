/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory types of a device's registers.
 */
#ifndef _DEVMAP_MEMTYPE_H
#define _DEVMAP_MEMTYPE_H

#include <linux/io.h>
#include <linux/types.h>

#include <sys/dditypes.h>

struct devmap_memtype;

/*
 * May accesses be merged? What is behind it in the list implies it; the orders are
 * permissions, so that less than was allowed is always right.
 */
static inline bool devmap_order_merges(unsigned int order)
{
	return order >= DDI_MERGING_OK_ACC;
}

/* @order: that its memory type was found to have */
static inline void __iomem *devmap_ioremap(phys_addr_t start, size_t len,
					   unsigned int order)
{
	return devmap_order_merges(order) ? ioremap_wc(start, len) : ioremap(start, len);
}

struct devmap_memtype *devmap_memtype_get(phys_addr_t start, size_t len,
					  unsigned int order);
struct devmap_memtype *devmap_memtype_dup(struct devmap_memtype *type);
void devmap_memtype_put(struct devmap_memtype *type);
unsigned int devmap_memtype_order(const struct devmap_memtype *type);

#endif /* _DEVMAP_MEMTYPE_H */
