// SPDX-License-Identifier: GPL-2.0
/*
 * poll(2) of a device: chpoll(9E), pollwakeup(9F).
 *
 * A pollhead is memory of the driver, which may be gone while a program (epoll)
 * still waits. So nobody waits in it: its address chooses one of a few queues of
 * the layer. Two pollheads may share a queue, and then a wakeup of the one makes
 * those who wait for the other look, and go on waiting.
 */
#include <linux/export.h>
#include <linux/hash.h>
#include <linux/limits.h>
#include <linux/poll.h>
#include <linux/wait.h>

#include <sys/poll.h>

#include "../linux/compat.h"
#include "file.h"
#include "node.h"
#include "poll.h"

#define DDI_POLL_BITS	6

static wait_queue_head_t ddi_pollers[1 << DDI_POLL_BITS];

/**
 * ddi_poll_init() - prepare for those who poll
 */
void ddi_poll_init(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(ddi_pollers); i++)
		init_waitqueue_head(&ddi_pollers[i]);
}

static wait_queue_head_t *ddi_poll_queue(const struct pollhead *php)
{
	return &ddi_pollers[hash_ptr(php, DDI_POLL_BITS)];
}

/* "Normal" data is plain data, both ways: Solaris has one number for both. */
static short ddi_poll_to_driver(__poll_t events)
{
	if (events & EPOLLWRNORM)
		events |= EPOLLOUT;
	return (__force u32)(events & ~EPOLLWRNORM) & S16_MAX;
}

static __poll_t ddi_poll_from_driver(short events)
{
	__poll_t mask = (__force __poll_t)(unsigned short)events;

	if (mask & EPOLLOUT)
		mask |= EPOLLWRNORM;
	return mask;
}

/**
 * pollwakeup() - something can be read, written, or has gone wrong
 * @php: what chpoll(9E) handed out for it
 * @event: POLLIN and others
 *
 * Hold no lock that chpoll(9E) takes.
 *
 * Context: any. See pollwakeup(9F).
 */
void pollwakeup(struct pollhead *php, short event)
{
	wake_up_poll(ddi_poll_queue(php), ddi_poll_from_driver(event));
}
EXPORT_SYMBOL_GPL(pollwakeup);

static short ddi_call_chpoll(struct ddi_file *df, short events, struct pollhead **php)
{
	const struct cb_ops *ops = df->dip->drv->ops->devo_cb_ops;
	short revents = 0;

	if (ops->cb_chpoll(df->snode->dev, events, 0, &revents, php))
		return (__force short)EPOLLERR;
	return revents;
}

/*
 * A driver names its pollhead only when nothing that was asked for has happened.
 * epoll asks once and wants to be told for ever, so that it has to be named in
 * any case: ask for nothing.
 */
static struct pollhead *ddi_poll_head(struct ddi_file *df, short events)
{
	struct pollhead *php = NULL;

	ddi_call_chpoll(df, events, &php);
	if (!php)
		ddi_call_chpoll(df, 0, &php);
	return php;
}

static __poll_t ddi_poll_entered(struct ddi_file *df, struct file *file,
				 struct poll_table_struct *pt)
{
	short events = ddi_poll_to_driver(poll_requested_events(pt));
	struct pollhead *php = NULL;

	if (devmap_poll_waits(pt))
		php = ddi_poll_head(df, events);
	/* Wait first, and look then, or a wakeup in between would be lost. */
	if (php)
		poll_wait(file, ddi_poll_queue(php), pt);
	return ddi_poll_from_driver(ddi_call_chpoll(df, events, &php));
}

/**
 * ddi_file_poll() - poll(2) and its family: chpoll(9E)
 * @file: the file
 * @pt: the events that are wanted, and who waits for them
 *
 * Return: the events that have happened; EPOLLERR and EPOLLHUP when the device
 * is gone. A driver without chpoll(9E) can always be read and written.
 */
__poll_t ddi_file_poll(struct file *file, struct poll_table_struct *pt)
{
	struct ddi_file *df = file->private_data;
	const struct cb_ops *ops = df->dip->drv->ops->devo_cb_ops;
	__poll_t mask;

	if (!ddi_entry_real(ops->cb_chpoll) || ops->cb_chpoll == nochpoll)
		return DEFAULT_POLLMASK;
	poll_wait(file, &df->dip->gone, pt);
	if (!ddi_node_enter(df->dip))
		return EPOLLERR | EPOLLHUP;
	mask = ddi_poll_entered(df, file, pt);
	ddi_node_exit(df->dip);
	return mask;
}

/**
 * ddi_poll_gone() - wake those who poll a device that is taken away
 * @dip: the instance; calls into it are refused from now on
 */
void ddi_poll_gone(struct dev_info *dip)
{
	wake_up_poll(&dip->gone, EPOLLERR | EPOLLHUP);
}
