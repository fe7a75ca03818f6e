// SPDX-License-Identifier: GPL-2.0
/*
 * Instances of drivers: dev_info_t.
 */
#include <linux/device.h>
#include <linux/export.h>
#include <linux/kref.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include <sys/sunddi.h>

#include "../devmap/debugfs.h"
#include "../devmap/unmap.h"
#include "cdev.h"
#include "minor.h"
#include "node.h"
#include "poll.h"
#include "prop.h"

static void ddi_regsets_free(struct ddi_regset *regs, unsigned int nregs)
{
	unsigned int i;

	for (i = 0; i < nregs; i++) {
		vfree(regs[i].ram);
		kvfree(regs[i].pages);
	}
	kfree(regs);
}

static void ddi_node_release(struct kref *kref)
{
	struct dev_info *dip = container_of(kref, struct dev_info, kref);

	ddi_prop_remove_all(dip);
	ddi_hwprops_free(dip);
	devmap_space_destroy(&dip->space);
	devmap_stats_destroy(&dip->stats);
	ddi_regsets_free(dip->regs, dip->nregs);
	put_device(dip->dev);
	kfree(dip);
}

/**
 * ddi_node_put() - give back a reference to an instance
 * @dip: the instance; its memory goes with the last one, its model registers
 *	with it, so that no mapping of them outlives them
 */
void ddi_node_put(struct dev_info *dip)
{
	kref_put(&dip->kref, ddi_node_release);
}

/**
 * ddi_node_enter() - begin a call into the driver
 * @dip: the instance
 *
 * Return: true if the instance is attached; it stays so until ddi_node_exit().
 */
bool ddi_node_enter(struct dev_info *dip)
{
	return refcount_inc_not_zero(&dip->users);
}

/**
 * ddi_node_exit() - end a call into the driver
 * @dip: the instance
 */
void ddi_node_exit(struct dev_info *dip)
{
	if (refcount_dec_and_test(&dip->users))
		complete(&dip->idle);
}

/* No new calls, and none is running when this returns. */
static void ddi_node_drain(struct dev_info *dip)
{
	ddi_node_exit(dip);
	wait_for_completion(&dip->idle);
}

/**
 * ddi_node_regset() - a register set of an instance
 * @dip: the instance
 * @rnumber: which one
 *
 * Return: the register set, or NULL if there is none.
 */
struct ddi_regset *ddi_node_regset(struct dev_info *dip, unsigned int rnumber)
{
	return rnumber < dip->nregs ? &dip->regs[rnumber] : NULL;
}

static struct dev_info *ddi_node_alloc(struct ddi_driver *drv, int instance,
				       struct device *dev,
				       struct ddi_regset *regs, unsigned int nregs)
{
	struct dev_info *dip = kzalloc(sizeof(*dip), GFP_KERNEL);
	int err;

	if (!dip)
		return ERR_PTR(-ENOMEM);
	err = devmap_stats_init(&dip->stats);
	if (err)
		goto err_stats;
	err = devmap_space_init(&dip->space);
	if (err)
		goto err_space;
	snprintf(dip->name, sizeof(dip->name), "%s%d", drv->name, instance);
	strscpy(dip->binding, drv->name, sizeof(dip->binding));
	kref_init(&dip->kref);
	dip->drv = drv;
	dip->instance = instance;
	dip->dev = get_device(dev);
	dip->regs = regs;
	dip->nregs = nregs;
	refcount_set(&dip->users, 1);
	init_completion(&dip->idle);
	INIT_LIST_HEAD(&dip->props);
	INIT_LIST_HEAD(&dip->hwprops);
	ddi_intrs_init(&dip->intrs);
	init_waitqueue_head(&dip->gone);
	return dip;

err_space:
	devmap_stats_destroy(&dip->stats);
err_stats:
	kfree(dip);
	return ERR_PTR(err);
}

static int ddi_call_attach(struct dev_info *dip)
{
	struct dev_ops *ops = dip->drv->ops;

	if (ddi_entry_real(ops->devo_probe) &&
	    ops->devo_probe(dip) == DDI_PROBE_FAILURE)
		return -ENODEV;
	if (!ddi_entry_real(ops->devo_attach))
		return -ENODEV;
	return ops->devo_attach(dip, DDI_ATTACH) == DDI_SUCCESS ? 0 : -ENXIO;
}

/**
 * ddi_node_detach() - take a device away from its driver
 * @dip: the instance
 *
 * Programs may have it open and mapped. They are cut off first: mappings are
 * revoked, and the driver is told of the end of each mapping and of each open
 * before detach(9E) is called, so that it has nothing left to look after.
 *
 * Context: process, may sleep; waits for the calls into the driver that run.
 */
