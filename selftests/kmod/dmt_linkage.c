// SPDX-License-Identifier: GPL-2.0
/*
 * dmt.ko: one device with two register sets, of which the second is small.
 */
#include <sys/linux_driver.h>

#define DMT_PAGES	64

static size_t dmt_regsize(int instance, unsigned int rnumber)
{
	return rnumber ? 2 * PAGE_SIZE : DMT_PAGES * PAGE_SIZE;
}

static struct ddi_pseudo_conf dmt_conf = {
	.owner		= THIS_MODULE,
	.instances	= 1,
	.nregs		= 2,
	.regsize	= dmt_regsize,
};

DDI_PSEUDO_MODULE(dmt_conf, "A scripted driver for tests of devmap");
