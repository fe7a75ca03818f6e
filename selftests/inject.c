// SPDX-License-Identifier: GPL-2.0
/*
 * Every allocation of every operation fails, one after the other. After each the call
 * has failed with the right error or has succeeded, nothing is half made, the next
 * attempt works, and in the end nothing has leaked.
 */
#include <dirent.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/utsname.h>

#include "kselftest_harness.h"

#include <devmap/devmap.h>
#include <devmap/umemt.h>

#include "devmap_test.h"
#include "dmt_test.h"
#include "devmap_traps.h"
#include "devmap_inject.h"

#define XX_MIN_PAGES	4
#define UMEMT_DEV	"/dev/umemt"
#define KMEMLEAK	DEBUGFS "/kmemleak"

/* <sys/ddidevmap.h> */
#define DDI_UMEM_NOSLEEP	0x1
#define DDI_UMEM_TRASH		0x4
#define DDI_UMEMLOCK_WRITE	0x2
#define MAX_RW			(PROT_READ | PROT_WRITE | 0x8)

/* Addresses that have page tables of their own: 1 GiB apart. */
#define FAR		((char *)0x100000000000UL)
#define FAR_STEP	(1UL << 30)

FIXTURE(inject) {
	struct pair p;
	int nth;
	int fired;	/* the operation that ran last had an allocation fail */
	char *map;	/* what it made */
	char *at;	/* where it shall */
	char *old;	/* where it was */
	int fd;
	int fd2;
	int status;	/* of a child */
	int ours;	/* mappings of devices, before */
	struct umemt_op op;
};

typedef FIXTURE_DATA(inject) env_t;

/*
 * @run returns 0 or an errno. @done returns 0 if what it made is whole, and takes it
 * away; @failed returns 0 if it has made nothing. They may be absent.
 */
struct operation {
	const char *name;
	int (*run)(env_t *self);
	int (*done)(env_t *self);
	int (*failed)(env_t *self);
	int errors[6];
	int seconds;	/* no more than that, for what is slow; 0: as long as it takes */
	int spread;	/* all over it, and something has to fail */
};

static int count_ours(void)
{
	static char text[1 << 18];
	ssize_t n, all = 0;
	int fd = open("/proc/self/maps", O_RDONLY), found = 0;
	char *at = text;

	while ((n = read(fd, text + all, sizeof(text) - 1 - all)) > 0)
		all += n;
	close(fd);
	text[all] = '\0';
	while ((at = strstr(at, " /dev/"))) {
		found++;
		at++;
	}
	return found;
}

static int no_more_mappings(env_t *self)
{
	return count_ours() != self->ours;
}

static int allowed(const struct operation *op, int err)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(op->errors); i++)
		if (op->errors[i] == err)
			return 1;
	return 0;
}

/* Runs it with its n-th allocation failing; 0 means none. */
static int run_with(env_t *self, const struct operation *op, int n, int *left)
{
	int err;

	inject_begin(self->nth, n ?: INJECT_NEVER);
	err = op->run(self);
	*left = inject_end(self->nth);
	self->fired = !*left;
	return err;
}

static int finish(env_t *self, const struct operation *op, int err)
{
	if (err)
		return op->failed ? op->failed(self) : 0;
	return op->done ? op->done(self) : 0;
}

struct tally {
	int injected;
	int failed;
	int by_errno[256];
};

static void print_tally(struct __test_metadata *_metadata, const struct operation *op,
			const struct tally *t, int total)
{
	char text[256] = "";
	unsigned int i;
	int n = 0;

	for (i = 0; i < ARRAY_SIZE(t->by_errno); i++)
		if (t->by_errno[i])
			n += snprintf(text + n, sizeof(text) - n, ", %d %s",
				      t->by_errno[i], strerror(i));
	TH_LOG("%s: %d faults injected (of %d), it failed %d times%s", op->name,
	       t->injected, total, t->failed, text);
}

static void inject_one(struct __test_metadata *_metadata, env_t *self,
		       const struct operation *op, int n, struct tally *t)
{
	int left, err = run_with(self, op, n, &left), fired = self->fired, state;

	state = finish(self, op, err);
	EXPECT_EQ(0, state) TH_LOG("%s: state %d after allocation %d (%s)", op->name,
				   state, n, strerror(err));
	EXPECT_TRUE(!err || (fired && allowed(op, err)))
		TH_LOG("%s: %s for allocation %d", op->name, strerror(err), n);
	t->injected += fired;
	if (err) {
		t->failed++;
		t->by_errno[err & 255]++;
	}
	if (!fired || (!err && op->seconds))
		return;
	/* The next attempt works. */
	err = run_with(self, op, 0, &left);
	state = finish(self, op, err);
	EXPECT_EQ(0, err) TH_LOG("%s: %s after allocation %d", op->name,
				 strerror(err), n);
	EXPECT_EQ(0, state) TH_LOG("%s: state %d in the attempt after allocation %d",
				   op->name, state, n);
}

/*
 * The last ones first: those of the layer come after those of Linux. Where there is no
 * time for all of them they are spread: the last ones of a module's load come when it is
 * there, and fail nothing. Not in the load of the layer itself, which has events for
 * tracing: Linux warns (event_define_fields()) where it has no memory for one.
 */
