/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The stress test: what its processes share, and what an operation works on.
 */
#ifndef DEVMAP_STRESS_H
#define DEVMAP_STRESS_H

#include <pthread.h>

#include "devmap_test.h"

enum {
	MAX_PROCS = 64,
	MAX_THREADS = 16,
	MAX_OPERATIONS = 32,
	SLOTS = 3,		/* mappings of a process; the last one is shared */
	SHARED_SLOT = SLOTS - 1,
	WORD_MAIN = 5,		/* the word of a page that operations use */
	WORD_THREAD = 100,	/* the first thread's */
};

/* How a child ends; its parent knows. */
enum ending { BY_EXIT, BY_EXEC, BY_KILL, BY_ABORT, BY_MEMORY, NR_ENDINGS };

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
	long times[MAX_OPERATIONS];
	long endings[NR_ENDINGS];
	int may_run_out;	/* there is a group with little memory */
};

extern struct figures *figures;
extern double deadline;

#define COUNT(what, n)	__atomic_add_fetch(&figures->what, (n), __ATOMIC_RELAXED)

/* Xorshift: the same on every C library. */
static inline unsigned int rnd(unsigned long long *state, unsigned int n)
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
	volatile pid_t tids[MAX_THREADS];
};

/* stress.c: touches, and what they have to find */
int touch(vu64 *word, int write, unsigned long long *value);
void complain(const char *what, struct slot *s, unsigned int page,
	      unsigned long long found, unsigned long long expected);
void look(struct proc *p, struct slot *s, unsigned int page);
void put(struct slot *s, unsigned int page, unsigned int n);
int map_pages(struct proc *p, struct slot *s, unsigned int page, unsigned int n);

/* A word of an owner, or of none yet. */
static inline int owned(struct slot *s, unsigned long long value)
{
	return !value || value >> 32 == s->owner;
}

/* A value that came by another way than a touch. */
static inline void judge(const char *how, struct slot *s, unsigned int page,
			 unsigned long long value)
{
	COUNT(accesses, 1);
	if (s->present[page] && !owned(s, value)) {
		COUNT(foreign, 1);
		complain(how, s, page, value, 0);
	}
}

/* What must not be possible has worked. */
static inline void must_fail(int worked, const char *what, struct slot *s,
			     unsigned int page)
{
	if (worked) {
		COUNT(lost, 1);
		complain(what, s, page, 0, 0);
	}
}

/* An operation on pages [page, page + n) of a slot. */
typedef void operation(struct proc *p, struct slot *s, unsigned int page, unsigned int n);

/* stress_linux.c: what Linux and other programs do to a mapping */
operation op_grow, op_lock_all, op_userfaultfd, op_ptrace, op_procfs_files, op_move_pages;
operation op_direct, op_process_advise, op_mergeable, op_dontfork;

/* stress_ops.c: all operations */
void step(struct proc *p);
void report_operations(void);

#endif /* DEVMAP_STRESS_H */
