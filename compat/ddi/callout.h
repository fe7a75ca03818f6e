/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Functions of drivers that are called at a later time.
 */
#ifndef _DDI_CALLOUT_H
#define _DDI_CALLOUT_H

#include <linux/ktime.h>

struct module;

int ddi_callouts_init(void);
void ddi_callouts_exit(void);
void *ddi_callout_start(void (*func)(void *), void *arg, ktime_t delay,
			ktime_t interval, struct module *owner);
s64 ddi_callout_stop(void *id);
unsigned int ddi_callouts_stop_module(struct module *owner);

#endif /* _DDI_CALLOUT_H */
