// SPDX-License-Identifier: GPL-2.0
/*
 * Interrupts: ddi_intr_alloc(9F), ddi_intr_add_handler(9F), ddi_intr_enable(9F).
 *
 * A driver's handler takes mutexes, which sleep, and so it runs in a thread. Until it
 * has looked, the interrupt must not come again: a message (MSI) does not, and a line
 * is cut off at the device, whose own status bit says whether it was the one. The
 * others that share the line are not kept waiting.
 */
#include <linux/export.h>
#include <linux/interrupt.h>
#include <linux/pci.h>
#include <linux/slab.h>

#include <sys/ddi_intr.h>
#include <sys/sunddi.h>

#include "intr.h"
#include "node.h"

/* So often a line may be asserted still when a handler says that it was another's. */
#define DDI_INTR_MAX_UNCLAIMED	1000

/**
 * ddi_intrs_init() - an instance has no interrupts yet
 * @intrs: the instance's
 */
void ddi_intrs_init(struct ddi_intrs *intrs)
{
	mutex_init(&intrs->lock);
	INIT_LIST_HEAD(&intrs->handles);
	INIT_LIST_HEAD(&intrs->softints);
}

static struct pci_dev *ddi_intr_pdev(const struct dev_info *dip)
{
	return dip && dip->dev && dev_is_pci(dip->dev) ? to_pci_dev(dip->dev) : NULL;
}

/* How many interrupts of a type a device has. */
static int ddi_intr_count(const struct dev_info *dip, int type)
{
	struct pci_dev *pdev = ddi_intr_pdev(dip);
	int n = 0;

	if (!pdev)
		return 0;
	if (type == DDI_INTR_TYPE_FIXED)
		n = pdev->pin && pdev->irq;
	else if (type == DDI_INTR_TYPE_MSI)
		n = pci_msi_vec_count(pdev);
	return max(n, 0);
}

/**
 * ddi_intr_get_supported_types() - the types of interrupts that a device has
 * @dip: the instance
 * @typesp: receives DDI_INTR_TYPE_FIXED and DDI_INTR_TYPE_MSI, as far as it has them
 *
 * Context: process.
 * Return: DDI_SUCCESS; DDI_INTR_NOTFOUND if it has none; DDI_EINVAL.
 * See ddi_intr_get_supported_types(9F).
 */
int ddi_intr_get_supported_types(dev_info_t *dip, int *typesp)
{
	if (!dip || !typesp)
		return DDI_EINVAL;
	*typesp = 0;
	if (ddi_intr_count(dip, DDI_INTR_TYPE_FIXED))
		*typesp |= DDI_INTR_TYPE_FIXED;
	if (ddi_intr_count(dip, DDI_INTR_TYPE_MSI))
		*typesp |= DDI_INTR_TYPE_MSI;
	return *typesp ? DDI_SUCCESS : DDI_INTR_NOTFOUND;
}
EXPORT_SYMBOL_GPL(ddi_intr_get_supported_types);

/**
 * ddi_intr_get_nintrs() - how many interrupts of a type a device has
 * @dip: the instance
 * @type: DDI_INTR_TYPE_*, one of them
 * @nintrsp: receives the number
 *
 * Context: process.
 * Return: DDI_SUCCESS; DDI_INTR_NOTFOUND if it has none; DDI_EINVAL.
 * See ddi_intr_get_nintrs(9F).
 */
int ddi_intr_get_nintrs(dev_info_t *dip, int type, int *nintrsp)
{
	if (!dip || !nintrsp || !is_power_of_2(type) || type > DDI_INTR_TYPE_MSIX)
		return DDI_EINVAL;
	*nintrsp = ddi_intr_count(dip, type);
	return *nintrsp ? DDI_SUCCESS : DDI_INTR_NOTFOUND;
}
EXPORT_SYMBOL_GPL(ddi_intr_get_nintrs);

static int ddi_intr_taken(struct dev_info *dip)
{
	struct ddi_intr_handle *h;
	int n = 0;

	lockdep_assert_held(&dip->intrs.lock);
	list_for_each_entry(h, &dip->intrs.handles, list)
		n++;
	return n;
}

/**
 * ddi_intr_get_navail() - how many interrupts of a type can be had now
 * @dip: the instance
 * @type: DDI_INTR_TYPE_*, one of them
 * @navailp: receives the number: none as long as the driver has others
 *
 * Context: process.
 * Return: DDI_SUCCESS; DDI_INTR_NOTFOUND if there are none; DDI_EINVAL.
 * See ddi_intr_get_navail(9F).
 */