static void inject_all(struct __test_metadata *_metadata, env_t *self,
		       const struct operation *op)
{
	double end = now() + op->seconds;
	struct tally tally = { 0 };
	int k, n, total, left;

	/* Once for the caches, and once to count. */
	ASSERT_EQ(0, op->run(self));
	ASSERT_EQ(0, finish(self, op, 0));
	self->ours = count_ours();
	ASSERT_EQ(0, run_with(self, op, 0, &left));
	ASSERT_EQ(0, finish(self, op, 0));
	total = INJECT_NEVER - left;
	for (k = 0; k < total + 2 && (!op->seconds || now() < end); k++) {
		/* A prime: any other number of them is met in turn. */
		n = op->spread ? 1 + k * 7919LL % total : total + 2 - k;
		inject_one(_metadata, self, op, n, &tally);
	}
	print_tally(_metadata, op, &tally, total);
	EXPECT_LT(0, tally.injected);
	if (op->spread)
		EXPECT_LT(0, tally.failed);
}

FIXTURE_SETUP(inject)
{
	ASSERT_EQ(0, pair_setup(&self->p));
	self->nth = open(INJECT_NTH, O_RDWR);
	ASSERT_LE(0, self->nth);
	self->fd = -1;
	self->fd2 = -1;
	self->at = FAR;
	self->ours = count_ours();
}

FIXTURE_TEARDOWN(inject)
{
	EXPECT_EQ(0, pair_apart(&self->p));
	EXPECT_EQ(0, pair_teardown(&self->p));
}

/* mmap(2) */
static int map_run(env_t *self)
{
	self->map = mmap(self->at, self->p.size, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_FIXED_NOREPLACE, self->p.xx.fd, 0);
	return self->map == MAP_FAILED ? errno : 0;
}

/* A context of its own; and the next one elsewhere. */
static int map_done(env_t *self)
{
	int wrong = xx_word(self->map, 0, 1)[0] != 0;

	fill(self->map, self->p.size, 9);
	if (check(self->map, self->p.size, 9) || pair_apart(&self->p))
		wrong |= 2;
	if (munmap(self->map, self->p.size))
		wrong |= 4;
	self->at += FAR_STEP;
	return wrong;
}

TEST_F_TIMEOUT(inject, mmap, 1200)
{
	static const struct operation op = {
		"mmap", map_run, map_done, no_more_mappings, { ENOMEM },
	};

	inject_all(_metadata, self, &op);
}

/* mmap(2) over a mapping: Linux has unmapped it before it asks us. */
static int map_over_run(env_t *self)
{
	self->map = mmap(FAR, self->p.size, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_FIXED, self->p.xx.fd, 0);
	return self->map == MAP_FAILED ? errno : 0;
}

/* It stays for the next one. */
static int map_over_done(env_t *self)
{
	fill(self->map, self->p.size, 9);
	return check(self->map, self->p.size, 9) || pair_apart(&self->p);
}

/* The old one is there, or none is. */
static int map_over_failed(env_t *self)
{
	int n = count_ours() - self->ours;

	if (n)
		return n != -1;
	return check(FAR, self->p.size, 9) != 0;
}

TEST_F_TIMEOUT(inject, mmap_over, 1200)
{
	static const struct operation op = {
		"mmap over another", map_over_run, map_over_done, map_over_failed,
		{ ENOMEM },
	};

	inject_all(_metadata, self, &op);
}

/* DEVMAP_IOC_MMAP */
static int mmap_ioctl_run(env_t *self)
{
	struct devmap_mmap_args args = {
		.dm_len = self->p.size, .dm_prot = PROT_READ | PROT_WRITE,
		.dm_flags = MAP_PRIVATE,
	};

	if (ioctl(self->p.xx.fd, DEVMAP_IOC_MMAP, &args))
		return errno;
	self->map = (char *)(unsigned long)args.dm_result;
	return 0;
}

TEST_F_TIMEOUT(inject, mmap_ioctl, 1200)
{
	static const struct operation op = {
		"DEVMAP_IOC_MMAP", mmap_ioctl_run, map_done, no_more_mappings,
		{ ENOMEM, EFAULT },
	};

	inject_all(_metadata, self, &op);
}

static int getinfo_run(env_t *self)
{
	struct xxctx_info info = { 0 };

	if (ioctl(self->p.xx.fd, XXIOC_GETINFO, &info))
		return errno;
	return info.xi_ctxsize == self->p.size ? 0 : EIO;
}

TEST_F_TIMEOUT(inject, getinfo, 1200)
{
	static const struct operation op = {
		"XXIOC_GETINFO", getinfo_run, NULL, NULL, { EFAULT },
	};

	inject_all(_metadata, self, &op);
}

/* open(2), of a node and of one that has a number for each */
static int open_run(env_t *self)
{
	self->fd = open(XX_DEV, O_RDWR);
	return self->fd < 0 ? errno : 0;
}

static int open_done(env_t *self)
{
	struct xxctx_info info;
	int err = ioctl(self->fd, XXIOC_GETINFO, &info);

	return close(self->fd) || err;
}

TEST_F_TIMEOUT(inject, open, 1200)
{
	static const struct operation op = {
		"open", open_run, open_done, NULL, { ENOMEM, EFAULT },
	};

	inject_all(_metadata, self, &op);
}

