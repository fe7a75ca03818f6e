// SPDX-License-Identifier: GPL-2.0
/*
 * Properties of instances as bytes, as older drivers ask for them:
 * ddi_prop_op(9F), ddi_getprop(9F), ddi_prop_create(9F).
 */
#include <linux/export.h>
#include <linux/limits.h>
#include <linux/mm.h>
#include <linux/string.h>

#include <sys/kmem.h>
#include <sys/sunddi.h>

#include "prop.h"

/* The caller's own memory: *@length bytes of it, afterwards what the value has. */
static int ddi_prop_to_buf(const void *data, size_t size, caddr_t valuep, int *length)
{
	size_t room = *length;

	*length = size;
	if (size > room)
		return DDI_PROP_BUF_TOO_SMALL;
	memcpy(valuep, data, size);
	return DDI_PROP_SUCCESS;
}

/* Memory for kmem_free(); @valuep is where its address goes. */
static int ddi_prop_to_alloc(const void *data, size_t size, int flags, caddr_t valuep,
			     int *length)
{
	void *copy = NULL;

	*length = size;
	if (size) {
		copy = kmem_alloc(size, flags & DDI_PROP_CANSLEEP ? KM_SLEEP : KM_NOSLEEP);
		if (!copy)
			return DDI_PROP_NO_MEMORY;
		memcpy(copy, data, size);
	}
	*(void **)valuep = copy;
	return DDI_PROP_SUCCESS;
}

/**
 * ddi_prop_op() - the prop_op(9E) of drivers that need none of their own
 * @dev: the device number that it is tied to, DDI_DEV_T_NONE or DDI_DEV_T_ANY
 * @dip: the instance
 * @prop_op: PROP_LEN, PROP_LEN_AND_VAL_BUF, PROP_LEN_AND_VAL_ALLOC or PROP_EXISTS
 * @mod_flags: DDI_PROP_DONTPASS, DDI_PROP_CANSLEEP
 * @name: the property
 * @valuep: the caller's memory, or where the address of new memory for
 *	kmem_free() goes; not used otherwise
 * @length: bytes of the caller's memory; receives the bytes of the value
 *
 * The layer itself does not ask a driver for properties by prop_op(9E).
 *
 * Context: process, may sleep.
 * Return: DDI_PROP_SUCCESS, DDI_PROP_NOT_FOUND, DDI_PROP_BUF_TOO_SMALL,
 * DDI_PROP_NO_MEMORY, DDI_PROP_INVAL_ARG; for PROP_EXISTS 1 or 0.
 * See ddi_prop_op(9F).
 */
int ddi_prop_op(dev_t dev, dev_info_t *dip, ddi_prop_op_t prop_op, int mod_flags,
		char *name, caddr_t valuep, int *length)
{
	size_t size;
	void *data;
	int ret;

	if (prop_op == PROP_EXISTS)
		return ddi_prop_exists(dev, dip, mod_flags, name);
	if (!length || (prop_op != PROP_LEN && !valuep))
		return DDI_PROP_INVAL_ARG;
	ret = ddi_prop_copy(dip, dev, name, DDI_PROP_ANY, &data, &size);
	if (ret)
		return ret;
	switch (prop_op) {
	case PROP_LEN:
		*length = size;
		break;
	case PROP_LEN_AND_VAL_BUF:
		ret = ddi_prop_to_buf(data, size, valuep, length);
		break;
	case PROP_LEN_AND_VAL_ALLOC:
		ret = ddi_prop_to_alloc(data, size, mod_flags, valuep, length);
		break;
	default:
		ret = DDI_PROP_INVAL_ARG;
	}
	kvfree(data);
	return ret;
}
EXPORT_SYMBOL_GPL(ddi_prop_op);

/**
 * ddi_getprop() - look an integer up
 * @dev: as ddi_prop_op()
 * @dip: the instance
 * @flags: as ddi_prop_op()
 * @name: the property
 * @defvalue: the answer if there is none, or of other bytes than an integer has
 *
 * Context: process, may sleep.
 * Return: the value; 1 for a property without a value; @defvalue.
 * See ddi_getprop(9F).
 */
