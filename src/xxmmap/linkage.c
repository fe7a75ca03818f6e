// SPDX-License-Identifier: GPL-2.0
/*
 * xxmmap.ko: what Solaris has in driver.conf.
 */
#include <sys/linux_driver.h>

static size_t xxmmap_regsize(int instance, unsigned int rnumber)
{
	return 512;
}

static struct ddi_pseudo_conf xxmmap_conf = {
	.owner		= THIS_MODULE,
	.instances	= 1,
	.nregs		= 1,
	.regsize	= xxmmap_regsize,
};

DDI_PSEUDO_MODULE(xxmmap_conf, "The xx driver: mmap(9E), after the manual page");
