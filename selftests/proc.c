// SPDX-License-Identifier: GPL-2.0
/*
 * Who looks at a program from outside: debuggers, /proc, core dumps, userfaultfd; and
 * programs that are closed to being looked at.
 */
#include <dirent.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <linux/userfaultfd.h>

#include "kselftest_harness.h"

#include "devmap_test.h"
#include "devmap_traps.h"

#define XX_MIN_PAGES 2

PAIR_FIXTURE(proc)

#define WORD(seed, i)	((seed) * 1000003ULL + (i))

/*
 * A word that was read from outside: refused, or the program's own; never what the
 * other context has at that place.
 */
static int own_or_refused(long err, unsigned long long value, unsigned int i)
{
	return err < 0 || value == WORD(1, i);
}

static int proc_open(pid_t pid, const char *name, int flags)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	return open(path, flags);
}

TEST_F(proc, mem_of_itself)
{
	struct pair *p = &self->p;
	unsigned long long value = 0;
	int fd = proc_open(getpid(), "mem", O_RDWR), i;
	long err;

	ASSERT_LE(0, fd);
	for (i = 0; i < 4; i++) {
		(void)*xx_word(i & 1 ? p->map : p->other, 0, 3);
		err = pread(fd, &value, 8, (long)p->map + 8 * 9);
		EXPECT_TRUE(own_or_refused(err, value, 9)) TH_LOG("%#llx", value);
		value = WORD(1, 9);
		err = pwrite(fd, &value, 8, (long)p->map + 8 * 9);
		EXPECT_EQ(0, pair_apart(p));
	}
	close(fd);
}

/* Of another process, that has the device or not. */
TEST_F(proc, mem_and_ptrace_of_a_child)
{
	struct pair *p = &self->p;
	struct steps *steps = steps_new();
	unsigned long long value = 0;
	pid_t pid = fork();
	int fd, i;
	long err;

	ASSERT_LE(0, pid);
	if (!pid) {
		/* Its own context, with its own contents. */
		fill(p->map, p->size, 1);
		step_to(steps, 1);
		step_wait(steps, 2);
		_exit(check(p->map, p->size, 1) ? 1 : 0);
	}
	step_wait(steps, 1);
	ASSERT_EQ(0, ptrace(PTRACE_ATTACH, pid, NULL, NULL));
	ASSERT_EQ(pid, waitpid(pid, NULL, 0));
	fd = proc_open(pid, "mem", O_RDWR);
	ASSERT_LE(0, fd);
	for (i = 0; i < 3; i++) {
		/* The second one has the device, then the tracer's first one. */
		(void)*xx_word(i & 1 ? p->map : p->other, 0, 3);
		errno = 0;
		value = ptrace(PTRACE_PEEKDATA, pid, p->map + 8 * 10, NULL);
		EXPECT_TRUE(own_or_refused(errno ? -1 : 0, value, 10));
		ptrace(PTRACE_POKEDATA, pid, p->map + 8 * 10, WORD(1, 10));
		err = pread(fd, &value, 8, (long)p->map + 8 * 11);
		EXPECT_TRUE(own_or_refused(err, value, 11));
		/* Over the end of the mapping, and at odd places. */
		(void)!pread(fd, &value, 8, (long)p->map + p->size - 4);
		(void)!pread(fd, &value, 3, (long)p->map + 8 * 12 + 1);
		EXPECT_EQ(0, pair_apart(p));
	}
	close(fd);
	step_to(steps, 2);
	ASSERT_EQ(0, ptrace(PTRACE_DETACH, pid, NULL, NULL));
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(0, pair_apart(p));
}

static void read_all(int fd)
{
	char buf[4096];

	while (read(fd, buf, sizeof(buf)) > 0)
		;
}

/* Everything that /proc says of a mapping: read whole, without a switch. */
TEST_F(proc, all_files_about_the_mapping)
{
	static const char *const names[] = {
		"maps", "smaps", "smaps_rollup", "numa_maps", "pagemap", "status", "statm",
	};
	struct pair *p = &self->p;
	unsigned long long switches, entry = 0;
	unsigned int i;
	int fd;

	EXPECT_EQ(0, check(p->other, p->size, 2));
	switches = p->xx.status->xs_switches;
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		fd = proc_open(getpid(), names[i], O_RDONLY);
		if (fd < 0)
			continue;
		if (!strcmp(names[i], "pagemap"))
			(void)!pread(fd, &entry, 8, (unsigned long)p->map / p->page * 8);
		else
			read_all(fd);
		close(fd);
	}
	EXPECT_EQ(0, entry >> 63) TH_LOG("a revoked page is present: %#llx", entry);
	EXPECT_EQ(switches, p->xx.status->xs_switches);
	EXPECT_EQ(0, pair_apart(p));
}

