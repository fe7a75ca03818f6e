// SPDX-License-Identifier: GPL-2.0
/*
 * tmpl.ko: the one file that knows of Linux.
 */
#include <sys/linux_driver.h>

/* The device: a page of registers, modelled in memory. */
static size_t tmpl_regsize(int instance, unsigned int rnumber)
{
	return PAGE_SIZE;
}

static struct ddi_pseudo_conf tmpl_conf = {
	.owner		= THIS_MODULE,
	.instances	= 1,
	.nregs		= 1,
	.regsize	= tmpl_regsize,
};

DDI_PSEUDO_MODULE(tmpl_conf, "A driver to begin with");
