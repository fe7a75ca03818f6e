// SPDX-License-Identifier: GPL-2.0
/*
 * pcit.ko: a driver of PCI devices that does what its tests say.
 */
#include <sys/types.h>
#include <sys/conf.h>
#include <sys/cred.h>
#include <sys/ddi.h>
#include <sys/devops.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/mman.h>
#include <sys/modctl.h>
#include <sys/open.h>
#include <sys/pci.h>
#include <sys/stat.h>
#include <sys/sunddi.h>

#include "pcit.h"

static void *pcit_statep;

static int
pcit_info(struct pcit_state *ps, struct pcit_info *info)
{
	off_t size;
	int i;

	bzero(info, sizeof (*info));
	info->pi_instance = ddi_get_instance(ps->ps_dip);
	if (ddi_dev_nregs(ps->ps_dip, &info->pi_nregs) != DDI_SUCCESS)
		return (EIO);
	for (i = 0; i < PCIT_MAXREGS; i++) {
		info->pi_size[i] = -1;
		if (ddi_dev_regsize(ps->ps_dip, i, &size) == DDI_SUCCESS)
			info->pi_size[i] = size;
	}
	(void) snprintf(info->pi_name, sizeof (info->pi_name), "%s",
	    ddi_get_name(ps->ps_dip));
	return (0);
}

static void
pcit_get(ddi_acc_handle_t acc, caddr_t addr, struct pcit_access *pa)
{
	switch (pa->pa_width) {
	case 8:
		pa->pa_value = ddi_get8(acc, (uint8_t *)addr);
		break;
	case 16:
		pa->pa_value = ddi_get16(acc, (uint16_t *)addr);
		break;
	case 32:
		pa->pa_value = ddi_get32(acc, (uint32_t *)addr);
		break;
	default:
		pa->pa_value = ddi_get64(acc, (uint64_t *)addr);
	}
}

static void
pcit_put(ddi_acc_handle_t acc, caddr_t addr, struct pcit_access *pa)
{
	switch (pa->pa_width) {
	case 8:
		ddi_put8(acc, (uint8_t *)addr, pa->pa_value);
		break;
	case 16:
		ddi_put16(acc, (uint16_t *)addr, pa->pa_value);
		break;
	case 32:
		ddi_put32(acc, (uint32_t *)addr, pa->pa_value);
		break;
	default:
		ddi_put64(acc, (uint64_t *)addr, pa->pa_value);
	}
}

static void
pcit_config_get(ddi_acc_handle_t acc, struct pcit_access *pa)
{
	switch (pa->pa_width) {
	case 8:
		pa->pa_value = pci_config_get8(acc, pa->pa_off);
		break;
	case 16:
		pa->pa_value = pci_config_get16(acc, pa->pa_off);
		break;
	case 32:
		pa->pa_value = pci_config_get32(acc, pa->pa_off);
		break;
	default:
		pa->pa_value = pci_config_get64(acc, pa->pa_off);
	}
}

static void
pcit_config_put(ddi_acc_handle_t acc, struct pcit_access *pa)
{
	switch (pa->pa_width) {
	case 8:
		pci_config_put8(acc, pa->pa_off, pa->pa_value);
		break;
	case 16:
		pci_config_put16(acc, pa->pa_off, pa->pa_value);
		break;
	case 32:
		pci_config_put32(acc, pa->pa_off, pa->pa_value);
		break;
	default:
		pci_config_put64(acc, pa->pa_off, pa->pa_value);
	}
}

static int
pcit_config(struct pcit_state *ps, struct pcit_access *pa)
{
	ddi_acc_handle_t acc;

	if (pci_config_setup(ps->ps_dip, &acc) != DDI_SUCCESS)
		return (EIO);
	if (pa->pa_write)
		pcit_config_put(acc, pa);
	else
		pcit_config_get(acc, pa);
	pci_config_teardown(&acc);
	return (acc == NULL ? 0 : EPROTO);
}

static int
pcit_access(struct pcit_state *ps, struct pcit_access *pa)
{
	ddi_device_acc_attr_t attr = { DDI_DEVICE_ATTR_V0 };
	ddi_acc_handle_t acc;
	caddr_t addr;

	if (pa->pa_config)
		return (pcit_config(ps, pa));
	attr.devacc_attr_endian_flags = pa->pa_endian;
	attr.devacc_attr_dataorder = pa->pa_order;
	if (ddi_regs_map_setup(ps->ps_dip, pa->pa_rnumber, &addr, pa->pa_off,
	    pa->pa_len, &attr, &acc) != DDI_SUCCESS)
		return (ENXIO);
	if (pa->pa_write)
		pcit_put(acc, addr, pa);
	else
		pcit_get(acc, addr, pa);
	ddi_regs_map_free(&acc);
	return (0);
}

