// SPDX-License-Identifier: GPL-2.0
/*
 * 32-bit programs on a 64-bit kernel: ddi_mmap_get_model(9F).
 */
#include <linux/compat.h>
#include <linux/export.h>

#include <sys/model.h>
#include <sys/sunddi.h>

/**
 * ddi_mmap_get_model() - the data model of the program that maps the device
 *
 * Context: process, inside segmap(9E), devmap(9E) or mmap(9E).
 * Return: DDI_MODEL_ILP32 or DDI_MODEL_LP64. See ddi_mmap_get_model(9F).
 */
uint_t ddi_mmap_get_model(void)
{
	return in_compat_syscall() ? DDI_MODEL_ILP32 : DDI_MODEL_LP64;
}
EXPORT_SYMBOL_GPL(ddi_mmap_get_model);
