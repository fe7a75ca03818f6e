/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Who holds a device, until when, and who waits: devmap_do_ctxmgt(9F).
 */
#ifndef _DEVMAP_CTX_H
#define _DEVMAP_CTX_H

#include <linux/ktime.h>
#include <linux/list.h>
#include <linux/refcount.h>
#include <linux/rwsem.h>
#include <linux/spinlock.h>

#include <sys/ddidevmap.h>

#include "holder.h"

struct devmap_client;
struct devmap_hdl;
struct devmap_segment;
struct task_struct;

typedef int devmap_access_fn(devmap_cookie_t dhp, void *pvtp, offset_t off,
			     size_t len, uint_t type, uint_t rw);

/**
 * struct devmap_ctx - the turn on a device
 * @node: in &devmap_space.ctxs
 * @refs: segments that use it, and waiters
 * @dip: the device; the segments that use this hold it, and the file that a
 *	waiter holds
 * @access: the driver's devmap_access(9E); mappings with another one have
 *	another turn
 * @softlock: held for reading around devmap_access(9E) of faults, for writing from
 *	DEVMAP_LOCK to DEVMAP_UNLOCK: whoever copies through a mapping of another
 *	process has the device for himself meanwhile. Inside the segment's lock,
 *	outside of the driver's
 * @lock: protects all below; a leaf
 * @owner: the mapping whose turn it is or was last; compared, never followed
 * @running: callbacks of the owner that run now
 * @until: end of the hold time; KTIME_MAX while the owner's first callback runs
 * @waiters: &struct devmap_waiter in the order of arrival
 * @nr_waiters: how many
 * @granted: the task that may take the turn next, if it comes in time
 * @granted_to: for which mapping
 * @granted_until: what "in time" means
 * @dead: the device is gone, nobody waits any more
 * @holder: whom the driver has given the device to last, for people
 *
 * Time needs no timer here: the first waiter sleeps until the hold time is
 * over. A turn that nobody waits for costs nothing.
 */
struct devmap_ctx {
	struct list_head node;
	refcount_t refs;
	struct dev_info *dip;
	devmap_access_fn *access;
	struct rw_semaphore softlock;
	spinlock_t lock;
	const struct devmap_segment *owner;
	unsigned int running;
	ktime_t until;
	struct list_head waiters;
	unsigned int nr_waiters;
	const struct task_struct *granted;
	const struct devmap_segment *granted_to;
	ktime_t granted_until;
	bool dead;
	struct devmap_holder holder;
};

/**
 * struct devmap_waiter - a fault that waits for its turn
 * @node: in &devmap_ctx.waiters, or empty
 * @ctx: what it waits for, with a reference; NULL if it does not wait
 * @seg: for which mapping; compared, never followed
 * @task: who is to be woken
 * @client: its process, with a reference
 * @handle: number of the handle
 * @since: when it was queued
 */
struct devmap_waiter {
	struct list_head node;
	struct devmap_ctx *ctx;
	const struct devmap_segment *seg;
	struct task_struct *task;
	struct devmap_client *client;
	u32 handle;
	ktime_t since;
};

static inline void devmap_waiter_init(struct devmap_waiter *waiter)
{
	INIT_LIST_HEAD(&waiter->node);
	waiter->ctx = NULL;
}

struct devmap_ctx *devmap_ctx_specimen(void);
void devmap_ctx_specimen_free(struct devmap_ctx *ctx);
struct devmap_ctx *devmap_ctx_get(struct dev_info *dip, devmap_access_fn *access);
void devmap_ctx_put(struct devmap_ctx *ctx);
void devmap_ctx_leave(struct devmap_ctx *ctx, const struct devmap_segment *seg);
void devmap_ctx_kill(struct devmap_ctx *ctx);
int devmap_ctx_wait(struct devmap_waiter *waiter);
void devmap_ctx_cancel(struct devmap_waiter *waiter);

#endif /* _DEVMAP_CTX_H */