static int
pcit_prop_strings(struct pcit_state *ps, struct pcit_prop *pp)
{
	char **strings;
	size_t len = 0;
	uint_t i;

	if (ddi_prop_lookup_string_array(DDI_DEV_T_ANY, ps->ps_dip,
	    DDI_PROP_DONTPASS, pp->pp_name, &strings, &pp->pp_n) !=
	    DDI_PROP_SUCCESS)
		return (ENOENT);
	for (i = 0; i < pp->pp_n && len < sizeof (pp->pp_string); i++)
		len += snprintf(pp->pp_string + len,
		    sizeof (pp->pp_string) - len, "%s ", strings[i]);
	ddi_prop_free(strings);
	return (0);
}

static int
pcit_prop(struct pcit_state *ps, struct pcit_prop *pp)
{
	int *ints;
	uint_t n;

	pp->pp_name[sizeof (pp->pp_name) - 1] = '\0';
	bzero(pp->pp_string, sizeof (pp->pp_string));
	if (ddi_prop_lookup_int_array(DDI_DEV_T_ANY, ps->ps_dip,
	    DDI_PROP_DONTPASS, pp->pp_name, &ints, &n) != DDI_PROP_SUCCESS)
		return (pcit_prop_strings(ps, pp));
	pp->pp_n = n;
	bcopy(ints, pp->pp_int, MIN(n * sizeof (int), sizeof (pp->pp_int)));
	ddi_prop_free(ints);
	return (0);
}

/* What all ioctls copy in and out. */
union pcit_arg {
	struct pcit_info	info;
	struct pcit_access	access;
	struct pcit_prop	prop;
	struct pcit_mapping	mapping;
	struct pcit_intr	intr;
};

static int
pcit_do(struct pcit_state *ps, uint_t cmd, union pcit_arg *a)
{
	switch (cmd) {
	case PCITIOC_INFO:
		return (pcit_info(ps, &a->info));
	case PCITIOC_ACCESS:
		return (pcit_access(ps, &a->access));
	case PCITIOC_PROP:
		return (pcit_prop(ps, &a->prop));
	case PCITIOC_MAPPING:
		ps->ps_mapping = a->mapping;
		return (0);
	case PCITIOC_INTR:
		return (pcit_intr(&ps->ps_intrs, &a->intr));
	default:
		return (ENOTTY);
	}
}

static int
pcitioctl(dev_t dev, int cmd, intptr_t arg, int mode, cred_t *credp, int *rvalp)
{
	struct pcit_state *ps = ddi_get_soft_state(pcit_statep, getminor(dev));
	size_t size = ((uint_t)cmd >> 16) & 0x3fff;
	union pcit_arg a;
	int error;

	if (ps == NULL)
		return (ENXIO);
	if (size > sizeof (a))
		return (ENOTTY);
	if (ddi_copyin((void *)arg, &a, size, mode) != 0)
		return (EFAULT);
	error = pcit_do(ps, cmd, &a);
	if (error == 0 && ddi_copyout(&a, (void *)arg, size, mode) != 0)
		error = EFAULT;
	return (error);
}

static int
pcitdevmap(dev_t dev, devmap_cookie_t handle, offset_t off, size_t len,
    size_t *maplen, uint_t model)
{
	struct pcit_state *ps = ddi_get_soft_state(pcit_statep, getminor(dev));
	ddi_device_acc_attr_t attr = { DDI_DEVICE_ATTR_V0 };
	struct pcit_mapping *pm = &ps->ps_mapping;

	attr.devacc_attr_dataorder = pm->pm_order;
	*maplen = ptob(btopr(len));
	if (devmap_devmem_setup(handle, ps->ps_dip, NULL, pm->pm_rnumber,
	    pm->pm_off + off, *maplen, PROT_ALL, DEVMAP_DEFAULTS, &attr) !=
	    DDI_SUCCESS)
		return (ENXIO);
	return (0);
}

