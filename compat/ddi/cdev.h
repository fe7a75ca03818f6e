/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Open files of devices.
 */
#ifndef _DDI_CDEV_H
#define _DDI_CDEV_H

struct ddi_driver;
struct dev_info;

int ddi_cdev_alloc(struct ddi_driver *drv);
void ddi_cdev_free(struct ddi_driver *drv);
int ddi_cdev_add(struct ddi_driver *drv);
void ddi_cdev_del(struct ddi_driver *drv);
void ddi_snode_close_all(struct dev_info *dip);

#endif /* _DDI_CDEV_H */
