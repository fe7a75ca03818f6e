/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Instances that are PCI devices.
 */
#ifndef _DDI_PCI_H
#define _DDI_PCI_H

struct ddi_regset;
struct dev_info;
struct pci_dev;

struct ddi_regset *ddi_pci_regsets(struct pci_dev *pdev, unsigned int *nregs);
int ddi_pci_describe(struct dev_info *dip);

#endif /* _DDI_PCI_H */
