// SPDX-License-Identifier: GPL-2.0
/*
 * State structures of the instances of a driver: ddi_soft_state(9F).
 */
#include <linux/export.h>
#include <linux/slab.h>
#include <linux/xarray.h>

#include <sys/sunddi.h>

/**
 * struct ddi_soft_state - the state structures of a driver
 * @items: by item number
 * @size: bytes of each
 */
struct ddi_soft_state {
	struct xarray items;
	size_t size;
};

/**
 * ddi_soft_state_init() - prepare for the state of a driver's instances
 * @statep: receives the root
 * @size: bytes of one state structure
 * @n_items: a guess how many; not needed here
 *
 * Context: process, may sleep.
 * Return: 0, EINVAL, ENOMEM. See ddi_soft_state_init(9F).
 */
int ddi_soft_state_init(void **statep, size_t size, size_t n_items)
{
	struct ddi_soft_state *ss;

	if (!statep || !size)
		return EINVAL;
	ss = kzalloc(sizeof(*ss), GFP_KERNEL);
	if (!ss)
		return ENOMEM;
	xa_init(&ss->items);
	ss->size = size;
	*statep = ss;
	return 0;
}
EXPORT_SYMBOL_GPL(ddi_soft_state_init);

/**
 * ddi_get_soft_state() - find the state of an instance
 * @state: the root
 * @item: its number
 *
 * Context: any.
 * Return: the structure, or NULL. See ddi_get_soft_state(9F).
 */
void *ddi_get_soft_state(void *state, int item)
{
	struct ddi_soft_state *ss = state;

	return ss && item >= 0 ? xa_load(&ss->items, item) : NULL;
}
EXPORT_SYMBOL_GPL(ddi_get_soft_state);

/**
 * ddi_soft_state_zalloc() - allocate the state of an instance
 * @state: the root
 * @item: its number
 *
 * Context: process, may sleep.
 * Return: DDI_SUCCESS; DDI_FAILURE if it exists, or without memory.
 * See ddi_soft_state_zalloc(9F).
 */
int ddi_soft_state_zalloc(void *state, int item)
{
	struct ddi_soft_state *ss = state;
	void *buf;

	if (!ss || item < 0)
		return DDI_FAILURE;
	buf = kzalloc(ss->size, GFP_KERNEL);
	if (!buf)
		return DDI_FAILURE;
	if (xa_insert(&ss->items, item, buf, GFP_KERNEL)) {
		kfree(buf);
		return DDI_FAILURE;
	}
	return DDI_SUCCESS;
}
EXPORT_SYMBOL_GPL(ddi_soft_state_zalloc);

/**
 * ddi_soft_state_free() - free the state of an instance
 * @state: the root
 * @item: its number; one that does not exist is no error
 *
 * See ddi_soft_state_free(9F).
 */
void ddi_soft_state_free(void *state, int item)
{
	struct ddi_soft_state *ss = state;

	if (ss && item >= 0)
		kfree(xa_erase(&ss->items, item));
}
EXPORT_SYMBOL_GPL(ddi_soft_state_free);

/**
 * ddi_soft_state_fini() - free all state of a driver
 * @statep: the root; NULL afterwards
 *
 * See ddi_soft_state_fini(9F).
 */
void ddi_soft_state_fini(void **statep)
{
	struct ddi_soft_state *ss = statep ? *statep : NULL;
	unsigned long index;
	void *buf;

	if (!ss)
		return;
	xa_for_each(&ss->items, index, buf)
		kfree(buf);
	xa_destroy(&ss->items);
	kfree(ss);
	*statep = NULL;
}
EXPORT_SYMBOL_GPL(ddi_soft_state_fini);
