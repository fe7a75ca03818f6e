// SPDX-License-Identifier: GPL-2.0
/*
 * The kernel's own ways to the pages of a program: those that pin pages are refused,
 * those that copy go through the driver like a touch.
 */
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <arpa/inet.h>
#include <linux/bpf.h>
#include <linux/futex.h>
#include <net/if.h>
#include <netinet/in.h>

#include "kselftest_harness.h"

#include "devmap_test.h"
#include "devmap_traps.h"

#define XX_MIN_PAGES 2

PAIR_FIXTURE(gup)

/* Word @i of a mapping that fill() filled. */
#define WORD(seed, i)	((seed) * 1000003ULL + (i))

/* Others read and write the memory of a process, and get nothing. */
TEST_F(gup, process_vm)
{
	struct pair *p = &self->p;
	char buf[4096] = "", before[4096] = "";
	struct iovec here = { buf, p->page }, there = { p->map, p->page };
	pid_t parent = getpid(), pid;
	int i;

	for (i = 0; i < 2; i++) {
		/* Both when it is on the device and when it is not. */
		(void)*xx_word(i ? p->map : p->other, 0, 3);
		EXPECT_EQ(-1, process_vm_readv(getpid(), &here, 1, &there, 1, 0));
		EXPECT_EQ(EFAULT, errno);
		EXPECT_EQ(-1, process_vm_writev(getpid(), &here, 1, &there, 1, 0));
		EXPECT_EQ(EFAULT, errno);
		pid = fork();
		ASSERT_LE(0, pid);
		if (!pid) {
			(void)process_vm_readv(parent, &here, 1, &there, 1, 0);
			_exit(memcmp(buf, before, sizeof(buf)) != 0);
		}
		EXPECT_EQ(0, child_status(pid));
		/* From the mapping as the local side: an ordinary copy to it. */
	}
	EXPECT_EQ(0, memcmp(buf, before, sizeof(buf)));
	EXPECT_EQ(0, pair_apart(p));
}

/* The mapping as the near side of process_vm_readv: pages pinned are the others'. */
TEST_F(gup, process_vm_near_side)
{
	struct pair *p = &self->p;
	unsigned long long buf[8] = { WORD(1, 8), WORD(1, 9), WORD(1, 10), WORD(1, 11) };
	struct iovec near = { p->map + 64, 32 }, far = { buf, 32 };

	EXPECT_EQ(0, check(p->other, p->size, 2));
	EXPECT_EQ(32, process_vm_readv(getpid(), &near, 1, &far, 1, 0));
	EXPECT_EQ(0, pair_apart(p));
}

TEST_F(gup, vmsplice)
{
	struct pair *p = &self->p;
	struct iovec iov = { p->map, p->page };
	int fds[2];

	ASSERT_EQ(0, pipe(fds));
	EXPECT_EQ(-1, vmsplice(fds[1], &iov, 1, SPLICE_F_NONBLOCK));
	EXPECT_EQ(EFAULT, errno);
	EXPECT_EQ(-1, vmsplice(fds[1], &iov, 1, SPLICE_F_NONBLOCK | SPLICE_F_GIFT));
	close(fds[0]);
	close(fds[1]);
	EXPECT_EQ(0, pair_apart(p));
}

/* write(2) copies: faults like a touch, and takes the device. */
TEST_F(gup, write_and_read_copy)
{
	struct pair *p = &self->p;
	unsigned long long buf[512];
	int fds[2], i;

	ASSERT_EQ(0, pipe(fds));
	for (i = 0; i < 3; i++) {
		EXPECT_EQ(0, check(p->other, p->size, 2));
		ASSERT_EQ(4096, write(fds[1], p->map + p->page, 4096));
		EXPECT_EQ(xx_id(p->map), p->xx.status->xs_current);
		EXPECT_EQ(0, check(p->other, p->size, 2));
		ASSERT_EQ(4096, read(fds[0], buf, 4096));
		EXPECT_EQ(WORD(1, p->page / 8 + 5), buf[5]);
		ASSERT_EQ(4096, write(fds[1], buf, 4096));
		ASSERT_EQ(4096, read(fds[0], p->map + p->page, 4096));
		EXPECT_EQ(0, pair_apart(p));
	}
	close(fds[0]);
	close(fds[1]);
}

