// SPDX-License-Identifier: GPL-2.0
/*
 * Integers of drivers that can be set, as /etc/system sets them: module parameters.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/moduleparam.h>

#include <sys/linux_driver.h>

static int ddi_tunable_set(const char *val, const struct kernel_param *kp)
{
	const struct ddi_tunable *tun = kp->arg;
	int n, err = kstrtoint(val, 0, &n);

	if (err)
		return err;
	if (n < 0 || n > tun->max) {
		pr_warn("%s: %s=%d: not between 0 and %d\n", module_name(kp->mod),
			tun->name, n, tun->max);
		return -EINVAL;
	}
	WRITE_ONCE(*tun->value, n);
	return 0;
}

static int ddi_tunable_get(char *buf, const struct kernel_param *kp)
{
	const struct ddi_tunable *tun = kp->arg;

	return sprintf(buf, "%d\n", READ_ONCE(*tun->value));
}

const struct kernel_param_ops ddi_tunable_ops = {
	.set	= ddi_tunable_set,
	.get	= ddi_tunable_get,
};
EXPORT_SYMBOL_GPL(ddi_tunable_ops);
