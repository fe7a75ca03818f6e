// SPDX-License-Identifier: GPL-2.0
/*
 * read(2), write(2), poll(2) and the statistics of devices: ddit.ko's.
 */
#include "kselftest_harness.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define KSTAT	"/sys/kernel/debug/devmap/kstat/ddit"
#define SAW	KSTAT "/0/saw"

/* As a driver has them in <sys/file.h>, without the D. */
#define DFREAD		0x01
#define DFWRITE		0x02
#define DFNONBLOCK	0x80

/* No address of this program's. */
static char *volatile nowhere = (char *)8;

/* The text behind a name in a file of statistics; NULL if there is none. */
static char *stat_text(const char *path, const char *name, char *line, int size)
{
	FILE *f = fopen(path, "r");
	size_t len = strlen(name);
	char *found = NULL;

	if (!f)
		return NULL;
	while (!found && fgets(line, size, f)) {
		line[strcspn(line, "\n")] = '\0';
		if (!strncmp(line, name, len) && line[len] == '\t')
			found = line + len + 1;
	}
	fclose(f);
	return found;
}

static long long stat_value(const char *path, const char *name)
{
	char line[128], *text = stat_text(path, name, line, sizeof(line));

	return text ? strtoll(text, NULL, 10) : -1;
}

static long long saw(const char *name)
{
	return stat_value(SAW, name);
}

FIXTURE(data) {
	int mem;
	int fifo;
};

FIXTURE_SETUP(data)
{
	char junk[4096];

	self->mem = open("/dev/ddit,mem", O_RDWR);
	self->fifo = open("/dev/ddit,fifo", O_RDWR | O_NONBLOCK);
	ASSERT_LE(0, self->mem);
	ASSERT_LE(0, self->fifo);
	while (read(self->fifo, junk, sizeof(junk)) > 0)
		;
}

FIXTURE_TEARDOWN(data)
{
	close(self->mem);
	close(self->fifo);
}

TEST_F(data, read_what_was_written)
{
	char out[3000], in[3000];

	memset(out, 'x', sizeof(out));
	memset(in, 0, sizeof(in));
	EXPECT_EQ(3000, pwrite(self->mem, out, 3000, 500));
	EXPECT_EQ(3000, pread(self->mem, in, 3000, 500));
	EXPECT_EQ(0, memcmp(in, out, 3000));
	EXPECT_EQ(DFREAD | DFWRITE, saw("fmode"));
	EXPECT_EQ(0, saw("segflg"));
	EXPECT_EQ(0, read(self->mem, in, 0));
}

TEST_F(data, file_offset)
{
	char c[4];

	ASSERT_EQ(6, pwrite(self->mem, "abcdef", 6, 0));
	EXPECT_EQ(2, lseek(self->mem, 2, SEEK_SET));
	EXPECT_EQ(2, read(self->mem, c, 2));
	EXPECT_EQ(0, memcmp(c, "cd", 2));
	EXPECT_EQ(4, lseek(self->mem, 0, SEEK_CUR));
	EXPECT_EQ(1, write(self->mem, "E", 1));
	EXPECT_EQ(1, read(self->mem, c, 1));
	EXPECT_EQ('f', c[0]);
	EXPECT_EQ(1, pread(self->mem, c, 1, 4));
	EXPECT_EQ('E', c[0]);
	EXPECT_EQ(-1, lseek(self->mem, 0, SEEK_END));
	EXPECT_EQ(EINVAL, errno);
}

/* The end of the memory: short, none, and an error of the driver. */
TEST_F(data, end)
{
	char c[100];

	EXPECT_EQ(36, pread(self->mem, c, 100, 65500));
	EXPECT_EQ(0, pread(self->mem, c, 100, 65536));
	EXPECT_EQ(36, pwrite(self->mem, c, 100, 65500));
	EXPECT_EQ(-1, pwrite(self->mem, c, 100, 65536));
	EXPECT_EQ(ENXIO, errno);
}

