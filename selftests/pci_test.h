/* SPDX-License-Identifier: GPL-2.0 */
/*
 * PCI devices, as tests need them: found by their numbers, given to a driver and
 * taken away, by sysfs. Include it after devmap_test.h.
 */
#ifndef PCI_TEST_H
#define PCI_TEST_H

#include <dirent.h>

#define PCI_DEVICES	"/sys/bus/pci/devices"

struct pci {
	char addr[32];		/* "0000:00:02.0" */
};

/* All paths and numbers of sysfs are short. */
static inline long long pci_number(const struct pci *pci, const char *attr)
{
	char path[160], text[64] = "";
	FILE *f;

	snprintf(path, sizeof(path), PCI_DEVICES "/%s/%s", pci->addr, attr);
	f = fopen(path, "r");
	if (!f)
		return -1;
	if (!fgets(text, sizeof(text), f))
		text[0] = '\0';
	fclose(f);
	return strtoll(text, NULL, 0);
}

/* The @nth device of that kind: 0, or -1 if there is none. */
static inline int pci_find_nth(struct pci *pci, int vendor, int device, int nth)
{
	DIR *dir = opendir(PCI_DEVICES);
	struct dirent *d;
	int found = -1;

	while (dir && found && (d = readdir(dir))) {
		snprintf(pci->addr, sizeof(pci->addr), "%.31s", d->d_name);
		if (d->d_name[0] != '.' && pci_number(pci, "vendor") == vendor &&
		    pci_number(pci, "device") == device && !nth--)
			found = 0;
	}
	if (dir)
		closedir(dir);
	return found;
}

static inline int pci_find(struct pci *pci, int vendor, int device)
{
	return pci_find_nth(pci, vendor, device, 0);
}

static inline int pci_write(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY), err = 0;

	if (fd < 0)
		return errno;
	if (write(fd, text, strlen(text)) < 0)
		err = errno;
	close(fd);
	return err;
}

/* The driver that has it, "" if none has. */
static inline void pci_driver(const struct pci *pci, char *name, size_t size)
{
	char path[160], target[256];
	ssize_t n;

	snprintf(path, sizeof(path), PCI_DEVICES "/%s/driver", pci->addr);
	n = readlink(path, target, sizeof(target) - 1);
	target[n < 0 ? 0 : n] = '\0';
	snprintf(name, size, "%s", n < 0 ? "" : strrchr(target, '/') + 1);
}

static inline int pci_has_driver(const struct pci *pci, const char *name)
{
	char has[64];

	pci_driver(pci, has, sizeof(has));
	return !strcmp(has, name);
}

static inline int pci_unbind(const struct pci *pci)
{
	char path[160];

	snprintf(path, sizeof(path), PCI_DEVICES "/%s/driver/unbind", pci->addr);
	return pci_write(path, pci->addr);
}

/* The driver that its numbers name, or the one that is named: 0 or an errno. */
static inline int pci_bind(const struct pci *pci, const char *driver)
{
	char path[160];

	snprintf(path, sizeof(path), PCI_DEVICES "/%s/driver_override", pci->addr);
	pci_write(path, driver ? driver : "\n");
	return pci_write("/sys/bus/pci/drivers_probe", pci->addr);
}

/* Takes it away from whoever has it: 0 if @driver has it then. */
static inline int pci_give(const struct pci *pci, const char *driver)
{
	pci_unbind(pci);
	pci_bind(pci, driver);
	return driver ? !pci_has_driver(pci, driver) : 0;
}

/* Its first node in /dev; -1 if it has none. */
static inline int pci_node(const struct pci *pci, char *path, size_t size)
{
	char dirname[160];
	struct dirent *d;
	DIR *dir;
	int found = -1;

	snprintf(dirname, sizeof(dirname), PCI_DEVICES "/%s/devmap", pci->addr);
	dir = opendir(dirname);
	while (dir && found && (d = readdir(dir))) {
		if (d->d_name[0] == '.')
			continue;
		snprintf(path, size, "/dev/%.200s", d->d_name);
		found = 0;
	}
	if (dir)
		closedir(dir);
	return found;
}

/* Where a BAR is: line @bar of "resource". */
static inline int pci_bar(const struct pci *pci, int bar, unsigned long long *start,
			  unsigned long long *end)
{
	char path[160], line[128];
	FILE *f;
	int i, n = 0;

	snprintf(path, sizeof(path), PCI_DEVICES "/%s/resource", pci->addr);
	f = fopen(path, "r");
	for (i = 0; f && i <= bar; i++)
		n = fgets(line, sizeof(line), f) ? sscanf(line, "%llx %llx", start, end) : 0;
	if (f)
		fclose(f);
	return n == 2 && *end ? 0 : -1;
}

/*
 * Does Linux know of a range with that memory type? -1 where it does not tell: this
 * is of x86.
 */
static inline int pci_memtype(unsigned long long start, unsigned long long end,
			      const char *type)
{
	FILE *f = fopen("/sys/kernel/debug/x86/pat_memtype_list", "r");
	unsigned long long s, e;
	char line[160];
	int found = 0;

	if (!f)
		return -1;
	while (fgets(line, sizeof(line), f)) {
		char *at = strstr(line, "0x");

		if (at && sscanf(at, "%llx-%llx", &s, &e) == 2 && s <= start && e >= end &&
		    strstr(line, type))
			found = 1;
	}
	fclose(f);
	return found;
}

#endif /* PCI_TEST_H */
