// SPDX-License-Identifier: GPL-2.0
/*
 * Programs that agree on a lock around a plain mapping, and save and restore by
 * themselves: flock(2) and a futex.
 */
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "hub.h"

#define FLOCK_PATH	"/tmp/bench.lock"

static struct hub *flock_hub, *futex_hub;

/* Each of the two has a part of the device for itself. */
static void plain_open(struct end *end, size_t off)
{
	int fd = dev_open(DEV_PLAIN);

	end->len = page_up(end->bytes);
	end->map = dev_map(fd, end->len, off);
	close(fd);
}

static bool flock_prepare(size_t bytes)
{
	flock_hub = hub_alloc(bytes);
	return true;
}

static void flock_finish(void)
{
	hub_free(flock_hub);
}

static void flock_open(struct end *end)
{
	plain_open(end, BENCH_MAX_CTX);
	end->fd = open(FLOCK_PATH, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (end->fd < 0)
		die(FLOCK_PATH);
}

static void flock_take(struct end *end)
{
	if (flock(end->fd, LOCK_EX))
		die("flock");
	hub_switch(flock_hub, (char *)end->map, end->who);
}

static void flock_give(struct end *end)
{
	flock(end->fd, LOCK_UN);
}

const struct peer peer_flock = {
	"flock", flock_prepare, flock_finish, flock_open, flock_take, flock_give
};

static bool futex_prepare(size_t bytes)
{
	futex_hub = hub_alloc(bytes);
	return true;
}

static void futex_finish(void)
{
	hub_free(futex_hub);
}

static void futex_open(struct end *end)
{
	plain_open(end, 0);
}

static void futex_take(struct end *end)
{
	hub_lock(futex_hub);
	hub_switch(futex_hub, (char *)end->map, end->who);
}

static void futex_give(struct end *end)
{
	(void)end;
	hub_unlock(futex_hub);
}

const struct peer peer_futex = {
	"futex", futex_prepare, futex_finish, futex_open, futex_take, futex_give
};
