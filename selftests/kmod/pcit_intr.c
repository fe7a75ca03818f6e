// SPDX-License-Identifier: GPL-2.0
/*
 * pcit.ko: interrupts, of QEMU's edu device.
 */
#include <sys/types.h>
#include <sys/ddi.h>
#include <sys/errno.h>
#include <sys/sunddi.h>

#include "pcit.h"

/* Registers of edu. */
#define	EDU_IRQ_STATUS	0x24
#define	EDU_IRQ_ACK	0x64

static ddi_device_acc_attr_t pcit_attr = {
	DDI_DEVICE_ATTR_V0,
	DDI_STRUCTURE_LE_ACC,
	DDI_STRICTORDER_ACC
};

static uint32_t *
pcit_reg(struct pcit_intrs *pi, int off)
{
	return ((uint32_t *)(pi->pi_regs + off));
}

static uint_t
pcit_handler(caddr_t arg1, caddr_t arg2)
{
	struct pcit_intrs *pi = (struct pcit_intrs *)arg1;
	int status = ddi_get32(pi->pi_acc, pcit_reg(pi, EDU_IRQ_STATUS));

	if (status == 0 || pi->pi_ignore || arg2 != (caddr_t)&pi->pi_last)
		return (DDI_INTR_UNCLAIMED);
	if (pi->pi_locked)
		pi->pi_held++;
	mutex_enter(&pi->pi_lock);
	ddi_put32(pi->pi_acc, pcit_reg(pi, EDU_IRQ_ACK), status);
	pi->pi_last = status;
	pi->pi_calls++;
	mutex_exit(&pi->pi_lock);
	return (DDI_INTR_CLAIMED);
}

static uint_t
pcit_old_handler(caddr_t arg)
{
	struct pcit_intrs *pi = (struct pcit_intrs *)arg;

	return (pcit_handler(arg, (caddr_t)&pi->pi_last));
}

static uint_t
pcit_soft_handler(caddr_t arg1, caddr_t arg2)
{
	struct pcit_intrs *pi = (struct pcit_intrs *)arg1;

	mutex_enter(&pi->pi_lock);
	pi->pi_last = (int)(intptr_t)arg2;
	pi->pi_calls++;
	mutex_exit(&pi->pi_lock);
	return (DDI_INTR_CLAIMED);
}

void
pcit_intr_init(struct pcit_intrs *pi, dev_info_t *dip)
{
	pi->pi_dip = dip;
	/* What is no edu has no interrupts here. */
	(void) ddi_regs_map_setup(dip, 1, &pi->pi_regs, 0, 0x80, &pcit_attr,
	    &pi->pi_acc);
	mutex_init(&pi->pi_lock, NULL, MUTEX_DRIVER, DDI_INTR_PRI(1));
}

static int
pcit_intr_disable(struct pcit_intrs *pi)
{
	int i, error = DDI_SUCCESS;

	if (pi->pi_type == DDI_INTR_TYPE_MSI)
		error = ddi_intr_block_disable(pi->pi_handles, pi->pi_n);
	else
		for (i = 0; i < pi->pi_n; i++)
			error |= ddi_intr_disable(pi->pi_handles[i]);
	for (i = 0; i < pi->pi_n; i++)
		error |= ddi_intr_remove_handler(pi->pi_handles[i]);
	return (error);
}

static int
pcit_intr_enable(struct pcit_intrs *pi)
{
	int i, error = DDI_SUCCESS;

	for (i = 0; i < pi->pi_n; i++)
		error |= ddi_intr_add_handler(pi->pi_handles[i], pcit_handler,
		    pi, &pi->pi_last);
	if (error != DDI_SUCCESS)
		return (error);
	if (pi->pi_type == DDI_INTR_TYPE_MSI)
		return (ddi_intr_block_enable(pi->pi_handles, pi->pi_n));
	return (ddi_intr_enable(pi->pi_handles[0]));
}

