/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Task queues.
 */
#ifndef _DDI_TASKQ_H
#define _DDI_TASKQ_H

struct module;

unsigned int ddi_taskqs_destroy_module(struct module *owner);

#endif /* _DDI_TASKQ_H */
