// SPDX-License-Identifier: GPL-2.0
/*
 * What a PCI device is to its driver: register sets and properties, by the PCI bus
 * binding to IEEE 1275.
 */
#include <linux/pci.h>
#include <linux/slab.h>

#include "node.h"
#include "pci.h"
#include "prop.h"

/* The first cell of an address: which space, which device, which register. */
#define DDI_PCI_HI_PREFETCH	0x40000000
#define DDI_PCI_HI_RELOCATED	0x80000000
#define DDI_PCI_HI_IO		0x01000000
#define DDI_PCI_HI_MEM32	0x02000000
#define DDI_PCI_HI_MEM64	0x03000000

/* An address and a size: three cells and two. */
#define DDI_PCI_CELLS		5

/* The BAR that is behind a register set, -1 if there are not so many. */
static int ddi_pci_bar(struct pci_dev *pdev, unsigned int rnumber)
{
	int bar;

	for (bar = 0; bar < PCI_STD_NUM_BARS; bar++)
		if (pci_resource_len(pdev, bar) && !--rnumber)
			return bar;
	return -1;
}

static unsigned int ddi_pci_count_bars(struct pci_dev *pdev)
{
	unsigned int n = 0;

	while (ddi_pci_bar(pdev, n + 1) >= 0)
		n++;
	return n;
}

static void ddi_pci_regset(struct pci_dev *pdev, unsigned int rnumber,
			   struct ddi_regset *set)
{
	int bar = ddi_pci_bar(pdev, rnumber);

	set->space = pci_resource_flags(pdev, bar) & IORESOURCE_MEM ? DDI_REGS_MEM :
								      DDI_REGS_IO;
	set->start = pci_resource_start(pdev, bar);
	set->size = pci_resource_len(pdev, bar);
}

/**
 * ddi_pci_regsets() - the register sets of a PCI device
 * @pdev: the device
 * @nregs: receives how many there are
 *
 * Set 0 is the configuration space, the BARs that the device has follow in their
 * order. Expansion ROMs are not among them.
 *
 * Return: the register sets, or NULL without memory.
 */
struct ddi_regset *ddi_pci_regsets(struct pci_dev *pdev, unsigned int *nregs)
{
	unsigned int i, n = ddi_pci_count_bars(pdev) + 1;
	struct ddi_regset *regs = kcalloc(n, sizeof(*regs), GFP_KERNEL);

	if (!regs)
		return NULL;
	regs[0].space = DDI_REGS_CONFIG;
	regs[0].size = pdev->cfg_size;
	for (i = 1; i < n; i++)
		ddi_pci_regset(pdev, i, &regs[i]);
	*nregs = n;
	return regs;
}

static u32 ddi_pci_hi(struct pci_dev *pdev)
{
	return pdev->bus->number << 16 | pdev->devfn << 8;
}

static u32 ddi_pci_bar_hi(struct pci_dev *pdev, int bar)
{
	unsigned long flags = pci_resource_flags(pdev, bar);
	u32 hi = ddi_pci_hi(pdev) | (PCI_BASE_ADDRESS_0 + bar * sizeof(u32));

	if (flags & IORESOURCE_IO)
		return hi | DDI_PCI_HI_IO;
	if (flags & IORESOURCE_PREFETCH)
		hi |= DDI_PCI_HI_PREFETCH;
	return hi | (flags & IORESOURCE_MEM_64 ? DDI_PCI_HI_MEM64 : DDI_PCI_HI_MEM32);
}

static void ddi_pci_cells(u32 *cells, u32 hi, u64 addr, u64 size)
{
	cells[0] = hi;
	cells[1] = upper_32_bits(addr);
	cells[2] = lower_32_bits(addr);
	cells[3] = upper_32_bits(size);
	cells[4] = lower_32_bits(size);
}

