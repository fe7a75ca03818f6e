// SPDX-License-Identifier: GPL-2.0
/*
 * Taking turns on a device: devmap_do_ctxmgt(9F), devmap_set_ctx_timeout(9F).
 *
 * The hold time is a guarantee to the process on the device: from the end of
 * the callback that gave it the device it has so long before another process's
 * callback runs. Solaris gives the same guarantee with a flag, a timer and a
 * condition variable. Here
 *
 * - the turn has an owner: its own further faults, on other pages or handles of
 *   the mapping, do not wait, and do not lengthen its turn either,
 * - others are served in the order in which they came,
 * - waiting can be killed, and does not keep the waiter's mm locked,
 * - an owner that unmaps or dies ends its turn at once,
 * - it works on one CPU as well.
 *
 * A waiter's fault ends with VM_FAULT_RETRY (the mmap_lock was dropped, so it
 * must), and the turn that it was granted while it slept is claimed by the
 * fault that follows. A task that never comes back, killed or with its mapping
 * gone, must not stop the rest: a grant that is not claimed lapses.
 *
 * A hold time of 0 is none: no turn is taken and callbacks may run at the same
 * time, as on Solaris; the driver's own lock serialises them.
 */
#include <linux/export.h>
#include <linux/hrtimer.h>
#include <linux/ktime.h>
#include <linux/printk.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include <sys/ddidevmap.h>
#include <vm/faultcode.h>

#include "../ddi/node.h"
#include "../ddi/time.h"
#include "client.h"
#include "ctx.h"
#include "fault.h"
#include "handle.h"
#include "invariant.h"
#include "segment.h"
#include "stats.h"
#include "trace.h"

/* How long a granted turn waits for its task to fault again. */
#define DEVMAP_GRANT_NS		(50 * NSEC_PER_MSEC)

/* A turn may end that much late, so that wake-ups can be taken together. */
#define DEVMAP_SLACK_NS		(20 * NSEC_PER_USEC)

/**
 * struct devmap_turn - a context callback that runs
 * @begins: a turn begins with it, or where there are no turns another mapping gets
 *	the device
 * @switched: another mapping had the device before
 * @start: when it began; valid if @begins
 */
struct devmap_turn {
	bool begins;
	bool switched;
	ktime_t start;
};

/* Zeroed, with its locks initialised; for every turn in the same place. */
static struct devmap_ctx *devmap_ctx_blank(void)
{
	struct devmap_ctx *ctx = kzalloc(sizeof(*ctx), GFP_KERNEL);

	if (!ctx)
		return NULL;
	refcount_set(&ctx->refs, 1);
	init_rwsem(&ctx->softlock);
	spin_lock_init(&ctx->lock);
	INIT_LIST_HEAD(&ctx->waiters);
	return ctx;
}

/**
 * devmap_ctx_specimen() - the turn of no device, to show lockdep its locks
 *
 * Return: to be freed with devmap_ctx_specimen_free(), or NULL.
 */
struct devmap_ctx *devmap_ctx_specimen(void)
{
	return devmap_ctx_blank();
}

/**
 * devmap_ctx_specimen_free() - free a specimen
 * @ctx: from devmap_ctx_specimen()
 */
void devmap_ctx_specimen_free(struct devmap_ctx *ctx)
{
	kfree(ctx);
}

/**
 * devmap_ctx_get() - the turn of a device and access callback
 * @dip: the device
 * @access: the driver's devmap_access(9E)
 *
 * Context: process, may sleep.
 * Return: a reference, or NULL without memory.
 */
struct devmap_ctx *devmap_ctx_get(struct dev_info *dip, devmap_access_fn *access)
{
	struct devmap_space *space = &dip->space;
	struct devmap_ctx *ctx;

	mutex_lock(&space->lock);
	list_for_each_entry(ctx, &space->ctxs, node) {
		if (ctx->access == access) {
			refcount_inc(&ctx->refs);
			goto out_unlock;
		}
	}
	ctx = devmap_ctx_blank();
	if (!ctx)
		goto out_unlock;
	ctx->dip = dip;
	ctx->access = access;
	list_add(&ctx->node, &space->ctxs);
out_unlock:
	mutex_unlock(&space->lock);
	return ctx;
}

