// SPDX-License-Identifier: GPL-2.0
/*
 * Error numbers that entry points of drivers return.
 */
#include <linux/errno.h>
#include <linux/printk.h>

#include "errno.h"

/* Above it are numbers that Linux keeps for itself. */
#define DDI_MAX_ERRNO	512

/**
 * ddi_errno() - what an entry point returned, as Linux has it
 * @err: 0 or an error number
 * @entry: the entry point, for the warning
 *
 * A driver that returns DDI_FAILURE or a fault code instead would be understood as
 * success, as an address or as a pointer.
 *
 * Return: 0 or a negative error number; -ENXIO for what is none.
 */
int ddi_errno(int err, const char *entry)
{
	if (err >= 0 && err < DDI_MAX_ERRNO)
		return -err;
	pr_warn_ratelimited("%s returned %d, which is no error number\n", entry, err);
	return -ENXIO;
}
