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
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/uio.h>

#include "kselftest.h"

#include "devmap_test.h"
#include "devmap_traps.h"

enum {
	MAX_PROCS = 64,
	MAX_THREADS = 16,
	SLOTS = 3,		/* mappings of a process; the last one is shared */
	SHARED_SLOT = SLOTS - 1,
	STEPS_OF_CHILD = 12,
	MAX_DEPTH = 2,		/* children of children */
	WORD_MAIN = 5,		/* the word of a page that operations use */
	WORD_THREAD = 100,	/* the first thread's */
};

/* What all processes count together. */
struct figures {
	long accesses;		/* values that were looked at */
	long operations;
	long refused;		/* touches that ended in a signal */
	long foreign;		/* values of another owner */
	long lost;		/* the owner's, but not the last that it wrote */
	long forks;
	long kills;
	long owners;		/* numbers given out */
};

static struct figures *figures;
static double deadline;

#define COUNT(what, n)	__atomic_add_fetch(&figures->what, (n), __ATOMIC_RELAXED)

/* Xorshift: the same on every C library. */
static unsigned int rnd(unsigned long long *state, unsigned int n)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (*state >> 33) % n;
}

/*
 * A mapping, at an address where nothing else ever is: a signal or this mapping, so
 * that a value that is wrong was not read from elsewhere.
 */
struct slot {
	char *home;
	unsigned long long owner;	/* in the upper half of what it writes */
	unsigned long long *shadow;	/* of WORD_MAIN of each page */
	unsigned char *present;
	unsigned char *writable;
	unsigned char *readable;
};

struct proc {
	struct xx xx;
	struct slot slots[SLOTS];
	unsigned int pages;
	size_t page;
	unsigned long long rng;
	int depth;
	volatile int stop;
	int nthreads;
};

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
static int touch(vu64 *word, int write, unsigned long long *value)
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

static void complain(const char *what, struct slot *s, unsigned int page,
		     unsigned long long found, unsigned long long expected)
{
	printf("# pid %d, owner %llu, page %u: %s: found %#llx, expected %#llx\n",
	       getpid(), s->owner, page, what, found, expected);
}

/* A word of an owner, or of none yet. */
static int owned(struct slot *s, unsigned long long value)
{
	return !value || value >> 32 == s->owner;
}

static void look(struct proc *p, struct slot *s, unsigned int page)
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

static void put(struct slot *s, unsigned int page, unsigned int n)
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

static int map_pages(struct proc *p, struct slot *s, unsigned int page, unsigned int n)
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

/* An operation on pages [page, page + n) of a slot. */
typedef void operation(struct proc *p, struct slot *s, unsigned int page, unsigned int n);

static void op_look(struct proc *p, struct slot *s, unsigned int page, unsigned int n)
{
	while (n--)
		look(p, s, page + n);
}

static void op_put(struct proc *p, struct slot *s, unsigned int page, unsigned int n)
{
	while (n--)
		put(s, page + n, rnd(&p->rng, 1000000) + 1);
}

static void op_unmap(struct proc *p, struct slot *s, unsigned int page, unsigned int n)
{
	if (!munmap(s->home + page * p->page, n * p->page))
		memset(s->present + page, 0, n);
}

static void op_map(struct proc *p, struct slot *s, unsigned int page, unsigned int n)
{
	if (map_pages(p, s, page, n)) {
		COUNT(lost, 1);
		complain("mmap", s, page, errno, 0);
	}
}

static void op_protect(struct proc *p, struct slot *s, unsigned int page, unsigned int n)
{
	static const int prots[] = { PROT_NONE, PROT_READ, PROT_READ | PROT_WRITE };
	int prot = prots[rnd(&p->rng, 3)];
	unsigned int i;

	for (i = page; i < page + n; i++) {
		/* Over a hole it would fail half way. */
		if (!s->present[i] || mprotect(s->home + i * p->page, p->page, prot))
			continue;
		s->readable[i] = prot != PROT_NONE;
		s->writable[i] = prot == (PROT_READ | PROT_WRITE);
	}
}

