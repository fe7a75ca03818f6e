// SPDX-License-Identifier: GPL-2.0
/*
 * Properties of instances, as a driver asks for them: ddi_prop_lookup(9F),
 * ddi_prop_get_int(9F), ddi_prop_exists(9F).
 */
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <sys/sunddi.h>

#include "prop.h"

/**
 * ddi_prop_exists() - is there a property?
 * @match_dev: the device number that it is tied to, DDI_DEV_T_NONE or _ANY
 * @dip: the instance
 * @flags: DDI_PROP_DONTPASS and others; there is no parent to pass it to
 * @name: its name
 *
 * Context: process, may sleep.
 * Return: 1 or 0. See ddi_prop_exists(9F).
 */
int ddi_prop_exists(dev_t match_dev, dev_info_t *dip, uint_t flags, char *name)
{
	size_t size;

	return ddi_prop_copy(dip, match_dev, name, DDI_PROP_ANY, NULL, &size) ==
	       DDI_PROP_SUCCESS;
}
EXPORT_SYMBOL_GPL(ddi_prop_exists);

/* All of a property as an array of elements of some bytes. */
static int ddi_prop_array(dev_t dev, dev_info_t *dip, char *name,
			  enum ddi_prop_type type, size_t each, void **datap,
			  uint_t *nelementsp)
{
	size_t size;
	void *data;
	int ret;

	if (!datap || !nelementsp)
		return DDI_PROP_INVAL_ARG;
	ret = ddi_prop_copy(dip, dev, name, type, &data, &size);
	if (ret)
		return ret;
	if (!size || size % each) {
		kvfree(data);
		return size ? DDI_PROP_CANNOT_DECODE : DDI_PROP_END_OF_DATA;
	}
	*datap = data;
	*nelementsp = size / each;
	return DDI_PROP_SUCCESS;
}

/**
 * ddi_prop_lookup_int_array() - look integers up
 * @match_dev: as ddi_prop_exists()
 * @dip: as ddi_prop_exists()
 * @flags: as ddi_prop_exists()
 * @name: as ddi_prop_exists()
 * @datap: receives a copy, for ddi_prop_free()
 * @nelementsp: receives how many there are
 *
 * Context: process, may sleep.
 * Return: DDI_PROP_SUCCESS; DDI_PROP_NOT_FOUND; DDI_PROP_CANNOT_DECODE if it is
 * of another type; DDI_PROP_END_OF_DATA if it has no value; DDI_PROP_NO_MEMORY;
 * DDI_PROP_INVAL_ARG. See ddi_prop_lookup_int_array(9F).
 */
int ddi_prop_lookup_int_array(dev_t match_dev, dev_info_t *dip, uint_t flags,
			      char *name, int **datap, uint_t *nelementsp)
{
	return ddi_prop_array(match_dev, dip, name, DDI_PROP_INT, sizeof(int),
			      (void **)datap, nelementsp);
}
EXPORT_SYMBOL_GPL(ddi_prop_lookup_int_array);

/**
 * ddi_prop_lookup_int64_array() - look integers of 64 bits up
 * @match_dev: as ddi_prop_exists()
 * @dip: as ddi_prop_exists()
 * @flags: as ddi_prop_exists()
 * @name: as ddi_prop_exists()
 * @datap: receives a copy, for ddi_prop_free()
 * @nelementsp: receives how many there are
 *
 * Context, return: as ddi_prop_lookup_int_array().
 * See ddi_prop_lookup_int64_array(9F).
 */
int ddi_prop_lookup_int64_array(dev_t match_dev, dev_info_t *dip, uint_t flags,
				char *name, int64_t **datap, uint_t *nelementsp)
{
	return ddi_prop_array(match_dev, dip, name, DDI_PROP_INT64, sizeof(int64_t),
			      (void **)datap, nelementsp);
}
EXPORT_SYMBOL_GPL(ddi_prop_lookup_int64_array);

/**
 * ddi_prop_lookup_byte_array() - look bytes up
 * @match_dev: as ddi_prop_exists()
 * @dip: as ddi_prop_exists()
 * @flags: as ddi_prop_exists()
 * @name: as ddi_prop_exists()
 * @datap: receives a copy, for ddi_prop_free()
 * @nelementsp: receives how many there are
 *
 * Context, return: as ddi_prop_lookup_int_array().
 * See ddi_prop_lookup_byte_array(9F).
 */
int ddi_prop_lookup_byte_array(dev_t match_dev, dev_info_t *dip, uint_t flags,
			       char *name, uchar_t **datap, uint_t *nelementsp)
{
	return ddi_prop_array(match_dev, dip, name, DDI_PROP_BYTE, sizeof(uchar_t),
			      (void **)datap, nelementsp);
}
EXPORT_SYMBOL_GPL(ddi_prop_lookup_byte_array);

/**
 * ddi_prop_lookup_string() - look a string up
 * @match_dev: as ddi_prop_exists()
 * @dip: as ddi_prop_exists()
 * @flags: as ddi_prop_exists()
 * @name: as ddi_prop_exists()
 * @datap: receives a copy, for ddi_prop_free(); the first of several strings
 *
 * Context, return: as ddi_prop_lookup_int_array().
 * See ddi_prop_lookup_string(9F).
 */
