// SPDX-License-Identifier: GPL-2.0
/*
 * stress [-t SECONDS] [-s SEED] [-p PROCESSES] [-j THREADS]: everything at once.
 *
 * Processes do at random to their mappings of the device all that other tests do one by
 * one, while threads of them touch the same pages. Every value that is read has to be
 * its owner's: each word that is ever written names who wrote it.
 *
 * The seed fixes what each process does and in which order. When it does it is up to
 * the machine.
 */
#include <sys/prctl.h>

#include "kselftest.h"

#include "stress.h"
#include "devmap_cgroup.h"

struct figures *figures;
double deadline;

/* A thread that touches, and whom it belongs to. */
struct toucher {
	pthread_t thread;
	struct proc *p;
	unsigned int index;
	unsigned long long rng;
};

static struct proc proc;
static struct toucher touchers[MAX_THREADS];

static __thread sigjmp_buf touch_env;
static __thread volatile int touching;

static void on_signal(int sig)
{
	if (touching)
		siglongjmp(touch_env, sig);
	signal(sig, SIG_DFL);
	raise(sig);
}

/* One access; the signal that it ended in, or 0. */
int touch(vu64 *word, int write, unsigned long long *value)
{
	int sig = sigsetjmp(touch_env, 1);

	if (!sig) {
		touching = 1;
		if (write)
			*word = *value;
		else
			*value = *word;
	}
	touching = 0;
	if (sig)
		COUNT(refused, 1);
	else
		COUNT(accesses, 1);
	return sig;
}

void complain(const char *what, struct slot *s, unsigned int page,
	      unsigned long long found, unsigned long long expected)
{
	printf("# pid %d, owner %llu, page %u: %s: found %#llx, expected %#llx\n",
	       getpid(), s->owner, page, what, found, expected);
}

void look(struct proc *p, struct slot *s, unsigned int page)
{
	unsigned long long value = 0;
	int sig = touch(xx_word(s->home, page, WORD_MAIN), 0, &value);
	int may = s->present[page] && s->readable[page];

	if (sig || !may) {
		if ((sig == 0) != may) {
			COUNT(lost, 1);
			complain("access", s, page, sig, may);
		}
		return;
	}
	if (!owned(s, value)) {
		COUNT(foreign, 1);
		complain("foreign value", s, page, value, s->shadow[page]);
	} else if (s != &p->slots[SHARED_SLOT] && value != s->shadow[page]) {
		COUNT(lost, 1);
		complain("lost value", s, page, value, s->shadow[page]);
	}
}

void put(struct slot *s, unsigned int page, unsigned int n)
{
	unsigned long long value = s->owner << 32 | n;
	int sig = touch(xx_word(s->home, page, WORD_MAIN), 1, &value);

	if (!sig)
		s->shadow[page] = value;
	if ((sig == 0) != (s->present[page] && s->writable[page])) {
		COUNT(lost, 1);
		complain("store", s, page, sig, s->writable[page]);
	}
}

static void *toucher_run(void *arg)
{
	struct toucher *t = arg;
	unsigned long long value;
	struct proc *p = t->p;

	p->tids[t->index] = syscall(SYS_gettid);
	while (!p->stop) {
		struct slot *s = &p->slots[rnd(&t->rng, SLOTS)];
		unsigned int page = rnd(&t->rng, p->pages);
		vu64 *word = xx_word(s->home, page, WORD_THREAD + t->index);

		if (!touch(word, 0, &value) && !owned(s, value)) {
			COUNT(foreign, 1);
			complain("thread, foreign value", s, page, value, 0);
		}
		value = s->owner << 32 | (t->rng & 0xffff);
		touch(word, 1, &value);
		if (rnd(&t->rng, 8) == 0)
			usleep(rnd(&t->rng, 300));
	}
	return NULL;
}

int map_pages(struct proc *p, struct slot *s, unsigned int page, unsigned int n)
{
	int flags = s == &p->slots[SHARED_SLOT] ? MAP_SHARED : MAP_PRIVATE;

	if (rnd(&p->rng, 4) == 0)
		flags |= MAP_POPULATE;
	if (mmap(s->home + page * p->page, n * p->page, PROT_READ | PROT_WRITE,
		 flags | MAP_FIXED, p->xx.fd, page * p->page) == MAP_FAILED)
		return errno;
	memset(s->present + page, 1, n);
	memset(s->writable + page, 1, n);
	memset(s->readable + page, 1, n);
	memset(s->shadow + page, 0, n * sizeof(*s->shadow));
	return 0;
}

