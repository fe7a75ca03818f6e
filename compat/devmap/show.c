// SPDX-License-Identifier: GPL-2.0
/*
 * The state of a device in words; docs/tracing.md says what they mean.
 *
 * Everything runs meanwhile. The lists of the device are read under the device's
 * lock, which no fault takes; the lock of a turn, which faults take, is held to copy
 * what it protects, and not while it is printed; the handles of a mapping are read
 * under the mapping's lock, beside its faults, one mapping after the other.
 *
 * The first line of a table names its columns. The name of a process may have spaces;
 * what stands before it and behind it are numbers.
 */
#include <linux/mm.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#include <sys/ddidevmap.h>

#include "../ddi/node.h"
#include "as.h"
#include "client.h"
#include "ctx.h"
#include "handle.h"
#include "segment.h"
#include "show.h"
#include "stats.h"

/**
 * struct devmap_owner - a copy of who has a device
 * @pid: process, or 0 for nobody
 * @comm: its name
 * @since: when it got it
 * @left: until when it cannot be taken away, in us
 * @waiters: how many wait for it
 */
struct devmap_owner {
	pid_t pid;
	char comm[TASK_COMM_LEN];
	ktime_t since;
	s64 left;
	unsigned int waiters;
};

/* A copy of a fault that waits. */
struct devmap_waiting {
	pid_t pid;
	char comm[TASK_COMM_LEN];
	ktime_t since;
};

/*
 * A program chooses its name: no control character of it reaches root's terminal, nor
 * ends a line. The backslash begins what stands for one.
 */
static const char devmap_comm_escaped[] =
	"\001\002\003\004\005\006\007\010\011\012\013\014\015\016\017\020"
	"\021\022\023\024\025\026\027\030\031\032\033\034\035\036\037\177\\";

static void devmap_show_comm(struct seq_file *m, const char *comm)
{
	seq_escape(m, *comm ? comm : "?", devmap_comm_escaped);
}

static s64 devmap_hold_left(const struct devmap_ctx *ctx, ktime_t now)
{
	/* The callback that gives the device still runs: its hold time is to come. */
	if (!ctx->owner || ctx->until == KTIME_MAX)
		return 0;
	return max_t(s64, ktime_us_delta(ctx->until, now), 0);
}

static void devmap_ctx_owner(struct devmap_ctx *ctx, ktime_t now,
			     struct devmap_owner *owner)
{
	memset(owner, 0, sizeof(*owner));
	spin_lock(&ctx->lock);
	owner->waiters = ctx->nr_waiters;
	if (ctx->holder.seg) {
		struct as *as = ctx->holder.client->as;

		owner->pid = as_pid(as);
		memcpy(owner->comm, as->comm, sizeof(owner->comm));
		owner->since = ctx->holder.since;
		owner->left = devmap_hold_left(ctx, now);
	}
	spin_unlock(&ctx->lock);
}

/*
 * A driver with several access callbacks has several turns; most have one. Who got the
 * device last, is the owner of the device.
 */
static void devmap_space_owner(struct devmap_space *space, struct devmap_owner *owner)
{
	ktime_t now = ktime_get();
	struct devmap_owner one;
	struct devmap_ctx *ctx;
	unsigned int waiters = 0;

	memset(owner, 0, sizeof(*owner));
	mutex_lock(&space->lock);
	list_for_each_entry(ctx, &space->ctxs, node) {
		devmap_ctx_owner(ctx, now, &one);
		waiters += one.waiters;
		if (one.pid && ktime_after(one.since, owner->since))
			*owner = one;
	}
	mutex_unlock(&space->lock);
	owner->waiters = waiters;
}

/**
 * devmap_owner_pid() - who has a device
 * @dip: the device
 *
 * Return: the process, or 0.
 */
pid_t devmap_owner_pid(struct dev_info *dip)
{
	struct devmap_owner owner;

	devmap_space_owner(&dip->space, &owner);
	return owner.pid;
}

static void devmap_show_counters(struct seq_file *m, const struct devmap_stats *stats)
{
	struct devmap_counters sum = devmap_stats_sum(stats);

	seq_printf(m, "switches %ld\n", atomic_long_read(&stats->switches));
	seq_printf(m, "waits %ld\n", atomic_long_read(&stats->waits));
	seq_printf(m, "wait_ns_total %lld\n",
		   (long long)atomic64_read(&stats->wait_ns_total));
	seq_printf(m, "wait_ns_max %lld\n",
		   (long long)atomic64_read(&stats->wait_ns_max));
	seq_printf(m, "faults %lu\n", sum.faults);
	seq_printf(m, "loads %lu\n", sum.loads);
	seq_printf(m, "unloads %lu\n", sum.unloads);
	seq_printf(m, "failures %ld\n", atomic_long_read(&stats->failures));
}

