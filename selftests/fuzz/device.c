// SPDX-License-Identifier: GPL-2.0
/*
 * Calls on devices: those of src/, and the test drivers, which do in the kernel what a
 * program tells them to. What a driver must not do (use a handle that is gone, free what
 * it has locked) is not asked of them: the layer cannot survive everything.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include <devmap/devmap.h>
#include <devmap/dmt.h>
#include <devmap/oldt.h>
#include <devmap/umemt.h>
#include <devmap/xxctx.h>
#include <devmap/xxfb.h>
#include <devmap/xxfbw.h>
#include <devmap/xxmem.h>
#include <devmap/xxmmap.h>
#include <devmap/xxumem.h>

#include "fuzz.h"

#define PARAMS	"/sys/module/xxctx/parameters/"

static const struct device {
	const char *path;
	int judged;	/* private mappings of it are exclusive, whatever is done */
} devices[] = {
	{ "/dev/xxctx", 1 }, { "/dev/xxctx1", 1 }, { "/dev/xxtwo", 1 }, { "/dev/xxfbw", 1 },
	{ "/dev/xxbuf", 1 }, { "/dev/xxmmap", 1 }, { "/dev/xxumem", 1 }, { "/dev/dmt", 0 },
	{ "/dev/umemt", 1 }, { "/dev/oldt,segmap", 0 }, { "/dev/oldt,setup", 0 },
	{ "/dev/oldt,mapdev", 0 }, { "/dev/oldt,devmap", 0 }, { "/dev/ddit,mem", 1 },
	{ "/dev/ddit,clone", 1 }, { "/dev/ddit,fifo", 1 },
	/* Where the virtual machine has their devices */
	{ "/dev/xxedu", 1 }, { "/dev/xxmem", 1 }, { "/dev/xxfb", 1 },
};

/* So many of them, from the first on, are xxctx: their pages have owners. */
#define XXCTXS	2

static const unsigned long ioctls[] = {
	XXIOC_GETINFO, DEVMAP_IOC_MMAP, XXFBWIOC_INFO, XXFBWIOC_PIXEL, XXMMAPIOC_DATA,
	XXUMIOC_NOTE, DMTIOC_ACTIONS, DMTIOC_LOG, DMTIOC_RETURN, OLDTIOC_LOG,
	UMEMTIOC_RESULT, FIONREAD, FIONBIO, FIOASYNC, _IO('x', 0x80), _IOR('x', 0x81, int),
	XXMEMIOC_INFO, XXFBIOC_INFO, XXFBIOC_SHOW,
};

int dev_is_xxctx(int dev)
{
	return dev >= 0 && dev < XXCTXS;
}

/* A context has 64 KiB, and there are owners there only. */
int dev_private_range(u64 off, u64 len)
{
	return off + len <= 65536;
}

static void set_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);

	if (fd < 0)
		return;
	(void)!write(fd, text, strlen(text));
	close(fd);
}

static void set_param(const char *name, u32 value)
{
	char path[128], text[16];

	snprintf(path, sizeof(path), PARAMS "%s", name);
	snprintf(text, sizeof(text), "%u", value);
	set_text(path, text);
}

/* As each program finds it. */
void devices_reset(void)
{
	set_param("hold_usec", 0);
	set_param("save_usec", 0);
	set_param("restore_usec", 0);
	set_param("save_fail", 0);
	set_param("restore_fail", 0);
	set_param("instances", 2);
	set_text("/sys/module/devmap/parameters/max_user_mappings", "65536");
}

void call_param(struct task *t, const u32 *arg)
{
	static const struct {
		const char *name;
		u32 limit;
	} params[] = {
		{ "hold_usec", 3000 }, { "save_usec", 1000 }, { "restore_usec", 1000 },
		{ "save_fail", 3 }, { "restore_fail", 3 }, { "instances", 5 },
		{ "hold_usec", 0xffffffff }, { "ctx_size", 1 },
	};
	u32 n = arg[0] % ARRAY_LEN(params);

	figures->params = 1;
	/* A turn that never ends would stop the rival, and a size of its own all. */
	if (n < 6)
		set_param(params[n].name, arg[1] % params[n].limit);
	else if (n == 6)
		set_param("save_usec", arg[1]);
	else
		set_text("/sys/module/devmap/parameters/max_user_mappings",
			 arg[1] & 1 ? "8" : "65536");
	(void)t;
}

void call_open(struct task *t, const u32 *arg)
{
	static const int flags[] = { O_RDWR, O_RDWR, O_RDONLY, O_WRONLY };
	u32 fd = arg[0] % FDS, dev = arg[1] % ARRAY_LEN(devices);

	if (t->fds[fd] >= 0)
		close(t->fds[fd]);
	t->fds[fd] = open(devices[dev].path, flags[arg[2] & 3] | O_NONBLOCK | O_CLOEXEC);
	t->devs[fd] = t->fds[fd] < 0 ? -1 : (int)dev;
	if (!dev_is_xxctx(dev))
		t->others = 1;
	if (!devices[dev].judged)
		figures->judged = 0;
}

