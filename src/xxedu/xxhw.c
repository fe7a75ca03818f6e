// SPDX-License-Identifier: GPL-2.0
/*
 * The hardware of the xx driver: QEMU's edu device, a PCI device with a unit
 * that computes factorials, and raises an interrupt when it has.
 *
 * Its registers are the first page of BAR 0, register set 1. What a context
 * finds there is saved and restored, and that is more than to read it out and
 * to write it back:
 *
 * - A unit that computes has no state that can be saved. It has to be idle, and
 *   one that never is, is given up after a while.
 * - The result cannot be written: a write starts the unit. So it is given the
 *   number whose factorial the result is, and computes it again. There are not
 *   many, as from 34! on all are multiples of 2^32.
 * - An interrupt may come after the unit has become idle. But the unit does one
 *   thing after the other, and raises it before it starts anew: once it has
 *   computed the same again, nothing of what it did before is on its way.
 */
#include <sys/types.h>
#include <sys/ddi.h>
#include <sys/ddidevmap.h>
#include <sys/ddi_intr.h>
#include <sys/debug.h>
#include <sys/kmem.h>
#include <sys/sunddi.h>

#include <devmap/xxedu.h>

#include "../xxctx/xxctx.h"
#include "tunables.h"

volatile int xx_idle_usec = 2000000;	/* that a unit may be busy for */
volatile int xx_msi = 0;		/* messages, not the line */

#define	XXEDU_REGSET		1	/* BAR 0 */
#define	XXEDU_DMA_SRC		0x80
#define	XXEDU_DMA_DST		0x88
#define	XXEDU_DMA_COUNT		0x90
#define	XXEDU_DMA_CMD		0x98
#define	XXEDU_DMA_RUN		0x01

/* 0! to 34!, modulo 2^32; the last one is 0, as all that follow. */
#define	XXEDU_FACTORIALS	35

/* So long it is asked again at once, whether it is idle. */
#define	XXEDU_SPIN_USEC		200

/*
 * The saved state of a context.
 */
struct xxedu_state {
	uint32_t	es_liveness;
	uint32_t	es_factorial;
	uint32_t	es_status;
	uint32_t	es_dma[3];
};

/*
 * What the device is beside its registers.
 */
struct xxedu {
	ddi_umem_cookie_t ed_cookie;	/* the status page */
	struct xxctx_status *ed_status;
	ddi_intr_handle_t ed_intr;
	boolean_t	ed_reaped;	/* one was taken before it came */
	uint32_t	ed_factorial[XXEDU_FACTORIALS];
};

static const int xxedu_dma_regs[] = {
	XXEDU_DMA_SRC, XXEDU_DMA_DST, XXEDU_DMA_COUNT
};

static ddi_device_acc_attr_t xxhw_attr = {
	DDI_DEVICE_ATTR_V0,
	DDI_STRUCTURE_LE_ACC,
	DDI_STRICTORDER_ACC
};

static uint32_t
xxedu_get(struct xxhw *hw, int reg)
{
	return (ddi_get32(hw->hw_handle, (uint32_t *)(hw->hw_regs + reg)));
}

static void
xxedu_put(struct xxhw *hw, int reg, uint32_t value)
{
	ddi_put32(hw->hw_handle, (uint32_t *)(hw->hw_regs + reg), value);
}

/*
 * Takes the interrupts that the device asserts.
 */
static uint32_t
xxedu_reap(struct xxhw *hw)
{
	uint32_t bits = xxedu_get(hw, XXEDU_INTR_STATUS);

	if (bits != 0)
		xxedu_put(hw, XXEDU_INTR_ACK, bits);
	return (bits);
}

/*
 * An interrupt that a switch has reaped before this was called was the device's
 * too.
 */
static uint_t
xxedu_intr(caddr_t arg1, caddr_t arg2)
{
	struct xxhw *hw = (struct xxhw *)arg1;
	struct xxedu *ed = hw->hw_private;
	boolean_t claimed;
	uint32_t bits;

	mutex_enter(&hw->hw_xsp->xs_lock);
	bits = xxedu_reap(hw);
	claimed = bits != 0 || ed->ed_reaped;
	ed->ed_reaped = B_FALSE;
	xxintr_post(hw->hw_xsp, bits);
	xxintr_unlock(hw->hw_xsp);
	return (claimed ? DDI_INTR_CLAIMED : DDI_INTR_UNCLAIMED);
}

