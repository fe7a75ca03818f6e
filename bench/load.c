// SPDX-License-Identifier: GPL-2.0
/*
 * Loading and unloading a whole mapping at once.
 */
#include <sys/mman.h>
#include <unistd.h>

#include "bench.h"

#define SMALL	(4UL << 20)	/* all that is in one piece */

static const struct {
	const char *peer;
	const char *path;
	size_t max;	/* bytes that it has */
	bool timed;	/* knows what a load took by itself */
} devices[] = {
	{ "devmap", DEV_DEVMAP, -1UL, true },
	{ "devmap-piece", DEV_PIECE, SMALL, true },
	{ "floor", DEV_FLOOR, -1UL, false },
};

#define LOAD_DEVICES	ARRAY_LEN(devices)

struct load {
	int fds[LOAD_DEVICES], plain;
	size_t len;
	struct series first[LOAD_DEVICES], again[LOAD_DEVICES], unload[LOAD_DEVICES];
	struct series call[LOAD_DEVICES], call_again[LOAD_DEVICES], remap;
};

/* devmap_load() by itself, without the fault that it comes in. */
static void load_call(struct load *load, size_t i)
{
	vu64 *map = dev_map(load->fds[i], load->len, 0);

	map[1] = 1;
	series_add(&load->call[i], dev_ask(load->fds[i], BENCHIOC_LOAD));
	dev_ioctl(load->fds[i], BENCHIOC_UNLOAD, 0);
	map[1] = 1;
	series_add(&load->call_again[i], dev_ask(load->fds[i], BENCHIOC_LOAD));
	munmap((void *)map, load->len);
}

/*
 * The first load of a mapping makes page tables, as remap_pfn_range() does; after an
 * unload they are still there.
 */
static void load_device(struct load *load, size_t i)
{
	vu64 *map = dev_map(load->fds[i], load->len, 0);
	u64 start = ticks();

	map[1] = 1;
	series_add(&load->first[i], ticks() - start);
	start = ticks();
	dev_ioctl(load->fds[i], BENCHIOC_UNLOAD, 0);
	series_add(&load->unload[i], ticks() - start);
	start = ticks();
	map[1] = 1;
	series_add(&load->again[i], ticks() - start);
	munmap((void *)map, load->len);
}

/* One call of remap_pfn_range(): as much as the peer has in one piece. */
static void load_plain(struct load *load)
{
	void *map = dev_map(load->plain, load->len, 0);

	series_add(&load->remap, dev_ask(load->plain, BENCHIOC_REMAP));
	munmap(map, load->len);
}

static void load_print(struct load *load)
{
	struct key key = { .group = "load", .procs = 1, .bytes = load->len };
	size_t i;

	for (i = 0; i < LOAD_DEVICES; i++) {
		key.peer = devices[i].peer;
		key.what = "first";
		series_print(&load->first[i], &key);
		key.what = "again";
		series_print(&load->again[i], &key);
		key.what = "unload";
		series_print(&load->unload[i], &key);
		key.what = "call";
		series_print(&load->call[i], &key);
		key.what = "call again";
		series_print(&load->call_again[i], &key);
	}
	key.peer = "plain";
	key.what = "remap";
	series_print(&load->remap, &key);
}

/* Rounds of @one for each device. */
static void load_rounds(struct load *load, void (*one)(struct load *load, size_t i),
			bool timed, int rounds)
{
	size_t i;
	int r;

	for (r = 0; r < rounds; r++)
		for (i = 0; i < LOAD_DEVICES; i++)
			if (load->len <= devices[i].max && (devices[i].timed || !timed))
				one(load, i);
}

static void load_size(size_t len)
{
	struct load load = { .len = len };
	/* Of a GiB a few are enough, and take as long as all the others. */
	int rounds = len >= 64UL << 20 ? 3 : opt.rounds, r;
	size_t i;

	load.plain = dev_open(DEV_PLAIN);
	for (i = 0; i < LOAD_DEVICES; i++) {
		load.fds[i] = dev_open(devices[i].path);
		dev_ioctl(load.fds[i], BENCHIOC_CTX, 0);
	}
	load_rounds(&load, load_device, false, rounds);
	for (r = 0; r < rounds && len <= SMALL; r++)
		load_plain(&load);
	/* From now on it is timed. */
	for (i = 0; i < LOAD_DEVICES; i++)
		if (devices[i].timed)
			dev_ask(load.fds[i], BENCHIOC_LOAD);
	load_rounds(&load, load_call, true, rounds);
	load_print(&load);
	for (i = 0; i < LOAD_DEVICES; i++)
		close(load.fds[i]);
	close(load.plain);
}

void bench_load(void)
{
	static const size_t sizes[] = {
		4UL << 10, 64UL << 10, 2UL << 20, 4UL << 20, 16UL << 20, 128UL << 20, 1UL << 30,
	};
	size_t i;

	pin(0);
	for (i = 0; i < ARRAY_LEN(sizes); i++) {
		if (sizes[i] > opt.mib << 20 || (opt.quick && sizes[i] > 2UL << 20))
			break;
		progress("load and unload", i + 1, ARRAY_LEN(sizes));
		load_size(sizes[i]);
	}
}