static int clone_run(env_t *self)
{
	self->fd = open("/dev/ddit,clone", O_RDWR);
	return self->fd < 0 ? errno : 0;
}

static int clone_done(env_t *self)
{
	return close(self->fd);
}

TEST_F_TIMEOUT(inject, open_clone, 1200)
{
	static const struct operation op = {
		"open of a clone", clone_run, clone_done, NULL, { ENOMEM, EFAULT },
	};

	if (access("/dev/ddit,clone", W_OK))
		SKIP(return, "no /dev/ddit,clone: modprobe ddit");
	inject_all(_metadata, self, &op);
}

/*
 * A fault. Linux tries again where a page fault of a program had no memory, and does
 * not call the OOM killer for it: the program notices nothing.
 */
static int fault_run(env_t *self)
{
	struct probe probe = probe_write(xx_word(self->map, 1, 7), 77);

	return probe.sig ? EIO : 0;
}

static int fault_done(env_t *self)
{
	int wrong = *xx_word(self->map, 1, 7) != 77;

	wrong |= map_done(self);
	return wrong | map_run(self);
}

TEST_F_TIMEOUT(inject, fault, 1200)
{
	static const struct operation op = {
		"fault", fault_run, fault_done,
	};

	ASSERT_EQ(0, map_run(self));
	inject_all(_metadata, self, &op);
	EXPECT_EQ(0, map_done(self));
}

/* A fault of the kernel's, which copies: the system call fails. */
static int copy_run(env_t *self)
{
	ssize_t n = read(self->fd, self->map + self->p.page, 64);

	if (n < 0)
		return errno;
	return n == 64 ? 0 : EFAULT;
}

static int copy_done(env_t *self)
{
	int wrong = map_done(self);

	return wrong | map_run(self);
}

TEST_F_TIMEOUT(inject, fault_of_a_copy, 1200)
{
	static const struct operation op = {
		"fault of a copy", copy_run, copy_done, copy_done, { EFAULT, ENOMEM },
	};

	self->fd = open("/dev/zero", O_RDONLY);
	ASSERT_LE(0, self->fd);
	ASSERT_EQ(0, map_run(self));
	inject_all(_metadata, self, &op);
	EXPECT_EQ(0, map_done(self));
	close(self->fd);
}

/*
 * The same where a load needs two page tables: the second one is missing when the first
 * is full. What was made by then goes like all else when the device changes hands.
 */
static int half_loads;

/* Whether a page has no translation; then it has one. */
static int faults_at(env_t *self, unsigned int page)
{
	long before = faults_now();

	(void)*xx_word(self->map, page, 1);
	return faults_now() != before;
}

static int half_copy_failed(env_t *self)
{
	int wrong;

	/* Two pages are before the border. */
	half_loads += !faults_at(self, 0) && faults_at(self, 2);
	wrong = check(self->p.other, self->p.size, 2) != 0;
	wrong |= !faults_at(self, 0) << 1;
	return wrong | copy_done(self) << 2;
}

TEST_F_TIMEOUT(inject, fault_that_loads_half, 1200)
{
	static const struct operation op = {
		"fault of a copy, two tables", copy_run, copy_done, half_copy_failed,
		{ EFAULT, ENOMEM },
	};

	if (self->p.page != 4096)
		SKIP(return, "pages of 4 KiB only");
	self->fd = open("/dev/zero", O_RDONLY);
	ASSERT_LE(0, self->fd);
	self->at += (2 << 20) - 2 * self->p.page;
	ASSERT_EQ(0, map_run(self));
	inject_all(_metadata, self, &op);
	EXPECT_LT(0, half_loads);
	EXPECT_EQ(0, map_done(self));
	close(self->fd);
}

/*
 * A mapping in a child: 0 if it is whole, 1 if it is dead, and 2 if it is something
 * in between.
 */
static int child_mapping(env_t *self, char *map, int seed)
{
	unsigned int i, dead = 0;

	for (i = 0; i < self->p.pages; i++)
		dead += probe_read(xx_word(map, i, 1)).sig == SIGBUS;
	if (dead)
		return dead == self->p.pages ? 1 : 2;
	return check(map, self->p.size, seed) ? 2 : 0;
}

static int fork_run(env_t *self)
{
	pid_t pid = fork();
	int a, b;

	if (pid < 0)
		return errno;
	if (!pid) {
		a = child_mapping(self, self->p.map, 1);
		b = child_mapping(self, self->p.other, 2);
		_exit(a > b ? a : b);
	}
	self->status = child_status(pid);
	return 0;
}

/* A dead mapping is allowed only where there was no memory for it. */
static int fork_done(env_t *self)
{
	if (self->status && !(self->status == 1 && self->fired))
		return 1000 + self->status;
	return pair_apart(&self->p);
}

static int fork_failed(env_t *self)
{
	return pair_apart(&self->p);
}

TEST_F_TIMEOUT(inject, fork, 2400)
{
	static const struct operation op = {
		"fork", fork_run, fork_done, fork_failed, { ENOMEM, EAGAIN },
	};

	inject_all(_metadata, self, &op);
}

/* munmap(2) of the middle, mprotect(2) of it, mremap(2) of all */
static int hole_run(env_t *self)
{
	return munmap(self->map + self->p.page, self->p.page) ? errno : 0;
}

