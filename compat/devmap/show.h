/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The state of a device in words: the files of debugfs and sysfs.
 */
#ifndef _DEVMAP_SHOW_H
#define _DEVMAP_SHOW_H

#include <linux/types.h>

struct dev_info;
struct seq_file;

int devmap_show_status(struct seq_file *m, struct dev_info *dip);
int devmap_show_owner(struct seq_file *m, struct dev_info *dip);
int devmap_show_waiters(struct seq_file *m, struct dev_info *dip);
int devmap_show_handles(struct seq_file *m, struct dev_info *dip);
int devmap_show_processes(struct seq_file *m, struct dev_info *dip);
int devmap_show_latency(struct seq_file *m, struct dev_info *dip);
void devmap_show_reset(struct dev_info *dip);
pid_t devmap_owner_pid(struct dev_info *dip);

#endif /* _DEVMAP_SHOW_H */
