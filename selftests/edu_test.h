/* SPDX-License-Identifier: GPL-2.0 */
/*
 * /dev/xxedu as programs use it. Include it after pci_test.h.
 */
#ifndef EDU_TEST_H
#define EDU_TEST_H

#include <poll.h>
#include <stddef.h>
#include <stdint.h>

#include <devmap/xxedu.h>

#define EDU		0x1234, 0x11e8
#define EDU_PARAM	"/sys/module/xxedu/parameters/"
#define PAGE		((size_t)sysconf(_SC_PAGESIZE))
#define RW		(PROT_READ | PROT_WRITE)
#define MOST		33	/* 34! and all that follow are 0 */

static inline int edu_param(const char *name, const char *value)
{
	char path[128];

	snprintf(path, sizeof(path), EDU_PARAM "%s", name);
	return pci_write(path, value);
}

/* A device, as a program sees it. */
struct edu {
	int fd;
	volatile uint32_t *reg;
};

#define REG(edu, off)	((edu)->reg[(off) / 4])

static inline int edu_open(struct edu *edu, const char *path)
{
	edu->fd = open(path, O_RDWR);
	if (edu->fd < 0)
		return -1;
	edu->reg = mmap(NULL, PAGE, RW, MAP_PRIVATE, edu->fd, 0);
	return edu->reg == MAP_FAILED ? -1 : 0;
}

static inline void edu_close(struct edu *edu)
{
	munmap((void *)edu->reg, PAGE);
	close(edu->fd);
}

static inline uint32_t factorial(uint32_t n)
{
	uint32_t f = 1;

	for (; n; n--)
		f *= n;
	return f;
}

/* Reads the status until the unit is idle. */
static inline uint32_t edu_compute(struct edu *edu, uint32_t n)
{
	REG(edu, XXEDU_FACTORIAL) = n;
	while (REG(edu, XXEDU_STATUS) & XXEDU_STATUS_COMPUTING)
		;
	return REG(edu, XXEDU_FACTORIAL);
}

static inline int edu_poll(struct edu *edu, int msec)
{
	struct pollfd pfd = { .fd = edu->fd, .events = POLLIN };

	return poll(&pfd, 1, msec) == 1 && (pfd.revents & POLLIN);
}

/* The interrupts that were raised, 0 if none were. */
static inline unsigned int edu_take(struct edu *edu)
{
	unsigned int bits = 0;

	return ioctl(edu->fd, XXIOC_GETINTR, &bits) ? 0 : bits;
}

/* Sleeps until the unit is idle; ~0 if it never says so. */
static inline uint32_t edu_sleep(struct edu *edu, uint32_t n)
{
	REG(edu, XXEDU_STATUS) = XXEDU_STATUS_INTR;
	REG(edu, XXEDU_FACTORIAL) = n;
	if (!edu_poll(edu, 60000) || edu_take(edu) != XXEDU_INTR_FACTORIAL)
		return ~0;
	return REG(edu, XXEDU_FACTORIAL);
}

static inline unsigned long long edu_status(struct edu *edu, size_t offset)
{
	char *st = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, edu->fd, PAGE);
	unsigned long long value;

	memcpy(&value, st + offset, sizeof(value));
	munmap(st, PAGE);
	return value;
}

#define STATUS(edu, member)	edu_status(edu, offsetof(struct xxctx_status, member))

enum { PROCESSES = 8 };

/* What a process of several does: returns how much went wrong. */
typedef int edu_work_fn(struct edu *edu, int who, int times);

/* All begin when all are there. */
static inline int edu_child(const char *path, struct steps *there, edu_work_fn *fn, int who,
		     int times)
{
	struct edu edu;
	int err = edu_open(&edu, path);

	__atomic_add_fetch(&there->at, 1, __ATOMIC_SEQ_CST);
	step_wait(there, PROCESSES);
	return err || fn(&edu, who, times);
}

static inline int edu_run(const char *path, edu_work_fn *fn, int times)
{
	struct steps *there = steps_new();
	pid_t pids[PROCESSES];
	int i, wrong = 0;

	for (i = 0; i < PROCESSES; i++) {
		pids[i] = fork();
		if (!pids[i])
			_exit(edu_child(path, there, fn, i, times));
	}
	for (i = 0; i < PROCESSES; i++)
		wrong += child_status(pids[i]) != 0;
	munmap(there, sizeof(*there));
	return wrong;
}

static inline int work_compute(struct edu *edu, int who, int times)
{
	unsigned int seed = who;
	int wrong = 0;

	while (times--) {
		uint32_t n = rand_r(&seed) % (MOST + 1);

		wrong += edu_compute(edu, n) != factorial(n);
	}
	return wrong;
}

/* Half of them sleep until the interrupt; none may come to the others. */
static inline int work_interrupts(struct edu *edu, int who, int times)
{
	unsigned int seed = who;
	int wrong = 0;

	if (who % 2)
		return work_compute(edu, who, times) || edu_take(edu);
	while (times--) {
		uint32_t n = rand_r(&seed) % (MOST + 1);

		wrong += edu_sleep(edu, n) != factorial(n);
		wrong += edu_take(edu) != 0;
	}
	return wrong;
}

/* Waits until accesses work again; 0 if they do not. */
static inline int edu_works(struct edu *edu, double seconds)
{
	double start = now();

	while (now() - start < seconds) {
		if (!probe_read((vu64 *)edu->reg).sig)
			return 1;
		usleep(50000);
	}
	return 0;
}

#endif /* EDU_TEST_H */
