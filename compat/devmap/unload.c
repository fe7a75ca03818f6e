// SPDX-License-Identifier: GPL-2.0
/*
 * Revocation of translations: devmap_unload(9F).
 */
#include <linux/export.h>

#include <vm/faultcode.h>

#include "../ddi/node.h"
#include "fault.h"
#include "handle.h"
#include "segment.h"
#include "trace.h"
#include "unload.h"

/**
 * devmap_hdl_unload() - revoke translations of a handle
 * @hdl: the handle; its lock is held
 * @range: which pages
 */
void devmap_hdl_unload(struct devmap_hdl *hdl, const struct devmap_range *range)
{
	struct devmap_segment *seg = hdl->seg;

	lockdep_assert_held(&hdl->lock);
	hdl->unloads++;
	devmap_fault_note_unload(hdl, range);
	/*
	 * Without this a switch away from a mapping that a fork shares its
	 * window with would empty that fork's too, for nothing.
	 */
	if (!hdl->loaded)
		return;
	trace_unload(hdl, range);
	this_cpu_inc(seg->dip->stats.cpu->unloads);
	devmap_window_zap(&seg->dip->space, seg->window, range->start >> PAGE_SHIFT,
			  (range->end - range->start) >> PAGE_SHIFT);
	if (range->start == hdl->dh.dh_uoff && range->end == devmap_hdl_end(hdl))
		WRITE_ONCE(hdl->loaded, false);
}

/**
 * devmap_hdl_unload_all() - revoke all translations of a handle
 * @hdl: the handle; its lock is held
 */
void devmap_hdl_unload_all(struct devmap_hdl *hdl)
{
	struct devmap_range all = {
		.start	= hdl->dh.dh_uoff,
		.end	= devmap_hdl_end(hdl),
	};

	devmap_hdl_unload(hdl, &all);
}

/**
 * devmap_unload() - revoke translations
 * @dhp: a handle of any process
 * @off: user offset of the first byte
 * @len: bytes; 0 is to the end of the handle
 *
 * When this returns no CPU has a valid translation of the range, and the next
 * access calls devmap_access(9E). A fork of the mapping may lose its own
 * translations of the range too: it faults, and its driver validates them
 * again. Where nothing was valid this succeeds.
 *
 * Context: process, may sleep. Legal with any mmap_lock held or none, in any
 * callback, ioctl or thread of the driver. Takes the handle's lock, the i_mmap
 * lock and page-table locks, and never an mmap_lock: a driver calls this with
 * its own locks held, which its munmap and fork callbacks take too.
 * Return: 0, or FC_MAKE_ERR(EINVAL) if the range is not inside the handle.
 * See devmap_unload(9F).
 */
int devmap_unload(devmap_cookie_t dhp, offset_t off, size_t len)
{
	struct devmap_hdl *hdl = devmap_hdl_of(dhp, __func__);
	struct devmap_range range;
	int err = 0;

	if (!hdl)
		return FC_MAKE_ERR(EINVAL);
	mutex_lock(&hdl->lock);
	if (devmap_hdl_range(hdl, off, len, &range))
		err = FC_MAKE_ERR(EINVAL);
	else
		devmap_hdl_unload(hdl, &range);
	mutex_unlock(&hdl->lock);
	return err;
}
EXPORT_SYMBOL_GPL(devmap_unload);