/**
 * devmap_show_status() - all of a device at a glance
 * @m: where to
 * @dip: the device
 *
 * Return: 0.
 */
int devmap_show_status(struct seq_file *m, struct dev_info *dip)
{
	const struct devmap_stats *stats = &dip->stats;
	struct devmap_owner owner;

	devmap_space_owner(&dip->space, &owner);
	seq_printf(m, "device %s\n", dip->name);
	seq_printf(m, "driver %s\n", dip->drv->name);
	seq_printf(m, "instance %d\n", dip->instance);
	seq_printf(m, "handles %d\n", atomic_read(&stats->handles));
	seq_printf(m, "mappings %d\n", atomic_read(&stats->mappings));
	seq_printf(m, "owner_pid %d\n", owner.pid);
	seq_puts(m, "owner_comm ");
	devmap_show_comm(m, owner.pid ? owner.comm : "-");
	seq_printf(m, "\nhold_left_us %lld\n", owner.left);
	seq_printf(m, "waiters %u\n", owner.waiters);
	devmap_show_counters(m, stats);
	return 0;
}

/**
 * devmap_show_owner() - who has a device
 * @m: where to
 * @dip: the device
 *
 * Return: 0.
 */
int devmap_show_owner(struct seq_file *m, struct dev_info *dip)
{
	struct devmap_owner owner;

	devmap_space_owner(&dip->space, &owner);
	seq_puts(m, "pid comm held_us hold_left_us\n");
	if (!owner.pid)
		return 0;
	seq_printf(m, "%d ", owner.pid);
	devmap_show_comm(m, owner.comm);
	seq_printf(m, " %lld %lld\n", ktime_us_delta(ktime_get(), owner.since),
		   owner.left);
	return 0;
}

/* Returns how many there were when @n were copied at most. */
static unsigned int devmap_copy_waiting(struct devmap_ctx *ctx,
					struct devmap_waiting *to, unsigned int n)
{
	struct devmap_waiter *waiter;
	unsigned int i = 0;

	spin_lock(&ctx->lock);
	list_for_each_entry(waiter, &ctx->waiters, node) {
		if (i == n)
			break;
		to[i].pid = as_pid(waiter->client->as);
		memcpy(to[i].comm, waiter->client->as->comm, sizeof(to[i].comm));
		to[i++].since = waiter->since;
	}
	spin_unlock(&ctx->lock);
	return i;
}

static int devmap_show_waiting(struct seq_file *m, struct devmap_ctx *ctx)
{
	/* Those who come meanwhile may be left out. */
	unsigned int n = READ_ONCE(ctx->nr_waiters), i;
	struct devmap_waiting *copy;
	ktime_t now;

	if (!n)
		return 0;
	copy = kvmalloc_array(n, sizeof(*copy), GFP_KERNEL);
	if (!copy)
		return -ENOMEM;
	n = devmap_copy_waiting(ctx, copy, n);
	now = ktime_get();
	for (i = 0; i < n; i++) {
		seq_printf(m, "%d ", copy[i].pid);
		devmap_show_comm(m, copy[i].comm);
		seq_printf(m, " %lld\n", ktime_us_delta(now, copy[i].since));
	}
	kvfree(copy);
	return 0;
}

/**
 * devmap_show_waiters() - who waits for a device, first come first
 * @m: where to
 * @dip: the device
 *
 * Return: 0, -ENOMEM.
 */
int devmap_show_waiters(struct seq_file *m, struct dev_info *dip)
{
	struct devmap_space *space = &dip->space;
	struct devmap_ctx *ctx;
	int err = 0;

	seq_puts(m, "pid comm waited_us\n");
	mutex_lock(&space->lock);
	list_for_each_entry(ctx, &space->ctxs, node) {
		err = devmap_show_waiting(m, ctx);
		if (err)
			break;
	}
	mutex_unlock(&space->lock);
	return err;
}

static void devmap_show_handle(struct seq_file *m, const struct devmap_segment *seg,
			       const struct devmap_hdl *hdl)
{
	seq_printf(m, "%u %d ", hdl->id, as_pid(seg->seg.s_as));
	devmap_show_comm(m, seg->seg.s_as->comm);
	seq_printf(m, " %llu %zu %u %ld %d\n", (u64)hdl->dh.dh_uoff, hdl->dh.dh_len,
		   seg->map_flags, (long)READ_ONCE(hdl->dh.dh_timeout_length),
		   READ_ONCE(hdl->loaded));
}