/**
 * devmap_ctx_put() - give back a reference
 * @ctx: from devmap_ctx_get(), or a waiter's
 */
void devmap_ctx_put(struct devmap_ctx *ctx)
{
	struct dev_info *dip = ctx->dip;

	if (!refcount_dec_and_mutex_lock(&ctx->refs, &dip->space.lock))
		return;
	list_del(&ctx->node);
	mutex_unlock(&dip->space.lock);
	WARN_ON(!list_empty(&ctx->waiters));
	kfree(ctx);
}

static bool devmap_ctx_owned(const struct devmap_ctx *ctx,
			     const struct devmap_segment *seg, ktime_t now)
{
	return ctx->owner == seg && ktime_before(now, ctx->until);
}

static bool devmap_ctx_idle(const struct devmap_ctx *ctx, ktime_t now)
{
	return !ctx->running && ktime_compare(now, ctx->until) >= 0;
}

static bool devmap_ctx_grant_pending(const struct devmap_ctx *ctx, ktime_t now)
{
	return ctx->granted && ktime_before(now, ctx->granted_until);
}

static struct devmap_waiter *devmap_ctx_first_waiter(struct devmap_ctx *ctx)
{
	return list_first_entry_or_null(&ctx->waiters, struct devmap_waiter, node);
}

static void devmap_ctx_wake(struct devmap_ctx *ctx)
{
	struct devmap_waiter *first = devmap_ctx_first_waiter(ctx);

	if (first)
		wake_up_process(first->task);
}

/* May @seg begin a turn now, if it has none? */
static bool devmap_ctx_may_begin(struct devmap_ctx *ctx, ktime_t now,
				 const struct devmap_segment *seg)
{
	if (devmap_ctx_grant_pending(ctx, now))
		return ctx->granted == current && devmap_ctx_idle(ctx, now);
	if (!list_empty(&ctx->waiters))
		return false;
	/* Nobody else wants the device: the last owner need not wait for itself. */
	return ctx->owner == seg || devmap_ctx_idle(ctx, now);
}

static void devmap_ctx_begin(struct devmap_ctx *ctx,
			     const struct devmap_segment *seg)
{
	if (ctx->granted == current)
		ctx->granted = NULL;
	ctx->owner = seg;
	ctx->until = KTIME_MAX;
}

static void devmap_ctx_queue(struct devmap_ctx *ctx, struct devmap_waiter *waiter,
			     const struct devmap_hdl *hdl, ktime_t now)
{
	if (waiter->ctx)
		return;
	refcount_inc(&ctx->refs);
	refcount_inc(&hdl->seg->client->refs);
	waiter->ctx = ctx;
	waiter->seg = hdl->seg;
	waiter->task = current;
	waiter->client = hdl->seg->client;
	waiter->handle = hdl->id;
	waiter->since = now;
	list_add_tail(&waiter->node, &ctx->waiters);
	WRITE_ONCE(ctx->nr_waiters, ctx->nr_waiters + 1);
}

/*
 * Returns true if the turn is the mapping's, and says in @turn whether it begins
 * with this callback. False: the fault has to wait, and is queued.
 */
static bool devmap_ctx_take(struct devmap_ctx *ctx, struct devmap_waiter *waiter,
			    const struct devmap_hdl *hdl, struct devmap_turn *turn)
{
	const struct devmap_segment *seg = hdl->seg;
	ktime_t now = ktime_get();
	bool mine, taken;

	turn->start = now;
	spin_lock(&ctx->lock);
	mine = ctx->dead || devmap_ctx_owned(ctx, seg, now);
	turn->begins = !mine && devmap_ctx_may_begin(ctx, now, seg);
	taken = mine || turn->begins;
	if (turn->begins) {
		devmap_ctx_begin(ctx, seg);
		turn->switched = devmap_holder_begin(ctx, hdl, now);
	}
	if (taken)
		ctx->running++;
	else
		devmap_ctx_queue(ctx, waiter, hdl, now);
	spin_unlock(&ctx->lock);
	return taken;
}

