// SPDX-License-Identifier: GPL-2.0
/*
 * The access to registers: ddi_get8(9F), ddi_put8(9F), ddi_rep_get8(9F),
 * ddi_rep_put8(9F) and their families.
 */
#include <linux/export.h>
#include <linux/io.h>
#include <linux/string.h>
#include <linux/swab.h>

#include <sys/sunddi.h>

#include "acc.h"

static void __iomem *ddi_io(void *addr)
{
	return (void __force __iomem *)addr;
}

/* Memory in the CPU's order may be copied as memory. */
static bool ddi_is_memory(const struct ddi_acc_handle *handle, uint_t flags)
{
	return handle->ram && !handle->swap && flags == DDI_DEV_AUTOINCR;
}

/**
 * ddi_get8() - read a register of 8 bits
 * @handle: the mapped registers
 * @addr: the register's address
 *
 * Context: any.
 * Return: its value, in the CPU's byte order. See ddi_get8(9F).
 */
u8 ddi_get8(ddi_acc_handle_t handle, u8 *addr)
{
	if (handle->ram)
		return READ_ONCE(*addr);
	if (handle->ops)
		return handle->ops->get(handle, addr, sizeof(*addr));
	return readb(ddi_io(addr));
}
EXPORT_SYMBOL_GPL(ddi_get8);

/**
 * ddi_put8() - write a register of 8 bits
 * @handle: the mapped registers
 * @addr: the register's address
 * @value: in the CPU's byte order
 *
 * Context: any. See ddi_put8(9F).
 */
void ddi_put8(ddi_acc_handle_t handle, u8 *addr, u8 value)
{
	if (handle->ram)
		WRITE_ONCE(*addr, value);
	else if (handle->ops)
		handle->ops->put(handle, addr, value, sizeof(*addr));
	else
		writeb(value, ddi_io(addr));
}
EXPORT_SYMBOL_GPL(ddi_put8);

/**
 * ddi_rep_get8() - read registers of 8 bits
 * @handle: the mapped registers
 * @host_addr: where to
 * @dev_addr: the first register's address
 * @repcount: how many
 * @flags: DDI_DEV_AUTOINCR for one after the other, DDI_DEV_NO_AUTOINCR for one
 *	again and again
 *
 * Context: any. See ddi_rep_get8(9F).
 */
void ddi_rep_get8(ddi_acc_handle_t handle, u8 *host_addr,
		  u8 *dev_addr, size_t repcount, uint_t flags)
{
	if (ddi_is_memory(handle, flags)) {
		memcpy(host_addr, dev_addr, repcount * sizeof(*host_addr));
		return;
	}
	for (; repcount--; dev_addr += flags == DDI_DEV_AUTOINCR)
		*host_addr++ = ddi_get8(handle, dev_addr);
}
EXPORT_SYMBOL_GPL(ddi_rep_get8);

/**
 * ddi_rep_put8() - write registers of 8 bits
 * @handle: the mapped registers
 * @host_addr: where from
 * @dev_addr: the first register's address
 * @repcount: how many
 * @flags: as ddi_rep_get8()
 *
 * Context: any. See ddi_rep_put8(9F).
 */
void ddi_rep_put8(ddi_acc_handle_t handle, u8 *host_addr,
		  u8 *dev_addr, size_t repcount, uint_t flags)
{
	if (ddi_is_memory(handle, flags)) {
		memcpy(dev_addr, host_addr, repcount * sizeof(*host_addr));
		return;
	}
	for (; repcount--; dev_addr += flags == DDI_DEV_AUTOINCR)
		ddi_put8(handle, dev_addr, *host_addr++);
}
EXPORT_SYMBOL_GPL(ddi_rep_put8);

/**
 * ddi_get16() - read a register of 16 bits
 * @handle: the mapped registers
 * @addr: the register's address
 *
 * Context: any.
 * Return: its value, in the CPU's byte order. See ddi_get16(9F).
 */
u16 ddi_get16(ddi_acc_handle_t handle, u16 *addr)
{
	u16 value;

	if (handle->ram)
		value = READ_ONCE(*addr);
	else if (handle->ops)
		value = handle->ops->get(handle, addr, sizeof(*addr));
	else
		value = readw(ddi_io(addr));
	return handle->swap ? swab16(value) : value;
}
EXPORT_SYMBOL_GPL(ddi_get16);