static int devmap_show_segment(struct seq_file *m, struct devmap_segment *seg)
{
	struct rb_node *node;

	if (down_read_killable(&seg->lock))
		return -EINTR;
	for (node = rb_first(&seg->handles); node; node = rb_next(node))
		devmap_show_handle(m, seg, devmap_hdl_of_node(node));
	up_read(&seg->lock);
	return 0;
}

/*
 * The mapping behind @seg, or the first one, with a reference; gives back @seg. A
 * mapping that the removal of the device has taken off the list has none behind it.
 */
static struct devmap_segment *devmap_show_next(struct devmap_space *space,
					       struct devmap_segment *seg)
{
	struct list_head *at = seg ? &seg->in_space : &space->segments;
	struct devmap_segment *found = NULL;

	mutex_lock(&space->lock);
	if (seg && list_empty(at))
		goto out_unlock;
	while ((at = at->next) != &space->segments) {
		found = list_entry(at, struct devmap_segment, in_space);
		if (refcount_inc_not_zero(&found->refs))
			break;
		found = NULL;
	}
out_unlock:
	mutex_unlock(&space->lock);
	if (seg)
		devmap_segment_put(seg);
	return found;
}

/**
 * devmap_show_handles() - what is mapped of a device, and by whom
 * @m: where to
 * @dip: the device
 *
 * Return: 0, -EINTR if the reader was killed.
 */
int devmap_show_handles(struct seq_file *m, struct dev_info *dip)
{
	struct devmap_segment *seg = NULL;
	int err = 0;

	seq_puts(m, "id pid comm off len flags hold_ticks loaded\n");
	while ((seg = devmap_show_next(&dip->space, seg))) {
		err = devmap_show_segment(m, seg);
		/* What does not fit is asked for again, with more room. */
		if (err || seq_has_overflowed(m)) {
			devmap_segment_put(seg);
			break;
		}
	}
	return err;
}

static void devmap_charge_all(struct devmap_space *space)
{
	ktime_t now = ktime_get();
	struct devmap_ctx *ctx;

	lockdep_assert_held(&space->lock);
	list_for_each_entry(ctx, &space->ctxs, node) {
		spin_lock(&ctx->lock);
		devmap_holder_charge(ctx, now);
		spin_unlock(&ctx->lock);
	}
}

/**
 * devmap_show_processes() - what each process has had of a device
 * @m: where to
 * @dip: the device
 *
 * Return: 0.
 */
int devmap_show_processes(struct seq_file *m, struct dev_info *dip)
{
	struct devmap_space *space = &dip->space;
	struct devmap_client *client;

	seq_puts(m, "pid comm accesses acquires wait_ns owned_ns\n");
	mutex_lock(&space->lock);
	devmap_charge_all(space);
	list_for_each_entry(client, &space->clients, in_space) {
		seq_printf(m, "%d ", as_pid(client->as));
		devmap_show_comm(m, client->as->comm);
		seq_printf(m, " %ld %ld %lld %lld\n",
			   atomic_long_read(&client->accesses),
			   atomic_long_read(&client->acquires),
			   (long long)atomic64_read(&client->wait_ns),
			   (long long)atomic64_read(&client->owned_ns));
	}
	mutex_unlock(&space->lock);
	return 0;
}

/**
 * devmap_show_latency() - how long switches and waits took
 * @m: where to
 * @dip: the device
 *
 * Return: 0.
 */
int devmap_show_latency(struct seq_file *m, struct dev_info *dip)
{
	const struct devmap_stats *stats = &dip->stats;
	unsigned int i;

	seq_puts(m, "switches from_ns to_ns waits\n");
	for (i = 0; i < DEVMAP_LATENCY_BUCKETS; i++)
		seq_printf(m, "%ld %llu %llu %ld\n",
			   atomic_long_read(&stats->switching.count[i]),
			   i ? BIT_ULL(i - 1) : 0, BIT_ULL(i) - 1,
			   atomic_long_read(&stats->waiting.count[i]));
	return 0;
}

/**
 * devmap_show_reset() - begin to count anew
 * @dip: the device
 */
void devmap_show_reset(struct dev_info *dip)
{
	struct devmap_space *space = &dip->space;
	struct devmap_client *client;

	devmap_stats_reset(&dip->stats);
	mutex_lock(&space->lock);
	devmap_charge_all(space);
	list_for_each_entry(client, &space->clients, in_space)
		devmap_client_reset(client);
	mutex_unlock(&space->lock);
}
