// SPDX-License-Identifier: GPL-2.0
/*
 * What users get: who may open the device, what a new context holds, and that nothing
 * of the kernel's insides is told.
 */
#include <ctype.h>
#include <elf.h>
#include <sys/klog.h>

#include "kselftest_harness.h"

#include "devmap_test.h"
#include "devmap_traps.h"

#define XX_MIN_PAGES 2

PAIR_FIXTURE(unpriv)

enum { NOBODY = 65534 };

/* What open(2) says to an ordinary user; 0 if it opened. */
static int open_as_nobody(const char *path, int flags)
{
	pid_t pid = fork();
	int fd;

	if (pid < 0)
		return -1;
	if (!pid) {
		if (setgid(NOBODY) || setuid(NOBODY))
			_exit(255);
		fd = open(path, flags);
		_exit(fd < 0 ? errno : 0);
	}
	return child_status(pid);
}

/* The mode decides, and by itself it lets nobody in. */
TEST_F(unpriv, mode_decides_who_opens)
{
	struct stat st;

	ASSERT_EQ(0, stat(XX_DEV, &st));
	EXPECT_EQ(0, st.st_mode & 007) TH_LOG("mode %o", st.st_mode);
	EXPECT_EQ(0, st.st_uid);
	EXPECT_EQ(EACCES, open_as_nobody(XX_DEV, O_RDWR));
	EXPECT_EQ(EACCES, open_as_nobody(XX_DEV, O_RDONLY));
	ASSERT_EQ(0, chmod(XX_DEV, 0666));
	EXPECT_EQ(0, open_as_nobody(XX_DEV, O_RDWR));
	ASSERT_EQ(0, chmod(XX_DEV, 0604));
	EXPECT_EQ(0, open_as_nobody(XX_DEV, O_RDONLY));
	EXPECT_EQ(EACCES, open_as_nobody(XX_DEV, O_RDWR));
	ASSERT_EQ(0, chmod(XX_DEV, st.st_mode & 0777));
}

/* An ordinary user who has it open has all that root has, and root's state no more. */
TEST_F(unpriv, ordinary_user_uses_it)
{
	struct pair *p = &self->p;
	pid_t pid = fork();

	ASSERT_LE(0, pid);
	if (!pid) {
		char *map;

		if (setgid(NOBODY) || setuid(NOBODY))
			_exit(255);
		map = xx_map(&p->xx, MAP_PRIVATE);
		if (map == MAP_FAILED)
			_exit(1);
		fill(map, p->size, 3);
		if (check(p->other, p->size, 2))
			_exit(2);
		_exit(check(map, p->size, 3) != 0);
	}
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(0, pair_apart(p));
}

TEST_F(unpriv, ordinary_user_sets_nothing)
{
	static const char *const params[] = { "instances", "hold_usec", "save_fail",
					   "../../devmap/parameters/max_user_mappings" };
	unsigned int i;
	char path[128];

	for (i = 0; i < ARRAY_SIZE(params); i++) {
		snprintf(path, sizeof(path), XX_PARAM "%s", params[i]);
		EXPECT_EQ(EACCES, open_as_nobody(path, O_WRONLY)) TH_LOG("%s", path);
	}
}

static void *map_page(struct pair *p)
{
	return mmap(NULL, p->page, PROT_READ | PROT_WRITE, MAP_PRIVATE, p->xx.fd, 0);
}

static int map_page_error(struct pair *p)
{
	void *map = map_page(p);

	if (map == MAP_FAILED)
		return errno;
	munmap(map, p->page);
	return 0;
}

enum { LIMIT = 4 };

/* In another process of the same user: the parent has all that there may be. */
static void limit_child(struct pair *p, void *const *maps)
{
	/* fork(2) cannot refuse, so its mappings are dead. */
	if (probe_read(maps[0]).sig != SIGBUS || probe_read(maps[3]).sig != SIGBUS)
		_exit(10);
	_exit(map_page_error(p) == ENOMEM ? 0 : 11);
}

/* The parent has half of them. */
static void limit_child_half(struct pair *p, void *const *maps)
{
	if (probe_read(maps[0]).sig || probe_read(maps[1]).sig)
		_exit(20);
	_exit(map_page_error(p) == ENOMEM ? 0 : 21);
}