/* All pieces of a readv(2) are one call of read(9E). */
TEST_F(data, pieces)
{
	char out[64], in[64];
	struct iovec iov[16];
	long long before;
	int i;

	for (i = 0; i < 64; i++)
		out[i] = i;
	for (i = 0; i < 16; i++)
		iov[i] = (struct iovec){ in + i * 4, 4 };
	ASSERT_EQ(64, pwrite(self->mem, out, 64, 8192));
	before = saw("reads");
	EXPECT_EQ(64, preadv(self->mem, iov, 16, 8192));
	EXPECT_EQ(before + 1, saw("reads"));
	EXPECT_EQ(16, saw("iovcnt"));
	EXPECT_EQ(0, memcmp(in, out, 64));
	iov[1].iov_len = 0;
	memset(in, 0xff, sizeof(in));
	EXPECT_EQ(8, preadv(self->mem, iov, 3, 8192));
	EXPECT_EQ(3, saw("iovcnt"));
	EXPECT_EQ(0, memcmp(in, out, 4));
	EXPECT_EQ(0, memcmp(in + 8, out + 4, 4));
	EXPECT_EQ(64, pwritev(self->mem, iov + 2, 14, 0) + 8);
}

TEST_F(data, wrong_address)
{
	char c[8];
	struct iovec iov[2] = { { c, 8 }, { nowhere, 8 } };

	EXPECT_EQ(-1, pread(self->mem, nowhere, 100, 0));
	EXPECT_EQ(EFAULT, errno);
	EXPECT_EQ(-1, pwrite(self->mem, nowhere, 100, 0));
	EXPECT_EQ(EFAULT, errno);
	/* As on Solaris: an error is one, whatever was moved before it. */
	EXPECT_EQ(0, lseek(self->mem, 0, SEEK_SET));
	EXPECT_EQ(-1, readv(self->mem, iov, 2));
	EXPECT_EQ(EFAULT, errno);
	EXPECT_EQ(0, lseek(self->mem, 0, SEEK_CUR));
}

TEST_F(data, not_open_for_it)
{
	int rdonly = open("/dev/ddit,mem", O_RDONLY | O_NONBLOCK);
	int other = open("/dev/ddit,clone", O_RDWR);
	char c;

	ASSERT_LE(0, rdonly);
	EXPECT_EQ(-1, write(rdonly, "x", 1));
	EXPECT_EQ(EBADF, errno);
	EXPECT_EQ(1, pread(rdonly, &c, 1, 0));
	EXPECT_EQ(DFREAD | DFNONBLOCK, saw("fmode") & (DFREAD | DFWRITE | DFNONBLOCK));
	EXPECT_EQ(-1, read(other, &c, 1));
	EXPECT_EQ(ENXIO, errno);
	close(rdonly);
	close(other);
}

TEST_F(data, fifo)
{
	char buf[2048], back[2048];
	int i;

	for (i = 0; i < 2048; i++)
		buf[i] = i * 7;
	EXPECT_EQ(-1, read(self->fifo, back, 10));
	EXPECT_EQ(EAGAIN, errno);
	EXPECT_EQ(1000, write(self->fifo, buf, 1000));
	/* 24 fit of the next piece of 64. */
	EXPECT_EQ(24, write(self->fifo, buf + 1000, 500));
	EXPECT_EQ(-1, write(self->fifo, buf, 1));
	EXPECT_EQ(EAGAIN, errno);
	EXPECT_EQ(1024, read(self->fifo, back, 2048));
	EXPECT_EQ(0, memcmp(back, buf, 1024));
}

static short poll_now(int fd, short events, int ms)
{
	struct pollfd p = { fd, events, 0 };

	return poll(&p, 1, ms) < 0 ? -1 : p.revents;
}

TEST_F(data, poll)
{
	char junk[1024] = "";

	EXPECT_EQ(0, poll_now(self->fifo, POLLIN, 0));
	EXPECT_EQ(0, poll_now(self->fifo, POLLIN, 50));
	EXPECT_EQ(POLLOUT, poll_now(self->fifo, POLLIN | POLLOUT, 0));
	EXPECT_EQ(POLLWRNORM, poll_now(self->fifo, POLLWRNORM, 0));
	ASSERT_EQ(1024, write(self->fifo, junk, 1024));
	EXPECT_EQ(POLLIN, poll_now(self->fifo, POLLIN | POLLOUT, 0));
	EXPECT_EQ(POLLRDNORM, poll_now(self->fifo, POLLRDNORM, -1));
	EXPECT_EQ(0, poll_now(self->fifo, POLLWRNORM, 0));
	/* A device whose chpoll(9E) has failed. */
	EXPECT_EQ(POLLERR, poll_now(self->mem, POLLIN, 0));
}

