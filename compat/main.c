// SPDX-License-Identifier: GPL-2.0
/*
 * devmap.ko: the Solaris DDI for device context management on Linux.
 */
#include <linux/module.h>

#include "ddi/callout.h"
#include "ddi/kstat.h"
#include "ddi/leftover.h"
#include "ddi/minor.h"
#include "ddi/poll.h"
#include "ddi/proc.h"
#include "ddi/umem.h"
#include "devmap/handle.h"
#include "devmap/lockorder.h"
#include "devmap/segment.h"
#include "linux/abi.h"

static int __init devmap_init(void)
{
	int err;

	err = devmap_abi_check();
	if (err)
		return err;
	err = devmap_hdl_cache_init();
	if (err)
		return err;
	err = devmap_segment_cache_init();
	if (err)
		goto err_segment;
	err = devmap_window_cache_init();
	if (err)
		goto err_window;
	err = ddi_minor_class_init();
	if (err)
		goto err_class;
	err = ddi_callouts_init();
	if (err)
		goto err_callouts;
	err = ddi_leftovers_init();
	if (err)
		goto err_leftovers;
	ddi_poll_init();
	ddi_kstat_debugfs_init();
	devmap_teach_lock_order();
	return 0;

err_leftovers:
	ddi_callouts_exit();
err_callouts:
	ddi_minor_class_exit();
err_class:
	devmap_window_cache_exit();
err_window:
	devmap_segment_cache_exit();
err_segment:
	devmap_hdl_cache_exit();
	return err;
}

static void __exit devmap_exit(void)
{
	ddi_leftovers_exit();
	ddi_callouts_exit();
	ddi_idents_free();
	ddi_umem_flush();
	ddi_kstat_debugfs_exit();
	ddi_minor_class_exit();
	devmap_window_cache_exit();
	devmap_segment_cache_exit();
	devmap_hdl_cache_exit();
}

module_init(devmap_init);
module_exit(devmap_exit);

MODULE_DESCRIPTION("Solaris DDI for device context management (devmap)");
MODULE_VERSION(DEVMAP_VERSION);
MODULE_LICENSE("GPL");
