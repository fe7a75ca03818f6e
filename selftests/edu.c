// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/xxedu: the xx driver on a real device, QEMU's edu. Every process has a unit
 * that computes factorials for itself, thousands of times at once, and the interrupts
 * that it raises; whatever happens to the device meanwhile.
 */
#include "kselftest_harness.h"
#include "devmap_test.h"
#include "pci_test.h"
#include "edu_test.h"

FIXTURE(edu)
{
	struct pci pci;
	char path[256];
	int fd;
};

FIXTURE_SETUP(edu)
{
	self->fd = -1;
	if (pci_find(&self->pci, EDU))
		SKIP(_exit(SKIPPED), "no edu: qemu -device edu");
	if (!pci_has_driver(&self->pci, "xxedu"))
		SKIP(_exit(SKIPPED), "it is not xxedu's: modprobe xxedu");
	ASSERT_EQ(0, pci_node(&self->pci, self->path, sizeof(self->path)));
	ASSERT_EQ(0, edu_param("hold_usec", "1000"));
	self->fd = open(self->path, O_RDWR);
	ASSERT_LE(0, self->fd);
}

FIXTURE_TEARDOWN(edu)
{
	edu_param("hold_usec", "1000");
	edu_param("idle_usec", "2000000");
	close(self->fd);
}

TEST_F(edu, registers)
{
	struct edu edu;
	uint32_t n;

	ASSERT_EQ(0, edu_open(&edu, self->path));
	EXPECT_EQ(0x010000ed, REG(&edu, XXEDU_ID));
	REG(&edu, XXEDU_LIVENESS) = 0x12345678;
	EXPECT_EQ(~0x12345678, REG(&edu, XXEDU_LIVENESS));
	for (n = 0; n <= MOST + 2; n++)
		EXPECT_EQ(factorial(n), edu_compute(&edu, n));
	edu_close(&edu);
}

/* A debugger's access is one of the bus, of 32 bits. */
TEST_F(edu, debugger)
{
	int mem = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
	uint32_t value = 0;
	struct edu a, b;
	off_t at;

	ASSERT_LE(0, mem);
	ASSERT_EQ(0, edu_open(&a, self->path));
	ASSERT_EQ(0, edu_open(&b, self->path));
	at = (off_t)(uintptr_t)&REG(&a, XXEDU_LIVENESS);
	REG(&a, XXEDU_LIVENESS) = 0x12345678;
	REG(&b, XXEDU_LIVENESS) = 0xb;
	/* The other one has the device. */
	ASSERT_EQ(4, pread(mem, &value, 4, at));
	EXPECT_EQ(~0x12345678, value);
	EXPECT_EQ(~0xb, REG(&b, XXEDU_LIVENESS));
	value = 0x87654321;
	ASSERT_EQ(4, pwrite(mem, &value, 4, at));
	EXPECT_EQ(~0xb, REG(&b, XXEDU_LIVENESS));
	EXPECT_EQ(~0x87654321, REG(&a, XXEDU_LIVENESS));
	/* Part of a register is read with the rest of it, and not written. */
	value = 0;
	ASSERT_EQ(2, pread(mem, &value, 2, at + 1));
	EXPECT_EQ((~0x87654321 >> 8) & 0xffff, value);
	ASSERT_EQ(-1, pwrite(mem, &value, 2, at));
	EXPECT_EQ(EIO, errno);
	ASSERT_EQ(-1, pwrite(mem, &value, 4, at + 2));
	EXPECT_EQ(~0x87654321, REG(&a, XXEDU_LIVENESS));
	edu_close(&a);
	edu_close(&b);
	close(mem);
}

