/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where the instances of a driver come from.
 */
#ifndef _DDI_NEXUS_H
#define _DDI_NEXUS_H

struct ddi_driver;

int ddi_nexus_attach(struct ddi_driver *drv);
void ddi_nexus_detach(struct ddi_driver *drv);

/* One pair for each kind of device that a linkage file can name. */
int ddi_pseudo_bind(struct ddi_driver *drv);
void ddi_pseudo_unbind(struct ddi_driver *drv);
int ddi_pci_bind(struct ddi_driver *drv);
void ddi_pci_unbind(struct ddi_driver *drv);

#endif /* _DDI_NEXUS_H */
