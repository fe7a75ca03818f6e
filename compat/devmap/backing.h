/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the set-up of device and of kernel memory have in common.
 */
#ifndef _DEVMAP_BACKING_H
#define _DEVMAP_BACKING_H

#include <sys/ddidevmap.h>

struct devmap_hdl;

bool devmap_backing_allowed(const struct devmap_hdl *hdl, uint_t maxprot,
			    uint_t flags);
void devmap_backing_done(struct devmap_hdl *hdl,
			 const struct devmap_callback_ctl *callbackops,
			 size_t len, uint_t maxprot, uint_t flags);

#endif /* _DEVMAP_BACKING_H */
