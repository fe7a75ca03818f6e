/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The xx driver: what its parts know of each other.
 */
#ifndef _XXCTX_H
#define	_XXCTX_H

#include <sys/types.h>
#include <sys/ksynch.h>
#include <sys/poll.h>
#include <sys/sunddi.h>

#include "tunables.h"
#include "xxhw.h"

/*
 * A device context: what the device looks like to those who use it. It belongs
 * to the mappings in its list, which are the pieces of one MAP_PRIVATE mapping,
 * or all MAP_SHARED ones.
 */
struct xxcontext {
	uint64_t	xc_id;
	struct xxmapping *xc_mappings;
	struct seg	*xc_seg;	/* whose mapping, if it is private */
	struct xxcontext *xc_forked;	/* its last fork, while both live */
	struct xxcontext *xc_parent;	/* whose xc_forked this is */
	boolean_t	xc_lost;	/* its state could not be saved */
	uint_t		xc_intr;	/* interrupts that were not taken yet */
	struct xxcontext *xc_next;	/* in xs_contexts */
	caddr_t		xc_state;	/* saved state of the device */
	struct xxuser	*xc_user;	/* whose memory that is */
};

/*
 * A mapping: the driver's data of a handle.
 */
struct xxmapping {
	struct xxstate	*xm_xsp;
	struct xxcontext *xm_ctx;
	devmap_cookie_t	xm_handle;
	offset_t	xm_off;
	size_t		xm_len;
	uint_t		xm_flags;
	struct xxmapping *xm_next;	/* of the same context */
	struct xxmapping *xm_prev;
};

/*
 * The state of an instance.
 */
struct xxstate {
	dev_info_t	*xs_dip;
	int		xs_instance;
	struct xxhw	xs_hw;

	kmutex_t	xs_lock;	/* protects all below */
	kcondvar_t	xs_cv;		/* the device is not busy any more */
	boolean_t	xs_busy;	/* it is saved or restored, unlocked */
	boolean_t	xs_waiting;	/* somebody waits for xs_cv */
	uint64_t	xs_lastid;
	struct xxcontext *xs_contexts;	/* all of them */
	struct xxcontext *xs_current;	/* whose state the device has */
	struct xxcontext *xs_shared;	/* of all MAP_SHARED mappings */
	uint64_t	xs_switches;
	uint64_t	xs_saves;
	uint64_t	xs_restores;
	uint64_t	xs_failures;
	boolean_t	xs_posted;	/* somebody is to be woken */
	pollhead_t	xs_pollhead;
};

extern void *xxstatep;

int xxdevmap(dev_t dev, devmap_cookie_t handle, offset_t off, size_t len,
    size_t *maplen, uint_t model);
int xxsegmap(dev_t dev, off_t off, struct as *asp, caddr_t *addrp, off_t len,
    unsigned int prot, unsigned int maxprot, unsigned int flags,
    cred_t *credp);

int xxcontext_suspend(struct xxstate *xsp);

void xxuser_init(void);
void xxuser_fini(void);
struct xxuser *xxuser_charge(size_t bytes);
boolean_t xxuser_has_room(size_t bytes);
void xxuser_uncharge(struct xxuser *xup, size_t bytes);

void xxintr_post(struct xxstate *xsp, uint_t bits);
void xxintr_unlock(struct xxstate *xsp);
int xxintr_take(struct xxstate *xsp, void *arg, int mode);
int xxchpoll(dev_t dev, short events, int anyyet, short *reventsp,
    struct pollhead **phpp);

#endif /* _XXCTX_H */