/* What one program did, no other sees: not even a new one. */
TEST_F(edu, own_state)
{
	struct edu a, b, c;
	unsigned long long switches;

	ASSERT_EQ(0, edu_open(&a, self->path));
	ASSERT_EQ(0, edu_open(&b, self->path));
	switches = STATUS(&a, xs_switches);
	EXPECT_EQ(factorial(10), edu_compute(&a, 10));
	REG(&a, XXEDU_LIVENESS) = 0xa;
	REG(&a, XXEDU_STATUS) = XXEDU_STATUS_INTR;
	REG(&a, 0x80) = 0xaaaa;
	EXPECT_EQ(factorial(7), edu_compute(&b, 7));
	REG(&b, XXEDU_LIVENESS) = 0xb;
	EXPECT_EQ(0, REG(&b, XXEDU_STATUS));
	EXPECT_EQ(0, REG(&b, 0x80));
	EXPECT_EQ(factorial(10), REG(&a, XXEDU_FACTORIAL));
	EXPECT_EQ(~0xa, REG(&a, XXEDU_LIVENESS));
	EXPECT_EQ(XXEDU_STATUS_INTR, REG(&a, XXEDU_STATUS));
	EXPECT_EQ(0xaaaa, REG(&a, 0x80));
	EXPECT_EQ(factorial(7), REG(&b, XXEDU_FACTORIAL));
	EXPECT_EQ(~0xb, REG(&b, XXEDU_LIVENESS));
	ASSERT_EQ(0, edu_open(&c, self->path));
	EXPECT_EQ(0, REG(&c, XXEDU_FACTORIAL));
	EXPECT_EQ(0, REG(&c, XXEDU_LIVENESS));
	EXPECT_EQ(0, REG(&c, XXEDU_STATUS));
	EXPECT_LE(switches + 5, STATUS(&a, xs_switches));
	/* Restoring a result computes it: that is no interrupt. */
	EXPECT_EQ(0, edu_take(&a));
	edu_close(&a);
	edu_close(&b);
	edu_close(&c);
}

TEST_F(edu, fork)
{
	struct edu edu;
	pid_t pid;

	ASSERT_EQ(0, edu_open(&edu, self->path));
	edu_compute(&edu, 9);
	pid = fork();
	if (!pid)
		_exit(REG(&edu, XXEDU_FACTORIAL) != factorial(9) ||
		      edu_compute(&edu, 5) != factorial(5));
	EXPECT_EQ(0, child_status(pid));
	EXPECT_EQ(factorial(9), REG(&edu, XXEDU_FACTORIAL));
	edu_close(&edu);
}

/* The others touch theirs meanwhile. */
static int work_in_turn(struct edu *edu, int who, int times)
{
	int wrong = 0;

	while (times--) {
		uint32_t n = (who + times) % (MOST + 1);

		wrong += edu_compute(edu, n) != factorial(n);
		usleep(50);
		wrong += REG(edu, XXEDU_FACTORIAL) != factorial(n);
	}
	return wrong;
}

/* Thousands of them, by all at once, and each result is right. */
TEST_F_TIMEOUT(edu, thousands, 600)
{
	unsigned long long failures;
	struct edu edu;

	ASSERT_EQ(0, edu_open(&edu, self->path));
	failures = STATUS(&edu, xs_failures);
	EXPECT_EQ(0, edu_run(self->path, work_compute, 1000));
	EXPECT_EQ(failures, STATUS(&edu, xs_failures));
	edu_close(&edu);
}

/* The device changes hands as often as it can. */
TEST_F_TIMEOUT(edu, thousands_of_switches, 600)
{
	struct edu edu;
	unsigned long long switches;

	ASSERT_EQ(0, edu_param("hold_usec", "0"));
	ASSERT_EQ(0, edu_open(&edu, self->path));
	switches = STATUS(&edu, xs_switches);
	EXPECT_EQ(0, edu_run(self->path, work_in_turn, 250));
	EXPECT_LT(switches + 1000, STATUS(&edu, xs_switches));
	edu_close(&edu);
}

TEST_F(edu, interrupt)
{
	struct edu edu;
	unsigned int bits;
	int i;

	ASSERT_EQ(0, edu_open(&edu, self->path));
	EXPECT_EQ(0, edu_poll(&edu, 0));
	EXPECT_EQ(-1, ioctl(edu.fd, XXIOC_GETINTR, &bits));
	EXPECT_EQ(EAGAIN, errno);
	for (i = 0; i < 50; i++)
		EXPECT_EQ(factorial(i % MOST), edu_sleep(&edu, i % MOST));
	EXPECT_EQ(0, edu_poll(&edu, 0));
	EXPECT_EQ(0, edu_take(&edu));
	/* Those that it asks for itself, and all at once. */
	REG(&edu, XXEDU_INTR_RAISE) = 0x50;
	EXPECT_EQ(1, edu_poll(&edu, 10000));
	EXPECT_EQ(0x50, edu_take(&edu));
	edu_close(&edu);
}

TEST_F_TIMEOUT(edu, interrupts_come_to_whose_they_are, 600)
{
	ASSERT_EQ(0, edu_param("hold_usec", "0"));
	EXPECT_EQ(0, edu_run(self->path, work_interrupts, 150));
}