void call_close(struct task *t, const u32 *arg)
{
	u32 fd = arg[0] % FDS;

	if (t->fds[fd] >= 0)
		close(t->fds[fd]);
	t->fds[fd] = t->devs[fd] = -1;
}

/* An argument: what is random, what is not there, what faults while it is copied. */
static unsigned long argument(u32 where, u32 seed, u32 page, unsigned char *buf, u32 size)
{
	u64 rng = seed + 1;
	u32 i;

	switch (where % 8) {
	case 1:
		return seed;
	case 2:
		return (unsigned long)slot_addr(seed % SLOTS, page % PAGES);
	case 3:
		return (unsigned long)slot_addr(seed % SLOTS, page % PAGES) - 8;
	case 4:
		return ~0UL - seed;
	case 5:
		memset(buf, 0, size);
		return (unsigned long)buf;
	default:
		for (i = 0; i < size; i++)
			buf[i] = rnd(&rng, 3) ? 0 : rnd(&rng, 256);
		return (unsigned long)buf;
	}
}

/* DEVMAP_IOC_MMAP of something random could hit this program's own memory. */
static int harmful(unsigned long cmd, u32 where)
{
	return cmd == DEVMAP_IOC_MMAP && where % 8 >= 6;
}

void call_ioctl(struct task *t, const u32 *arg)
{
	unsigned char buf[8192];
	unsigned long cmd = arg[1] % 32 < ARRAY_LEN(ioctls) ? ioctls[arg[1] % 32] :
		_IOC(arg[2] & 3, "xFMuOU"[arg[2] >> 2 & 3], 0x80 + (arg[2] >> 4 & 3), 8);
	u32 fd = arg[0] % FDS;

	if (t->fds[fd] < 0 || harmful(cmd, arg[3]))
		return;
	/* Those of the test drivers have calls of their own. */
	if (t->devs[fd] > 6 && arg[1] % 32 >= ARRAY_LEN(ioctls))
		return;
	ioctl(t->fds[fd], cmd, argument(arg[3], arg[2], arg[4], buf, sizeof(buf)));
}

void call_iocmmap(struct task *t, const u32 *arg)
{
	u32 slot = arg[0] % SLOTS, fd = arg[1] % FDS, page = arg[2] % PAGES, x = arg[4];
	u32 n = 1 + arg[3] % (PAGES - page);
	struct devmap_mmap_args args = {
		.dm_addr = (unsigned long)slot_addr(slot, page),
		.dm_len = n * sysconf(_SC_PAGESIZE) - (x & 3),
		.dm_prot = x & 4 ? x >> 4 & 15 : PROT_READ | PROT_WRITE,
		.dm_flags = MAP_FIXED | (x & 8 ? MAP_SHARED : MAP_PRIVATE),
		.dm_off = x >> 8 & 15 ? (x >> 8 & 15) * 1024 : 0,
	};

	if (t->fds[fd] >= 0 && !ioctl(t->fds[fd], DEVMAP_IOC_MMAP, &args))
		oracle_unknown(t, slot, page, n);
}

void call_rw(struct task *t, const u32 *arg)
{
	int fd = t->fds[arg[0] % FDS];
	char buf[256], *at = arg[3] & 1 ? slot_addr(arg[4] % SLOTS, 0) + 48 : buf;
	size_t len = arg[3] & 1 ? 8 : arg[3] % sizeof(buf);

	if (fd < 0)
		return;
	memset(buf, 1, sizeof(buf));
	switch (arg[1] & 3) {
	case 0:
		(void)!pread(fd, at, len, arg[2]);
		break;
	case 1:
		(void)!pwrite(fd, at, len, arg[2]);
		break;
	case 2:
		(void)!read(fd, at, len);
		break;
	default:
		lseek(fd, arg[2], arg[3] % 3);
	}
}

void call_poll(struct task *t, const u32 *arg)
{
	struct pollfd p = { t->fds[arg[0] % FDS], POLLIN | POLLOUT, 0 };

	if (arg[1] & 1)
		p.events = POLLIN;
	poll(&p, 1, 0);
}

/* What people look at while all this happens. */
void call_state(struct task *t, const u32 *arg)
{
	static const char *const files[] = {
		"status", "owner", "waiters", "handles", "processes", "latency",
	};
	char text[4096];
	int fd, n = 4;

	snprintf(text, sizeof(text), "/sys/kernel/debug/devmap/xxctx%s/%s",
		 arg[1] & 1 ? "1" : "", files[arg[0] % 6]);
	fd = open(text, O_RDONLY);
	while (n-- && read(fd, text, sizeof(text)) > 0)
		;
	close(fd);
	(void)t;
}

