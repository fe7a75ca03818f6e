// SPDX-License-Identifier: GPL-2.0
/*
 * Numbers that are handed out and taken back: id_space(9F), over Linux's IDA.
 */
#include <linux/atomic.h>
#include <linux/export.h>
#include <linux/idr.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/wait.h>

#include <sys/id_space.h>

/**
 * struct id_space - numbers of one kind
 * @ida: those that are out
 * @low: the lowest
 * @high: one above the highest
 * @frees: numbers that came back
 * @freed: id_alloc(9F) waits here for the next one
 */
struct id_space {
	struct ida ida;
	id_t low;
	id_t high;
	atomic_t frees;
	wait_queue_head_t freed;
};

/**
 * id_space_create() - make a set of numbers
 * @name: not used
 * @low: the lowest, at least 0
 * @high: one above the highest
 *
 * Context: process, may sleep.
 * Return: the set, or NULL if there is no number in it, or no memory.
 * See id_space_create(9F).
 */
id_space_t *id_space_create(const char *name, id_t low, id_t high)
{
	id_space_t *space;

	if (low < 0 || low >= high) {
		pr_warn_ratelimited("%s: %d to %d: 0 <= low < high is wanted\n",
				    __func__, low, high);
		return NULL;
	}
	space = kzalloc(sizeof(*space), GFP_KERNEL);
	if (!space)
		return NULL;
	ida_init(&space->ida);
	space->low = low;
	space->high = high;
	init_waitqueue_head(&space->freed);
	return space;
}
EXPORT_SYMBOL_GPL(id_space_create);

/**
 * id_space_destroy() - end a set of numbers
 * @idspace: the set; all of its numbers have been freed
 *
 * Context: process. See id_space_destroy(9F).
 */
void id_space_destroy(id_space_t *idspace)
{
	if (!ida_is_empty(&idspace->ida))
		pr_warn_ratelimited("%s: numbers have not been freed\n", __func__);
	ida_destroy(&idspace->ida);
	kfree(idspace);
}
EXPORT_SYMBOL_GPL(id_space_destroy);

/* A number from @low to @high, both included; -1 if there is none. */
static id_t ddi_id_get(id_space_t *space, id_t low, id_t high, gfp_t gfp)
{
	int id = ida_alloc_range(&space->ida, low, high, gfp);

	return id < 0 ? -1 : id;
}

/**
 * id_allocff() - take the lowest free number, and wait until there is one
 * @idspace: the set
 *
 * Context: process, may sleep.
 * Return: the number. See id_allocff(9F).
 */
id_t id_allocff(id_space_t *idspace)
{
	int seen;
	id_t id;

	for (;;) {
		seen = atomic_read(&idspace->frees);
		id = ddi_id_get(idspace, idspace->low, idspace->high - 1,
				GFP_KERNEL | __GFP_NOFAIL);
		if (id >= 0)
			return id;
		wait_event(idspace->freed, atomic_read(&idspace->frees) != seen);
	}
}
EXPORT_SYMBOL_GPL(id_allocff);

/**
 * id_allocff_nosleep() - take the lowest free number, if there is one
 * @idspace: the set
 *
 * Context: any.
 * Return: the number, or -1. See id_allocff_nosleep(9F).
 */
id_t id_allocff_nosleep(id_space_t *idspace)
{
	return ddi_id_get(idspace, idspace->low, idspace->high - 1, GFP_NOWAIT);
}
EXPORT_SYMBOL_GPL(id_allocff_nosleep);

/**
 * id_alloc() - take a number, and wait until there is one
 * @idspace: the set
 *
 * Context: process, may sleep.
 * Return: the number; the lowest free one here, on Solaris the next one in
 * turn. See id_alloc(9F).
 */
id_t id_alloc(id_space_t *idspace)
{
	return id_allocff(idspace);
}
EXPORT_SYMBOL_GPL(id_alloc);

/**
 * id_alloc_nosleep() - take a number, if there is one
 * @idspace: the set
 *
 * Context: any.
 * Return: as id_alloc(), or -1. See id_alloc_nosleep(9F).
 */
id_t id_alloc_nosleep(id_space_t *idspace)
{
	return id_allocff_nosleep(idspace);
}
EXPORT_SYMBOL_GPL(id_alloc_nosleep);

/**
 * id_alloc_specific_nosleep() - take one number, if it is free
 * @idspace: the set
 * @id: the number
 *
 * Context: any.
 * Return: the number, or -1. See id_alloc_specific_nosleep(9F).
 */
id_t id_alloc_specific_nosleep(id_space_t *idspace, id_t id)
{
	if (id < idspace->low || id >= idspace->high)
		return -1;
	return ddi_id_get(idspace, id, id, GFP_NOWAIT);
}
EXPORT_SYMBOL_GPL(id_alloc_specific_nosleep);

/**
 * id_free() - give a number back
 * @idspace: the set that it is from
 * @id: the number
 *
 * Context: any. See id_free(9F).
 */
void id_free(id_space_t *idspace, id_t id)
{
	if (id < idspace->low || id >= idspace->high) {
		pr_warn_ratelimited("%s: %d is not of this set\n", __func__, id);
		return;
	}
	ida_free(&idspace->ida, id);
	atomic_inc(&idspace->frees);
	wake_up(&idspace->freed);
}
EXPORT_SYMBOL_GPL(id_free);
