/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Interrupts of instances.
 */
#ifndef _DDI_INTR_H
#define _DDI_INTR_H

#include <linux/list.h>
#include <linux/mutex.h>

#include <sys/ddi_intr.h>

struct dev_info;

/* Above the lowest, below the level that no thread has. */
#define DDI_INTR_PRI_DEFAULT	5
#define DDI_INTR_PRI_HILEVEL	11

/**
 * struct ddi_intrs - the interrupts of an instance
 * @lock: protects the lists and the states of what is in them
 * @handles: &struct ddi_intr_handle
 * @softints: &struct ddi_softint
 */
struct ddi_intrs {
	struct mutex lock;
	struct list_head handles;
	struct list_head softints;
};

/**
 * struct ddi_intr_fn - a driver's handler
 * @handler: as ddi_intr_add_handler(9F) has it
 * @old: as ddi_add_intr(9F) has it, called with @arg1 alone; or NULL
 * @arg1: for it
 * @arg2: for it
 */
struct ddi_intr_fn {
	ddi_intr_handler_t *handler;
	uint_t (*old)(caddr_t arg);
	void *arg1;
	void *arg2;
};

static inline unsigned int ddi_intr_fn_call(const struct ddi_intr_fn *fn)
{
	return fn->old ? fn->old(fn->arg1) : fn->handler(fn->arg1, fn->arg2);
}

enum ddi_intr_state {
	DDI_INTR_ALLOCATED,
	DDI_INTR_HANDLED,
	DDI_INTR_ENABLED,
};

/**
 * struct ddi_intr_handle - an interrupt
 * @list: in &ddi_intrs.handles
 * @dip: whose
 * @type: DDI_INTR_TYPE_*
 * @inum: which one of the instance's
 * @pri: as ddi_intr_set_pri() left it
 * @state: what it is ready for; protected by the lock of @dip's interrupts
 * @masks: INTx can be told from those of others, and cut off, at the device
 * @fn: the driver's handler
 * @unclaimed: times in a row that the line was asserted and @fn did not care
 */
struct ddi_intr_handle {
	struct list_head list;
	struct dev_info *dip;
	int type;
	unsigned int inum;
	unsigned int pri;
	enum ddi_intr_state state;
	bool masks;
	struct ddi_intr_fn fn;
	unsigned int unclaimed;
};

void ddi_intrs_init(struct ddi_intrs *intrs);
void ddi_intrs_free(struct dev_info *dip);
int ddi_intr_add_fn(struct ddi_intr_handle *h, const struct ddi_intr_fn *fn);
struct ddi_intr_handle *ddi_intr_find(struct dev_info *dip, unsigned int inumber);
struct ddi_softint *ddi_softint_add(struct dev_info *dip, unsigned int pri,
				    const struct ddi_intr_fn *fn);
unsigned int ddi_softints_free(struct dev_info *dip);

#endif /* _DDI_INTR_H */