/* The owner's other threads have it too, and need not wait until it is over. */
static void devmap_ctx_wake_owner(struct devmap_ctx *ctx)
{
	struct devmap_waiter *waiter;

	list_for_each_entry(waiter, &ctx->waiters, node)
		if (waiter->seg == ctx->owner)
			wake_up_process(waiter->task);
}

/* A callback has ended, at @now if a turn began with it; @hold_ns is 0 if it failed. */
static void devmap_ctx_done(struct devmap_ctx *ctx, const struct devmap_turn *turn,
			    u64 hold_ns, ktime_t now)
{
	spin_lock(&ctx->lock);
	ctx->running--;
	if (turn->begins) {
		ctx->until = hold_ns ? ktime_add_ns(now, hold_ns) : 0;
		devmap_ctx_wake_owner(ctx);
	}
	if (!ctx->running)
		devmap_ctx_wake(ctx);
	spin_unlock(&ctx->lock);
}

/* Nobody takes turns; who gets the device is noted all the same. */
static void devmap_ctx_pass(struct devmap_ctx *ctx, const struct devmap_hdl *hdl,
			    struct devmap_turn *turn)
{
	if (READ_ONCE(ctx->holder.seg) == hdl->seg)
		return;
	turn->start = ktime_get();
	spin_lock(&ctx->lock);
	if (ctx->holder.seg != hdl->seg) {
		turn->begins = true;
		turn->switched = devmap_holder_begin(ctx, hdl, turn->start);
	}
	spin_unlock(&ctx->lock);
}

/* For people: what the switch has cost. Returns the time, if a turn began. */
static ktime_t devmap_turn_note(const struct devmap_hdl *hdl,
				const struct devmap_turn *turn)
{
	ktime_t now;
	u64 ns;

	if (!turn->begins)
		return 0;
	now = ktime_get();
	ns = ktime_to_ns(ktime_sub(now, turn->start));
	if (turn->switched)
		devmap_stats_switched(&hdl->seg->dip->stats, ns);
	trace_release(hdl, ns);
	return now;
}

/**
 * devmap_ctx_leave() - a mapping is gone, and with it its turn
 * @ctx: the turn
 * @seg: the mapping; none of its callbacks runs
 */
void devmap_ctx_leave(struct devmap_ctx *ctx, const struct devmap_segment *seg)
{
	spin_lock(&ctx->lock);
	if (ctx->holder.seg == seg)
		devmap_holder_end(ctx, ktime_get());
	if (ctx->granted && ctx->granted_to == seg) {
		ctx->granted = NULL;
		devmap_ctx_wake(ctx);
	}
	if (ctx->owner == seg) {
		ctx->owner = NULL;
		ctx->until = 0;
		devmap_ctx_wake(ctx);
	}
	spin_unlock(&ctx->lock);
}

/**
 * devmap_ctx_kill() - the device is gone, nobody has to wait for it
 * @ctx: the turn
 */
void devmap_ctx_kill(struct devmap_ctx *ctx)
{
	struct devmap_waiter *waiter;

	spin_lock(&ctx->lock);
	ctx->dead = true;
	list_for_each_entry(waiter, &ctx->waiters, node)
		wake_up_process(waiter->task);
	spin_unlock(&ctx->lock);
}

/*
 * What ends a wait: 0 if the turn is granted, or another thread of the mapping has
 * begun one, or the device is gone; -EINTR if the task was killed; -EAGAIN if it has to
 * sleep on, until @until.
 */
