// SPDX-License-Identifier: GPL-2.0
/*
 * PCI devices under the DDI: properties, register sets, mappings of BARs and their
 * memory types, interrupts, and devices that go and come. By pcit.ko, on QEMU's
 * pci-testdev and edu.
 */
#include "kselftest_harness.h"
#include "devmap_test.h"
#include "pci_test.h"

#include <stdint.h>
#include <pthread.h>
#include <sys/klog.h>

#include <devmap/pcit.h>

#define PAGE		((size_t)sysconf(_SC_PAGESIZE))
#define RW		(PROT_READ | PROT_WRITE)

/* As drivers have them. */
#define NEVERSWAP	0
#define LE_ACC		1
#define BE_ACC		2
#define STRICT		0
#define UNORDERED	1
#define MERGING		2
#define LOADCACHING	3
#define FIXED		1
#define MSI		2

/* pci-testdev: its register sets. */
#define TESTDEV		0x1b36, 0x0005
#define SET_MMIO	1
#define SET_PORT	2
#define SET_BIG		3
#define BAR_BIG		2

/* ivshmem: its registers, and memory. */
#define SHMEM		0x1af4, 0x1110
#define SET_SMALL	1
#define SET_MEM		2
#define BAR_MEM		2

static int pcit_open(const struct pci *pci)
{
	char path[256];

	return pci_node(pci, path, sizeof(path)) ? -1 : open(path, O_RDWR);
}

FIXTURE(pci)
{
	struct pci pci;
	struct pcit_info info;
	unsigned long long start, end;	/* of the large BAR */
	size_t size;
	int fd;
};

FIXTURE_SETUP(pci)
{
	if (pci_find(&self->pci, TESTDEV))
		SKIP(_exit(SKIPPED), "no pci-testdev: qemu -device pci-testdev,membar=16M");
	if (!pci_has_driver(&self->pci, "pcit"))
		SKIP(_exit(SKIPPED), "it is not pcit's: modprobe pcit");
	self->fd = pcit_open(&self->pci);
	ASSERT_LE(0, self->fd);
	ASSERT_EQ(0, ioctl(self->fd, PCITIOC_INFO, &self->info));
	if (pci_bar(&self->pci, BAR_BIG, &self->start, &self->end))
		SKIP(_exit(SKIPPED), "it has no third BAR: qemu -device pci-testdev,membar=16M");
	self->size = self->end - self->start + 1;
}

FIXTURE_TEARDOWN(pci)
{
	close(self->fd);
}

/* One access; the value, or -errno of what was refused. */
static long long pcit_do(int fd, struct pcit_access pa)
{
	return ioctl(fd, PCITIOC_ACCESS, &pa) ? -errno : (long long)pa.pa_value;
}

static long long pcit_get(int fd, int rnumber, int width, long long off)
{
	struct pcit_access pa = {
		.pa_rnumber = rnumber, .pa_width = width, .pa_off = off,
	};

	return pcit_do(fd, pa);
}

static long long pcit_put(int fd, int rnumber, int width, long long off,
			  unsigned long long value)
{
	struct pcit_access pa = {
		.pa_rnumber = rnumber, .pa_width = width, .pa_off = off,
		.pa_write = 1, .pa_value = value,
	};

	return pcit_do(fd, pa);
}

/* mmap(2) of a register set. */
static char *pcit_map(int fd, int rnumber, int order, size_t off, size_t len)
{
	struct pcit_mapping pm = { .pm_rnumber = rnumber, .pm_order = order };

	if (ioctl(fd, PCITIOC_MAPPING, &pm))
		return MAP_FAILED;
	return mmap(NULL, len, RW, MAP_SHARED, fd, off);
}

static int pcit_map_errno(int fd, int rnumber, int order, size_t off, size_t len)
{
	char *map = pcit_map(fd, rnumber, order, off, len);

	if (map == MAP_FAILED)
		return errno;
	munmap(map, len);
	return 0;
}

static long long pcit_prop(int fd, const char *name, struct pcit_prop *pp)
{
	memset(pp, 0, sizeof(*pp));
	snprintf(pp->pp_name, sizeof(pp->pp_name), "%s", name);
	return ioctl(fd, PCITIOC_PROP, pp) ? -errno : (long long)pp->pp_int[0];
}

