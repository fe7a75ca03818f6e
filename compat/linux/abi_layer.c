// SPDX-License-Identifier: GPL-2.0
/*
 * What is agreed on, as the layer sees it; and do the two agree?
 */
#include <linux/errno.h>
#include <linux/printk.h>
#include <linux/stddef.h>

#include "abi.h"

const struct devmap_abi devmap_abi_layer[] = { DEVMAP_ABI_TABLE };
const unsigned int devmap_abi_layer_count = ARRAY_SIZE(devmap_abi_layer);

/**
 * devmap_abi_check() - do drivers and the layer see the same?
 *
 * Return: 0, or -EINVAL with a message for the first difference.
 */
int devmap_abi_check(void)
{
	const struct devmap_abi *driver = devmap_abi_driver, *layer = devmap_abi_layer;
	unsigned int i;
	int err = devmap_abi_driver_count == devmap_abi_layer_count ? 0 : -EINVAL;

	for (i = 0; !err && i < devmap_abi_layer_count; i++) {
		if (driver[i].value == layer[i].value)
			continue;
		pr_err("%s: %lu to a driver, %lu to the layer\n", layer[i].what,
		       driver[i].value, layer[i].value);
		err = -EINVAL;
	}
	return err;
}
