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
 *
 * or, for devices on a bus,
 *
 *	static const struct pci_device_id xx_ids[] = {
 *		{ PCI_DEVICE(0x1234, 0x11e8) },
 *		{ }
 *	};
 *	static struct ddi_pci_conf xx_conf = { .owner = THIS_MODULE };
 *	DDI_PCI_MODULE(xx_conf, xx_ids, "What it drives");
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
#include <linux/pci.h>

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
 * @instances: how many; ddi_pseudo_set_instances() changes it. Read it with READ_ONCE()
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

/**
 * struct ddi_pci_conf - the PCI devices of a driver
 * @owner: THIS_MODULE
 * @props: as those of &struct ddi_pseudo_conf
 * @ids: the layer's; DDI_PCI_MODULE() names them
 * @list: the layer's
 * @bound: the layer's
 */
struct ddi_pci_conf {
	struct module *owner;
	const struct ddi_conf_prop *props;
	const struct pci_device_id *ids;
	struct list_head list;
	struct ddi_pci_driver *bound;
};

int ddi_pci_register(struct ddi_pci_conf *conf, const struct pci_device_id *ids);
void ddi_pci_unregister(struct ddi_pci_conf *conf);

/**
 * struct ddi_tunable - an integer of the driver that can be set
 * @value: where it is
 * @name: what users call it
 * @max: the largest that makes sense; the smallest is 0
 */
struct ddi_tunable {
	int *value;
	const char *name;
	int max;
};

extern const struct kernel_param_ops ddi_tunable_ops;

/**
 * DDI_TUNABLE() - make a module parameter of an integer of the driver
 * @param: its name
 * @variable: the driver's
 * @most: the largest value
 * @description: a line for modinfo(8)
 */
#define DDI_TUNABLE(param, variable, most, description)		\
static struct ddi_tunable ddi_tunable_##param = {			\
	/* A driver of Solaris says volatile; here is READ_ONCE(). */	\
	.value	= (int *)&(variable),					\
	.name	= #param,						\
	.max	= (most),						\
};									\
module_param_cb(param, &ddi_tunable_ops, &ddi_tunable_##param, 0644);	\
MODULE_PARM_DESC(param, description)

/* The driver's own entry points. */
int _init(void);
int _fini(void);

#define DDI_LINKAGE_MODULE(do_register, do_unregister, description)	\
static int __init ddi_linkage_init(void)				\
{									\
	int err = do_register;						\
									\
	if (err)							\
		return err;						\
	err = _init();							\
	if (err)							\
		do_unregister;						\
	return -err;							\
}									\
									\
static void __exit ddi_linkage_exit(void)				\
{									\
	_fini();							\
	do_unregister;							\
}									\
									\
module_init(ddi_linkage_init);						\
module_exit(ddi_linkage_exit);						\
MODULE_DESCRIPTION(description);					\
MODULE_LICENSE("GPL")

/**
 * DDI_PSEUDO_MODULE() - make a Linux module of a driver without a bus
 * @conf: its &struct ddi_pseudo_conf
 * @description: a line for modinfo(8)
 */
#define DDI_PSEUDO_MODULE(conf, description)				\
DDI_LINKAGE_MODULE(ddi_pseudo_register(&(conf)),			\
		   ddi_pseudo_unregister(&(conf)), description)

/**
 * DDI_PCI_MODULE() - make a Linux module of a driver of PCI devices
 * @conf: its &struct ddi_pci_conf
 * @ids: the array of &struct pci_device_id that names the devices, where Solaris
 *	has aliases (add_drv -i "pci1234,11e8")
 * @description: a line for modinfo(8)
 *
 * attach(9E) is called for each device that is there or comes later. Where udev is to
 * load the module for them, MODULE_DEVICE_TABLE(pci, @ids) stands beside this.
 */
#define DDI_PCI_MODULE(conf, ids, description)				\
DDI_LINKAGE_MODULE(ddi_pci_register(&(conf), ids),			\
		   ddi_pci_unregister(&(conf)), description)

#endif /* _SYS_LINUX_DRIVER_H */
