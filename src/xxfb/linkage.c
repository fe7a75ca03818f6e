// SPDX-License-Identifier: GPL-2.0
/*
 * xxfb.ko: what Solaris has in driver.conf and driver_aliases.
 */
#include <sys/linux_driver.h>

static int xxfb_width = 640;
module_param_named(width, xxfb_width, int, 0444);
MODULE_PARM_DESC(width, "Pixels of a line (640)");

static int xxfb_height = 480;
module_param_named(height, xxfb_height, int, 0444);
MODULE_PARM_DESC(height, "Lines (480)");

static const struct ddi_conf_prop xxfb_props[] = {
	{ .name = "width", .ints = &xxfb_width, .nints = 1 },
	{ .name = "height", .ints = &xxfb_height, .nints = 1 },
	{ }
};

static const struct pci_device_id xxfb_ids[] = {
	{ PCI_DEVICE(0x1234, 0x1111) },		/* QEMU's bochs-display and VGA */
	{ }
};

static struct ddi_pci_conf xxfb_conf = {
	.owner	= THIS_MODULE,
	.props	= xxfb_props,
};

DDI_PCI_MODULE(xxfb_conf, xxfb_ids, "The xx driver: a frame buffer for each program");
