// SPDX-License-Identifier: GPL-2.0
/*
 * xxctx.ko: what Solaris has in driver.conf and /etc/system. The driver itself
 * is in the other files of this folder and knows nothing of Linux.
 */
#include <sys/linux_driver.h>

#include "tunables.h"

#define XXCTX_MAX_CTX_SIZE	(64UL << 20)
#define XXCTX_MAX_HOLD_USEC	60000000
#define XXCTX_MAX_USER_MB	1048576
#define XXCTX_MAX_COST_USEC	1000000
#define XXCTX_MAX_FAIL		1000000

static unsigned long xx_ctx_size = PAGE_SIZE;

/* A context, and the status page behind it. */
static size_t xxctx_regsize(int instance, unsigned int rnumber)
{
	return READ_ONCE(xx_ctx_size) + PAGE_SIZE;
}

static struct ddi_pseudo_conf xxctx_conf = {
	.owner		= THIS_MODULE,
	.instances	= 1,
	.nregs		= 1,
	.regsize	= xxctx_regsize,
};

static int xxctx_set_instances(const char *val, const struct kernel_param *kp)
{
	unsigned int n;
	int err = kstrtouint(val, 0, &n);

	if (err)
		return err;
	if (!n || n > DDI_PSEUDO_MAX_INSTANCES) {
		pr_warn("instances=%u: not between 1 and %u\n", n,
			DDI_PSEUDO_MAX_INSTANCES);
		return -EINVAL;
	}
	return ddi_pseudo_set_instances(&xxctx_conf, n);
}

static int xxctx_get_instances(char *buf, const struct kernel_param *kp)
{
	return sprintf(buf, "%u\n", READ_ONCE(xxctx_conf.instances));
}

static const struct kernel_param_ops xxctx_instances_ops = {
	.set	= xxctx_set_instances,
	.get	= xxctx_get_instances,
};

module_param_cb(instances, &xxctx_instances_ops, NULL, 0644);
MODULE_PARM_DESC(instances, "Number of devices: /dev/xxctx, /dev/xxctx1, ... (1)");

static int xxctx_set_ctx_size(const char *val, const struct kernel_param *kp)
{
	unsigned long size;
	int err = kstrtoul(val, 0, &size);

	if (err)
		return err;
	if (!size || !PAGE_ALIGNED(size) || size > XXCTX_MAX_CTX_SIZE) {
		pr_warn("ctx_size=%lu: not a multiple of %lu between %lu and %lu\n",
			size, PAGE_SIZE, PAGE_SIZE, XXCTX_MAX_CTX_SIZE);
		return -EINVAL;
	}
	WRITE_ONCE(xx_ctx_size, size);
	return 0;
}

static const struct kernel_param_ops xxctx_ctx_size_ops = {
	.set	= xxctx_set_ctx_size,
	.get	= param_get_ulong,
};

module_param_cb(ctx_size, &xxctx_ctx_size_ops, &xx_ctx_size, 0644);
MODULE_PARM_DESC(ctx_size,
		 "Bytes of a context, whole pages; counts for devices made later (a page)");

int xx_memory_mb(void)
{
	return totalram_pages() >> (20 - PAGE_SHIFT);
}

DDI_TUNABLE(hold_usec, xx_hold_usec, XXCTX_MAX_HOLD_USEC,
	    "Hold time of the device in microseconds, rounded up to 1000; 0 for none (1000)");
DDI_TUNABLE(user_mb, xx_user_mb, XXCTX_MAX_USER_MB,
	    "Megabytes of contexts that a user may have, 0 for a quarter of the memory (0)");
DDI_TUNABLE(save_usec, xx_save_usec, XXCTX_MAX_COST_USEC,
	    "What the model device takes to be saved, in microseconds (0)");
DDI_TUNABLE(restore_usec, xx_restore_usec, XXCTX_MAX_COST_USEC,
	    "What the model device takes to be restored, in microseconds (0)");
DDI_TUNABLE(save_fail, xx_save_fail, XXCTX_MAX_FAIL,
	    "The next so many saves of the model device fail (0)");
DDI_TUNABLE(restore_fail, xx_restore_fail, XXCTX_MAX_FAIL,
	    "The next so many restores of the model device fail (0)");

DDI_PSEUDO_MODULE(xxctx_conf, "The xx driver: a device with contexts, after the book");
