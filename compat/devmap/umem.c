// SPDX-License-Identifier: GPL-2.0
/*
 * Kernel memory behind a handle: devmap_umem_setup(9F), devmap_umem_remap(9F).
 */
#include <linux/bitops.h>
#include <linux/export.h>
#include <linux/mm.h>

#include <sys/ddidevmap.h>

#include "../ddi/umem.h"
#include "attach.h"
#include "handle.h"

/* At most one way of caching. */
static bool devmap_cache_valid(uint_t flags)
{
	uint_t cache = flags & IOMEM_DATA_MASK;

	return hweight32(cache) <= 1 &&
	       !(cache & ~(IOMEM_DATA_CACHED | IOMEM_DATA_UC_WR_COMBINE |
			   IOMEM_DATA_UNCACHED));
}

/*
 * The range is looked at also where nothing of it is to be seen yet. Memory that
 * is pinned for reading is not let be written.
 */
static int devmap_umem_find(struct devmap_attach *what, ddi_umem_cookie_t cookie,
			    const char *who)
{
	struct ddi_umem_cookie *umem = ddi_umem_of(cookie, who);

	if (!umem || devmap_backing_umem(&what->backing, umem, what->roff,
					 what->len) != DDI_SUCCESS)
		return DDI_FAILURE;
	what->maxprot &= umem->maxprot;
	what->cookie = cookie;
	return DDI_SUCCESS;
}

static void devmap_umem_lose(struct devmap_attach *what)
{
	devmap_backing_put(&what->backing);
	what->backing = (struct devmap_backing) { };
	what->cookie = NULL;
}

/**
 * devmap_umem_setup() - put kernel memory behind a handle
 * @dhp: the handle that devmap(9E) was called with
 * @dip: not used
 * @callbackops: the driver's callbacks, copied; or NULL
 * @cookie: from ddi_umem_alloc(9F) or ddi_umem_lock(9F)
 * @off: offset of the first byte; rounded down to whole pages
 * @len: bytes; rounded up to whole pages
 * @maxprot: PROT_* that the mapping may have; with PROT_USER
 * @flags: DEVMAP_* as devmap_devmem_setup(), and at most one of
 *	IOMEM_DATA_CACHED, IOMEM_DATA_UC_WR_COMBINE, IOMEM_DATA_UNCACHED, which
 *	are wishes: memory is always mapped cached, see devmap_backing_pgprot()
 * @accattrp: not used
 *
 * The handle keeps the memory, also when the driver frees it.
 *
 * Context: process, inside devmap(9E).
 * Return: DDI_SUCCESS; DDI_FAILURE for a handle that is set up already, a cookie
 * that is none, memory that ends before @off + @len, a protection that @maxprot
 * does not allow or that ddi_umem_lock(9F) did not ask for, an unknown or a
 * second way of caching, or an invalid mapping that may not be remapped.
 * See devmap_umem_setup(9F).
 */
int devmap_umem_setup(devmap_cookie_t dhp, dev_info_t *dip,
		      struct devmap_callback_ctl *callbackops,
		      ddi_umem_cookie_t cookie, offset_t off, size_t len,
		      uint_t maxprot, uint_t flags,
		      ddi_device_acc_attr_t *accattrp)
{
	struct devmap_hdl *hdl = devmap_hdl_of(dhp, __func__);
	struct devmap_attach what = {
		.roff		= off,
		.len		= len,
		.maxprot	= maxprot,
		.flags		= flags,
	};

	if (!hdl || !devmap_cache_valid(flags) ||
	    devmap_umem_find(&what, cookie, __func__) != DDI_SUCCESS)
		return DDI_FAILURE;
	if (!devmap_attach_allowed(hdl, what.maxprot, flags)) {
		devmap_backing_put(&what.backing);
		return DDI_FAILURE;
	}
	if (flags & DEVMAP_MAPPING_INVALID)
		devmap_umem_lose(&what);
	devmap_attach(hdl, &what, callbackops);
	return DDI_SUCCESS;
}
EXPORT_SYMBOL_GPL(devmap_umem_setup);

/**
 * devmap_umem_remap() - put other kernel memory behind a handle
 * @dhp: a handle of any process, set up with DEVMAP_ALLOW_REMAP; its backing may
 *	have been device or kernel memory, or invalid
 * @dip: not used
 * @cookie: from ddi_umem_alloc(9F) or ddi_umem_lock(9F). One with DDI_UMEM_TRASH
 *	cuts the program off without a signal, and always succeeds
 * @off: offset of the first byte; rounded down to whole pages
 * @len: bytes, at most as many as the handle has; 0 is as many. What of the
 *	handle is behind them has nothing there, and touching it is SIGBUS
 * @maxprot: PROT_* that the mapping may have; with PROT_USER
 * @flags: 0
 * @accattrp: not used
 *
 * User offsets stay as they are. When this returns no CPU has a translation of
 * what was there before. An invalid handle is valid afterwards.
 *
 * Context, locks: as devmap_unload().
 * Return: DDI_SUCCESS; DDI_FAILURE as devmap_umem_setup(), without
 * DEVMAP_ALLOW_REMAP, for flags, and for more than the handle: then nothing has
 * changed. Has no manual page; the drivers that use it define it.
 */
int devmap_umem_remap(devmap_cookie_t dhp, dev_info_t *dip,
		      ddi_umem_cookie_t cookie, offset_t off, size_t len,
		      uint_t maxprot, uint_t flags,
		      ddi_device_acc_attr_t *accattrp)
{
	struct devmap_hdl *hdl = devmap_hdl_of(dhp, __func__);
	struct devmap_attach what = {
		.roff		= off,
		.maxprot	= maxprot,
	};

	if (!hdl || flags || !devmap_reattach_len(hdl, len, &what))
		return DDI_FAILURE;
	if (devmap_umem_find(&what, cookie, __func__) != DDI_SUCCESS)
		return DDI_FAILURE;
	if (devmap_reattach(hdl, &what) == DDI_SUCCESS)
		return DDI_SUCCESS;
	devmap_backing_put(&what.backing);
	return DDI_FAILURE;
}
EXPORT_SYMBOL_GPL(devmap_umem_remap);
