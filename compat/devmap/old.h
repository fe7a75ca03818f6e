/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Mappings of the interfaces before devmap(9E): mmap(9E) names their pages.
 */
#ifndef _DEVMAP_OLD_H
#define _DEVMAP_OLD_H

#include <linux/refcount.h>

#include <sys/sunddi.h>

struct devmap_fault;
struct devmap_hdl;
struct devmap_range;
struct devmap_request;

/**
 * struct devmap_old - what all handles of such a mapping have in common
 * @refs: handles, also those of forks
 * @mmap: the driver's mmap(9E)
 * @model: DDI_MODEL_* of the program that mapped it
 * @ctl: the driver's callbacks, of a mapping that ddi_mapdev(9F) made
 */
struct devmap_old {
	refcount_t refs;
	int (*mmap)(dev_t dev, off_t off, int prot);
	unsigned int model;
	struct ddi_mapdev_ctl ctl;
};

struct devmap_old *devmap_old_get(struct devmap_old *old);
void devmap_old_put(struct devmap_old *old);
int devmap_old_pieces(struct devmap_request *req);
int devmap_old_fault(struct devmap_fault *fault);
int devmap_old_load(struct devmap_hdl *hdl, struct devmap_fault *fault,
		    const struct devmap_range *range);

#endif /* _DEVMAP_OLD_H */