static int open_of(struct task *t, const char *path)
{
	t->others = 1;
	return open(path, O_RDWR | O_CLOEXEC);
}

static void dmt_piece_random(struct dmt_piece *p, u64 *rng)
{
	static const u32 callbacks[] = { 0x7f & ~0x1c, 0x23, 0x43, 0x03, 0, 0x0b, 0x13, 0x67 };
	long size = sysconf(_SC_PAGESIZE);

	p->dp_maplen = (1 + rnd(rng, 4)) * size - (rnd(rng, 8) ? 0 : 24);
	p->dp_len = rnd(rng, 6) ? p->dp_maplen : rnd(rng, 4) * size;
	p->dp_roff = rnd(rng, rnd(rng, 4) ? 3 : 20) * size;
	p->dp_setup = rnd(rng, 5);
	p->dp_rnumber = rnd(rng, 8) ? 0 : rnd(rng, 3);
	p->dp_maxprot = rnd(rng, 4) ? 15 : rnd(rng, 16);
	p->dp_flags = rnd(rng, 6) ? 0 : rnd(rng, 16);
	p->dp_order = rnd(rng, 6);
	p->dp_callbacks = callbacks[rnd(rng, 8)];
	p->dp_devmap_ret = rnd(rng, 12) ? 0 : rnd(rng, 3) - 1;
	p->dp_map_ret = rnd(rng, 12) ? 0 : 5;
	p->dp_dup_ret = rnd(rng, 6) ? 0 : 12;
	p->dp_hold = rnd(rng, 3);
}

/* Only what a driver may do to the handle of the callback. */
static void dmt_action_random(struct dmt_action *a, u64 *rng)
{
	static const u32 acts[] = {
		DMT_OP_LOAD, DMT_OP_UNLOAD, DMT_OP_DEFAULT, DMT_OP_CTXMGT, DMT_OP_CTXMGT_NULL,
		DMT_OP_RETURN, DMT_OP_HOLD, DMT_OP_SETUP, DMT_OP_SLEEP, DMT_OP_REMAP_INVALID,
		DMT_OP_REMAP_REGS, DMT_OP_REMAP_UMEM, DMT_OP_REMAP_TRASH,
	};
	long size = sysconf(_SC_PAGESIZE);

	a->da_when = 1 + rnd(rng, 5);
	a->da_op = acts[rnd(rng, ARRAY_LEN(acts))];
	a->da_handle = a->da_when == DMT_IN_DUP && rnd(rng, 2) ? DMT_NEW : DMT_SELF;
	a->da_type = rnd(rng, 3) ? DMT_ASKED : rnd(rng, 4);
	a->da_rw = rnd(rng, 3) ? DMT_ASKED : rnd(rng, 5);
	a->da_off = rnd(rng, 2) ? 0 : rnd(rng, 6) * size - (rnd(rng, 6) ? 0 : 8);
	a->da_len = rnd(rng, 2) ? size : rnd(rng, 6) * size;
	a->da_stop = rnd(rng, 2);
	a->da_arg = rnd(rng, 3);
}

void call_dmt(struct task *t, const u32 *arg)
{
	u64 rng = (u64)arg[0] << 32 | arg[1] | 1;
	struct dmt_script s = { 0 };
	int fd = open_of(t, "/dev/dmt");
	u32 i;

	figures->judged = 0;
	s.ds_npieces = 1 + rnd(&rng, DMT_MAX_PIECES);
	s.ds_nactions = rnd(&rng, DMT_MAX_ACTIONS + 1);
	s.ds_segmap = rnd(&rng, 3) ? 0 : rnd(&rng, 9);
	s.ds_segmap_ret = rnd(&rng, 3) ? 0 : rnd(&rng, 40);
	s.ds_segmap_arg = rnd(&rng, 3) ? 0 : rnd(&rng, 16);
	for (i = 0; i < s.ds_npieces; i++)
		dmt_piece_random(&s.ds_pieces[i], &rng);
	for (i = 0; i < s.ds_nactions; i++)
		dmt_action_random(&s.ds_actions[i], &rng);
	ioctl(fd, DMTIOC_SCRIPT, &s);
	close(fd);
}

/* Cookies 0 to 5 are memory of the kernel, 6 and 7 of a program. */
static const unsigned long umemt_cmds[] = {
	UMEMTIOC_ALLOC, UMEMTIOC_FREE, UMEMTIOC_PIECE, UMEMTIOC_PIECE, UMEMTIOC_PREPARE,
	UMEMTIOC_REMAP, UMEMTIOC_UNLOAD, UMEMTIOC_PEEK, UMEMTIOC_POKE, UMEMTIOC_IO,
	UMEMTIOC_LOCK, UMEMTIOC_UNLOCK,
};