int ddi_intr_get_navail(dev_info_t *dip, int type, int *navailp)
{
	int ret = ddi_intr_get_nintrs(dip, type, navailp);

	if (ret != DDI_SUCCESS)
		return ret;
	mutex_lock(&dip->intrs.lock);
	if (ddi_intr_taken(dip))
		*navailp = 0;
	mutex_unlock(&dip->intrs.lock);
	return *navailp ? DDI_SUCCESS : DDI_INTR_NOTFOUND;
}
EXPORT_SYMBOL_GPL(ddi_intr_get_navail);

static struct ddi_intr_handle *ddi_intr_new(struct dev_info *dip, int type,
					    unsigned int inum)
{
	struct ddi_intr_handle *h = kzalloc(sizeof(*h), GFP_KERNEL);

	if (!h)
		return NULL;
	h->dip = dip;
	h->type = type;
	h->inum = inum;
	h->pri = DDI_INTR_PRI_DEFAULT;
	h->masks = type == DDI_INTR_TYPE_FIXED &&
		   pci_intx_mask_supported(ddi_intr_pdev(dip));
	list_add_tail(&h->list, &dip->intrs.handles);
	return h;
}

/* The last one of a type takes Linux's vectors with it. */
static void ddi_intr_del(struct ddi_intr_handle *h)
{
	struct dev_info *dip = h->dip;

	lockdep_assert_held(&dip->intrs.lock);
	list_del(&h->list);
	if (h->type == DDI_INTR_TYPE_MSI && list_empty(&dip->intrs.handles))
		pci_free_irq_vectors(ddi_intr_pdev(dip));
	kfree(h);
}

static int ddi_intr_vectors(struct dev_info *dip, int type, int count, int least)
{
	if (type == DDI_INTR_TYPE_FIXED)
		return 1;
	return pci_alloc_irq_vectors(ddi_intr_pdev(dip), least, count, PCI_IRQ_MSI);
}

static int ddi_intr_alloc_locked(struct dev_info *dip, ddi_intr_handle_t *h_array,
				 int type, int count, int least)
{
	int i, n;

	lockdep_assert_held(&dip->intrs.lock);
	if (ddi_intr_taken(dip))
		return -EBUSY;
	n = ddi_intr_vectors(dip, type, count, least);
	for (i = 0; i < n; i++) {
		h_array[i] = ddi_intr_new(dip, type, i);
		if (!h_array[i])
			goto err_new;
	}
	return n;

err_new:
	if (!i && type == DDI_INTR_TYPE_MSI)
		pci_free_irq_vectors(ddi_intr_pdev(dip));
	while (i--)
		ddi_intr_del(h_array[i]);
	return -ENOMEM;
}

/**
 * ddi_intr_alloc() - have interrupts
 * @dip: the instance
 * @h_array: receives the handles
 * @type: DDI_INTR_TYPE_FIXED or DDI_INTR_TYPE_MSI; of one type at a time
 * @inum: the first one, 0
 * @count: how many
 * @actualp: receives how many there are
 * @behavior: DDI_INTR_ALLOC_STRICT for all or none
 *
 * Context: process, may sleep.
 * Return: DDI_SUCCESS; DDI_INTR_NOTFOUND if the device has none of that type;
 * DDI_EAGAIN if there are not so many; DDI_FAILURE if the driver has some already;
 * DDI_EINVAL. See ddi_intr_alloc(9F).
 */
int ddi_intr_alloc(dev_info_t *dip, ddi_intr_handle_t *h_array, int type, int inum,
		   int count, int *actualp, int behavior)
{
	int ret, n;

	if (!h_array || !actualp || inum || count < 1)
		return DDI_EINVAL;
	ret = ddi_intr_get_nintrs(dip, type, &n);
	if (ret != DDI_SUCCESS)
		return ret;
	if (count > n && behavior == DDI_INTR_ALLOC_STRICT)
		return DDI_EAGAIN;
	count = min(count, n);
	mutex_lock(&dip->intrs.lock);
	n = ddi_intr_alloc_locked(dip, h_array, type, count,
				  behavior == DDI_INTR_ALLOC_STRICT ? count : 1);
	mutex_unlock(&dip->intrs.lock);
	*actualp = max(n, 0);
	if (n > 0)
		return DDI_SUCCESS;
	return n == -EBUSY ? DDI_FAILURE : DDI_EAGAIN;
}
EXPORT_SYMBOL_GPL(ddi_intr_alloc);

