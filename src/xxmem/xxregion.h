/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The xx driver for device memory: a region that every mapping has for itself.
 */
#ifndef _XXREGION_H
#define	_XXREGION_H

#include <sys/types.h>
#include <sys/ksynch.h>
#include <sys/sunddi.h>

struct xxcontext;

/*
 * A region, and whose state the device holds there. Each has a lock of its
 * own: programs that use different regions do not wait for each other.
 */
struct xxregion {
	ddi_acc_handle_t	xr_handle;
	uint64_t		*xr_regs;	/* the region */
	size_t			xr_size;	/* bytes */
	kmutex_t		xr_lock;	/* protects all below */
	struct xxcontext	*xr_current;
	uint64_t		xr_switches;
};

void xxregion_init(struct xxregion *rp, ddi_acc_handle_t handle, caddr_t regs,
    size_t size);
void xxregion_fini(struct xxregion *rp);
uint64_t xxregion_switches(struct xxregion *rp);

/* Of the driver that has the regions: which one is behind an offset? */
struct xxregion *xxregion_find(dev_t dev, offset_t off);

extern struct devmap_callback_ctl xxregion_ctl;		/* of a region */
extern struct devmap_callback_ctl xxregion_shared_ctl;	/* between them */

#endif /* _XXREGION_H */
