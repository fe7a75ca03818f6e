// SPDX-License-Identifier: GPL-2.0
/*
 * Register sets: ddi_regs_map_setup(9F), ddi_dev_regsize(9F), ddi_map_regs(9F).
 */
#include <linux/export.h>
#include <linux/io.h>
#include <linux/pci.h>
#include <linux/slab.h>

#include <sys/sunddi.h>

#include "acc.h"
#include "iomap.h"
#include "node.h"

/**
 * ddi_dev_nregs() - how many register sets a device has
 * @dip: the instance
 * @nregsp: receives the number
 *
 * Return: DDI_SUCCESS; DDI_FAILURE if it has none. See ddi_dev_nregs(9F).
 */
int ddi_dev_nregs(dev_info_t *dip, int *nregsp)
{
	*nregsp = dip->nregs;
	return dip->nregs ? DDI_SUCCESS : DDI_FAILURE;
}
EXPORT_SYMBOL_GPL(ddi_dev_nregs);

/**
 * ddi_dev_regsize() - the size of a register set
 * @dip: the instance
 * @rnumber: which set
 * @sizep: receives the bytes
 *
 * Return: DDI_SUCCESS; DDI_FAILURE if there is no such set.
 * See ddi_dev_regsize(9F).
 */
int ddi_dev_regsize(dev_info_t *dip, uint_t rnumber, off_t *sizep)
{
	struct ddi_regset *set = ddi_node_regset(dip, rnumber);

	if (!set)
		return DDI_FAILURE;
	*sizep = set->size;
	return DDI_SUCCESS;
}
EXPORT_SYMBOL_GPL(ddi_dev_regsize);

static bool ddi_must_swap(const ddi_device_acc_attr_t *attr)
{
#ifdef __LITTLE_ENDIAN
	return attr->devacc_attr_endian_flags == DDI_STRUCTURE_BE_ACC;
#else
	return attr->devacc_attr_endian_flags == DDI_STRUCTURE_LE_ACC;
#endif
}

static int ddi_regs_map_ports(struct ddi_regset *set, offset_t offset, size_t len,
			      struct ddi_acc_handle *handle)
{
	handle->ops = &ddi_acc_port_ops;
	handle->io = ioport_map(set->start + offset, len);
	return handle->io ? 0 : -ENOMEM;
}

static int ddi_regs_map(struct dev_info *dip, struct ddi_regset *set,
			offset_t offset, size_t len,
			const ddi_device_acc_attr_t *attr,
			struct ddi_acc_handle *handle)
{
	handle->swap = ddi_must_swap(attr);
	switch (set->space) {
	case DDI_REGS_MODEL:
		handle->ram = set->ram + offset;
		return 0;
	case DDI_REGS_CONFIG:
		handle->ops = &ddi_acc_config_ops;
		handle->pdev = to_pci_dev(dip->dev);
		return 0;
	case DDI_REGS_IO:
		return ddi_regs_map_ports(set, offset, len, handle);
	default:
		handle->io = ddi_iomap(set->start + offset, len,
				       attr->devacc_attr_dataorder);
		return handle->io ? 0 : -ENOMEM;
	}
}

static caddr_t ddi_regs_addr(const struct ddi_acc_handle *handle, offset_t offset)
{
	if (handle->pdev)
		return DDI_ACC_CONFIG_BASE + offset;
	return handle->ram ?: (void __force *)handle->io;
}

static void ddi_regs_unmap(struct ddi_acc_handle *handle)
{
	if (handle->ops == &ddi_acc_port_ops)
		ioport_unmap(handle->io);
	else if (handle->io)
		ddi_iounmap(handle->io);
}

/**
 * ddi_regs_map_setup() - map registers for the driver
 * @dip: the instance
 * @rnumber: which register set
 * @addrp: receives the address, which is one for ddi_get8(9F) alone if the set is
 *	not memory (configuration space, I/O ports)
 * @offset: of the first byte in the set
 * @len: bytes; 0 is to the end of the set
 * @accattrp: byte order and order of accesses
 * @handlep: receives the handle for ddi_get8(9F) and the like
 *
 * Context: process, may sleep.
 * Return: DDI_SUCCESS; DDI_FAILURE for a range outside of the set, for strict order
 * where it is mapped write-combined already, or without memory.
 * See ddi_regs_map_setup(9F).
 */