TEST_F(pci, properties)
{
	static const struct {
		const char *prop, *attr;
	} same[] = {
		{ "vendor-id", "vendor" }, { "device-id", "device" },
		{ "class-code", "class" }, { "revision-id", "revision" },
		{ "subsystem-vendor-id", "subsystem_vendor" },
		{ "subsystem-id", "subsystem_device" },
	};
	struct pcit_prop pp;
	unsigned int i;

	for (i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		EXPECT_EQ(pci_number(&self->pci, same[i].attr),
			  pcit_prop(self->fd, same[i].prop, &pp))
			TH_LOG("property %u", i);
	EXPECT_STREQ("pci1b36,5", self->info.pi_name);
	pcit_prop(self->fd, "compatible", &pp);
	EXPECT_EQ(7, pp.pp_n);
	EXPECT_NE(NULL, strstr(pp.pp_string, "pci1b36,5.1af4.1100.0 pci1b36,5.1af4.1100 "))
		TH_LOG("%s", pp.pp_string);
	EXPECT_NE(NULL, strstr(pp.pp_string, " pci1b36,5 pciclass,"));
	/* The linkage file's, too. */
	EXPECT_EQ(7, pcit_prop(self->fd, "conf-ints", &pp));
	EXPECT_EQ(-ENOENT, pcit_prop(self->fd, "no-such", &pp));
}

/* Cells: where, and how long. */
TEST_F(pci, reg)
{
	unsigned int dev = strtoul(self->pci.addr + 8, NULL, 16);
	unsigned int hi = strtoul(self->pci.addr + 5, NULL, 16) << 16 | dev << 11 |
			  strtoul(self->pci.addr + 11, NULL, 16) << 8;
	struct pcit_prop pp;
	unsigned int *cell = pp.pp_int + 3 * 5;

	pcit_prop(self->fd, "reg", &pp);
	ASSERT_EQ(4 * 5, pp.pp_n);
	EXPECT_EQ(hi, pp.pp_int[0]);
	EXPECT_EQ(0x02000000 | hi | 0x10, pp.pp_int[5]);
	EXPECT_EQ(0x1000, pp.pp_int[9]);
	EXPECT_EQ(0x01000000 | hi | 0x14, pp.pp_int[10]);
	/* 64 bits, prefetchable: BARs 2 and 3 are one. */
	EXPECT_EQ(0x43000000 | hi | 0x18, cell[0]);
	EXPECT_EQ(0, cell[2]);
	EXPECT_EQ(self->size, cell[4]);
	pcit_prop(self->fd, "assigned-addresses", &pp);
	ASSERT_EQ(3 * 5, pp.pp_n);
	cell = pp.pp_int + 2 * 5;
	EXPECT_EQ(0xc3000000 | hi | 0x18, cell[0]);
	EXPECT_EQ(self->start, (unsigned long long)cell[1] << 32 | cell[2]);
	EXPECT_EQ(self->size, cell[4]);
}

TEST_F(pci, register_sets)
{
	EXPECT_EQ(4, self->info.pi_nregs);
	EXPECT_LE(256, self->info.pi_size[0]);
	EXPECT_EQ(0x1000, self->info.pi_size[SET_MMIO]);
	EXPECT_EQ(0x100, self->info.pi_size[SET_PORT]);
	EXPECT_EQ(self->size, self->info.pi_size[SET_BIG]);
	EXPECT_EQ(-1, self->info.pi_size[4]);
	EXPECT_EQ(-ENXIO, pcit_get(self->fd, 4, 32, 0));
	EXPECT_EQ(-ENXIO, pcit_get(self->fd, SET_MMIO, 32, 0x1000));
	EXPECT_EQ(-ENXIO, pcit_get(self->fd, SET_MMIO, 32, -4));
}

static long long config(int fd, int width, long long off)
{
	struct pcit_access pa = { .pa_config = 1, .pa_width = width, .pa_off = off };

	return pcit_do(fd, pa);
}

/* By pci_config_get8(9F) and by register set 0: what sysfs has. */
TEST_F(pci, config_space)
{
	unsigned char bytes[64];
	struct pcit_access pa = {
		.pa_config = 1, .pa_width = 8, .pa_off = 0x3c, .pa_write = 1,
	};
	char path[160];
	uint16_t word;
	uint32_t dword;
	uint64_t qword;
	int fd, off;

	snprintf(path, sizeof(path), PCI_DEVICES "/%s/config", self->pci.addr);
	fd = open(path, O_RDONLY);
	ASSERT_EQ(sizeof(bytes), pread(fd, bytes, sizeof(bytes), 0));
	for (off = 0; off < 64; off += 8) {
		memcpy(&word, bytes + off, sizeof(word));
		memcpy(&dword, bytes + off, sizeof(dword));
		memcpy(&qword, bytes + off, sizeof(qword));
		EXPECT_EQ(bytes[off + 1], config(self->fd, 8, off + 1));
		EXPECT_EQ(word, config(self->fd, 16, off));
		EXPECT_EQ(dword, config(self->fd, 32, off));
		EXPECT_EQ(qword, config(self->fd, 64, off));
		EXPECT_EQ(dword, pcit_get(self->fd, 0, 32, off));
	}
	/* The interrupt line is a byte to write to. */
	pa.pa_value = 0x5a;
	EXPECT_EQ(0x5a, pcit_do(self->fd, pa));
	EXPECT_EQ(1, pread(fd, bytes, 1, 0x3c));
	EXPECT_EQ(0x5a, bytes[0]);
	EXPECT_EQ(0xa5, pcit_put(self->fd, 0, 8, 0x3c, 0xa5));
	EXPECT_EQ(0xa5, config(self->fd, 8, 0x3c));
	/* Alone, and as the lowest of more, and as one that is not the lowest. */
	pa.pa_width = 32;
	pa.pa_value = (config(self->fd, 32, 0x3c) & ~0xffULL) | 0x11;
	EXPECT_EQ((long long)pa.pa_value, pcit_do(self->fd, pa));
	EXPECT_EQ(0x11, config(self->fd, 8, 0x3c));
	pa.pa_width = 64;
	pa.pa_off = 0x38;
	pa.pa_value = (pa.pa_value & ~0xffULL) << 32 | 0x22ULL << 32;
	pcit_do(self->fd, pa);
	EXPECT_EQ(0x22, config(self->fd, 8, 0x3c));
	/* Another bit of the command register: SERR. */
	pa.pa_width = 16;
	pa.pa_off = 0x4;
	pa.pa_value = config(self->fd, 16, 0x4) ^ 0x100;
	EXPECT_EQ((long long)pa.pa_value, pcit_do(self->fd, pa));
	EXPECT_EQ((long long)pa.pa_value, config(self->fd, 16, 0x4));
	pa.pa_value ^= 0x100;
	pcit_do(self->fd, pa);
	close(fd);
	/* Nothing is behind the end, nor between two registers. */
	EXPECT_EQ(0xffffffff, config(self->fd, 32, 0x1000));
	EXPECT_EQ(0xffff, config(self->fd, 16, 0x1));
}

/* pci-testdev tells the name of a test, a byte at a time. */
static void testdev_name(int fd, int rnumber, char *name, int n)
{
	int i;

	pcit_put(fd, rnumber, 8, 0, 0);
	for (i = 0; i < n; i++)
		name[i] = pcit_get(fd, rnumber, 8, 16 + i);
}

TEST_F(pci, ports_and_registers)
{
	char name[7] = "";

	testdev_name(self->fd, SET_PORT, name, 6);
	EXPECT_STREQ("portio", name);
	memset(name, 0, sizeof(name));
	testdev_name(self->fd, SET_MMIO, name, 4);
	EXPECT_STREQ("mmio", name);
	EXPECT_EQ(ENXIO, pcit_map_errno(self->fd, SET_PORT, STRICT, 0, PAGE));
	/* All of a page that is no larger. */
	EXPECT_EQ(PAGE > 0x1000 ? ENXIO : 0,
		  pcit_map_errno(self->fd, SET_MMIO, STRICT, 0, PAGE));
	EXPECT_EQ(ENXIO, pcit_map_errno(self->fd, SET_MMIO, STRICT, 0, 2 * PAGE));
}

/* The driver goes and comes, and the device is there before it. */
TEST_F(pci, module)
{
	int fd;

	close(self->fd);
	ASSERT_EQ(0, system("rmmod pcit"));
	EXPECT_TRUE(pci_has_driver(&self->pci, ""));
	EXPECT_EQ(-1, pcit_open(&self->pci));
	ASSERT_EQ(0, system("modprobe pcit"));
	EXPECT_TRUE(pci_has_driver(&self->pci, "pcit"));
	fd = pcit_open(&self->pci);
	EXPECT_LE(0, fd);
	self->fd = fd;
}

/* modprobe finds the module by the device's numbers. */
TEST_F(pci, alias)
{
	EXPECT_EQ(0, system("grep -q 'pci:v00001B36d00000005sv.*pcit' "
			    "/lib/modules/$(uname -r)/modules.alias"));
	EXPECT_EQ(0, system("grep -q 'pci:v00001234d000011E8sv.*xxedu' "
			    "/lib/modules/$(uname -r)/modules.alias"));
}

/* Memory of a device, which may be the device of another driver. */
FIXTURE(bar)
{
	struct pci pci;
	unsigned long long start, end;
	size_t size;
	int instance;
	int fd;
};

FIXTURE_SETUP(bar)
{
	struct pcit_info info;

	if (pci_find(&self->pci, SHMEM))
		SKIP(_exit(SKIPPED), "no ivshmem: qemu -device ivshmem-plain,memdev=ID");
	if (access("/sys/module/pcit", F_OK))
		SKIP(_exit(SKIPPED), "no pcit: modprobe pcit");
	ASSERT_EQ(0, pci_give(&self->pci, "pcit"));
	self->fd = pcit_open(&self->pci);
	ASSERT_LE(0, self->fd);
	ASSERT_EQ(0, ioctl(self->fd, PCITIOC_INFO, &info));
	self->instance = info.pi_instance;
	ASSERT_EQ(0, pci_bar(&self->pci, BAR_MEM, &self->start, &self->end));
	self->size = self->end - self->start + 1;
	EXPECT_EQ(self->size, info.pi_size[SET_MEM]);
}

FIXTURE_TEARDOWN(bar)
{
	close(self->fd);
	pci_give(&self->pci, NULL);
}

TEST_F(bar, byte_order)
{
	struct pcit_access pa = {
		.pa_rnumber = SET_MEM, .pa_width = 32, .pa_off = 0x100, .pa_len = 8,
	};

	pcit_put(self->fd, SET_MEM, 32, 0x100, 0x11223344);
	pcit_put(self->fd, SET_MEM, 32, 0x104, 0x55667788);
	pa.pa_endian = LE_ACC;
	EXPECT_EQ(0x11223344, pcit_do(self->fd, pa));
	pa.pa_endian = BE_ACC;
	EXPECT_EQ(0x44332211, pcit_do(self->fd, pa));
	pa.pa_width = 16;
	EXPECT_EQ(0x4433, pcit_do(self->fd, pa));
	pa.pa_width = 64;
	EXPECT_EQ(0x4433221188776655, pcit_do(self->fd, pa));
	EXPECT_EQ(0x5566778811223344, pcit_get(self->fd, SET_MEM, 64, 0x100));
	EXPECT_EQ(0x44, pcit_get(self->fd, SET_MEM, 8, 0x100));
}

TEST_F(bar, whole_bar_and_no_more)
{
	char *map = pcit_map(self->fd, SET_MEM, STRICT, 0, self->size);
	size_t last = self->size - 4;

	ASSERT_NE(MAP_FAILED, map);
	*(volatile uint32_t *)map = 0x1234;
	*(volatile uint32_t *)(map + last) = 0x5678;
	EXPECT_EQ(0x1234, pcit_get(self->fd, SET_MEM, 32, 0));
	EXPECT_EQ(0x5678, pcit_get(self->fd, SET_MEM, 32, last));
	pcit_put(self->fd, SET_MEM, 32, last, 0x9abc);
	EXPECT_EQ(0x9abc, *(volatile uint32_t *)(map + last));
	munmap(map, self->size);
	/* Offsets count. */
	map = pcit_map(self->fd, SET_MEM, STRICT, self->size - PAGE, PAGE);
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(0x9abc, *(volatile uint32_t *)(map + PAGE - 4));
	munmap(map, PAGE);
	EXPECT_EQ(ENXIO, pcit_map_errno(self->fd, SET_MEM, STRICT, 0, self->size + PAGE));
	EXPECT_EQ(ENXIO, pcit_map_errno(self->fd, SET_MEM, STRICT, PAGE, self->size));
	EXPECT_EQ(ENXIO, pcit_map_errno(self->fd, SET_MEM, STRICT, self->size, PAGE));
}

TEST_F(bar, what_cannot_be_mapped)
{
	EXPECT_EQ(ENXIO, pcit_map_errno(self->fd, 0, STRICT, 0, PAGE));
	EXPECT_EQ(ENXIO, pcit_map_errno(self->fd, 3, STRICT, 0, PAGE));
	EXPECT_EQ(ENXIO, pcit_map_errno(self->fd, -1, STRICT, 0, PAGE));
	EXPECT_EQ(ENXIO, pcit_map_errno(self->fd, SET_MEM, 5, 0, PAGE));
}

/* The registers are 256 bytes, and what follows in the page is not theirs. */
TEST_F(bar, less_than_a_page)
{
	EXPECT_EQ(ENXIO, pcit_map_errno(self->fd, SET_SMALL, STRICT, 0, PAGE));
	EXPECT_LE(0, pcit_get(self->fd, SET_SMALL, 32, 0xfc));
	EXPECT_EQ(-ENXIO, pcit_get(self->fd, SET_SMALL, 32, 0x100));
}

#define WC(self)	pci_memtype((self)->start, (self)->end + 1, "write-combining")

TEST_F(bar, write_combining)
{
	static const int merging[] = { MERGING, LOADCACHING, 4 };
	static const int uncached[] = { STRICT, UNORDERED };
	unsigned int i;
	char *map;

	if (WC(self) < 0)
		SKIP(return, "no /sys/kernel/debug/x86/pat_memtype_list");
	for (i = 0; i < 3; i++) {
		map = pcit_map(self->fd, SET_MEM, merging[i], 0, self->size);
		ASSERT_NE(MAP_FAILED, map);
		EXPECT_EQ(1, WC(self));
		*(volatile uint32_t *)(map + PAGE) = merging[i];
		EXPECT_EQ(merging[i], *(volatile uint32_t *)(map + PAGE));
		munmap(map, self->size);
		EXPECT_EQ(0, WC(self));
	}
	for (i = 0; i < 2; i++) {
		map = pcit_map(self->fd, SET_MEM, uncached[i], 0, self->size);
		ASSERT_NE(MAP_FAILED, map);
		EXPECT_EQ(0, WC(self));
		munmap(map, self->size);
	}
}

/* Memory of a device, which has no registers, is read and written by bytes. */
TEST_F(bar, debugger_of_memory)
{
	char *map = pcit_map(self->fd, SET_MEM, MERGING, 0, self->size), buf[8] = "";
	int mem = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
	off_t at = (off_t)(uintptr_t)map + PAGE + 3;

	ASSERT_NE(MAP_FAILED, map);
	ASSERT_LE(0, mem);
	memcpy(map + PAGE, "0123456789", 10);
	ASSERT_EQ(5, pread(mem, buf, 5, at));
	EXPECT_EQ(0, memcmp(buf, "34567", 5));
	ASSERT_EQ(3, pwrite(mem, "abc", 3, at));
	EXPECT_EQ(0, memcmp(map + PAGE, "012abc6789", 10));
	munmap(map, self->size);
	close(mem);
}

/* A page has one type. */
TEST_F(bar, one_type_at_a_time)
{
	struct pcit_access strict = {
		.pa_rnumber = SET_MEM, .pa_width = 32, .pa_off = PAGE, .pa_len = 4,
		.pa_order = STRICT,
	};
	struct pcit_access merging = strict;
	char *map, *part;

	merging.pa_order = MERGING;
	map = pcit_map(self->fd, SET_MEM, MERGING, 0, self->size);
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(ENXIO, pcit_map_errno(self->fd, SET_MEM, STRICT, PAGE, PAGE));
	EXPECT_EQ(-ENXIO, pcit_do(self->fd, strict));
	EXPECT_LE(0, pcit_do(self->fd, merging));
	/* A piece that remains keeps its type. */
	munmap(map + PAGE, self->size - PAGE);
	EXPECT_EQ(ENXIO, pcit_map_errno(self->fd, SET_MEM, STRICT, 0, PAGE));
	munmap(map, PAGE);
	EXPECT_EQ(0, pcit_map_errno(self->fd, SET_MEM, STRICT, 0, PAGE));
	/* Merging is allowed, not demanded. */
	part = pcit_map(self->fd, SET_MEM, STRICT, 4 * PAGE, PAGE);
	ASSERT_NE(MAP_FAILED, part);
	map = pcit_map(self->fd, SET_MEM, MERGING, 0, self->size);
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_NE(1, WC(self));
	*(volatile uint32_t *)part = 0x77;
	EXPECT_EQ(0x77, *(volatile uint32_t *)(map + 4 * PAGE));
	munmap(map, self->size);
	munmap(part, PAGE);
}

/* The device is taken away and given back: by sysfs. */
TEST_F(bar, unbind_and_bind)
{
	struct pcit_info info;
	int i, fd;
	char *map;

	close(self->fd);
	for (i = 0; i < 3; i++) {
		fd = pcit_open(&self->pci);
		ASSERT_LE(0, fd);
		map = pcit_map(fd, SET_MEM, MERGING, 0, self->size);
		ASSERT_NE(MAP_FAILED, map);
		*(volatile uint64_t *)map = i;
		ASSERT_EQ(0, pci_unbind(&self->pci));
		EXPECT_EQ(SIGBUS, probe_read((vu64 *)map).sig);
		EXPECT_EQ(SIGBUS, probe_write((vu64 *)(map + PAGE), 1).sig);
		EXPECT_EQ(-1, ioctl(fd, PCITIOC_INFO, &info));
		EXPECT_EQ(ENXIO, errno);
		EXPECT_EQ(-1, pcit_open(&self->pci));
		EXPECT_EQ(0, WC(self) == 1);
		ASSERT_EQ(0, pci_bind(&self->pci, "pcit"));
		EXPECT_EQ(SIGBUS, probe_read((vu64 *)map).sig);
		munmap(map, self->size);
		close(fd);
	}
	self->fd = pcit_open(&self->pci);
	ASSERT_EQ(0, ioctl(self->fd, PCITIOC_INFO, &info));
	EXPECT_EQ(self->instance, info.pi_instance);
}

/* Interrupts: edu raises one for each number that is written there. */
#define EDU		0x1234, 0x11e8
#define EDU_RAISE	0x60
#define EDU_ACK		0x64

FIXTURE(intr)
{
	struct pci pci;
	char was[64];
	int fd;
};

FIXTURE_SETUP(intr)
{
	if (pci_find(&self->pci, EDU))
		SKIP(_exit(SKIPPED), "no edu: qemu -device edu");
	if (access("/sys/module/pcit", F_OK))
		SKIP(_exit(SKIPPED), "no pcit: modprobe pcit");
	pci_driver(&self->pci, self->was, sizeof(self->was));
	ASSERT_EQ(0, pci_give(&self->pci, "pcit"));
	self->fd = pcit_open(&self->pci);
	ASSERT_LE(0, self->fd);
}

FIXTURE_TEARDOWN(intr)
{
	close(self->fd);
	pci_give(&self->pci, NULL);
}

/* One call: 0 or an errno; EIO is what is not DDI_SUCCESS. */
static int intr(int fd, int op, int type, int arg, struct pcit_intr *in)
{
	*in = (struct pcit_intr){ .in_op = op, .in_type = type, .in_arg = arg };
	return ioctl(fd, PCITIOC_INTR, in) ? errno : 0;
}

static int intr_calls(int fd)
{
	struct pcit_intr in;

	intr(fd, PCIT_INTR_SEEN, 0, 0, &in);
	return in.in_calls;
}

/* Waits until the handler has been called so often. */
static int intr_wait(int fd, int calls)
{
	double start = now();

	while (intr_calls(fd) < calls && now() - start < 10)
		usleep(1000);
	return intr_calls(fd);
}

TEST_F(intr, types)
{
	struct pcit_intr in;
	struct pcit_prop pp;

	EXPECT_EQ(0, intr(self->fd, PCIT_INTR_TYPES, 0, 0, &in));
	EXPECT_EQ(FIXED | MSI, in.in_value);
	EXPECT_EQ(0, intr(self->fd, PCIT_INTR_NINTRS, FIXED, 0, &in));
	EXPECT_EQ(1, in.in_value);
	EXPECT_EQ(0, intr(self->fd, PCIT_INTR_NAVAIL, MSI, 0, &in));
	EXPECT_EQ(1, in.in_value);
	EXPECT_EQ(1, pcit_prop(self->fd, "interrupts", &pp));
}

static int intr_on(int fd, int type)
{
	struct pcit_intr in;

	return intr(fd, PCIT_INTR_ALLOC, type, 1, &in) ?:
	       intr(fd, PCIT_INTR_ENABLE, type, 0, &in);
}

static int intr_off(int fd)
{
	struct pcit_intr in;

	return intr(fd, PCIT_INTR_DISABLE, 0, 0, &in) ?:
	       intr(fd, PCIT_INTR_FREE, 0, 0, &in);
}

static void intr_raise(int fd, int value)
{
	pcit_put(fd, 1, 32, EDU_RAISE, value);
}

/* Each that is raised comes, none when it is off. */
#define INTR_COMES(self, type)						\
do {									\
	struct pcit_intr in_;						\
	int i_;								\
									\
	ASSERT_EQ(0, intr_on((self)->fd, type));			\
	for (i_ = 1; i_ <= 20; i_++) {					\
		intr_raise((self)->fd, i_);				\
		ASSERT_EQ(i_, intr_wait((self)->fd, i_));		\
		intr((self)->fd, PCIT_INTR_SEEN, 0, 0, &in_);		\
		EXPECT_EQ(i_, in_.in_last);				\
	}								\
	ASSERT_EQ(0, intr_off((self)->fd));				\
	intr_raise((self)->fd, 1);					\
	usleep(50000);							\
	EXPECT_EQ(20, intr_calls((self)->fd));				\
	pcit_put((self)->fd, 1, 32, EDU_ACK, 1);			\
	ASSERT_EQ(0, intr_on((self)->fd, type));			\
	intr_raise((self)->fd, 2);					\
	EXPECT_EQ(21, intr_wait((self)->fd, 21));			\
	ASSERT_EQ(0, intr_off((self)->fd));				\
} while (0)

TEST_F(intr, line)
{
	INTR_COMES(self, FIXED);
}

TEST_F(intr, message)
{
	INTR_COMES(self, MSI);
}

TEST_F(intr, capabilities)
{
	struct pcit_intr in;

	ASSERT_EQ(0, intr(self->fd, PCIT_INTR_ALLOC, FIXED, 1, &in));
	EXPECT_EQ(0, intr(self->fd, PCIT_INTR_CAP, 0, 0, &in));
	EXPECT_EQ(0x1, in.in_value);
	EXPECT_EQ(0, intr(self->fd, PCIT_INTR_PRI, 0, 3, &in));
	EXPECT_EQ(3, in.in_value);
	EXPECT_EQ(0, intr(self->fd, PCIT_INTR_FREE, 0, 0, &in));
	ASSERT_EQ(0, intr(self->fd, PCIT_INTR_ALLOC, MSI, 8, &in));
	EXPECT_EQ(1, in.in_value);
	EXPECT_EQ(0, intr(self->fd, PCIT_INTR_CAP, 0, 0, &in));
	EXPECT_EQ(0x102, in.in_value);
	EXPECT_EQ(0, intr(self->fd, PCIT_INTR_FREE, 0, 0, &in));
}

TEST_F(intr, refused)
{
	struct pcit_intr in;

	ASSERT_EQ(0, intr_on(self->fd, FIXED));
	ASSERT_EQ(0, intr(self->fd, PCIT_INTR_WRONG, 0, 0, &in));
	EXPECT_EQ(0, in.in_value)
		TH_LOG("not refused: %#x", in.in_value);
	EXPECT_EQ(0, intr_off(self->fd));
}

static void *intr_hold(void *arg)
{
	struct pcit_intr in;

	intr((long)arg, PCIT_INTR_HOLD, 0, 300, &in);
	return NULL;
}

/* A handler sleeps until its mutex is free. */
TEST_F(intr, handler_takes_a_mutex)
{
	struct pcit_intr in;
	pthread_t thread;

	ASSERT_EQ(0, intr_on(self->fd, FIXED));
	pthread_create(&thread, NULL, intr_hold, (void *)(long)self->fd);
	usleep(100000);
	intr_raise(self->fd, 1);
	pthread_join(thread, NULL);
	EXPECT_EQ(1, intr_wait(self->fd, 1));
	intr(self->fd, PCIT_INTR_SEEN, 0, 0, &in);
	EXPECT_EQ(1, in.in_held);
	EXPECT_EQ(0, intr_off(self->fd));
}

TEST_F(intr, old_functions)
{
	struct pcit_intr in;
	int i;

	for (i = 1; i <= 3; i++) {
		ASSERT_EQ(0, intr(self->fd, PCIT_INTR_OLD_ADD, 0, 0, &in));
		EXPECT_EQ(1, in.in_value);
		intr_raise(self->fd, i);
		EXPECT_EQ(i, intr_wait(self->fd, i));
		EXPECT_EQ(0, intr(self->fd, PCIT_INTR_OLD_REMOVE, 0, 0, &in));
	}
}

TEST_F(intr, soft)
{
	struct pcit_intr in;

	EXPECT_EQ(EIO, intr(self->fd, PCIT_INTR_SOFT_ADD, 0, 10, &in));
	EXPECT_EQ(EIO, intr(self->fd, PCIT_INTR_SOFT_ADD, 0, 0, &in));
	ASSERT_EQ(0, intr(self->fd, PCIT_INTR_SOFT_ADD, 0, 1, &in));
	ASSERT_EQ(0, intr(self->fd, PCIT_INTR_SOFT_TRIGGER, 0, 41, &in));
	EXPECT_EQ(1, intr_wait(self->fd, 1));
	intr(self->fd, PCIT_INTR_SEEN, 0, 0, &in);
	EXPECT_EQ(41, in.in_last);
	EXPECT_EQ(0, intr(self->fd, PCIT_INTR_SOFT_PRI, 0, 4, &in));
	EXPECT_EQ(4, in.in_value);
	EXPECT_EQ(EIO, intr(self->fd, PCIT_INTR_SOFT_PRI, 0, 10, &in));
	/* One that was not called yet is not called twice. */
	ASSERT_EQ(0, intr(self->fd, PCIT_INTR_SOFT_TWICE, 0, 0, &in));
	EXPECT_EQ(-9, in.in_value);
	EXPECT_EQ(3, intr_wait(self->fd, 3));
	intr(self->fd, PCIT_INTR_SEEN, 0, 0, &in);
	EXPECT_EQ(2, in.in_last);
	usleep(20000);
	EXPECT_EQ(3, intr_calls(self->fd));
	ASSERT_EQ(0, intr(self->fd, PCIT_INTR_SOFT_REMOVE, 0, 0, &in));
}

TEST_F(intr, soft_old)
{
	struct pcit_intr in;

	ASSERT_EQ(0, intr(self->fd, PCIT_INTR_SOFT_OLD, 0, 0, &in));
	EXPECT_EQ(1, in.in_calls);
	EXPECT_EQ(77, in.in_last);
}

static int kernel_said(const char *what)
{
	static char log[1 << 20];
	int n = klogctl(3, log, sizeof(log) - 1);

	log[n < 0 ? 0 : n] = '\0';
	return strstr(log, what) != NULL;
}

/* A driver that leaves its interrupts on is stopped, and told. */
TEST_F(intr, left_behind)
{
	struct pcit_intr in;

	ASSERT_EQ(0, intr_on(self->fd, MSI));
	ASSERT_EQ(0, intr(self->fd, PCIT_INTR_SOFT_ADD, 0, 1, &in));
	ASSERT_EQ(0, intr(self->fd, PCIT_INTR_LEAVE, 0, 0, &in));
	ASSERT_EQ(0, pci_unbind(&self->pci));
	EXPECT_TRUE(kernel_said("2 interrupts were not freed"));
	ASSERT_EQ(0, pci_bind(&self->pci, "pcit"));
	close(self->fd);
	self->fd = pcit_open(&self->pci);
	ASSERT_LE(0, self->fd);
	INTR_COMES(self, MSI);
}

/* One whose handler never claims it does not hang the machine. */
TEST_F(intr, never_claimed)
{
	struct pcit_intr in;

	ASSERT_EQ(0, intr_on(self->fd, FIXED));
	ASSERT_EQ(0, intr(self->fd, PCIT_INTR_IGNORE, 0, 1, &in));
	intr_raise(self->fd, 1);
	usleep(200000);
	EXPECT_TRUE(kernel_said("its handler never claims it"));
	ASSERT_EQ(0, intr(self->fd, PCIT_INTR_IGNORE, 0, 0, &in));
	ASSERT_EQ(0, intr_off(self->fd));
	pcit_put(self->fd, 1, 32, EDU_ACK, 1);
	INTR_COMES(self, FIXED);
}

#define PCI_MODULE "pcit"
#include "pci_main.h"
