// SPDX-License-Identifier: GPL-2.0
/*
 * Numbers of a device. What every fault counts is counted by each CPU for itself;
 * what comes with a sleep or a switch is a plain atomic.
 */
#include <linux/bitops.h>
#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/percpu.h>

#include "../ddi/node.h"
#include "segment.h"
#include "stats.h"
#include "trace.h"

/**
 * devmap_stats_init() - numbers of a new device
 * @stats: zeroed
 *
 * Return: 0, -ENOMEM.
 */
int devmap_stats_init(struct devmap_stats *stats)
{
	stats->cpu = alloc_percpu(struct devmap_counters);
	return stats->cpu ? 0 : -ENOMEM;
}

/**
 * devmap_stats_destroy() - the device is gone
 * @stats: its numbers
 */
void devmap_stats_destroy(struct devmap_stats *stats)
{
	free_percpu(stats->cpu);
}

/* Its CPU counts meanwhile. */
static void devmap_counters_reset(struct devmap_counters *one)
{
	WRITE_ONCE(one->faults, 0);
	WRITE_ONCE(one->loads, 0);
	WRITE_ONCE(one->unloads, 0);
}

static void devmap_latency_reset(struct devmap_latency *lat)
{
	unsigned int i;

	for (i = 0; i < DEVMAP_LATENCY_BUCKETS; i++)
		atomic_long_set(&lat->count[i], 0);
}

/**
 * devmap_stats_reset() - begin to count anew
 * @stats: what is now there, handles and mappings, stays
 *
 * What is counted meanwhile may be counted or forgotten.
 */
void devmap_stats_reset(struct devmap_stats *stats)
{
	int cpu;

	for_each_possible_cpu(cpu)
		devmap_counters_reset(per_cpu_ptr(stats->cpu, cpu));
	atomic_long_set(&stats->failures, 0);
	atomic_long_set(&stats->switches, 0);
	atomic_long_set(&stats->waits, 0);
	atomic64_set(&stats->wait_ns_total, 0);
	atomic64_set(&stats->wait_ns_max, 0);
	devmap_latency_reset(&stats->switching);
	devmap_latency_reset(&stats->waiting);
}

/**
 * devmap_stats_sum() - what all CPUs have counted
 * @stats: of a device
 */
struct devmap_counters devmap_stats_sum(const struct devmap_stats *stats)
{
	struct devmap_counters sum = { };
	int cpu;

	for_each_possible_cpu(cpu) {
		const struct devmap_counters *one = per_cpu_ptr(stats->cpu, cpu);

		sum.faults += READ_ONCE(one->faults);
		sum.loads += READ_ONCE(one->loads);
		sum.unloads += READ_ONCE(one->unloads);
	}
	return sum;
}

static void devmap_latency_add(struct devmap_latency *lat, u64 ns)
{
	unsigned int bucket = min(fls64(ns), DEVMAP_LATENCY_BUCKETS - 1);

	atomic_long_inc(&lat->count[bucket]);
}

/**
 * devmap_stats_waited() - a fault has waited for its turn
 * @stats: of the device
 * @ns: how long
 */
void devmap_stats_waited(struct devmap_stats *stats, u64 ns)
{
	s64 max = atomic64_read(&stats->wait_ns_max);

	atomic_long_inc(&stats->waits);
	atomic64_add(ns, &stats->wait_ns_total);
	devmap_latency_add(&stats->waiting, ns);
	while ((s64)ns > max &&
	       !atomic64_try_cmpxchg(&stats->wait_ns_max, &max, ns))
		;
}

/**
 * devmap_stats_switched() - the device was given to another mapping
 * @stats: of the device
 * @ns: how long the callback took
 */
void devmap_stats_switched(struct devmap_stats *stats, u64 ns)
{
	devmap_latency_add(&stats->switching, ns);
}

/**
 * devmap_failed() - something failed that a person may want to know of
 * @seg: of which mapping
 * @handle: number of the handle, or 0
 * @what: see &enum devmap_fail
 * @ret: what the driver or the layer returned
 */
void devmap_failed(struct devmap_segment *seg, u32 handle, enum devmap_fail what,
		   int ret)
{
	atomic_long_inc(&seg->dip->stats.failures);
	trace_fail(seg, handle, what, ret);
}