int ddi_regs_map_setup(dev_info_t *dip, uint_t rnumber, caddr_t *addrp,
		       offset_t offset, offset_t len,
		       ddi_device_acc_attr_t *accattrp, ddi_acc_handle_t *handlep)
{
	struct ddi_regset *set = ddi_node_regset(dip, rnumber);
	struct ddi_acc_handle *handle;

	if (!set || offset < 0 || len < 0 || offset >= set->size ||
	    len > set->size - offset)
		return DDI_FAILURE;
	handle = kzalloc(sizeof(*handle), GFP_KERNEL);
	if (!handle)
		return DDI_FAILURE;
	if (ddi_regs_map(dip, set, offset, len ?: set->size - offset, accattrp,
			 handle)) {
		kfree(handle);
		return DDI_FAILURE;
	}
	*addrp = ddi_regs_addr(handle, offset);
	*handlep = handle;
	return DDI_SUCCESS;
}
EXPORT_SYMBOL_GPL(ddi_regs_map_setup);

/**
 * ddi_regs_map_free() - unmap registers
 * @handlep: from ddi_regs_map_setup(); NULL afterwards
 *
 * See ddi_regs_map_free(9F).
 */
void ddi_regs_map_free(ddi_acc_handle_t *handlep)
{
	struct ddi_acc_handle *handle = *handlep;

	if (!handle)
		return;
	ddi_regs_unmap(handle);
	kfree(handle);
	*handlep = NULL;
}
EXPORT_SYMBOL_GPL(ddi_regs_map_free);

/* What can be reached by a pointer. */
static bool ddi_regs_are_memory(const struct ddi_regset *set)
{
	return set && (set->space == DDI_REGS_MODEL || set->space == DDI_REGS_MEM);
}

/**
 * ddi_map_regs() - map registers, the old way
 * @dip: the instance
 * @rnumber: which register set
 * @kaddrp: receives the address, to be used directly
 * @offset: of the first byte in the set
 * @len: bytes; 0 is to the end of the set
 *
 * Context: process, may sleep.
 * Return: DDI_SUCCESS; DDI_FAILURE as ddi_regs_map_setup(), and for what is no
 * memory. See ddi_map_regs(9F).
 */
int ddi_map_regs(dev_info_t *dip, uint_t rnumber, caddr_t *kaddrp, off_t offset,
		 off_t len)
{
	struct ddi_regset *set = ddi_node_regset(dip, rnumber);
	static const ddi_device_acc_attr_t strict;
	struct ddi_acc_handle handle = { };

	if (!ddi_regs_are_memory(set) || offset < 0 || len < 0 ||
	    offset >= set->size || len > set->size - offset)
		return DDI_FAILURE;
	if (ddi_regs_map(dip, set, offset, len ?: set->size - offset, &strict, &handle))
		return DDI_FAILURE;
	*kaddrp = handle.ram ?: (void __force *)handle.io;
	return DDI_SUCCESS;
}
EXPORT_SYMBOL_GPL(ddi_map_regs);

/**
 * ddi_unmap_regs() - unmap what ddi_map_regs() mapped
 * @dip: the instance
 * @rnumber: which register set
 * @kaddrp: the address; NULL afterwards
 * @offset: as it was mapped
 * @len: as it was mapped
 *
 * See ddi_unmap_regs(9F).
 */
void ddi_unmap_regs(dev_info_t *dip, uint_t rnumber, caddr_t *kaddrp,
		    off_t offset, off_t len)
{
	struct ddi_regset *set = ddi_node_regset(dip, rnumber);

	if (set && set->space == DDI_REGS_MEM && *kaddrp)
		ddi_iounmap((void __force __iomem *)*kaddrp);
	*kaddrp = NULL;
}
EXPORT_SYMBOL_GPL(ddi_unmap_regs);
