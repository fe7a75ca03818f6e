// SPDX-License-Identifier: GPL-2.0
/*
 * Where the instances of a driver come from: its linkage file names them.
 */
#include "nexus.h"

/**
 * ddi_nexus_attach() - attach the instances of a new driver
 * @drv: the driver
 *
 * Return: 0, or the first error; instances attached before it remain.
 */
int ddi_nexus_attach(struct ddi_driver *drv)
{
	int err = ddi_pseudo_bind(drv);

	return err ? err : ddi_pci_bind(drv);
}

/**
 * ddi_nexus_detach() - detach the instances of a driver that goes
 * @drv: the driver; may be one whose ddi_nexus_attach() failed
 */
void ddi_nexus_detach(struct ddi_driver *drv)
{
	ddi_pci_unbind(drv);
	ddi_pseudo_unbind(drv);
}
