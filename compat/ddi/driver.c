// SPDX-License-Identifier: GPL-2.0
/*
 * Loadable drivers: mod_install(9F), mod_remove(9F), mod_info(9F).
 */
#include <linux/export.h>
#include <linux/module.h>
#include <linux/printk.h>
#include <linux/slab.h>

#include <sys/modctl.h>

#include "cdev.h"
#include "driver.h"
#include "minor.h"
#include "node.h"
#include "nexus.h"

/* What a modldrv(9S) points to, so that it can be told from other linkage. */
struct mod_ops {
	const char *what;
};

struct mod_ops mod_driverops = { .what = "driver" };
EXPORT_SYMBOL_GPL(mod_driverops);

struct mod_ops mod_miscops = { .what = "misc" };
EXPORT_SYMBOL_GPL(mod_miscops);

static LIST_HEAD(ddi_drivers);
static DEFINE_MUTEX(ddi_drivers_lock);

static struct modldrv *ddi_linkage_driver(const struct modlinkage *ml)
{
	int i;

	for (i = 0; i < MODMAXLINK && ml->ml_linkage[i]; i++) {
		struct modldrv *drv = ml->ml_linkage[i];

		if (drv->drv_modops == &mod_driverops)
			return drv;
	}
	return NULL;
}

/**
 * ddi_driver_of_module() - the driver that a Linux module has installed
 * @owner: the module
 *
 * Return: the driver, valid until the module's mod_remove(9F), or NULL.
 */
struct ddi_driver *ddi_driver_of_module(const struct module *owner)
{
	struct ddi_driver *drv, *found = NULL;

	mutex_lock(&ddi_drivers_lock);
	list_for_each_entry(drv, &ddi_drivers, list) {
		if (drv->owner == owner) {
			found = drv;
			break;
		}
	}
	mutex_unlock(&ddi_drivers_lock);
	return found;
}

/**
 * ddi_driver_of_dev() - the driver that has a device number
 * @dev: the number
 *
 * Return: the driver, valid for as long as the caller keeps its module, or NULL.
 */
struct ddi_driver *ddi_driver_of_dev(dev_t dev)
{
	struct ddi_driver *drv, *found = NULL;

	mutex_lock(&ddi_drivers_lock);
	list_for_each_entry(drv, &ddi_drivers, list) {
		if (MAJOR(drv->devt) == MAJOR(dev)) {
			found = drv;
			break;
		}
	}
	mutex_unlock(&ddi_drivers_lock);
	return found;
}

static struct ddi_driver *ddi_driver_alloc(struct dev_ops *ops,
					   struct module *owner)
{
	struct ddi_driver *drv = kzalloc(sizeof(*drv), GFP_KERNEL);

	if (!drv)
		return NULL;
	drv->owner = owner;
	drv->name = module_name(owner);
	drv->ops = ops;
	mutex_init(&drv->lock);
	INIT_LIST_HEAD(&drv->nodes);
	xa_init(&drv->minors);
	xa_init(&drv->snodes);
	return drv;
}

static void ddi_driver_free(struct ddi_driver *drv)
{
	WARN_ON(!list_empty(&drv->nodes));
	xa_destroy(&drv->minors);
	xa_destroy(&drv->snodes);
	kfree(drv);
}

/* Nobody adds instances to the driver any more, and none is left. */
static void ddi_driver_detach(struct ddi_driver *drv)
{
	struct dev_info *dip;

	ddi_nexus_detach(drv);
	mutex_lock(&ddi_drivers_lock);
	list_del(&drv->list);
	mutex_unlock(&ddi_drivers_lock);
	while ((dip = list_first_entry_or_null(&drv->nodes, struct dev_info, list)))
		ddi_node_detach(dip);
}

/*
 * The last step is the one that lets programs in. While instances are attached, opening
 * those that are is ENXIO: a file that was open when a later one fails would outlive the
 * driver, and its module's code.
 */
static int ddi_driver_add(struct ddi_driver *drv)
{
	int err;

	err = ddi_cdev_alloc(drv);
	if (err)
		return err;
	mutex_lock(&ddi_drivers_lock);
	list_add_tail(&drv->list, &ddi_drivers);
	mutex_unlock(&ddi_drivers_lock);
	err = ddi_nexus_attach(drv);
	if (!err)
		err = ddi_cdev_add(drv);
	if (!err)
		return 0;
	ddi_driver_detach(drv);
	ddi_cdev_free(drv);
	return err;
}

/**
 * ddi_mod_install() - mod_install(9F)
 * @ml: the driver's linkage
 * @owner: its Linux module; supplied by <sys/modctl.h>
 *
 * Attaches the instances that the module's linkage file names.
 *
 * Context: process, may sleep.
 * Return: 0 or an error number. See mod_install(9F).
 */
int ddi_mod_install(struct modlinkage *ml, struct module *owner)
{
	struct modldrv *ldrv = ddi_linkage_driver(ml);
	struct ddi_driver *drv;
	int err;

	if (ml->ml_rev != MODREV_1)
		return EINVAL;
	if (!ldrv)
		return 0;
	if (!ldrv->drv_dev_ops || !ldrv->drv_dev_ops->devo_cb_ops ||
	    ddi_driver_of_module(owner))
		return EINVAL;
	drv = ddi_driver_alloc(ldrv->drv_dev_ops, owner);
	if (!drv)
		return ENOMEM;
	err = ddi_driver_add(drv);
	if (err)
		ddi_driver_free(drv);
	return -err;
}
EXPORT_SYMBOL_GPL(ddi_mod_install);

/**
 * ddi_mod_remove() - mod_remove(9F)
 * @ml: the driver's linkage
 * @owner: its Linux module; supplied by <sys/modctl.h>
 *
 * Linux calls _fini(9E) only when no file of the driver is open and nothing of
 * it is mapped, and cannot be refused then: instances are detached whatever
 * detach(9E) says.
 *
 * Context: process, may sleep.
 * Return: 0, or EINVAL if the driver was not installed. See mod_remove(9F).
 */
int ddi_mod_remove(struct modlinkage *ml, struct module *owner)
{
	struct ddi_driver *drv = ddi_driver_of_module(owner);

	if (!ddi_linkage_driver(ml))
		return 0;
	if (!drv)
		return EINVAL;
	ddi_driver_detach(drv);
	ddi_cdev_del(drv);
	ddi_driver_free(drv);
	return 0;
}
EXPORT_SYMBOL_GPL(ddi_mod_remove);

/**
 * ddi_mod_info() - mod_info(9F)
 * @ml: the driver's linkage
 * @modinfop: to be filled in
 * @owner: its Linux module; supplied by <sys/modctl.h>
 *
 * Return: nonzero on success, as on Solaris. See mod_info(9F).
 */
int ddi_mod_info(struct modlinkage *ml, struct modinfo *modinfop,
		 struct module *owner)
{
	struct modldrv *ldrv = ddi_linkage_driver(ml);

	memset(modinfop, 0, sizeof(*modinfop));
	modinfop->mi_rev = ml->ml_rev;
	strscpy(modinfop->mi_name, module_name(owner), sizeof(modinfop->mi_name));
	if (ldrv && ldrv->drv_linkinfo)
		strscpy(modinfop->mi_msinfo[0].msi_linkinfo, ldrv->drv_linkinfo,
			sizeof(modinfop->mi_msinfo[0].msi_linkinfo));
	return 1;
}
EXPORT_SYMBOL_GPL(ddi_mod_info);
