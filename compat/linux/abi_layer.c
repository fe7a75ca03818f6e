// SPDX-License-Identifier: GPL-2.0
/*
 * What is agreed on, as the layer sees it; and do the two agree?
 */
#include <linux/errno.h>
#include <linux/printk.h>
#include <linux/stddef.h>

#include "abi.h"

const struct devmap_abi devmap_abi_layer[] = { DEVMAP_ABI_TABLE };

/**
 * devmap_abi_check() - do drivers and the layer see the same?
 *
 * Return: 0, or -EINVAL with a message for the first difference.
 */
int devmap_abi_check(void)
{
	const struct devmap_abi *driver = devmap_abi_driver, *layer = devmap_abi_layer;

	/* It is one table: both end together. */
	for (; layer->what; driver++, layer++) {
		if (driver->value == layer->value)
			continue;
		pr_err("%s: %lu to a driver, %lu to the layer\n", layer->what,
		       driver->value, layer->value);
		return -EINVAL;
	}
	return 0;
}
