// SPDX-License-Identifier: GPL-2.0
/*
 * Calls on mappings. What they return is nobody's business here: that the kernel
 * survives it is, and what can be read afterwards.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <linux/userfaultfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>

#include "fuzz.h"

/* Pages [page, page + n) of a slot. */
struct range {
	u32 slot;
	u32 page;
	u32 n;
	char *at;
	size_t len;
};

static struct range range_of(u32 slot, u32 page, u32 n)
{
	struct range r = { .slot = slot % SLOTS, .page = page % PAGES };

	r.n = 1 + n % (PAGES - r.page);
	r.at = slot_addr(r.slot, r.page);
	r.len = r.n * sysconf(_SC_PAGESIZE);
	return r;
}

/* What is special about the register, status and other windows of the drivers. */
static u64 offset_of(u32 x, u32 page)
{
	long size = sysconf(_SC_PAGESIZE);

	switch (x >> 4 & 7) {
	case 1:
		return page * size;
	case 2:
		return 65536;			/* the status page */
	case 3:
		return 0x40000000ULL + page * size;	/* of xxtwo */
	case 4:
		return 0x400ff000ULL;		/* between its two regions */
	case 5:
		return ((u64)x << 32 | x) & ~0xfffULL;
	case 6:
		return (x >> 8) * size;
	default:
		return 0;
	}
}

static int flags_of(u32 x)
{
	static const int more[] = {
		0, 0, 0, 0, MAP_POPULATE, MAP_LOCKED, MAP_NORESERVE, MAP_POPULATE | MAP_NONBLOCK
	};

	return MAP_FIXED | (x & 0x80 ? MAP_SHARED : MAP_PRIVATE) | more[x >> 8 & 7];
}

/* The low bits of 0 are those of most use. */
void call_mmap(struct task *t, const u32 *arg)
{
	struct range r = range_of(arg[0], arg[2], arg[3]);
	u32 x = arg[4], fd = arg[1] % FDS;
	u64 off = offset_of(x, r.page);
	int prot = x & 8 ? x & 7 : PROT_READ | PROT_WRITE;

	if (mmap(r.at, r.len, prot, flags_of(x), t->fds[fd], off) == MAP_FAILED)
		return;
	oracle_mapped(t, r.slot, r.page, r.n, dev_is_xxctx(t->devs[fd]) &&
		      !(x & 0x80) && dev_private_range(off, r.len));
}

void call_munmap(struct task *t, const u32 *arg)
{
	struct range r = range_of(arg[0], arg[1], arg[2]);

	munmap(r.at, r.len);
	oracle_unknown(t, r.slot, r.page, r.n);
}

void call_mprotect(struct task *t, const u32 *arg)
{
	struct range r = range_of(arg[0], arg[1], arg[2]);

	mprotect(r.at, r.len, arg[3] & 7);
	(void)t;
}

void call_mremap(struct task *t, const u32 *arg)
{
	static const int flags[] = {
		MREMAP_MAYMOVE | MREMAP_FIXED, MREMAP_MAYMOVE | MREMAP_FIXED,
		MREMAP_MAYMOVE | MREMAP_FIXED | 4 /* MREMAP_DONTUNMAP */, 0
	};
	struct range r = range_of(arg[0], arg[1], arg[2]);
	struct range to = range_of(arg[3], arg[4], r.n - 1);
	int flag = flags[arg[4] >> 8 & 3];
	size_t len = arg[4] & 0x400 ? 0 : r.len;
	void *at = mremap(r.at, len, to.len, flag, to.at);

	if (at == to.at && flag == flags[0] && len == to.len)
		oracle_moved(t, r.slot, r.page, r.n, to.slot, to.page);
	else if (at == MAP_FAILED || flag)
		oracle_unknown(t, to.slot, to.page, to.n);
	/* Shrunk, or half done. */
	if (at == MAP_FAILED || at == r.at || len != to.len)
		oracle_unknown(t, r.slot, r.page, r.n);
}

void call_madvise(struct task *t, const u32 *arg)
{
	struct range r = range_of(arg[0], arg[1], arg[2]);

	madvise(r.at, r.len, arg[3] % 128);
	(void)t;
}

void call_read(struct task *t, const u32 *arg)
{
	oracle_read(t, arg[0] % SLOTS, arg[1] % PAGES);
}

void call_write(struct task *t, const u32 *arg)
{
	oracle_write(t, arg[0] % SLOTS, arg[1] % PAGES);
}

void call_mlock(struct task *t, const u32 *arg)
{
	struct range r = range_of(arg[0], arg[1], arg[2]);
	unsigned char there[PAGES];

	switch (arg[3] & 7) {
	case 0:
		mlock(r.at, r.len);
		break;
	case 1:
		munlock(r.at, r.len);
		break;
	case 2:
		mlock2(r.at, r.len, MLOCK_ONFAULT);
		break;
	case 3:
		mincore(r.at, r.len, there);
		break;
	case 4:
		msync(r.at, r.len, MS_SYNC);
		break;
	case 5:
		msync(r.at, r.len, MS_INVALIDATE);
		break;
	case 6:
		mlockall(MCL_CURRENT);
		break;
	default:
		munlockall();
	}
	(void)t;
}