TEST_F(proc, clear_refs)
{
	struct pair *p = &self->p;
	char c;
	int fd;

	for (c = '1'; c <= '5'; c++) {
		fd = proc_open(getpid(), "clear_refs", O_WRONLY);
		ASSERT_LE(0, fd);
		(void)!write(fd, &c, 1);
		close(fd);
		EXPECT_EQ(0, pair_apart(p)) TH_LOG("clear_refs %c", c);
	}
}

/* KSM and huge pages, asked for and left time to come. */
TEST_F(proc, ksm_and_huge_pages)
{
	struct pair *p = &self->p;
	int fd = open("/sys/kernel/mm/ksm/run", O_RDWR);
	char was = '0';

	madvise(p->map, p->size, MADV_MERGEABLE);
	madvise(p->other, p->size, MADV_MERGEABLE);
	madvise(p->map, p->size, MADV_HUGEPAGE);
	if (fd >= 0) {
		(void)!read(fd, &was, 1);
		(void)!write(fd, "1", 1);
	}
	usleep(300000);
	EXPECT_EQ(0, pair_apart(p));
	if (fd >= 0) {
		(void)!pwrite(fd, &was, 1, 0);
		close(fd);
	}
}

/* The core of a program that dies in its mapping: without a word of the device. */
static int core_has(const char *path, unsigned long long word)
{
	unsigned long long buf[8192];
	int fd = open(path, O_RDONLY), found = 0;
	ssize_t n, i;

	if (fd < 0)
		return -1;
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		for (i = 0; i < n / 8; i++)
			found |= buf[i] == word;
	close(fd);
	return found;
}

static int core_pattern(const char *pattern)
{
	int fd = open("/proc/sys/kernel/core_pattern", O_WRONLY), ok;

	if (fd < 0)
		return -1;
	ok = write(fd, pattern, strlen(pattern)) > 0;
	close(fd);
	return ok ? 0 : -1;
}

static int core_filter_all(void)
{
	int fd = open("/proc/self/coredump_filter", O_WRONLY), ok;

	if (fd < 0)
		return -1;
	ok = write(fd, "0x1ff", 5) > 0;
	close(fd);
	return ok ? 0 : -1;
}

/* Says to a static program that it is to be found: in its data, and in the core. */
static volatile unsigned long long core_marker = 0x0123456789abcdefULL;

TEST_F(proc, core_dump_leaves_the_device_alone)
{
	struct pair *p = &self->p;
	struct rlimit unlimited = { RLIM_INFINITY, RLIM_INFINITY };
	unsigned long long *switches;
	char old[256] = "";
	int fd = open("/proc/sys/kernel/core_pattern", O_RDONLY);
	pid_t pid;

	ASSERT_LE(0, fd);
	ASSERT_LT(0, read(fd, old, sizeof(old) - 1));
	close(fd);
	unlink("/tmp/devmap-core");
	switches = mmap(NULL, p->page, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
			-1, 0);
	ASSERT_NE(MAP_FAILED, switches);
	ASSERT_EQ(0, core_pattern("/tmp/devmap-core"));
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid) {
		setrlimit(RLIMIT_CORE, &unlimited);
		prctl(PR_SET_DUMPABLE, 1);
		core_filter_all();
		core_marker++;
		*xx_word(p->map, 0, 9) = 0xfedcba9876543210ULL;
		/* The other one takes the device: a dump would have to take it back. */
		(void)*xx_word(p->other, 0, 9);
		*switches = p->xx.status->xs_switches;
		signal(SIGABRT, SIG_DFL);
		abort();
	}
	EXPECT_EQ(0x100 + SIGABRT, child_status(pid));
	EXPECT_EQ(*switches, p->xx.status->xs_switches);
	core_pattern(old);
	EXPECT_EQ(1, core_has("/tmp/devmap-core", 0x0123456789abcdf0ULL))
		TH_LOG("no core that could be looked at");
	EXPECT_EQ(0, core_has("/tmp/devmap-core", 0xfedcba9876543210ULL));
	unlink("/tmp/devmap-core");
	EXPECT_EQ(0, pair_apart(p));
}

/* Every mode of userfaultfd: refused, or without effect on the device. */
TEST_F(proc, userfaultfd)
{
	struct pair *p = &self->p;
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register reg = {
		.range = { (unsigned long)p->map, p->size },
	};
	int fd = syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK), mode;

	if (fd < 0 || ioctl(fd, UFFDIO_API, &api))
		SKIP(return, "no userfaultfd");
	for (mode = 1; mode < 8; mode++) {
		reg.mode = mode;
		EXPECT_EQ(-1, ioctl(fd, UFFDIO_REGISTER, &reg)) TH_LOG("mode %d", mode);
	}
	EXPECT_EQ(0, pair_apart(p));
	close(fd);
}

/*
 * Write protection without a handler, which 6.7 to 7.0 take. What Linux leaves in the
 * empty places of the page tables no load overwrites: a signal, and no touch that never
 * ends.
 */
