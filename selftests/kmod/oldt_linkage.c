// SPDX-License-Identifier: GPL-2.0
/*
 * oldt.ko: one device, with one register set.
 */
#include <sys/linux_driver.h>

/* OLDT_PAGES of <devmap/oldt.h>, which clashes with Linux's ioctl numbers. */
static size_t oldt_regsize(int instance, unsigned int rnumber)
{
	return 8 * PAGE_SIZE;
}

static struct ddi_pseudo_conf oldt_conf = {
	.owner		= THIS_MODULE,
	.instances	= 1,
	.nregs		= 1,
	.regsize	= oldt_regsize,
};

DDI_PSEUDO_MODULE(oldt_conf, "Tests of the interfaces before devmap(9E)");
