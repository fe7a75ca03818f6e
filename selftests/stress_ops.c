// SPDX-License-Identifier: GPL-2.0
/*
 * The stress test: what a process does to its mappings, and how often.
 */
#include <sys/prctl.h>
#include <sys/uio.h>

#include "kselftest.h"

#include "stress.h"
#include "devmap_cgroup.h"

enum {
	STEPS_OF_CHILD = 12,
	MAX_DEPTH = 2,		/* children of children */
};

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
	/* A child without the mapping would be a mistake: op_dontfork() has one. */
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

	if (process_vm_readv(getpid(), &near, 1, &far, 1, 0) == 8)
		judge("process_vm_readv", s, page, value);
	/* What came from there may go back: to the mapping it never does. */
	value = s->shadow[page];
	if (s->present[page])
		must_fail(process_vm_writev(getpid(), &near, 1, &far, 1, 0) > 0,
			  "process_vm_writev", s, page);
	if (pipe(fds))
		return;
	if (write(fds[1], at, 8) == 8 && read(fds[0], &value, 8) == 8)
		judge("copied", s, page, value);
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
	if (pread(fd, &value, 8, (long)xx_word(s->home, page, WORD_MAIN)) == 8)
		judge("/proc/self/mem", s, page, value);
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

static enum ending ending(struct proc *p)
{
	static const enum ending of[] = {
		BY_EXIT, BY_EXIT, BY_EXIT, BY_EXIT, BY_EXIT, BY_EXEC, BY_EXEC, BY_EXEC,
		BY_KILL, BY_KILL, BY_KILL, BY_KILL, BY_KILL, BY_KILL, BY_ABORT, BY_MEMORY,
	};

	return of[rnd(&p->rng, ARRAY_SIZE(of))];
}

/* The OOM killer comes for it while it has the device, and the reaper behind. */
static void run_out_of_memory(struct proc *p)
{
	size_t size = 64 << 20, i;
	char *mem;

	if (!figures->may_run_out || memory_cgroup_join())
		return;
	mem = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	for (i = 0; mem != MAP_FAILED && i < size; i += p->page) {
		mem[i] = 1;
		if (i % (64 * p->page) == 0)
			look(p, &p->slots[0], 0);
	}
}

static void __attribute__((noreturn)) child(struct proc *p, enum ending how)
{
	struct rlimit core = { 1 << 20, 1 << 20 };
	int i;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (rnd(&p->rng, 4) == 0)
		prctl(PR_SET_DUMPABLE, 0);
	p->depth++;
	p->nthreads = 0;
	become_child(p);
	for (i = 0; i < STEPS_OF_CHILD && now() < deadline; i++)
		step(p);
	if (how == BY_EXEC)
		execl("/bin/true", "true", (char *)NULL);
	if (how == BY_MEMORY)
		run_out_of_memory(p);
	/* With a core, unless it may not be dumped; each over the one before. */
	if (how == BY_ABORT && !chdir("/tmp") && !setrlimit(RLIMIT_CORE, &core))
		abort();
	_exit(0);
}

/* May it have ended with this status? */
static int ended_well(enum ending how, int status)
{
	switch (how) {
	case BY_ABORT:
		return status == 0x100 + SIGABRT;
	case BY_MEMORY:
		return status == (figures->may_run_out ? 0x100 + SIGKILL : 0);
	case BY_KILL:
		return !status || status == 0x100 + SIGKILL;
	default:
		return !status;
	}
}

static void op_fork(struct proc *p, struct slot *s, unsigned int page, unsigned int n)
{
	unsigned long long seed = p->rng + 1;
	enum ending how = ending(p);
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
		child(p, how);
	}
	COUNT(forks, 1);
	if (how == BY_KILL) {
		usleep(usec);
		kill(pid, SIGKILL);
		COUNT(kills, 1);
	}
	status = child_status(pid);
	COUNT(endings[how], 1);
	if (!ended_well(how, status)) {
		COUNT(lost, 1);
		complain("child", s, page, status, how);
	}
	(void)n;
}

#define OP(name, weight)	{ op_##name, #name, weight }

static const struct {
	operation *run;
	const char *name;
	unsigned int weight;
} operations[] = {
	OP(look, 30), OP(put, 30), OP(unmap, 5), OP(map, 8), OP(protect, 8), OP(move, 6),
	OP(advise, 8), OP(lock, 2), OP(shrink, 3), OP(copy, 4), OP(procfs, 3), OP(pause, 5),
	OP(hold, 1), OP(fork, 5), OP(clear_refs, 2), OP(remap, 3), OP(vfork, 1),
	OP(grow, 3), OP(lock_all, 1), OP(userfaultfd, 2), OP(ptrace, 2),
	OP(procfs_files, 2), OP(move_pages, 2), OP(direct, 2), OP(process_advise, 2),
	OP(mergeable, 1), OP(dontfork, 1),
};

_Static_assert(ARRAY_SIZE(operations) <= MAX_OPERATIONS, "figures.times is too short");

static unsigned int all_weights(void)
{
	unsigned int sum = 0, i;

	for (i = 0; i < ARRAY_SIZE(operations); i++)
		sum += operations[i].weight;
	return sum;
}

void step(struct proc *p)
{
	unsigned int page = rnd(&p->rng, p->pages), n = 1 + rnd(&p->rng, p->pages - page);
	struct slot *s = &p->slots[rnd(&p->rng, SLOTS)];
	unsigned int i = 0, at = rnd(&p->rng, all_weights());

	while (at >= operations[i].weight)
		at -= operations[i++].weight;
	operations[i].run(p, s, page, n);
	COUNT(operations, 1);
	COUNT(times[i], 1);
}

/* How often each was done, children's steps that a kill cut off not counted. */
void report_operations(void)
{
	unsigned int i;

	printf("# operations:");
	for (i = 0; i < ARRAY_SIZE(operations); i++)
		printf(" %s %ld", operations[i].name, figures->times[i]);
	printf("\n# children that ended by exit %ld, exec %ld, kill -9 %ld, abort %ld, out of memory %ld\n",
	       figures->endings[BY_EXIT], figures->endings[BY_EXEC], figures->endings[BY_KILL],
	       figures->endings[BY_ABORT], figures->may_run_out ? figures->endings[BY_MEMORY] : 0);
}
