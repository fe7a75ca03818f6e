/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Statistics of drivers: what makes them, and what shows them.
 */
#ifndef _DDI_KSTAT_H
#define _DDI_KSTAT_H

#include <sys/kstat.h>

struct dentry;
struct module;
struct seq_file;

unsigned int ddi_kstats_delete_module(struct module *owner);
int ddi_kstat_print(struct seq_file *m, kstat_t *ksp);

void ddi_kstat_debugfs_init(void);
void ddi_kstat_debugfs_exit(void);
struct dentry *ddi_debugfs_root(void);
struct dentry *ddi_kstat_debugfs_add(kstat_t *ksp);
struct dentry *ddi_kstat_debugfs_remove(struct dentry *file);
void ddi_kstat_debugfs_prune(struct dentry *instance, bool last_instance,
			     bool last_module);

#endif /* _DDI_KSTAT_H */