static int limit_fork(struct pair *p, void *const *maps,
		      void (*child)(struct pair *p, void *const *maps))
{
	pid_t pid = fork();

	if (!pid)
		child(p, maps);
	return child_status(pid);
}

static int limit_reached(struct pair *p)
{
	void *maps[LIMIT];
	int i, err;

	if (setgid(NOBODY) || setuid(NOBODY))
		return 255;
	/* What it has of root's is root's, but a fork of it is its own. */
	pair_unmap(p);
	munmap((void *)p->xx.status, p->page);
	for (i = 0; i < LIMIT; i++) {
		maps[i] = map_page(p);
		if (maps[i] == MAP_FAILED)
			return 1;
		*(vu64 *)maps[i] = 3;
	}
	if (map_page_error(p) != ENOMEM)
		return 2;
	err = limit_fork(p, maps, limit_child);
	if (err)
		return err;
	/* What was dead is counted no more. */
	munmap(maps[2], p->page);
	if (map_page_error(p))
		return 3;
	munmap(maps[3], p->page);
	return limit_fork(p, maps, limit_child_half);
}

/* One user cannot have all mappings that a device has, nor keep root from it. */
TEST_F(unpriv, mappings_are_limited)
{
	struct pair *p = &self->p;
	long limit = layer_get("max_user_mappings");
	pid_t pid;

	EXPECT_LT(0, limit);
	ASSERT_EQ(0, layer_set("max_user_mappings", LIMIT));
	pid = fork();
	if (!pid)
		_exit(limit_reached(p));
	EXPECT_EQ(0, child_status(pid));
	/* This process has three, and root is not limited. */
	EXPECT_EQ(0, pair_fork(p));
	/* 0 is none. */
	ASSERT_EQ(0, layer_set("max_user_mappings", 0));
	pid = fork();
	if (!pid)
		_exit(limit_reached(p) == 2 ? 0 : 1);
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(0, layer_set("max_user_mappings", limit));
}

/* Takes what there is; how many contexts that was, or a negative errno. */
static int take_contexts(struct pair *p, void **maps, int most)
{
	int n;

	for (n = 0; n < most; n++) {
		maps[n] = map_page(p);
		if (maps[n] == MAP_FAILED)
			return errno == ENOMEM ? n : -errno;
		*(vu64 *)maps[n] = n;
	}
	return n;
}

static int memory_limit_reached(struct pair *p, int limit)
{
	void **maps = calloc(limit + 1, sizeof(*maps));
	pid_t pid;

	if (setgid(NOBODY) || setuid(NOBODY))
		return 255;
	/* What it has of root's is root's. */
	if (take_contexts(p, maps, limit + 1) != limit)
		return 1;
	/* A fork of them finds no room; for what was root's there is none either. */
	pid = fork();
	if (!pid)
		_exit(probe_read(maps[0]).sig != SIGBUS);
	if (child_status(pid))
		return 2;
	/* Nor for one that it would share with others. */
	if (xx_map(&p->xx, MAP_SHARED) != MAP_FAILED || errno != ENOMEM)
		return 5;
	if (*(vu64 *)maps[limit - 1] != (unsigned int)limit - 1)
		return 3;
	munmap(maps[0], p->page);
	if (take_contexts(p, maps, 2) != 1)
		return 4;
	return 0;
}

/* A user that has a context until it is killed. */
static pid_t user_with_a_context(struct pair *p, int user, struct steps *steps, int step)
{
	pid_t pid = fork();

	if (!pid) {
		int bad = setgid(user) || setuid(user) || map_page(p) == MAP_FAILED;

		step_to(steps, step);
		if (!bad)
			pause();
		_exit(1);
	}
	step_wait(steps, step);
	return pid;
}

/* They come, and go in the same order and in the other. */
static int users_come_and_go(struct pair *p)
{
	struct steps *steps = steps_new();
	pid_t pids[2];
	int i, k, wrong = 0;

	for (i = 0; i < 2; i++) {
		for (k = 0; k < 2; k++)
			pids[k] = user_with_a_context(p, NOBODY - k, steps, 2 * i + k + 1);
		for (k = 0; k < 2; k++) {
			kill(pids[i ? 1 - k : k], SIGKILL);
			wrong += child_status(pids[i ? 1 - k : k]) != 0x100 + SIGKILL;
		}
	}
	return wrong;
}