/* The unit is computing, and another program gets the device just then. */
static int work_stolen(struct edu *edu, int who, int times)
{
	int wrong = 0;

	if (who % 2)
		return work_compute(edu, who, 10 * times) || edu_take(edu);
	/* Some milliseconds of computing; the result is 0. */
	while (times--)
		wrong += edu_sleep(edu, 2000000) != 0;
	return wrong;
}

TEST_F_TIMEOUT(edu, interrupts_of_the_unit_that_was_waited_for, 600)
{
	ASSERT_EQ(0, edu_param("hold_usec", "0"));
	EXPECT_EQ(0, edu_run(self->path, work_stolen, 10));
}

TEST_F_TIMEOUT(edu, messages, 600)
{
	struct edu edu;

	ASSERT_EQ(0, edu_param("msi", "1"));
	ASSERT_EQ(0, pci_give(&self->pci, "xxedu"));
	ASSERT_EQ(0, edu_open(&edu, self->path));
	EXPECT_EQ(factorial(6), edu_sleep(&edu, 6));
	edu_close(&edu);
	ASSERT_EQ(0, edu_param("hold_usec", "0"));
	EXPECT_EQ(0, edu_run(self->path, work_interrupts, 30));
	ASSERT_EQ(0, edu_param("msi", "0"));
	ASSERT_EQ(0, pci_give(&self->pci, "xxedu"));
	pci_bind(&self->pci, NULL);
}

/*
 * Billions of steps take seconds, and the other one does not wait so long: the
 * program that started it loses its device, and nobody sees anything wrong.
 */
TEST_F_TIMEOUT(edu, never_idle, 600)
{
	unsigned long long failures;
	struct edu a, b;

	ASSERT_EQ(0, edu_open(&a, self->path));
	ASSERT_EQ(0, edu_open(&b, self->path));
	failures = STATUS(&a, xs_failures);
	ASSERT_EQ(0, edu_param("hold_usec", "0"));
	EXPECT_EQ(factorial(5), edu_compute(&b, 5));
	REG(&a, XXEDU_STATUS) = XXEDU_STATUS_INTR;
	REG(&a, XXEDU_FACTORIAL) = 0xffffffff;
	ASSERT_EQ(0, edu_param("idle_usec", "1000"));
	EXPECT_EQ(SIGBUS, probe_read((vu64 *)b.reg).sig);
	EXPECT_EQ(SIGBUS, probe_read((vu64 *)a.reg).sig);
	EXPECT_EQ(SIGBUS, probe_read((vu64 *)b.reg).sig);
	EXPECT_LE(failures + 2, STATUS(&a, xs_failures));
	ASSERT_EQ(0, edu_param("idle_usec", "2000000"));
	ASSERT_EQ(1, edu_works(&b, 300));
	EXPECT_EQ(factorial(5), REG(&b, XXEDU_FACTORIAL));
	EXPECT_EQ(0, REG(&b, XXEDU_STATUS));
	EXPECT_EQ(factorial(6), edu_compute(&b, 6));
	EXPECT_EQ(SIGBUS, probe_read((vu64 *)a.reg).sig);
	/* Neither heard of the end of it. */
	EXPECT_EQ(0, edu_take(&a));
	edu_close(&a);
	ASSERT_EQ(0, edu_open(&a, self->path));
	EXPECT_EQ(factorial(8), edu_compute(&a, 8));
	edu_close(&a);
	edu_close(&b);
}

/* One that takes long is waited for, and its result kept. */
TEST_F_TIMEOUT(edu, idle_in_time, 600)
{
	struct edu a, b;

	ASSERT_EQ(0, edu_param("hold_usec", "0"));
	ASSERT_EQ(0, edu_param("idle_usec", "60000000"));
	ASSERT_EQ(0, edu_open(&a, self->path));
	ASSERT_EQ(0, edu_open(&b, self->path));
	edu_compute(&a, 3);
	REG(&a, XXEDU_FACTORIAL) = 200000000;
	EXPECT_EQ(factorial(4), edu_compute(&b, 4));
	EXPECT_EQ(0, REG(&a, XXEDU_FACTORIAL));
	edu_close(&a);
	edu_close(&b);
}

static int map_errno(int fd, int prot, int flags, size_t len, off_t off)
{
	void *map = mmap(NULL, len, prot, flags, fd, off);

	if (map == MAP_FAILED)
		return errno;
	munmap(map, len);
	return 0;
}