static int devmap_ctx_poll(struct devmap_ctx *ctx, struct devmap_waiter *waiter,
			   ktime_t *until)
{
	ktime_t now = ktime_get();

	*until = KTIME_MAX;
	if (ctx->dead || devmap_ctx_owned(ctx, waiter->seg, now))
		return 0;
	if (fatal_signal_pending(current))
		return -EINTR;
	if (devmap_ctx_first_waiter(ctx) != waiter)
		return -EAGAIN;
	if (devmap_ctx_grant_pending(ctx, now)) {
		*until = ctx->granted_until;
		return -EAGAIN;
	}
	if (!devmap_ctx_idle(ctx, now)) {
		if (!ctx->running)
			*until = ctx->until;
		return -EAGAIN;
	}
	ctx->granted = current;
	ctx->granted_to = waiter->seg;
	ctx->granted_until = ktime_add_ns(now, DEVMAP_GRANT_NS);
	return 0;
}

static void devmap_waiter_remove(struct devmap_waiter *waiter)
{
	struct devmap_ctx *ctx = waiter->ctx;

	list_del_init(&waiter->node);
	WRITE_ONCE(ctx->nr_waiters, ctx->nr_waiters - 1);
	/* The next one is the first now, and has to look at the clock. */
	devmap_ctx_wake(ctx);
}

/* The waiter is not queued any more. */
static void devmap_waiter_forget(struct devmap_waiter *waiter)
{
	struct devmap_ctx *ctx = waiter->ctx;

	waiter->ctx = NULL;
	devmap_client_put(waiter->client);
	devmap_ctx_put(ctx);
}

static void devmap_waiter_note(const struct devmap_waiter *waiter, int err)
{
	u64 ns = ktime_to_ns(ktime_sub(ktime_get(), waiter->since));

	atomic64_add(ns, &waiter->client->wait_ns);
	devmap_stats_waited(&waiter->ctx->dip->stats, ns);
	trace_wait_end(waiter, ns, err);
}

/**
 * devmap_ctx_wait() - sleep until it is the waiter's turn
 * @waiter: queued by devmap_do_ctxmgt(); not queued any more on return
 *
 * Context: process, sleeps. No lock of ours is held; whether the mmap_lock is,
 * is the caller's affair.
 * Return: 0 if the turn is granted to the calling task, which claims it by
 * faulting again; -EINTR if it was killed.
 */
int devmap_ctx_wait(struct devmap_waiter *waiter)
{
	struct devmap_ctx *ctx = waiter->ctx;
	ktime_t until;
	int err;

	trace_wait_begin(waiter);
	for (;;) {
		set_current_state(TASK_KILLABLE);
		spin_lock(&ctx->lock);
		err = devmap_ctx_poll(ctx, waiter, &until);
		if (err != -EAGAIN)
			break;
		spin_unlock(&ctx->lock);
		schedule_hrtimeout_range(until == KTIME_MAX ? NULL : &until,
					 DEVMAP_SLACK_NS, HRTIMER_MODE_ABS);
	}
	devmap_waiter_remove(waiter);
	spin_unlock(&ctx->lock);
	__set_current_state(TASK_RUNNING);
	devmap_waiter_note(waiter, err);
	devmap_waiter_forget(waiter);
	return err;
}

/**
 * devmap_ctx_cancel() - do not wait after all
 * @waiter: queued by devmap_do_ctxmgt(); not queued any more on return
 */
void devmap_ctx_cancel(struct devmap_waiter *waiter)
{
	struct devmap_ctx *ctx = waiter->ctx;

	spin_lock(&ctx->lock);
	devmap_waiter_remove(waiter);
	spin_unlock(&ctx->lock);
	devmap_waiter_forget(waiter);
}

static u64 devmap_hold_ns(const struct devmap_hdl *hdl)
{
	clock_t ticks = READ_ONCE(hdl->dh.dh_timeout_length);

	/* For ever is half of what the clock can count. */
	return clamp_t(clock_t, ticks, 0, KTIME_MAX / 2 / DDI_TICK_NS) * DDI_TICK_NS;
}

