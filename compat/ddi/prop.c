// SPDX-License-Identifier: GPL-2.0
/*
 * Properties of instances, as they are kept: ddi_prop_remove(9F) and what the
 * other files of properties need.
 */
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <sys/linux_driver.h>
#include <sys/sunddi.h>

#include "node.h"
#include "prop.h"

/* Protects the properties of all instances. */
static DEFINE_MUTEX(ddi_props_lock);

static struct ddi_prop *ddi_prop_find_in(struct list_head *props, dev_t dev,
					 const char *name)
{
	struct ddi_prop *prop;

	lockdep_assert_held(&ddi_props_lock);
	list_for_each_entry(prop, props, list)
		if ((dev == DDI_DEV_T_ANY || dev == prop->dev) &&
		    !strcmp(prop->name, name))
			return prop;
	return NULL;
}

static struct ddi_prop *ddi_prop_find(struct dev_info *dip, dev_t dev,
				      const char *name)
{
	return ddi_prop_find_in(&dip->props, dev, name);
}

/* What the linkage file has, which stands for driver.conf. */
static bool ddi_prop_find_conf(struct dev_info *dip, dev_t dev, const char *name,
			       struct ddi_prop *prop)
{
	const struct ddi_conf_prop *conf = dip->drv->props;

	if (dev != DDI_DEV_T_ANY && dev != DDI_DEV_T_NONE)
		return false;
	for (; conf && conf->name; conf++) {
		if (strcmp(conf->name, name))
			continue;
		prop->type = conf->string ? DDI_PROP_STRING : DDI_PROP_INT;
		prop->data = conf->string ? (void *)conf->string : (void *)conf->ints;
		prop->size = conf->string ? strlen(conf->string) + 1 :
			     conf->nints * sizeof(int);
		return true;
	}
	return false;
}

/* A property of a type that any other is read as fits too. */
static bool ddi_prop_fits(const struct ddi_prop *prop, enum ddi_prop_type type)
{
	return type == DDI_PROP_ANY || prop->type == DDI_PROP_ANY || prop->type == type;
}

static int ddi_prop_copy_found(const struct ddi_prop *prop, enum ddi_prop_type type,
			       void **data, size_t *size)
{
	if (!ddi_prop_fits(prop, type))
		return DDI_PROP_CANNOT_DECODE;
	*size = prop->size;
	if (!data)
		return DDI_PROP_SUCCESS;
	/* A NUL more: what is read as a string ends somewhere. */
	*data = kvzalloc(prop->size + 1, GFP_KERNEL);
	if (!*data)
		return DDI_PROP_NO_MEMORY;
	memcpy(*data, prop->data, prop->size);
	return DDI_PROP_SUCCESS;
}

/**
 * ddi_prop_copy() - look a property up
 * @dip: the instance
 * @dev: the device number that it is tied to, DDI_DEV_T_NONE or DDI_DEV_T_ANY
 * @name: its name
 * @type: of what it has to be, or DDI_PROP_ANY
 * @data: receives a copy, for kvfree(), with a NUL behind it; NULL for none
 * @size: receives its bytes
 *
 * Context: process, may sleep.
 * Return: DDI_PROP_SUCCESS, _NOT_FOUND, _CANNOT_DECODE, _NO_MEMORY, _INVAL_ARG.
 */
int ddi_prop_copy(struct dev_info *dip, dev_t dev, const char *name,
		  enum ddi_prop_type type, void **data, size_t *size)
{
	struct ddi_prop conf, *prop;
	int ret = DDI_PROP_NOT_FOUND;

	if (!dip || !name || !*name)
		return DDI_PROP_INVAL_ARG;
	mutex_lock(&ddi_props_lock);
	prop = ddi_prop_find(dip, dev, name);
	if (!prop && ddi_prop_find_conf(dip, dev, name, &conf))
		prop = &conf;
	if (!prop)
		prop = ddi_prop_find_in(&dip->hwprops, dev, name);
	if (prop)
		ret = ddi_prop_copy_found(prop, type, data, size);
	mutex_unlock(&ddi_props_lock);
	return ret;
}

static struct ddi_prop *ddi_prop_new(dev_t dev, const char *name,
				     enum ddi_prop_type type, const void *data,
				     size_t size)
{
	size_t namesize = strlen(name) + 1;
	struct ddi_prop *prop = kvmalloc(sizeof(*prop) + size + namesize, GFP_KERNEL);

	if (!prop)
		return NULL;
	prop->dev = dev;
	prop->type = type;
	prop->size = size;
	prop->data = prop + 1;
	prop->name = memcpy(prop->data + size, name, namesize);
	memcpy(prop->data, data, size);
	return prop;
}

