/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Clients: what a process does with a device, for people.
 */
#ifndef _DEVMAP_CLIENT_H
#define _DEVMAP_CLIENT_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/refcount.h>

struct as;
struct devmap_space;

/**
 * struct devmap_client - a process that has mappings of a device
 * @in_space: in &devmap_space.clients
 * @in_as: in &as.clients
 * @refs: its segments, and faults of it that wait
 * @space: the device's; whoever has a reference here holds the device too
 * @as: the process, with a reference
 * @accesses: calls of devmap_access(9E)
 * @acquires: turns that it began
 * @wait_ns: how long its faults waited
 * @owned_ns: how long it was the one that the driver had given the device to last
 */
struct devmap_client {
	struct list_head in_space;
	struct list_head in_as;
	refcount_t refs;
	struct devmap_space *space;
	struct as *as;
	atomic_long_t accesses;
	atomic_long_t acquires;
	atomic64_t wait_ns;
	atomic64_t owned_ns;
};

struct devmap_client *devmap_client_get(struct devmap_space *space, struct as *as);
void devmap_client_put(struct devmap_client *client);
void devmap_client_reset(struct devmap_client *client);

#endif /* _DEVMAP_CLIENT_H */
