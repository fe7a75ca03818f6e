// SPDX-License-Identifier: GPL-2.0
/*
 * Properties of instances, as a driver makes them: ddi_prop_update(9F).
 */
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <sys/sunddi.h>

#include "prop.h"

static int ddi_prop_set_array(dev_t dev, dev_info_t *dip, char *name,
			      enum ddi_prop_type type, const void *data, size_t each,
			      uint_t nelements)
{
	if (!nelements)
		return DDI_PROP_INVAL_ARG;
	return ddi_prop_set(dip, dev, name, type, data, nelements * each);
}

/**
 * ddi_prop_update_int() - make or change a property: an integer
 * @match_dev: the device number to tie it to, or DDI_DEV_T_NONE
 * @dip: the instance
 * @name: its name
 * @data: the value
 *
 * Context: process, may sleep.
 * Return: DDI_PROP_SUCCESS; DDI_PROP_INVAL_ARG, also for DDI_DEV_T_ANY;
 * DDI_PROP_NO_MEMORY. See ddi_prop_update_int(9F).
 */
int ddi_prop_update_int(dev_t match_dev, dev_info_t *dip, char *name, int data)
{
	return ddi_prop_update_int_array(match_dev, dip, name, &data, 1);
}
EXPORT_SYMBOL_GPL(ddi_prop_update_int);

/**
 * ddi_prop_update_int_array() - make or change a property: integers
 * @match_dev: as ddi_prop_update_int()
 * @dip: as ddi_prop_update_int()
 * @name: as ddi_prop_update_int()
 * @data: the values
 * @nelements: how many, at least one
 *
 * Context, return: as ddi_prop_update_int(). See ddi_prop_update_int_array(9F).
 */
int ddi_prop_update_int_array(dev_t match_dev, dev_info_t *dip, char *name, int *data,
			      uint_t nelements)
{
	return ddi_prop_set_array(match_dev, dip, name, DDI_PROP_INT, data,
				  sizeof(*data), nelements);
}
EXPORT_SYMBOL_GPL(ddi_prop_update_int_array);

/**
 * ddi_prop_update_int64() - make or change a property: an integer of 64 bits
 * @match_dev: as ddi_prop_update_int()
 * @dip: as ddi_prop_update_int()
 * @name: as ddi_prop_update_int()
 * @data: the value
 *
 * Context, return: as ddi_prop_update_int(). See ddi_prop_update_int64(9F).
 */
int ddi_prop_update_int64(dev_t match_dev, dev_info_t *dip, char *name, int64_t data)
{
	return ddi_prop_update_int64_array(match_dev, dip, name, &data, 1);
}
EXPORT_SYMBOL_GPL(ddi_prop_update_int64);

/**
 * ddi_prop_update_int64_array() - make or change a property: integers of 64 bits
 * @match_dev: as ddi_prop_update_int()
 * @dip: as ddi_prop_update_int()
 * @name: as ddi_prop_update_int()
 * @data: the values
 * @nelements: how many, at least one
 *
 * Context, return: as ddi_prop_update_int().
 * See ddi_prop_update_int64_array(9F).
 */
int ddi_prop_update_int64_array(dev_t match_dev, dev_info_t *dip, char *name,
				int64_t *data, uint_t nelements)
{
	return ddi_prop_set_array(match_dev, dip, name, DDI_PROP_INT64, data,
				  sizeof(*data), nelements);
}
EXPORT_SYMBOL_GPL(ddi_prop_update_int64_array);

/**
 * ddi_prop_update_byte_array() - make or change a property: bytes
 * @match_dev: as ddi_prop_update_int()
 * @dip: as ddi_prop_update_int()
 * @name: as ddi_prop_update_int()
 * @data: the bytes
 * @nelements: how many, at least one
 *
 * Context, return: as ddi_prop_update_int(). See ddi_prop_update_byte_array(9F).
 */
int ddi_prop_update_byte_array(dev_t match_dev, dev_info_t *dip, char *name,
			       uchar_t *data, uint_t nelements)
{
	return ddi_prop_set_array(match_dev, dip, name, DDI_PROP_BYTE, data,
				  sizeof(*data), nelements);
}
EXPORT_SYMBOL_GPL(ddi_prop_update_byte_array);

/**
 * ddi_prop_update_string() - make or change a property: a string
 * @match_dev: as ddi_prop_update_int()
 * @dip: as ddi_prop_update_int()
 * @name: as ddi_prop_update_int()
 * @data: the string
 *
 * Context, return: as ddi_prop_update_int(). See ddi_prop_update_string(9F).
 */
int ddi_prop_update_string(dev_t match_dev, dev_info_t *dip, char *name, char *data)
{
	return ddi_prop_update_string_array(match_dev, dip, name, &data, 1);
}
EXPORT_SYMBOL_GPL(ddi_prop_update_string);

/* Bytes of all strings, each with its NUL; 0 if there is none, or a NULL. */
static size_t ddi_prop_strings_size(char **data, uint_t n)
{
	size_t size = 0;

	for (; n; n--, data++) {
		if (!*data)
			return 0;
		size += strlen(*data) + 1;
	}
	return size;
}

/**
 * ddi_prop_update_string_array() - make or change a property: strings
 * @match_dev: as ddi_prop_update_int()
 * @dip: as ddi_prop_update_int()
 * @name: as ddi_prop_update_int()
 * @data: the strings
 * @nelements: how many, at least one
 *
 * Context, return: as ddi_prop_update_int().
 * See ddi_prop_update_string_array(9F).
 */
int ddi_prop_update_string_array(dev_t match_dev, dev_info_t *dip, char *name,
				 char **data, uint_t nelements)
{
	size_t size = data ? ddi_prop_strings_size(data, nelements) : 0;
	char *all, *next;
	uint_t i;
	int ret;

	if (!size)
		return DDI_PROP_INVAL_ARG;
	all = kvmalloc(size, GFP_KERNEL);
	if (!all)
		return DDI_PROP_NO_MEMORY;
	for (next = all, i = 0; i < nelements; i++)
		next += strscpy(next, data[i], all + size - next) + 1;
	ret = ddi_prop_set(dip, match_dev, name, DDI_PROP_STRING, all, size);
	kvfree(all);
	return ret;
}
EXPORT_SYMBOL_GPL(ddi_prop_update_string_array);