/* A new one. */
static int remap_middle(env_t *self)
{
	int err;

	munmap(self->map, self->p.size);
	err = map_run(self);
	if (!err)
		*xx_word(self->map, 2, 1) = 22;
	return err;
}

static int hole_done(env_t *self)
{
	int wrong = probe_read(xx_word(self->map, 1, 1)).sig != SIGSEGV;

	wrong |= *xx_word(self->map, 2, 1) != 22;
	return wrong | remap_middle(self);
}

static int middle_whole(env_t *self)
{
	return probe_read(xx_word(self->map, 1, 1)).sig ||
	       *xx_word(self->map, 2, 1) != 22;
}

TEST_F_TIMEOUT(inject, munmap, 1200)
{
	static const struct operation op = {
		"munmap of the middle", hole_run, hole_done, middle_whole, { ENOMEM },
	};

	ASSERT_EQ(0, map_run(self));
	*xx_word(self->map, 2, 1) = 22;
	inject_all(_metadata, self, &op);
	munmap(self->map, self->p.size);
}

static int protect_run(env_t *self)
{
	return mprotect(self->map + self->p.page, self->p.page, PROT_READ) ? errno : 0;
}

static int protect_done(env_t *self)
{
	int wrong = probe_write(xx_word(self->map, 1, 1), 1).sig != SIGSEGV;

	wrong |= middle_whole(self);
	/* Linux does not join again what it has split. */
	return wrong | remap_middle(self);
}

/* Split, maybe, and not read-only. */
static int protect_failed(env_t *self)
{
	int wrong = probe_write(xx_word(self->map, 1, 1), 1).sig;

	wrong |= middle_whole(self);
	return wrong | remap_middle(self);
}

TEST_F_TIMEOUT(inject, mprotect, 1200)
{
	static const struct operation op = {
		"mprotect of the middle", protect_run, protect_done, protect_failed,
		{ ENOMEM },
	};

	ASSERT_EQ(0, map_run(self));
	*xx_word(self->map, 2, 1) = 22;
	inject_all(_metadata, self, &op);
	munmap(self->map, self->p.size);
}

static int move_run(env_t *self)
{
	char *to = mremap(self->map, self->p.size, self->p.size,
			  MREMAP_MAYMOVE | MREMAP_FIXED, self->at);

	if (to == MAP_FAILED)
		return errno;
	self->old = self->map;
	self->map = to;
	self->at += FAR_STEP;
	return 0;
}

static int move_checked(env_t *self)
{
	return middle_whole(self) | no_more_mappings(self);
}

/*
 * Linux says success also if it had no memory to take the old place away: both show
 * the same context then, and the driver has heard of nothing.
 */
static int move_done(env_t *self)
{
	int wrong = 0;

	if (self->fired && count_ours() == self->ours + 1) {
		wrong |= *xx_word(self->old, 2, 1) != 22;
		wrong |= munmap(self->old, self->p.size);
	}
	return wrong | move_checked(self);
}

TEST_F_TIMEOUT(inject, mremap, 1200)
{
	static const struct operation op = {
		"mremap", move_run, move_done, move_checked, { ENOMEM },
	};

	ASSERT_EQ(0, map_run(self));
	*xx_word(self->map, 2, 1) = 22;
	self->at += FAR_STEP;
	self->ours = count_ours();
	inject_all(_metadata, self, &op);
	munmap(self->map, self->p.size);
}

static int piece_map(env_t *self)
{
	int err = map_run(self);

	if (err)
		return err;
	self->at += FAR_STEP;
	*xx_word(self->map, 1, 1) = 11;
	*xx_word(self->map, 2, 1) = 22;
	return 0;
}

/* mremap(2) of the middle: Linux splits the old mapping to take it away, or cannot. */
static int piece_run(env_t *self)
{
	char *to = mremap(self->map + self->p.page, self->p.page, self->p.page,
			  MREMAP_MAYMOVE | MREMAP_FIXED, self->at);

	if (to == MAP_FAILED)
		return errno;
	self->old = to;
	self->at += FAR_STEP;
	return 0;
}

/* The whole mapping goes, and with it what it shows at another place too. */
static int piece_goes(env_t *self)
{
	int wrong = *xx_word(self->old, 0, 1) != 11;

	wrong |= munmap(self->map, self->p.size);
	return wrong | (probe_read(xx_word(self->old, 0, 1)).sig != SIGBUS);
}

static int piece_goes_in_child(env_t *self)
{
	pid_t pid = fork();

	if (!pid)
		_exit(piece_goes(self) != 0);
	return child_status(pid);
}

static int piece_done(env_t *self)
{
	bool twice = !probe_read(xx_word(self->map, 1, 1)).sig;
	int wrong = twice && !self->fired;

	self->status += twice;
	wrong |= (*xx_word(self->old, 0, 1) != 11) << 1;
	wrong |= (*xx_word(self->map, 2, 1) != 22) << 2;
	if (twice) {
		wrong |= (piece_goes_in_child(self) != 0) << 3;
		wrong |= (piece_goes(self) != 0) << 4;
	} else {
		wrong |= munmap(self->map, self->p.size);
		wrong |= *xx_word(self->old, 0, 1) != 11;
	}
	wrong |= munmap(self->old, self->p.page);
	if (pair_apart(&self->p))
		wrong |= 1 << 5;
	if (piece_map(self))
		wrong |= 1 << 6;
	return wrong | no_more_mappings(self) << 7;
}

