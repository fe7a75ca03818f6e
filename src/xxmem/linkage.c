// SPDX-License-Identifier: GPL-2.0
/*
 * xxmem.ko: what Solaris has in driver.conf and driver_aliases.
 */
#include <sys/linux_driver.h>

static const struct pci_device_id xxmem_ids[] = {
	{ PCI_DEVICE(0x1af4, 0x1110) },		/* QEMU's ivshmem-plain */
	{ }
};

static struct ddi_pci_conf xxmem_conf = {
	.owner	= THIS_MODULE,
};

DDI_PCI_MODULE(xxmem_conf, xxmem_ids, "The xx driver: device memory in many regions");
