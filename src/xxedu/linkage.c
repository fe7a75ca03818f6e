// SPDX-License-Identifier: GPL-2.0
/*
 * xxedu.ko: what Solaris has in driver aliases and /etc/system. The driver itself is
 * that of src/xxctx, with another xxhw.c, and knows nothing of Linux.
 */
#include <sys/linux_driver.h>

#include "tunables.h"

#define XXEDU_MAX_HOLD_USEC	60000000
#define XXEDU_MAX_USER_MB	1048576
#define XXEDU_MAX_IDLE_USEC	60000000

static const struct pci_device_id xxedu_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};

static struct ddi_pci_conf xxedu_conf = {
	.owner	= THIS_MODULE,
};

int xx_memory_mb(void)
{
	return totalram_pages() >> (20 - PAGE_SHIFT);
}

DDI_TUNABLE(hold_usec, xx_hold_usec, XXEDU_MAX_HOLD_USEC,
	    "Hold time of the device in microseconds, rounded up to 1000; 0 for none (1000)");
DDI_TUNABLE(user_mb, xx_user_mb, XXEDU_MAX_USER_MB,
	    "Megabytes of contexts that a user may have, 0 for a quarter of the memory (0)");
DDI_TUNABLE(idle_usec, xx_idle_usec, XXEDU_MAX_IDLE_USEC,
	    "How long a unit may compute when another program wants it, in microseconds (2000000)");
DDI_TUNABLE(msi, xx_msi, 1,
	    "Messages for interrupts, not the line; counts for devices attached later (0)");

MODULE_DEVICE_TABLE(pci, xxedu_ids);
DDI_PCI_MODULE(xxedu_conf, xxedu_ids, "The xx driver on QEMU's edu device");
