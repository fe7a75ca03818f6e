/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Integers of a driver as module parameters, each with a largest value: for linkage
 * files.
 */
#ifndef _XX_TUNABLE_H
#define _XX_TUNABLE_H

#include <sys/linux_driver.h>

/**
 * struct xx_tunable - an integer of the driver that can be set
 * @value: where it is
 * @name: what users call it
 * @max: the largest that makes sense; the smallest is 0
 */
struct xx_tunable {
	int *value;
	const char *name;
	int max;
};

static int xx_set_tunable(const char *val, const struct kernel_param *kp)
{
	const struct xx_tunable *tun = kp->arg;
	int n, err = kstrtoint(val, 0, &n);

	if (err)
		return err;
	if (n < 0 || n > tun->max) {
		pr_warn("%s=%d: not between 0 and %d\n", tun->name, n, tun->max);
		return -EINVAL;
	}
	WRITE_ONCE(*tun->value, n);
	return 0;
}

static int xx_get_tunable(char *buf, const struct kernel_param *kp)
{
	const struct xx_tunable *tun = kp->arg;

	return sprintf(buf, "%d\n", READ_ONCE(*tun->value));
}

static const struct kernel_param_ops xx_tunable_ops = {
	.set	= xx_set_tunable,
	.get	= xx_get_tunable,
};

#define XX_TUNABLE(param, variable, most, description)		\
static struct xx_tunable xx_tunable_##param = {			\
	/* A driver of Solaris says volatile; here is READ_ONCE(). */	\
	.value	= (int *)&(variable),					\
	.name	= #param,						\
	.max	= (most),						\
};									\
module_param_cb(param, &xx_tunable_ops, &xx_tunable_##param, 0644); \
MODULE_PARM_DESC(param, description)

#endif /* _XX_TUNABLE_H */