static int
pcit_intr_free(struct pcit_intrs *pi)
{
	int i, error = DDI_SUCCESS;

	for (i = 0; i < pi->pi_n; i++)
		error |= ddi_intr_free(pi->pi_handles[i]);
	pi->pi_n = 0;
	return (error);
}

void
pcit_intr_fini(struct pcit_intrs *pi)
{
	if (!pi->pi_leave) {
		if (pi->pi_old)
			ddi_remove_intr(pi->pi_dip, 0, pi->pi_iblock);
		if (pi->pi_soft != NULL)
			(void) ddi_intr_remove_softint(pi->pi_soft);
		if (pi->pi_n != 0) {
			(void) pcit_intr_disable(pi);
			(void) pcit_intr_free(pi);
		}
		mutex_destroy(&pi->pi_lock);
	}
	ddi_regs_map_free(&pi->pi_acc);
}

static int
pcit_intr_alloc(struct pcit_intrs *pi, struct pcit_intr *in)
{
	int error;

	pi->pi_type = in->in_type;
	error = ddi_intr_alloc(pi->pi_dip, pi->pi_handles, in->in_type, 0,
	    in->in_arg, &in->in_value, DDI_INTR_ALLOC_NORMAL);
	if (error == DDI_SUCCESS)
		pi->pi_n = in->in_value;
	return (error);
}

static void
pcit_intr_hold(struct pcit_intrs *pi, int msec)
{
	mutex_enter(&pi->pi_lock);
	pi->pi_locked = 1;
	delay(drv_usectohz(msec * 1000));
	pi->pi_locked = 0;
	mutex_exit(&pi->pi_lock);
}

static int
pcit_soft_remove(struct pcit_intrs *pi)
{
	ddi_softint_handle_t h = pi->pi_soft;

	pi->pi_soft = NULL;
	return (ddi_intr_remove_softint(h));
}

static int
pcit_soft_pri(struct pcit_intrs *pi, struct pcit_intr *in)
{
	uint_t pri = 0;
	int error;

	error = ddi_intr_set_softint_pri(pi->pi_soft, in->in_arg);
	if (error == DDI_SUCCESS)
		error = ddi_intr_get_softint_pri(pi->pi_soft, &pri);
	in->in_value = pri;
	return (error);
}

/*
 * The first one is called, and waits; the second one is to come; the third one
 * finds that one pending.
 */
static int
pcit_soft_twice(struct pcit_intrs *pi, struct pcit_intr *in)
{
	int error;

	mutex_enter(&pi->pi_lock);
	error = ddi_intr_trigger_softint(pi->pi_soft, (void *)1);
	delay(drv_usectohz(200000));
	if (error == DDI_SUCCESS)
		error = ddi_intr_trigger_softint(pi->pi_soft, (void *)2);
	in->in_value = ddi_intr_trigger_softint(pi->pi_soft, (void *)3);
	mutex_exit(&pi->pi_lock);
	return (error);
}

static uint_t
pcit_soft_old_handler(caddr_t arg)
{
	return (pcit_soft_handler(arg, (caddr_t)77));
}

static int
pcit_soft_old(struct pcit_intrs *pi)
{
	ddi_iblock_cookie_t iblock;
	ddi_softintr_t id;
	int i;

	if (ddi_get_soft_iblock_cookie(pi->pi_dip, DDI_SOFTINT_MED, &iblock) !=
	    DDI_SUCCESS || ddi_add_softintr(pi->pi_dip, DDI_SOFTINT_MED, &id,
	    &iblock, NULL, pcit_soft_old_handler, (caddr_t)pi) != DDI_SUCCESS)
		return (DDI_FAILURE);
	ddi_trigger_softintr(id);
	for (i = 0; i < 1000 && pi->pi_last != 77; i++)
		delay(drv_usectohz(10000));
	ddi_remove_softintr(id);
	return (DDI_SUCCESS);
}

