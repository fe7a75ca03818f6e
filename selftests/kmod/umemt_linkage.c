// SPDX-License-Identifier: GPL-2.0
/*
 * umemt.ko: one device, with a register set.
 */
#include <sys/linux_driver.h>

/* UMEMT_REGPAGES; its header wants Solaris's <sys/ioctl.h>. */
static size_t umemt_regsize(int instance, unsigned int rnumber)
{
	return 4 * PAGE_SIZE;
}

static struct ddi_pseudo_conf umemt_conf = {
	.owner		= THIS_MODULE,
	.instances	= 1,
	.nregs		= 1,
	.regsize	= umemt_regsize,
};

DDI_PSEUDO_MODULE(umemt_conf, "Tests of mappings of kernel memory");
