// SPDX-License-Identifier: GPL-2.0
/*
 * Task queues of instances: ddi_taskq(9F), which are task queues.
 */
#include <linux/export.h>
#include <linux/kernel.h>

#include <sys/sunddi.h>
#include <sys/taskq.h>

#include "node.h"

static taskq_t *ddi_to_taskq(ddi_taskq_t *tq)
{
	return (taskq_t *)tq;
}

/**
 * ddi_taskq_make() - ddi_taskq_create(9F)
 * @dip: the instance, whose driver's name comes before @name; or NULL
 * @name: of the queue
 * @nthreads: how many; at most so many calls run at the same time
 * @pri: TASKQ_DEFAULTPRI or another; there is no difference
 * @cflags: 0
 * @owner: the driver's module; supplied by <sys/sunddi.h>
 *
 * Context: process, may sleep.
 * Return: the queue, or NULL. See ddi_taskq_create(9F).
 */
ddi_taskq_t *ddi_taskq_make(dev_info_t *dip, const char *name, int nthreads,
			    pri_t pri, uint_t cflags, struct module *owner)
{
	char full[TASKQ_NAMELEN + 1];

	if (dip)
		snprintf(full, sizeof(full), "%s_%s", dip->drv->name, name);
	else
		strscpy(full, name, sizeof(full));
	return (ddi_taskq_t *)ddi_taskq_new(full, nthreads, nthreads, INT_MAX,
					    TASKQ_PREPOPULATE, owner);
}
EXPORT_SYMBOL_GPL(ddi_taskq_make);

/**
 * ddi_taskq_destroy() - end a queue when all that was dispatched has run
 * @tq: the queue
 *
 * Context: process, sleeps. See ddi_taskq_destroy(9F).
 */
void ddi_taskq_destroy(ddi_taskq_t *tq)
{
	taskq_destroy(ddi_to_taskq(tq));
}
EXPORT_SYMBOL_GPL(ddi_taskq_destroy);

/**
 * ddi_taskq_dispatch() - have a function called by a thread of a queue
 * @tq: the queue
 * @func: the function
 * @arg: its argument
 * @dflags: DDI_SLEEP or DDI_NOSLEEP
 *
 * Context: process; may sleep with DDI_SLEEP.
 * Return: DDI_SUCCESS; DDI_FAILURE without memory, never for DDI_SLEEP.
 * See ddi_taskq_dispatch(9F).
 */
int ddi_taskq_dispatch(ddi_taskq_t *tq, void (*func)(void *), void *arg,
		       uint_t dflags)
{
	uint_t flags = dflags & DDI_NOSLEEP ? TQ_NOSLEEP : TQ_SLEEP;

	return taskq_dispatch(ddi_to_taskq(tq), func, arg, flags) ?
	       DDI_SUCCESS : DDI_FAILURE;
}
EXPORT_SYMBOL_GPL(ddi_taskq_dispatch);

/**
 * ddi_taskq_wait() - wait until all that was dispatched has run
 * @tq: the queue
 *
 * Context: process, sleeps. See ddi_taskq_wait(9F).
 */
void ddi_taskq_wait(ddi_taskq_t *tq)
{
	taskq_wait(ddi_to_taskq(tq));
}
EXPORT_SYMBOL_GPL(ddi_taskq_wait);

/**
 * ddi_taskq_suspend() - let no further task begin
 * @tq: the queue
 *
 * Context: process, sleeps until those that run have ended.
 * See ddi_taskq_suspend(9F).
 */
void ddi_taskq_suspend(ddi_taskq_t *tq)
{
	taskq_suspend(ddi_to_taskq(tq));
}
EXPORT_SYMBOL_GPL(ddi_taskq_suspend);

/**
 * ddi_taskq_suspended() - is a queue suspended?
 * @tq: the queue
 *
 * Return: B_TRUE if it is. See ddi_taskq_suspended(9F).
 */
boolean_t ddi_taskq_suspended(ddi_taskq_t *tq)
{
	return taskq_suspended(ddi_to_taskq(tq)) ? B_TRUE : B_FALSE;
}
EXPORT_SYMBOL_GPL(ddi_taskq_suspended);

/**
 * ddi_taskq_resume() - let tasks begin again
 * @tq: the queue
 *
 * Context: process. See ddi_taskq_resume(9F).
 */
void ddi_taskq_resume(ddi_taskq_t *tq)
{
	taskq_resume(ddi_to_taskq(tq));
}
EXPORT_SYMBOL_GPL(ddi_taskq_resume);
