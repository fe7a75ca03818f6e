/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the tests of /dev/xxctx have in common. Include it after
 * kselftest_harness.h, and devmap_main.h at the end.
 */
#ifndef DEVMAP_TEST_H
#define DEVMAP_TEST_H

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>

#include <devmap/xxctx.h>

/*
 * The harness gives a test 30 seconds. An emulated machine, or one with all
 * detectors on, takes longer and is not broken.
 */
#ifdef TEST_F
#undef TEST_F
#define TEST_F(fixture, test)	TEST_F_TIMEOUT(fixture, test, 300)
#endif

/*
 * SKIP() in a fixture's setup ends the child, with this: before the harness had
 * FIXTURE_TEARDOWN_PARENT it ran the test all the same.
 */
#ifdef FIXTURE_TEARDOWN_PARENT
#define SKIPPED		0
#else
#define SKIPPED		255
#endif

#define XX_DEV		"/dev/xxctx"
#define XX_PARAM	"/sys/module/xxctx/parameters/"
#define CHECK_PARAM	"/sys/module/devmap/parameters/"

typedef volatile unsigned long long vu64;

/* A device, and its status page. */
struct xx {
	int fd;
	struct xxctx_info info;
	volatile struct xxctx_status *status;
	size_t page;
};

/* Opens a device; -1 with errno set. */
static inline int xx_open(struct xx *xx, const char *path)
{
	memset(xx, 0, sizeof(*xx));
	xx->page = sysconf(_SC_PAGESIZE);
	xx->fd = open(path, O_RDWR | O_CLOEXEC);
	if (xx->fd < 0)
		return -1;
	if (ioctl(xx->fd, XXIOC_GETINFO, &xx->info))
		return -1;
	xx->status = mmap(NULL, xx->page, PROT_READ, MAP_SHARED, xx->fd,
			  xx->info.xi_statusoff);
	return xx->status == MAP_FAILED ? -1 : 0;
}

static inline void xx_close(struct xx *xx)
{
	munmap((void *)xx->status, xx->page);
	close(xx->fd);
}

/* Maps all of the context, MAP_PRIVATE or MAP_SHARED. */
static inline void *xx_map(struct xx *xx, int flags)
{
	return mmap(NULL, xx->info.xi_ctxsize, PROT_READ | PROT_WRITE, flags,
		    xx->fd, 0);
}

/* The 64-bit word at a page and index of a mapping. */
static inline vu64 *xx_word(void *map, unsigned int page, unsigned int index)
{
	return (vu64 *)((char *)map + page * sysconf(_SC_PAGESIZE)) + index;
}

static inline unsigned long long xx_id(void *map)
{
	return ((volatile struct xxctx_regs *)map)->xr_id;
}

static inline bool kernel_is_at_least(unsigned int major, unsigned int minor)
{
	unsigned int is, sub;
	struct utsname uts;

	if (uname(&uts) || sscanf(uts.release, "%u.%u", &is, &sub) != 2)
		return false;
	return is > major || (is == major && sub >= minor);
}

/* An access that may fault. */
struct probe {
	int sig;	/* 0: it succeeded */
	int code;
	void *addr;
};

static sigjmp_buf probe_env;
static volatile struct probe probe_result;

static inline void probe_handler(int sig, siginfo_t *si, void *ctx)
{
	(void)ctx;
	probe_result.sig = sig;
	probe_result.code = si->si_code;
	probe_result.addr = si->si_addr;
	siglongjmp(probe_env, 1);
}

static inline struct probe probe_access(vu64 *addr, int write,
					unsigned long long *value)
{
	struct sigaction sa = { .sa_sigaction = probe_handler, .sa_flags = SA_SIGINFO };
	struct sigaction old_bus, old_segv;

	sigemptyset(&sa.sa_mask);
	sigaction(SIGBUS, &sa, &old_bus);
	sigaction(SIGSEGV, &sa, &old_segv);
	probe_result.sig = 0;
	probe_result.code = 0;
	probe_result.addr = NULL;
	if (!sigsetjmp(probe_env, 1)) {
		if (write)
			*addr = *value;
		else
			*value = *addr;
	}
	sigaction(SIGBUS, &old_bus, NULL);
	sigaction(SIGSEGV, &old_segv, NULL);
	return (struct probe){ probe_result.sig, probe_result.code, probe_result.addr };
}