/* From one mapping into another. */
void call_vmread(struct task *t, const u32 *arg)
{
	char *from = (char *)((vu64 *)slot_addr(arg[0] % SLOTS, arg[1] % PAGES) + WORD_ANY);
	char *to = (char *)((vu64 *)slot_addr(arg[2] % SLOTS, arg[3] % PAGES) + WORD_ANY);
	struct iovec far = { from, 8 }, near = { to, 8 };

	if (arg[4] & 1)
		process_vm_readv(getpid(), &near, 1, &far, 1, 0);
	else
		process_vm_writev(getpid(), &near, 1, &far, 1, 0);
	(void)t;
}

void call_procmem(struct task *t, const u32 *arg)
{
	long at = (long)((vu64 *)slot_addr(arg[0] % SLOTS, arg[1] % PAGES) + WORD_ANY);
	int fd = open("/proc/self/mem", O_RDWR);
	u64 value[16] = { arg[3] };
	/* Past the end of the page at times. */
	size_t len = arg[3] & 1 ? sizeof(value) : 8;

	if (arg[3] & 2)
		at += sysconf(_SC_PAGESIZE) - WORD_ANY * 8 - 16;
	if (arg[2] & 1)
		(void)!pwrite(fd, value, arg[3] & 2 ? 8 : len, at);
	else
		(void)!pread(fd, value, len, at);
	close(fd);
	(void)t;
}

/* System calls that are given the mapping as a buffer. */
void call_copy(struct task *t, const u32 *arg)
{
	char *at = (char *)((vu64 *)slot_addr(arg[0] % SLOTS, arg[1] % PAGES) + WORD_ANY);
	int fds[2], fd;

	switch (arg[2] & 3) {
	case 0:
		if (pipe2(fds, O_NONBLOCK))
			return;
		(void)!write(fds[1], at, 8);
		(void)!read(fds[0], at, 8);
		close(fds[0]);
		close(fds[1]);
		break;
	case 1:
		fd = open("/dev/zero", O_RDONLY);
		(void)!read(fd, at, 8);
		close(fd);
		break;
	case 2:
		syscall(SYS_futex, at, 1 /* FUTEX_WAKE */, 1, NULL, NULL, 0);
		break;
	default:
		(void)!access(at, F_OK);
	}
	(void)t;
}

void call_splice(struct task *t, const u32 *arg)
{
	struct range r = range_of(arg[0], arg[1], arg[2]);
	struct iovec iov = { r.at, r.len };
	int fds[2];

	if (pipe2(fds, O_NONBLOCK))
		return;
	vmsplice(fds[1], &iov, 1, SPLICE_F_NONBLOCK);
	close(fds[0]);
	close(fds[1]);
	(void)t;
}

void call_remap(struct task *t, const u32 *arg)
{
	struct range r = range_of(arg[0], arg[1], arg[2]);

	remap_file_pages(r.at, r.len, 0, arg[3], arg[4] & 1 ? MAP_NONBLOCK : 0);
	oracle_unknown(t, r.slot, r.page, r.n);
}

void call_numa(struct task *t, const u32 *arg)
{
	struct range r = range_of(arg[0], arg[1], arg[2]);
	unsigned long node = 1;
	int where = 0, status = 0;
	void *pages[1] = { r.at };

	switch (arg[3] & 3) {
	case 0:
		syscall(SYS_mbind, r.at, r.len, arg[3] >> 2 & 3, &node, 8, 0);
		break;
	case 1:
		syscall(SYS_move_pages, 0, 1, pages, &where, &status, 2);
		break;
	case 2:
		syscall(SYS_get_mempolicy, &where, NULL, 0, r.at, 3);
		break;
	default:
		syscall(SYS_pkey_mprotect, r.at, r.len, PROT_READ | PROT_WRITE, -1);
	}
	(void)t;
}

void call_userfault(struct task *t, const u32 *arg)
{
	struct range r = range_of(arg[0], arg[1], arg[2]);
	struct uffdio_register reg = {
		.range = { (unsigned long)r.at, r.len }, .mode = arg[3] & 5,
	};
	struct uffdio_api api = { .api = UFFD_API };
	int fd = syscall(SYS_userfaultfd, O_NONBLOCK);

	/* Closed at once: nobody would answer a fault. */
	if (fd >= 0 && !ioctl(fd, UFFDIO_API, &api))
		ioctl(fd, UFFDIO_REGISTER, &reg);
	close(fd);
	(void)t;
}

void call_exec(struct task *t, const u32 *arg)
{
	pid_t pid = arg[0] & 1 ? vfork() : fork();

	if (!pid) {
		execl("/bin/true", "true", (char *)NULL);
		_exit(0);
	}
	if (pid > 0)
		child_wait(pid);
	(void)t;
}

void call_sleep(struct task *t, const u32 *arg)
{
	usleep(arg[0] % 2000);
	(void)t;
}

void call_procfs(struct task *t, const u32 *arg)
{
	static const char *const files[] = {
		"maps", "smaps", "smaps_rollup", "numa_maps", "pagemap", "status", "clear_refs",
		"coredump_filter",
	};
	char path[64], text[4096];
	int fd, n = 4;

	snprintf(path, sizeof(path), "/proc/self/%s", files[arg[0] % 8]);
	fd = open(path, arg[0] % 8 == 6 ? O_WRONLY : O_RDONLY);
	if (arg[0] % 8 == 6) {
		text[0] = '1' + arg[1] % 4;
		(void)!write(fd, text, 1);
	} else if (arg[0] % 8 == 4) {
		(void)!pread(fd, text, PAGES * 8, (long)slot_addr(arg[1] % SLOTS, 0) / 512);
	} else {
		while (n-- && read(fd, text, sizeof(text)) > 0)
			;
	}
	close(fd);
	(void)t;
}
