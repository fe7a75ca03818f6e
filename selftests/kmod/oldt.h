/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of oldt.ko share.
 */
#ifndef _OLDT_H
#define	_OLDT_H

#include <sys/types.h>
#include <sys/ddi.h>
#include <sys/sunddi.h>

#include <devmap/oldt.h>

extern struct oldt_set oldt_set;	/* how to behave */

void oldt_note(uint_t what, uint_t arg, uint_t model, offset_t off);

int oldt_mapdev_segmap(dev_t dev, off_t off, struct as *asp, caddr_t *addrp,
    off_t len, unsigned int prot, unsigned int maxprot, unsigned int flags,
    cred_t *credp);
int oldt_mapdev_ioctl(struct oldt_intercept *oip, boolean_t load);
void oldt_mapdev_init(void);
void oldt_mapdev_fini(void);

#endif /* _OLDT_H */
