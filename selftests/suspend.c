// SPDX-License-Identifier: GPL-2.0
/*
 * The system is suspended while programs use /dev/xxedu: each finds what it had, and none
 * notices. As far as devices go it is a real one: the kernel's own test of it.
 */
#include "kselftest_harness.h"
#include "devmap_test.h"
#include "pci_test.h"
#include "edu_test.h"

/* Devices whose drivers refuse to be suspended, as those of the book do. */
static const struct {
	int vendor, device;
	const char *driver;
} refusing[] = {
	{ 0x1af4, 0x1110, "xxmem" },
	{ 0x1234, 0x1111, "xxfb" },
	{ 0x1b36, 0x0005, "pcit" },
};

static unsigned int refusing_left;	/* a bit for each that was taken away */

static void refusing_give_back(void)
{
	struct pci pci;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(refusing); i++)
		if (refusing_left & (1U << i) &&
		    !pci_find(&pci, refusing[i].vendor, refusing[i].device))
			pci_bind(&pci, NULL);
	refusing_left = 0;
}

static void refusing_take_away(void)
{
	struct pci pci;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(refusing); i++) {
		if (pci_find(&pci, refusing[i].vendor, refusing[i].device) ||
		    !pci_has_driver(&pci, refusing[i].driver))
			continue;
		pci_unbind(&pci);
		refusing_left |= 1U << i;
	}
}

/* All devices are suspended, and resumed after a second: 0 or an errno. */
static int suspend(void)
{
	int err;

	pci_write("/sys/module/suspend/parameters/pm_test_delay", "1");
	err = pci_write("/sys/power/pm_test", "devices");
	if (!err)
		err = pci_write("/sys/power/state", "freeze");
	pci_write("/sys/power/pm_test", "none");
	return err;
}

/* So long programs have to stop, in milliseconds. */
#define FREEZE_TIMEOUT	"/sys/power/pm_freeze_timeout"

FIXTURE(suspend)
{
	struct pci pci;
	char path[256];
};

FIXTURE_SETUP(suspend)
{
	if (access("/sys/power/pm_test", F_OK))
		SKIP(_exit(SKIPPED), "a kernel without CONFIG_PM_DEBUG");
	if (pci_find(&self->pci, EDU) || !pci_has_driver(&self->pci, "xxedu"))
		SKIP(_exit(SKIPPED), "no edu that is xxedu's");
	ASSERT_EQ(0, pci_node(&self->pci, self->path, sizeof(self->path)));
	ASSERT_EQ(0, edu_param("hold_usec", "1000"));
}

FIXTURE_TEARDOWN(suspend)
{
	edu_param("hold_usec", "1000");
	edu_param("idle_usec", "2000000");
	pci_write(FREEZE_TIMEOUT, "20000");
	refusing_give_back();
}

/* What the device held is saved, and whose it was has to touch it to have it again. */
TEST_F(suspend, state)
{
	unsigned long long saves, restores;
	struct edu a, b;

	refusing_take_away();
	ASSERT_EQ(0, edu_open(&a, self->path));
	ASSERT_EQ(0, edu_open(&b, self->path));
	EXPECT_EQ(factorial(5), edu_compute(&a, 5));
	REG(&b, XXEDU_LIVENESS) = 4711;
	EXPECT_EQ(factorial(6), edu_compute(&b, 6));
	saves = STATUS(&b, xs_saves);
	restores = STATUS(&b, xs_restores);
	ASSERT_EQ(0, suspend());
	EXPECT_EQ(0, STATUS(&b, xs_current));
	EXPECT_EQ(saves + 1, STATUS(&b, xs_saves));
	EXPECT_EQ(restores, STATUS(&b, xs_restores));
	EXPECT_EQ(factorial(6), REG(&b, XXEDU_FACTORIAL));
	EXPECT_EQ(~4711U, REG(&b, XXEDU_LIVENESS));
	EXPECT_EQ(restores + 1, STATUS(&b, xs_restores));
	EXPECT_EQ(factorial(5), REG(&a, XXEDU_FACTORIAL));
	EXPECT_EQ(factorial(7), edu_sleep(&a, 7));
	edu_close(&a);
	edu_close(&b);
}

