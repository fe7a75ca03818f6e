// SPDX-License-Identifier: GPL-2.0
/*
 * Four processes, and one unit that computes factorials.
 */
#include <fcntl.h>
#include <unistd.h>
#include <sys/mman.h>

#include <devmap/xxedu.h>

#include "demo.h"

#define PROCESSES	4
#define MOST		20

static int edu_fd;

static uint32_t factorial(uint32_t n)
{
	uint32_t f = 1;

	for (; n; n--)
		f *= n;
	return f;
}

static void compute(struct crew *crew, int number)
{
	struct worker *me = &crew->workers[number];
	volatile uint32_t *reg;
	uint32_t n = number;

	reg = mmap(NULL, sysconf(_SC_PAGESIZE), PROT_READ | PROT_WRITE, MAP_PRIVATE,
		   edu_fd, 0);
	if (reg == MAP_FAILED)
		die("mmap of /dev/xxedu");
	while (!*crew->stop) {
		n = (n + 7) % MOST;
		reg[XXEDU_FACTORIAL / 4] = n;
		while (reg[XXEDU_STATUS / 4] & XXEDU_STATUS_COMPUTING)
			;
		me->wrong += reg[XXEDU_FACTORIAL / 4] != factorial(n);
		me->done++;
	}
}

int demo_edu(double seconds)
{
	volatile struct xxctx_status *st;
	long page = sysconf(_SC_PAGESIZE);
	struct crew crew;
	int bad;

	edu_fd = open("/dev/xxedu", O_RDWR);
	if (edu_fd < 0)
		die("/dev/xxedu");
	st = mmap(NULL, page, PROT_READ, MAP_SHARED, edu_fd, page);
	if (st == MAP_FAILED)
		die("mmap of the status page");
	say("\n1. One unit for factorials (QEMU's edu), %d processes, /dev/xxedu\n\n"
	    "Each writes its number into a register, reads the status register until the\n"
	    "unit is idle, and reads its result: through its mapping, with no system call.\n"
	    "Each believes that the unit is its own. The driver takes it away from one and\n"
	    "gives it to another when it is idle, registers and all.\n\n", PROCESSES);
	crew_start(&crew, PROCESSES, compute);
	crew_watch(&crew, seconds, "factorials");
	bad = crew_join(&crew) || crew_wrong(&crew) || !crew_done(&crew);
	say("\n  %llu times the unit changed hands.\n%s\n",
	    (unsigned long long)st->xs_switches, bad ? "FAILED: edu" :
	    "OK: every result was that of the number which its process had written.");
	close(edu_fd);
	return bad;
}
