// SPDX-License-Identifier: GPL-2.0
/*
 * fuzzer [-t SECONDS] [-s SEED] [-c CORPUS] [-r FILE] [-o FILE] [-v]
 *
 * Random programs of system calls on /dev/xxctx and its siblings, while a rival wants
 * the device too. First the programs of the corpus, then mutations of them; what goes
 * where none has gone before (see cover.c) joins them.
 *
 *	-r FILE	only run the programs of FILE, each three times
 *	-o FILE	write the corpus there in the end, those programs only that add something
 *	-v	print each program before it runs, so that one that stops the machine is
 *		the last of its output
 *
 * A finding ends it: the program is printed, and says what went wrong.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/wait.h>

#include "kselftest.h"

#include "fuzz.h"

struct figures *figures;
int verbose;

struct options {
	double seconds;
	u64 seed;
	const char *corpus;
	const char *replay;
	const char *out;
};

static long programs;
static int covered;	/* is there coverage? */

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

static void show(const char *what, const struct program *p)
{
	printf("# found: %s\n# by the program:\n", what);
	program_print(stdout, p);
}

/* Runs a program: 0 if all is well. */
static int run(const struct program *p, struct cover *c)
{
	const char *what;
	int err;

	if (verbose) {
		printf("# program %ld\n", programs);
		program_print(stdout, p);
	}
	err = program_run(p);
	programs++;
	cover_collect(c);
	what = err ? "it cannot be killed" : watch_verdict();
	if (!what)
		return 0;
	show(what, p);
	return -1;
}

/* Without what is not needed to go the edges of @fresh. */
static int minimise(struct program *p, const struct cover *fresh)
{
	struct program shorter;
	struct cover c;
	u32 i = p->n;

	while (i-- > 0 && p->n > 1) {
		shorter = *p;
		program_remove(&shorter, i);
		if (run(&shorter, &c))
			return -1;
		if (!cover_new(fresh, &c))
			*p = shorter;
	}
	return 0;
}

static void cover_minus(struct cover *c, const struct cover *known)
{
	u32 i;

	for (i = 0; i < sizeof(c->bits); i++)
		c->bits[i] &= ~known->bits[i];
}

/* Is there something new about it that it does again? Then it is kept. */
static int consider(struct program *p, const struct cover *c)
{
	struct cover fresh = *c, again;
	u32 i;

	if (!covered || !cover_new(c, corpus_cover()))
		return 0;
	cover_minus(&fresh, corpus_cover());
	if (run(p, &again))
		return -1;
	for (i = 0; i < sizeof(fresh.bits); i++)
		fresh.bits[i] &= again.bits[i];
	if (!cover_count(&fresh))
		return 0;
	if (minimise(p, &fresh) || run(p, &again))
		return -1;
	corpus_add(p, &again);
	return 0;
}

static void next_program(struct program *p, u64 *rng)
{
	u32 n = corpus_size();

	if (!n || !rnd(rng, 8)) {
		program_random(p, rng);
		return;
	}
	/* Those that came last lead further. */
	*p = *corpus_at(rnd(rng, 2) ? rnd(rng, n) : n - 1 - rnd(rng, n < 16 ? n : 16));
	program_mutate(p, corpus_at(rnd(rng, n)), rng);
}

static void progress(double *next)
{
	if (now() < *next)
		return;
	*next = now() + 60;
	printf("# %ld programs, %u kept, %u edges\n", programs, corpus_size(),
	       cover_count(corpus_cover()));
	fflush(stdout);
}

static int fuzz(const struct options *o)
{
	double end = now() + o->seconds, next = now() + 60;
	u64 rng = (o->seed + 1) * 0x9e3779b97f4a7c15ULL;
	struct program p;
	struct cover c;

	while (now() < end) {
		next_program(&p, &rng);
		if (run(&p, &c) || consider(&p, &c))
			return -1;
		progress(&next);
	}
	return 0;
}

/* The programs of a corpus, and what they cover. One that is not all read is an error. */
static int run_corpus(const char *path, int times)
{
	struct program p;
	struct cover c;
	FILE *f = fopen(path, "r");
	u32 bad = 0;
	int err = 0, i;

	if (!f) {
		printf("# %s: %s\n", path, strerror(errno));
		return -1;
	}
	while (!err && !program_parse(f, &p, &bad)) {
		for (i = 0; i < times && !err; i++)
			err = run(&p, &c);
		corpus_add(&p, &c);
	}
	fclose(f);
	if (bad || !programs) {
		printf("# %s: %ld programs, %u lines that are no call\n", path, programs,
		       bad);
		return -1;
	}
	return err;
}

static pid_t rival_start(void)
{
	pid_t pid = fork();

	if (!pid)
		rival_run();
	return pid;
}

static int rival_end(pid_t pid)
{
	int status;

	figures->stop = 1;
	if (waitpid(pid, &status, 0) != pid)
		return -1;
	return status;
}

static int parse(struct options *o, int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "t:s:c:r:o:v")) != -1) {
		switch (c) {
		case 't':
			o->seconds = atof(optarg);
			break;
		case 's':
			o->seed = strtoull(optarg, NULL, 0);
			break;
		case 'c':
			o->corpus = optarg;
			break;
		case 'r':
			o->replay = optarg;
			break;
		case 'o':
			o->out = optarg;
			break;
		case 'v':
			verbose = 1;
			break;
		default:
			return -1;
		}
	}
	return optind == argc ? 0 : -1;
}

static void write_out(const char *path)
{
	FILE *f = fopen(path, "w");

	if (!f)
		return;
	corpus_write(f);
	fclose(f);
}

static void report(const struct options *o, double began)
{
	printf("# fuzz: %.0f s, seed %llu: %ld programs fuzzed, %ld calls, %ld values checked, %u kept, %u edges%s; %ld foreign, %ld lost\n",
	       now() - began, o->seed, programs, figures->calls, figures->accesses,
	       corpus_size(), cover_count(corpus_cover()), covered ? "" : " (no KCOV)",
	       figures->foreign, figures->lost);
}

static void setup(void)
{
	if (access("/dev/xxctx", F_OK))
		ksft_exit_skip("no /dev/xxctx: modprobe xxctx\n");
	if (access("/sys/module/xxctx/parameters/hold_usec", W_OK))
		ksft_exit_skip("not root\n");
	figures = mmap(NULL, sizeof(*figures), PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	covered = !cover_init();
	if (watch_init())
		ksft_exit_fail_msg("no /dev/kmsg\n");
	devices_reset();
}

int main(int argc, char **argv)
{
	struct options o = { 10, time(NULL), "fuzz.corpus", NULL, NULL };
	double began = now();
	pid_t rival;
	int bad;

	if (parse(&o, argc, argv)) {
		fprintf(stderr,
			"usage: fuzzer [-t SECONDS] [-s SEED] [-c CORPUS] [-r FILE] [-o FILE] [-v]\n");
		return 2;
	}
	ksft_print_header();
	ksft_set_plan(o.replay ? 2 : 3);
	setup();
	rival = rival_start();
	bad = run_corpus(o.replay ?: o.corpus, o.replay ? 3 : 1);
	ksft_test_result(!bad, "the corpus runs clean\n");
	if (!o.replay) {
		bad = bad || fuzz(&o);
		ksft_test_result(!bad, "%.0f s of random programs run clean\n", o.seconds);
	}
	bad |= rival_end(rival);
	ksft_test_result(!bad && !figures->foreign && !figures->lost,
			 "the rival ends, and nobody has read a wrong value\n");
	report(&o, began);
	if (o.out)
		write_out(o.out);
	ksft_finished();
}