static int
xxedu_intr_attach(struct xxhw *hw, dev_info_t *dip)
{
	struct xxedu *ed = hw->hw_private;
	int n, type = xx_msi ? DDI_INTR_TYPE_MSI : DDI_INTR_TYPE_FIXED;

	if (ddi_intr_alloc(dip, &ed->ed_intr, type, 0, 1, &n,
	    DDI_INTR_ALLOC_STRICT) != DDI_SUCCESS)
		return (DDI_FAILURE);
	if (ddi_intr_add_handler(ed->ed_intr, xxedu_intr, hw, NULL) !=
	    DDI_SUCCESS)
		goto fail_handler;
	if (ddi_intr_enable(ed->ed_intr) != DDI_SUCCESS)
		goto fail_enable;
	hw->hw_intrs = B_TRUE;
	return (DDI_SUCCESS);

fail_enable:
	(void) ddi_intr_remove_handler(ed->ed_intr);
fail_handler:
	(void) ddi_intr_free(ed->ed_intr);
	return (DDI_FAILURE);
}

static void
xxedu_intr_detach(struct xxedu *ed)
{
	(void) ddi_intr_disable(ed->ed_intr);
	(void) ddi_intr_remove_handler(ed->ed_intr);
	(void) ddi_intr_free(ed->ed_intr);
}

static struct xxedu *
xxedu_alloc(void)
{
	struct xxedu *ed = kmem_zalloc(sizeof (*ed), KM_SLEEP);
	int n;

	ed->ed_factorial[0] = 1;
	for (n = 1; n < XXEDU_FACTORIALS; n++)
		ed->ed_factorial[n] = ed->ed_factorial[n - 1] * n;
	ed->ed_status = ddi_umem_alloc(PAGESIZE, DDI_UMEM_SLEEP,
	    &ed->ed_cookie);
	return (ed);
}

static void
xxedu_free(struct xxedu *ed)
{
	ddi_umem_free(ed->ed_cookie);
	kmem_free(ed, sizeof (*ed));
}

int
xxhw_attach(struct xxhw *hw, struct xxstate *xsp, dev_info_t *dip)
{
	hw->hw_xsp = xsp;
	hw->hw_ctxsize = PAGESIZE;
	hw->hw_statesize = sizeof (struct xxedu_state);
	if (ddi_regs_map_setup(dip, XXEDU_REGSET, &hw->hw_regs, 0, PAGESIZE,
	    &xxhw_attr, &hw->hw_handle) != DDI_SUCCESS)
		return (DDI_FAILURE);
	hw->hw_private = xxedu_alloc();
	if (xxedu_intr_attach(hw, dip) == DDI_SUCCESS)
		return (DDI_SUCCESS);
	xxedu_free(hw->hw_private);
	ddi_regs_map_free(&hw->hw_handle);
	return (DDI_FAILURE);
}

/*
 * No program can reach the device any more; it may compute still, or raise an
 * interrupt that nobody would take.
 */
void
xxhw_detach(struct xxhw *hw)
{
	xxedu_put(hw, XXEDU_STATUS, 0);
	xxedu_intr_detach(hw->hw_private);
	(void) xxedu_reap(hw);
	xxedu_free(hw->hw_private);
	ddi_regs_map_free(&hw->hw_handle);
}

/*
 * The device has no status page; it is memory.
 */
int
xxhw_map(struct xxhw *hw, dev_info_t *dip, devmap_cookie_t handle,
    struct devmap_callback_ctl *ctl, offset_t off, size_t len, uint_t maxprot)
{
	struct xxedu *ed = hw->hw_private;

	if (off >= (offset_t)hw->hw_ctxsize)
		return (devmap_umem_setup(handle, dip, ctl, ed->ed_cookie,
		    off - hw->hw_ctxsize, len, maxprot, DEVMAP_DEFAULTS,
		    &xxhw_attr));
	return (devmap_devmem_setup(handle, dip, ctl, XXEDU_REGSET, off, len,
	    maxprot, DEVMAP_DEFAULTS, &xxhw_attr));
}

/*
 * A device that nobody has used yet has zeros in all of them.
 */
void
xxhw_context_init(struct xxhw *hw, caddr_t state, uint64_t id)
{
	bzero(state, hw->hw_statesize);
}