/* A user's contexts cannot have all memory, without a cgroup too. */
TEST_F(unpriv, memory_of_contexts_is_limited)
{
	struct pair *p = &self->p;
	int limit = (1 << 20) / p->size;
	long was = param_get("user_mb");
	pid_t pid;

	if (limit < 2)
		SKIP(return, "wants contexts of half a megabyte at most");
	ASSERT_EQ(0, param_set("user_mb", 1));
	pid = fork();
	if (!pid)
		_exit(memory_limit_reached(p, limit));
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(0, users_come_and_go(p));
	/* Again: all of it was given back. */
	pid = fork();
	if (!pid)
		_exit(memory_limit_reached(p, limit));
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(0, param_set("user_mb", was));
	EXPECT_EQ(0, pair_apart(p));
}

/* Nothing of the one before: not of a context that ended, nor of one that lives. */
TEST_F(unpriv, new_contexts_are_zeroed)
{
	struct pair *p = &self->p;
	int i;

	for (i = 0; i < 20; i++) {
		vu64 *map = xx_map(&p->xx, MAP_PRIVATE);
		size_t k, wrong = 0;

		ASSERT_NE(MAP_FAILED, map);
		for (k = 1; k < p->size / 8; k++)
			wrong += map[k] != 0;
		EXPECT_EQ(0, wrong);
		fill((void *)map, p->size, 77);
		munmap((void *)map, p->size);
	}
}

/* How many pages of a chunk begin with the words of a context that fill() filled? */
static long pages_of(const char *chunk, size_t size, unsigned long long seed,
		     size_t page)
{
	unsigned long long first = seed * 1000003;
	const unsigned long long *word;
	size_t at, i;
	long found = 0;

	for (at = 0; at + page <= size; at += page) {
		word = (const void *)(chunk + at);
		for (i = 1; i < 8; i++)
			if (word[i] - first >= 1 << 20 || word[i] != word[1] + i - 1)
				break;
		found += i == 8;
	}
	return found;
}

/* Looks through the kernel's view of all memory; -1 where there is none. */
static long pages_in_memory(unsigned long long seed, size_t page)
{
	static char chunk[1 << 20] __attribute__((aligned(4096)));
	int fd = open("/proc/kcore", O_RDONLY);
	Elf64_Ehdr head;
	Elf64_Phdr seg;
	long found = 0;
	off_t at;
	int i;

	if (fd < 0 || pread(fd, &head, sizeof(head), 0) != sizeof(head))
		return -1;
	for (i = 0; i < head.e_phnum; i++) {
		if (pread(fd, &seg, sizeof(seg), head.e_phoff + i * sizeof(seg)) !=
		    sizeof(seg))
			break;
		/* Memory, and not what else is in the kernel's address space. */
		if (seg.p_type != PT_LOAD || seg.p_paddr == -1ULL ||
		    seg.p_filesz > 1ULL << 40)
			continue;
		for (at = 0; at < (off_t)seg.p_filesz; at += sizeof(chunk)) {
			ssize_t n = pread(fd, chunk, sizeof(chunk), seg.p_offset + at);

			if (n > 0)
				found += pages_of(chunk, n, seed, page);
		}
	}
	close(fd);
	/* No copy of it here. */
	memset(chunk, 0, sizeof(chunk));
	return found;
}

/* The memory that a context was saved in goes back without what was in it. */
TEST_F_TIMEOUT(unpriv, ended_contexts_are_wiped, 300)
{
	struct pair *p = &self->p;
	unsigned long long seed = 0x5eed000 + getpid();
	long found;
	vu64 *map = xx_map(&p->xx, MAP_PRIVATE);

	ASSERT_NE(MAP_FAILED, map);
	fill((void *)map, p->size, seed);
	/* Another one has the device: this one is saved, in memory of the driver. */
	ASSERT_EQ(0, pair_apart(p));
	found = pages_in_memory(seed, p->page);
	if (found < 0)
		SKIP(return, "no /proc/kcore");
	EXPECT_LE(p->pages - 1, found);
	munmap((void *)map, p->size);
	EXPECT_EQ(0, pages_in_memory(seed, p->page));
}

