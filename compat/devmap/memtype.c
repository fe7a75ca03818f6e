// SPDX-License-Identifier: GPL-2.0
/*
 * Memory types of a device's registers. What two mappings of different types of one
 * page do is undefined on the machines that Linux runs on, so a page has one at a
 * time: uncached or write-combined. The first mapping of it decides, the driver's own
 * included.
 *
 * Linux is told of write-combined ranges, so that nobody else maps them otherwise.
 * That it does by itself for the kernel's mappings; those of programs are made here,
 * page by page, without its asking.
 */
#include <linux/err.h>
#include <linux/io.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/refcount.h>
#include <linux/slab.h>

#include "memtype.h"

/**
 * struct devmap_memtype - a range of registers that is mapped
 * @list: in devmap_memtypes
 * @refs: mappings of it
 * @start: physical address
 * @len: bytes
 * @merges: it is write-combined, and Linux knows it
 */
struct devmap_memtype {
	struct list_head list;
	refcount_t refs;
	phys_addr_t start;
	size_t len;
	bool merges;
};

static LIST_HEAD(devmap_memtypes);
static DEFINE_MUTEX(devmap_memtypes_lock);

static struct devmap_memtype *devmap_memtype_find(phys_addr_t start, size_t len,
						  bool merges)
{
	struct devmap_memtype *type;

	lockdep_assert_held(&devmap_memtypes_lock);
	list_for_each_entry(type, &devmap_memtypes, list)
		if (type->start == start && type->len == len && type->merges == merges)
			return type;
	return NULL;
}

/* Is a page of the range mapped with the other type? */
static bool devmap_memtype_differs(phys_addr_t start, size_t len, bool merges)
{
	struct devmap_memtype *type;

	lockdep_assert_held(&devmap_memtypes_lock);
	list_for_each_entry(type, &devmap_memtypes, list)
		if (type->merges != merges && type->start < start + len &&
		    start < type->start + type->len)
			return true;
	return false;
}

static struct devmap_memtype *devmap_memtype_new(phys_addr_t start, size_t len,
						 bool merges)
{
	struct devmap_memtype *type;

	if (devmap_memtype_differs(start, len, merges))
		return ERR_PTR(-EBUSY);
	type = kzalloc(sizeof(*type), GFP_KERNEL);
	if (!type)
		return ERR_PTR(-ENOMEM);
	if (merges && arch_io_reserve_memtype_wc(start, len)) {
		kfree(type);
		return ERR_PTR(-EBUSY);
	}
	refcount_set(&type->refs, 1);
	type->start = start;
	type->len = len;
	type->merges = merges;
	list_add(&type->list, &devmap_memtypes);
	return type;
}

static struct devmap_memtype *devmap_memtype_get_as(phys_addr_t start, size_t len,
						    bool merges)
{
	struct devmap_memtype *type = devmap_memtype_find(start, len, merges);

	if (!type)
		return devmap_memtype_new(start, len, merges);
	refcount_inc(&type->refs);
	return type;
}

/**
 * devmap_memtype_get() - a range of registers is about to be mapped
 * @start: physical address, of a page
 * @len: bytes, whole pages
 * @order: of accesses: DDI_*_ACC
 *
 * Where merging is allowed and cannot be had, it is not used.
 *
 * Context: process, may sleep.
 * Return: the type, for devmap_memtype_put(); an ERR_PTR: -EBUSY if a page of it is
 * write-combined and must not be, -ENOMEM.
 */
struct devmap_memtype *devmap_memtype_get(phys_addr_t start, size_t len,
					  unsigned int order)
{
	struct devmap_memtype *type = ERR_PTR(-EBUSY);

	mutex_lock(&devmap_memtypes_lock);
	if (devmap_order_merges(order))
		type = devmap_memtype_get_as(start, len, true);
	if (type == ERR_PTR(-EBUSY))
		type = devmap_memtype_get_as(start, len, false);
	mutex_unlock(&devmap_memtypes_lock);
	return type;
}

/**
 * devmap_memtype_dup() - it is mapped once more
 * @type: from devmap_memtype_get(), or NULL
 *
 * Return: @type.
 */
struct devmap_memtype *devmap_memtype_dup(struct devmap_memtype *type)
{
	if (type)
		refcount_inc(&type->refs);
	return type;
}

/**
 * devmap_memtype_put() - a mapping is gone
 * @type: from devmap_memtype_get(), or NULL; no translation of that mapping is valid
 */
void devmap_memtype_put(struct devmap_memtype *type)
{
	if (!type || !refcount_dec_and_mutex_lock(&type->refs, &devmap_memtypes_lock))
		return;
	list_del(&type->list);
	if (type->merges)
		arch_io_free_memtype_wc(type->start, type->len);
	mutex_unlock(&devmap_memtypes_lock);
	kfree(type);
}

/**
 * devmap_memtype_order() - how a range may be accessed
 * @type: from devmap_memtype_get()
 *
 * Return: DDI_MERGING_OK_ACC or DDI_STRICTORDER_ACC.
 */
unsigned int devmap_memtype_order(const struct devmap_memtype *type)
{
	return type->merges ? DDI_MERGING_OK_ACC : DDI_STRICTORDER_ACC;
}
