// SPDX-License-Identifier: GPL-2.0
/*
 * xxtwo.ko: what Solaris has in driver.conf.
 */
#include <sys/linux_driver.h>

#include <devmap/xxtwo.h>

static size_t xxtwo_regsize(int instance, unsigned int rnumber)
{
	return rnumber ? XXTWO_NORMAL_SIZE : XXTWO_CTXMGT_SIZE;
}

static struct ddi_pseudo_conf xxtwo_conf = {
	.owner		= THIS_MODULE,
	.instances	= 1,
	.nregs		= 2,
	.regsize	= xxtwo_regsize,
};

DDI_PSEUDO_MODULE(xxtwo_conf, "The xx driver: two regions, after the manual pages");