static int slot_setup(struct proc *p, struct slot *s, int shared)
{
	/* Room for the mapping, a page that is never mapped, and one to move to. */
	s->home = mmap(NULL, (p->pages + 3) * p->page, PROT_NONE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (s->home == MAP_FAILED)
		return errno;
	s->owner = shared ? 0xffff : COUNT(owners, 1);
	s->shadow = calloc(p->pages, sizeof(*s->shadow));
	s->present = calloc(p->pages, 3);
	s->writable = s->present + p->pages;
	s->readable = s->writable + p->pages;
	return map_pages(p, s, 0, p->pages);
}

static int proc_setup(struct proc *p, unsigned long long seed, int nthreads)
{
	struct sigaction sa = { .sa_handler = on_signal };
	int i, err;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sigaction(SIGSEGV, &sa, NULL);
	sigaction(SIGBUS, &sa, NULL);
	if (xx_open(&p->xx, XX_DEV))
		return errno;
	p->page = p->xx.page;
	p->pages = p->xx.info.xi_ctxsize / p->page;
	p->rng = seed;
	for (i = 0; i < SLOTS; i++) {
		err = slot_setup(p, &p->slots[i], i == SHARED_SLOT);
		if (err)
			return err;
	}
	for (i = 0; i < nthreads; i++) {
		touchers[i].p = p;
		touchers[i].index = i;
		touchers[i].rng = seed + 1000 + i;
		if (pthread_create(&touchers[i].thread, NULL, toucher_run, &touchers[i]))
			return errno;
		p->nthreads++;
	}
	return 0;
}

static void __attribute__((noreturn)) process(unsigned long long seed, int nthreads)
{
	int err = proc_setup(&proc, seed, nthreads), i;

	if (err) {
		printf("# no mapping: %s\n", strerror(err));
		_exit(1);
	}
	while (now() < deadline)
		step(&proc);
	proc.stop = 1;
	for (i = 0; i < proc.nthreads; i++)
		pthread_join(touchers[i].thread, NULL);
	_exit(0);
}

struct options {
	double seconds;
	unsigned long long seed;
	int procs;
	int threads;
};

/* How many processes did not end well. */
static int run(const struct options *o)
{
	pid_t pids[MAX_PROCS];
	int i, bad = 0;

	deadline = now() + o->seconds;
	fflush(stdout);
	for (i = 0; i < o->procs; i++) {
		pids[i] = fork();
		if (!pids[i])
			process((o->seed + 1) * 0x9e3779b97f4a7c15ULL + i, o->threads);
	}
	for (i = 0; i < o->procs; i++) {
		int status = child_status(pids[i]);

		if (status) {
			printf("# process %d ended with %#x\n", i, status);
			bad++;
		}
	}
	return bad;
}

static void report(const struct options *o, unsigned long long switches, long loads,
		   long violations)
{
	printf("# stress: %.0f s, %d processes, %d threads each, seed %llu: %ld values checked, %ld operations, %ld forks, %ld kills, %ld refused, %llu switches; %ld foreign, %ld lost\n",
	       o->seconds, o->procs, o->threads, o->seed, figures->accesses,
	       figures->operations, figures->forks, figures->kills, figures->refused,
	       switches, figures->foreign, figures->lost);
	report_operations();
	if (loads < 0)
		printf("# stress: the layer was built without DEVMAP_CHECK\n");
	else
		printf("# stress: the layer checked %ld loads: %ld violations\n", loads,
		       violations);
}

static int parse(struct options *o, int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "t:s:p:j:")) != -1) {
		switch (c) {
		case 't':
			o->seconds = atof(optarg);
			break;
		case 's':
			o->seed = strtoull(optarg, NULL, 0);
			break;
		case 'p':
			o->procs = atoi(optarg);
			break;
		case 'j':
			o->threads = atoi(optarg);
			break;
		default:
			return -1;
		}
	}
	return o->seconds > 0 && o->procs > 0 && o->procs <= MAX_PROCS && o->threads >= 0 &&
	       o->threads <= MAX_THREADS ? 0 : -1;
}

int main(int argc, char **argv)
{
	struct options o = { .seconds = 10, .seed = time(NULL), .procs = 4, .threads = 2 };
	unsigned long long switches;
	long hold, loads, violations;
	const char *why = NULL;
	struct xx xx;
	int bad;

	if (parse(&o, argc, argv)) {
		fprintf(stderr, "usage: stress [-t seconds] [-s seed] [-p processes] [-j threads]\n");
		return 2;
	}
	ksft_print_header();
	if (access(XX_DEV, F_OK))
		ksft_exit_skip("no %s: modprobe xxctx\n", XX_DEV);
	if (access(XX_PARAM "hold_usec", W_OK) || xx_open(&xx, XX_DEV))
		ksft_exit_skip("not root\n");
	ksft_set_plan(1);
	setvbuf(stdout, NULL, _IOLBF, 0);
	printf("# stress -t %g -s %llu -p %d -j %d\n", o.seconds, o.seed, o.procs, o.threads);

	figures = mmap(NULL, sizeof(*figures), PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	figures->owners = 0x10000;
	figures->may_run_out = !memory_cgroup(&why);
	if (access("/dev/ram0", R_OK | W_OK))
		printf("# direct does nothing: no /dev/ram0\n");
	if (why)
		printf("# nobody runs out of memory: %s\n", why);
	hold = param_get("hold_usec");
	loads = layer_get("check_loads");
	violations = layer_get("check_violations");
	switches = xx.status->xs_switches;
	/* Most of the time none: who waits for its turn tests nothing. */
	param_set("hold_usec", 0);
	bad = run(&o);
	param_set("hold_usec", hold);
	memory_cgroup_end();
	if (loads >= 0)
		loads = layer_get("check_loads") - loads;
	violations = layer_get("check_violations") - violations;
	report(&o, xx.status->xs_switches - switches, loads, violations);
	/* One that watches itself, and has seen nothing, has not looked. */
	ksft_test_result(!bad && loads && !violations && !figures->foreign && !figures->lost &&
			 figures->accesses > 0, "stress\n");
	if (ksft_get_fail_cnt())
		ksft_exit_fail();
	ksft_exit_pass();
}