/* A page that may be pinned: what is refused for the mapping works with this one. */
static char *ordinary_page(struct pair *p)
{
	char *anon = mmap(NULL, p->page, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (anon != MAP_FAILED)
		memset(anon, 0x5a, p->page);
	return anon;
}

/* Some file systems copy for O_DIRECT: then it is the right contents. */
static bool direct_from(struct __test_metadata *_metadata, struct pair *p,
			const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_DIRECT, 0600);
	char *anon;

	if (fd < 0) {
		TH_LOG("no O_DIRECT for %s", path);
		return false;
	}
	anon = ordinary_page(p);
	EXPECT_EQ(p->page, write(fd, anon, p->page));
	if (pwrite(fd, p->map + p->page, p->page, 0) == (ssize_t)p->page) {
		EXPECT_EQ(p->page, pread(fd, anon, p->page, 0));
		EXPECT_EQ(WORD(1, p->page / 8 + 5), *xx_word(anon, 0, 5));
		(void)!pread(fd, p->map + p->page, p->page, 0);
	}
	munmap(anon, p->page);
	close(fd);
	unlink(path);
	return true;
}

TEST_F(gup, o_direct)
{
	struct pair *p = &self->p;
	bool here = direct_from(_metadata, p, "./devmap-direct");
	bool in_memory = direct_from(_metadata, p, "/dev/shm/devmap-direct");

	EXPECT_EQ(0, pair_apart(p));
	if (!here && !in_memory)
		SKIP(return, "no file system with O_DIRECT");
}

/* A disk has the pages of who reads and writes it, and copies nothing. */
TEST_F(gup, o_direct_of_a_disk)
{
	struct pair *p = &self->p;
	int fd = open("/dev/ram0", O_RDWR | O_DIRECT), i;
	char *anon;

	if (fd < 0)
		SKIP(return, "no /dev/ram0: modprobe brd");
	anon = ordinary_page(p);
	ASSERT_EQ(p->page, pwrite(fd, anon, p->page, 0));
	ASSERT_EQ(p->page, pread(fd, anon, p->page, 0));
	for (i = 0; i < 2; i++) {
		/* Both when it is on the device and when it is not. */
		(void)*xx_word(i ? p->map : p->other, 0, 3);
		EXPECT_EQ(-1, pwrite(fd, p->map + p->page, p->page, 0));
		EXPECT_EQ(EFAULT, errno);
		EXPECT_EQ(-1, pread(fd, p->map + p->page, p->page, 0));
		EXPECT_EQ(EFAULT, errno);
	}
	EXPECT_EQ(p->page, pread(fd, anon, p->page, 0));
	EXPECT_EQ(0x5a5a5a5a5a5a5a5aULL, *xx_word(anon, 0, 5));
	munmap(anon, p->page);
	close(fd);
	EXPECT_EQ(0, pair_apart(p));
}

/* A shared futex is named by its page. */
TEST_F(gup, futex)
{
	struct pair *p = &self->p;
	unsigned int *word = (unsigned int *)(p->map + 8);

	EXPECT_EQ(-1, syscall(SYS_futex, word, FUTEX_WAIT, *word + 1, NULL, NULL, 0));
	EXPECT_EQ(EFAULT, errno);
	EXPECT_EQ(-1, syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0));
	/* A private one by its address: compared, and no more. */
	EXPECT_EQ(-1, syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, *word + 1, NULL, NULL,
			      0));
	EXPECT_EQ(0, pair_apart(p));
}

TEST_F(gup, send_copies)
{
	struct pair *p = &self->p;
	unsigned long long buf[8];
	int sv[2];

	ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_STREAM, 0, sv));
	EXPECT_EQ(0, check(p->other, p->size, 2));
	EXPECT_EQ(64, send(sv[0], p->map + 64, 64, 0));
	EXPECT_EQ(0, check(p->other, p->size, 2));
	EXPECT_EQ(64, recv(sv[1], buf, 64, 0));
	EXPECT_EQ(WORD(1, 8), buf[0]);
	/* And to the mapping. */
	EXPECT_EQ(64, send(sv[0], buf, 64, 0));
	memset(p->map + 64, 0, 64);
	EXPECT_EQ(0, check(p->other, p->size, 2));
	EXPECT_EQ(64, recv(sv[1], p->map + 64, 64, 0));
	close(sv[0]);
	close(sv[1]);
	EXPECT_EQ(0, pair_apart(p));
}

/* Two ends of a connection over the loopback device, which this brings up. */
static int tcp_pair(int sv[2])
{
	struct sockaddr_in addr = {
		.sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) },
	};
	struct ifreq lo = { .ifr_name = "lo" };
	socklen_t len = sizeof(addr);
	int listener = socket(AF_INET, SOCK_STREAM, 0);

	sv[0] = socket(AF_INET, SOCK_STREAM, 0);
	if (listener < 0 || sv[0] < 0 || ioctl(listener, SIOCGIFFLAGS, &lo))
		return -1;
	lo.ifr_flags |= IFF_UP;
	if (ioctl(listener, SIOCSIFFLAGS, &lo) ||
	    bind(listener, (struct sockaddr *)&addr, sizeof(addr)) ||
	    listen(listener, 1) ||
	    getsockname(listener, (struct sockaddr *)&addr, &len) ||
	    connect(sv[0], (struct sockaddr *)&addr, sizeof(addr)))
		return -1;
	sv[1] = accept(listener, NULL, NULL);
	close(listener);
	return sv[1] < 0 ? -1 : 0;
}

