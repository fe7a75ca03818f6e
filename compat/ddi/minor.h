/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Minor nodes: the names of a device in /dev.
 */
#ifndef _DDI_MINOR_H
#define _DDI_MINOR_H

#include <linux/types.h>

struct attribute_group;
struct ddi_driver;
struct dev_info;

/* For device_create_with_groups(). */
extern const struct attribute_group *ddi_minor_groups[];

int ddi_minor_class_init(void);
void ddi_minor_class_exit(void);
int ddi_minor_publish_all(struct dev_info *dip);
void ddi_minor_remove_all(struct dev_info *dip);
struct dev_info *ddi_minor_hold(struct ddi_driver *drv, unsigned int minor);

#endif /* _DDI_MINOR_H */
