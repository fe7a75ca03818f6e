/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Drivers and their instances: dev_info_t and what hangs on it.
 */
#ifndef _DDI_NODE_H
#define _DDI_NODE_H

#include <linux/cdev.h>
#include <linux/completion.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/refcount.h>
#include <linux/wait.h>
#include <linux/xarray.h>

#include <sys/conf.h>
#include <sys/modctl.h>

#include "../devmap/space.h"
#include "../devmap/stats.h"
#include "intr.h"

struct ddi_conf_prop;
struct dentry;
struct device;

/* What tools call a device; a tracepoint has it in a field. */
#define DDI_NODE_NAME_LEN	32

/* What a register set is in. */
enum ddi_regspace {
	DDI_REGS_MODEL,		/* memory that stands for a device */
	DDI_REGS_MEM,
	DDI_REGS_IO,
	DDI_REGS_CONFIG,
};

/**
 * struct ddi_regset - one register set of a device
 * @space: what it is in
 * @size: bytes
 * @start: physical address of DDI_REGS_MEM, port of DDI_REGS_IO
 * @ram: kernel address of DDI_REGS_MODEL, else NULL
 * @pages: the pages of @ram
 */
struct ddi_regset {
	enum ddi_regspace space;
	size_t size;
	phys_addr_t start;
	void *ram;
	struct page **pages;
};

/**
 * struct ddi_driver - a loaded driver: what mod_install(9F) made
 * @list: in the list of all drivers
 * @owner: its Linux module
 * @name: of the module, and so of the driver
 * @ops: its dev_ops(9S)
 * @props: properties of all instances, from its linkage file, or NULL
 * @devt: its first device number; all minor numbers of a major are its own
 * @cdev: what open(2) finds by that number
 * @lock: protects all below
 * @nodes: its instances
 * @minors: &struct ddi_minor by minor number
 * @snodes: &struct ddi_snode by minor number
 */
struct ddi_driver {
	struct list_head list;
	struct module *owner;
	const char *name;
	struct dev_ops *ops;
	const struct ddi_conf_prop *props;
	dev_t devt;
	struct cdev *cdev;
	struct mutex lock;
	struct list_head nodes;
	struct xarray minors;
	struct xarray snodes;
};

/**
 * struct dev_info - an instance of a driver
 * @kref: the driver, open files and mappings hold it
 * @list: in &ddi_driver.nodes
 * @drv: its driver; valid until the last open file is closed
 * @instance: its number
 * @name: for people: of its first minor node in /dev, or else driver and number
 * @named: @name is that of a minor node; protected by the driver's lock
 * @attached: attach(9E) has succeeded; protected by the driver's lock
 * @dev: the Linux device that it drives, with a reference, or NULL
 * @binding: the name that the driver was found by
 * @private: ddi_set_driver_private(9F)
 * @nregs: number of register sets
 * @regs: the register sets
 * @users: calls into the driver that run, and one until it is detached
 * @idle: completed when @users is 0
 * @props: &struct ddi_prop, that the driver has made
 * @hwprops: &struct ddi_prop, that say what the hardware is; made with the instance
 * @intrs: &struct ddi_intr_handle and &struct ddi_softint, that the driver has
 * @gone: those who poll it wait here for its end
 * @space: its mappings
 * @stats: numbers, for people
 * @debugfs: where they are shown
 */
struct dev_info {
	struct kref kref;
	struct list_head list;
	struct ddi_driver *drv;
	int instance;
	char name[DDI_NODE_NAME_LEN];
	bool named;
	bool attached;
	struct device *dev;
	char binding[DDI_NODE_NAME_LEN];
	void *private;
	unsigned int nregs;
	struct ddi_regset *regs;
	refcount_t users;
	struct completion idle;
	struct list_head props;
	struct list_head hwprops;
	struct ddi_intrs intrs;
	wait_queue_head_t gone;
	struct devmap_space space;
	struct devmap_stats stats;
	struct dentry *debugfs;
};

static inline struct dev_info *ddi_node_get(struct dev_info *dip)
{
	kref_get(&dip->kref);
	return dip;
}

/* Is this entry point one that the driver has? */
#define ddi_entry_real(fn)	ddi_entry_is_real((void *)(fn))

static inline bool ddi_entry_is_real(const void *fn)
{
	return fn && fn != nodev && fn != nulldev;
}

void ddi_node_put(struct dev_info *dip);
bool ddi_node_enter(struct dev_info *dip);
void ddi_node_exit(struct dev_info *dip);
struct ddi_regset *ddi_node_regset(struct dev_info *dip, unsigned int rnumber);

struct dev_info *ddi_node_new(struct ddi_driver *drv, int instance,
			      struct device *dev, struct ddi_regset *regs,
			      unsigned int nregs);
int ddi_node_attach(struct dev_info *dip);
void ddi_node_detach(struct dev_info *dip);

#endif /* _DDI_NODE_H */
