// SPDX-License-Identifier: GPL-2.0
/*
 * Clients: one for each process and device, as long as the process has a mapping of
 * it. A process uses few devices and a device may have many processes: the client
 * is looked for in the list of the process.
 */
#include <linux/slab.h>

#include "as.h"
#include "client.h"
#include "space.h"

static struct devmap_client *devmap_client_find(struct devmap_space *space,
						struct as *as)
{
	struct devmap_client *client, *found = NULL;

	spin_lock(&as->lock);
	list_for_each_entry(client, &as->clients, in_as) {
		if (client->space == space) {
			found = client;
			break;
		}
	}
	spin_unlock(&as->lock);
	return found;
}

static struct devmap_client *devmap_client_new(struct devmap_space *space,
					       struct as *as)
{
	struct devmap_client *client = kzalloc(sizeof(*client), GFP_KERNEL_ACCOUNT);

	if (!client)
		return NULL;
	refcount_set(&client->refs, 1);
	refcount_inc(&as->refs);
	client->space = space;
	client->as = as;
	list_add_tail(&client->in_space, &space->clients);
	spin_lock(&as->lock);
	list_add(&client->in_as, &as->clients);
	spin_unlock(&as->lock);
	return client;
}

/**
 * devmap_client_get() - a process as a user of a device
 * @space: the device's; its lock is held
 * @as: the process
 *
 * Context: process, may sleep.
 * Return: a reference, or NULL without memory.
 */
struct devmap_client *devmap_client_get(struct devmap_space *space, struct as *as)
{
	struct devmap_client *client;

	lockdep_assert_held(&space->lock);
	client = devmap_client_find(space, as);
	if (!client)
		return devmap_client_new(space, as);
	/* The last one is given back under the lock: what is found, lives. */
	refcount_inc(&client->refs);
	return client;
}

/**
 * devmap_client_put() - give back a reference
 * @client: or NULL
 *
 * Context: process, may sleep.
 */
void devmap_client_put(struct devmap_client *client)
{
	struct as *as;

	if (!client ||
	    !refcount_dec_and_mutex_lock(&client->refs, &client->space->lock))
		return;
	as = client->as;
	list_del(&client->in_space);
	spin_lock(&as->lock);
	list_del(&client->in_as);
	spin_unlock(&as->lock);
	mutex_unlock(&client->space->lock);
	as_put(as);
	kfree(client);
}

/**
 * devmap_client_reset() - begin to count anew
 * @client: of which process
 */
void devmap_client_reset(struct devmap_client *client)
{
	atomic_long_set(&client->accesses, 0);
	atomic_long_set(&client->acquires, 0);
	atomic64_set(&client->wait_ns, 0);
	atomic64_set(&client->owned_ns, 0);
}
