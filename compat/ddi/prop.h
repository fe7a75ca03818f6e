/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Properties of instances.
 */
#ifndef _DDI_PROP_H
#define _DDI_PROP_H

#include <linux/list.h>
#include <linux/types.h>

struct dev_info;

/* What the bytes of a property are; any fit where the driver did not say. */
enum ddi_prop_type {
	DDI_PROP_ANY,
	DDI_PROP_INT,
	DDI_PROP_INT64,
	DDI_PROP_STRING,	/* one or more, each with its NUL */
	DDI_PROP_BYTE,
};

/**
 * struct ddi_prop - a property
 * @list: in &dev_info.props or &dev_info.hwprops
 * @dev: the device number that it is tied to, or DDI_DEV_T_NONE
 * @type: of @data
 * @size: bytes of @data
 * @data: the value
 * @name: its name, behind @data in the same memory
 */
struct ddi_prop {
	struct list_head list;
	dev_t dev;
	enum ddi_prop_type type;
	size_t size;
	void *data;
	const char *name;
};

int ddi_prop_copy(struct dev_info *dip, dev_t dev, const char *name,
		  enum ddi_prop_type type, void **data, size_t *size);
int ddi_prop_set(struct dev_info *dip, dev_t dev, const char *name,
		 enum ddi_prop_type type, const void *data, size_t size);
int ddi_hwprop_set(struct dev_info *dip, const char *name, enum ddi_prop_type type,
		   const void *data, size_t size);
void ddi_hwprops_free(struct dev_info *dip);

#endif /* _DDI_PROP_H */