/* "reg" says which registers there are, "assigned-addresses" where the bus has them. */
static int ddi_pci_describe_regs(struct dev_info *dip, struct pci_dev *pdev)
{
	unsigned int i, n = dip->nregs;
	u32 *reg = kcalloc(2 * n, DDI_PCI_CELLS * sizeof(*reg), GFP_KERNEL);
	u32 *assigned = reg + n * DDI_PCI_CELLS;
	size_t each = DDI_PCI_CELLS * sizeof(*reg);
	int err;

	if (!reg)
		return -ENOMEM;
	ddi_pci_cells(reg, ddi_pci_hi(pdev), 0, 0);
	for (i = 1; i < n; i++) {
		int bar = ddi_pci_bar(pdev, i);
		u32 hi = ddi_pci_bar_hi(pdev, bar);

		ddi_pci_cells(reg + i * DDI_PCI_CELLS, hi, 0, dip->regs[i].size);
		ddi_pci_cells(assigned + (i - 1) * DDI_PCI_CELLS,
			      hi | DDI_PCI_HI_RELOCATED, pci_bus_address(pdev, bar),
			      dip->regs[i].size);
	}
	err = ddi_hwprop_set(dip, "reg", DDI_PROP_INT, reg, n * each);
	if (!err && n > 1)
		err = ddi_hwprop_set(dip, "assigned-addresses", DDI_PROP_INT, assigned,
				     (n - 1) * each);
	kfree(reg);
	return err;
}

static int ddi_pci_describe_ids(struct dev_info *dip, struct pci_dev *pdev)
{
	const struct {
		const char *name;
		int value;
		bool is;
	} ids[] = {
		{ "vendor-id", pdev->vendor, true },
		{ "device-id", pdev->device, true },
		{ "class-code", pdev->class, true },
		{ "revision-id", pdev->revision, true },
		{ "subsystem-vendor-id", pdev->subsystem_vendor, pdev->subsystem_vendor },
		{ "subsystem-id", pdev->subsystem_device, pdev->subsystem_vendor },
		{ "interrupts", pdev->pin, pdev->pin },
	};
	int i, err = 0;

	for (i = 0; i < ARRAY_SIZE(ids) && !err; i++)
		if (ids[i].is)
			err = ddi_hwprop_set(dip, ids[i].name, DDI_PROP_INT,
					     &ids[i].value, sizeof(ids[i].value));
	return err;
}

/* The names of a device, the most exact one first. */
static int ddi_pci_describe_names(struct dev_info *dip, struct pci_dev *pdev)
{
	unsigned int v = pdev->vendor, d = pdev->device, r = pdev->revision;
	unsigned int sv = pdev->subsystem_vendor, sd = pdev->subsystem_device;
	char names[160];
	size_t len = 0;

	if (sv) {
		len += scnprintf(names + len, sizeof(names) - len,
				 "pci%x,%x.%x.%x.%x", v, d, sv, sd, r) + 1;
		len += scnprintf(names + len, sizeof(names) - len,
				 "pci%x,%x.%x.%x", v, d, sv, sd) + 1;
		len += scnprintf(names + len, sizeof(names) - len,
				 "pci%x,%x", sv, sd) + 1;
	}
	len += scnprintf(names + len, sizeof(names) - len, "pci%x,%x.%x", v, d, r) + 1;
	len += scnprintf(names + len, sizeof(names) - len, "pci%x,%x", v, d) + 1;
	len += scnprintf(names + len, sizeof(names) - len, "pciclass,%06x",
			 pdev->class) + 1;
	len += scnprintf(names + len, sizeof(names) - len, "pciclass,%04x",
			 pdev->class >> 8) + 1;
	return ddi_hwprop_set(dip, "compatible", DDI_PROP_STRING, names, len);
}

/**
 * ddi_pci_describe() - the properties of a PCI device
 * @dip: the instance, not yet attached
 *
 * Return: 0, -ENOMEM.
 */
int ddi_pci_describe(struct dev_info *dip)
{
	struct pci_dev *pdev = to_pci_dev(dip->dev);
	int err;

	snprintf(dip->binding, sizeof(dip->binding), "pci%x,%x", pdev->vendor,
		 pdev->device);
	err = ddi_pci_describe_regs(dip, pdev);
	if (!err)
		err = ddi_pci_describe_ids(dip, pdev);
	if (!err)
		err = ddi_pci_describe_names(dip, pdev);
	return err;
}