void
xxhw_context_copy(struct xxhw *hw, caddr_t from, caddr_t state, uint64_t id)
{
	bcopy(from, state, hw->hw_statesize);
}

static boolean_t
xxedu_busy(struct xxhw *hw)
{
	return ((xxedu_get(hw, XXEDU_STATUS) & XXEDU_STATUS_COMPUTING) ||
	    (xxedu_get(hw, XXEDU_DMA_CMD) & XXEDU_DMA_RUN));
}

/*
 * Waits until the device does nothing. Returns -1 if it does not stop.
 */
static int
xxedu_idle(struct xxhw *hw)
{
	hrtime_t start = gethrtime();
	hrtime_t usec;

	while (xxedu_busy(hw)) {
		usec = (gethrtime() - start) / 1000;
		if (usec >= xx_idle_usec)
			return (-1);
		if (usec < XXEDU_SPIN_USEC)
			drv_usecwait(1);
		else
			delay(1);
	}
	return (0);
}

/*
 * Computes a result again. Returns -1 if it is none, or if it does not become
 * idle.
 */
static int
xxedu_compute(struct xxhw *hw, uint32_t result)
{
	struct xxedu *ed = hw->hw_private;
	int n = 0;

	while (ed->ed_factorial[n] != result)
		if (++n == XXEDU_FACTORIALS)
			return (-1);
	xxedu_put(hw, XXEDU_FACTORIAL, n);
	return (xxedu_idle(hw));
}

/*
 * Returns -1 if the device does not become idle; what it holds is lost then.
 */
int
xxhw_save(struct xxhw *hw, caddr_t state)
{
	struct xxedu_state *es = (struct xxedu_state *)state;
	struct xxedu *ed = hw->hw_private;
	uint32_t bits;
	int i;

	if (xxedu_idle(hw) != 0)
		return (-1);
	es->es_liveness = xxedu_get(hw, XXEDU_LIVENESS);
	es->es_factorial = xxedu_get(hw, XXEDU_FACTORIAL);
	es->es_status = xxedu_get(hw, XXEDU_STATUS);
	for (i = 0; i < 3; i++)
		es->es_dma[i] = xxedu_get(hw, xxedu_dma_regs[i]);
	/* What is still on its way to the context has to arrive. */
	xxedu_put(hw, XXEDU_STATUS, 0);
	if (xxedu_compute(hw, es->es_factorial) != 0)
		return (-1);
	mutex_enter(&hw->hw_xsp->xs_lock);
	bits = xxedu_reap(hw);
	if (bits != 0)
		ed->ed_reaped = B_TRUE;
	xxintr_post(hw->hw_xsp, bits);
	mutex_exit(&hw->hw_xsp->xs_lock);
	/* The context may go on: it was saved for a fork. */
	xxedu_put(hw, XXEDU_STATUS, es->es_status);
	return (0);
}

/*
 * Returns -1 if the device does not become idle; what it holds is undefined
 * then.
 */
int
xxhw_restore(struct xxhw *hw, caddr_t state)
{
	struct xxedu_state *es = (struct xxedu_state *)state;
	int i;

	if (xxedu_idle(hw) != 0)
		return (-1);
	xxedu_put(hw, XXEDU_STATUS, 0);
	if (xxedu_compute(hw, es->es_factorial) != 0)
		return (-1);
	/* Of one that could not be saved, if at all. */
	(void) xxedu_reap(hw);
	xxedu_put(hw, XXEDU_LIVENESS, ~es->es_liveness);
	for (i = 0; i < 3; i++)
		xxedu_put(hw, xxedu_dma_regs[i], es->es_dma[i]);
	xxedu_put(hw, XXEDU_STATUS, es->es_status);
	return (0);
}

/*
 * Brings the status page up to date.
 */
void
xxhw_report(struct xxhw *hw, struct xxstate *xsp)
{
	struct xxedu *ed = hw->hw_private;
	struct xxctx_status *st = ed->ed_status;

	st->xs_magic = XXCTX_MAGIC;
	st->xs_version = XXCTX_VERSION;
	st->xs_current = xsp->xs_current == NULL ? 0 : xsp->xs_current->xc_id;
	st->xs_switches = xsp->xs_switches;
	st->xs_saves = xsp->xs_saves;
	st->xs_restores = xsp->xs_restores;
	st->xs_failures = xsp->xs_failures;
}