/* Away and back; newer kernels move several VMAs at once, older ones refuse. */
static void op_move(struct proc *p, struct slot *s, unsigned int page, unsigned int n)
{
	char *at = s->home + page * p->page, *away = s->home + (p->pages + 1) * p->page;
	unsigned int i;

	for (i = page; i < page + n; i++, at += p->page) {
		if (mremap(at, p->page, p->page, MREMAP_MAYMOVE | MREMAP_FIXED, away) != away)
			continue;
		if (rnd(&p->rng, 2))
			sched_yield();
		if (mremap(away, p->page, p->page, MREMAP_MAYMOVE | MREMAP_FIXED, at) != at)
			complain("mremap", s, i, errno, 0);
	}
}

static void op_advise(struct proc *p, struct slot *s, unsigned int page, unsigned int n)
{
	int advice = rnd(&p->rng, 31);

	/* HWPOISON, SOFT_OFFLINE and the guards: of the mapping, and of nothing else. */
	if (advice > 26)
		advice += 73;
	if (advice >= 100 && memchr(s->present + page, 0, n))
		return;
	/* A child without the mapping would be a mistake to the test. */
	if (advice != MADV_DONTFORK)
		madvise(s->home + page * p->page, n * p->page, advice);
}

static void op_lock(struct proc *p, struct slot *s, unsigned int page, unsigned int n)
{
	mlock(s->home + page * p->page, n * p->page);
	munlock(s->home + page * p->page, n * p->page);
}

static void op_shrink(struct proc *p, struct slot *s, unsigned int page, unsigned int n)
{
	/* Only where it is one piece up to its end. */
	if (n > 1 && memchr(s->present + page, 0, n) == NULL &&
	    mremap(s->home + page * p->page, n * p->page, p->page, 0) != MAP_FAILED)
		memset(s->present + page + 1, 0, n - 1);
}

/* From the kernel's side: copies and pins, into words of nobody. */
static void op_copy(struct proc *p, struct slot *s, unsigned int page, unsigned int n)
{
	unsigned long long value = 0;
	char *at = (char *)xx_word(s->home, page, WORD_MAIN);
	struct iovec near = { &value, 8 }, far = { at, 8 };
	int fds[2];

	if (process_vm_readv(getpid(), &near, 1, &far, 1, 0) == 8 && s->present[page] &&
	    !owned(s, value))
		COUNT(foreign, 1);
	/* What came from there may go back: to the mapping it never does. */
	value = s->shadow[page];
	if (s->present[page] && process_vm_writev(getpid(), &near, 1, &far, 1, 0) > 0) {
		COUNT(lost, 1);
		complain("process_vm_writev succeeds", s, page, 0, 0);
	}
	if (pipe(fds))
		return;
	if (write(fds[1], at, 8) == 8 && read(fds[0], &value, 8) == 8) {
		COUNT(accesses, 1);
		if (s->present[page] && !owned(s, value)) {
			COUNT(foreign, 1);
			complain("copied, foreign value", s, page, value, 0);
		}
	}
	far.iov_len = p->page - WORD_MAIN * 8;
	vmsplice(fds[1], &far, 1, SPLICE_F_NONBLOCK);
	close(fds[0]);
	close(fds[1]);
	(void)n;
}

static void op_procfs(struct proc *p, struct slot *s, unsigned int page, unsigned int n)
{
	unsigned long long value = 0;
	int fd = open("/proc/self/mem", O_RDWR);

	if (fd < 0)
		return;
	if (pread(fd, &value, 8, (long)xx_word(s->home, page, WORD_MAIN)) == 8 &&
	    s->present[page] && !owned(s, value)) {
		COUNT(foreign, 1);
		complain("/proc/self/mem", s, page, value, 0);
	}
	close(fd);
	(void)p;
	(void)n;
}

static void op_clear_refs(struct proc *p, struct slot *s, unsigned int page, unsigned int n)
{
	char what = '1' + rnd(&p->rng, 5);
	int fd = open("/proc/self/clear_refs", O_WRONLY);

	if (fd < 0)
		return;
	(void)!write(fd, &what, 1);
	close(fd);
	(void)s;
	(void)page;
	(void)n;
}

/* A page of the shared context again, in its place: a mapping of its own. */
static void op_remap(struct proc *p, struct slot *s, unsigned int page, unsigned int n)
{
	s = &p->slots[SHARED_SLOT];
	if (s->present[page] &&
	    syscall(SYS_remap_file_pages, s->home + page * p->page, p->page, 0,
		    (unsigned long)page, 0) && errno != ENOSYS && errno != EINVAL)
		map_pages(p, s, page, 1);
	(void)n;
}