/**
 * ddi_intr_free() - give an interrupt back
 * @h: the handle, without a handler
 *
 * Context: process, may sleep.
 * Return: DDI_SUCCESS; DDI_FAILURE while it has a handler; DDI_EINVAL.
 * See ddi_intr_free(9F).
 */
int ddi_intr_free(ddi_intr_handle_t h)
{
	struct ddi_intrs *intrs;
	bool free;

	if (!h)
		return DDI_EINVAL;
	intrs = &h->dip->intrs;
	mutex_lock(&intrs->lock);
	free = h->state == DDI_INTR_ALLOCATED;
	if (free)
		ddi_intr_del(h);
	mutex_unlock(&intrs->lock);
	return free ? DDI_SUCCESS : DDI_FAILURE;
}
EXPORT_SYMBOL_GPL(ddi_intr_free);

/**
 * ddi_intr_get_cap() - what an interrupt can do
 * @h: the handle
 * @flagsp: receives DDI_INTR_FLAG_*
 *
 * Return: DDI_SUCCESS, DDI_EINVAL. See ddi_intr_get_cap(9F).
 */
int ddi_intr_get_cap(ddi_intr_handle_t h, int *flagsp)
{
	if (!h || !flagsp)
		return DDI_EINVAL;
	*flagsp = h->type == DDI_INTR_TYPE_FIXED ? DDI_INTR_FLAG_LEVEL :
		  DDI_INTR_FLAG_EDGE | DDI_INTR_FLAG_BLOCK;
	return DDI_SUCCESS;
}
EXPORT_SYMBOL_GPL(ddi_intr_get_cap);

/**
 * ddi_intr_set_cap() - choose between edges and levels
 * @h: the handle
 * @flags: DDI_INTR_FLAG_*
 *
 * Return: DDI_SUCCESS if that is what it does anyway, DDI_ENOTSUP, DDI_EINVAL.
 * See ddi_intr_set_cap(9F).
 */
int ddi_intr_set_cap(ddi_intr_handle_t h, int flags)
{
	int has;

	if (ddi_intr_get_cap(h, &has) != DDI_SUCCESS)
		return DDI_EINVAL;
	return flags & ~has ? DDI_ENOTSUP : DDI_SUCCESS;
}
EXPORT_SYMBOL_GPL(ddi_intr_set_cap);

/**
 * ddi_intr_get_hilevel_pri() - the priority from which on handlers take no mutexes
 *
 * No interrupt has it here. See ddi_intr_get_hilevel_pri(9F).
 */
uint_t ddi_intr_get_hilevel_pri(void)
{
	return DDI_INTR_PRI_HILEVEL;
}
EXPORT_SYMBOL_GPL(ddi_intr_get_hilevel_pri);

/**
 * ddi_intr_get_pri() - the priority of an interrupt
 * @h: the handle
 * @prip: receives it, for DDI_INTR_PRI() and mutex_init(9F)
 *
 * Return: DDI_SUCCESS, DDI_EINVAL. See ddi_intr_get_pri(9F).
 */
int ddi_intr_get_pri(ddi_intr_handle_t h, uint_t *prip)
{
	if (!h || !prip)
		return DDI_EINVAL;
	*prip = READ_ONCE(h->pri);
	return DDI_SUCCESS;
}
EXPORT_SYMBOL_GPL(ddi_intr_get_pri);

/**
 * ddi_intr_set_pri() - change the priority of an interrupt
 * @h: the handle, without a handler
 * @pri: below ddi_intr_get_hilevel_pri(); a number without an effect here
 *
 * Context: process, may sleep.
 * Return: DDI_SUCCESS; DDI_ENOTSUP for a high-level one; DDI_FAILURE once it has a
 * handler; DDI_EINVAL. See ddi_intr_set_pri(9F).
 */
int ddi_intr_set_pri(ddi_intr_handle_t h, uint_t pri)
{
	bool can;

	if (!h || pri < DDI_INTR_PRI_MIN || pri > DDI_INTR_PRI_MAX)
		return DDI_EINVAL;
	if (pri >= DDI_INTR_PRI_HILEVEL)
		return DDI_ENOTSUP;
	mutex_lock(&h->dip->intrs.lock);
	can = h->state == DDI_INTR_ALLOCATED;
	if (can)
		WRITE_ONCE(h->pri, pri);
	mutex_unlock(&h->dip->intrs.lock);
	return can ? DDI_SUCCESS : DDI_FAILURE;
}
EXPORT_SYMBOL_GPL(ddi_intr_set_pri);

