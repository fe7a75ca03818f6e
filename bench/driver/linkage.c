// SPDX-License-Identifier: GPL-2.0
/*
 * xxbench.ko: what Solaris has in driver.conf.
 */
#include <sys/linux_driver.h>

static unsigned int xxbench_mib = 4;

module_param_named(mib, xxbench_mib, uint, 0444);
MODULE_PARM_DESC(mib, "MiB of the device, 1 to 4096 (4)");

/* Those after /dev/xxbench are small. */
static size_t xxbench_regsize(int instance, unsigned int rnumber)
{
	return (size_t)(instance ? 4 : clamp(xxbench_mib, 1U, 4096U)) << 20;
}

static struct ddi_pseudo_conf xxbench_conf = {
	.owner		= THIS_MODULE,
	.instances	= 3,
	.nregs		= 1,
	.regsize	= xxbench_regsize,
};

DDI_PSEUDO_MODULE(xxbench_conf, "A device to measure device contexts with");
