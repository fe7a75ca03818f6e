// SPDX-License-Identifier: GPL-2.0
/*
 * The device tree, soft state, registers and numbers.
 */
#include <sys/types.h>
#include <sys/ddi.h>
#include <sys/errno.h>
#include <sys/conf.h>
#include <sys/file.h>
#include <sys/modctl.h>
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

/* Each width, there and back: in place and swapped, one by one and at once. */
#define	CHECK_WIDTH(bits, one, swapped)					\
	do {								\
		uint##bits##_t out[2] = { one, 2 }, in[2];		\
		uint##bits##_t *at = (uint##bits##_t *)base;		\
									\
		ddi_rep_put##bits(handle, out, at, 2, DDI_DEV_AUTOINCR); \
		ddi_rep_get##bits(handle, in, at, 2, DDI_DEV_AUTOINCR);	\
		DDIT_EXPECT(t, bcmp(in, out, sizeof (in)) == 0);	\
		DDIT_EXPECT(t, *at == (big ? swapped : one));		\
		ddi_rep_put##bits(handle, out, at, 2, DDI_DEV_NO_AUTOINCR); \
		ddi_rep_get##bits(handle, in, at, 2, DDI_DEV_NO_AUTOINCR); \
		DDIT_EXPECT(t, in[0] == 2 && in[1] == 2);		\
		ddi_put##bits(handle, at, one);				\
		DDIT_EXPECT(t, ddi_get##bits(handle, at) == one);	\
	} while (0)

static void
test_widths(ddit_t *t)
{
	ddi_device_acc_attr_t attr = strict;
	ddi_acc_handle_t handle;
	caddr_t base;
	int big;

	for (big = 0; big < 2; big++) {
		attr.devacc_attr_endian_flags =
		    big ? DDI_STRUCTURE_BE_ACC : DDI_NEVERSWAP_ACC;
		DDIT_EXPECT(t, ddi_regs_map_setup(t->t_dip, 0, &base, 0,
		    PAGESIZE, &attr, &handle) == DDI_SUCCESS);
		CHECK_WIDTH(8, 1, 1);
		CHECK_WIDTH(16, 0x0102, 0x0201);
		CHECK_WIDTH(32, 0x01020304, 0x04030201);
		CHECK_WIDTH(64, 0x0102030405060708UL, 0x0807060504030201UL);
		ddi_regs_map_free(&handle);
	}
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

/* The older way to map registers, without a handle. */
static void
test_map_regs(ddit_t *t)
{
	caddr_t base = NULL;

	DDIT_EXPECT(t, ddi_map_regs(t->t_dip, 2, &base, 0, 0) != DDI_SUCCESS);
	DDIT_EXPECT(t, ddi_map_regs(t->t_dip, 0, &base, PAGESIZE, PAGESIZE) ==
	    DDI_SUCCESS);
	DDIT_EXPECT(t, base != NULL);
	*(volatile uint32_t *)base = 0x12345678;
	DDIT_EXPECT(t, *(volatile uint32_t *)base == 0x12345678);
	ddi_unmap_regs(t->t_dip, 0, &base, PAGESIZE, PAGESIZE);
}

/* From the kernel to the kernel, as a layered driver does it. */
static void
test_copy(ddit_t *t)
{
	char from[32] = "something", to[32];

	bzero(to, sizeof (to));
	DDIT_EXPECT(t, ddi_copyin(from, to, sizeof (to), FKIOCTL) == 0);
	DDIT_EXPECT(t, strcmp(to, "something") == 0);
	bzero(to, sizeof (to));
	DDIT_EXPECT(t, ddi_copyout(from, to, sizeof (to), FKIOCTL) == 0);
	DDIT_EXPECT(t, strcmp(to, "something") == 0);
	/* Address 0 of a program, where nothing is. */
	DDIT_EXPECT(t, ddi_copyin(NULL, to, sizeof (to), 0) != 0);
	DDIT_EXPECT(t, ddi_copyout(from, NULL, sizeof (from), 0) != 0);
	DDIT_EXPECT(t, copyin(NULL, to, sizeof (to)) != 0);
	DDIT_EXPECT(t, copyout(from, NULL, sizeof (from)) != 0);
	/* Kernel addresses are no program's. */
	DDIT_EXPECT(t, ddi_copyin(from, to, sizeof (to), 0) != 0);
	DDIT_EXPECT(t, ddi_copyout(to, from, sizeof (to), 0) != 0);
}

/* What stands for an entry point that a driver has not got. */
static void
test_no_entries(ddit_t *t)
{
	DDIT_EXPECT(t, ddi_nodev() == ENXIO);
	DDIT_EXPECT(t, ddi_nulldev() == 0);
	DDIT_EXPECT(t, nochpoll(t->t_dev, 0, 0, NULL, NULL) == ENXIO);
	DDIT_EXPECT(t, ddi_quiesce_not_needed(t->t_dip) == DDI_SUCCESS);
	DDIT_EXPECT(t, ddi_quiesce_not_supported(t->t_dip) == DDI_FAILURE);
}

static void
test_modinfo(ddit_t *t)
{
	struct modinfo info;

	bzero(&info, sizeof (info));
	DDIT_EXPECT(t, _info(&info) != 0);
	DDIT_EXPECT(t, strcmp(info.mi_name, "ddit") == 0);
	DDIT_EXPECT(t, strcmp(info.mi_msinfo[0].msi_linkinfo, "DDI tests") ==
	    0);
}

/* Time goes on, and busy waiting takes as long as it says. */
static void
test_time(ddit_t *t)
{
	hrtime_t start = gethrtime();
	int64_t lbolt = ddi_get_lbolt64();
	long seconds = ddi_get_time();

	drv_usecwait(3000);
	DDIT_EXPECT(t, gethrtime() - start >= 3000000);
	DDIT_EXPECT(t, ddi_get_lbolt64() - lbolt >= 2);
	/* After 2020, in seconds. */
	DDIT_EXPECT(t, seconds > 1577836800);
	DDIT_EXPECT(t, drv_usectohz(1000000) == hz);
}

const ddit_test_t ddit_basic_tests[] = {
	{ "node", test_node },
	{ "devt", test_devt },
	{ "soft_state", test_soft_state },
	{ "regs", test_regs },
	{ "swapping", test_swapping },
	{ "widths", test_widths },
	{ "ticks", test_ticks },
	{ "mutex", test_mutex },
	{ "map_regs", test_map_regs },
	{ "copy", test_copy },
	{ "no_entries", test_no_entries },
	{ "modinfo", test_modinfo },
	{ "time", test_time },
	{ NULL, NULL }
};