TEST_F_TIMEOUT(inject, mremap_middle, 1200)
{
	static const struct operation op = {
		"mremap of the middle", piece_run, piece_done, middle_whole, { ENOMEM },
	};

	ASSERT_EQ(0, piece_map(self));
	self->ours = count_ours();
	self->status = 0;
	inject_all(_metadata, self, &op);
	TH_LOG("shown at two places %d times", self->status);
	munmap(self->map, self->p.size);
}

/* read(2), write(2) and epoll of a device */
static int mem_io_run(env_t *self)
{
	char out[256], in[256];

	memset(out, 5, sizeof(out));
	if (pwrite(self->fd, out, sizeof(out), 0) != sizeof(out) ||
	    pread(self->fd, in, sizeof(in), 0) != sizeof(in))
		return errno;
	return memcmp(in, out, sizeof(in)) ? EIO : 0;
}

TEST_F_TIMEOUT(inject, read_write, 1200)
{
	static const struct operation op = {
		"read and write", mem_io_run, NULL, NULL, { ENOMEM, EFAULT },
	};

	self->fd = open("/dev/ddit,mem", O_RDWR);
	if (self->fd < 0)
		SKIP(return, "no /dev/ddit,mem: modprobe ddit");
	inject_all(_metadata, self, &op);
	close(self->fd);
}

static int poll_run(env_t *self)
{
	struct epoll_event event = { .events = EPOLLOUT };

	return epoll_ctl(self->fd2, EPOLL_CTL_ADD, self->fd, &event) ? errno : 0;
}

static int poll_done(env_t *self)
{
	struct epoll_event event = { 0 };
	int wrong = epoll_wait(self->fd2, &event, 1, 0) != 1;

	return wrong | !(event.events & EPOLLOUT) |
	       epoll_ctl(self->fd2, EPOLL_CTL_DEL, self->fd, NULL);
}

static int poll_failed(env_t *self)
{
	struct epoll_event event;

	return epoll_wait(self->fd2, &event, 1, 0);
}

TEST_F_TIMEOUT(inject, poll, 1200)
{
	static const struct operation op = {
		"epoll", poll_run, poll_done, poll_failed, { ENOMEM, EFAULT },
	};

	self->fd = open("/dev/ddit,fifo", O_RDWR | O_NONBLOCK);
	if (self->fd < 0)
		SKIP(return, "no /dev/ddit,fifo: modprobe ddit");
	self->fd2 = epoll_create1(0);
	ASSERT_LE(0, self->fd2);
	inject_all(_metadata, self, &op);
	close(self->fd2);
	close(self->fd);
}

/* ddi_umem_alloc(9F) and its family, by /dev/umemt */
static int umemt(env_t *self, unsigned long cmd, struct umemt_op op)
{
	self->op = op;
	if (ioctl(self->fd, cmd, &self->op))
		return errno;
	return self->op.uo_result > 0 ? self->op.uo_result :
	       self->op.uo_result ? ENOMEM : 0;
}

static int umem_alloc(env_t *self, unsigned int flags)
{
	return umemt(self, UMEMTIOC_ALLOC, (struct umemt_op) {
		.uo_index = 1, .uo_len = 4 * self->p.page, .uo_flags = flags,
	});
}

/*
 * A copy to the program that fails comes after the deed, and a copy from it before:
 * the driver of the test leaves that open.
 */
static int umem_clear(env_t *self)
{
	umemt(self, UMEMTIOC_CLEAR, (struct umemt_op) { 0 });
	return no_more_mappings(self);
}

static int umem_whole(env_t *self)
{
	int wrong = umemt(self, UMEMTIOC_PEEK, (struct umemt_op) {
		.uo_index = 1, .uo_off = 3 * self->p.page,
	});

	wrong |= self->op.uo_value != 0;
	return umem_clear(self) | wrong;
}

static int umem_sleep_run(env_t *self)
{
	return umem_alloc(self, 0);
}

static int umem_nosleep_run(env_t *self)
{
	return umem_alloc(self, DDI_UMEM_NOSLEEP);
}

static int umem_open(env_t *self)
{
	self->fd = open(UMEMT_DEV, O_RDWR);
	if (self->fd < 0)
		return -1;
	umem_clear(self);
	self->ours = count_ours();
	return 0;
}

/* DDI_UMEM_SLEEP never fails; the copies of the ioctl may. */
TEST_F_TIMEOUT(inject, umem_alloc_sleep, 1200)
{
	static const struct operation op = {
		"ddi_umem_alloc, sleeping", umem_sleep_run, umem_whole, umem_clear,
		{ EFAULT },
	};

	if (umem_open(self))
		SKIP(return, "no " UMEMT_DEV ": modprobe umemt");
	inject_all(_metadata, self, &op);
	close(self->fd);
}

TEST_F_TIMEOUT(inject, umem_alloc_nosleep, 1200)
{
	static const struct operation op = {
		"ddi_umem_alloc, not sleeping", umem_nosleep_run, umem_whole, umem_clear,
		{ EFAULT, ENOMEM },
	};

	if (umem_open(self))
		SKIP(return, "no " UMEMT_DEV ": modprobe umemt");
	inject_all(_metadata, self, &op);
	close(self->fd);
}

