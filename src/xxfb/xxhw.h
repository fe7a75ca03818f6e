/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The display of the xx driver.
 *
 * Its memory has room for two screens: the work screen, into which programs
 * draw, and the still one, which is shown while the work screen has another
 * program's.
 */
#ifndef _XXHW_H
#define	_XXHW_H

#include <sys/types.h>
#include <sys/dditypes.h>

#define	XXHW_FB_RNUMBER	1	/* register set: the memory */

struct xxhw {
	ddi_acc_handle_t	hw_reg_handle;
	caddr_t			hw_regs;
	ddi_acc_handle_t	hw_fb_handle;
	caddr_t			hw_fb;
	uint_t			hw_width;	/* pixels */
	uint_t			hw_height;
	uint_t			hw_lines;	/* of a screen, shown or not */
	size_t			hw_size;	/* bytes of them, whole pages */
};

extern ddi_device_acc_attr_t xxhw_fb_attr;

int xxhw_attach(struct xxhw *hw, dev_info_t *dip);
void xxhw_detach(struct xxhw *hw);
uint_t xxhw_pitch(struct xxhw *hw);
void xxhw_save(struct xxhw *hw, uint64_t *state);
void xxhw_restore(struct xxhw *hw, uint64_t *state);
void xxhw_show_work(struct xxhw *hw);
void xxhw_show_still(struct xxhw *hw, uint64_t *state);

#endif /* _XXHW_H */
