// SPDX-License-Identifier: GPL-2.0
/*
 * Device memory behind a handle: devmap_devmem_setup(9F), devmap_devmem_remap(9F).
 */
#include <linux/export.h>
#include <linux/mm.h>

#include <sys/ddidevmap.h>

#include "attach.h"
#include "handle.h"

static int devmap_devmem_find(struct devmap_attach *what, dev_info_t *dip,
			      uint_t rnumber,
			      const ddi_device_acc_attr_t *accattrp)
{
	what->cookie = DEVMAP_DEVMEM_COOKIE;
	if (what->flags & DEVMAP_MAPPING_INVALID)
		return DDI_SUCCESS;
	return devmap_backing_regs(&what->backing, dip, rnumber, what->roff,
				   what->len, accattrp);
}

/**
 * devmap_devmem_setup() - put device memory behind a handle
 * @dhp: the handle that devmap(9E) was called with
 * @dip: the device
 * @callbackops: the driver's callbacks, copied; or NULL
 * @rnumber: register set
 * @roff: offset of the first byte in the set
 * @len: bytes; rounded up to whole pages
 * @maxprot: PROT_* that the mapping may have; with PROT_USER
 * @flags: DEVMAP_MAPPING_INVALID: nothing is there, and touching it is SIGBUS
 *	until devmap_devmem_remap() or devmap_umem_remap() puts something there,
 *	so it wants DEVMAP_ALLOW_REMAP; DEVMAP_USE_PAGESIZE: no 2 MiB entries
 * @accattrp: the order of accesses chooses how a device's memory is mapped: with
 *	merging, and what implies it, write-combined; in strict order (also NULL)
 *	and unordered, uncached. A page has one type at a time: what may be
 *	write-combined is uncached where it is mapped so already
 *
 * Context: process, inside devmap(9E).
 * Return: DDI_SUCCESS; DDI_FAILURE for a handle that is set up already, a
 * protection that @maxprot does not allow, registers that do not exist, end
 * before @roff + @len, are not memory, are a device's and not whole pages, or are
 * mapped write-combined already and must not be; an unknown order, or an invalid
 * mapping that may not be remapped. See devmap_devmem_setup(9F).
 */
int devmap_devmem_setup(devmap_cookie_t dhp, dev_info_t *dip,
			struct devmap_callback_ctl *callbackops, uint_t rnumber,
			offset_t roff, size_t len, uint_t maxprot, uint_t flags,
			ddi_device_acc_attr_t *accattrp)
{
	struct devmap_hdl *hdl = devmap_hdl_of(dhp, __func__);
	struct devmap_attach what = {
		.roff		= roff,
		.len		= len,
		.maxprot	= maxprot,
		.flags		= flags,
	};

	if (!hdl || !devmap_attach_allowed(hdl, maxprot, flags) ||
	    devmap_devmem_find(&what, dip, rnumber, accattrp) != DDI_SUCCESS)
		return DDI_FAILURE;
	devmap_attach(hdl, &what, callbackops);
	return DDI_SUCCESS;
}
EXPORT_SYMBOL_GPL(devmap_devmem_setup);

/**
 * devmap_devmem_remap() - put other device memory behind a handle
 * @dhp: a handle of any process, set up with DEVMAP_ALLOW_REMAP; its backing may
 *	have been device or kernel memory, or invalid
 * @dip: the device
 * @rnumber: register set
 * @roff: offset of the first byte in the set
 * @len: bytes, at most as many as the handle has; 0 is as many. What of the
 *	handle is behind them has nothing there, and touching it is SIGBUS
 * @maxprot: PROT_* that the mapping may have; with PROT_USER
 * @flags: 0, or DEVMAP_MAPPING_INVALID: nothing is there any more
 * @accattrp: as devmap_devmem_setup()
 *
 * User offsets stay as they are. When this returns no CPU has a translation of
 * what was there before.
 *
 * Context, locks: as devmap_unload().
 * Return: DDI_SUCCESS; DDI_FAILURE as devmap_devmem_setup(), without
 * DEVMAP_ALLOW_REMAP, for other flags, and for more than the handle: then
 * nothing has changed. Has no manual page; the drivers that use it define it.
 */
int devmap_devmem_remap(devmap_cookie_t dhp, dev_info_t *dip, uint_t rnumber,
			offset_t roff, size_t len, uint_t maxprot, uint_t flags,
			ddi_device_acc_attr_t *accattrp)
{
	struct devmap_hdl *hdl = devmap_hdl_of(dhp, __func__);
	struct devmap_attach what = {
		.roff		= roff,
		.maxprot	= maxprot,
		.flags		= flags,
	};

	if (!hdl || (flags & ~DEVMAP_MAPPING_INVALID) ||
	    !devmap_reattach_len(hdl, len, &what))
		return DDI_FAILURE;
	if (devmap_devmem_find(&what, dip, rnumber, accattrp) != DDI_SUCCESS)
		return DDI_FAILURE;
	if (devmap_reattach(hdl, &what) == DDI_SUCCESS)
		return DDI_SUCCESS;
	devmap_backing_put(&what.backing);
	return DDI_FAILURE;
}
EXPORT_SYMBOL_GPL(devmap_devmem_remap);
