/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Whom the driver has given a device to last, for people.
 */
#ifndef _DEVMAP_HOLDER_H
#define _DEVMAP_HOLDER_H

#include <linux/ktime.h>
#include <linux/types.h>

struct devmap_client;
struct devmap_ctx;
struct devmap_hdl;
struct devmap_segment;

/**
 * struct devmap_holder - the mapping whose context callback ran last
 * @seg: the mapping, or NULL if it has left; compared, never followed
 * @client: its process, valid as long as @seg is not NULL
 * @handle: number of the handle
 * @pid: its process; stays when the mapping has left
 * @since: when it got the device
 * @charged: up to when its process was charged for it
 *
 * Not the owner of the turn, &devmap_ctx.owner: there is a holder also where the
 * driver has set no hold time, and nobody takes turns.
 */
struct devmap_holder {
	const struct devmap_segment *seg;
	struct devmap_client *client;
	u32 handle;
	pid_t pid;
	ktime_t since;
	ktime_t charged;
};

bool devmap_holder_begin(struct devmap_ctx *ctx, const struct devmap_hdl *hdl,
			 ktime_t now);
void devmap_holder_end(struct devmap_ctx *ctx, ktime_t now);
void devmap_holder_charge(struct devmap_ctx *ctx, ktime_t now);

#endif /* _DEVMAP_HOLDER_H */
