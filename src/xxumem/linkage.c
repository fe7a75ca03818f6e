// SPDX-License-Identifier: GPL-2.0
/*
 * xxumem.ko: one device without registers.
 */
#include <sys/linux_driver.h>

static struct ddi_pseudo_conf xxumem_conf = {
	.owner		= THIS_MODULE,
	.instances	= 1,
};

DDI_PSEUDO_MODULE(xxumem_conf,
		  "Kernel memory that programs share, after the book");
