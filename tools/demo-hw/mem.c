// SPDX-License-Identifier: GPL-2.0
/*
 * 32 processes in the memory of a device, of which some is everybody's own.
 */
#include <fcntl.h>
#include <unistd.h>
#include <sys/mman.h>

#include <devmap/xxmem.h>

#include "demo.h"

#define PROCESSES	32
#define STEP		4096	/* bytes between two words that are used */

static int mem_fd;
static struct xxmem_info mem_info;

/* What a process has in a word. */
static uint64_t value(int number, uint64_t round, size_t at)
{
	return (round << 8 | number) + at;
}

/* Checks the words of a range, but for the first time, and writes others. */
static void use_range(struct worker *me, volatile uint64_t *words, size_t at, size_t len,
		      int number, uint64_t round)
{
	size_t end = at + len;

	for (; at < end; at += STEP) {
		if (round) {
			me->wrong += words[at / 8] != value(number, round - 1, at);
			me->done++;
		}
		words[at / 8] = value(number, round, at);
	}
}

/* Uses all that is its own, and its part of what is not. */
static void use_memory(struct crew *crew, int number)
{
	size_t own = mem_info.xi_ctxsize, part = (mem_info.xi_stride - own) / PROCESSES, at;
	struct worker *me = &crew->workers[number];
	volatile uint64_t *words;
	uint64_t round;

	words = mmap(NULL, mem_info.xi_size, PROT_READ | PROT_WRITE, MAP_SHARED, mem_fd, 0);
	if (words == MAP_FAILED)
		die("mmap of /dev/xxmem");
	for (round = 0; !*crew->stop; round++) {
		for (at = 0; at < mem_info.xi_size; at += mem_info.xi_stride) {
			use_range(me, words, at, own, number, round);
			use_range(me, words, at + own + number * part, part, number, round);
		}
	}
}

int demo_mem(double seconds)
{
	unsigned long long strides, before;
	struct crew crew;
	int bad;

	mem_fd = open("/dev/xxmem", O_RDWR);
	if (mem_fd < 0)
		die("/dev/xxmem");
	if (ioctl(mem_fd, XXMEMIOC_INFO, &mem_info))
		die("XXMEMIOC_INFO");
	strides = mem_info.xi_size / mem_info.xi_stride;
	before = mem_info.xi_switches;
	say("\n2. %llu MiB of device memory (QEMU's ivshmem), %d processes, /dev/xxmem\n\n"
	    "One mmap(2) of all of it makes %llu handles: %llu regions of %llu KiB that each\n"
	    "process has for itself, and what is between them, which they share.\n\n",
	    mem_info.xi_size >> 20, PROCESSES, 2 * strides, strides,
	    mem_info.xi_ctxsize >> 10);
	crew_start(&crew, PROCESSES, use_memory);
	crew_watch(&crew, seconds, "words");
	bad = crew_join(&crew) || crew_wrong(&crew) || !crew_done(&crew);
	if (ioctl(mem_fd, XXMEMIOC_INFO, &mem_info))
		die("XXMEMIOC_INFO");
	say("\n  %llu times a region changed hands.\n%s\n", mem_info.xi_switches - before,
	    bad ? "FAILED: mem" :
	    "OK: every process found what it had written, and nothing else.");
	close(mem_fd);
	return bad;
}
