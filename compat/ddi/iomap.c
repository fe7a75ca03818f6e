// SPDX-License-Identifier: GPL-2.0
/*
 * Registers that are mapped for drivers, so that the page frame behind such an
 * address can be told: hat_getkpfnum(9F). Linux has no function for that.
 */
#include <linux/io.h>
#include <linux/list.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include <sys/dditypes.h>

#include "../devmap/memtype.h"
#include "iomap.h"

/**
 * struct ddi_iomap - mapped registers
 * @list: in ddi_iomaps
 * @addr: where
 * @start: their physical address
 * @len: bytes
 * @type: the memory type of its pages, with a reference
 */
struct ddi_iomap {
	struct list_head list;
	void __iomem *addr;
	phys_addr_t start;
	size_t len;
	struct devmap_memtype *type;
};

static LIST_HEAD(ddi_iomaps);
static DEFINE_SPINLOCK(ddi_iomaps_lock);

static int ddi_iomap_map(struct ddi_iomap *map, unsigned int order)
{
	phys_addr_t first = map->start & PAGE_MASK;

	map->type = devmap_memtype_get(first,
				       PAGE_ALIGN(map->start + map->len) - first, order);
	if (IS_ERR(map->type))
		return PTR_ERR(map->type);
	map->addr = devmap_ioremap(map->start, map->len, devmap_memtype_order(map->type));
	if (map->addr)
		return 0;
	devmap_memtype_put(map->type);
	return -ENOMEM;
}

/**
 * ddi_iomap() - map registers
 * @start: physical address
 * @len: bytes
 * @order: of accesses, DDI_STRICTORDER_ACC and so on
 *
 * Context: process, may sleep.
 * Return: the address, or NULL.
 */
void __iomem *ddi_iomap(phys_addr_t start, size_t len, unsigned int order)
{
	struct ddi_iomap *map = kmalloc(sizeof(*map), GFP_KERNEL);

	if (!map)
		return NULL;
	map->start = start;
	map->len = len;
	if (ddi_iomap_map(map, order)) {
		kfree(map);
		return NULL;
	}
	spin_lock(&ddi_iomaps_lock);
	list_add(&map->list, &ddi_iomaps);
	spin_unlock(&ddi_iomaps_lock);
	return map->addr;
}

static struct ddi_iomap *ddi_iomap_at(const void *addr)
{
	struct ddi_iomap *map;

	lockdep_assert_held(&ddi_iomaps_lock);
	list_for_each_entry(map, &ddi_iomaps, list) {
		const void *start = (const void __force *)map->addr;

		if (addr >= start && addr < start + map->len)
			return map;
	}
	return NULL;
}

/**
 * ddi_iounmap() - unmap registers
 * @addr: from ddi_iomap()
 */
void ddi_iounmap(void __iomem *addr)
{
	struct ddi_iomap *map;

	spin_lock(&ddi_iomaps_lock);
	map = ddi_iomap_at((const void __force *)addr);
	if (map)
		list_del(&map->list);
	spin_unlock(&ddi_iomaps_lock);
	if (WARN_ON(!map))
		return;
	iounmap(map->addr);
	devmap_memtype_put(map->type);
	kfree(map);
}

/**
 * ddi_iomap_find() - the physical address of a mapped register
 * @addr: its address
 * @phys: receives the physical one
 *
 * Return: true if @addr is in mapped registers.
 */
bool ddi_iomap_find(const void *addr, phys_addr_t *phys)
{
	struct ddi_iomap *map;

	spin_lock(&ddi_iomaps_lock);
	map = ddi_iomap_at(addr);
	if (map)
		*phys = map->start + (addr - (const void __force *)map->addr);
	spin_unlock(&ddi_iomaps_lock);
	return map;
}