void ddi_node_detach(struct dev_info *dip)
{
	struct ddi_driver *drv = dip->drv;

	ddi_minor_remove_all(dip);
	devmap_debugfs_remove(dip);
	ddi_node_drain(dip);
	ddi_poll_gone(dip);
	devmap_unmap_space(&dip->space);
	ddi_snode_close_all(dip);
	if (ddi_entry_real(drv->ops->devo_detach) &&
	    drv->ops->devo_detach(dip, DDI_DETACH) != DDI_SUCCESS)
		pr_warn("%s%d: detach(9E) failed, the device is gone all the same\n",
			drv->name, dip->instance);
	ddi_intrs_free(dip);
	ddi_minor_remove_all(dip);
	mutex_lock(&drv->lock);
	list_del(&dip->list);
	mutex_unlock(&drv->lock);
	ddi_node_put(dip);
}

/**
 * ddi_node_new() - make an instance of a driver
 * @drv: the driver
 * @instance: its number
 * @dev: the Linux device that it drives, or NULL
 * @regs: register sets; freed with the instance, or here if that fails
 * @nregs: how many
 *
 * Return: the instance, for ddi_node_attach() or ddi_node_put(); an ERR_PTR.
 */
struct dev_info *ddi_node_new(struct ddi_driver *drv, int instance,
			      struct device *dev, struct ddi_regset *regs,
			      unsigned int nregs)
{
	struct dev_info *dip;

	dip = ddi_node_alloc(drv, instance, dev, regs, nregs);
	if (IS_ERR(dip))
		ddi_regsets_free(regs, nregs);
	return dip;
}

/**
 * ddi_node_attach() - attach(9E) an instance
 * @dip: from ddi_node_new(); given back if that fails
 *
 * Context: process, may sleep.
 * Return: 0; -ENODEV if probe(9E) says no, -ENXIO if attach(9E) does. Where its
 * nodes cannot be made, it is detached again.
 */
int ddi_node_attach(struct dev_info *dip)
{
	struct ddi_driver *drv = dip->drv;
	int err;

	mutex_lock(&drv->lock);
	list_add_tail(&dip->list, &drv->nodes);
	mutex_unlock(&drv->lock);
	err = ddi_call_attach(dip);
	if (err)
		goto err_attach;
	err = ddi_minor_publish_all(dip);
	if (err) {
		ddi_node_detach(dip);
		return err;
	}
	devmap_debugfs_add(dip);
	return 0;

err_attach:
	ddi_intrs_free(dip);
	ddi_minor_remove_all(dip);
	mutex_lock(&drv->lock);
	list_del(&dip->list);
	mutex_unlock(&drv->lock);
	ddi_node_drain(dip);
	ddi_node_put(dip);
	return err;
}

/**
 * ddi_get_instance() - the number of an instance
 * @dip: the instance
 *
 * See ddi_get_instance(9F).
 */
int ddi_get_instance(dev_info_t *dip)
{
	return dip->instance;
}
EXPORT_SYMBOL_GPL(ddi_get_instance);

/**
 * ddi_driver_name() - the name of the driver of an instance
 * @dip: the instance
 *
 * See ddi_driver_name(9F).
 */
const char *ddi_driver_name(dev_info_t *dip)
{
	return dip->drv->name;
}
EXPORT_SYMBOL_GPL(ddi_driver_name);

/**
 * ddi_driver_major() - the major number of the driver of an instance
 * @dip: the instance
 *
 * See ddi_driver_major(9F).
 */
major_t ddi_driver_major(dev_info_t *dip)
{
	return MAJOR(dip->drv->devt);
}
EXPORT_SYMBOL_GPL(ddi_driver_major);

/**
 * ddi_get_name() - the name that an instance was bound by
 * @dip: the instance
 *
 * Return: "pci1234,11e8" and the like; the driver's name for a pseudo device.
 *
 * See ddi_get_name(9F).
 */
char *ddi_get_name(dev_info_t *dip)
{
	return dip->binding;
}
EXPORT_SYMBOL_GPL(ddi_get_name);

/**
 * ddi_set_driver_private() - keep a pointer of the driver in an instance
 * @dip: the instance
 * @data: the pointer
 *
 * See ddi_set_driver_private(9F).
 */
void ddi_set_driver_private(dev_info_t *dip, void *data)
{
	dip->private = data;
}
EXPORT_SYMBOL_GPL(ddi_set_driver_private);

/**
 * ddi_get_driver_private() - the pointer that ddi_set_driver_private() kept
 * @dip: the instance
 *
 * See ddi_get_driver_private(9F).
 */
void *ddi_get_driver_private(dev_info_t *dip)
{
	return dip->private;
}
EXPORT_SYMBOL_GPL(ddi_get_driver_private);

/**
 * ddi_report_dev() - announce an instance
 * @dip: the instance
 *
 * See ddi_report_dev(9F).
 */
void ddi_report_dev(dev_info_t *dip)
{
	pr_info("%s%d: attached\n", dip->drv->name, dip->instance);
}
EXPORT_SYMBOL_GPL(ddi_report_dev);
