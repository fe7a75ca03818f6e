// SPDX-License-Identifier: GPL-2.0
/*
 * What the set-up of device and of kernel memory have in common.
 */
#include <linux/mm.h>

#include "../ddi/node.h"
#include "backing.h"
#include "handle.h"

/**
 * devmap_backing_allowed() - may this handle be set up like that?
 * @hdl: the handle
 * @maxprot: what the driver allows; a mapping that has more is refused, and
 *	every mapping has PROT_USER
 * @flags: the driver's flags
 */
bool devmap_backing_allowed(const struct devmap_hdl *hdl, uint_t maxprot,
			    uint_t flags)
{
	const devmap_handle_t *dh = &hdl->dh;

	if (dh->dh_flags & DEVMAP_SETUP_DONE)
		return false;
	if ((dh->dh_prot & dh->dh_orig_maxprot & maxprot) != dh->dh_prot)
		return false;
	return !(flags & DEVMAP_MAPPING_INVALID) || (flags & DEVMAP_ALLOW_REMAP);
}

/* nulldev and nodev mean "none" here too. */
static void devmap_copy_callbacks(struct devmap_callback_ctl *to,
				  const struct devmap_callback_ctl *from)
{
	*to = *from;
	if (!ddi_entry_real(to->devmap_map))
		to->devmap_map = NULL;
	if (!ddi_entry_real(to->devmap_access))
		to->devmap_access = NULL;
	if (!ddi_entry_real(to->devmap_dup))
		to->devmap_dup = NULL;
	if (!ddi_entry_real(to->devmap_unmap))
		to->devmap_unmap = NULL;
}

/**
 * devmap_backing_done() - a handle has its memory
 * @hdl: the handle
 * @callbackops: the driver's callbacks, or NULL
 * @len: bytes, rounded up here
 * @maxprot: PROT_* that the mapping may have
 * @flags: the driver's flags; unknown ones are dropped, as on Solaris
 */
void devmap_backing_done(struct devmap_hdl *hdl,
			 const struct devmap_callback_ctl *callbackops,
			 size_t len, uint_t maxprot, uint_t flags)
{
	devmap_handle_t *dh = &hdl->dh;

	if (callbackops)
		devmap_copy_callbacks(&dh->dh_callbackops, callbackops);
	dh->dh_len = PAGE_ALIGN(len);
	dh->dh_maxprot = maxprot & dh->dh_orig_maxprot;
	dh->dh_flags |= (flags & DEVMAP_SETUP_FLAGS) | DEVMAP_SETUP_DONE;
}
