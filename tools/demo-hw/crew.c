// SPDX-License-Identifier: GPL-2.0
/*
 * Processes that work on one device, and the one who watches them.
 */
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "demo.h"

#define LOOK_SECONDS	0.5

double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

void say(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	fflush(stdout);
}

void die(const char *what)
{
	fprintf(stderr, "devmap-demo-hw: %s: %s\n", what, strerror(errno));
	exit(1);
}

void *shared_memory(size_t size)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		       -1, 0);

	if (p == MAP_FAILED)
		die("mmap");
	return p;
}

/* Starts @n processes, each of which does @work until it is asked to stop. */
void crew_start(struct crew *crew, int n, void (*work)(struct crew *crew, int number))
{
	pid_t pid;
	int i;

	crew->n = n;
	crew->workers = shared_memory(n * sizeof(*crew->workers));
	crew->stop = shared_memory(sizeof(*crew->stop));
	for (i = 0; i < n; i++) {
		pid = fork();
		if (pid < 0)
			die("fork");
		if (!pid) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			work(crew, i);
			_exit(0);
		}
		crew->workers[i].pid = pid;
	}
}

/* 0 if all ended as they should */
int crew_join(struct crew *crew)
{
	int i, status, bad = 0;

	*crew->stop = 1;
	for (i = 0; i < crew->n; i++)
		if (waitpid(crew->workers[i].pid, &status, 0) < 0 || status)
			bad = 1;
	return bad;
}

uint64_t crew_done(const struct crew *crew)
{
	uint64_t sum = 0;
	int i;

	for (i = 0; i < crew->n; i++)
		sum += crew->workers[i].done;
	return sum;
}

uint64_t crew_wrong(const struct crew *crew)
{
	uint64_t sum = 0;
	int i;

	for (i = 0; i < crew->n; i++)
		sum += crew->workers[i].wrong;
	return sum;
}

/* The least that one of them has done: nobody starves. */
static uint64_t crew_least(const struct crew *crew)
{
	uint64_t least = UINT64_MAX;
	int i;

	for (i = 0; i < crew->n; i++)
		if (crew->workers[i].done < least)
			least = crew->workers[i].done;
	return least;
}

/* Says now and then how far they are. */
void crew_watch(const struct crew *crew, double seconds, const char *what)
{
	double start = now(), at;

	do {
		usleep(LOOK_SECONDS * 1e6);
		at = now() - start;
		say("  %5.1f s  %12llu %s checked, %llu wrong; the slowest process has %llu\n",
		    at, (unsigned long long)crew_done(crew), what,
		    (unsigned long long)crew_wrong(crew),
		    (unsigned long long)crew_least(crew));
	} while (at < seconds || (!crew_least(crew) && at < 10 * seconds));
}