static inline struct probe probe_read(vu64 *addr)
{
	unsigned long long value;

	return probe_access(addr, 0, &value);
}

static inline struct probe probe_write(vu64 *addr, unsigned long long value)
{
	return probe_access(addr, 1, &value);
}

/* Faults of this thread; one that had to wait counts as major. */
static inline long faults_now(void)
{
	struct rusage ru;

	getrusage(RUSAGE_THREAD, &ru);
	return ru.ru_minflt + ru.ru_majflt;
}

static inline double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

/* The number in a parameter's file; -1 if there is none. */
static inline long number_in(const char *folder, const char *name)
{
	char path[128];
	long value = -1;
	FILE *f;

	snprintf(path, sizeof(path), "%s%s", folder, name);
	f = fopen(path, "r");
	if (f) {
		if (fscanf(f, "%ld", &value) != 1)
			value = -1;
		fclose(f);
	}
	return value;
}

static inline long param_get(const char *name)
{
	return number_in(XX_PARAM, name);
}

/* Sets a module parameter; 0 or an errno. */
static inline int param_set(const char *name, long value)
{
	char path[128], text[32];
	int fd, err = 0, n;

	snprintf(path, sizeof(path), XX_PARAM "%s", name);
	fd = open(path, O_WRONLY);
	if (fd < 0)
		return errno;
	n = snprintf(text, sizeof(text), "%ld", value);
	if (write(fd, text, n) != n)
		err = errno;
	close(fd);
	return err;
}

/* A counter of a layer that was built with DEVMAP_CHECK=y; -1 without. */
static inline long layer_get(const char *name)
{
	return number_in(CHECK_PARAM, name);
}

/* Waits for a child; 0 if it exited with 0, else something that says how. */
static inline int child_status(pid_t pid)
{
	int status;

	if (waitpid(pid, &status, 0) != pid)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 0x100 + WTERMSIG(status);
}

/* 0 when @n wait for the device, an errno without debugfs; for 20 s, for slow machines. */
static inline int wait_for_waiters(const char *dev, int n)
{
	double start = now();
	char path[64], text[4096];
	int fd, lines;
	ssize_t len;

	if (access("/sys/kernel/debug/devmap", F_OK))
		mount("none", "/sys/kernel/debug", "debugfs", 0, NULL);
	snprintf(path, sizeof(path), "/sys/kernel/debug/devmap/%s/waiters", dev);
	do {
		lines = 0;
		fd = open(path, O_RDONLY);
		if (fd < 0)
			return errno;
		for (len = read(fd, text, sizeof(text)); len > 0; len--)
			lines += text[len - 1] == '\n';
		close(fd);
		/* One is the heading. */
		if (lines == n + 1)
			return 0;
		usleep(10000);
	} while (now() - start < 20);
	return -1;
}

/*
 * Steps that two processes take in turn: one waits for a step that the other
 * announces. Lives in memory that they share.
 */
struct steps {
	volatile int at;
};

static inline struct steps *steps_new(void)
{
	return mmap(NULL, sizeof(struct steps), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

static inline void step_to(struct steps *s, int n)
{
	__atomic_store_n(&s->at, n, __ATOMIC_SEQ_CST);
}

static inline void step_wait(struct steps *s, int n)
{
	while (__atomic_load_n(&s->at, __ATOMIC_SEQ_CST) < n)
		usleep(200);
}

/* Fills and checks a whole mapping with words that name their owner. */
static inline void fill(void *map, size_t size, unsigned long long seed)
{
	vu64 *p = map;
	size_t i;

	/* Word 0 is the context's number. */
	for (i = 1; i < size / 8; i++)
		p[i] = seed * 1000003 + i;
}

static inline long check(void *map, size_t size, unsigned long long seed)
{
	vu64 *p = map;
	long wrong = 0;
	size_t i;

	for (i = 1; i < size / 8; i++)
		wrong += p[i] != seed * 1000003 + i;
	return wrong;
}

#define XX_SETUP(self)							\
	do {								\
		ASSERT_EQ(0, xx_open(&(self)->xx, XX_DEV))		\
			TH_LOG("cannot open " XX_DEV ": %s", strerror(errno)); \
	} while (0)

#endif /* DEVMAP_TEST_H */
