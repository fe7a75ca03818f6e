/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Threads of drivers.
 */
#ifndef _DDI_THREAD_H
#define _DDI_THREAD_H

struct module;

unsigned int ddi_threads_reap_module(struct module *owner);

#endif /* _DDI_THREAD_H */