/**
 * ddi_put16() - write a register of 16 bits
 * @handle: the mapped registers
 * @addr: the register's address
 * @value: in the CPU's byte order
 *
 * Context: any. See ddi_put16(9F).
 */
void ddi_put16(ddi_acc_handle_t handle, u16 *addr, u16 value)
{
	if (handle->swap)
		value = swab16(value);
	if (handle->ram)
		WRITE_ONCE(*addr, value);
	else if (handle->ops)
		handle->ops->put(handle, addr, value, sizeof(*addr));
	else
		writew(value, ddi_io(addr));
}
EXPORT_SYMBOL_GPL(ddi_put16);

/**
 * ddi_rep_get16() - read registers of 16 bits
 * @handle: the mapped registers
 * @host_addr: where to
 * @dev_addr: the first register's address
 * @repcount: how many
 * @flags: DDI_DEV_AUTOINCR for one after the other, DDI_DEV_NO_AUTOINCR for one
 *	again and again
 *
 * Context: any. See ddi_rep_get16(9F).
 */
void ddi_rep_get16(ddi_acc_handle_t handle, u16 *host_addr,
		   u16 *dev_addr, size_t repcount, uint_t flags)
{
	if (ddi_is_memory(handle, flags)) {
		memcpy(host_addr, dev_addr, repcount * sizeof(*host_addr));
		return;
	}
	for (; repcount--; dev_addr += flags == DDI_DEV_AUTOINCR)
		*host_addr++ = ddi_get16(handle, dev_addr);
}
EXPORT_SYMBOL_GPL(ddi_rep_get16);

/**
 * ddi_rep_put16() - write registers of 16 bits
 * @handle: the mapped registers
 * @host_addr: where from
 * @dev_addr: the first register's address
 * @repcount: how many
 * @flags: as ddi_rep_get16()
 *
 * Context: any. See ddi_rep_put16(9F).
 */
void ddi_rep_put16(ddi_acc_handle_t handle, u16 *host_addr,
		   u16 *dev_addr, size_t repcount, uint_t flags)
{
	if (ddi_is_memory(handle, flags)) {
		memcpy(dev_addr, host_addr, repcount * sizeof(*host_addr));
		return;
	}
	for (; repcount--; dev_addr += flags == DDI_DEV_AUTOINCR)
		ddi_put16(handle, dev_addr, *host_addr++);
}
EXPORT_SYMBOL_GPL(ddi_rep_put16);

/**
 * ddi_get32() - read a register of 32 bits
 * @handle: the mapped registers
 * @addr: the register's address
 *
 * Context: any.
 * Return: its value, in the CPU's byte order. See ddi_get32(9F).
 */
u32 ddi_get32(ddi_acc_handle_t handle, u32 *addr)
{
	u32 value;

	if (handle->ram)
		value = READ_ONCE(*addr);
	else if (handle->ops)
		value = handle->ops->get(handle, addr, sizeof(*addr));
	else
		value = readl(ddi_io(addr));
	return handle->swap ? swab32(value) : value;
}
EXPORT_SYMBOL_GPL(ddi_get32);

/**
 * ddi_put32() - write a register of 32 bits
 * @handle: the mapped registers
 * @addr: the register's address
 * @value: in the CPU's byte order
 *
 * Context: any. See ddi_put32(9F).
 */
void ddi_put32(ddi_acc_handle_t handle, u32 *addr, u32 value)
{
	if (handle->swap)
		value = swab32(value);
	if (handle->ram)
		WRITE_ONCE(*addr, value);
	else if (handle->ops)
		handle->ops->put(handle, addr, value, sizeof(*addr));
	else
		writel(value, ddi_io(addr));
}
EXPORT_SYMBOL_GPL(ddi_put32);

/**
 * ddi_rep_get32() - read registers of 32 bits
 * @handle: the mapped registers
 * @host_addr: where to
 * @dev_addr: the first register's address
 * @repcount: how many
 * @flags: DDI_DEV_AUTOINCR for one after the other, DDI_DEV_NO_AUTOINCR for one
 *	again and again
 *
 * Context: any. See ddi_rep_get32(9F).
 */
