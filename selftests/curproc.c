// SPDX-License-Identifier: GPL-2.0
/*
 * Who a driver thinks that its caller is: curproc, curproc->p_as, credentials;
 * signals that end its waits; what it leaves behind when it is unloaded.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <devmap/ddiproc.h>

#include "kselftest_harness.h"
#include "kselftest.h"

#define EXEC_ENV	"DDIPROC_EXEC"

/* Runs before main(): the program after exec(2) is this one. */
__attribute__((constructor)) static void after_exec(void)
{
	const char *fd = getenv(EXEC_ENV);
	struct ddiproc_info before, after;
	void *map;

	if (!fd)
		return;
	if (ioctl(atoi(fd), DDIPROCIOC_INFO, &before))
		_exit(10);
	map = mmap(NULL, 4096, PROT_READ, MAP_SHARED, atoi(fd), 0);
	if (map == MAP_FAILED || ioctl(atoi(fd), DDIPROCIOC_INFO, &after))
		_exit(11);
	if (!after.pi_as || after.pi_as != before.pi_as)
		_exit(12);
	if (after.pi_segmap_as != after.pi_as || after.pi_map_as != after.pi_as)
		_exit(13);
	_exit(0);
}

static int status_of(pid_t pid)
{
	int status;

	if (waitpid(pid, &status, 0) != pid)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

FIXTURE(curproc) {
	int fd;
	struct ddiproc_info info;
};

FIXTURE_SETUP(curproc)
{
	ASSERT_EQ(system("modprobe ddiproc"), 0);
	self->fd = open("/dev/ddiproc", O_RDWR);
	ASSERT_GE(self->fd, 0);
	ASSERT_EQ(ioctl(self->fd, DDIPROCIOC_INFO, &self->info), 0);
}

FIXTURE_TEARDOWN(curproc)
{
	close(self->fd);
	system("rmmod ddiproc");
}

/* Known before there is a mapping, and the same for all of them, and after. */
TEST_F(curproc, address_space)
{
	struct ddiproc_info now;
	void *map, *other;

	ASSERT_NE(self->info.pi_as, 0);
	EXPECT_EQ(self->info.pi_pid, getpid());
	map = mmap(NULL, 4096, PROT_READ, MAP_SHARED, self->fd, 0);
	ASSERT_NE(map, MAP_FAILED);
	ASSERT_EQ(ioctl(self->fd, DDIPROCIOC_INFO, &now), 0);
	EXPECT_EQ(now.pi_segmap_as, self->info.pi_as);
	EXPECT_EQ(now.pi_map_as, self->info.pi_as);
	EXPECT_EQ(now.pi_as, self->info.pi_as);
	EXPECT_EQ(now.pi_proc, self->info.pi_proc);
	munmap(map, 4096);
	other = mmap(NULL, 4096, PROT_READ, MAP_SHARED, self->fd, 0);
	ASSERT_NE(other, MAP_FAILED);
	ASSERT_EQ(ioctl(self->fd, DDIPROCIOC_INFO, &now), 0);
	EXPECT_EQ(now.pi_map_as, self->info.pi_as);
	munmap(other, 4096);
}

static void *ask(void *arg)
{
	struct ddiproc_info *info = arg;

	ioctl(info->pi_pid, DDIPROCIOC_INFO, info);
	return NULL;
}

TEST_F(curproc, threads_are_one_process)
{
	struct ddiproc_info info = { .pi_pid = self->fd };
	pthread_t thread;

	ASSERT_EQ(pthread_create(&thread, NULL, ask, &info), 0);
	pthread_join(thread, NULL);
	EXPECT_EQ(info.pi_proc, self->info.pi_proc);
	EXPECT_EQ(info.pi_as, self->info.pi_as);
	EXPECT_EQ(info.pi_pid, getpid());
}

TEST_F(curproc, fork)
{
	struct ddiproc_info child;
	pid_t pid;
	void *map = mmap(NULL, 4096, PROT_READ, MAP_SHARED, self->fd, 0);

	ASSERT_NE(map, MAP_FAILED);
	pid = fork();
	if (!pid) {
		if (ioctl(self->fd, DDIPROCIOC_INFO, &child))
			_exit(1);
		if (child.pi_as == self->info.pi_as)
			_exit(2);
		if (child.pi_proc == self->info.pi_proc)
			_exit(3);
		if (child.pi_dup_as != child.pi_as)
			_exit(4);
		_exit(child.pi_pid == getpid() ? 0 : 5);
	}
	EXPECT_EQ(status_of(pid), 0);
	munmap(map, 4096);
}

/* The process is the same, its address space is not. */
TEST_F(curproc, exec)
{
	pid_t pid = fork();
	char fd[16];

	if (!pid) {
		struct ddiproc_info info;

		snprintf(fd, sizeof(fd), "%d", self->fd);
		setenv(EXEC_ENV, fd, 1);
		if (ioctl(self->fd, DDIPROCIOC_INFO, &info) ||
		    mmap(NULL, 4096, PROT_READ, MAP_SHARED, self->fd, 0) == MAP_FAILED)
			_exit(1);
		execl("/proc/self/exe", "proc", NULL);
		_exit(2);
	}
	EXPECT_EQ(status_of(pid), 0);
}

/* Many processes come and go, and none is taken for another that lives. */
TEST_F_TIMEOUT(curproc, come_and_go, 300)
{
	struct ddiproc_info info;
	int i, bad = 0;
	pid_t pid;

	for (i = 0; i < 400; i++) {
		pid = fork();
		if (!pid) {
			if (ioctl(self->fd, DDIPROCIOC_INFO, &info))
				_exit(1);
			_exit(info.pi_as == self->info.pi_as ||
			      info.pi_proc == self->info.pi_proc);
		}
		bad += status_of(pid) != 0;
	}
	EXPECT_EQ(bad, 0);
	ASSERT_EQ(ioctl(self->fd, DDIPROCIOC_INFO, &info), 0);
	EXPECT_EQ(info.pi_as, self->info.pi_as);
	EXPECT_EQ(info.pi_proc, self->info.pi_proc);
}

TEST_F(curproc, credentials)
{
	struct ddiproc_info info;
	gid_t group = 12345;
	pid_t pid;

	EXPECT_EQ(self->info.pi_uid, 0);
	EXPECT_EQ(self->info.pi_granted, (1u << DDIPROC_GRANTS) - 1);
	EXPECT_EQ(self->info.pi_group, 0);
	pid = fork();
	if (!pid) {
		if (setgroups(1, &group) || setgid(1234) || setuid(1234))
			_exit(1);
		if (ioctl(self->fd, DDIPROCIOC_INFO, &info))
			_exit(2);
		if (info.pi_granted)
			_exit(3);
		_exit(info.pi_uid == 1234 && info.pi_group ? 0 : 4);
	}
	EXPECT_EQ(status_of(pid), 0);
}

static void note(int sig)
{
}

static pid_t start_waiter(int fd)
{
	pid_t pid = fork();

	if (!pid) {
		struct sigaction sa = { .sa_handler = note };

		sigaction(SIGUSR1, &sa, NULL);
		if (!ioctl(fd, DDIPROCIOC_WAIT))
			_exit(1);
		_exit(errno == EINTR ? 0 : 2);
	}
	usleep(300000);
	return pid;
}

TEST_F(curproc, signals_end_waits)
{
	struct timespec start, end;
	pid_t pid;

	clock_gettime(CLOCK_MONOTONIC, &start);
	pid = start_waiter(self->fd);
	kill(pid, SIGUSR1);
	EXPECT_EQ(status_of(pid), 0);
	pid = start_waiter(self->fd);
	kill(pid, SIGKILL);
	EXPECT_EQ(status_of(pid), 1000 + SIGKILL);
	clock_gettime(CLOCK_MONOTONIC, &end);
	EXPECT_LT(end.tv_sec - start.tv_sec, 8);
}

/* How many lines of the kernel's log have a text. */
static int logged(const char *text)
{
	char command[200];
	FILE *pipe;
	int n = -1;

	snprintf(command, sizeof(command), "dmesg | grep -c '%s'", text);
	pipe = popen(command, "r");
	if (!pipe)
		return -1;
	if (fscanf(pipe, "%d", &n) != 1)
		n = -1;
	pclose(pipe);
	return n;
}

/* The thread has 2 s to be there still when the module goes, the call 6 s. */
TEST_F_TIMEOUT(curproc, leftovers, 120)
{
	const char *calls = "ddiproc: unloaded and left behind: 2 call";
	const char *queues = "ddiproc: unloaded and left behind: 1 taskq";
	const char *threads = "ddiproc: a thread of thread_create.. still runs";
	const char *kstats = "ddiproc: unloaded and left behind: 1 kstat";
	int before[4] = { logged(calls), logged(queues), logged(threads), logged(kstats) };

	ASSERT_EQ(ioctl(self->fd, DDIPROCIOC_LEAVE,
			DDIPROC_TIMEOUT | DDIPROC_PERIODIC | DDIPROC_TASKQ |
			DDIPROC_THREAD | DDIPROC_KSTAT), 0);
	close(self->fd);
	ASSERT_EQ(system("rmmod ddiproc"), 0);
	EXPECT_EQ(logged(calls), before[0] + 1);
	EXPECT_EQ(logged(queues), before[1] + 1);
	EXPECT_EQ(logged(threads), before[2] + 1);
	EXPECT_EQ(logged(kstats), before[3] + 1);
	EXPECT_NE(access("/sys/kernel/debug/devmap/kstat/ddiproc", F_OK), 0);
	sleep(7);
	EXPECT_EQ(logged("this comes too late"), 0);
	ASSERT_EQ(system("modprobe ddiproc"), 0);
	self->fd = open("/dev/ddiproc", O_RDWR);
	EXPECT_GE(self->fd, 0);
}

#define main harness_main
TEST_HARNESS_MAIN
#undef main

int main(int argc, char **argv)
{
	if (system("modprobe -q ddiproc"))
		ksft_exit_skip("no module ddiproc, or not root\n");
	return harness_main(argc, argv);
}
