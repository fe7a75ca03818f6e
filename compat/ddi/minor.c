// SPDX-License-Identifier: GPL-2.0
/*
 * Minor nodes: ddi_create_minor_node(9F).
 *
 * Solaris names a node below /devices after the driver, the instance and the
 * minor node's name, and links it into /dev by rules of the administrator.
 * Linux has one name in /dev; it is the minor node's name if that begins with
 * the driver's, and the driver's name in front of it otherwise: the instance's
 * number alone, or "name,minor".
 *
 * Nodes that attach(9E) makes appear when it has succeeded, so that nobody can
 * open a device that is only half attached. While the driver is being loaded
 * opening them is ENXIO, until all of its instances are attached: see
 * ddi_driver_add().
 */
#include <linux/device.h>
#include <linux/export.h>
#include <linux/printk.h>
#include <linux/slab.h>

#include <sys/stat.h>
#include <sys/sunddi.h>

#include "../linux/compat.h"
#include "minor.h"
#include "node.h"

/**
 * struct ddi_minor - a minor node
 * @dip: the instance that made it
 * @minor: its number
 * @dev: in /sys and /dev, or NULL as long as it is not shown
 * @name: as the driver gave it
 */
struct ddi_minor {
	struct dev_info *dip;
	unsigned int minor;
	struct device *dev;
	char name[];
};

static struct class *ddi_class;

int ddi_minor_class_init(void)
{
	ddi_class = devmap_class_create("devmap");
	return PTR_ERR_OR_ZERO(ddi_class);
}

void ddi_minor_class_exit(void)
{
	class_destroy(ddi_class);
}

static struct device *ddi_minor_device(struct ddi_driver *drv, struct ddi_minor *min,
				       const char *fmt, const char *name)
{
	return device_create_with_groups(ddi_class, min->dip->dev,
					 MKDEV(MAJOR(drv->devt), min->minor),
					 min->dip, ddi_minor_groups, fmt,
					 drv->name, name);
}

static struct device *ddi_minor_device_named(struct ddi_driver *drv,
					     struct ddi_minor *min)
{
	const char *name = min->name;

	if (strstarts(name, drv->name))
		return ddi_minor_device(drv, min, "%s%s", name + strlen(drv->name));
	if (name[strspn(name, "0123456789")] == '\0')
		return ddi_minor_device(drv, min, "%s%s", name);
	return ddi_minor_device(drv, min, "%s,%s", name);
}

static int ddi_minor_publish(struct ddi_driver *drv, struct ddi_minor *min)
{
	struct dev_info *dip = min->dip;
	struct device *dev;

	lockdep_assert_held(&drv->lock);
	if (min->dev)
		return 0;
	dev = ddi_minor_device_named(drv, min);
	if (IS_ERR(dev)) {
		pr_warn("%s%d: no device node for \"%s\": error %ld\n", drv->name,
			dip->instance, min->name, PTR_ERR(dev));
		return PTR_ERR(dev);
	}
	min->dev = dev;
	if (!dip->named) {
		strscpy_pad(dip->name, dev_name(dev), sizeof(dip->name));
		dip->named = true;
	}
	return 0;
}

/**
 * ddi_minor_publish_all() - show the minor nodes of an instance
 * @dip: attached, and from now on able to be opened
 *
 * Return: 0, or the first error; the nodes before it are shown.
 */
int ddi_minor_publish_all(struct dev_info *dip)
{
	struct ddi_driver *drv = dip->drv;
	struct ddi_minor *min;
	unsigned long index;
	int err = 0;

	mutex_lock(&drv->lock);
	dip->attached = true;
	xa_for_each(&drv->minors, index, min) {
		if (min->dip == dip)
			err = ddi_minor_publish(drv, min);
		if (err)
			break;
	}
	mutex_unlock(&drv->lock);
	return err;
}

static void ddi_minor_remove(struct ddi_driver *drv, struct ddi_minor *min)
{
	lockdep_assert_held(&drv->lock);
	xa_erase(&drv->minors, min->minor);
	if (min->dev)
		device_destroy(ddi_class, min->dev->devt);
	kfree(min);
}

/**
 * ddi_minor_remove_all() - take an instance out of /dev
 * @dip: the instance; nobody can open it any more
 */
void ddi_minor_remove_all(struct dev_info *dip)
{
	ddi_remove_minor_node(dip, NULL);
}

/**
 * ddi_minor_hold() - the instance behind a minor number, for a call into it
 * @drv: the driver
 * @minor: the number
 *
 * Return: the instance, referenced and entered, or NULL if there is none.
 */
struct dev_info *ddi_minor_hold(struct ddi_driver *drv, unsigned int minor)
{
	struct dev_info *dip = NULL;
	struct ddi_minor *min;

	mutex_lock(&drv->lock);
	min = xa_load(&drv->minors, minor);
	if (min && min->dip->attached && ddi_node_enter(min->dip))
		dip = ddi_node_get(min->dip);
	mutex_unlock(&drv->lock);
	return dip;
}

/**
 * ddi_create_minor_node() - make a node for a device
 * @dip: the instance
 * @name: name of the minor node
 * @spec_type: S_IFCHR
 * @minor_num: minor number, at most MAXMIN
 * @node_type: DDI_PSEUDO and others; not used
 * @flag: not used
 *
 * Context: process, may sleep.
 * Return: DDI_SUCCESS; DDI_FAILURE if the number is taken or too large, for a
 * block device, or without memory. See ddi_create_minor_node(9F).
 */
int ddi_create_minor_node(dev_info_t *dip, const char *name, int spec_type,
			  minor_t minor_num, const char *node_type, int flag)
{
	struct ddi_driver *drv = dip->drv;
	struct ddi_minor *min;
	int err;

	if (spec_type != S_IFCHR || minor_num > MAXMIN)
		return DDI_FAILURE;
	min = kzalloc(struct_size(min, name, strlen(name) + 1), GFP_KERNEL);
	if (!min)
		return DDI_FAILURE;
	min->dip = dip;
	min->minor = minor_num;
	memcpy(min->name, name, strlen(name) + 1);

	mutex_lock(&drv->lock);
	err = xa_insert(&drv->minors, minor_num, min, GFP_KERNEL);
	if (err)
		goto out_free;
	if (dip->attached)
		err = ddi_minor_publish(drv, min);
	if (err)
		goto out_erase;
	mutex_unlock(&drv->lock);
	return DDI_SUCCESS;

out_erase:
	xa_erase(&drv->minors, minor_num);
out_free:
	mutex_unlock(&drv->lock);
	kfree(min);
	return DDI_FAILURE;
}
EXPORT_SYMBOL_GPL(ddi_create_minor_node);

/**
 * ddi_remove_minor_node() - remove nodes of a device
 * @dip: the instance
 * @name: name of the minor node, or NULL for all of the instance
 *
 * Context: process, may sleep. See ddi_remove_minor_node(9F).
 */
void ddi_remove_minor_node(dev_info_t *dip, const char *name)
{
	struct ddi_driver *drv = dip->drv;
	struct ddi_minor *min;
	unsigned long index;

	mutex_lock(&drv->lock);
	xa_for_each(&drv->minors, index, min)
		if (min->dip == dip && (!name || !strcmp(min->name, name)))
			ddi_minor_remove(drv, min);
	mutex_unlock(&drv->lock);
}
EXPORT_SYMBOL_GPL(ddi_remove_minor_node);