#define FAIL_PAGES	DEBUGFS "/fail_page_alloc/"

/*
 * Memory that is charged to a cgroup, as it is where there is one, vmalloc() takes page
 * by page, and refuses a killed process. Without, it takes all at once.
 */
static int charge_memory(void)
{
	const char *root = "/tmp/inject-cgroup";

	mkdir(root, 0700);
	mount("none", root, "cgroup2", 0, NULL);
	return inject_set("/tmp/inject-cgroup/cgroup.subtree_control", "+memory") ||
	       (mkdir("/tmp/inject-cgroup/one", 0700) && errno != EEXIST);
}

/* From here on this process gets no page that is not single. */
static int only_single_pages(void)
{
	return inject_set(FAIL_PAGES "task-filter", "Y") ||
	       inject_set(FAIL_PAGES "min-order", "1") ||
	       inject_set(FAIL_PAGES "times", "-1") ||
	       inject_set(FAIL_PAGES "probability", "100") ||
	       inject_set("/proc/self/make-it-fail", "1");
}

static void any_pages(void)
{
	inject_set(FAIL_PAGES "probability", "0");
	inject_set(FAIL_PAGES "task-filter", "N");
	inject_set(FAIL_PAGES "times", "1");
	inject_set(FAIL_PAGES "min-order", "0");
}

/*
 * A killed process asks for memory, with DDI_UMEM_SLEEP, whose list of pages is longer
 * than a page: it gets it, and ends. It is killed in the ioctl, which reads its argument
 * from a page of a driver that takes its time.
 */
TEST_F_TIMEOUT(inject, umem_alloc_killed, 120)
{
	struct umemt_op *op;
	struct dmt d;
	pid_t pid;
	int i, done = 0;

	if (umem_open(self))
		SKIP(return, "no " UMEMT_DEV ": modprobe umemt");
	if (dmt_open(&d))
		SKIP(return, "no " DMT_DEV ": modprobe dmt");
	if (charge_memory())
		SKIP(return, "no memory controller of cgroup2");
	dmt_pieces(&d, 1, PAGE);
	ASSERT_EQ(0, dmt_send(&d));
	op = dmt_map(&d, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, 0);
	ASSERT_NE(MAP_FAILED, op);
	*op = (struct umemt_op) { .uo_index = 1, .uo_len = 16 << 20 };
	dmt_action(&d, DMT_IN_ACCESS, DMT_OP_SLEEP, DMT_SELF)->da_arg = 1000;
	dmt_action(&d, DMT_IN_ACCESS, DMT_OP_DEFAULT, DMT_SELF)->da_stop = 1;
	ASSERT_EQ(0, dmt_send(&d));
	pid = fork();
	if (!pid) {
		if (!only_single_pages())
			ioctl(self->fd, UMEMTIOC_ALLOC, op);
		_exit(1);
	}
	usleep(300000);
	kill(pid, SIGKILL);
	for (i = 0; i < 100 && !done; i++) {
		usleep(100000);
		done = waitpid(pid, &self->status, WNOHANG) == pid;
	}
	any_pages();
	ASSERT_EQ(1, done);
	EXPECT_EQ(SIGKILL, WTERMSIG(self->status));
	/* It has got it: the page that is asked for is there. */
	EXPECT_EQ(0, umemt(self, UMEMTIOC_PEEK, (struct umemt_op) {
		.uo_index = 1, .uo_off = (16 << 20) - 8,
	}));
	munmap(op, PAGE);
	close(d.fd);
	EXPECT_EQ(0, umem_clear(self));
	close(self->fd);
}

static int umem_lock_run(env_t *self)
{
	return umemt(self, UMEMTIOC_LOCK, (struct umemt_op) {
		.uo_index = 1, .uo_value = (unsigned long)self->map,
		.uo_len = 4 * self->p.page, .uo_flags = DDI_UMEMLOCK_WRITE,
	});
}

static int umem_lock_done(env_t *self)
{
	int wrong = umemt(self, UMEMTIOC_UNLOCK, (struct umemt_op) { .uo_index = 1 });

	/* Fresh pages for the next one. */
	return wrong | madvise(self->map, 4 * self->p.page, MADV_DONTNEED) |
	       no_more_mappings(self);
}

static int umem_lock_failed(env_t *self)
{
	umemt(self, UMEMTIOC_UNLOCK, (struct umemt_op) { .uo_index = 1 });
	return madvise(self->map, 4 * self->p.page, MADV_DONTNEED);
}

TEST_F_TIMEOUT(inject, umem_lock, 1200)
{
	static const struct operation op = {
		"ddi_umem_lock", umem_lock_run, umem_lock_done, umem_lock_failed,
		{ EFAULT, ENOMEM },
	};

	if (umem_open(self))
		SKIP(return, "no " UMEMT_DEV ": modprobe umemt");
	self->map = mmap(NULL, 4 * self->p.page, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, self->map);
	inject_all(_metadata, self, &op);
	close(self->fd);
}

static int umem_map_run(env_t *self)
{
	self->map = mmap(self->at, 4 * self->p.page, PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_FIXED_NOREPLACE, self->fd, 0);
	return self->map == MAP_FAILED ? errno : 0;
}

static int umem_map_done(env_t *self)
{
	int wrong = *xx_word(self->map, 3, 3) != 0;

	self->at += FAR_STEP;
	return wrong | munmap(self->map, 4 * self->p.page) | no_more_mappings(self);
}