/* The network keeps the pages until they are acknowledged. */
TEST_F(gup, zerocopy_send)
{
	enum { ZEROCOPY = 0x4000000 | MSG_NOSIGNAL };
	struct pair *p = &self->p;
	int sv[2], one = 1, i;
	char *anon;

	if (tcp_pair(sv))
		SKIP(return, "no TCP: %s", strerror(errno));
	ASSERT_EQ(0, setsockopt(sv[0], SOL_SOCKET, 60 /* SO_ZEROCOPY */, &one,
				sizeof(one)));
	anon = ordinary_page(p);
	ASSERT_EQ(p->page, send(sv[0], anon, p->page, ZEROCOPY));
	ASSERT_EQ(p->page, recv(sv[1], anon, p->page, MSG_WAITALL));
	for (i = 0; i < 2; i++) {
		(void)*xx_word(i ? p->map : p->other, 0, 3);
		EXPECT_EQ(-1, send(sv[0], p->map, p->page, ZEROCOPY));
		EXPECT_EQ(EFAULT, errno);
	}
	/* Without it the same page goes. */
	EXPECT_EQ(p->page, send(sv[0], p->map, p->page, MSG_NOSIGNAL));
	EXPECT_EQ(p->page, recv(sv[1], anon, p->page, MSG_WAITALL));
	EXPECT_EQ(WORD(1, 5), *xx_word(anon, 0, 5));
	munmap(anon, p->page);
	close(sv[0]);
	close(sv[1]);
	EXPECT_EQ(0, pair_apart(p));
}

/* io_uring wants to keep the pages. */
TEST_F(gup, io_uring_buffers)
{
	struct pair *p = &self->p;
	struct iovec iov = { p->map, p->page };
	char params[256] = "";
	int fd = syscall(425 /* io_uring_setup */, 4, params);

	if (fd < 0)
		SKIP(return, "no io_uring");
	EXPECT_EQ(-1, syscall(427 /* io_uring_register */, fd, 0, &iov, 1));
	EXPECT_EQ(EFAULT, errno);
	iov.iov_base = ordinary_page(p);
	EXPECT_EQ(0, syscall(427, fd, 0, &iov, 1));
	close(fd);
	munmap(iov.iov_base, p->page);
	EXPECT_EQ(0, pair_apart(p));
}

/* Locking and asking, which succeed or not, and neither load nor disturb. */
TEST_F(gup, mlock_msync_mincore)
{
	struct pair *p = &self->p;
	unsigned char vec[p->pages];
	unsigned long long switches;

	EXPECT_EQ(0, check(p->other, p->size, 2));
	switches = p->xx.status->xs_switches;
	mlock(p->map, p->size);
	syscall(SYS_mlock2, p->map, p->page, 1 /* MLOCK_ONFAULT */);
	mlockall(MCL_CURRENT | MCL_FUTURE);
	mincore(p->map, p->size, vec);
	msync(p->map, p->size, MS_SYNC);
	msync(p->map, p->size, MS_ASYNC | MS_INVALIDATE);
	EXPECT_EQ(switches, p->xx.status->xs_switches);
	EXPECT_EQ(0, pair_apart(p));
	munlockall();
	EXPECT_EQ(0, pair_apart(p));
}

TEST_F(gup, populated_in_every_way)
{
	struct pair *p = &self->p;
	static const int flags[] = { MAP_POPULATE, MAP_LOCKED, MAP_POPULATE | MAP_NONBLOCK,
				     MAP_POPULATE | MAP_LOCKED };
	unsigned long long switches;
	unsigned int i;
	char *map;

	EXPECT_EQ(0, check(p->other, p->size, 2));
	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		switches = p->xx.status->xs_switches;
		map = mmap(NULL, p->size, PROT_READ | PROT_WRITE, MAP_PRIVATE | flags[i],
			   p->xx.fd, 0);
		ASSERT_NE(MAP_FAILED, map);
		EXPECT_EQ(switches, p->xx.status->xs_switches);
		EXPECT_EQ(0, *xx_word(map, 1, 3));
		munmap(map, p->size);
		EXPECT_EQ(0, pair_apart(p));
	}
}

