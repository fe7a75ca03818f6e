/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The state of devices in debugfs: devmap/DEVICE/.
 */
#ifndef _DEVMAP_DEBUGFS_H
#define _DEVMAP_DEBUGFS_H

struct dev_info;

void devmap_debugfs_add(struct dev_info *dip);
void devmap_debugfs_remove(struct dev_info *dip);

#endif /* _DEVMAP_DEBUGFS_H */