TEST_F_TIMEOUT(inject, umem_map, 1200)
{
	static const struct operation op = {
		"mmap of memory", umem_map_run, umem_map_done, no_more_mappings,
		{ ENOMEM },
	};

	if (umem_open(self))
		SKIP(return, "no " UMEMT_DEV ": modprobe umemt");
	ASSERT_EQ(0, umem_alloc(self, 0));
	ASSERT_EQ(0, umemt(self, UMEMTIOC_PIECE, (struct umemt_op) {
		.uo_kind = UMEMT_MEM, .uo_cookie = 1, .uo_len = 4 * self->p.page,
		.uo_maxprot = MAX_RW,
	}));
	inject_all(_metadata, self, &op);
	umem_clear(self);
	close(self->fd);
}

/* The page of trash is allocated in the fault. */
static int trash_done(env_t *self)
{
	int wrong = *xx_word(self->map, 1, 7) != 77;

	wrong |= munmap(self->map, 4 * self->p.page);
	self->at += FAR_STEP;
	return wrong | umem_map_run(self);
}

TEST_F_TIMEOUT(inject, umem_trash, 1200)
{
	static const struct operation op = {
		"fault of trash", fault_run, trash_done,
	};

	if (umem_open(self))
		SKIP(return, "no " UMEMT_DEV ": modprobe umemt");
	/* Returns no memory, and that is right. */
	umem_alloc(self, DDI_UMEM_TRASH);
	ASSERT_EQ(0, umemt(self, UMEMTIOC_PIECE, (struct umemt_op) {
		.uo_kind = UMEMT_MEM, .uo_cookie = 1, .uo_len = 4 * self->p.page,
		.uo_maxprot = MAX_RW,
	}));
	ASSERT_EQ(0, umem_map_run(self));
	inject_all(_metadata, self, &op);
	munmap(self->map, 4 * self->p.page);
	umem_clear(self);
	close(self->fd);
}

/*
 * Opens a device by its number: /dev itself may have no memory for the node, which
 * Linux tells nobody.
 */
static int opens(const char *name)
{
	char path[128], text[32] = "";
	unsigned int major, minor;
	int fd, node = 0;

	snprintf(path, sizeof(path), "/sys/class/devmap/%s/dev", name);
	fd = open(path, O_RDONLY);
	if (fd < 0)
		return 1;
	if (read(fd, text, sizeof(text) - 1) <= 0)
		text[0] = '\0';
	close(fd);
	if (sscanf(text, "%u:%u", &major, &minor) != 2)
		return 2;
	unlink("/tmp/inject-node");
	if (mknod("/tmp/inject-node", S_IFCHR | 0600, makedev(major, minor)))
		return 3;
	node = open("/tmp/inject-node", O_RDONLY);
	unlink("/tmp/inject-node");
	if (node < 0)
		return 4;
	close(node);
	return 0;
}

static int is_there(const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "/sys/class/devmap/%s", name);
	return !access(path, F_OK);
}

/* One instance more: attach(9E), and a node */
static int attach_run(env_t *self)
{
	char n = '0' + self->status + 1;

	return pwrite(self->fd, &n, 1, 0) == 1 ? 0 : errno;
}

static int attach_done(env_t *self)
{
	char name[32], n = '0' + self->status;
	int wrong;

	snprintf(name, sizeof(name), "xxctx%d", self->status);
	wrong = opens(name);
	if (pwrite(self->fd, &n, 1, 0) != 1)
		wrong |= 8;
	if (is_there(name))
		wrong |= 16;
	return wrong;
}

static int attach_failed(env_t *self)
{
	char name[32];

	snprintf(name, sizeof(name), "xxctx%d", self->status);
	return is_there(name) | (param_get("instances") != self->status) << 1;
}

TEST_F_TIMEOUT(inject, attach, 2400)
{
	static const struct operation op = {
		"attach", attach_run, attach_done, attach_failed,
		{ ENOMEM, ENXIO, EFAULT },
	};

	self->status = param_get("instances");
	self->fd = open(XX_PARAM "instances", O_RDWR);
	ASSERT_LE(0, self->fd);
	inject_all(_metadata, self, &op);
	close(self->fd);
}

/* A driver is loaded: its _init(9E). */
static int load_run(env_t *self)
{
	return syscall(SYS_finit_module, self->fd2, "", 0) ? errno : 0;
}

static int load_done(env_t *self)
{
	int wrong = opens("xxmmap");

	if (syscall(SYS_delete_module, "xxmmap", O_NONBLOCK))
		wrong |= 8;
	return wrong | is_there("xxmmap") << 4;
}

static int load_failed(env_t *self)
{
	return is_there("xxmmap") | !access("/sys/module/xxmmap", F_OK) << 1;
}

static int open_module(const char *name)
{
	struct utsname uts;
	char path[256];

	uname(&uts);
	snprintf(path, sizeof(path), "/lib/modules/%s/updates/%s.ko", uts.release, name);
	return open(path, O_RDONLY);
}

