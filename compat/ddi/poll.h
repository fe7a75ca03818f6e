/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Those who poll devices.
 */
#ifndef _DDI_POLL_H
#define _DDI_POLL_H

struct dev_info;

void ddi_poll_init(void);
void ddi_poll_gone(struct dev_info *dip);

#endif /* _DDI_POLL_H */
