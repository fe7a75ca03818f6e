/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The linkage file of a driver: what makes a Linux module of it.
 *
 * A Solaris driver is found by the kernel through its name, and its driver.conf
 * says how many instances there are. On Linux a module says both by itself. One
 * small file beside the driver's own includes this header, and is the only one
 * that knows of Linux:
 *
 *	#include <sys/linux_driver.h>
 *
 *	static struct ddi_pseudo_conf xx_conf = {
 *		.owner = THIS_MODULE, .instances = 1,
 *	};
 *	DDI_PSEUDO_MODULE(xx_conf, "What it drives");
 */
#ifndef _SYS_LINUX_DRIVER_H
#define _SYS_LINUX_DRIVER_H

#ifndef pr_fmt
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt
#endif

#include <linux/list.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/moduleparam.h>

#include <sys/symnames.h>

struct ddi_driver;

/**
 * struct ddi_conf_prop - a property, as driver.conf(5) has it
 * @name: its name; NULL behind the last
 * @string: its value, or NULL
 * @ints: its values if it is no string
 * @nints: how many
 */
struct ddi_conf_prop {
	const char *name;
	const char *string;
	const int *ints;
	unsigned int nints;
};

/**
 * struct ddi_pseudo_conf - the instances of a driver without a bus
 * @owner: THIS_MODULE
 * @instances: how many; ddi_pseudo_set_instances() changes it
 * @nregs: register sets of each, modelled in zeroed memory; 0 for none
 * @regsize: the bytes of a register set; asked when an instance is made
 * @props: properties of all instances, or NULL; what the driver sets of the same
 *	name goes first
 * @list: the layer's
 * @drv: the layer's
 */
struct ddi_pseudo_conf {
	struct module *owner;
	unsigned int instances;
	unsigned int nregs;
	size_t (*regsize)(int instance, unsigned int rnumber);
	const struct ddi_conf_prop *props;
	struct list_head list;
	struct ddi_driver *drv;
};

#define DDI_PSEUDO_MAX_INSTANCES	1024

int ddi_pseudo_register(struct ddi_pseudo_conf *conf);
void ddi_pseudo_unregister(struct ddi_pseudo_conf *conf);
int ddi_pseudo_set_instances(struct ddi_pseudo_conf *conf, unsigned int instances);

/* The driver's own entry points. */
int _init(void);
int _fini(void);

/**
 * DDI_PSEUDO_MODULE() - make a Linux module of a driver without a bus
 * @conf: its &struct ddi_pseudo_conf
 * @description: a line for modinfo(8)
 */
#define DDI_PSEUDO_MODULE(conf, description)				\
static int __init ddi_linkage_init(void)				\
{									\
	int err = ddi_pseudo_register(&(conf));				\
									\
	if (err)							\
		return err;						\
	err = _init();							\
	if (err)							\
		ddi_pseudo_unregister(&(conf));				\
	return -err;							\
}									\
									\
static void __exit ddi_linkage_exit(void)				\
{									\
	_fini();							\
	ddi_pseudo_unregister(&(conf));					\
}									\
									\
module_init(ddi_linkage_init);						\
module_exit(ddi_linkage_exit);						\
MODULE_DESCRIPTION(description);					\
MODULE_LICENSE("GPL")

#endif /* _SYS_LINUX_DRIVER_H */