static u32 umemt_index(unsigned long cmd, u32 n)
{
	switch (cmd) {
	case UMEMTIOC_ALLOC:
	case UMEMTIOC_FREE:
		return n % 6;
	case UMEMTIOC_LOCK:
	case UMEMTIOC_UNLOCK:
		return 6 + n % 2;
	case UMEMTIOC_PEEK:
	case UMEMTIOC_POKE:
	case UMEMTIOC_IO:
		return n % UMEMT_COOKIES;
	default:
		return n % UMEMT_PIECES;
	}
}

/* Pages that can be locked. */
static char lockable[4 * 4096] __attribute__((aligned(4096)));

void call_umemt(struct task *t, const u32 *arg)
{
	static const u32 kinds[] = { UMEMT_NONE, UMEMT_DEFAULT, UMEMT_REMAP, UMEMT_WHOLE,
				     UMEMT_LOSE, UMEMT_DENY, UMEMT_DEFAULT, UMEMT_LOAD };
	unsigned long cmd = umemt_cmds[arg[0] % ARRAY_LEN(umemt_cmds)];
	u64 rng = (u64)arg[2] << 32 | arg[3] | 1;
	long size = sysconf(_SC_PAGESIZE);
	struct umemt_op op = {
		.uo_index = umemt_index(cmd, arg[1]), .uo_kind = arg[2] & 1,
		.uo_cookie = rnd(&rng, 10) ? arg[3] % UMEMT_COOKIES : UMEMT_NULL,
		.uo_maxprot = rnd(&rng, 4) ? 15 : rnd(&rng, 16),
		.uo_order = rnd(&rng, 5), .uo_access = kinds[arg[4] % 8],
		.uo_off = rnd(&rng, 2) ? 0 : rnd(&rng, 5) * size,
		.uo_len = rnd(&rng, 8) ? (1 + rnd(&rng, 4)) * size : rnd(&rng, 2) * 100,
		.uo_value = (unsigned long)lockable,
	};
	int fd = open_of(t, "/dev/umemt");

	if (op.uo_kind == UMEMT_REGS && cmd != UMEMTIOC_ALLOC)
		op.uo_cookie = 0;
	if (cmd == UMEMTIOC_ALLOC)
		op.uo_flags = rnd(&rng, 8);
	else if (cmd == UMEMTIOC_LOCK)
		op.uo_flags = rnd(&rng, 4);
	else if (cmd == UMEMTIOC_IO)
		op.uo_flags = rnd(&rng, 2) ? 0x40 : 0;
	/* What is allocated twice over the other is lost: a driver's mistake. */
	if (cmd == UMEMTIOC_ALLOC)
		ioctl(fd, UMEMTIOC_FREE, &op);
	else if (cmd == UMEMTIOC_LOCK)
		ioctl(fd, UMEMTIOC_UNLOCK, &op);
	ioctl(fd, cmd, &op);
	close(fd);
}

void call_old(struct task *t, const u32 *arg)
{
	static const char *const paths[] = {
		"/dev/oldt,segmap", "/dev/oldt,setup", "/dev/oldt,mapdev", "/dev/oldt,devmap",
	};
	u64 rng = (u64)arg[1] << 32 | arg[2] | 1;
	struct oldt_set set = {
		.os_source = rnd(&rng, 2) ? 0 : rnd(&rng, 4),
		.os_refusemap = rnd(&rng, 4) ? 0 : rnd(&rng, 256),
		.os_refusefault = rnd(&rng, 4) ? 0 : rnd(&rng, 256),
		.os_refuseprot = rnd(&rng, 6) ? 0 : rnd(&rng, 8),
		.os_errbefore = rnd(&rng, 10) ? 0 : 6, .os_errafter = rnd(&rng, 10) ? 0 : 12,
		.os_order = rnd(&rng, 5), .os_rnumber = rnd(&rng, 8) ? 0 : rnd(&rng, 3),
		.os_ctl = rnd(&rng, 8) ? 0 : rnd(&rng, 3), .os_noload = !rnd(&rng, 6),
		.os_wide = rnd(&rng, 2), .os_reverse = rnd(&rng, 2),
		.os_accesserr = rnd(&rng, 8) ? 0 : 5, .os_duperr = rnd(&rng, 8) ? 0 : 5,
		.os_accattrlen = -1,
	};
	int fd = open_of(t, paths[arg[0] & 3]);

	figures->judged = 0;
	ioctl(fd, OLDTIOC_SET, &set);
	close(fd);
}