TEST_F_TIMEOUT(inject, load, 2400)
{
	static const struct operation op = {
		"modprobe", load_run, load_done, load_failed,
		{ ENOMEM, ENXIO, EFAULT }, 300, 1,
	};

	self->fd2 = open_module("xxmmap");
	if (self->fd2 < 0)
		SKIP(return, "no xxmmap.ko");
	if (syscall(SYS_delete_module, "xxmmap", O_NONBLOCK) && errno != ENOENT)
		SKIP(return, "xxmmap is in use");
	inject_all(_metadata, self, &op);
	EXPECT_EQ(0, load_run(self));
	close(self->fd2);
}

/* Lost objects whose trace names one of our modules. */
static int our_leaks(struct __test_metadata *_metadata)
{
	static const char *const ours[] = {
		"[devmap]", "[xx", "[ddit]", "[umemt]", "[dmt]", "[oldt]", "[pcit]",
		"[ddiproc]",
	};
	static char text[1 << 20];
	unsigned int i;
	char *object, *rest = text;
	ssize_t n, all = 0;
	int fd = open(KMEMLEAK, O_RDONLY), found = 0;

	while ((n = read(fd, text + all, sizeof(text) - 1 - all)) > 0)
		all += n;
	close(fd);
	text[all] = '\0';
	while ((object = rest) && *object) {
		rest = strstr(object + 1, "unreferenced object");
		if (rest)
			rest[-1] = '\0';
		for (i = 0; i < ARRAY_SIZE(ours) && !strstr(object, ours[i]); i++)
			;
		if (i == ARRAY_SIZE(ours))
			continue;
		found++;
		TH_LOG("%s", object);
	}
	return found;
}

TEST_F_TIMEOUT(inject, nothing_leaked, 600)
{
	if (access(KMEMLEAK, W_OK) || inject_set(KMEMLEAK, "scan"))
		SKIP(return, "no kmemleak: kmemleak=on");
	/* An object counts when it is some seconds old. */
	sleep(6);
	EXPECT_EQ(0, inject_set(KMEMLEAK, "scan"));
	sleep(1);
	EXPECT_EQ(0, inject_set(KMEMLEAK, "scan"));
	EXPECT_EQ(0, our_leaks(_metadata));
}

/* The layer itself, for which all drivers have to go. The last test: see above. */
FIXTURE(inject_layer) {
	env_t env;
	char others[16][32];
	unsigned int n;
	char args[128];
};

FIXTURE_SETUP(inject_layer)
{
	env_t *env = &self->env;
	struct dirent *de;
	DIR *dir = opendir("/sys/module/devmap/holders");

	memset(self, 0, sizeof(*self));
	env->nth = open(INJECT_NTH, O_RDWR);
	ASSERT_LE(0, env->nth);
	snprintf(self->args, sizeof(self->args),
		 "instances=%ld ctx_size=%ld hold_usec=%ld", param_get("instances"),
		 param_get("ctx_size"), param_get("hold_usec"));
	while (dir && (de = readdir(dir)) && self->n < ARRAY_SIZE(self->others))
		if (de->d_name[0] != '.')
			snprintf(self->others[self->n++], sizeof(self->others[0]),
				 "%.31s", de->d_name);
	if (dir)
		closedir(dir);
}

static void load_other(struct __test_metadata *_metadata, const char *name,
		       const char *args)
{
	int fd = open_module(name);

	EXPECT_EQ(0, syscall(SYS_finit_module, fd, args, 0)) TH_LOG("%s", name);
	close(fd);
}

FIXTURE_TEARDOWN(inject_layer)
{
	unsigned int i;

	if (access("/sys/module/devmap", F_OK))
		load_other(_metadata, "devmap", "");
	for (i = 0; i < self->n; i++)
		if (strcmp(self->others[i], "xxctx"))
			load_other(_metadata, self->others[i], "");
		else
			load_other(_metadata, "xxctx", self->args);
}

static int load_layer_done(env_t *self)
{
	return syscall(SYS_delete_module, "devmap", O_NONBLOCK) ? errno : 0;
}

static int load_layer_failed(env_t *self)
{
	if (!access("/sys/module/devmap", F_OK))
		return 1;
	return access("/sys/class/devmap", F_OK) ? 0 : 2;
}

TEST_F_TIMEOUT(inject_layer, load, 2400)
{
	static const struct operation op = {
		"modprobe devmap", load_run, load_layer_done, load_layer_failed,
		{ ENOMEM, EFAULT }, 200,
	};
	unsigned int i;

	self->env.fd2 = open_module("devmap");
	if (self->env.fd2 < 0)
		SKIP(return, "no devmap.ko");
	for (i = 0; i < self->n; i++)
		ASSERT_EQ(0, syscall(SYS_delete_module, self->others[i], O_NONBLOCK))
			TH_LOG("%s: %s", self->others[i], strerror(errno));
	ASSERT_EQ(0, syscall(SYS_delete_module, "devmap", O_NONBLOCK));
	inject_all(_metadata, &self->env, &op);
	close(self->env.fd2);
}

#define main harness_main
TEST_HARNESS_MAIN
#undef main

int main(int argc, char **argv)
{
	const char *reason;

	if (access(XX_DEV, F_OK))
		ksft_exit_skip("no %s: modprobe xxctx\n", XX_DEV);
	if (access(XX_PARAM "hold_usec", W_OK))
		ksft_exit_skip("not root\n");
	reason = inject_prepare();
	if (reason)
		ksft_exit_skip("%s\n", reason);
	return harness_main(argc, argv);
}
