// SPDX-License-Identifier: GPL-2.0
/*
 * Soft interrupts: ddi_intr_add_softint(9F), ddi_intr_trigger_softint(9F). What an
 * interrupt handler leaves for later, which is a work item.
 */
#include <linux/export.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include <sys/ddi_intr.h>
#include <sys/sunddi.h>

#include "intr.h"
#include "node.h"

/**
 * struct ddi_softint - a soft interrupt
 * @list: in &ddi_intrs.softints
 * @dip: whose
 * @pri: as ddi_intr_set_softint_pri() left it
 * @fn: the driver's handler
 * @lock: protects what follows
 * @pending: triggered, and the handler not yet called
 * @arg2: of the trigger
 * @work: calls the handler
 */
struct ddi_softint {
	struct list_head list;
	struct dev_info *dip;
	unsigned int pri;
	struct ddi_intr_fn fn;
	spinlock_t lock;
	bool pending;
	void *arg2;
	struct work_struct work;
};

static void ddi_softint_work(struct work_struct *work)
{
	struct ddi_softint *si = container_of(work, struct ddi_softint, work);
	struct ddi_intr_fn fn = si->fn;

	spin_lock_irq(&si->lock);
	si->pending = false;
	fn.arg2 = si->arg2;
	spin_unlock_irq(&si->lock);
	ddi_intr_fn_call(&fn);
}

/**
 * ddi_softint_add() - make a soft interrupt
 * @dip: the instance
 * @pri: its priority
 * @fn: the handler
 *
 * Return: the soft interrupt, or NULL.
 */
struct ddi_softint *ddi_softint_add(struct dev_info *dip, unsigned int pri,
				    const struct ddi_intr_fn *fn)
{
	struct ddi_softint *si = kzalloc(sizeof(*si), GFP_KERNEL);

	if (!si)
		return NULL;
	si->dip = dip;
	si->pri = pri;
	si->fn = *fn;
	spin_lock_init(&si->lock);
	INIT_WORK(&si->work, ddi_softint_work);
	mutex_lock(&dip->intrs.lock);
	list_add_tail(&si->list, &dip->intrs.softints);
	mutex_unlock(&dip->intrs.lock);
	return si;
}

static bool ddi_softint_pri_valid(int pri)
{
	return pri >= DDI_INTR_SOFTPRI_MIN && pri <= DDI_INTR_SOFTPRI_MAX;
}

/**
 * ddi_intr_add_softint() - make a soft interrupt
 * @dip: the instance
 * @hp: receives the handle
 * @soft_pri: DDI_INTR_SOFTPRI_MIN to DDI_INTR_SOFTPRI_MAX; without an effect here
 * @handler: called for it, in a thread; may take mutexes
 * @arg1: its first argument; the second one is the trigger's
 *
 * Context: process, may sleep.
 * Return: DDI_SUCCESS, DDI_FAILURE without memory, DDI_EINVAL.
 * See ddi_intr_add_softint(9F).
 */
int ddi_intr_add_softint(dev_info_t *dip, ddi_softint_handle_t *hp, int soft_pri,
			 ddi_intr_handler_t *handler, void *arg1)
{
	struct ddi_intr_fn fn = { .handler = handler, .arg1 = arg1 };

	if (!dip || !hp || !handler || !ddi_softint_pri_valid(soft_pri))
		return DDI_EINVAL;
	*hp = ddi_softint_add(dip, soft_pri, &fn);
	return *hp ? DDI_SUCCESS : DDI_FAILURE;
}
EXPORT_SYMBOL_GPL(ddi_intr_add_softint);

static void ddi_softint_del(struct ddi_softint *si)
{
	lockdep_assert_held(&si->dip->intrs.lock);
	list_del(&si->list);
}

static void ddi_softint_free(struct ddi_softint *si)
{
	cancel_work_sync(&si->work);
	kfree(si);
}

/**
 * ddi_intr_remove_softint() - a soft interrupt comes no more
 * @h: the handle; waits for the handler, if it runs
 *
 * Context: process, may sleep.
 * Return: DDI_SUCCESS, DDI_EINVAL. See ddi_intr_remove_softint(9F).
 */
int ddi_intr_remove_softint(ddi_softint_handle_t h)
{
	struct dev_info *dip;

	if (!h)
		return DDI_EINVAL;
	dip = h->dip;
	mutex_lock(&dip->intrs.lock);
	ddi_softint_del(h);
	mutex_unlock(&dip->intrs.lock);
	ddi_softint_free(h);
	return DDI_SUCCESS;
}
EXPORT_SYMBOL_GPL(ddi_intr_remove_softint);

/**
 * ddi_intr_trigger_softint() - have the handler of a soft interrupt called
 * @h: the handle
 * @arg2: its second argument
 *
 * Context: any.
 * Return: DDI_SUCCESS; DDI_EPENDING if it was triggered before and the handler has
 * not been called yet: it will be, with that one's argument; DDI_EINVAL.
 * See ddi_intr_trigger_softint(9F).
 */
int ddi_intr_trigger_softint(ddi_softint_handle_t h, void *arg2)
{
	unsigned long flags;
	bool pending;

	if (!h)
		return DDI_EINVAL;
	spin_lock_irqsave(&h->lock, flags);
	pending = h->pending;
	if (!pending) {
		h->pending = true;
		h->arg2 = arg2;
		queue_work(system_highpri_wq, &h->work);
	}
	spin_unlock_irqrestore(&h->lock, flags);
	return pending ? DDI_EPENDING : DDI_SUCCESS;
}
EXPORT_SYMBOL_GPL(ddi_intr_trigger_softint);

/**
 * ddi_intr_get_softint_pri() - the priority of a soft interrupt
 * @h: the handle
 * @prip: receives it
 *
 * Return: DDI_SUCCESS, DDI_EINVAL. See ddi_intr_get_softint_pri(9F).
 */
int ddi_intr_get_softint_pri(ddi_softint_handle_t h, uint_t *prip)
{
	if (!h || !prip)
		return DDI_EINVAL;
	*prip = h->pri;
	return DDI_SUCCESS;
}
EXPORT_SYMBOL_GPL(ddi_intr_get_softint_pri);

/**
 * ddi_intr_set_softint_pri() - change the priority of a soft interrupt
 * @h: the handle
 * @pri: DDI_INTR_SOFTPRI_MIN to DDI_INTR_SOFTPRI_MAX; without an effect here
 *
 * Return: DDI_SUCCESS, DDI_EINVAL. See ddi_intr_set_softint_pri(9F).
 */
int ddi_intr_set_softint_pri(ddi_softint_handle_t h, uint_t pri)
{
	if (!h || !ddi_softint_pri_valid(pri))
		return DDI_EINVAL;
	h->pri = pri;
	return DDI_SUCCESS;
}
EXPORT_SYMBOL_GPL(ddi_intr_set_softint_pri);

static struct ddi_softint *ddi_softint_pick(struct dev_info *dip)
{
	struct ddi_softint *si;

	mutex_lock(&dip->intrs.lock);
	si = list_first_entry_or_null(&dip->intrs.softints, struct ddi_softint, list);
	if (si)
		ddi_softint_del(si);
	mutex_unlock(&dip->intrs.lock);
	return si;
}

/**
 * ddi_softints_free() - an instance is detached
 * @dip: the instance
 *
 * Return: how many soft interrupts its driver has left behind; they are gone.
 */
unsigned int ddi_softints_free(struct dev_info *dip)
{
	struct ddi_softint *si;
	unsigned int left = 0;

	while ((si = ddi_softint_pick(dip))) {
		ddi_softint_free(si);
		left++;
	}
	return left;
}
