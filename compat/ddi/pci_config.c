// SPDX-License-Identifier: GPL-2.0
/*
 * The configuration space of a PCI device: pci_config_setup(9F), pci_config_get8(9F),
 * pci_config_put8(9F) and their families.
 */
#include <linux/export.h>
#include <linux/types.h>

#include <sys/sunddi.h>

#include "acc.h"

/**
 * pci_config_setup() - map the configuration space for the driver
 * @dip: the instance
 * @handle: receives the handle for pci_config_get8(9F) and the like
 *
 * Context: process, may sleep.
 * Return: DDI_SUCCESS; DDI_FAILURE without memory or for what is no PCI device.
 * See pci_config_setup(9F).
 */
int pci_config_setup(dev_info_t *dip, ddi_acc_handle_t *handle)
{
	static ddi_device_acc_attr_t attr = {
		.devacc_attr_version		= DDI_DEVICE_ATTR_V0,
		.devacc_attr_endian_flags	= DDI_NEVERSWAP_ACC,
		.devacc_attr_dataorder		= DDI_STRICTORDER_ACC,
	};
	caddr_t addr;

	if (ddi_regs_map_setup(dip, 0, &addr, 0, 0, &attr, handle) != DDI_SUCCESS)
		return DDI_FAILURE;
	if ((*handle)->pdev)
		return DDI_SUCCESS;
	ddi_regs_map_free(handle);
	return DDI_FAILURE;
}
EXPORT_SYMBOL_GPL(pci_config_setup);

/**
 * pci_config_teardown() - unmap the configuration space
 * @handle: from pci_config_setup(); NULL afterwards
 *
 * See pci_config_teardown(9F).
 */
void pci_config_teardown(ddi_acc_handle_t *handle)
{
	ddi_regs_map_free(handle);
}
EXPORT_SYMBOL_GPL(pci_config_teardown);

static void *pci_config_addr(off_t offset)
{
	return DDI_ACC_CONFIG_BASE + offset;
}

/**
 * pci_config_get8() - read 8 bits of the configuration space
 * @handle: from pci_config_setup()
 * @offset: of the first byte: PCI_CONF_*
 *
 * Context: any.
 * Return: the value, in the CPU's byte order; all ones where there is nothing.
 * See pci_config_get8(9F).
 */
u8 pci_config_get8(ddi_acc_handle_t handle, off_t offset)
{
	return ddi_get8(handle, pci_config_addr(offset));
}
EXPORT_SYMBOL_GPL(pci_config_get8);

/**
 * pci_config_put8() - write 8 bits of the configuration space
 * @handle: from pci_config_setup()
 * @offset: of the first byte: PCI_CONF_*
 * @value: in the CPU's byte order
 *
 * Context: any. See pci_config_put8(9F).
 */
void pci_config_put8(ddi_acc_handle_t handle, off_t offset, u8 value)
{
	ddi_put8(handle, pci_config_addr(offset), value);
}
EXPORT_SYMBOL_GPL(pci_config_put8);

/**
 * pci_config_get16() - read 16 bits of the configuration space
 * @handle: from pci_config_setup()
 * @offset: of the first byte: PCI_CONF_*
 *
 * Context: any.
 * Return: the value, in the CPU's byte order; all ones where there is nothing.
 * See pci_config_get16(9F).
 */
u16 pci_config_get16(ddi_acc_handle_t handle, off_t offset)
{
	return ddi_get16(handle, pci_config_addr(offset));
}
EXPORT_SYMBOL_GPL(pci_config_get16);

/**
 * pci_config_put16() - write 16 bits of the configuration space
 * @handle: from pci_config_setup()
 * @offset: of the first byte: PCI_CONF_*
 * @value: in the CPU's byte order
 *
 * Context: any. See pci_config_put16(9F).
 */
void pci_config_put16(ddi_acc_handle_t handle, off_t offset, u16 value)
{
	ddi_put16(handle, pci_config_addr(offset), value);
}
EXPORT_SYMBOL_GPL(pci_config_put16);

/**
 * pci_config_get32() - read 32 bits of the configuration space
 * @handle: from pci_config_setup()
 * @offset: of the first byte: PCI_CONF_*
 *
 * Context: any.
 * Return: the value, in the CPU's byte order; all ones where there is nothing.
 * See pci_config_get32(9F).
 */
u32 pci_config_get32(ddi_acc_handle_t handle, off_t offset)
{
	return ddi_get32(handle, pci_config_addr(offset));
}
EXPORT_SYMBOL_GPL(pci_config_get32);

/**
 * pci_config_put32() - write 32 bits of the configuration space
 * @handle: from pci_config_setup()
 * @offset: of the first byte: PCI_CONF_*
 * @value: in the CPU's byte order
 *
 * Context: any. See pci_config_put32(9F).
 */
void pci_config_put32(ddi_acc_handle_t handle, off_t offset, u32 value)
{
	ddi_put32(handle, pci_config_addr(offset), value);
}
EXPORT_SYMBOL_GPL(pci_config_put32);

/**
 * pci_config_get64() - read 64 bits of the configuration space
 * @handle: from pci_config_setup()
 * @offset: of the first byte: PCI_CONF_*
 *
 * Context: any.
 * Return: the value, in the CPU's byte order; all ones where there is nothing.
 * See pci_config_get64(9F).
 */
u64 pci_config_get64(ddi_acc_handle_t handle, off_t offset)
{
	return ddi_get64(handle, pci_config_addr(offset));
}
EXPORT_SYMBOL_GPL(pci_config_get64);

/**
 * pci_config_put64() - write 64 bits of the configuration space
 * @handle: from pci_config_setup()
 * @offset: of the first byte: PCI_CONF_*
 * @value: in the CPU's byte order
 *
 * Context: any. See pci_config_put64(9F).
 */
void pci_config_put64(ddi_acc_handle_t handle, off_t offset, u64 value)
{
	ddi_put64(handle, pci_config_addr(offset), value);
}
EXPORT_SYMBOL_GPL(pci_config_put64);
