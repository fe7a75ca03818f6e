// SPDX-License-Identifier: GPL-2.0
/*
 * Instances that are PCI devices: those that a module's linkage file names, each
 * attached when Linux finds it and detached when it goes, or when somebody wants it
 * back (sysfs).
 */
#include <linux/export.h>
#include <linux/idr.h>
#include <linux/pci.h>
#include <linux/pm.h>
#include <linux/slab.h>

#include <sys/linux_driver.h>

#include "nexus.h"
#include "node.h"
#include "pci.h"
#include "suspend.h"

/**
 * struct ddi_pci_driver - a driver of PCI devices, as Linux sees it
 * @linux_driver: what Linux calls
 * @drv: the driver
 * @instances: numbers that are taken
 */
struct ddi_pci_driver {
	struct pci_driver linux_driver;
	struct ddi_driver *drv;
	struct ida instances;
};

static LIST_HEAD(ddi_pci_confs);

/* Protects the list. */
static DEFINE_MUTEX(ddi_pci_lock);

/**
 * ddi_pci_register() - name the devices of a driver that will be installed
 * @conf: the driver's; stays until ddi_pci_unregister()
 * @ids: which devices; the last one is all zeros
 *
 * Return: 0.
 */
int ddi_pci_register(struct ddi_pci_conf *conf, const struct pci_device_id *ids)
{
	conf->ids = ids;
	conf->bound = NULL;
	mutex_lock(&ddi_pci_lock);
	list_add(&conf->list, &ddi_pci_confs);
	mutex_unlock(&ddi_pci_lock);
	return 0;
}
EXPORT_SYMBOL_GPL(ddi_pci_register);

/**
 * ddi_pci_unregister() - the driver is gone
 * @conf: the driver's
 */
void ddi_pci_unregister(struct ddi_pci_conf *conf)
{
	mutex_lock(&ddi_pci_lock);
	list_del(&conf->list);
	mutex_unlock(&ddi_pci_lock);
}
EXPORT_SYMBOL_GPL(ddi_pci_unregister);

static struct ddi_pci_driver *ddi_pci_driver_of(struct pci_dev *pdev)
{
	return container_of(to_pci_driver(pdev->dev.driver), struct ddi_pci_driver,
			    linux_driver);
}

/* The device answers, and its registers are nobody else's. */
static int ddi_pci_take(struct pci_dev *pdev, const char *name)
{
	int err = pci_enable_device(pdev);

	if (err)
		return err;
	err = pci_request_regions(pdev, name);
	if (err)
		pci_disable_device(pdev);
	return err;
}

static void ddi_pci_give_back(struct pci_dev *pdev)
{
	pci_release_regions(pdev);
	pci_disable_device(pdev);
}

static struct dev_info *ddi_pci_node(struct ddi_driver *drv, int instance,
				     struct pci_dev *pdev)
{
	unsigned int nregs;
	struct ddi_regset *regs = ddi_pci_regsets(pdev, &nregs);
	struct dev_info *dip;
	int err;

	if (!regs)
		return ERR_PTR(-ENOMEM);
	dip = ddi_node_new(drv, instance, &pdev->dev, regs, nregs);
	if (IS_ERR(dip))
		return dip;
	err = ddi_pci_describe(dip);
	if (err) {
		ddi_node_put(dip);
		return ERR_PTR(err);
	}
	return dip;
}

static int ddi_pci_attach(struct ddi_driver *drv, int instance, struct pci_dev *pdev)
{
	struct dev_info *dip = ddi_pci_node(drv, instance, pdev);
	int err;

	if (IS_ERR(dip))
		return PTR_ERR(dip);
	pci_set_drvdata(pdev, dip);
	err = ddi_node_attach(dip);
	if (err)
		pci_set_drvdata(pdev, NULL);
	return err;
}