/**
 * devmap_do_ctxmgt() - run a context management callback when its turn comes
 * @dhp: the handle that devmap_access(9E) was called with
 * @pvtp: the driver's data for it
 * @off: user offset of the access
 * @len: bytes
 * @type: DEVMAP_ACCESS, DEVMAP_LOCK or DEVMAP_UNLOCK
 * @rw: DEVMAP_READ, DEVMAP_WRITE or DEVMAP_EXEC
 * @devmap_contextmgt: the callback, devmap_contextmgt(9E)
 *
 * If the handle has a hold time, the callback runs only when the hold times of
 * those who came before are over. A driver returns from devmap_access(9E)
 * whatever this returns: where the fault has to wait, it waits after that
 * return, with no lock held, and devmap_access(9E) is called again.
 *
 * Context: process, inside devmap_access(9E). May sleep.
 * Return: what the callback returned; FC_HWERR without a callback;
 * FC_MAKE_ERR(EINVAL) outside of devmap_access(9E), for a handle that has none, or
 * for another one than it was called with; FC_MAKE_ERR(EAGAIN) where the fault has
 * to wait.
 * See devmap_do_ctxmgt(9F).
 */
int devmap_do_ctxmgt(devmap_cookie_t dhp, void *pvtp, offset_t off, size_t len,
		     uint_t type, uint_t rw,
		     int (*devmap_contextmgt)(devmap_cookie_t dhp, void *pvtp,
					      offset_t off, size_t len,
					      uint_t type, uint_t rw))
{
	struct devmap_hdl *hdl = devmap_hdl_of(dhp, __func__);
	struct devmap_fault *fault;
	struct devmap_turn turn = { };
	struct devmap_ctx *ctx;
	ktime_t now;
	u64 hold_ns;
	bool turns;
	int err;

	if (!hdl || !devmap_contextmgt)
		return FC_HWERR;
	ctx = hdl->dh.dh_ctx;
	fault = devmap_fault_current(hdl->seg, __func__);
	if (!ctx || !fault)
		return FC_MAKE_ERR(EINVAL);
	if (fault->hdl != hdl) {
		pr_warn_ratelimited("%s: not the handle that devmap_access(9E) was called with\n",
				    __func__);
		return FC_MAKE_ERR(EINVAL);
	}
	if (!pvtp)
		pvtp = hdl->dh.dh_pvtp;
	devmap_invariant_managed(hdl->seg);
	hold_ns = devmap_hold_ns(hdl);
	if (READ_ONCE(ctx->dip->stats.hold_ns) != hold_ns)
		WRITE_ONCE(ctx->dip->stats.hold_ns, hold_ns);
	/* What DEVMAP_LOCK got stays until DEVMAP_UNLOCK, whoever waits. */
	turns = hold_ns && type != DEVMAP_UNLOCK;
	if (!turns)
		devmap_ctx_pass(ctx, hdl, &turn);
	else if (!devmap_ctx_take(ctx, &fault->waiter, hdl, &turn))
		return FC_MAKE_ERR(EAGAIN);
	err = devmap_contextmgt(dhp, pvtp, off, len, type, rw);
	now = devmap_turn_note(hdl, &turn);
	/* Read again: the callback may have set another hold time. */
	if (turns)
		devmap_ctx_done(ctx, &turn, err ? 0 : devmap_hold_ns(hdl), now);
	return err;
}
EXPORT_SYMBOL_GPL(devmap_do_ctxmgt);

/**
 * devmap_set_ctx_timeout() - set the hold time of a handle
 * @dhp: the handle
 * @ticks: in clock ticks, see drv_usectohz(9F); 0 or less for none
 *
 * Counts from the next callback on. Inherited by forks and by the second half
 * of a handle that is split.
 *
 * Context: any. See devmap_set_ctx_timeout(9F).
 */
void devmap_set_ctx_timeout(devmap_cookie_t dhp, clock_t ticks)
{
	struct devmap_hdl *hdl = devmap_hdl_of(dhp, __func__);

	if (hdl)
		WRITE_ONCE(hdl->dh.dh_timeout_length, ticks);
}
EXPORT_SYMBOL_GPL(devmap_set_ctx_timeout);
