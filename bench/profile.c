// SPDX-License-Identifier: GPL-2.0
/*
 * What bench/profile looks at: the same a few times, for QEMU to log each instruction of.
 */
#include <sys/mman.h>
#include <unistd.h>

#include "bench.h"

#define ROUNDS	20

/* Where one round ends and the next begins, in QEMU's log. */
__attribute__((noinline)) void profile_round(void)
{
	asm volatile("" ::: "memory");
}

/* Between two pauses in which QEMU is told. */
static void profile(const char *peer, void (*round)(void *arg, int n), void *arg)
{
	struct key key = { .group = "profile", .peer = peer };
	int i;

	for (i = 0; i < 100; i++)
		round(arg, i);
	value_print(ROUNDS, &key);
	sleep(2);
	for (i = 0; i < ROUNDS; i++) {
		profile_round();
		round(arg, i);
	}
	profile_round();
	value_print(0, &key);
	sleep(2);
}

static void change_owner(void *arg, int n)
{
	struct end *ends = arg;

	ends[n % 2].map[1] = n;
}

static void profile_change(const struct peer *peer)
{
	struct end ends[2] = { { .who = 0, .bytes = 4096 }, { .who = 1, .bytes = 4096 } };

	peer->prepare(4096);
	peer->open(&ends[0]);
	peer->open(&ends[1]);
	profile(peer->name, change_owner, ends);
}

/* Changes of owner between two mappings of one process. */
void bench_profile(void)
{
	pin(0);
	profile_change(&peer_floor);
	profile_change(&peer_devmap);
}

static void map_unmap(void *arg, int n)
{
	(void)n;
	munmap(dev_map(*(int *)arg, PAGE, 0), PAGE);
}

static void profile_map(const char *peer, const char *path)
{
	int fd = dev_open(path);

	profile(peer, map_unmap, &fd);
	close(fd);
}

/* mmap(2) and munmap(2) of a page that nobody touches. */
void bench_profile_mmap(void)
{
	int fd = dev_open(DEV_DEVMAP);

	pin(0);
	dev_ioctl(fd, BENCHIOC_CTX, 64);
	close(fd);
	profile_map("plain", DEV_PLAIN);
	profile_map("devmap", DEV_DEVMAP);
}
