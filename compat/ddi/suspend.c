// SPDX-License-Identifier: GPL-2.0
/*
 * Devices in a suspend of the system: detach(9E) with DDI_SUSPEND, and attach(9E) with
 * DDI_RESUME.
 *
 * Programs are frozen before the first device is suspended, and run again when the last
 * one is resumed: nobody touches a mapping in between, and none is revoked here. What a
 * context-managed device holds, its driver saves.
 */
#include <linux/errno.h>
#include <linux/printk.h>

#include <sys/sunddi.h>

#include "node.h"
#include "suspend.h"

/**
 * ddi_node_suspend() - the device may lose its power, and its state
 * @dip: attached
 *
 * As on Solaris a driver that cannot save what the device holds stops the suspend.
 *
 * Context: process, may sleep; programs are frozen.
 * Return: 0; -EBUSY if detach(9E) refuses DDI_SUSPEND, or there is none.
 */
int ddi_node_suspend(struct dev_info *dip)
{
	struct dev_ops *ops = dip->drv->ops;

	if (ddi_entry_real(ops->devo_detach) &&
	    ops->devo_detach(dip, DDI_SUSPEND) == DDI_SUCCESS)
		return 0;
	pr_warn_ratelimited("%s%d: detach(9E) refuses DDI_SUSPEND\n", dip->drv->name,
			    dip->instance);
	return -EBUSY;
}

/**
 * ddi_node_resume() - the device has its power again
 * @dip: suspended
 *
 * Context: process, may sleep; programs are frozen.
 * Return: 0; -EIO if attach(9E) refuses DDI_RESUME, which changes nothing.
 */
int ddi_node_resume(struct dev_info *dip)
{
	struct dev_ops *ops = dip->drv->ops;

	if (ops->devo_attach(dip, DDI_RESUME) == DDI_SUCCESS)
		return 0;
	pr_warn_ratelimited("%s%d: attach(9E) refuses DDI_RESUME\n", dip->drv->name,
			    dip->instance);
	return -EIO;
}