/*
 * What must be refused, a bit each; returns those that were not.
 */
static int
pcit_intr_wrong(struct pcit_intrs *pi)
{
	ddi_intr_handle_t other[2];
	ddi_intr_handle_t h = pi->pi_handles[0];
	int n, pending, wrong = 0;

	/* With one that is enabled. */
	if (ddi_intr_free(h) != DDI_FAILURE)
		wrong |= 0x1;
	if (ddi_intr_remove_handler(h) != DDI_FAILURE)
		wrong |= 0x2;
	if (ddi_intr_enable(h) != DDI_EINVAL)
		wrong |= 0x4;
	if (ddi_intr_add_handler(h, pcit_handler, pi, NULL) != DDI_FAILURE)
		wrong |= 0x8;
	if (ddi_intr_alloc(pi->pi_dip, other, DDI_INTR_TYPE_MSI, 0, 1, &n,
	    DDI_INTR_ALLOC_NORMAL) != DDI_FAILURE)
		wrong |= 0x10;
	if (ddi_intr_get_navail(pi->pi_dip, DDI_INTR_TYPE_FIXED, &n) !=
	    DDI_INTR_NOTFOUND || n != 0)
		wrong |= 0x20;
	if (ddi_intr_set_pri(h, DDI_INTR_PRI_MIN) != DDI_FAILURE)
		wrong |= 0x40;
	if (ddi_intr_set_mask(h) != DDI_ENOTSUP ||
	    ddi_intr_clr_mask(h) != DDI_ENOTSUP ||
	    ddi_intr_get_pending(h, &pending) != DDI_ENOTSUP ||
	    ddi_intr_dup_handler(h, 1, other) != DDI_ENOTSUP)
		wrong |= 0x80;
	/* With nothing, or nonsense. */
	if (ddi_intr_get_nintrs(pi->pi_dip, 3, &n) != DDI_EINVAL ||
	    ddi_intr_get_nintrs(pi->pi_dip, DDI_INTR_TYPE_MSIX, &n) !=
	    DDI_INTR_NOTFOUND)
		wrong |= 0x100;
	if (ddi_intr_alloc(pi->pi_dip, other, DDI_INTR_TYPE_FIXED, 0, 2, &n,
	    DDI_INTR_ALLOC_STRICT) != DDI_EAGAIN)
		wrong |= 0x200;
	if (ddi_intr_enable(NULL) != DDI_EINVAL ||
	    ddi_intr_disable(NULL) != DDI_EINVAL ||
	    ddi_intr_free(NULL) != DDI_EINVAL ||
	    ddi_intr_remove_handler(NULL) != DDI_EINVAL ||
	    ddi_intr_set_pri(h, DDI_INTR_PRI_MAX + 1) != DDI_EINVAL ||
	    ddi_intr_set_pri(h, ddi_intr_get_hilevel_pri()) != DDI_ENOTSUP ||
	    ddi_intr_set_cap(h, DDI_INTR_FLAG_PENDING) != DDI_ENOTSUP)
		wrong |= 0x400;
	if (ddi_add_intr(pi->pi_dip, 0, NULL, NULL, pcit_old_handler,
	    (caddr_t)pi) != DDI_FAILURE ||
	    ddi_add_intr(pi->pi_dip, 1, NULL, NULL, pcit_old_handler,
	    (caddr_t)pi) != DDI_INTR_NOTFOUND)
		wrong |= 0x800;
	return (wrong);
}

static int
pcit_intr_pri(struct pcit_intrs *pi, struct pcit_intr *in)
{
	uint_t pri = 0;
	int error;

	error = ddi_intr_set_pri(pi->pi_handles[0], in->in_arg);
	if (error == DDI_SUCCESS)
		error = ddi_intr_get_pri(pi->pi_handles[0], &pri);
	in->in_value = pri;
	return (error);
}

