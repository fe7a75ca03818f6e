/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Address spaces, as far as drivers look into them.
 */
#ifndef _VM_AS_H
#define	_VM_AS_H

#include <sys/types.h>

struct as {
	struct hat	*a_hat;
	/* what follows is the layer's own */
};

/* The kernel's: hat_getpfnum(kas.a_hat, addr). */
#define	kas	ddi_kas
extern struct as kas;

#endif /* _VM_AS_H */