int ddi_getprop(dev_t dev, dev_info_t *dip, int flags, char *name, int defvalue)
{
	int value, length = sizeof(value);

	if (ddi_prop_op(dev, dip, PROP_LEN_AND_VAL_BUF, flags, name, (caddr_t)&value,
			&length))
		return defvalue;
	if (!length)
		return 1;
	return length == sizeof(value) ? value : defvalue;
}
EXPORT_SYMBOL_GPL(ddi_getprop);

/**
 * ddi_getproplen() - how long is a property?
 * @dev: as ddi_prop_op()
 * @dip: the instance
 * @flags: as ddi_prop_op()
 * @name: the property
 * @lengthp: receives its bytes
 *
 * Context, return: as ddi_prop_op(). See ddi_getproplen(9F).
 */
int ddi_getproplen(dev_t dev, dev_info_t *dip, int flags, char *name, int *lengthp)
{
	return ddi_prop_op(dev, dip, PROP_LEN, flags, name, NULL, lengthp);
}
EXPORT_SYMBOL_GPL(ddi_getproplen);

/**
 * ddi_getlongprop() - look a property up, in new memory
 * @dev: as ddi_prop_op()
 * @dip: the instance
 * @flags: as ddi_prop_op()
 * @name: the property
 * @valuep: where the address goes, of memory for kmem_free()
 * @lengthp: receives its bytes
 *
 * Context, return: as ddi_prop_op(). See ddi_getlongprop(9F).
 */
int ddi_getlongprop(dev_t dev, dev_info_t *dip, int flags, char *name, caddr_t valuep,
		    int *lengthp)
{
	return ddi_prop_op(dev, dip, PROP_LEN_AND_VAL_ALLOC, flags, name, valuep,
			   lengthp);
}
EXPORT_SYMBOL_GPL(ddi_getlongprop);

/**
 * ddi_getlongprop_buf() - look a property up, in memory of the caller
 * @dev: as ddi_prop_op()
 * @dip: the instance
 * @flags: as ddi_prop_op()
 * @name: the property
 * @valuep: the memory
 * @lengthp: its bytes; receives those of the value
 *
 * Context, return: as ddi_prop_op(). See ddi_getlongprop_buf(9F).
 */
int ddi_getlongprop_buf(dev_t dev, dev_info_t *dip, int flags, char *name,
			caddr_t valuep, int *lengthp)
{
	return ddi_prop_op(dev, dip, PROP_LEN_AND_VAL_BUF, flags, name, valuep,
			   lengthp);
}
EXPORT_SYMBOL_GPL(ddi_getlongprop_buf);

/**
 * ddi_prop_create() - make a property of any bytes
 * @dev: the device number to tie it to, or DDI_DEV_T_NONE
 * @dip: the instance
 * @flag: DDI_PROP_CANSLEEP; not used
 * @name: its name
 * @value: the bytes; may be NULL if there are none
 * @length: how many
 *
 * Context: process, may sleep.
 * Return: DDI_PROP_SUCCESS, DDI_PROP_INVAL_ARG, DDI_PROP_NO_MEMORY.
 * See ddi_prop_create(9F).
 */
int ddi_prop_create(dev_t dev, dev_info_t *dip, int flag, char *name, caddr_t value,
		    int length)
{
	if (length < 0)
		return DDI_PROP_INVAL_ARG;
	return ddi_prop_set(dip, dev, name, DDI_PROP_ANY, value, length);
}
EXPORT_SYMBOL_GPL(ddi_prop_create);

/**
 * ddi_prop_modify() - change a property
 * @dev: as ddi_prop_create()
 * @dip: as ddi_prop_create()
 * @flag: as ddi_prop_create()
 * @name: a property that exists
 * @value: as ddi_prop_create()
 * @length: as ddi_prop_create()
 *
 * Context: process, may sleep.
 * Return: as ddi_prop_create(), and DDI_PROP_NOT_FOUND. See ddi_prop_modify(9F).
 */
int ddi_prop_modify(dev_t dev, dev_info_t *dip, int flag, char *name, caddr_t value,
		    int length)
{
	if (!ddi_prop_exists(dev, dip, flag, name))
		return DDI_PROP_NOT_FOUND;
	return ddi_prop_create(dev, dip, flag, name, value, length);
}
EXPORT_SYMBOL_GPL(ddi_prop_modify);
