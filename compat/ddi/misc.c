// SPDX-License-Identifier: GPL-2.0
/*
 * Entry points that drivers do not have, device numbers.
 */
#include <linux/export.h>
#include <linux/kdev_t.h>

#include <sys/devops.h>
#include <sys/mkdev.h>
#include <sys/sunddi.h>

/**
 * ddi_nodev() - nodev(9F)
 *
 * Return: ENXIO.
 */
int ddi_nodev(void)
{
	return ENXIO;
}
EXPORT_SYMBOL_GPL(ddi_nodev);

/**
 * ddi_nulldev() - nulldev(9F)
 *
 * Return: 0.
 */
int ddi_nulldev(void)
{
	return 0;
}
EXPORT_SYMBOL_GPL(ddi_nulldev);

/**
 * nochpoll() - the chpoll(9E) of drivers that cannot be polled
 * @dev: not used
 * @events: not used
 * @anyyet: not used
 * @reventsp: not used
 * @phpp: not used
 *
 * Return: ENXIO. See nochpoll(9F).
 */
int nochpoll(dev_t dev, short events, int anyyet, short *reventsp,
	     struct pollhead **phpp)
{
	return ENXIO;
}
EXPORT_SYMBOL_GPL(nochpoll);

/**
 * ddi_quiesce_not_needed() - the quiesce(9E) of drivers without hardware
 * @dip: not used
 *
 * Return: DDI_SUCCESS. See ddi_quiesce_not_needed(9F).
 */
int ddi_quiesce_not_needed(dev_info_t *dip)
{
	return DDI_SUCCESS;
}
EXPORT_SYMBOL_GPL(ddi_quiesce_not_needed);

/**
 * ddi_quiesce_not_supported() - the quiesce(9E) of drivers that cannot
 * @dip: not used
 *
 * Return: DDI_FAILURE. See ddi_quiesce_not_supported(9F).
 */
int ddi_quiesce_not_supported(dev_info_t *dip)
{
	return DDI_FAILURE;
}
EXPORT_SYMBOL_GPL(ddi_quiesce_not_supported);

/**
 * getmajor() - the major number of a device number
 * @dev: the device number
 *
 * See getmajor(9F).
 */
major_t getmajor(dev_t dev)
{
	return MAJOR(dev);
}
EXPORT_SYMBOL_GPL(getmajor);

/**
 * getminor() - the minor number of a device number
 * @dev: the device number
 *
 * See getminor(9F).
 */
minor_t getminor(dev_t dev)
{
	return MINOR(dev);
}
EXPORT_SYMBOL_GPL(getminor);

/**
 * makedevice() - a device number
 * @major: at most L_MAXMAJ
 * @minor: at most L_MAXMIN
 *
 * See makedevice(9F).
 */
dev_t makedevice(major_t major, minor_t minor)
{
	return MKDEV(major, minor);
}
EXPORT_SYMBOL_GPL(makedevice);