/**
 * ddi_prop_set() - make a property, or change it
 * @dip: the instance
 * @dev: the device number to tie it to, or DDI_DEV_T_NONE
 * @name: its name
 * @type: what the bytes are
 * @data: the value; copied
 * @size: its bytes; 0 for a property that says by being there
 *
 * Context: process, may sleep.
 * Return: DDI_PROP_SUCCESS, DDI_PROP_INVAL_ARG, DDI_PROP_NO_MEMORY.
 */
int ddi_prop_set(struct dev_info *dip, dev_t dev, const char *name,
		 enum ddi_prop_type type, const void *data, size_t size)
{
	struct ddi_prop *prop, *old;

	if (!dip || !name || !*name || dev == DDI_DEV_T_ANY || (size && !data))
		return DDI_PROP_INVAL_ARG;
	prop = ddi_prop_new(dev, name, type, data, size);
	if (!prop)
		return DDI_PROP_NO_MEMORY;
	mutex_lock(&ddi_props_lock);
	old = ddi_prop_find(dip, dev, name);
	if (old)
		list_del(&old->list);
	list_add(&prop->list, &dip->props);
	mutex_unlock(&ddi_props_lock);
	kvfree(old);
	return DDI_PROP_SUCCESS;
}

/**
 * ddi_hwprop_set() - make a property that says what the hardware is
 * @dip: the instance; nobody else knows it yet
 * @name: its name; none of the instance has it
 * @type: what the bytes are
 * @data: the value; copied
 * @size: its bytes
 *
 * What the driver or its linkage file sets of the same name goes first.
 *
 * Return: 0, -ENOMEM.
 */
int ddi_hwprop_set(struct dev_info *dip, const char *name, enum ddi_prop_type type,
		   const void *data, size_t size)
{
	struct ddi_prop *prop = ddi_prop_new(DDI_DEV_T_NONE, name, type, data, size);

	if (!prop)
		return -ENOMEM;
	mutex_lock(&ddi_props_lock);
	list_add_tail(&prop->list, &dip->hwprops);
	mutex_unlock(&ddi_props_lock);
	return 0;
}

static void ddi_props_free(struct list_head *props)
{
	struct ddi_prop *prop, *next;

	mutex_lock(&ddi_props_lock);
	list_for_each_entry_safe(prop, next, props, list) {
		list_del(&prop->list);
		kvfree(prop);
	}
	mutex_unlock(&ddi_props_lock);
}

/**
 * ddi_hwprops_free() - an instance goes
 * @dip: the instance
 */
void ddi_hwprops_free(struct dev_info *dip)
{
	ddi_props_free(&dip->hwprops);
}

/**
 * ddi_prop_remove() - remove a property that the driver has made
 * @dev: the device number that it is tied to, or DDI_DEV_T_NONE
 * @dip: the instance
 * @name: its name
 *
 * Context: process, may sleep.
 * Return: DDI_PROP_SUCCESS, DDI_PROP_NOT_FOUND, DDI_PROP_INVAL_ARG.
 * See ddi_prop_remove(9F).
 */
int ddi_prop_remove(dev_t dev, dev_info_t *dip, char *name)
{
	struct ddi_prop *prop;

	if (!dip || !name || dev == DDI_DEV_T_ANY)
		return DDI_PROP_INVAL_ARG;
	mutex_lock(&ddi_props_lock);
	prop = ddi_prop_find(dip, dev, name);
	if (prop)
		list_del(&prop->list);
	mutex_unlock(&ddi_props_lock);
	if (!prop)
		return DDI_PROP_NOT_FOUND;
	kvfree(prop);
	return DDI_PROP_SUCCESS;
}
EXPORT_SYMBOL_GPL(ddi_prop_remove);

/**
 * ddi_prop_remove_all() - remove all properties that the driver has made
 * @dip: the instance
 *
 * Context: process, may sleep. See ddi_prop_remove_all(9F).
 */
void ddi_prop_remove_all(dev_info_t *dip)
{
	ddi_props_free(&dip->props);
}
EXPORT_SYMBOL_GPL(ddi_prop_remove_all);
