// SPDX-License-Identifier: GPL-2.0
/*
 * What minor nodes show in sysfs, /sys/class/devmap/NODE/: one value a file, that
 * tools may rely on. All nodes of an instance show the same.
 *
 * When a node goes, sysfs waits for those who read.
 */
#include <linux/device.h>
#include <linux/sysfs.h>

#include "../devmap/show.h"
#include "minor.h"
#include "node.h"

/* Whose programs use a device is nobody's affair but root's. */
static ssize_t owner_pid_show(struct device *dev, struct device_attribute *attr,
			      char *buf)
{
	return sysfs_emit(buf, "%d\n", devmap_owner_pid(dev_get_drvdata(dev)));
}
static DEVICE_ATTR_ADMIN_RO(owner_pid);

static ssize_t switches_show(struct device *dev, struct device_attribute *attr,
			     char *buf)
{
	const struct dev_info *dip = dev_get_drvdata(dev);

	return sysfs_emit(buf, "%ld\n", atomic_long_read(&dip->stats.switches));
}
static DEVICE_ATTR_RO(switches);

static ssize_t waits_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	const struct dev_info *dip = dev_get_drvdata(dev);

	return sysfs_emit(buf, "%ld\n", atomic_long_read(&dip->stats.waits));
}
static DEVICE_ATTR_RO(waits);

static ssize_t mappings_show(struct device *dev, struct device_attribute *attr,
			     char *buf)
{
	const struct dev_info *dip = dev_get_drvdata(dev);

	return sysfs_emit(buf, "%d\n", atomic_read(&dip->stats.mappings));
}
static DEVICE_ATTR_RO(mappings);

/* In microseconds: of the last turn that began. */
static ssize_t hold_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	const struct dev_info *dip = dev_get_drvdata(dev);

	return sysfs_emit(buf, "%llu\n", READ_ONCE(dip->stats.hold_ns) / NSEC_PER_USEC);
}
static DEVICE_ATTR_RO(hold);

static struct attribute *ddi_minor_attrs[] = {
	&dev_attr_owner_pid.attr,
	&dev_attr_switches.attr,
	&dev_attr_waits.attr,
	&dev_attr_mappings.attr,
	&dev_attr_hold.attr,
	NULL,
};

static const struct attribute_group ddi_minor_group = {
	.attrs	= ddi_minor_attrs,
};

const struct attribute_group *ddi_minor_groups[] = {
	&ddi_minor_group,
	NULL,
};
