// SPDX-License-Identifier: GPL-2.0
/*
 * What a program may read: every word that is ever written to a context names its
 * owner. Of a mapping of /dev/xxctx that is private to a process without threads it is
 * known which one must be there.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#include <devmap/xxctx.h>

#include "fuzz.h"

#define HOME		0x100000000000UL
#define HOME_STEP	(1UL << 30)	/* page tables of their own */

__thread sigjmp_buf touch_env;
__thread volatile int touching;

static long page_size(void)
{
	static long size;

	if (!size)
		size = sysconf(_SC_PAGESIZE);
	return size;
}

/* Where nothing else ever is: so a value was read from a device. */
char *slot_addr(u32 slot, u32 page)
{
	return (char *)HOME + slot * HOME_STEP + page * page_size();
}

static void on_signal(int sig)
{
	if (touching)
		siglongjmp(touch_env, sig);
	signal(sig, SIG_DFL);
	raise(sig);
}

void signals_catch(void)
{
	struct sigaction sa = { .sa_handler = on_signal };

	sigaction(SIGSEGV, &sa, NULL);
	sigaction(SIGBUS, &sa, NULL);
	signal(SIGPIPE, SIG_IGN);
}

/* One access; the signal that it ended in, or 0. */
int touch(vu64 *word, int write, u64 *value)
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
	if (!sig)
		COUNT(accesses, 1);
	return sig;
}

static int of_us(const struct task *t, u64 value)
{
	u32 owner = value >> 32;
	int i;

	if (!owner || owner == t->owner)
		return 1;
	for (i = 0; i < t->depth; i++)
		if (t->ancestors[i] == owner)
			return 1;
	return 0;
}

static void complain(const struct task *t, const char *what, u32 slot, u32 page, u64 found,
		     u64 expected)
{
	printf("# pid %d, owner %u, page %u of slot %u: %s value %#llx, expected %#llx\n",
	       getpid(), t->owner, page, slot, what, found, expected);
	fflush(stdout);
}

void oracle_read(struct task *t, u32 slot, u32 page)
{
	struct page_state *s = &t->pages[slot][page];
	u64 value = 0;

	if (touch((vu64 *)slot_addr(slot, page) + WORD_OWNED, 0, &value))
		return;
	/* Registers of other devices hold whatever they hold. */
	if (!t->others && !of_us(t, value)) {
		COUNT(foreign, 1);
		complain(t, "foreign", slot, page, value, s->shadow);
	} else if (s->private && !t->threads && value != s->shadow) {
		COUNT(lost, 1);
		complain(t, "lost", slot, page, value, s->shadow);
	}
}

void oracle_write(struct task *t, u32 slot, u32 page)
{
	struct page_state *s = &t->pages[slot][page];
	u32 n = __atomic_add_fetch(&t->written, 1, __ATOMIC_RELAXED);
	u64 value = (u64)t->owner << 32 | n;
	int owned = s->private && !t->threads;

	if (!touch((vu64 *)slot_addr(slot, page) + (owned ? WORD_OWNED : WORD_ANY), 1,
		   &value) && owned)
		s->shadow = value;
}

void oracle_mapped(struct task *t, u32 slot, u32 page, u32 n, int private)
{
	while (n--)
		t->pages[slot][page + n] = (struct page_state){ private, 0 };
}

void oracle_unknown(struct task *t, u32 slot, u32 page, u32 n)
{
	oracle_mapped(t, slot, page, n, 0);
}

void oracle_moved(struct task *t, u32 slot, u32 page, u32 n, u32 slot2, u32 page2)
{
	struct page_state moved[PAGES];

	memcpy(moved, &t->pages[slot][page], n * sizeof(moved[0]));
	oracle_unknown(t, slot, page, n);
	memcpy(&t->pages[slot2][page2], moved, n * sizeof(moved[0]));
}

static void rival_check(u64 value, u64 expected)
{
	if (value == expected)
		return;
	if (value >> 32 == expected >> 32)
		COUNT(lost, 1);
	else
		COUNT(foreign, 1);
	printf("# rival: value %#llx, expected %#llx\n", value, expected);
	fflush(stdout);
}

/*
 * Who else wants the device, again and again: two contexts, each page's last value
 * known. A save that a program made fail takes its context away; it makes a new one.
 */
static void rival_turn(int fd, u64 owner)
{
	u64 value = 0, expected[2] = { 0, 0 };
	vu64 *map[2];
	int i, k;

	for (k = 0; k < 2; k++) {
		map[k] = mmap(NULL, page_size(), PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
		if (map[k] == MAP_FAILED)
			return;
	}
	for (i = 0; i < 64 && !figures->stop; i++) {
		k = i & 1;
		if (touch(map[k] + WORD_OWNED, 0, &value))
			break;
		rival_check(value, expected[k]);
		value = owner << 32 | (u32)(i + 1);
		if (touch(map[k] + WORD_OWNED, 1, &value))
			break;
		expected[k] = value;
		usleep(500);
	}
	munmap((void *)map[0], page_size());
	munmap((void *)map[1], page_size());
}

void rival_run(void)
{
	u64 owner = COUNT(owners, 1);
	int fd = open("/dev/xxctx", O_RDWR);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signals_catch();
	/*
	 * Now and then nobody: each switch revokes all translations, and hides that one
	 * should have been before.
	 */
	while (fd >= 0 && !figures->stop) {
		rival_turn(fd, owner);
		usleep(60000);
	}
	_exit(fd < 0);
}
