// SPDX-License-Identifier: GPL-2.0
/*
 * devmap-demo: watch several programs share a device that each believes to own.
 *
 * Each program maps /dev/xxctx and works on the device's registers, with nothing
 * but loads and stores. It remembers what it wrote, and compares: a value that it
 * did not write is another program's, and must never be seen.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <devmap/xxctx.h>

#define DEVICE		"/dev/xxctx"
#define MAX_PRIVATE	18	/* A to R */
#define SHARERS		2
#define REGS		62
#define BURST		64	/* accesses between two looks at the clock */
#define SAMPLE_MS	10	/* a letter of the picture */
#define PER_LINE	50	/* letters */

typedef unsigned long long u64;

/* One program; in memory that all share, written by the program itself. */
struct worker {
	char letter;
	int shared;
	pid_t pid;
	volatile u64 id;	/* its context's number on the status page */
	volatile u64 accesses;
	volatile u64 foreign;	/* values that it did not write */
	volatile u64 turns;	/* times it got the device */
	volatile double waited;	/* seconds, in all */
	volatile double longest;
	u64 samples;		/* of the picture, in which it had the device */
};

struct demo {
	int fd;
	struct xxctx_info info;
	volatile struct xxctx_status *status;
	struct worker *workers;
	int n;
	double seconds;
	volatile int *stop;
};

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

static void die(const char *what, const char *hint)
{
	fprintf(stderr, "devmap-demo: %s: %s\n%s\n", what, strerror(errno), hint);
	exit(1);
}

static void open_device(struct demo *demo)
{
	demo->fd = open(DEVICE, O_RDWR | O_CLOEXEC);
	if (demo->fd < 0)
		die(DEVICE, "Is the driver loaded (modprobe xxctx), and may you use it?");
	if (ioctl(demo->fd, XXIOC_GETINFO, &demo->info))
		die("XXIOC_GETINFO", "Is this another device?");
	demo->status = mmap(NULL, sysconf(_SC_PAGESIZE), PROT_READ, MAP_SHARED,
			    demo->fd, demo->info.xi_statusoff);
	if (demo->status == MAP_FAILED)
		die("mmap of the status page", "");
}

/* ---- a program that uses the device ---- */

struct work {
	struct demo *demo;
	struct worker *me;
	volatile struct xxctx_regs *regs;
	u64 expect[REGS];
	unsigned int first, count;	/* the registers that it uses */
	unsigned int seed;
};

static unsigned int random_below(struct work *w, unsigned int n)
{
	w->seed = w->seed * 1103515245 + 12345;
	return (w->seed >> 8) % n;
}

/* The first access after another one had the device: it takes as long as it takes. */
static void take_device(struct work *w)
{
	double start = now(), waited;

	(void)w->regs->xr_id;
	waited = now() - start;
	w->me->turns++;
	w->me->waited += waited;
	if (waited > w->me->longest)
		w->me->longest = waited;
}

static void access_register(struct work *w)
{
	unsigned int r = w->first + random_below(w, w->count);
	u64 value = w->regs->xr_reg[r];

	if (value != w->expect[r])
		w->me->foreign++;
	w->expect[r] = ((u64)w->me->letter << 56) | w->me->accesses;
	w->regs->xr_reg[r] = w->expect[r];
	w->me->accesses++;
}

/* Computes on the device for a while, then thinks for a while. */
static void work_once(struct work *w)
{
	double until = now() + (1 + random_below(w, 8)) / 1e3;
	int i;

	while (now() < until && !*w->demo->stop) {
		if (w->demo->status->xs_current != w->me->id)
			take_device(w);
		for (i = 0; i < BURST; i++)
			access_register(w);
	}
	usleep(random_below(w, 6000));
}

static void run_worker(struct demo *demo, struct worker *me)
{
	struct work w = { .demo = demo, .me = me, .seed = me->letter };

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	w.regs = mmap(NULL, demo->info.xi_ctxsize, PROT_READ | PROT_WRITE,
		      me->shared ? MAP_SHARED : MAP_PRIVATE, demo->fd, 0);
	if (w.regs == MAP_FAILED)
		die("mmap", "");
	/* Those who share a context share its registers out. */
	w.count = me->shared ? REGS / SHARERS : REGS;
	w.first = me->shared ? (me->letter - 'S') * w.count : 0;
	me->id = w.regs->xr_id;
	while (!*demo->stop)
		work_once(&w);
	_exit(0);
}

/* ---- the one who watches ---- */

static char owner_letter(struct demo *demo)
{
	u64 id = demo->status->xs_current;
	int i;

	for (i = 0; i < demo->n; i++) {
		if (id && demo->workers[i].id == id) {
			demo->workers[i].samples++;
			return demo->workers[i].letter;
		}
	}
	return '.';
}

