/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The screens of the xx driver for a frame buffer.
 */
#ifndef _XXSCREEN_H
#define	_XXSCREEN_H

#include <sys/types.h>
#include <sys/ksynch.h>
#include <sys/sunddi.h>

#include "xxhw.h"

struct xxpiece;
struct xxstate;

/*
 * A screen: a device context, of all mappings of a file that has been opened.
 */
struct xxscreen {
	struct xxstate		*xc_xsp;
	uint_t			xc_number;	/* its minor number */
	struct xxscreen		*xc_next;	/* of the same instance */
	struct xxpiece		*xc_pieces;
	uint64_t		*xc_state;	/* while another one has it */
};

/*
 * An instance of the driver.
 */
struct xxstate {
	dev_info_t		*xs_dip;
	int			xs_instance;
	struct xxhw		xs_hw;
	kmutex_t		xs_lock;	/* protects all below */
	struct xxscreen		*xs_screens;
	struct xxscreen		*xs_current;	/* on the work screen */
	struct xxscreen		*xs_shown;
	uint64_t		xs_switches;
};

void xxscreen_init(struct xxscreen *scr, struct xxstate *xsp, uint_t number);
void xxscreen_fini(struct xxscreen *scr);
int xxscreen_show(struct xxstate *xsp, uint_t number);

/* Of the driver that has the screens: which one is of a device number? */
struct xxscreen *xxscreen_find(dev_t dev);

extern struct devmap_callback_ctl xxscreen_ctl;

#endif /* _XXSCREEN_H */