/* From one state to the next, or back. */
static int ddi_intr_step(ddi_intr_handle_t h, enum ddi_intr_state from,
			 enum ddi_intr_state to)
{
	bool can = h->state == from;

	lockdep_assert_held(&h->dip->intrs.lock);
	if (can)
		h->state = to;
	return can ? DDI_SUCCESS : DDI_FAILURE;
}

/**
 * ddi_intr_add_fn() - say who handles an interrupt
 * @h: the handle
 * @fn: the handler
 *
 * Return: DDI_SUCCESS; DDI_FAILURE if it has a handler.
 */
int ddi_intr_add_fn(struct ddi_intr_handle *h, const struct ddi_intr_fn *fn)
{
	int ret;

	mutex_lock(&h->dip->intrs.lock);
	ret = ddi_intr_step(h, DDI_INTR_ALLOCATED, DDI_INTR_HANDLED);
	if (ret == DDI_SUCCESS)
		h->fn = *fn;
	mutex_unlock(&h->dip->intrs.lock);
	return ret;
}

/**
 * ddi_intr_add_handler() - say who handles an interrupt
 * @h: the handle
 * @inthandler: the handler; runs in a thread and may take mutexes
 * @arg1: its first argument
 * @arg2: its second argument
 *
 * It is not called before ddi_intr_enable().
 *
 * Context: process, may sleep.
 * Return: DDI_SUCCESS; DDI_FAILURE if it has a handler; DDI_EINVAL.
 * See ddi_intr_add_handler(9F).
 */
int ddi_intr_add_handler(ddi_intr_handle_t h, ddi_intr_handler_t *inthandler,
			 void *arg1, void *arg2)
{
	struct ddi_intr_fn fn = {
		.handler	= inthandler,
		.arg1		= arg1,
		.arg2		= arg2,
	};

	return h && inthandler ? ddi_intr_add_fn(h, &fn) : DDI_EINVAL;
}
EXPORT_SYMBOL_GPL(ddi_intr_add_handler);

/**
 * ddi_intr_dup_handler() - more vectors for one handler: of MSI-X alone
 * @primary: not used
 * @vector: not used
 * @newp: not used
 *
 * Return: DDI_ENOTSUP. See ddi_intr_dup_handler(9F).
 */
int ddi_intr_dup_handler(ddi_intr_handle_t primary, int vector,
			 ddi_intr_handle_t *newp)
{
	return DDI_ENOTSUP;
}
EXPORT_SYMBOL_GPL(ddi_intr_dup_handler);

/**
 * ddi_intr_remove_handler() - an interrupt has no handler any more
 * @h: the handle, disabled
 *
 * Context: process, may sleep.
 * Return: DDI_SUCCESS; DDI_FAILURE if it is enabled or has none; DDI_EINVAL.
 * See ddi_intr_remove_handler(9F).
 */
int ddi_intr_remove_handler(ddi_intr_handle_t h)
{
	int ret;

	if (!h)
		return DDI_EINVAL;
	mutex_lock(&h->dip->intrs.lock);
	ret = ddi_intr_step(h, DDI_INTR_HANDLED, DDI_INTR_ALLOCATED);
	mutex_unlock(&h->dip->intrs.lock);
	return ret;
}
EXPORT_SYMBOL_GPL(ddi_intr_remove_handler);

static irqreturn_t ddi_intr_message(int irq, void *data)
{
	struct ddi_intr_handle *h = data;

	return ddi_intr_fn_call(&h->fn) == DDI_INTR_CLAIMED ? IRQ_HANDLED : IRQ_NONE;
}

/* Cuts the line off if it is this device that asserts it. */
static irqreturn_t ddi_intr_line_cut(int irq, void *data)
{
	struct ddi_intr_handle *h = data;

	return pci_check_and_mask_intx(ddi_intr_pdev(h->dip)) ? IRQ_WAKE_THREAD :
								IRQ_NONE;
}

/* A handler that does not silence its device is not called for ever. */
static bool ddi_intr_hopeless(struct ddi_intr_handle *h, unsigned int claimed)
{
	if (claimed == DDI_INTR_CLAIMED)
		h->unclaimed = 0;
	else if (++h->unclaimed >= DDI_INTR_MAX_UNCLAIMED)
		return true;
	return false;
}