static void explain(struct demo *demo)
{
	int i;

	printf("%d programs use the one device %s at the same time.\n\n", demo->n, DEVICE);
	for (i = 0; i < demo->n; i++) {
		struct worker *w = &demo->workers[i];

		if (!w->shared)
			printf("  %c  pid %-6d believes that the device is its own\n",
			       w->letter, w->pid);
		else
			printf("  %c  pid %-6d shares its device with %c\n", w->letter, w->pid,
			       w->letter == 'S' ? 'T' : 'S');
	}
	printf("\nThey read and write registers through mmap, without a system call.\n"
	       "When one touches the device while another has it, the driver's context\n"
	       "management saves the one's registers and restores the other's; whoever\n"
	       "got the device keeps it for at least %llu us.\n\n"
	       "Who has the device, a letter each %d ms (S stands for S and T):\n\n",
	       demo->info.xi_holdusec, SAMPLE_MS);
	fflush(stdout);
}

static void watch(struct demo *demo)
{
	double start = now(), next = start, left;
	char line[PER_LINE + 1];
	int n = 0;

	while (now() - start < demo->seconds) {
		line[n++] = owner_letter(demo);
		if (n == PER_LINE) {
			line[n] = '\0';
			printf("  %5.1f s  %s\n", now() - start, line);
			fflush(stdout);
			n = 0;
		}
		next += SAMPLE_MS / 1e3;
		/* One look: a second one may be later than next, and what is less than 0 is long. */
		left = next - now();
		if (left > 0)
			usleep(left * 1e6);
	}
	*demo->stop = 1;
}

static void report_worker(struct demo *demo, const struct worker *w, u64 samples)
{
	/* A shared context's samples are all with the first of those who share. */
	u64 mine = w->shared ? demo->workers[demo->n - SHARERS].samples : w->samples;

	printf("  %c        %9llu     %6llu   %8.2f ms   %8.2f ms   %5.1f %%%s\n",
	       w->letter, w->accesses, w->turns,
	       w->turns ? w->waited / w->turns * 1e3 : 0.0, w->longest * 1e3,
	       samples ? 100.0 * mine / samples : 0.0, w->shared ? " (together)" : "");
}

static int report(struct demo *demo)
{
	u64 accesses = 0, foreign = 0, samples = 0;
	int i, idle = 0;

	for (i = 0; i < demo->n; i++)
		samples += demo->workers[i].samples;
	printf("\n  program   accesses  got device   mean wait   longest wait   share\n");
	for (i = 0; i < demo->n; i++) {
		report_worker(demo, &demo->workers[i], samples);
		accesses += demo->workers[i].accesses;
		foreign += demo->workers[i].foreign;
		idle += !demo->workers[i].accesses;
	}
	printf("\n  %llu times the device changed hands.\n", demo->status->xs_switches);
	printf("  %llu accesses checked, %llu saw another program's data.\n\n", accesses,
	       foreign);
	if (foreign || idle) {
		printf("FAILED: %s\n", foreign ? "a program saw what was not its own." :
		       "a program never got the device.");
		return 1;
	}
	printf("OK: each had the device for itself, and none noticed the others.\n");
	return 0;
}

static void start_workers(struct demo *demo)
{
	pid_t pid;
	int i;

	for (i = 0; i < demo->n; i++) {
		struct worker *w = &demo->workers[i];

		w->shared = i >= demo->n - SHARERS;
		w->letter = w->shared ? 'S' + i - (demo->n - SHARERS) : 'A' + i;
		pid = fork();
		if (pid < 0)
			die("fork", "");
		if (!pid)
			run_worker(demo, w);
		w->pid = pid;
	}
}

static int join_workers(struct demo *demo)
{
	int i, status, bad = 0;

	for (i = 0; i < demo->n; i++)
		if (waitpid(demo->workers[i].pid, &status, 0) < 0 || status)
			bad = 1;
	return bad;
}

static void usage(FILE *to)
{
	fprintf(to,
		"usage: devmap-demo [-n PROGRAMS] [-s SECONDS]\n"
		"Watch programs share %s that each believe to own it.\n"
		"  -n N  programs with a context of their own (1 to %d, default 4);\n"
		"        two more share one\n"
		"  -s S  how long (default 5)\n",
		DEVICE, MAX_PRIVATE);
}

static void *shared_memory(size_t size)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		       -1, 0);

	if (p == MAP_FAILED)
		die("mmap", "");
	return p;
}

int main(int argc, char **argv)
{
	struct demo demo = { .n = 4 + SHARERS, .seconds = 5 };
	int opt, bad;

	while ((opt = getopt(argc, argv, "n:s:h")) != -1) {
		switch (opt) {
		case 'n':
			demo.n = atoi(optarg) + SHARERS;
			break;
		case 's':
			demo.seconds = atof(optarg);
			break;
		default:
			usage(opt == 'h' ? stdout : stderr);
			return opt == 'h' ? 0 : 2;
		}
	}
	if (demo.n <= SHARERS || demo.n > MAX_PRIVATE + SHARERS || demo.seconds <= 0) {
		usage(stderr);
		return 2;
	}
	open_device(&demo);
	demo.workers = shared_memory(demo.n * sizeof(*demo.workers));
	demo.stop = shared_memory(sizeof(*demo.stop));
	start_workers(&demo);
	explain(&demo);
	watch(&demo);
	bad = join_workers(&demo);
	return report(&demo) || bad;
}
