// SPDX-License-Identifier: GPL-2.0
/*
 * The xx driver for a frame buffer: screens and their mappings.
 *
 * All programs draw into the same memory of the device, the work screen. The
 * current one is the screen whose picture is there; when a mapping of another
 * one is touched, the picture is saved and that one's restored. What the
 * monitor shows is another question: the shown screen is seen live while it is
 * the current one, and as a still picture while it is not.
 */
#include <sys/types.h>
#include <sys/ddi.h>
#include <sys/debug.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/sunddi.h>

#include "xxscreen.h"

#define	XX_HOLD_USEC	10000	/* to save and restore is much to do */

/*
 * What munmap(2) and fork(2) have made of a mapping: a handle.
 */
struct xxpiece {
	struct xxpiece		*xp_next;
	struct xxscreen		*xp_screen;
	devmap_cookie_t		xp_handle;
	offset_t		xp_off;
	size_t			xp_len;
};

/*
 * Has the monitor show what is to be shown.
 */
static void
xxpresent(struct xxstate *xsp)
{
	ASSERT(MUTEX_HELD(&xsp->xs_lock));
	if (xsp->xs_shown == NULL)
		xxhw_show_still(&xsp->xs_hw, NULL);
	else if (xsp->xs_shown == xsp->xs_current)
		xxhw_show_work(&xsp->xs_hw);
	else
		xxhw_show_still(&xsp->xs_hw, xsp->xs_shown->xc_state);
}

/*
 * Takes the work screen away from a screen. If it is the one that is shown, its
 * picture stays in view, and what comes into the work screen next is not seen
 * but in the rest of a frame: this display has no retrace to wait for.
 */
static int
xxscreen_save(struct xxscreen *scr)
{
	struct xxstate *xsp = scr->xc_xsp;
	struct xxpiece *xp;
	int error;

	for (xp = scr->xc_pieces; xp != NULL; xp = xp->xp_next) {
		error = devmap_unload(xp->xp_handle, xp->xp_off, xp->xp_len);
		if (error != 0)
			return (error);
	}
	xxhw_save(&xsp->xs_hw, scr->xc_state);
	xsp->xs_current = NULL;
	if (xsp->xs_shown == scr)
		xxpresent(xsp);
	return (0);
}

static int
xxscreen_switch(struct xxstate *xsp, struct xxscreen *scr)
{
	int error;

	if (xsp->xs_current != NULL) {
		error = xxscreen_save(xsp->xs_current);
		if (error != 0)
			return (error);
	}
	xxhw_restore(&xsp->xs_hw, scr->xc_state);
	xsp->xs_current = scr;
	xsp->xs_switches++;
	if (xsp->xs_shown == scr)
		xxpresent(xsp);
	return (0);
}

/*
 * devmap_contextmgt(9E)
 */
static int
xxscreen_contextmgt(devmap_cookie_t handle, void *pvtp, offset_t off,
    size_t len, uint_t type, uint_t rw)
{
	struct xxpiece *xp = pvtp;
	struct xxscreen *scr = xp->xp_screen;
	struct xxstate *xsp = scr->xc_xsp;
	int error = 0;

	mutex_enter(&xsp->xs_lock);
	if (xsp->xs_current != scr)
		error = xxscreen_switch(xsp, scr);
	/* The whole mapping at once: the next page would fault as well. */
	if (error == 0)
		error = devmap_load(handle, xp->xp_off, xp->xp_len, type, rw);
	mutex_exit(&xsp->xs_lock);
	return (error);
}

static int
xxscreen_access(devmap_cookie_t handle, void *pvtp, offset_t off, size_t len,
    uint_t type, uint_t rw)
{
	return (devmap_do_ctxmgt(handle, pvtp, off, len, type, rw,
	    xxscreen_contextmgt));
}

static struct xxpiece *
xxpiece_add(struct xxscreen *scr, devmap_cookie_t handle, offset_t off,
    size_t len)
{
	struct xxpiece *xp = kmem_alloc(sizeof (*xp), KM_SLEEP);

	ASSERT(MUTEX_HELD(&scr->xc_xsp->xs_lock));
	xp->xp_screen = scr;
	xp->xp_handle = handle;
	xp->xp_off = off;
	xp->xp_len = len;
	xp->xp_next = scr->xc_pieces;
	scr->xc_pieces = xp;
	return (xp);
}

static void
xxpiece_remove(struct xxpiece *xp)
{
	struct xxpiece **link = &xp->xp_screen->xc_pieces;

	ASSERT(MUTEX_HELD(&xp->xp_screen->xc_xsp->xs_lock));
	while (*link != xp)
		link = &(*link)->xp_next;
	*link = xp->xp_next;
	kmem_free(xp, sizeof (*xp));
}