int ddi_prop_lookup_string(dev_t match_dev, dev_info_t *dip, uint_t flags,
			   char *name, char **datap)
{
	uint_t n;

	return ddi_prop_array(match_dev, dip, name, DDI_PROP_STRING, 1,
			      (void **)datap, &n);
}
EXPORT_SYMBOL_GPL(ddi_prop_lookup_string);

static uint_t ddi_prop_count_strings(const char *data, size_t size)
{
	const char *end = data + size;
	uint_t n = 0;

	for (; data < end; data += strlen(data) + 1)
		n++;
	return n;
}

/* One piece of memory: pointers, NULL, the strings. */
static char **ddi_prop_split(const char *data, size_t size, uint_t n)
{
	char **array = kvmalloc((n + 1) * sizeof(*array) + size + 1, GFP_KERNEL);
	char *string;
	uint_t i;

	if (!array)
		return NULL;
	string = memcpy(array + n + 1, data, size + 1);
	for (i = 0; i < n; i++) {
		array[i] = string;
		string += strlen(string) + 1;
	}
	array[n] = NULL;
	return array;
}

/**
 * ddi_prop_lookup_string_array() - look strings up
 * @match_dev: as ddi_prop_exists()
 * @dip: as ddi_prop_exists()
 * @flags: as ddi_prop_exists()
 * @name: as ddi_prop_exists()
 * @datap: receives pointers to copies, for one ddi_prop_free()
 * @nelementsp: receives how many there are
 *
 * Context, return: as ddi_prop_lookup_int_array().
 * See ddi_prop_lookup_string_array(9F).
 */
int ddi_prop_lookup_string_array(dev_t match_dev, dev_info_t *dip, uint_t flags,
				 char *name, char ***datap, uint_t *nelementsp)
{
	uint_t size;
	void *data;
	int ret;

	if (!datap || !nelementsp)
		return DDI_PROP_INVAL_ARG;
	ret = ddi_prop_array(match_dev, dip, name, DDI_PROP_STRING, 1, &data, &size);
	if (ret)
		return ret;
	*nelementsp = ddi_prop_count_strings(data, size);
	*datap = ddi_prop_split(data, size, *nelementsp);
	kvfree(data);
	return *datap ? DDI_PROP_SUCCESS : DDI_PROP_NO_MEMORY;
}
EXPORT_SYMBOL_GPL(ddi_prop_lookup_string_array);

/**
 * ddi_prop_free() - free what a lookup returned
 * @data: the copy
 *
 * Context: process. See ddi_prop_free(9F).
 */
void ddi_prop_free(void *data)
{
	kvfree(data);
}
EXPORT_SYMBOL_GPL(ddi_prop_free);

/**
 * ddi_prop_get_int() - look an integer up
 * @match_dev: as ddi_prop_exists()
 * @dip: as ddi_prop_exists()
 * @flags: as ddi_prop_exists()
 * @name: as ddi_prop_exists()
 * @defvalue: the answer if there is no such property
 *
 * Context: process, may sleep.
 * Return: the first of its integers; @defvalue; or DDI_PROP_NOT_FOUND if it is
 * of another type. See ddi_prop_get_int(9F).
 */
int ddi_prop_get_int(dev_t match_dev, dev_info_t *dip, uint_t flags, char *name,
		     int defvalue)
{
	int value, *data;
	uint_t n;

	switch (ddi_prop_lookup_int_array(match_dev, dip, flags, name, &data, &n)) {
	case DDI_PROP_SUCCESS:
		value = *data;
		ddi_prop_free(data);
		return value;
	case DDI_PROP_CANNOT_DECODE:
		return DDI_PROP_NOT_FOUND;
	default:
		return defvalue;
	}
}
EXPORT_SYMBOL_GPL(ddi_prop_get_int);

/**
 * ddi_prop_get_int64() - look an integer of 64 bits up
 * @match_dev: as ddi_prop_exists()
 * @dip: as ddi_prop_exists()
 * @flags: as ddi_prop_exists()
 * @name: as ddi_prop_exists()
 * @defvalue: the answer if there is no such property
 *
 * Context, return: as ddi_prop_get_int(). See ddi_prop_get_int64(9F).
 */
int64_t ddi_prop_get_int64(dev_t match_dev, dev_info_t *dip, uint_t flags, char *name,
			   int64_t defvalue)
{
	int64_t value, *data;
	uint_t n;

	switch (ddi_prop_lookup_int64_array(match_dev, dip, flags, name, &data, &n)) {
	case DDI_PROP_SUCCESS:
		value = *data;
		ddi_prop_free(data);
		return value;
	case DDI_PROP_CANNOT_DECODE:
		return DDI_PROP_NOT_FOUND;
	default:
		return defvalue;
	}
}
EXPORT_SYMBOL_GPL(ddi_prop_get_int64);
