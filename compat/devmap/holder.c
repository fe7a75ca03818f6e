// SPDX-License-Identifier: GPL-2.0
/*
 * Whom the driver has given a device to last, and for how long.
 */
#include <linux/ktime.h>

#include "../ddi/node.h"
#include "as.h"
#include "client.h"
#include "ctx.h"
#include "handle.h"
#include "holder.h"
#include "segment.h"
#include "trace.h"

/**
 * devmap_holder_charge() - charge the holder's process for its time up to now
 * @ctx: the turn; its lock is held
 * @now: the time
 */
void devmap_holder_charge(struct devmap_ctx *ctx, ktime_t now)
{
	struct devmap_holder *holder = &ctx->holder;

	lockdep_assert_held(&ctx->lock);
	if (!holder->seg)
		return;
	atomic64_add(ktime_to_ns(ktime_sub(now, holder->charged)),
		     &holder->client->owned_ns);
	holder->charged = now;
}

/**
 * devmap_holder_end() - the holder loses the device, or has left
 * @ctx: the turn; its lock is held
 * @now: the time
 */
void devmap_holder_end(struct devmap_ctx *ctx, ktime_t now)
{
	struct devmap_holder *holder = &ctx->holder;

	if (!holder->seg)
		return;
	devmap_holder_charge(ctx, now);
	trace_expire(ctx, ktime_to_ns(ktime_sub(now, holder->since)));
	WRITE_ONCE(holder->seg, NULL);
	holder->client = NULL;
}

/**
 * devmap_holder_begin() - a mapping's context callback is about to run
 * @ctx: the turn; its lock is held
 * @hdl: the handle that it runs for
 * @now: the time
 *
 * Return: whether another mapping had the device before.
 */
bool devmap_holder_begin(struct devmap_ctx *ctx, const struct devmap_hdl *hdl,
			 ktime_t now)
{
	struct devmap_holder *holder = &ctx->holder;
	struct devmap_segment *seg = hdl->seg;
	bool switched = holder->seg != seg;
	pid_t prev = holder->pid;

	if (switched) {
		devmap_holder_end(ctx, now);
		WRITE_ONCE(holder->seg, seg);
		holder->client = seg->client;
		holder->since = now;
		holder->charged = now;
		atomic_long_inc(&ctx->dip->stats.switches);
	}
	holder->handle = hdl->id;
	WRITE_ONCE(holder->pid, READ_ONCE(seg->seg.s_as->pid));
	atomic_long_inc(&seg->client->acquires);
	trace_acquire(hdl, prev, switched);
	return switched;
}
