/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Devices in a suspend of the system.
 */
#ifndef _DDI_SUSPEND_H
#define _DDI_SUSPEND_H

struct dev_info;

int ddi_node_suspend(struct dev_info *dip);
int ddi_node_resume(struct dev_info *dip);

#endif /* _DDI_SUSPEND_H */
