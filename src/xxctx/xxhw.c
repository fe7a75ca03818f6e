// SPDX-License-Identifier: GPL-2.0
/*
 * The hardware of the xx driver: a model in memory.
 *
 * Register set 0 is the context (a page of registers, a data area) with a
 * status page behind it. The device keeps what is written to it and does
 * nothing of its own; to save it is to read it out, to restore it is to write
 * it back, and both may be made to take as long as a real device would, or to
 * fail.
 */
#include <sys/types.h>
#include <sys/atomic.h>
#include <sys/ddi.h>
#include <sys/ddidevmap.h>
#include <sys/sunddi.h>

#include <devmap/xxctx.h>

#include "xxctx.h"
#include "tunables.h"
#include "xxhw.h"

volatile int xx_save_usec = 0;	/* what a save costs, beside the copy */
volatile int xx_restore_usec = 0;	/* and a restore */
volatile int xx_save_fail = 0;	/* so many saves fail */
volatile int xx_restore_fail = 0;	/* so many restores fail */

static ddi_device_acc_attr_t xxhw_attr = {
	DDI_DEVICE_ATTR_V0,
	DDI_NEVERSWAP_ACC,
	DDI_STRICTORDER_ACC
};

#define	XXHW_STATUS(hw) \
	((struct xxctx_status *)((hw)->hw_regs + (hw)->hw_ctxsize))

int
xxhw_attach(struct xxhw *hw, struct xxstate *xsp, dev_info_t *dip)
{
	off_t size;

	hw->hw_xsp = xsp;
	if (ddi_dev_regsize(dip, 0, &size) != DDI_SUCCESS)
		return (DDI_FAILURE);
	if (size < (off_t)(2 * PAGESIZE))
		return (DDI_FAILURE);
	if (ddi_regs_map_setup(dip, 0, &hw->hw_regs, 0, 0, &xxhw_attr,
	    &hw->hw_handle) != DDI_SUCCESS)
		return (DDI_FAILURE);
	hw->hw_ctxsize = size - PAGESIZE;
	hw->hw_statesize = hw->hw_ctxsize;
	return (DDI_SUCCESS);
}

void
xxhw_detach(struct xxhw *hw)
{
	ddi_regs_map_free(&hw->hw_handle);
}

/*
 * The context and the status page are one behind the other in the register set,
 * as they are in a program's mapping.
 */
int
xxhw_map(struct xxhw *hw, dev_info_t *dip, devmap_cookie_t handle,
    struct devmap_callback_ctl *ctl, offset_t off, size_t len, uint_t maxprot)
{
	return (devmap_devmem_setup(handle, dip, ctl, 0, off, len, maxprot,
	    DEVMAP_DEFAULTS, &xxhw_attr));
}

/*
 * What a new context finds on the device.
 */
void
xxhw_context_init(struct xxhw *hw, caddr_t state, uint64_t id)
{
	bzero(state, hw->hw_ctxsize);
	((struct xxctx_regs *)state)->xr_id = id;
}

/*
 * What a context finds that begins as a copy of another one.
 */
void
xxhw_context_copy(struct xxhw *hw, caddr_t from, caddr_t state, uint64_t id)
{
	bcopy(from, state, hw->hw_statesize);
	((struct xxctx_regs *)state)->xr_id = id;
}

/*
 * All instances count it down.
 */
static int
xxhw_fails(volatile int *countp)
{
	int n;

	do {
		n = *countp;
		if (n <= 0)
			return (0);
	} while (atomic_cas_uint((volatile uint_t *)countp, n, n - 1) !=
	    (uint_t)n);
	return (1);
}

static void
xxhw_cost(int usec)
{
	if (usec != 0)
		drv_usecwait(usec);
}

/*
 * Returns -1 if the device does not answer; what it holds is lost then.
 */
int
xxhw_save(struct xxhw *hw, caddr_t state)
{
	xxhw_cost(xx_save_usec);
	if (xxhw_fails(&xx_save_fail))
		return (-1);
	ddi_rep_get64(hw->hw_handle, (uint64_t *)state,
	    (uint64_t *)hw->hw_regs, hw->hw_ctxsize / sizeof (uint64_t),
	    DDI_DEV_AUTOINCR);
	return (0);
}

/*
 * Returns -1 if the device does not answer; what it holds is undefined then.
 */
int
xxhw_restore(struct xxhw *hw, caddr_t state)
{
	xxhw_cost(xx_restore_usec);
	if (xxhw_fails(&xx_restore_fail))
		return (-1);
	ddi_rep_put64(hw->hw_handle, (uint64_t *)state,
	    (uint64_t *)hw->hw_regs, hw->hw_ctxsize / sizeof (uint64_t),
	    DDI_DEV_AUTOINCR);
	return (0);
}

static void
xxhw_put(struct xxhw *hw, unsigned long long *reg, uint64_t value)
{
	ddi_put64(hw->hw_handle, (uint64_t *)reg, value);
}

/*
 * Brings the status page up to date.
 */
void
xxhw_report(struct xxhw *hw, struct xxstate *xsp)
{
	struct xxctx_status *st = XXHW_STATUS(hw);

	ddi_put32(hw->hw_handle, &st->xs_magic, XXCTX_MAGIC);
	ddi_put32(hw->hw_handle, &st->xs_version, XXCTX_VERSION);
	xxhw_put(hw, &st->xs_current,
	    xsp->xs_current == NULL ? 0 : xsp->xs_current->xc_id);
	xxhw_put(hw, &st->xs_switches, xsp->xs_switches);
	xxhw_put(hw, &st->xs_saves, xsp->xs_saves);
	xxhw_put(hw, &st->xs_restores, xsp->xs_restores);
	xxhw_put(hw, &st->xs_failures, xsp->xs_failures);
}
