// SPDX-License-Identifier: GPL-2.0
/*
 * pcit.ko: QEMU's pci-testdev, and whatever a test gives it (driver_override).
 */
#include <sys/linux_driver.h>

static const struct pci_device_id pcit_ids[] = {
	{ PCI_DEVICE(0x1b36, 0x0005) },
	{ }
};

MODULE_DEVICE_TABLE(pci, pcit_ids);

static const int pcit_conf_ints[] = { 7, 8 };

static const struct ddi_conf_prop pcit_props[] = {
	{ .name = "conf-ints", .ints = pcit_conf_ints, .nints = 2 },
	{ }
};

static struct ddi_pci_conf pcit_conf = {
	.owner	= THIS_MODULE,
	.props	= pcit_props,
};

DDI_PCI_MODULE(pcit_conf, pcit_ids, "Tests of PCI devices");
