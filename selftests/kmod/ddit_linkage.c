// SPDX-License-Identifier: GPL-2.0
/*
 * ddit.ko: one test device, with two register sets.
 */
#include <sys/linux_driver.h>

/* The second one does not end at a page's end. */
static size_t ddit_regsize(int instance, unsigned int rnumber)
{
	return rnumber ? PAGE_SIZE + 0x100 : 4 * PAGE_SIZE;
}

static const int ddit_conf_ints[] = { 10, -20 };

static const struct ddi_conf_prop ddit_props[] = {
	{ .name = "conf-string", .string = "of the linkage file" },
	{ .name = "conf-ints", .ints = ddit_conf_ints, .nints = 2 },
	{ }
};

static struct ddi_pseudo_conf ddit_conf = {
	.owner		= THIS_MODULE,
	.instances	= 1,
	.nregs		= 2,
	.regsize	= ddit_regsize,
	.props		= ddit_props,
};

/*
 * 0 takes the device away from those who have it open. The second one of 2 does not
 * attach, and takes its time to: what a driver leaves whose loading fails.
 */
static int ddit_set_instances(const char *val, const struct kernel_param *kp)
{
	unsigned int n;
	int err = kstrtouint(val, 0, &n);

	if (err)
		return err;
	return n > 2 ? -EINVAL : ddi_pseudo_set_instances(&ddit_conf, n);
}

static const struct kernel_param_ops ddit_instances_ops = {
	.set = ddit_set_instances,
};

module_param_cb(instances, &ddit_instances_ops, NULL, 0200);

DDI_PSEUDO_MODULE(ddit_conf, "Tests of the DDI that run in the kernel");
