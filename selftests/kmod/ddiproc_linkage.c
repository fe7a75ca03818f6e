// SPDX-License-Identifier: GPL-2.0
/*
 * ddiproc.ko: one device, with a page of registers.
 */
#include <sys/linux_driver.h>

static size_t ddiproc_regsize(int instance, unsigned int rnumber)
{
	return PAGE_SIZE;
}

static struct ddi_pseudo_conf ddiproc_conf = {
	.owner		= THIS_MODULE,
	.instances	= 1,
	.nregs		= 1,
	.regsize	= ddiproc_regsize,
};

DDI_PSEUDO_MODULE(ddiproc_conf, "Tests who a driver thinks that its caller is");
