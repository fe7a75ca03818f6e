// SPDX-License-Identifier: GPL-2.0
/*
 * Runs the tests that are in the kernel: ddit.ko, built with DEVMAP_TESTS=y.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <devmap/ddit.h>

#include "kselftest.h"

#define DEBUGFS	"/sys/kernel/debug"

static void report(const struct ddit_run *run)
{
	switch (run->dr_result) {
	case DDIT_PASS:
		ksft_test_result_pass("%s\n", run->dr_name);
		break;
	case DDIT_SKIP:
		ksft_test_result_skip("%s: %s\n", run->dr_name, run->dr_message);
		break;
	default:
		ksft_print_msg("%s\n", run->dr_message);
		ksft_test_result_fail("%s\n", run->dr_name);
	}
}

/* Tests of signals send this process one; it comes when the test is over. */
static void ignore(int sig)
{
}

/* What io.kstat_delete_read wants to have read: it is there for the time of that test. */
static pid_t read_statistics(void)
{
	pid_t pid = fork();
	char text[256];
	ssize_t n;
	int fd;

	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (access(DEBUGFS "/devmap", F_OK))
		mount("none", DEBUGFS, "debugfs", 0, NULL);
	for (;;) {
		fd = open(DEBUGFS "/devmap/kstat/ddit/8/read", O_RDONLY);
		n = read(fd, text, sizeof(text));
		close(fd);
		usleep(n > 0 ? 100 : 1000);
	}
}

int main(int argc, char **argv)
{
	struct ddit_run run = { 0 };
	int fd = open("/dev/ddit", O_RDWR);
	unsigned int n = 0, i;
	pid_t reader;

	signal(SIGUSR1, ignore);
	ksft_print_header();
	if (fd < 0)
		ksft_exit_skip("no /dev/ddit: modprobe ddit\n");
	while (run.dr_index = n, !ioctl(fd, DDITIOC_NAME, &run))
		n++;
	reader = read_statistics();
	/* ddi GROUP.TEST runs that one */
	if (argc > 1)
		ksft_set_plan(1);
	else
		ksft_set_plan(n);
	for (i = 0; i < n; i++) {
		memset(&run, 0, sizeof(run));
		run.dr_index = i;
		if (argc > 1 && (ioctl(fd, DDITIOC_NAME, &run) ||
				 strcmp(argv[1], run.dr_name)))
			continue;
		if (ioctl(fd, DDITIOC_RUN, &run))
			ksft_exit_fail_msg("test %u: %s\n", i, strerror(errno));
		report(&run);
	}
	close(fd);
	kill(reader, SIGKILL);
	waitpid(reader, NULL, 0);
	ksft_finished();
}
