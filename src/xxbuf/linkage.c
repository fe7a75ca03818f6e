// SPDX-License-Identifier: GPL-2.0
/*
 * xxbuf.ko: what Solaris has in driver.conf.
 */
#include <sys/linux_driver.h>

#include <devmap/xxbuf.h>

static size_t xxbuf_regsize(int instance, unsigned int rnumber)
{
	return XXBUF_OFFSET + XXBUF_SIZE;
}

static struct ddi_pseudo_conf xxbuf_conf = {
	.owner		= THIS_MODULE,
	.instances	= 1,
	.nregs		= 1,
	.regsize	= xxbuf_regsize,
};

DDI_PSEUDO_MODULE(xxbuf_conf, "The xx driver: a buffer inside of a page, after the book");