/* Lets the line through again. A device that was pulled out asserts everything. */
static bool ddi_intr_line_open(struct ddi_intr_handle *h)
{
	struct pci_dev *pdev = ddi_intr_pdev(h->dip);

	return pci_check_and_unmask_intx(pdev) || !pci_device_is_present(pdev);
}

static irqreturn_t ddi_intr_line_cutoff(int irq, void *data)
{
	struct ddi_intr_handle *h = data;

	do {
		cond_resched();
		if (!ddi_intr_hopeless(h, ddi_intr_fn_call(&h->fn)))
			continue;
		pr_warn_ratelimited("%s%d: the device's interrupt is pending and its handler never claims it: it stays off\n",
				    h->dip->drv->name, h->dip->instance);
		break;
	} while (!ddi_intr_line_open(h));
	return IRQ_HANDLED;
}

static int ddi_intr_request(struct ddi_intr_handle *h)
{
	struct pci_dev *pdev = ddi_intr_pdev(h->dip);
	int irq = pci_irq_vector(pdev, h->inum);

	h->unclaimed = 0;
	if (h->masks) {
		pci_intx(pdev, 1);
		return request_threaded_irq(irq, ddi_intr_line_cut, ddi_intr_line_cutoff,
					    IRQF_SHARED, h->dip->name, h);
	}
	/* A message is a write of the device. */
	if (h->type == DDI_INTR_TYPE_MSI)
		pci_set_master(pdev);
	return request_threaded_irq(irq, NULL, ddi_intr_message, IRQF_ONESHOT |
				    (h->type == DDI_INTR_TYPE_FIXED ? IRQF_SHARED : 0),
				    h->dip->name, h);
}

static int ddi_intr_enable_locked(struct ddi_intr_handle *h)
{
	if (ddi_intr_step(h, DDI_INTR_HANDLED, DDI_INTR_ENABLED) != DDI_SUCCESS)
		return DDI_EINVAL;
	if (!ddi_intr_request(h))
		return DDI_SUCCESS;
	h->state = DDI_INTR_HANDLED;
	return DDI_FAILURE;
}

static int ddi_intr_disable_locked(struct ddi_intr_handle *h)
{
	if (ddi_intr_step(h, DDI_INTR_ENABLED, DDI_INTR_HANDLED) != DDI_SUCCESS)
		return DDI_EINVAL;
	free_irq(pci_irq_vector(ddi_intr_pdev(h->dip), h->inum), h);
	return DDI_SUCCESS;
}

/**
 * ddi_intr_enable() - let an interrupt come
 * @h: the handle, with a handler
 *
 * Enabling a message makes the device a bus master, because a message is a write.
 *
 * Context: process, may sleep.
 * Return: DDI_SUCCESS; DDI_FAILURE if Linux refuses; DDI_EINVAL without a handler
 * or if it is enabled. See ddi_intr_enable(9F).
 */
int ddi_intr_enable(ddi_intr_handle_t h)
{
	int ret;

	if (!h)
		return DDI_EINVAL;
	mutex_lock(&h->dip->intrs.lock);
	ret = ddi_intr_enable_locked(h);
	mutex_unlock(&h->dip->intrs.lock);
	return ret;
}
EXPORT_SYMBOL_GPL(ddi_intr_enable);

/**
 * ddi_intr_disable() - let an interrupt come no more
 * @h: the handle
 *
 * Waits for the handler, if it runs: hold no lock that it takes.
 *
 * Context: process, may sleep.
 * Return: DDI_SUCCESS, and the handler does not run; DDI_EINVAL if it is not
 * enabled. See ddi_intr_disable(9F).
 */
int ddi_intr_disable(ddi_intr_handle_t h)
{
	int ret;

	if (!h)
		return DDI_EINVAL;
	mutex_lock(&h->dip->intrs.lock);
	ret = ddi_intr_disable_locked(h);
	mutex_unlock(&h->dip->intrs.lock);
	return ret;
}
EXPORT_SYMBOL_GPL(ddi_intr_disable);

static bool ddi_intr_blocks(ddi_intr_handle_t *h_array, int count)
{
	int flags;

	return h_array && count > 0 &&
	       ddi_intr_get_cap(h_array[0], &flags) == DDI_SUCCESS &&
	       (flags & DDI_INTR_FLAG_BLOCK);
}

