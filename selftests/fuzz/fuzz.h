/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A fuzzer of the devices: what its parts have in common. See main.c.
 */
#ifndef DEVMAP_FUZZ_H
#define DEVMAP_FUZZ_H

#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/types.h>

typedef unsigned long long u64;
typedef unsigned int u32;
typedef volatile u64 vu64;

#define ARRAY_LEN(a)	(sizeof(a) / sizeof((a)[0]))

enum {
	ARGS = 5,
	MAX_CALLS = 40,
	SLOTS = 4,		/* places for mappings */
	PAGES = 16,		/* of each */
	FDS = 6,
	MAX_DEPTH = 2,		/* children of children */
	MAX_TASKS = 12,		/* processes and threads of a program */
	WORD_OWNED = 5,		/* the word of a page that names its owner */
	WORD_ANY = 6,		/* and one that anybody may write */
	EDGES = 1 << 16,
};

/*
 * A program: calls, each with some numbers. What a number means is the call's
 * business, and every number means something: so whatever mutation makes of a program
 * is one.
 */
struct call {
	u32 op;
	u32 arg[ARGS];
};

struct program {
	u32 n;
	struct call calls[MAX_CALLS];
};

/* Edges that a program has gone. */
struct cover {
	unsigned char bits[EDGES / 8];
};

/* Seen by all processes of the fuzzer. */
struct figures {
	long accesses;		/* values that were looked at */
	long calls;
	long foreign;		/* values of another owner */
	long lost;		/* the owner's, but not the last that it wrote */
	long odd;		/* a process that ended by a signal of its own */
	u32 owners;		/* numbers given out */
	u32 tasks;		/* of the program that runs */
	int judged;		/* may the layer's own check be asked about it? */
	int params;		/* did it change a parameter? */
	int stop;		/* the rival's sign to end */
};

extern struct figures *figures;
extern int verbose;

#define COUNT(what, n)	__atomic_add_fetch(&figures->what, (n), __ATOMIC_RELAXED)

/* What is known of a page of a slot. */
struct page_state {
	int private;		/* of a context of its own: what is read was written */
	u64 shadow;		/* the last that was written to WORD_OWNED */
};

/* A process of a program. */
struct task {
	const struct program *prog;
	int fds[FDS];
	int devs[FDS];		/* which device, or -1 */
	struct page_state pages[SLOTS][PAGES];
	u32 owner;
	u32 ancestors[MAX_DEPTH + 1];
	int depth;
	int threads;		/* has had some: nothing is known of pages any more */
	int others;		/* has opened more than /dev/xxctx */
	u32 written;
};

/* program.c */
typedef void call_fn(struct task *t, const u32 *arg);

struct op {
	const char *name;
	call_fn *run;
	u32 weight;
	u32 limit[ARGS];	/* below it; 0: any number */
};

extern const struct op ops[];
extern const u32 nops;
extern const u32 op_fork, op_thread;

u32 rnd(u64 *state, u32 n);
void program_print(FILE *to, const struct program *p);
int program_parse(FILE *from, struct program *p, u32 *bad);
void call_random(struct call *c, u64 *rng);
void program_random(struct program *p, u64 *rng);
void program_mutate(struct program *p, const struct program *other, u64 *rng);
void program_remove(struct program *p, u32 at);

/* task.c */
int program_run(const struct program *p);
void task_calls(struct task *t, u32 from, u32 to);
void child_wait(pid_t pid);

/* oracle.c */
extern __thread sigjmp_buf touch_env;
extern __thread volatile int touching;

char *slot_addr(u32 slot, u32 page);
void slots_reserve(void);
int touch(vu64 *word, int write, u64 *value);
void oracle_read(struct task *t, u32 slot, u32 page);
void oracle_write(struct task *t, u32 slot, u32 page);
void oracle_mapped(struct task *t, u32 slot, u32 page, u32 n, int private);
void oracle_moved(struct task *t, u32 slot, u32 page, u32 n, u32 slot2, u32 page2);
void oracle_unknown(struct task *t, u32 slot, u32 page, u32 n);
void rival_run(void);
void signals_catch(void);

/* memory.c: calls on mappings */
call_fn call_mmap, call_munmap, call_mprotect, call_mremap, call_madvise, call_read,
	call_write, call_mlock, call_vmread, call_procmem, call_copy, call_splice,
	call_remap, call_numa, call_exec, call_sleep, call_procfs, call_userfault;

/* device.c: calls on devices */
call_fn call_open, call_close, call_ioctl, call_iocmmap, call_rw, call_poll, call_param,
	call_state, call_dmt, call_umemt, call_old;

int dev_is_xxctx(int dev);
int dev_private_range(u64 off, u64 len);
void devices_reset(void);

/* cover.c: coverage by KCOV */
int cover_init(void);
void cover_begin(void);
void cover_collect(struct cover *c);
void cover_reset(void);
u32 cover_new(const struct cover *c, const struct cover *known);
void cover_add(struct cover *to, const struct cover *c);
u32 cover_count(const struct cover *c);

/* watch.c: did something go wrong? */
int watch_init(void);
const char *watch_verdict(void);
int watch_wait(pid_t pid, int seconds);

/* corpus.c */
u32 corpus_size(void);
const struct program *corpus_at(u32 i);
void corpus_add(const struct program *p, const struct cover *c);
void corpus_write(FILE *to);
const struct cover *corpus_cover(void);

#endif /* DEVMAP_FUZZ_H */
