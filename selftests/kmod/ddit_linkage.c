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

static struct ddi_pseudo_conf ddit_conf = {
	.owner		= THIS_MODULE,
	.instances	= 1,
	.nregs		= 2,
	.regsize	= ddit_regsize,
};

DDI_PSEUDO_MODULE(ddit_conf, "Tests of the DDI that run in the kernel");
