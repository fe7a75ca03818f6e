/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The entry points of the devices that are read, written and polled.
 */
#ifndef _DDIT_RW_H
#define	_DDIT_RW_H

#include <sys/types.h>

struct pollhead;

int dditrw_attach(dev_info_t *dip);
void dditrw_detach(void);

int dditopen(dev_t *devp, int flag, int otyp, cred_t *credp);
int dditclose(dev_t dev, int flag, int otyp, cred_t *credp);
int dditread(dev_t dev, struct uio *uiop, cred_t *credp);
int dditwrite(dev_t dev, struct uio *uiop, cred_t *credp);
int dditchpoll(dev_t dev, short events, int anyyet, short *reventsp,
    struct pollhead **phpp);

#endif /* _DDIT_RW_H */
