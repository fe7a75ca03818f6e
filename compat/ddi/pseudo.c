// SPDX-License-Identifier: GPL-2.0
/*
 * Devices without a bus: the instances that a module's linkage file names, with
 * registers modelled in memory.
 */
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include <sys/linux_driver.h>

#include "nexus.h"
#include "node.h"

static LIST_HEAD(ddi_pseudo_confs);

/* Protects the list, and the number of instances of each driver; linkage files show it. */
static DEFINE_MUTEX(ddi_pseudo_lock);

static int ddi_model_pages(struct ddi_regset *set)
{
	unsigned long i, n = PAGE_ALIGN(set->size) >> PAGE_SHIFT;

	set->ram = vzalloc(n << PAGE_SHIFT);
	set->pages = kvmalloc_array(n, sizeof(*set->pages), GFP_KERNEL);
	if (!set->ram || !set->pages)
		return -ENOMEM;
	for (i = 0; i < n; i++)
		set->pages[i] = vmalloc_to_page(set->ram + (i << PAGE_SHIFT));
	return 0;
}

static void ddi_model_free(struct ddi_regset *regs, unsigned int nregs)
{
	while (nregs--) {
		vfree(regs[nregs].ram);
		kvfree(regs[nregs].pages);
	}
	kfree(regs);
}

static struct ddi_regset *ddi_model_alloc(const struct ddi_pseudo_conf *conf,
					  int instance)
{
	struct ddi_regset *regs;
	unsigned int i;
	int err;

	if (!conf->nregs)
		return NULL;
	regs = kcalloc(conf->nregs, sizeof(*regs), GFP_KERNEL);
	if (!regs)
		return ERR_PTR(-ENOMEM);
	for (i = 0; i < conf->nregs; i++) {
		regs[i].size = conf->regsize(instance, i);
		err = ddi_model_pages(&regs[i]);
		if (err) {
			ddi_model_free(regs, i + 1);
			return ERR_PTR(err);
		}
	}
	return regs;
}

static int ddi_pseudo_attach(struct ddi_pseudo_conf *conf, int instance)
{
	struct ddi_regset *regs = ddi_model_alloc(conf, instance);
	struct dev_info *dip;

	if (IS_ERR(regs))
		return PTR_ERR(regs);
	dip = ddi_node_new(conf->drv, instance, NULL, regs, conf->nregs);
	return IS_ERR(dip) ? PTR_ERR(dip) : ddi_node_attach(dip);
}

static struct dev_info *ddi_pseudo_last(struct ddi_driver *drv)
{
	struct dev_info *dip;

	mutex_lock(&drv->lock);
	dip = list_last_entry(&drv->nodes, struct dev_info, list);
	mutex_unlock(&drv->lock);
	return dip;
}

static int ddi_pseudo_grow(struct ddi_pseudo_conf *conf, unsigned int from,
			   unsigned int to)
{
	unsigned int i;
	int err;

	for (i = from; i < to; i++) {
		err = ddi_pseudo_attach(conf, i);
		if (err)
			return err;
		WRITE_ONCE(conf->instances, i + 1);
	}
	return 0;
}

static void ddi_pseudo_shrink(struct ddi_pseudo_conf *conf, unsigned int to)
{
	while (conf->instances > to) {
		ddi_node_detach(ddi_pseudo_last(conf->drv));
		WRITE_ONCE(conf->instances, conf->instances - 1);
	}
}

/**
 * ddi_pseudo_set_instances() - add or remove instances of a driver
 * @conf: the driver's
 * @instances: how many there are to be
 *
 * The highest ones go. Programs that use them lose the device at once.
 *
 * Context: process, may sleep.
 * Return: 0; -EINVAL for more than DDI_PSEUDO_MAX_INSTANCES, or what attach(9E)
 * made of it.
 */
int ddi_pseudo_set_instances(struct ddi_pseudo_conf *conf, unsigned int instances)
{
	int err = 0;

	if (instances > DDI_PSEUDO_MAX_INSTANCES)
		return -EINVAL;
	mutex_lock(&ddi_pseudo_lock);
	if (!conf->drv) {
		WRITE_ONCE(conf->instances, instances);
	} else {
		err = ddi_pseudo_grow(conf, conf->instances, instances);
		ddi_pseudo_shrink(conf, instances);
	}
	mutex_unlock(&ddi_pseudo_lock);
	return err;
}
EXPORT_SYMBOL_GPL(ddi_pseudo_set_instances);

/**
 * ddi_pseudo_register() - name the instances of a driver that will be installed
 * @conf: the driver's; stays until ddi_pseudo_unregister()
 *
 * Return: 0.
 */
int ddi_pseudo_register(struct ddi_pseudo_conf *conf)
{
	mutex_lock(&ddi_pseudo_lock);
	conf->drv = NULL;
	list_add(&conf->list, &ddi_pseudo_confs);
	mutex_unlock(&ddi_pseudo_lock);
	return 0;
}
EXPORT_SYMBOL_GPL(ddi_pseudo_register);

/**
 * ddi_pseudo_unregister() - the driver is gone
 * @conf: the driver's
 */
void ddi_pseudo_unregister(struct ddi_pseudo_conf *conf)
{
	mutex_lock(&ddi_pseudo_lock);
	list_del(&conf->list);
	mutex_unlock(&ddi_pseudo_lock);
}
EXPORT_SYMBOL_GPL(ddi_pseudo_unregister);

static struct ddi_pseudo_conf *ddi_pseudo_conf_of(struct ddi_driver *drv)
{
	struct ddi_pseudo_conf *conf;

	lockdep_assert_held(&ddi_pseudo_lock);
	list_for_each_entry(conf, &ddi_pseudo_confs, list)
		if (conf->owner == drv->owner)
			return conf;
	return NULL;
}

/**
 * ddi_pseudo_bind() - attach the instances of a new driver
 * @drv: the driver
 *
 * Return: 0, or the first error; instances attached before it remain.
 */
int ddi_pseudo_bind(struct ddi_driver *drv)
{
	struct ddi_pseudo_conf *conf;
	unsigned int instances;
	int err = 0;

	mutex_lock(&ddi_pseudo_lock);
	conf = ddi_pseudo_conf_of(drv);
	if (conf) {
		instances = conf->instances;
		conf->drv = drv;
		drv->props = conf->props;
		WRITE_ONCE(conf->instances, 0);
		err = ddi_pseudo_grow(conf, 0, instances);
	}
	mutex_unlock(&ddi_pseudo_lock);
	return err;
}

/**
 * ddi_pseudo_unbind() - detach the instances of a driver that goes
 * @drv: the driver
 */
void ddi_pseudo_unbind(struct ddi_driver *drv)
{
	struct ddi_pseudo_conf *conf;

	mutex_lock(&ddi_pseudo_lock);
	conf = ddi_pseudo_conf_of(drv);
	if (conf) {
		ddi_pseudo_shrink(conf, 0);
		conf->drv = NULL;
	}
	mutex_unlock(&ddi_pseudo_lock);
}