void ddi_rep_get32(ddi_acc_handle_t handle, u32 *host_addr,
		   u32 *dev_addr, size_t repcount, uint_t flags)
{
	if (ddi_is_memory(handle, flags)) {
		memcpy(host_addr, dev_addr, repcount * sizeof(*host_addr));
		return;
	}
	for (; repcount--; dev_addr += flags == DDI_DEV_AUTOINCR)
		*host_addr++ = ddi_get32(handle, dev_addr);
}
EXPORT_SYMBOL_GPL(ddi_rep_get32);

/**
 * ddi_rep_put32() - write registers of 32 bits
 * @handle: the mapped registers
 * @host_addr: where from
 * @dev_addr: the first register's address
 * @repcount: how many
 * @flags: as ddi_rep_get32()
 *
 * Context: any. See ddi_rep_put32(9F).
 */
void ddi_rep_put32(ddi_acc_handle_t handle, u32 *host_addr,
		   u32 *dev_addr, size_t repcount, uint_t flags)
{
	if (ddi_is_memory(handle, flags)) {
		memcpy(dev_addr, host_addr, repcount * sizeof(*host_addr));
		return;
	}
	for (; repcount--; dev_addr += flags == DDI_DEV_AUTOINCR)
		ddi_put32(handle, dev_addr, *host_addr++);
}
EXPORT_SYMBOL_GPL(ddi_rep_put32);

/**
 * ddi_get64() - read a register of 64 bits
 * @handle: the mapped registers
 * @addr: the register's address
 *
 * Context: any.
 * Return: its value, in the CPU's byte order. See ddi_get64(9F).
 */
u64 ddi_get64(ddi_acc_handle_t handle, u64 *addr)
{
	u64 value;

	if (handle->ram)
		value = READ_ONCE(*addr);
	else if (handle->ops)
		value = handle->ops->get(handle, addr, sizeof(*addr));
	else
		value = readq(ddi_io(addr));
	return handle->swap ? swab64(value) : value;
}
EXPORT_SYMBOL_GPL(ddi_get64);

/**
 * ddi_put64() - write a register of 64 bits
 * @handle: the mapped registers
 * @addr: the register's address
 * @value: in the CPU's byte order
 *
 * Context: any. See ddi_put64(9F).
 */
void ddi_put64(ddi_acc_handle_t handle, u64 *addr, u64 value)
{
	if (handle->swap)
		value = swab64(value);
	if (handle->ram)
		WRITE_ONCE(*addr, value);
	else if (handle->ops)
		handle->ops->put(handle, addr, value, sizeof(*addr));
	else
		writeq(value, ddi_io(addr));
}
EXPORT_SYMBOL_GPL(ddi_put64);

/**
 * ddi_rep_get64() - read registers of 64 bits
 * @handle: the mapped registers
 * @host_addr: where to
 * @dev_addr: the first register's address
 * @repcount: how many
 * @flags: DDI_DEV_AUTOINCR for one after the other, DDI_DEV_NO_AUTOINCR for one
 *	again and again
 *
 * Context: any. See ddi_rep_get64(9F).
 */
void ddi_rep_get64(ddi_acc_handle_t handle, u64 *host_addr,
		   u64 *dev_addr, size_t repcount, uint_t flags)
{
	if (ddi_is_memory(handle, flags)) {
		memcpy(host_addr, dev_addr, repcount * sizeof(*host_addr));
		return;
	}
	for (; repcount--; dev_addr += flags == DDI_DEV_AUTOINCR)
		*host_addr++ = ddi_get64(handle, dev_addr);
}
EXPORT_SYMBOL_GPL(ddi_rep_get64);

/**
 * ddi_rep_put64() - write registers of 64 bits
 * @handle: the mapped registers
 * @host_addr: where from
 * @dev_addr: the first register's address
 * @repcount: how many
 * @flags: as ddi_rep_get64()
 *
 * Context: any. See ddi_rep_put64(9F).
 */
void ddi_rep_put64(ddi_acc_handle_t handle, u64 *host_addr,
		   u64 *dev_addr, size_t repcount, uint_t flags)
{
	if (ddi_is_memory(handle, flags)) {
		memcpy(dev_addr, host_addr, repcount * sizeof(*host_addr));
		return;
	}
	for (; repcount--; dev_addr += flags == DDI_DEV_AUTOINCR)
		ddi_put64(handle, dev_addr, *host_addr++);
}
EXPORT_SYMBOL_GPL(ddi_rep_put64);