static int ddi_pci_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct ddi_pci_driver *pci = ddi_pci_driver_of(pdev);
	int instance, err;

	instance = ida_alloc(&pci->instances, GFP_KERNEL);
	if (instance < 0)
		return instance;
	err = ddi_pci_take(pdev, pci->drv->name);
	if (err)
		goto err_take;
	err = ddi_pci_attach(pci->drv, instance, pdev);
	if (err)
		goto err_attach;
	return 0;

err_attach:
	ddi_pci_give_back(pdev);
err_take:
	ida_free(&pci->instances, instance);
	return err;
}

static void ddi_pci_remove(struct pci_dev *pdev)
{
	struct ddi_pci_driver *pci = ddi_pci_driver_of(pdev);
	struct dev_info *dip = pci_get_drvdata(pdev);
	int instance = dip->instance;

	ddi_node_detach(dip);
	pci_set_drvdata(pdev, NULL);
	ddi_pci_give_back(pdev);
	ida_free(&pci->instances, instance);
}

static int ddi_pci_suspend(struct device *dev)
{
	return ddi_node_suspend(dev_get_drvdata(dev));
}

static int ddi_pci_resume(struct device *dev)
{
	return ddi_node_resume(dev_get_drvdata(dev));
}

/* The configuration space is saved by Linux after the one, restored before the other. */
static const struct dev_pm_ops ddi_pci_pm_ops = {
	.suspend	= ddi_pci_suspend,
	.resume		= ddi_pci_resume,
	.freeze		= ddi_pci_suspend,
	.thaw		= ddi_pci_resume,
	.poweroff	= ddi_pci_suspend,
	.restore	= ddi_pci_resume,
};

static struct ddi_pci_conf *ddi_pci_conf_of(struct ddi_driver *drv)
{
	struct ddi_pci_conf *conf, *found = NULL;

	mutex_lock(&ddi_pci_lock);
	list_for_each_entry(conf, &ddi_pci_confs, list) {
		if (conf->owner == drv->owner) {
			found = conf;
			break;
		}
	}
	mutex_unlock(&ddi_pci_lock);
	return found;
}

static struct ddi_pci_driver *ddi_pci_driver_alloc(struct ddi_driver *drv,
						   const struct pci_device_id *ids)
{
	struct ddi_pci_driver *pci = kzalloc(sizeof(*pci), GFP_KERNEL);

	if (!pci)
		return NULL;
	pci->drv = drv;
	pci->linux_driver.name = drv->name;
	pci->linux_driver.id_table = ids;
	pci->linux_driver.probe = ddi_pci_probe;
	pci->linux_driver.remove = ddi_pci_remove;
	pci->linux_driver.driver.pm = &ddi_pci_pm_ops;
	ida_init(&pci->instances);
	return pci;
}

static void ddi_pci_driver_free(struct ddi_pci_driver *pci)
{
	ida_destroy(&pci->instances);
	kfree(pci);
}

/**
 * ddi_pci_bind() - attach the devices of a new driver
 * @drv: the driver; one that names no PCI devices is left alone
 *
 * Devices that attach(9E) refuses do not count, as on Solaris.
 *
 * Return: 0, -ENOMEM, or an error of Linux's driver core.
 */
int ddi_pci_bind(struct ddi_driver *drv)
{
	struct ddi_pci_conf *conf = ddi_pci_conf_of(drv);
	struct ddi_pci_driver *pci;
	int err;

	if (!conf)
		return 0;
	pci = ddi_pci_driver_alloc(drv, conf->ids);
	if (!pci)
		return -ENOMEM;
	drv->props = conf->props;
	err = __pci_register_driver(&pci->linux_driver, drv->owner, drv->name);
	if (err)
		ddi_pci_driver_free(pci);
	else
		conf->bound = pci;
	return err;
}

/**
 * ddi_pci_unbind() - detach the devices of a driver that goes
 * @drv: the driver
 */
void ddi_pci_unbind(struct ddi_driver *drv)
{
	struct ddi_pci_conf *conf = ddi_pci_conf_of(drv);

	if (!conf || !conf->bound)
		return;
	pci_unregister_driver(&conf->bound->linux_driver);
	ddi_pci_driver_free(conf->bound);
	conf->bound = NULL;
}
