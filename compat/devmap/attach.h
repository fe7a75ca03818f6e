/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Putting something behind a handle, and something else later.
 */
#ifndef _DEVMAP_ATTACH_H
#define _DEVMAP_ATTACH_H

#include <sys/ddidevmap.h>

#include "backing.h"

struct devmap_hdl;

/**
 * struct devmap_attach - what is to be behind a handle
 * @backing: the pages; empty for an invalid mapping. Belongs to the handle when
 *	it was attached
 * @cookie: dh_cookie: whose they are
 * @roff: offset in the register set or cookie
 * @len: bytes
 * @maxprot: PROT_* that the mapping may have
 * @flags: DEVMAP_*
 */
struct devmap_attach {
	struct devmap_backing backing;
	ddi_umem_cookie_t cookie;
	offset_t roff;
	size_t len;
	uint_t maxprot;
	uint_t flags;
};

bool devmap_attach_allowed(const struct devmap_hdl *hdl, uint_t maxprot,
			   uint_t flags);
void devmap_attach(struct devmap_hdl *hdl, const struct devmap_attach *what,
		   const struct devmap_callback_ctl *callbackops);
bool devmap_reattach_len(const struct devmap_hdl *hdl, size_t len,
			 struct devmap_attach *what);
int devmap_reattach(struct devmap_hdl *hdl, const struct devmap_attach *what);

#endif /* _DEVMAP_ATTACH_H */