static void *write_later(void *arg)
{
	usleep(100000);
	return (void *)write(*(int *)arg, "later", 5);
}

static void *read_later(void *arg)
{
	char junk[5];

	usleep(100000);
	return (void *)read(*(int *)arg, junk, 5);
}

TEST_F(data, pollwakeup)
{
	char junk[1024] = "";
	pthread_t thread;

	ASSERT_EQ(0, pthread_create(&thread, NULL, write_later, &self->fifo));
	EXPECT_EQ(POLLIN, poll_now(self->fifo, POLLIN, 8000));
	pthread_join(thread, NULL);
	ASSERT_EQ(1019, write(self->fifo, junk, 1024));
	ASSERT_EQ(0, pthread_create(&thread, NULL, read_later, &self->fifo));
	EXPECT_EQ(POLLOUT, poll_now(self->fifo, POLLOUT, 8000));
	pthread_join(thread, NULL);
}

/*
 * epoll asks for the pollhead once, here when there is something to be read, and
 * chpoll(9E) names none: it has to be woken all the same.
 */
TEST_F(data, epoll)
{
	struct epoll_event ev = { .events = EPOLLIN | EPOLLET };
	int ep = epoll_create1(0);
	pthread_t thread;
	char junk[64];

	ASSERT_LE(0, ep);
	ASSERT_EQ(3, write(self->fifo, "abc", 3));
	ASSERT_EQ(0, epoll_ctl(ep, EPOLL_CTL_ADD, self->fifo, &ev));
	EXPECT_EQ(1, epoll_wait(ep, &ev, 1, 0));
	EXPECT_EQ(0, epoll_wait(ep, &ev, 1, 20));
	EXPECT_EQ(3, read(self->fifo, junk, 64));
	EXPECT_EQ(0, epoll_wait(ep, &ev, 1, 20));
	ASSERT_EQ(0, pthread_create(&thread, NULL, write_later, &self->fifo));
	EXPECT_EQ(1, epoll_wait(ep, &ev, 1, 8000));
	EXPECT_EQ(EPOLLIN, ev.events);
	pthread_join(thread, NULL);
	close(ep);
}

struct waiter {
	int fd;
	off_t offset;
	char byte;
	int error;
	volatile int done;
};

static void *wait_reader(void *arg)
{
	struct waiter *w = arg;

	w->error = pread(w->fd, &w->byte, 1, w->offset) == 1 ? 0 : errno;
	w->done = 1;
	return NULL;
}

/* A read that has to wait until the write that follows. */
static int wait_for_write(struct waiter *w, const char *what)
{
	pthread_t thread;
	int early;

	w->done = 0;
	if (pthread_create(&thread, NULL, wait_reader, w))
		return -1;
	usleep(80000);
	early = w->done;
	if (pwrite(w->fd, what, 1, w->offset) != 1)
		return -1;
	pthread_join(thread, NULL);
	return early ? -1 : w->error;
}

TEST_F(data, biowait)
{
	struct waiter w = { .fd = open("/dev/ddit,wait", O_RDWR) };

	ASSERT_LE(0, w.fd);
	EXPECT_EQ(0, wait_for_write(&w, "b"));
	EXPECT_EQ('b', w.byte);
	EXPECT_EQ(ENOSPC, wait_for_write(&w, "!"));
	close(w.fd);
}

TEST_F(data, id_alloc)
{
	struct waiter w = { .fd = open("/dev/ddit,wait", O_RDWR), .offset = 1 };
	char c;

	ASSERT_LE(0, w.fd);
	ASSERT_EQ(1, pread(w.fd, &c, 1, 1));
	EXPECT_EQ('3', c);
	EXPECT_EQ(0, wait_for_write(&w, "3"));
	EXPECT_EQ('3', w.byte);
	EXPECT_EQ(1, pwrite(w.fd, "3", 1, 1));
	close(w.fd);
}