TEST_F(edu, bad_input)
{
	struct xxctx_info info;
	unsigned int bits;
	struct edu edu;

	EXPECT_EQ(0, ioctl(self->fd, XXIOC_GETINFO, &info));
	EXPECT_EQ(PAGE, info.xi_ctxsize);
	EXPECT_EQ(0, map_errno(self->fd, PROT_READ, MAP_SHARED, 2 * PAGE, 0));
	EXPECT_EQ(ENXIO, map_errno(self->fd, RW, MAP_SHARED, 3 * PAGE, 0));
	EXPECT_EQ(ENXIO, map_errno(self->fd, RW, MAP_SHARED, PAGE, 2 * PAGE));
	EXPECT_EQ(ENXIO, map_errno(self->fd, RW, MAP_SHARED, PAGE, PAGE));
	EXPECT_EQ(-1, ioctl(self->fd, _IO('x', 0xff)));
	EXPECT_EQ(ENOTTY, errno);
	EXPECT_EQ(-1, ioctl(self->fd, XXIOC_GETINTR, &bits));
	EXPECT_EQ(EAGAIN, errno);
	ASSERT_EQ(0, edu_open(&edu, self->path));
	REG(&edu, XXEDU_INTR_RAISE) = 1;
	EXPECT_EQ(1, edu_poll(&edu, 10000));
	EXPECT_EQ(-1, ioctl(edu.fd, XXIOC_GETINTR, 8));
	EXPECT_EQ(EFAULT, errno);
	edu_close(&edu);
	EXPECT_EQ(EINVAL, edu_param("idle_usec", "-1"));
	EXPECT_EQ(EINVAL, edu_param("idle_usec", "60000001"));
	EXPECT_EQ(EINVAL, edu_param("msi", "2"));
}

/* Registers are uncached, in the kernel and in programs. */
TEST_F(edu, memory_type)
{
	unsigned long long start, end;
	struct edu edu;

	if (pci_memtype(0, 0, "") < 0)
		SKIP(return, "no /sys/kernel/debug/x86/pat_memtype_list");
	ASSERT_EQ(0, pci_bar(&self->pci, 0, &start, &end));
	EXPECT_EQ((1 << 20) - 1, end - start);
	ASSERT_EQ(0, edu_open(&edu, self->path));
	edu_compute(&edu, 1);
	EXPECT_EQ(1, pci_memtype(start, start + PAGE, "uncached-minus"));
	EXPECT_EQ(0, pci_memtype(start, start + PAGE, "write-combining"));
	edu_close(&edu);
}

/* Who has the registers of its DMA engine mapped must not have it reach memory. */
TEST_F(edu, no_bus_master)
{
	char path[160];
	uint16_t command = 0xffff;
	int fd;

	snprintf(path, sizeof(path), PCI_DEVICES "/%s/config", self->pci.addr);
	fd = open(path, O_RDONLY);
	EXPECT_EQ(2, pread(fd, &command, sizeof(command), 4));
	close(fd);
	EXPECT_EQ(0x2, command & 0x6);
}

/* The device stops to answer; programs read what the bus makes of it. */
static int answers_not;

static void hammer(const char *path, int who)
{
	struct edu edu;
	uint32_t n;

	signal(SIGBUS, SIG_DFL);
	if (edu_open(&edu, path))
		_exit(1);
	for (n = 0;; n++) {
		uint32_t f = who % 2 ? edu_compute(&edu, n % MOST) :
				       edu_sleep(&edu, n % MOST);

		if (answers_not && (f == 0 || f == ~0U))
			continue;
		/* poll(2) says so, too, when the device is gone. */
		if (f != factorial(n % MOST) && access(path, F_OK) == 0)
			_exit(2);
	}
}

/* Takes it away from eight that use it: what was not SIGBUS. */
static int taken_away(struct pci *pci, const char *path, int (*take)(struct pci *pci))
{
	pid_t pids[PROCESSES];
	int i, wrong = 0;

	for (i = 0; i < PROCESSES; i++) {
		pids[i] = fork();
		if (!pids[i])
			hammer(path, i);
	}
	usleep(300000);
	wrong += take(pci) != 0;
	for (i = 0; i < PROCESSES; i++)
		wrong += child_status(pids[i]) != 0x100 + SIGBUS;
	return wrong;
}

static int take_unbind(struct pci *pci)
{
	return pci_unbind(pci);
}