static int
pcitgetinfo(dev_info_t *dip, ddi_info_cmd_t infocmd, void *arg, void **result)
{
	struct pcit_state *ps;

	ps = ddi_get_soft_state(pcit_statep, getminor((dev_t)(uintptr_t)arg));
	if (ps == NULL)
		return (DDI_FAILURE);
	*result = infocmd == DDI_INFO_DEVT2DEVINFO ? (void *)ps->ps_dip :
	    (void *)(uintptr_t)ddi_get_instance(ps->ps_dip);
	return (DDI_SUCCESS);
}

static int
pcitattach(dev_info_t *dip, ddi_attach_cmd_t cmd)
{
	int instance = ddi_get_instance(dip);
	struct pcit_state *ps;
	char name[16];

	if (cmd != DDI_ATTACH ||
	    ddi_soft_state_zalloc(pcit_statep, instance) != DDI_SUCCESS)
		return (DDI_FAILURE);
	ps = ddi_get_soft_state(pcit_statep, instance);
	ps->ps_dip = dip;
	pcit_intr_init(&ps->ps_intrs, dip);
	(void) snprintf(name, sizeof (name), "%d", instance);
	if (ddi_create_minor_node(dip, name, S_IFCHR, instance, DDI_PSEUDO,
	    0) == DDI_SUCCESS)
		return (DDI_SUCCESS);
	pcit_intr_fini(&ps->ps_intrs);
	ddi_soft_state_free(pcit_statep, instance);
	return (DDI_FAILURE);
}

static int
pcitdetach(dev_info_t *dip, ddi_detach_cmd_t cmd)
{
	int instance = ddi_get_instance(dip);
	struct pcit_state *ps = ddi_get_soft_state(pcit_statep, instance);

	if (cmd != DDI_DETACH)
		return (DDI_FAILURE);
	ddi_remove_minor_node(dip, NULL);
	pcit_intr_fini(&ps->ps_intrs);
	ddi_soft_state_free(pcit_statep, instance);
	return (DDI_SUCCESS);
}

static int
pcitopen(dev_t *devp, int flag, int otyp, cred_t *credp)
{
	return (0);
}

static int
pcitclose(dev_t dev, int flag, int otyp, cred_t *credp)
{
	return (0);
}

static struct cb_ops pcit_cb_ops = {
	.cb_open = pcitopen,
	.cb_close = pcitclose,
	.cb_strategy = nodev,
	.cb_print = nodev,
	.cb_dump = nodev,
	.cb_read = nodev,
	.cb_write = nodev,
	.cb_ioctl = pcitioctl,
	.cb_devmap = pcitdevmap,
	.cb_mmap = nodev,
	.cb_segmap = ddi_devmap_segmap,
	.cb_chpoll = nochpoll,
	.cb_prop_op = ddi_prop_op,
	.cb_str = NULL,
	.cb_flag = D_NEW | D_MP | D_64BIT | D_DEVMAP,
	.cb_rev = CB_REV,
	.cb_aread = nodev,
	.cb_awrite = nodev
};

static struct dev_ops pcit_dev_ops = {
	.devo_rev = DEVO_REV,
	.devo_refcnt = 0,
	.devo_getinfo = pcitgetinfo,
	.devo_identify = nulldev,
	.devo_probe = nulldev,
	.devo_attach = pcitattach,
	.devo_detach = pcitdetach,
	.devo_reset = nodev,
	.devo_cb_ops = &pcit_cb_ops,
	.devo_bus_ops = NULL,
	.devo_power = NULL,
	.devo_quiesce = ddi_quiesce_not_needed
};

static struct modldrv pcitmodldrv = {
	&mod_driverops,
	"PCI tests",
	&pcit_dev_ops
};

static struct modlinkage pcitmodlinkage = {
	MODREV_1,
	{ &pcitmodldrv, NULL }
};

int
_init(void)
{
	int error;

	error = ddi_soft_state_init(&pcit_statep, sizeof (struct pcit_state),
	    1);
	if (error != 0)
		return (error);
	error = mod_install(&pcitmodlinkage);
	if (error != 0)
		ddi_soft_state_fini(&pcit_statep);
	return (error);
}

int
_fini(void)
{
	int error;

	error = mod_remove(&pcitmodlinkage);
	if (error == 0)
		ddi_soft_state_fini(&pcit_statep);
	return (error);
}

int
_info(struct modinfo *modinfop)
{
	return (mod_info(&pcitmodlinkage, modinfop));
}