/* A device is made of memory that others have had. */
TEST_F(unpriv, new_devices_are_zeroed)
{
	long instances = param_get("instances"), wrong = 0;
	struct xx xx;
	vu64 *map;
	size_t i;
	char path[32];

	ASSERT_EQ(0, param_set("instances", instances + 1));
	snprintf(path, sizeof(path), XX_DEV "%ld", instances);
	ASSERT_EQ(0, xx_open(&xx, path));
	map = (vu64 *)xx.status;
	for (i = sizeof(struct xxctx_status) / 8; i < xx.page / 8; i++)
		wrong += map[i] != 0;
	map = xx_map(&xx, MAP_SHARED);
	ASSERT_NE(MAP_FAILED, map);
	for (i = 1; i < xx.info.xi_ctxsize / 8; i++)
		wrong += map[i] != 0;
	EXPECT_EQ(0, wrong);
	munmap((void *)map, xx.info.xi_ctxsize);
	xx_close(&xx);
	EXPECT_EQ(0, param_set("instances", instances));
}

/* The answer of the ioctl has no holes that nobody has written to. */
TEST_F(unpriv, ioctl_answers_are_filled)
{
	struct xxctx_info a, b;
	unsigned int i;

	memset(&a, 0xaa, sizeof(a));
	memset(&b, 0x55, sizeof(b));
	ASSERT_EQ(0, ioctl(self->p.xx.fd, XXIOC_GETINFO, &a));
	ASSERT_EQ(0, ioctl(self->p.xx.fd, XXIOC_GETINFO, &b));
	EXPECT_EQ(0, memcmp(&a, &b, sizeof(a)));
	for (i = 0; i < 4; i++)
		EXPECT_EQ(0, a.xi_reserved[i]);
}

/* Does a text hold something that looks like an address of the kernel? */
static int has_kernel_address(const char *text)
{
	const char *at = text;
	int digits;

	while ((at = strstr(at, "ffff"))) {
		/* Not in the middle of a longer number. */
		if (at == text || !isxdigit((unsigned char)at[-1])) {
			for (digits = 0; isxdigit((unsigned char)at[digits]); digits++)
				;
			if (digits == 16)
				return 1;
		}
		at += 4;
	}
	return 0;
}

static int file_has_kernel_address(const char *path)
{
	static char text[1 << 20];
	int fd = open(path, O_RDONLY);
	ssize_t n, all = 0;
	char *vsyscall;

	if (fd < 0)
		return -1;
	while ((n = read(fd, text + all, sizeof(text) - 1 - all)) > 0)
		all += n;
	close(fd);
	text[all] = '\0';
	/* The page at an address that everybody knows; the last one of the maps. */
	vsyscall = strstr(text, "ffffffffff600000-");
	if (vsyscall)
		*vsyscall = '\0';
	return has_kernel_address(text);
}

/* The lines that our modules say: others' dumps of registers are not ours. */
static int own_messages_have_kernel_address(void)
{
	static char text[1 << 20];
	int n = klogctl(3 /* READ_ALL */, text, sizeof(text) - 1), found = 0;
	char *line, *rest = text;

	if (n < 0)
		return -1;
	text[n] = '\0';
	while ((line = strsep(&rest, "\n")))
		if (strstr(line, "] devmap: ") || strstr(line, "] xxctx"))
			found += has_kernel_address(line);
	return found;
}

TEST_F(unpriv, no_kernel_addresses)
{
	/* The test of the test. */
	ASSERT_EQ(1, has_kernel_address("at ffff888003c1b000 x"));
	ASSERT_EQ(0, has_kernel_address("at ffff8880 x"));
	EXPECT_EQ(0, own_messages_have_kernel_address());
	EXPECT_EQ(0, file_has_kernel_address("/proc/self/maps"));
	EXPECT_EQ(0, file_has_kernel_address("/proc/self/smaps"));
	EXPECT_EQ(0, file_has_kernel_address("/sys/class/devmap/xxctx/uevent"));
	EXPECT_EQ(0, file_has_kernel_address("/sys/class/devmap/xxctx/dev"));
}

#include "devmap_main.h"
