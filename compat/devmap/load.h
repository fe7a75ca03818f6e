/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Validation of translations.
 */
#ifndef _DEVMAP_LOAD_H
#define _DEVMAP_LOAD_H

struct devmap_fault;
struct devmap_hdl;
struct devmap_range;

int devmap_hdl_load(struct devmap_hdl *hdl, struct devmap_fault *fault,
		    const struct devmap_range *range, unsigned int rw);

#endif /* _DEVMAP_LOAD_H */