static void op_vfork(struct proc *p, struct slot *s, unsigned int page, unsigned int n)
{
	pid_t pid = vfork();

	if (!pid) {
		execl("/bin/true", "true", (char *)NULL);
		_exit(0);
	}
	if (pid > 0)
		child_status(pid);
	(void)p;
	(void)s;
	(void)page;
	(void)n;
}

static void op_pause(struct proc *p, struct slot *s, unsigned int page, unsigned int n)
{
	usleep(rnd(&p->rng, 3000));
	(void)s;
	(void)page;
	(void)n;
}

static void op_hold(struct proc *p, struct slot *s, unsigned int page, unsigned int n)
{
	static const int hold[] = { 0, 0, 0, 0, 1000 };

	param_set("hold_usec", hold[rnd(&p->rng, 5)]);
	(void)s;
	(void)page;
	(void)n;
}

static operation op_fork;

static const struct {
	operation *run;
	unsigned int weight;
} operations[] = {
	{ op_look, 30 }, { op_put, 30 }, { op_unmap, 5 }, { op_map, 8 }, { op_protect, 8 },
	{ op_move, 6 }, { op_advise, 8 }, { op_lock, 2 }, { op_shrink, 3 }, { op_copy, 4 },
	{ op_procfs, 3 }, { op_pause, 5 }, { op_hold, 1 }, { op_fork, 5 },
	{ op_clear_refs, 2 }, { op_remap, 3 }, { op_vfork, 1 },
};

static void step(struct proc *p)
{
	unsigned int page = rnd(&p->rng, p->pages), n = 1 + rnd(&p->rng, p->pages - page);
	struct slot *s = &p->slots[rnd(&p->rng, SLOTS)];
	unsigned int i = 0, at = rnd(&p->rng, 124);

	while (at >= operations[i].weight)
		at -= operations[i++].weight;
	operations[i].run(p, s, page, n);
	COUNT(operations, 1);
}

/*
 * A child sees what its parent had, and is another owner from then on: it overwrites
 * all words that it can. What it cannot write it maps anew.
 */
static void become_child(struct proc *p)
{
	unsigned int i, k, t;

	for (i = 0; i < SLOTS; i++) {
		struct slot *s = &p->slots[i];

		for (k = 0; k < p->pages; k++)
			look(p, s, k);
		if (i == SHARED_SLOT)
			continue;
		s->owner = COUNT(owners, 1);
		for (k = 0; k < p->pages; k++) {
			if (!s->present[k])
				continue;
			if (!s->writable[k]) {
				map_pages(p, s, k, 1);
				continue;
			}
			put(s, k, 1);
			for (t = 0; t < MAX_THREADS; t++)
				*xx_word(s->home, k, WORD_THREAD + t) = 0;
		}
	}
}

static void __attribute__((noreturn)) child(struct proc *p)
{
	int i;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	p->depth++;
	p->nthreads = 0;
	become_child(p);
	for (i = 0; i < STEPS_OF_CHILD && now() < deadline; i++)
		step(p);
	if (rnd(&p->rng, 4) == 0)
		execl("/bin/true", "true", (char *)NULL);
	_exit(0);
}

static void op_fork(struct proc *p, struct slot *s, unsigned int page, unsigned int n)
{
	unsigned long long seed = p->rng + 1;
	int deadly = rnd(&p->rng, 3) == 0;
	unsigned int usec = rnd(&p->rng, 20000);
	int status;
	pid_t pid;

	if (p->depth >= MAX_DEPTH)
		return;
	pid = fork();
	if (pid < 0)
		return;
	if (!pid) {
		p->rng = seed;
		child(p);
	}
	COUNT(forks, 1);
	if (deadly) {
		usleep(usec);
		kill(pid, SIGKILL);
		COUNT(kills, 1);
	}
	status = child_status(pid);
	if (status && !(deadly && status == 0x100 + SIGKILL)) {
		COUNT(lost, 1);
		complain("child", s, page, status, 0);
	}
	(void)n;
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
	hold = param_get("hold_usec");
	loads = layer_get("check_loads");
	violations = layer_get("check_violations");
	switches = xx.status->xs_switches;
	/* Most of the time none: who waits for its turn tests nothing. */
	param_set("hold_usec", 0);
	bad = run(&o);
	param_set("hold_usec", hold);
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