static int
xxscreen_map(devmap_cookie_t handle, dev_t dev, uint_t flags, offset_t off,
    size_t len, void **pvtp)
{
	struct xxscreen *scr = xxscreen_find(dev);
	struct xxstate *xsp;

	if (scr == NULL)
		return (ENXIO);
	xsp = scr->xc_xsp;
	mutex_enter(&xsp->xs_lock);
	*pvtp = xxpiece_add(scr, handle, off, len);
	mutex_exit(&xsp->xs_lock);
	devmap_set_ctx_timeout(handle, drv_usectohz(XX_HOLD_USEC));
	return (0);
}

/*
 * Parent and child have the file in common, and so the screen.
 */
static int
xxscreen_dup(devmap_cookie_t handle, void *pvtp, devmap_cookie_t new_handle,
    void **new_pvtp)
{
	struct xxpiece *xp = pvtp;
	struct xxstate *xsp = xp->xp_screen->xc_xsp;

	mutex_enter(&xsp->xs_lock);
	*new_pvtp = xxpiece_add(xp->xp_screen, new_handle, xp->xp_off,
	    xp->xp_len);
	mutex_exit(&xsp->xs_lock);
	return (0);
}

static void
xxscreen_unmap(devmap_cookie_t handle, void *pvtp, offset_t off, size_t len,
    devmap_cookie_t new_handle1, void **new_pvtp1,
    devmap_cookie_t new_handle2, void **new_pvtp2)
{
	struct xxpiece *xp = pvtp;
	struct xxstate *xsp = xp->xp_screen->xc_xsp;

	mutex_enter(&xsp->xs_lock);
	if (new_handle1 != NULL)
		*new_pvtp1 = xxpiece_add(xp->xp_screen, new_handle1,
		    xp->xp_off, off - xp->xp_off);
	if (new_handle2 != NULL)
		*new_pvtp2 = xxpiece_add(xp->xp_screen, new_handle2,
		    off + len, xp->xp_off + xp->xp_len - (off + len));
	xxpiece_remove(xp);
	mutex_exit(&xsp->xs_lock);
}

struct devmap_callback_ctl xxscreen_ctl = {
	DEVMAP_OPS_REV,
	xxscreen_map,
	xxscreen_access,
	xxscreen_dup,
	xxscreen_unmap
};

/*
 * A new screen is black. The first one is shown.
 */
void
xxscreen_init(struct xxscreen *scr, struct xxstate *xsp, uint_t number)
{
	scr->xc_xsp = xsp;
	scr->xc_number = number;
	scr->xc_state = kmem_zalloc(xsp->xs_hw.hw_size, KM_SLEEP);
	mutex_enter(&xsp->xs_lock);
	scr->xc_next = xsp->xs_screens;
	xsp->xs_screens = scr;
	if (xsp->xs_shown == NULL) {
		xsp->xs_shown = scr;
		xxpresent(xsp);
	}
	mutex_exit(&xsp->xs_lock);
}

/*
 * A screen that has no mapping any more. What of it is on the work screen is
 * overwritten before anybody can see it.
 */
void
xxscreen_fini(struct xxscreen *scr)
{
	struct xxstate *xsp = scr->xc_xsp;
	struct xxscreen **link;

	mutex_enter(&xsp->xs_lock);
	ASSERT(scr->xc_pieces == NULL);
	for (link = &xsp->xs_screens; *link != scr; link = &(*link)->xc_next)
		;
	*link = scr->xc_next;
	if (xsp->xs_current == scr)
		xsp->xs_current = NULL;
	if (xsp->xs_shown == scr) {
		xsp->xs_shown = NULL;
		xxpresent(xsp);
	}
	mutex_exit(&xsp->xs_lock);
	bzero(scr->xc_state, xsp->xs_hw.hw_size);
	kmem_free(scr->xc_state, xsp->xs_hw.hw_size);
}

/*
 * Shows another screen. Who draws goes on drawing, seen or not.
 */
int
xxscreen_show(struct xxstate *xsp, uint_t number)
{
	struct xxscreen *scr;

	mutex_enter(&xsp->xs_lock);
	for (scr = xsp->xs_screens; scr != NULL; scr = scr->xc_next)
		if (scr->xc_number == number)
			break;
	if (scr != NULL && scr != xsp->xs_shown) {
		xsp->xs_shown = scr;
		xxpresent(xsp);
	}
	mutex_exit(&xsp->xs_lock);
	return (scr != NULL ? 0 : ENOENT);
}
