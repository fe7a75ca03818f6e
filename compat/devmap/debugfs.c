// SPDX-License-Identifier: GPL-2.0
/*
 * The state of devices in debugfs: devmap/DEVICE/, for root.
 *
 * When a device goes, debugfs waits for those who read at that moment, and refuses
 * those who have a file open and read it later.
 */
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/seq_file.h>

#include "../ddi/kstat.h"
#include "../ddi/node.h"
#include "debugfs.h"
#include "show.h"

#define DEVMAP_DEBUGFS_FILE(what)						\
static int devmap_debugfs_##what##_show(struct seq_file *m, void *v)		\
{										\
	return devmap_show_##what(m, m->private);				\
}										\
DEFINE_SHOW_ATTRIBUTE(devmap_debugfs_##what)

DEVMAP_DEBUGFS_FILE(status);
DEVMAP_DEBUGFS_FILE(owner);
DEVMAP_DEBUGFS_FILE(waiters);
DEVMAP_DEBUGFS_FILE(handles);
DEVMAP_DEBUGFS_FILE(processes);
DEVMAP_DEBUGFS_FILE(latency);

static int devmap_debugfs_reset(void *data, u64 value)
{
	if (value != 1)
		return -EINVAL;
	devmap_show_reset(data);
	return 0;
}
DEFINE_DEBUGFS_ATTRIBUTE(devmap_debugfs_reset_fops, NULL, devmap_debugfs_reset,
			 "%llu\n");

static const struct {
	const char *name;
	const struct file_operations *fops;
} devmap_debugfs_files[] = {
	{ "status", &devmap_debugfs_status_fops },
	{ "owner", &devmap_debugfs_owner_fops },
	{ "waiters", &devmap_debugfs_waiters_fops },
	{ "handles", &devmap_debugfs_handles_fops },
	{ "processes", &devmap_debugfs_processes_fops },
	{ "latency", &devmap_debugfs_latency_fops },
};

/**
 * devmap_debugfs_add() - show a device
 * @dip: attached
 */
void devmap_debugfs_add(struct dev_info *dip)
{
	unsigned int i;

	dip->debugfs = debugfs_create_dir(dip->name, ddi_debugfs_root());
	for (i = 0; i < ARRAY_SIZE(devmap_debugfs_files); i++)
		debugfs_create_file(devmap_debugfs_files[i].name, 0400, dip->debugfs,
				    dip, devmap_debugfs_files[i].fops);
	debugfs_create_file_unsafe("reset", 0200, dip->debugfs, dip,
				   &devmap_debugfs_reset_fops);
}

/**
 * devmap_debugfs_remove() - do not show a device any more
 * @dip: shown by devmap_debugfs_add()
 *
 * Context: process; waits for those who read.
 */
void devmap_debugfs_remove(struct dev_info *dip)
{
	debugfs_remove(dip->debugfs);
}