/* Where pages are, and that they should be elsewhere. */
TEST_F(gup, move_pages_and_policies)
{
	struct pair *p = &self->p;
	void *pages[2] = { p->map, ordinary_page(p) };
	unsigned long mask = 1;
	int nodes[2] = { 0, 0 }, status[2] = { 77, 77 };

	(void)*xx_word(p->map, 0, 3);
	if (syscall(SYS_move_pages, 0, 2UL, pages, NULL, status, 0) && errno == ENOSYS)
		SKIP(return, "no move_pages");
	ASSERT_EQ(0, syscall(SYS_move_pages, 0, 2UL, pages, NULL, status, 0));
	EXPECT_GT(0, status[0]) TH_LOG("a device page has a node: %d", status[0]);
	EXPECT_LE(0, status[1]) TH_LOG("no node of an ordinary page: %d", status[1]);
	status[0] = status[1] = 77;
	EXPECT_LE(0, syscall(SYS_move_pages, 0, 2UL, pages, nodes, status, 2 /* MOVE */));
	EXPECT_GT(0, status[0]) TH_LOG("a device page was moved: %d", status[0]);
	EXPECT_EQ(0, status[1]);
	munmap(pages[1], p->page);
	EXPECT_EQ(0, pair_apart(p));
	syscall(SYS_mbind, p->map + p->page, p->page, 2 /* BIND */, &mask, 64UL,
		2 /* MOVE */ | 1 /* STRICT */);
	EXPECT_EQ(0, pair_apart(p));
	syscall(SYS_migrate_pages, 0, 64UL, &mask, &mask);
	syscall(SYS_get_mempolicy, status, NULL, 0UL, p->map, 3UL /* NODE | ADDR */);
	EXPECT_EQ(0, pair_apart(p));
}

/* bpf_probe_read_user() of the address that is its first argument: half a word, or ~0. */
static int looking_program(void)
{
	static char log[4096];
	const struct bpf_insn insns[] = {
		{ BPF_LDX | BPF_MEM | BPF_DW, BPF_REG_3, BPF_REG_1, 0, 0 },
		{ BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_2, 0, 0, 8 },
		{ BPF_ALU64 | BPF_MOV | BPF_X, BPF_REG_1, BPF_REG_10, 0, 0 },
		{ BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_1, 0, 0, -8 },
		{ BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_probe_read_user },
		{ BPF_JMP | BPF_JNE | BPF_K, BPF_REG_0, 0, 2, 0 },
		{ BPF_LDX | BPF_MEM | BPF_W, BPF_REG_0, BPF_REG_10, -8, 0 },
		{ BPF_JMP | BPF_EXIT, 0, 0, 0, 0 },
		{ BPF_ALU | BPF_MOV | BPF_K, BPF_REG_0, 0, 0, -1 },
		{ BPF_JMP | BPF_EXIT, 0, 0, 0, 0 },
	};
	union bpf_attr attr;
	int fd;

	memset(&attr, 0, sizeof(attr));
	attr.prog_type = BPF_PROG_TYPE_RAW_TRACEPOINT;
	attr.insn_cnt = ARRAY_SIZE(insns);
	attr.insns = (unsigned long)insns;
	attr.license = (unsigned long)"GPL";
	attr.log_buf = (unsigned long)log;
	attr.log_size = sizeof(log);
	attr.log_level = 1;
	fd = syscall(SYS_bpf, BPF_PROG_LOAD, &attr, sizeof(attr));
	if (fd < 0)
		printf("# %s\n", log);
	return fd;
}

/* What it sees at @addr. */
static unsigned int look(struct __test_metadata *_metadata, int prog, vu64 *addr)
{
	unsigned long long args[1] = { (unsigned long)addr };
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.test.prog_fd = prog;
	attr.test.ctx_in = (unsigned long)args;
	attr.test.ctx_size_in = sizeof(args);
	ASSERT_EQ(0, syscall(SYS_bpf, BPF_PROG_TEST_RUN, &attr, sizeof(attr)));
	return attr.test.retval;
}

/* Tracers look with faults disabled: they see what is loaded, and nothing else. */
TEST_F(gup, look_without_a_fault)
{
	struct pair *p = &self->p;
	vu64 *word = xx_word(p->map, 1, 5);
	unsigned long long switches;
	int prog = looking_program();

	if (prog < 0 && (errno == ENOSYS || errno == EINVAL || errno == EPERM))
		SKIP(return, "no bpf_probe_read_user()");
	ASSERT_LE(0, prog);
	EXPECT_EQ(0, check(p->map, p->size, 1));
	EXPECT_EQ((unsigned int)WORD(1, p->page / 8 + 5), look(_metadata, prog, word));
	EXPECT_EQ(0, check(p->other, p->size, 2));
	switches = p->xx.status->xs_switches;
	EXPECT_EQ(~0U, look(_metadata, prog, word));
	EXPECT_EQ(switches, p->xx.status->xs_switches);
	EXPECT_EQ(xx_id(p->other), p->xx.status->xs_current);
	close(prog);
	EXPECT_EQ(0, pair_apart(p));
}

#include "devmap_main.h"
