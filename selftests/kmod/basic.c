// SPDX-License-Identifier: GPL-2.0
/*
 * The device tree, soft state, registers and numbers.
 */
#include <sys/types.h>
#include <sys/ddi.h>
#include <sys/errno.h>
#include <sys/sunddi.h>
#include <sys/mkdev.h>

#include "ddit.h"

static ddi_device_acc_attr_t strict = {
	DDI_DEVICE_ATTR_V0, DDI_NEVERSWAP_ACC, DDI_STRICTORDER_ACC
};

static void
test_node(ddit_t *t)
{
	DDIT_EXPECT(t, ddi_get_instance(t->t_dip) == 0);
	DDIT_EXPECT(t, strcmp(ddi_driver_name(t->t_dip), "ddit") == 0);
	DDIT_EXPECT(t, strcmp(ddi_get_name(t->t_dip), "ddit") == 0);
	DDIT_EXPECT(t, ddi_driver_major(t->t_dip) == getmajor(t->t_dev));
	ddi_set_driver_private(t->t_dip, t);
	DDIT_EXPECT(t, ddi_get_driver_private(t->t_dip) == t);
	ddi_set_driver_private(t->t_dip, NULL);
}

static void
test_devt(ddit_t *t)
{
	dev_t dev = makedevice(getmajor(t->t_dev), 0x54321);

	DDIT_EXPECT(t, getminor(dev) == 0x54321);
	DDIT_EXPECT(t, getmajor(dev) == getmajor(t->t_dev));
	DDIT_EXPECT(t, getminor(t->t_dev) == 0);
}

static void
test_soft_state(ddit_t *t)
{
	void *state = NULL;
	char *p, *q;
	int i, bad = 0;

	DDIT_EXPECT(t, ddi_soft_state_init(&state, 0, 4) == EINVAL);
	DDIT_EXPECT(t, ddi_soft_state_init(&state, 100, 0) == 0);
	DDIT_EXPECT(t, ddi_get_soft_state(state, 0) == NULL);
	DDIT_EXPECT(t, ddi_soft_state_zalloc(state, 70) == DDI_SUCCESS);
	DDIT_EXPECT(t, ddi_soft_state_zalloc(state, 70) == DDI_FAILURE);
	DDIT_EXPECT(t, ddi_soft_state_zalloc(state, 3) == DDI_SUCCESS);
	p = ddi_get_soft_state(state, 70);
	q = ddi_get_soft_state(state, 3);
	for (i = 0; i < 100; i++)
		bad += p[i] != 0 || q[i] != 0;
	DDIT_EXPECT(t, p != NULL && q != NULL && p != q && bad == 0);
	DDIT_EXPECT(t, ddi_get_soft_state(state, 71) == NULL);
	DDIT_EXPECT(t, ddi_get_soft_state(state, -1) == NULL);
	ddi_soft_state_free(state, 70);
	DDIT_EXPECT(t, ddi_get_soft_state(state, 70) == NULL);
	ddi_soft_state_fini(&state);
	DDIT_EXPECT(t, state == NULL);
}

static void
test_regs(ddit_t *t)
{
	ddi_acc_handle_t handle;
	caddr_t base;
	off_t size;
	int n, i;

	DDIT_EXPECT(t, ddi_dev_nregs(t->t_dip, &n) == DDI_SUCCESS && n == 2);
	DDIT_EXPECT(t, ddi_dev_regsize(t->t_dip, 1, &size) == DDI_SUCCESS);
	DDIT_EXPECT(t, size == PAGESIZE + 0x100);
	DDIT_EXPECT(t, ddi_dev_regsize(t->t_dip, 2, &size) == DDI_FAILURE);
	DDIT_EXPECT(t, ddi_regs_map_setup(t->t_dip, 2, &base, 0, 0, &strict,
	    &handle) != DDI_SUCCESS);
	DDIT_EXPECT(t, ddi_regs_map_setup(t->t_dip, 0, &base, 0,
	    4 * PAGESIZE + 1, &strict, &handle) != DDI_SUCCESS);
	DDIT_EXPECT(t, ddi_regs_map_setup(t->t_dip, 0, &base, 8, 64, &strict,
	    &handle) == DDI_SUCCESS);
	for (i = 0; i < 8; i++)
		ddi_put8(handle, (uint8_t *)base + i, i + 1);
	DDIT_EXPECT(t, ddi_get16(handle, (uint16_t *)base) == 0x0201);
	DDIT_EXPECT(t, ddi_get32(handle, (uint32_t *)base) == 0x04030201);
	DDIT_EXPECT(t, ddi_get64(handle, (uint64_t *)base) ==
	    0x0807060504030201UL);
	ddi_regs_map_free(&handle);
}

static void
test_swapping(ddit_t *t)
{
	ddi_device_acc_attr_t big = strict;
	ddi_acc_handle_t handle;
	uint32_t out[4] = { 0x01020304, 2, 3, 4 }, in[4];
	caddr_t base;

	big.devacc_attr_endian_flags = DDI_STRUCTURE_BE_ACC;
	DDIT_EXPECT(t, ddi_regs_map_setup(t->t_dip, 0, &base, 0, PAGESIZE, &big,
	    &handle) == DDI_SUCCESS);
	ddi_rep_put32(handle, out, (uint32_t *)base, 4, DDI_DEV_AUTOINCR);
	DDIT_EXPECT(t, ddi_get8(handle, (uint8_t *)base) == 1);
	ddi_rep_get32(handle, in, (uint32_t *)base, 4, DDI_DEV_AUTOINCR);
	DDIT_EXPECT(t, bcmp(in, out, sizeof (in)) == 0);
	ddi_rep_get32(handle, in, (uint32_t *)base, 4, DDI_DEV_NO_AUTOINCR);
	DDIT_EXPECT(t, in[3] == out[0]);
	ddi_regs_map_free(&handle);
}

static void
test_ticks(ddit_t *t)
{
	clock_t before = ddi_get_lbolt();
	hrtime_t start = gethrtime();

	DDIT_EXPECT(t, drv_usectohz(1000000) == drv_usectohz(500000) * 2);
	DDIT_EXPECT(t, drv_usectohz(1) == 1);
	DDIT_EXPECT(t, drv_hztousec(drv_usectohz(1000000)) == 1000000);
	delay(drv_usectohz(20000));
	DDIT_EXPECT(t, gethrtime() - start >= 20000000);
	DDIT_EXPECT(t, ddi_get_lbolt() - before >= drv_usectohz(20000));
}

static void
test_mutex(ddit_t *t)
{
	kmutex_t lock;

	mutex_init(&lock, NULL, MUTEX_DRIVER, NULL);
	DDIT_EXPECT(t, !MUTEX_HELD(&lock));
	mutex_enter(&lock);
	DDIT_EXPECT(t, MUTEX_HELD(&lock));
	DDIT_EXPECT(t, mutex_owned(&lock));
	mutex_exit(&lock);
	DDIT_EXPECT(t, mutex_tryenter(&lock));
	mutex_exit(&lock);
	mutex_destroy(&lock);
}

const ddit_test_t ddit_basic_tests[] = {
	{ "node", test_node },
	{ "devt", test_devt },
	{ "soft_state", test_soft_state },
	{ "regs", test_regs },
	{ "swapping", test_swapping },
	{ "ticks", test_ticks },
	{ "mutex", test_mutex },
	{ NULL, NULL }
};
