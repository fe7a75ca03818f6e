/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The hardware of the xx driver. To drive another device, write another xxhw.c:
 * that of src/xxctx is a model in memory, that of src/xxedu a device on a PCI
 * bus.
 */
#ifndef _XXHW_H
#define	_XXHW_H

#include <sys/types.h>
#include <sys/dditypes.h>

struct devmap_callback_ctl;
struct xxstate;

struct xxhw {
	struct xxstate	*hw_xsp;
	ddi_acc_handle_t hw_handle;
	caddr_t		hw_regs;
	size_t		hw_ctxsize;	/* bytes that are mapped, whole pages */
	size_t		hw_statesize;	/* bytes of what is saved */
	boolean_t	hw_intrs;	/* it has interrupts: xxintr_post */
	void		*hw_private;	/* what else xxhw.c has */
};

int xxhw_attach(struct xxhw *hw, struct xxstate *xsp, dev_info_t *dip);
void xxhw_detach(struct xxhw *hw);
int xxhw_map(struct xxhw *hw, dev_info_t *dip, devmap_cookie_t handle,
    struct devmap_callback_ctl *ctl, offset_t off, size_t len, uint_t maxprot);
void xxhw_context_init(struct xxhw *hw, caddr_t state, uint64_t id);
void xxhw_context_copy(struct xxhw *hw, caddr_t from, caddr_t state,
    uint64_t id);
/* These two without xs_lock, and one at a time. */
int xxhw_save(struct xxhw *hw, caddr_t state);
int xxhw_restore(struct xxhw *hw, caddr_t state);
void xxhw_report(struct xxhw *hw, struct xxstate *xsp);

#endif /* _XXHW_H */
