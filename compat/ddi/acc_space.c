// SPDX-License-Identifier: GPL-2.0
/*
 * Registers that are not memory: I/O ports, and the configuration space of a PCI
 * device.
 */
#include <linux/io.h>
#include <linux/pci.h>

#include "acc.h"

static void __iomem *ddi_port(const void *addr)
{
	return (void __force __iomem *)addr;
}

/* A port has 32 bits at most. */
static u64 ddi_port_get(struct ddi_acc_handle *handle, const void *addr,
			unsigned int size)
{
	switch (size) {
	case 1:
		return ioread8(ddi_port(addr));
	case 2:
		return ioread16(ddi_port(addr));
	case 4:
		return ioread32(ddi_port(addr));
	default:
		return ioread32(ddi_port(addr)) |
		       (u64)ioread32(ddi_port(addr + sizeof(u32))) << 32;
	}
}

static void ddi_port_put(struct ddi_acc_handle *handle, const void *addr, u64 value,
			 unsigned int size)
{
	switch (size) {
	case 1:
		iowrite8(value, ddi_port(addr));
		break;
	case 2:
		iowrite16(value, ddi_port(addr));
		break;
	case 4:
		iowrite32(value, ddi_port(addr));
		break;
	default:
		iowrite32(value, ddi_port(addr));
		iowrite32(value >> 32, ddi_port(addr + sizeof(u32)));
	}
}

const struct ddi_acc_ops ddi_acc_port_ops = {
	.get	= ddi_port_get,
	.put	= ddi_port_put,
};

/* Linux looks at the alignment alone: behind the end it may reach another device. */
static bool ddi_config_has(struct pci_dev *pdev, int where, unsigned int size)
{
	return where >= 0 && where <= pdev->cfg_size - (int)size;
}

static u32 ddi_config_get32(struct pci_dev *pdev, int where)
{
	u32 value = ~0U;

	pci_read_config_dword(pdev, where, &value);
	return value;
}

static u64 ddi_config_get(struct ddi_acc_handle *handle, const void *addr,
			  unsigned int size)
{
	int where = addr - DDI_ACC_CONFIG_BASE;
	u8 byte = ~0;
	u16 word = ~0;

	if (!ddi_config_has(handle->pdev, where, size))
		return ~0ULL;
	switch (size) {
	case 1:
		pci_read_config_byte(handle->pdev, where, &byte);
		return byte;
	case 2:
		pci_read_config_word(handle->pdev, where, &word);
		return word;
	case 4:
		return ddi_config_get32(handle->pdev, where);
	default:
		return ddi_config_get32(handle->pdev, where) |
		       (u64)ddi_config_get32(handle->pdev, where + sizeof(u32)) << 32;
	}
}

static void ddi_config_put(struct ddi_acc_handle *handle, const void *addr, u64 value,
			   unsigned int size)
{
	int where = addr - DDI_ACC_CONFIG_BASE;

	if (!ddi_config_has(handle->pdev, where, size))
		return;
	switch (size) {
	case 1:
		pci_write_config_byte(handle->pdev, where, value);
		break;
	case 2:
		pci_write_config_word(handle->pdev, where, value);
		break;
	case 4:
		pci_write_config_dword(handle->pdev, where, value);
		break;
	default:
		pci_write_config_dword(handle->pdev, where, value);
		pci_write_config_dword(handle->pdev, where + sizeof(u32), value >> 32);
	}
}

const struct ddi_acc_ops ddi_acc_config_ops = {
	.get	= ddi_config_get,
	.put	= ddi_config_put,
};
