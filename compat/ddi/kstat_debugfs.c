// SPDX-License-Identifier: GPL-2.0
/*
 * Where statistics of drivers are shown: debugfs, devmap/kstat.
 *
 * A kernel without debugfs shows none. debugfs itself waits for readers when a
 * file is removed, and refuses those who have it open and read it later.
 */
#include <linux/dcache.h>
#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/seq_file.h>
#include <linux/string.h>

#include "kstat.h"

#define DDI_KSTAT_NAME	(KSTAT_STRLEN + 1)

static struct dentry *ddi_debugfs_top;
static struct dentry *ddi_kstat_root;

/**
 * ddi_kstat_debugfs_init() - make the folder of all statistics
 */
void ddi_kstat_debugfs_init(void)
{
	ddi_debugfs_top = debugfs_create_dir("devmap", NULL);
	ddi_kstat_root = debugfs_create_dir("kstat", ddi_debugfs_top);
}

/**
 * ddi_debugfs_root() - the folder that statistics share with the state of devices
 *
 * Return: what debugfs_create_dir() of it returned.
 */
struct dentry *ddi_debugfs_root(void)
{
	return ddi_debugfs_top;
}

/**
 * ddi_kstat_debugfs_exit() - remove it
 */
void ddi_kstat_debugfs_exit(void)
{
	debugfs_remove(ddi_debugfs_top);
}

static int ddi_kstat_show(struct seq_file *m, void *v)
{
	return ddi_kstat_print(m, m->private);
}
DEFINE_SHOW_ATTRIBUTE(ddi_kstat);

/* A name of the driver's choice as one of a file. */
static void ddi_kstat_file_name(char *buf, const char *name)
{
	strscpy(buf, *name && *name != '.' ? name : "_", DDI_KSTAT_NAME);
	strreplace(buf, '/', '!');
}

static struct dentry *ddi_kstat_find(const char *name, struct dentry *parent)
{
	struct dentry *dir = debugfs_lookup(name, parent);

	if (IS_ERR_OR_NULL(dir))
		return NULL;
	/* The folder keeps it for as long as we want it. */
	dput(dir);
	return dir;
}

static struct dentry *ddi_kstat_dir(const char *name, struct dentry *parent)
{
	struct dentry *dir = ddi_kstat_find(name, parent);

	return dir ? dir : debugfs_create_dir(name, parent);
}

/**
 * ddi_kstat_debugfs_add() - show statistics
 * @ksp: the statistics; no other call of this file but ddi_kstat_debugfs_remove() runs
 *
 * Return: the file, or NULL.
 */
struct dentry *ddi_kstat_debugfs_add(kstat_t *ksp)
{
	char name[DDI_KSTAT_NAME], instance[12];
	struct dentry *dir;

	if (IS_ERR_OR_NULL(ddi_kstat_root))
		return NULL;
	ddi_kstat_file_name(name, ksp->ks_module);
	dir = ddi_kstat_dir(name, ddi_kstat_root);
	snprintf(instance, sizeof(instance), "%d", ksp->ks_instance);
	dir = ddi_kstat_dir(instance, dir);
	ddi_kstat_file_name(name, ksp->ks_name);
	dir = debugfs_create_file(name, 0444, dir, ksp, &ddi_kstat_fops);
	return IS_ERR(dir) ? NULL : dir;
}

/**
 * ddi_kstat_debugfs_remove() - do not show statistics any more
 * @file: from ddi_kstat_debugfs_add()
 *
 * Nobody looks at them when this returns. Readers are waited for, and a reader waits
 * for the driver's ks_lock: no lock is held that one who holds that may want.
 *
 * Return: the folder that it was in, for ddi_kstat_debugfs_prune().
 */
struct dentry *ddi_kstat_debugfs_remove(struct dentry *file)
{
	struct dentry *instance = file->d_parent;

	debugfs_remove(file);
	return instance;
}

/**
 * ddi_kstat_debugfs_prune() - remove folders that are empty
 * @instance: the folder of an instance
 * @last_instance: there are no others of the instance
 * @last_module: there are no others of the module
 *
 * No other call of this file but ddi_kstat_debugfs_remove() runs.
 */
void ddi_kstat_debugfs_prune(struct dentry *instance, bool last_instance,
			     bool last_module)
{
	if (last_module)
		debugfs_remove(instance->d_parent);
	else if (last_instance)
		debugfs_remove(instance);
}
