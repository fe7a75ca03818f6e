/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Revocation of translations.
 */
#ifndef _DEVMAP_UNLOAD_H
#define _DEVMAP_UNLOAD_H

struct devmap_hdl;
struct devmap_range;

void devmap_hdl_unload(struct devmap_hdl *hdl, const struct devmap_range *range);
void devmap_hdl_unload_all(struct devmap_hdl *hdl);

#endif /* _DEVMAP_UNLOAD_H */
