/* SPDX-License-Identifier: GPL-2.0 */
/*
 * pcit.ko: what its parts know of each other.
 */
#ifndef _PCIT_H
#define	_PCIT_H

#include <sys/types.h>
#include <sys/ksynch.h>
#include <sys/sunddi.h>
#include <sys/ddi_intr.h>

#include <devmap/pcit.h>

#define	PCIT_MAXINTRS	4

/*
 * The interrupts of an instance, and what its handler has seen.
 */
struct pcit_intrs {
	dev_info_t	*pi_dip;
	int		pi_type;
	int		pi_n;
	ddi_intr_handle_t pi_handles[PCIT_MAXINTRS];
	ddi_softint_handle_t pi_soft;
	ddi_iblock_cookie_t pi_iblock;
	int		pi_old;
	int		pi_leave;
	int		pi_ignore;
	kmutex_t	pi_lock;
	int		pi_locked;	/* somebody holds pi_lock for long */
	int		pi_calls;
	int		pi_last;
	int		pi_held;
	caddr_t		pi_regs;	/* of an edu device */
	ddi_acc_handle_t pi_acc;
};

/*
 * The state of an instance.
 */
struct pcit_state {
	dev_info_t	*ps_dip;
	struct pcit_mapping ps_mapping;
	struct pcit_intrs ps_intrs;
};

void pcit_intr_init(struct pcit_intrs *pi, dev_info_t *dip);
void pcit_intr_fini(struct pcit_intrs *pi);
int pcit_intr(struct pcit_intrs *pi, struct pcit_intr *in);

#endif /* _PCIT_H */