/**
 * ddi_intr_block_enable() - let several interrupts come
 * @h_array: the handles, of interrupts with DDI_INTR_FLAG_BLOCK
 * @count: how many
 *
 * Context: process, may sleep.
 * Return: DDI_SUCCESS, or none is enabled: DDI_EINVAL, DDI_FAILURE.
 * See ddi_intr_block_enable(9F).
 */
int ddi_intr_block_enable(ddi_intr_handle_t *h_array, int count)
{
	int i, ret;

	if (!ddi_intr_blocks(h_array, count))
		return DDI_EINVAL;
	for (i = 0; i < count; i++) {
		ret = ddi_intr_enable(h_array[i]);
		if (ret != DDI_SUCCESS)
			goto err_enable;
	}
	return DDI_SUCCESS;

err_enable:
	while (i--)
		ddi_intr_disable(h_array[i]);
	return ret;
}
EXPORT_SYMBOL_GPL(ddi_intr_block_enable);

/**
 * ddi_intr_block_disable() - let several interrupts come no more
 * @h_array: the handles
 * @count: how many
 *
 * Context: process, may sleep.
 * Return: DDI_SUCCESS, DDI_EINVAL. See ddi_intr_block_disable(9F).
 */
int ddi_intr_block_disable(ddi_intr_handle_t *h_array, int count)
{
	int i, ret = DDI_SUCCESS;

	if (!ddi_intr_blocks(h_array, count))
		return DDI_EINVAL;
	for (i = 0; i < count; i++)
		if (ddi_intr_disable(h_array[i]) != DDI_SUCCESS)
			ret = DDI_EINVAL;
	return ret;
}
EXPORT_SYMBOL_GPL(ddi_intr_block_disable);

/**
 * ddi_intr_set_mask() - hold an interrupt back: of those with DDI_INTR_FLAG_MASKABLE
 * @h: the handle
 *
 * Return: DDI_ENOTSUP, as none has it; DDI_EINVAL. See ddi_intr_set_mask(9F).
 */
int ddi_intr_set_mask(ddi_intr_handle_t h)
{
	return h ? DDI_ENOTSUP : DDI_EINVAL;
}
EXPORT_SYMBOL_GPL(ddi_intr_set_mask);

/**
 * ddi_intr_clr_mask() - hold an interrupt back no more
 * @h: the handle
 *
 * Return: as ddi_intr_set_mask(). See ddi_intr_clr_mask(9F).
 */
int ddi_intr_clr_mask(ddi_intr_handle_t h)
{
	return h ? DDI_ENOTSUP : DDI_EINVAL;
}
EXPORT_SYMBOL_GPL(ddi_intr_clr_mask);

/**
 * ddi_intr_get_pending() - has it come? Of those with DDI_INTR_FLAG_PENDING
 * @h: the handle
 * @pendingp: not used
 *
 * Return: DDI_ENOTSUP, as none has it; DDI_EINVAL. See ddi_intr_get_pending(9F).
 */
int ddi_intr_get_pending(ddi_intr_handle_t h, int *pendingp)
{
	return h && pendingp ? DDI_ENOTSUP : DDI_EINVAL;
}
EXPORT_SYMBOL_GPL(ddi_intr_get_pending);

/**
 * ddi_intr_find() - the interrupt that a driver has by a number
 * @dip: the instance
 * @inumber: the number
 *
 * Return: the handle, or NULL.
 */
struct ddi_intr_handle *ddi_intr_find(struct dev_info *dip, unsigned int inumber)
{
	struct ddi_intr_handle *h, *found = NULL;

	mutex_lock(&dip->intrs.lock);
	list_for_each_entry(h, &dip->intrs.handles, list)
		if (h->inum == inumber)
			found = h;
	mutex_unlock(&dip->intrs.lock);
	return found;
}

/**
 * ddi_intrs_free() - an instance is detached
 * @dip: the instance; what its driver has left behind is stopped, with a warning
 */
void ddi_intrs_free(struct dev_info *dip)
{
	struct ddi_intr_handle *h, *next;
	unsigned int left = ddi_softints_free(dip);

	mutex_lock(&dip->intrs.lock);
	list_for_each_entry_safe(h, next, &dip->intrs.handles, list) {
		ddi_intr_disable_locked(h);
		ddi_intr_del(h);
		left++;
	}
	mutex_unlock(&dip->intrs.lock);
	if (left)
		pr_warn_ratelimited("%s%d: %u interrupts were not freed before detach(9E) returned\n",
				    dip->drv->name, dip->instance, left);
}
