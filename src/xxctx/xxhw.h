/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The hardware of the xx driver. To drive another device, write another xxhw.c.
 */
#ifndef _XXHW_H
#define	_XXHW_H

#include <sys/types.h>
#include <sys/dditypes.h>

struct xxhw {
	ddi_acc_handle_t hw_handle;
	caddr_t		hw_regs;	/* the context, then the status page */
	size_t		hw_ctxsize;	/* bytes of the context, whole pages */
};

struct xxstate;

int xxhw_attach(struct xxhw *hw, dev_info_t *dip);
void xxhw_detach(struct xxhw *hw);
void xxhw_context_init(struct xxhw *hw, caddr_t state, uint64_t id);
int xxhw_save(struct xxhw *hw, caddr_t state);
int xxhw_restore(struct xxhw *hw, caddr_t state);
void xxhw_report(struct xxhw *hw, struct xxstate *xsp);

#endif /* _XXHW_H */