/* Each open of a clone is a device number, and is closed. */
TEST_F(data, clone)
{
	long long opens = saw("opens"), closes = saw("closes"), minor;
	int a = open("/dev/ddit,clone", O_RDWR), b;

	ASSERT_LE(0, a);
	minor = saw("last_minor");
	b = open("/dev/ddit,clone", O_RDWR);
	ASSERT_LE(0, b);
	EXPECT_EQ(minor + 1, saw("last_minor"));
	EXPECT_EQ(opens + 2, saw("opens"));
	EXPECT_EQ(closes, saw("closes"));
	close(a);
	EXPECT_EQ(closes + 1, saw("closes"));
	close(b);
	EXPECT_EQ(closes + 2, saw("closes"));
}

/* What open(9E) believes to be open is closed if it cannot be had. */
TEST_F(data, bad_clone)
{
	long long closes = saw("bad_closes");

	EXPECT_EQ(-1, open("/dev/ddit,bad", O_RDWR));
	EXPECT_EQ(ENXIO, errno);
	EXPECT_EQ(closes + 1, saw("bad_closes"));
}

TEST_F(data, kstat_named)
{
	char line[128];
	long long updates = saw("updates");

	EXPECT_LT(0, updates);
	EXPECT_EQ(updates + 1, saw("updates"));
	EXPECT_EQ(-5000000000LL, saw("big"));
	EXPECT_STREQ("of ddit", stat_text(SAW, "name", line, sizeof(line)));
	EXPECT_STREQ("misc", stat_text(SAW, "class", line, sizeof(line)));
	EXPECT_LT(0, saw("crtime"));
	EXPECT_LT(saw("crtime"), saw("snaptime"));
}

TEST_F(data, kstat_kinds)
{
	char raw[8], line[128];
	int fd = open(KSTAT "/0/raw", O_RDONLY);

	ASSERT_LE(0, fd);
	EXPECT_EQ(4, read(fd, raw, sizeof(raw)));
	EXPECT_EQ(0, memcmp(raw, "r\0w\n", 4));
	close(fd);
	EXPECT_EQ(44, stat_value(KSTAT "/0/intr", "spurious"));
	EXPECT_EQ(0, stat_value(KSTAT "/0/intr", "hard"));
	EXPECT_EQ(1LL << 40, stat_value(KSTAT "/0/io", "nread"));
	EXPECT_EQ(9, stat_value(KSTAT "/0/io", "writes"));
	EXPECT_EQ(0, stat_value(KSTAT "/0/io", "rcnt"));
	EXPECT_STREQ("sixteen at most", stat_text(KSTAT "/0/kinds", "char", line, sizeof(line)));
	EXPECT_EQ(-7, stat_value(KSTAT "/0/kinds", "int32"));
	EXPECT_EQ(1LL << 40, stat_value(KSTAT "/0/kinds", "uint64"));
	EXPECT_EQ(3, stat_value(KSTAT "/0/laps", "lap_num_events"));
	EXPECT_EQ(99, stat_value(KSTAT "/0/laps", "lap_max_time"));
	EXPECT_EQ(0, stat_value(KSTAT "/0/laps", "lap_stop_time"));
	/* One whose ks_update fails, and whose name no file can have. */
	fd = open(KSTAT "/1/a!b", O_RDONLY);
	ASSERT_LE(0, fd);
	EXPECT_EQ(-1, read(fd, raw, sizeof(raw)));
	EXPECT_EQ(ENOSPC, errno);
	close(fd);
}

/* They go with the driver, and those who have them open read no more. */
TEST(kstat_removed)
{
	int fd;
	char c;

	fd = open(SAW, O_RDONLY);
	ASSERT_LE(0, fd);
	ASSERT_EQ(0, system("rmmod ddit"));
	EXPECT_EQ(-1, access(KSTAT, F_OK));
	EXPECT_EQ(-1, read(fd, &c, 1));
	EXPECT_EQ(EIO, errno);
	close(fd);
	ASSERT_EQ(0, system("modprobe ddit"));
	EXPECT_EQ(0, access(SAW, F_OK));
}

