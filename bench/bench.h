/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The program of `make bench`: what its parts have in common.
 *
 * Times are ticks of the CPU's counter. On a machine that QEMU counts instructions
 * for (-icount shift=0) a tick is an instruction.
 */
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench_dev.h"

#define ARRAY_LEN(a)	(sizeof(a) / sizeof((a)[0]))
#define PAGE		4096UL
#define MAX_PROCS	8

typedef uint64_t u64;
typedef volatile u64 vu64;

#if defined(__x86_64__)
static inline u64 ticks(void)
{
	__builtin_ia32_lfence();
	return __builtin_ia32_rdtsc();
}
#else
static inline u64 ticks(void)
{
	u64 t;

	asm volatile("isb; mrs %0, cntvct_el0" : "=r" (t));
	return t;
}
#endif

/* What was asked for on the command line. */
struct options {
	int rounds;
	bool quick;		/* only what the bounds are about */
	size_t mib;		/* of /dev/xxbench */
	const char *only;
};

extern struct options opt;

/* ---- series.c: samples, and what is printed of them ---- */

/* Says what the samples of a series are of; a row of the result. */
struct key {
	const char *group;
	const char *peer;
	const char *what;
	long procs;
	long bytes;
	long count;
};

struct series {
	u64 *v;
	size_t n, size;
};

void series_add(struct series *s, u64 value);
void series_print(struct series *s, const struct key *key);
void value_print(double value, const struct key *key);
void progress(const char *group, int step, int steps);
_Noreturn void die(const char *what);

/* ---- peers ---- */

/* A program's end of the device: mapped, and with a context of its own. */
struct end {
	int fd;
	vu64 *map;
	size_t len;		/* mapped, whole pages */
	size_t bytes;		/* of context */
	int who;		/* of those that share the device */
	u64 expect;		/* what it wrote last */
};

/*
 * prepare() runs once, before there are workers; false: not here, or not for so many
 * bytes. open() runs in the worker. take() to give() is what is measured.
 */
struct peer {
	const char *name;
	bool (*prepare)(size_t bytes);
	void (*finish)(void);
	void (*open)(struct end *end);
	void (*take)(struct end *end);
	void (*give)(struct end *end);
};

extern const struct peer peer_devmap, peer_xxctx, peer_floor, peer_ioctl;
extern const struct peer peer_flock, peer_futex, peer_segv;
extern const struct peer peer_uffd_missing, peer_uffd_wp, peer_uffd_minor;
extern const struct peer peer_uffd_missing_far, peer_uffd_wp_far, peer_uffd_minor_far;

/* ---- peer_kernel.c ---- */

#define DEV_DEVMAP	"/dev/xxbench"
#define DEV_DEFAULT	"/dev/xxbench1"
#define DEV_PIECE	"/dev/xxbench2"
#define DEV_FLOOR	"/dev/bench-floor"
#define DEV_PLAIN	"/dev/bench-plain"
#define DEV_IOCTL	"/dev/bench-lock"

int dev_open(const char *path);
void dev_ioctl(int fd, unsigned int cmd, unsigned long arg);
unsigned int dev_ask(int fd, unsigned int cmd);
void *dev_map(int fd, size_t len, size_t off);
size_t page_up(size_t bytes);

/* ---- workers.c: processes that take turns when told to ---- */

#define MAX_PEERS	16

struct workers;

struct workers *workers_start(const struct peer *const *peers, size_t npeers, int procs,
			      size_t bytes);
u64 workers_turn(struct workers *w, size_t peer, int who);
void workers_stop(struct workers *w);
void pin(int cpu);
void unpin(void);

/* ---- groups of measurements ---- */

void bench_touch(void);
void bench_first(void);
void bench_mmap(void);
void bench_switch(void);
void bench_idle(void);
void bench_load(void);
void bench_fork(void);
void bench_threads(void);
void bench_curve(void);
void bench_memory(void);
void bench_profile(void);
void bench_profile_mmap(void);

#endif /* BENCH_H */
