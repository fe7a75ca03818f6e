// SPDX-License-Identifier: GPL-2.0
/*
 * The memory that the peers map in place of a device.
 */
#include <linux/gfp.h>
#include <linux/io.h>

#include "peers.h"

int peer_device_init(struct peer_device *dev)
{
	dev->mem = alloc_pages_exact(PEER_DEVICE_BYTES, GFP_KERNEL | __GFP_ZERO);
	return dev->mem ? 0 : -ENOMEM;
}

void peer_device_free(struct peer_device *dev)
{
	free_pages_exact(dev->mem, PEER_DEVICE_BYTES);
}

/* The page frame behind a page of a mapping, which may be longer than the device. */
unsigned long peer_device_pfn(const struct peer_device *dev, unsigned long page)
{
	return (virt_to_phys(dev->mem) >> PAGE_SHIFT) +
		page % (PEER_DEVICE_BYTES >> PAGE_SHIFT);
}