TEST_F_TIMEOUT(proc, userfaultfd_without_a_handler, 60)
{
	struct pair *p = &self->p;
	struct uffdio_api api = { .api = UFFD_API, .features = 1 << 15 };
	struct uffdio_register reg = {
		.range = { (unsigned long)p->map, p->size }, .mode = 2,
	};
	struct uffdio_writeprotect wp = { .range = reg.range, .mode = 1 };
	int fd = syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK), sig;

	if (fd < 0 || ioctl(fd, UFFDIO_API, &api))
		SKIP(return, "no userfaultfd without a handler");
	if (ioctl(fd, UFFDIO_REGISTER, &reg)) {
		/* Refused, as it should be. */
		close(fd);
		EXPECT_EQ(0, pair_apart(p));
		return;
	}
	/* Another one has the device: there is nothing but empty places. */
	(void)*xx_word(p->other, 0, 3);
	EXPECT_EQ(0, ioctl(fd, UFFDIO_WRITEPROTECT, &wp));
	sig = probe_write(xx_word(p->map, 0, 3), 1000003 + 3).sig;
	TH_LOG("taken; a touch gives signal %d", sig);
	EXPECT_TRUE(sig == 0 || sig == SIGBUS);
	EXPECT_EQ(0, check(p->other, p->size, 2));
	close(fd);
	/* As it was. */
	EXPECT_EQ(0, pair_apart(p));
}

enum { SEEN_MEM = 1, SEEN_VM = 2, SEEN_PTRACE = 4, SEEN_ALL = 7, ODD = 8 };

static int user_become(void)
{
	return setgid(1000) || setuid(1000);
}

/* For a child: what it can see of another program of the same user. */
static int look_on(pid_t pid)
{
	unsigned long long value;
	struct iovec here = { &value, 8 }, there = { (void *)&core_marker, 8 };
	int fd, seen = 0;

	if (user_become())
		return 99;
	fd = proc_open(pid, "mem", O_RDONLY);
	seen |= fd >= 0 ? SEEN_MEM : errno == EACCES ? 0 : ODD;
	if (process_vm_readv(pid, &here, 1, &there, 1, 0) == 8)
		seen |= SEEN_VM;
	else if (errno != EPERM)
		seen |= ODD;
	if (!ptrace(PTRACE_ATTACH, pid, NULL, NULL)) {
		seen |= SEEN_PTRACE;
		waitpid(pid, NULL, 0);
		ptrace(PTRACE_DETACH, pid, NULL, NULL);
	} else if (errno != EPERM) {
		seen |= ODD;
	}
	return seen;
}

/* A program that may be looked at, or not: its device is its own either way. */
static pid_t dumpable_start(struct pair *p, struct steps *steps, int dumpable)
{
	pid_t pid = fork();
	int wrong;

	if (pid)
		return pid;
	wrong = user_become();
	/* Any program may, as far as Yama is asked. */
	prctl(0x59616d61 /* PR_SET_PTRACER */, -1L, 0, 0, 0);
	prctl(PR_SET_DUMPABLE, dumpable);
	wrong |= pair_child(p, 0);
	fill(p->map, p->size, 1);
	step_to(steps, 1);
	step_wait(steps, 2);
	_exit(wrong || check(p->map, p->size, 1));
}

TEST_F(proc, dumpable_off)
{
	struct pair *p = &self->p;
	int dumpable;

	for (dumpable = 1; dumpable >= 0; dumpable--) {
		struct steps *steps = steps_new();
		pid_t pid = dumpable_start(p, steps, dumpable), other;

		ASSERT_LE(0, pid);
		step_wait(steps, 1);
		other = fork();
		if (!other)
			_exit(look_on(pid));
		EXPECT_EQ(dumpable ? SEEN_ALL : 0, child_status(other));
		step_to(steps, 2);
		EXPECT_EQ(0, child_status(pid));
		EXPECT_EQ(0, pair_apart(p));
	}
}

/* One that may call nothing but read and write. */
TEST_F(proc, seccomp_strict)
{
	struct pair *p = &self->p;
	pid_t pid = fork();

	ASSERT_LE(0, pid);
	if (!pid) {
		int wrong;

		if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT))
			syscall(SYS_exit, 99);
		wrong = pair_child(p, 0);
		syscall(SYS_exit, wrong);
	}
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(0, pair_apart(p));
}

/* Linux's own: a filter that kills munmap; the mapping ends with the program. */
TEST_F(proc, seccomp_filter_kills_in_munmap)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_munmap, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog prog = { ARRAY_SIZE(code), code };
	struct pair *p = &self->p;
	pid_t pid = fork();

	ASSERT_LE(0, pid);
	if (!pid) {
		prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
		if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog))
			_exit(99);
		fill(p->map, p->size, 9);
		munmap(p->map, p->size);
		_exit(1);
	}
	EXPECT_EQ(0x100 + SIGSYS, child_status(pid));
	EXPECT_EQ(0, pair_apart(p));
}

#include "devmap_main.h"
