// SPDX-License-Identifier: GPL-2.0
/*
 * Did something go wrong? What the kernel says, what the layer counts in itself, and
 * processes that do not end.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "fuzz.h"

static int kmsg = -1;
static long violations;
static long seen_foreign, seen_lost, seen_odd;

static long layer_violations(void)
{
	FILE *f = fopen("/sys/module/devmap/parameters/check_violations", "r");
	long n = 0;

	if (!f)
		return 0;
	if (fscanf(f, "%ld", &n) != 1)
		n = 0;
	fclose(f);
	return n;
}

int watch_init(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	/* Whom a program leaves behind is ours to wait for. */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	violations = layer_violations();
	kmsg = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	return kmsg < 0 ? -1 : lseek(kmsg, 0, SEEK_END) < 0;
}

static int is_splat(const char *line)
{
	static const char *const signs[] = {
		"BUG: ", "BUG at ", "WARNING: ", "KASAN", "UBSAN", "Oops", "INFO: task ",
		"INFO: possible", "general protection", "corruption", "Bad page", "refcount_t",
		"blocked for more", "Objects remaining",
	};
	u32 i;

	/* Races of the kernel's own are known to those who care. */
	if (strstr(line, "KCSAN") && !strstr(line, "[devmap]") && !strstr(line, "[xx"))
		return 0;
	for (i = 0; i < ARRAY_LEN(signs); i++)
		if (strstr(line, signs[i]))
			return 1;
	return 0;
}

/* The kernel's complaint since the last look, or NULL. */
static const char *kernel_complains(void)
{
	static char line[1024], found[1024];
	ssize_t n;

	found[0] = '\0';
	for (;;) {
		n = read(kmsg, line, sizeof(line) - 1);
		if (n < 0 && errno == EPIPE)
			continue;
		if (n <= 0)
			break;
		line[n] = '\0';
		if (!found[0] && is_splat(line))
			strcpy(found, strchr(line, ';') ? strchr(line, ';') + 1 : line);
	}
	found[strcspn(found, "\n")] = '\0';
	return found[0] ? found : NULL;
}

/* What is wrong since the last question, or NULL. */
const char *watch_verdict(void)
{
	long was = violations;
	const char *what = kernel_complains();

	violations = layer_violations();
	if (!what && violations != was && figures->judged)
		what = "the layer found translations that should have been revoked";
	if (!what && figures->foreign != seen_foreign)
		what = "a foreign value was read";
	if (!what && figures->lost != seen_lost)
		what = "a value was lost";
	if (!what && figures->odd != seen_odd)
		what = "a process ended by a signal that it did not ask for";
	seen_foreign = figures->foreign;
	seen_lost = figures->lost;
	seen_odd = figures->odd;
	return what;
}

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

/* Waits for @pid until @end: whether it is gone. */
static int wait_until(pid_t pid, double end, int *status)
{
	struct timespec most = { 0, 200000000 };
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	while (waitpid(pid, status, WNOHANG) != pid) {
		if (now() > end)
			return 0;
		sigtimedwait(&set, NULL, &most);
	}
	return 1;
}

/* Those whom @pid has left behind; the rival is in another process group. */
static int reap_group(pid_t group, double end)
{
	struct timespec pause = { 0, 2000000 };

	for (;;) {
		kill(-group, SIGKILL);
		if (waitpid(-group, NULL, WNOHANG) < 0 && errno == ECHILD)
			return 1;
		if (now() > end)
			return 0;
		nanosleep(&pause, NULL);
	}
}

/*
 * Waits for a program, and kills it when it takes longer: that is no mistake, but that
 * it cannot be killed is. Returns -1 then.
 */
int watch_wait(pid_t pid, int seconds)
{
	int status = 0;

	if (!wait_until(pid, now() + seconds, &status)) {
		kill(-pid, SIGKILL);
		kill(pid, SIGKILL);
		if (!wait_until(pid, now() + 120, &status))
			return -1;
		status = 0;
	}
	if (WIFSIGNALED(status))
		COUNT(odd, 1);
	return reap_group(pid, now() + 120) ? 0 : -1;
}
