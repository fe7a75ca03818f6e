// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/ddit: runs tests in the kernel for a user program.
 */
#include <sys/types.h>
#include <sys/conf.h>
#include <sys/cred.h>
#include <sys/ddi.h>
#include <sys/devops.h>
#include <sys/errno.h>
#include <sys/modctl.h>
#include <sys/open.h>
#include <sys/stat.h>
#include <sys/sunddi.h>

#include "ddit.h"
#include "ddit_rw.h"

static const ddit_group_t ddit_groups[] = {
	{ "ddi", ddit_basic_tests },
	{ "sync", ddit_sync_tests },
	{ "exec", ddit_exec_tests },
	{ "hat", ddit_hat_tests },
	{ "umem", ddit_umem_tests },
	{ "data", ddit_data_tests },
	{ "io", ddit_io_tests },
	{ "prop", ddit_prop_tests },
	{ "string", ddit_string_tests },
};

static dev_info_t *ddit_dip;
static kmutex_t ddit_lock;	/* one test at a time */

void
ddit_end(ddit_t *t, uint_t result, const char *file, int line,
    const char *message)
{
	struct ddit_run *run = t->t_run;
	const char *base = strrchr(file, '/');

	if (run->dr_result == DDIT_FAIL)
		return;
	run->dr_result = result;
	(void) snprintf(run->dr_message, sizeof (run->dr_message), "%s:%d: %s",
	    base == NULL ? file : base + 1, line, message);
}

static const ddit_test_t *
ddit_find(uint_t index, const char **groupp)
{
	const ddit_test_t *test;
	uint_t i;

	for (i = 0; i < sizeof (ddit_groups) / sizeof (ddit_groups[0]); i++) {
		*groupp = ddit_groups[i].dg_name;
		for (test = ddit_groups[i].dg_tests; test->dt_name != NULL;
		    test++) {
			if (index-- == 0)
				return (test);
		}
	}
	return (NULL);
}

static int
dditioctl(dev_t dev, int cmd, intptr_t arg, int mode, cred_t *credp, int *rvalp)
{
	struct ddit_run run;
	ddit_t t = { ddit_dip, dev, credp, &run };
	const ddit_test_t *test;
	const char *group;

	if ((uint_t)cmd != DDITIOC_NAME && (uint_t)cmd != DDITIOC_RUN)
		return (ENOTTY);
	if (ddi_copyin((void *)arg, &run, sizeof (run), mode) != 0)
		return (EFAULT);
	test = ddit_find(run.dr_index, &group);
	if (test == NULL)
		return (ENOENT);
	run.dr_result = DDIT_PASS;
	bzero(run.dr_message, sizeof (run.dr_message));
	bzero(run.dr_name, sizeof (run.dr_name));
	(void) snprintf(run.dr_name, sizeof (run.dr_name), "%s.%s", group,
	    test->dt_name);
	if ((uint_t)cmd == DDITIOC_RUN) {
		mutex_enter(&ddit_lock);
		test->dt_func(&t);
		mutex_exit(&ddit_lock);
	}
	if (ddi_copyout(&run, (void *)arg, sizeof (run), mode) != 0)
		return (EFAULT);
	return (0);
}

static int
dditgetinfo(dev_info_t *dip, ddi_info_cmd_t infocmd, void *arg, void **result)
{
	switch (infocmd) {
	case DDI_INFO_DEVT2DEVINFO:
		*result = ddit_dip;
		return (ddit_dip == NULL ? DDI_FAILURE : DDI_SUCCESS);
	case DDI_INFO_DEVT2INSTANCE:
		*result = (void *)0;
		return (DDI_SUCCESS);
	default:
		return (DDI_FAILURE);
	}
}

static int
dditattach(dev_info_t *dip, ddi_attach_cmd_t cmd)
{
	if (cmd != DDI_ATTACH)
		return (DDI_FAILURE);
	if (ddit_dip != NULL) {
		delay(drv_usectohz(1000000));
		return (DDI_FAILURE);
	}
	if (ddi_create_minor_node(dip, "ddit", S_IFCHR, 0, DDI_PSEUDO, 0) !=
	    DDI_SUCCESS)
		return (DDI_FAILURE);
	if (dditrw_attach(dip) != DDI_SUCCESS) {
		ddi_remove_minor_node(dip, NULL);
		return (DDI_FAILURE);
	}
	ddit_dip = dip;
	return (DDI_SUCCESS);
}

static int
dditdetach(dev_info_t *dip, ddi_detach_cmd_t cmd)
{
	if (cmd != DDI_DETACH)
		return (DDI_FAILURE);
	ddi_remove_minor_node(dip, NULL);
	dditrw_detach();
	ddit_dip = NULL;
	return (DDI_SUCCESS);
}

static struct cb_ops ddit_cb_ops = {
	.cb_open = dditopen,
	.cb_close = dditclose,
	.cb_strategy = nodev,
	.cb_print = nodev,
	.cb_dump = nodev,
	.cb_read = dditread,
	.cb_write = dditwrite,
	.cb_ioctl = dditioctl,
	.cb_devmap = nodev,
	.cb_mmap = nodev,
	.cb_segmap = nodev,
	.cb_chpoll = dditchpoll,
	.cb_prop_op = ddi_prop_op,
	.cb_str = NULL,
	.cb_flag = D_NEW | D_MP | D_64BIT,
	.cb_rev = CB_REV,
	.cb_aread = nodev,
	.cb_awrite = nodev
};

static struct dev_ops ddit_dev_ops = {
	.devo_rev = DEVO_REV,
	.devo_refcnt = 0,
	.devo_getinfo = dditgetinfo,
	.devo_identify = nulldev,
	.devo_probe = nulldev,
	.devo_attach = dditattach,
	.devo_detach = dditdetach,
	.devo_reset = nodev,
	.devo_cb_ops = &ddit_cb_ops,
	.devo_bus_ops = NULL,
	.devo_power = NULL,
	.devo_quiesce = ddi_quiesce_not_needed
};

static struct modldrv dditmodldrv = {
	&mod_driverops,
	"DDI tests",
	&ddit_dev_ops
};

static struct modlinkage dditmodlinkage = {
	MODREV_1,
	{ &dditmodldrv, NULL }
};

int
_init(void)
{
	int error;

	mutex_init(&ddit_lock, NULL, MUTEX_DRIVER, NULL);
	error = mod_install(&dditmodlinkage);
	if (error != 0)
		mutex_destroy(&ddit_lock);
	return (error);
}

int
_fini(void)
{
	int error;

	error = mod_remove(&dditmodlinkage);
	if (error == 0)
		mutex_destroy(&ddit_lock);
	return (error);
}

int
_info(struct modinfo *modinfop)
{
	return (mod_info(&dditmodlinkage, modinfop));
}
