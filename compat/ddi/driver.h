/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Loaded drivers.
 */
#ifndef _DDI_DRIVER_H
#define _DDI_DRIVER_H

#include <linux/types.h>

struct ddi_driver;
struct module;

struct ddi_driver *ddi_driver_of_module(const struct module *owner);
struct ddi_driver *ddi_driver_of_dev(dev_t dev);

#endif /* _DDI_DRIVER_H */