static int set_instances(char c)
{
	int fd = open("/sys/module/ddit/parameters/instances", O_WRONLY);
	int n = write(fd, &c, 1);

	close(fd);
	return n == 1 ? 0 : -1;
}

static void *remove_later(void *arg)
{
	usleep(100000);
	*(int *)arg = set_instances('0');
	return NULL;
}

/* A device that is taken away: who polls it is told, who reads it too. */
TEST(gone)
{
	int fd = open("/dev/ddit,fifo", O_RDWR | O_NONBLOCK), err = -1;
	struct epoll_event ev = { .events = EPOLLIN };
	int ep = epoll_create1(0);
	pthread_t thread;
	char c[1024];

	ASSERT_LE(0, fd);
	ASSERT_LE(0, ep);
	while (read(fd, c, sizeof(c)) > 0)
		;
	ASSERT_EQ(0, epoll_ctl(ep, EPOLL_CTL_ADD, fd, &ev));
	ASSERT_EQ(0, pthread_create(&thread, NULL, remove_later, &err));
	EXPECT_EQ(POLLERR | POLLHUP, poll_now(fd, POLLIN, 8000));
	pthread_join(thread, NULL);
	EXPECT_EQ(0, err);
	EXPECT_EQ(1, epoll_wait(ep, &ev, 1, 8000));
	EXPECT_EQ(EPOLLERR | EPOLLHUP, ev.events);
	EXPECT_EQ(-1, read(fd, c, 1));
	EXPECT_EQ(ENXIO, errno);
	EXPECT_EQ(-1, write(fd, c, 1));
	EXPECT_EQ(ENXIO, errno);
	EXPECT_EQ(-1, open("/dev/ddit,fifo", O_RDWR));
	EXPECT_EQ(0, set_instances('1'));
	/* Still the device that is gone, and no other. */
	EXPECT_EQ(-1, read(fd, c, 1));
	EXPECT_EQ(ENXIO, errno);
	close(fd);
	close(ep);
}

struct early {
	volatile int stop;
	int fds[64];
	unsigned int opened;
	unsigned int refused;	/* the device is there already, the driver not yet */
	int other;		/* another error */
};

static void *open_early(void *arg)
{
	struct early *e = arg;
	int fd;

	while (!e->stop && e->opened < 64) {
		fd = open("/dev/ddit,mem", O_RDWR);
		if (fd >= 0)
			e->fds[e->opened++] = fd;
		else if (errno == ENXIO)
			e->refused++;
		else if (errno != ENOENT)
			e->other = errno;
		usleep(1000);
	}
	return NULL;
}

/*
 * The first instance is attached, the second is not, and with it the driver goes: nobody
 * may have opened the first one meanwhile.
 */
TEST(open_while_loading_fails)
{
	struct early e = { 0 };
	pthread_t thread;
	unsigned int i;

	ASSERT_EQ(0, system("rmmod ddit"));
	ASSERT_EQ(0, pthread_create(&thread, NULL, open_early, &e));
	EXPECT_NE(0, system("modprobe ddit instances=2 2>/dev/null"));
	e.stop = 1;
	ASSERT_EQ(0, pthread_join(thread, NULL));
	EXPECT_EQ(0, e.opened);
	EXPECT_LT(0, e.refused);
	EXPECT_EQ(0, e.other);
	for (i = 0; i < e.opened; i++)
		close(e.fds[i]);
	ASSERT_EQ(0, system("modprobe ddit"));
	EXPECT_EQ(0, access("/dev/ddit,mem", R_OK | W_OK));
}

#define main harness_main
TEST_HARNESS_MAIN
#undef main

int main(int argc, char **argv)
{
	if (access("/dev/ddit,mem", F_OK))
		ksft_exit_skip("no /dev/ddit,mem: modprobe ddit\n");
	if (access(SAW, R_OK))
		mount("none", "/sys/kernel/debug", "debugfs", 0, NULL);
	if (access(SAW, R_OK))
		ksft_exit_skip("no " SAW ": not root, or no debugfs\n");
	return harness_main(argc, argv);
}