static int
pcit_intr_old(struct pcit_intrs *pi, struct pcit_intr *in)
{
	ddi_idevice_cookie_t idevice;
	int error;

	if (ddi_dev_nintrs(pi->pi_dip, &in->in_value) != DDI_SUCCESS ||
	    ddi_intr_hilevel(pi->pi_dip, 0) != 0)
		return (DDI_FAILURE);
	error = ddi_get_iblock_cookie(pi->pi_dip, 0, &pi->pi_iblock);
	if (error == DDI_SUCCESS)
		error = ddi_add_intr(pi->pi_dip, 0, &pi->pi_iblock, &idevice,
		    pcit_old_handler, (caddr_t)pi);
	pi->pi_old = error == DDI_SUCCESS;
	return (error);
}

static int
pcit_intr_op(struct pcit_intrs *pi, struct pcit_intr *in)
{
	switch (in->in_op) {
	case PCIT_INTR_TYPES:
		return (ddi_intr_get_supported_types(pi->pi_dip,
		    &in->in_value));
	case PCIT_INTR_NINTRS:
		return (ddi_intr_get_nintrs(pi->pi_dip, in->in_type,
		    &in->in_value));
	case PCIT_INTR_NAVAIL:
		return (ddi_intr_get_navail(pi->pi_dip, in->in_type,
		    &in->in_value));
	case PCIT_INTR_ALLOC:
		return (pcit_intr_alloc(pi, in));
	case PCIT_INTR_FREE:
		return (pcit_intr_free(pi));
	case PCIT_INTR_ENABLE:
		return (pcit_intr_enable(pi));
	case PCIT_INTR_DISABLE:
		return (pcit_intr_disable(pi));
	case PCIT_INTR_CAP:
		return (ddi_intr_get_cap(pi->pi_handles[0], &in->in_value));
	case PCIT_INTR_PRI:
		return (pcit_intr_pri(pi, in));
	case PCIT_INTR_HOLD:
		pcit_intr_hold(pi, in->in_arg);
		return (DDI_SUCCESS);
	case PCIT_INTR_OLD_ADD:
		return (pcit_intr_old(pi, in));
	case PCIT_INTR_OLD_REMOVE:
		ddi_remove_intr(pi->pi_dip, 0, pi->pi_iblock);
		pi->pi_old = 0;
		return (DDI_SUCCESS);
	case PCIT_INTR_SOFT_ADD:
		return (ddi_intr_add_softint(pi->pi_dip, &pi->pi_soft,
		    in->in_arg, pcit_soft_handler, pi));
	case PCIT_INTR_SOFT_TRIGGER:
		return (ddi_intr_trigger_softint(pi->pi_soft,
		    (void *)(intptr_t)in->in_arg));
	case PCIT_INTR_SOFT_REMOVE:
		return (pcit_soft_remove(pi));
	case PCIT_INTR_SOFT_PRI:
		return (pcit_soft_pri(pi, in));
	case PCIT_INTR_SOFT_TWICE:
		return (pcit_soft_twice(pi, in));
	case PCIT_INTR_SOFT_OLD:
		return (pcit_soft_old(pi));
	case PCIT_INTR_LEAVE:
		pi->pi_leave = 1;
		return (DDI_SUCCESS);
	case PCIT_INTR_IGNORE:
		pi->pi_ignore = in->in_arg;
		return (DDI_SUCCESS);
	case PCIT_INTR_WRONG:
		in->in_value = pcit_intr_wrong(pi);
		return (DDI_SUCCESS);
	default:
		return (DDI_SUCCESS);
	}
}

int
pcit_intr(struct pcit_intrs *pi, struct pcit_intr *in)
{
	int error;

	if (pi->pi_acc == NULL)
		return (ENODEV);
	error = pcit_intr_op(pi, in);
	in->in_calls = pi->pi_calls;
	in->in_last = pi->pi_last;
	in->in_held = pi->pi_held;
	return (error == DDI_SUCCESS ? 0 : EIO);
}
