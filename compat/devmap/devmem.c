// SPDX-License-Identifier: GPL-2.0
/*
 * Device memory behind a handle: devmap_devmem_setup(9F).
 */
#include <linux/export.h>
#include <linux/mm.h>

#include <sys/ddidevmap.h>

#include "../ddi/node.h"
#include "backing.h"
#include "handle.h"

static bool devmap_dataorder_valid(uint_t order)
{
	return order <= DDI_STORECACHING_OK_ACC;
}

/*
 * Finds the registers. @len 0 is the whole set, as the nexus drivers of Solaris
 * take it; the handle then has no length and devmap_setup(9F) refuses it.
 */
static int devmap_resolve_regs(struct devmap_hdl *hdl, dev_info_t *dip,
			       uint_t rnumber, offset_t roff, size_t len)
{
	struct ddi_regset *set = dip ? ddi_node_regset(dip, rnumber) : NULL;
	u64 limit;

	if (!set)
		return DDI_FAILURE;
	/* Pages are mapped: a set that ends inside of one ends with it. */
	limit = PAGE_ALIGN(set->size);
	if (roff < 0 || roff >= limit || len > limit - roff)
		return DDI_FAILURE;
	/* What shares the page below a set belongs to somebody else. */
	if (!set->ram && !PAGE_ALIGNED(set->start))
		return DDI_FAILURE;
	hdl->dh.dh_roff = roff & PAGE_MASK;
	hdl->pages = set->pages;
	hdl->dh.dh_pfn = set->ram ? 0 : PHYS_PFN(set->start + hdl->dh.dh_roff);
	return DDI_SUCCESS;
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
 * @flags: DEVMAP_MAPPING_INVALID, DEVMAP_ALLOW_REMAP, DEVMAP_USE_PAGESIZE
 * @accattrp: the order of accesses chooses the caching; NULL is strict order
 *
 * Context: process, inside devmap(9E).
 * Return: DDI_SUCCESS; DDI_FAILURE for a handle that is set up already, a
 * protection that @maxprot does not allow, registers that do not exist or end
 * before @roff + @len, an unknown order, or an invalid mapping that may not be
 * remapped. See devmap_devmem_setup(9F).
 */
int devmap_devmem_setup(devmap_cookie_t dhp, dev_info_t *dip,
			struct devmap_callback_ctl *callbackops, uint_t rnumber,
			offset_t roff, size_t len, uint_t maxprot, uint_t flags,
			ddi_device_acc_attr_t *accattrp)
{
	struct devmap_hdl *hdl = devmap_hdl_of(dhp, __func__);
	uint_t order = accattrp ? accattrp->devacc_attr_dataorder :
				  DDI_STRICTORDER_ACC;

	if (!hdl || !devmap_backing_allowed(hdl, maxprot, flags) ||
	    !devmap_dataorder_valid(order))
		return DDI_FAILURE;
	if (!(flags & DEVMAP_MAPPING_INVALID) &&
	    devmap_resolve_regs(hdl, dip, rnumber, roff, len) != DDI_SUCCESS)
		return DDI_FAILURE;
	hdl->dh.dh_cookie = DEVMAP_DEVMEM_COOKIE;
	hdl->dh.dh_hat_attr = order;
	devmap_backing_done(hdl, callbackops, len, maxprot, flags);
	return DDI_SUCCESS;
}
EXPORT_SYMBOL_GPL(devmap_devmem_setup);
