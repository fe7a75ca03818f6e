/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Numbers of a device, for people: docs/tracing.md says what each one is.
 */
#ifndef _DEVMAP_STATS_H
#define _DEVMAP_STATS_H

#include <linux/atomic.h>
#include <linux/percpu.h>
#include <linux/types.h>

struct devmap_segment;

/* Bucket b counts times of 2^(b-1) to 2^b - 1 ns; the last one all above. */
#define DEVMAP_LATENCY_BUCKETS	40

/**
 * struct devmap_counters - what is counted in every fault, one for each CPU
 * @faults: touches that came to the layer, and their retries
 * @loads: validations that succeeded
 * @unloads: revocations that had something to revoke
 */
struct devmap_counters {
	unsigned long faults;
	unsigned long loads;
	unsigned long unloads;
};

/**
 * struct devmap_latency - how long something took
 * @count: how often, by the logarithm of the time
 */
struct devmap_latency {
	atomic_long_t count[DEVMAP_LATENCY_BUCKETS];
};

/**
 * struct devmap_stats - numbers of a device
 * @cpu: the counters of the way of a fault
 * @handle_ids: the last number that a handle got; never set back
 * @handles: handles there are
 * @mappings: segments there are
 * @failures: see &enum devmap_fail
 * @switches: callbacks that gave the device to another mapping
 * @waits: faults that waited for their turn
 * @wait_ns_total: how long, all together
 * @wait_ns_max: the longest
 * @hold_ns: hold time of the last turn that began
 * @switching: how long those callbacks took
 * @waiting: how long those waits took
 */
struct devmap_stats {
	struct devmap_counters __percpu *cpu;
	atomic_t handle_ids;
	atomic_t handles;
	atomic_t mappings;
	atomic_long_t failures;
	atomic_long_t switches;
	atomic_long_t waits;
	atomic64_t wait_ns_total;
	atomic64_t wait_ns_max;
	u64 hold_ns;
	struct devmap_latency switching;
	struct devmap_latency waiting;
};

/* What failed; stable numbers of the tracepoint devmap:fail. */
enum devmap_fail {
	DEVMAP_FAIL_SIGBUS = 1,		/* a touch became SIGBUS */
	DEVMAP_FAIL_DUP = 2,		/* a fork's mapping is dead */
	DEVMAP_FAIL_MAP = 3,		/* mmap(2) was refused */
};

int devmap_stats_init(struct devmap_stats *stats);
void devmap_stats_destroy(struct devmap_stats *stats);
void devmap_stats_reset(struct devmap_stats *stats);
struct devmap_counters devmap_stats_sum(const struct devmap_stats *stats);
void devmap_stats_waited(struct devmap_stats *stats, u64 ns);
void devmap_stats_switched(struct devmap_stats *stats, u64 ns);
void devmap_failed(struct devmap_segment *seg, u32 handle, enum devmap_fail what,
		   int ret);

#endif /* _DEVMAP_STATS_H */