/* Nobody has it: nothing is saved. */
TEST_F(suspend, unused)
{
	struct edu edu;

	refusing_take_away();
	ASSERT_EQ(0, suspend());
	ASSERT_EQ(0, edu_open(&edu, self->path));
	EXPECT_EQ(factorial(9), edu_sleep(&edu, 9));
	edu_close(&edu);
}

/* Eight use it all the while, by reading the status and by interrupts. */
TEST_F_TIMEOUT(suspend, under_load, 600)
{
	pid_t pids[2];
	int i, status;

	refusing_take_away();
	for (i = 0; i < 2; i++) {
		pids[i] = fork();
		if (!pids[i])
			_exit(edu_run(self->path, i ? work_compute : work_interrupts,
				      i ? 1000 : 50));
	}
	for (i = 0; i < 4; i++) {
		usleep(200000);
		EXPECT_EQ(0, suspend());
		if (!i)
			EXPECT_EQ(0, waitpid(pids[1], &status, WNOHANG))
				TH_LOG("it was over before");
	}
	EXPECT_EQ(0, child_status(pids[0]));
	EXPECT_EQ(0, child_status(pids[1]));
}

/* Who waits longer than the kernel does keeps it from that, and nothing is lost. */
TEST_F(suspend, long_wait)
{
	struct edu a, b;
	pid_t pid;

	refusing_take_away();
	ASSERT_EQ(0, edu_param("hold_usec", "60000000"));
	ASSERT_EQ(0, edu_open(&a, self->path));
	ASSERT_EQ(0, edu_open(&b, self->path));
	EXPECT_EQ(factorial(4), edu_compute(&a, 4));
	pid = fork();
	if (!pid)
		_exit(REG(&b, XXEDU_FACTORIAL) != 0);
	usleep(500000);
	ASSERT_EQ(0, pci_write(FREEZE_TIMEOUT, "2000"));
	EXPECT_EQ(EBUSY, suspend());
	EXPECT_EQ(0, waitpid(pid, NULL, WNOHANG));
	kill(pid, SIGKILL);
	EXPECT_EQ(0x100 + SIGKILL, child_status(pid));
	EXPECT_EQ(0, suspend());
	EXPECT_EQ(factorial(4), REG(&a, XXEDU_FACTORIAL));
	edu_close(&a);
	edu_close(&b);
}

/* A driver refuses: nothing is suspended, and what was before it goes on. */
TEST_F(suspend, refused)
{
	unsigned int others;
	struct edu edu;

	refusing_take_away();
	others = refusing_left;
	refusing_give_back();
	if (!others)
		SKIP(return, "no device whose driver refuses");
	ASSERT_EQ(0, edu_open(&edu, self->path));
	EXPECT_EQ(factorial(8), edu_compute(&edu, 8));
	EXPECT_EQ(EBUSY, suspend());
	EXPECT_EQ(factorial(8), REG(&edu, XXEDU_FACTORIAL));
	EXPECT_EQ(factorial(9), edu_sleep(&edu, 9));
	edu_close(&edu);
}

/* A unit that does not stop is not switched off; what it did is lost. */
TEST_F_TIMEOUT(suspend, never_idle, 600)
{
	struct edu edu;

	refusing_take_away();
	ASSERT_EQ(0, edu_open(&edu, self->path));
	ASSERT_EQ(0, edu_param("idle_usec", "1000"));
	REG(&edu, XXEDU_FACTORIAL) = 0xffffffff;
	EXPECT_EQ(EBUSY, suspend());
	EXPECT_EQ(SIGBUS, probe_read((vu64 *)edu.reg).sig);
	edu_close(&edu);
	ASSERT_EQ(0, edu_param("idle_usec", "2000000"));
	ASSERT_EQ(0, edu_open(&edu, self->path));
	ASSERT_EQ(1, edu_works(&edu, 300));
	edu_close(&edu);
}

#define PCI_MODULE "xxedu"
#include "pci_main.h"
