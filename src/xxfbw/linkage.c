// SPDX-License-Identifier: GPL-2.0
/*
 * xxfbw.ko: what Solaris has in driver.conf.
 */
#include <sys/linux_driver.h>

static size_t xxfbw_regsize(int instance, unsigned int rnumber)
{
	return 16 * PAGE_SIZE;
}

static struct ddi_pseudo_conf xxfbw_conf = {
	.owner		= THIS_MODULE,
	.instances	= 1,
	.nregs		= 1,
	.regsize	= xxfbw_regsize,
};

DDI_PSEUDO_MODULE(xxfbw_conf, "The xx driver: a write-only frame buffer, after the book");