TEST_F_TIMEOUT(edu, unbind_under_load, 600)
{
	struct edu edu;
	int i;

	close(self->fd);
	for (i = 0; i < 4; i++) {
		edu_param("hold_usec", i % 2 ? "0" : "1000");
		EXPECT_EQ(0, taken_away(&self->pci, self->path, take_unbind));
		EXPECT_EQ(-1, access(self->path, F_OK));
		ASSERT_EQ(0, pci_bind(&self->pci, NULL));
		ASSERT_EQ(0, edu_open(&edu, self->path));
		EXPECT_EQ(0, REG(&edu, XXEDU_FACTORIAL));
		EXPECT_EQ(factorial(i), edu_sleep(&edu, i));
		edu_close(&edu);
	}
	self->fd = open(self->path, O_RDWR);
}

/* While the unit computes for seconds. */
TEST_F_TIMEOUT(edu, unbind_while_it_computes, 600)
{
	struct edu edu;

	ASSERT_EQ(0, edu_open(&edu, self->path));
	REG(&edu, XXEDU_STATUS) = XXEDU_STATUS_INTR;
	REG(&edu, XXEDU_FACTORIAL) = 1000000000;
	ASSERT_EQ(0, pci_unbind(&self->pci));
	EXPECT_EQ(SIGBUS, probe_read((vu64 *)edu.reg).sig);
	ASSERT_EQ(0, pci_bind(&self->pci, NULL));
	edu_close(&edu);
	ASSERT_EQ(0, edu_open(&edu, self->path));
	ASSERT_EQ(1, edu_works(&edu, 300));
	EXPECT_EQ(0, REG(&edu, XXEDU_FACTORIAL));
	EXPECT_EQ(0, edu_take(&edu));
	edu_close(&edu);
}

/* What is plugged in is there after a while. */
static int edu_comes(struct pci *pci, char *path, size_t size)
{
	double start = now();

	while (now() - start < 60) {
		if (!pci_find(pci, EDU) && !pci_node(pci, path, size) && !access(path, F_OK))
			return 0;
		usleep(20000);
	}
	return -1;
}

static int take_unplug(struct pci *pci)
{
	(void)pci;
	return system("ask device_del edu > /dev/null");
}

/*
 * As one that is pulled out without a word: it answers nothing when its driver learns of
 * it. Its memory is switched off: writes are lost, reads are all ones on most machines
 * and zeros in QEMU.
 */
static int take_unanswering(struct pci *pci)
{
	unsigned char command[2] = { 0, 0 };
	char path[160];
	int fd, err;

	snprintf(path, sizeof(path), PCI_DEVICES "/%s/config", pci->addr);
	fd = open(path, O_RDWR);
	if (fd < 0)
		return errno;
	err = pwrite(fd, command, sizeof(command), 4) != sizeof(command);
	close(fd);
	usleep(300000);
	return err ? err : pci_unbind(pci);
}

TEST_F_TIMEOUT(edu, unanswering_under_load, 600)
{
	struct edu edu;

	close(self->fd);
	answers_not = 1;
	EXPECT_EQ(0, edu_param("idle_usec", "100000"));
	EXPECT_EQ(0, taken_away(&self->pci, self->path, take_unanswering));
	answers_not = 0;
	EXPECT_EQ(0, edu_param("idle_usec", "2000000"));
	ASSERT_EQ(0, pci_bind(&self->pci, NULL));
	ASSERT_EQ(0, edu_open(&edu, self->path));
	EXPECT_EQ(0, REG(&edu, XXEDU_FACTORIAL));
	EXPECT_EQ(factorial(9), edu_sleep(&edu, 9));
	edu_close(&edu);
	self->fd = open(self->path, O_RDWR);
}

TEST_F_TIMEOUT(edu, unplug_under_load, 600)
{
	struct edu edu;

	if (access("/dev/monitor", F_OK))
		SKIP(return, "QEMU cannot be asked: tools/vm/run --monitor");
	close(self->fd);
	EXPECT_EQ(0, taken_away(&self->pci, self->path, take_unplug));
	EXPECT_EQ(-1, pci_find(&self->pci, EDU));
	ASSERT_EQ(0, system("ask device_add edu,id=edu,bus=free0 > /dev/null"));
	ASSERT_EQ(0, edu_comes(&self->pci, self->path, sizeof(self->path)));
	ASSERT_EQ(0, edu_open(&edu, self->path));
	EXPECT_EQ(factorial(7), edu_sleep(&edu, 7));
	edu_close(&edu);
	self->fd = open(self->path, O_RDWR);
}

#define PCI_MODULE "xxedu"
#include "pci_main.h"
