// SPDX-License-Identifier: GPL-2.0
/*
 * Page frame numbers, and the older interfaces called from where they may not
 * be.
 */
#include <sys/types.h>
#include <sys/ddi.h>
#include <sys/errno.h>
#include <sys/model.h>
#include <sys/sunddi.h>
#include <vm/as.h>
#include <vm/faultcode.h>
#include <vm/hat.h>

#include "ddit.h"

#define	HAT_BIG		(64 * PAGESIZE)

/* Neighbours in memory of one kind; all different in any. */
static void
test_kernel_memory(ddit_t *t)
{
	caddr_t small = kmem_alloc(PAGESIZE, KM_SLEEP);
	caddr_t big = kmem_alloc(HAT_BIG, KM_SLEEP);
	ulong_t pfn = hat_getkpfnum(small);
	ulong_t first = hat_getkpfnum(big);
	int i, same = 0, inside = 0;

	for (i = 1; i < 64; i++)
		same += hat_getkpfnum(big + ptob(i)) == first;
	inside = hat_getkpfnum(small + PAGESIZE - 1) == pfn &&
	    hat_getkpfnum(big + PAGESIZE - 1) == first;
	kmem_free(big, HAT_BIG);
	kmem_free(small, PAGESIZE);
	DDIT_EXPECT(t, pfn != PFN_INVALID && pfn != 0);
	DDIT_EXPECT(t, first != PFN_INVALID && first != pfn);
	DDIT_EXPECT(t, same == 0);
	DDIT_EXPECT(t, inside);
}

static void
test_registers(ddit_t *t)
{
	ulong_t pfn, next, again;
	caddr_t regs, tail;

	DDIT_EXPECT(t, ddi_map_regs(t->t_dip, 0, &regs, 0, 0) == DDI_SUCCESS);
	pfn = hat_getkpfnum(regs);
	next = hat_getkpfnum(regs + PAGESIZE);
	DDIT_EXPECT(t, ddi_map_regs(t->t_dip, 0, &tail, PAGESIZE, 8) ==
	    DDI_SUCCESS);
	again = hat_getkpfnum(tail);
	ddi_unmap_regs(t->t_dip, 0, &tail, PAGESIZE, 8);
	ddi_unmap_regs(t->t_dip, 0, &regs, 0, 0);
	DDIT_EXPECT(t, pfn != PFN_INVALID && next != PFN_INVALID);
	DDIT_EXPECT(t, pfn != next && next == again);
	DDIT_EXPECT(t, regs == NULL && tail == NULL);
}

static void
test_map_regs_refuses(ddit_t *t)
{
	caddr_t regs;

	DDIT_EXPECT(t, ddi_map_regs(t->t_dip, 2, &regs, 0, 0) != DDI_SUCCESS);
	DDIT_EXPECT(t, ddi_map_regs(t->t_dip, 0, &regs, 4 * PAGESIZE, 0) !=
	    DDI_SUCCESS);
	DDIT_EXPECT(t, ddi_map_regs(t->t_dip, 0, &regs, PAGESIZE,
	    4 * PAGESIZE) != DDI_SUCCESS);
	DDIT_EXPECT(t, ddi_map_regs(t->t_dip, 0, &regs, -1, 0) != DDI_SUCCESS);
	DDIT_EXPECT(t, ddi_map_regs(t->t_dip, 0, &regs, 0, -1) != DDI_SUCCESS);
}

static void
test_getpfnum(ddit_t *t)
{
	char *p = kmem_alloc(64, KM_SLEEP);
	ulong_t kernel = hat_getpfnum(kas.a_hat, p);
	ulong_t kpfn = hat_getkpfnum(p);
	ulong_t user = hat_getpfnum(NULL, p);

	kmem_free(p, 64);
	DDIT_EXPECT(t, kernel == kpfn && kernel != PFN_INVALID);
	DDIT_EXPECT(t, user == PFN_INVALID);
}

/* As mmap(9E) returns it, an int. */
static void
test_no_page(ddit_t *t)
{
	DDIT_EXPECT(t, hat_getkpfnum(NULL) == PFN_INVALID);
	DDIT_EXPECT(t, (int)hat_getkpfnum((caddr_t)0x10000) == -1);
}

static void
test_outside_of_segmap(ddit_t *t)
{
	ddi_device_acc_attr_t attr = { DDI_DEVICE_ATTR_V0 };
	struct ddi_mapdev_ctl ctl = { MAPDEV_REV };
	ddi_mapdev_handle_t handle;
	caddr_t addr = NULL;

	DDIT_EXPECT(t, ddi_segmap(t->t_dev, 0, &kas, &addr, PAGESIZE, PROT_READ,
	    PROT_ALL, MAP_SHARED, t->t_cred) == EINVAL);
	DDIT_EXPECT(t, ddi_segmap(t->t_dev, 0, NULL, &addr, PAGESIZE, PROT_READ,
	    PROT_ALL, MAP_SHARED, t->t_cred) == EINVAL);
	DDIT_EXPECT(t, ddi_segmap_setup(t->t_dev, 0, &kas, &addr, PAGESIZE,
	    PROT_READ, PROT_ALL, MAP_SHARED, t->t_cred, &attr, 0) == EINVAL);
	DDIT_EXPECT(t, ddi_mapdev(t->t_dev, 0, &kas, &addr, PAGESIZE, PROT_READ,
	    PROT_ALL, MAP_SHARED, t->t_cred, &ctl, &handle, NULL) == EINVAL);
}

static void
test_no_handle(ddit_t *t)
{
	ddi_device_acc_attr_t attr = { DDI_DEVICE_ATTR_V0 };
	char *junk = kmem_zalloc(PAGESIZE, KM_SLEEP);
	int in, no, set;

	DDIT_EXPECT(t, ddi_mapdev_intercept(NULL, 0, 0) == FC_MAKE_ERR(EINVAL));
	in = ddi_mapdev_intercept(junk, 0, 0);
	no = ddi_mapdev_nointercept(junk, 0, 0);
	set = ddi_mapdev_set_device_acc_attr(junk, 0, 0, &attr, 0);
	kmem_free(junk, PAGESIZE);
	DDIT_EXPECT(t, in == FC_MAKE_ERR(EINVAL));
	DDIT_EXPECT(t, no == FC_MAKE_ERR(EINVAL));
	DDIT_EXPECT(t, set == DDI_FAILURE);
}

/* In an ioctl: the program's that runs the tests. */
static void
test_model(ddit_t *t)
{
	DDIT_EXPECT(t, ddi_mmap_get_model() == DDI_MODEL_LP64);
	DDIT_EXPECT(t, ddi_model_convert_from(DDI_MODEL_LP64) ==
	    DDI_MODEL_NONE);
	DDIT_EXPECT(t, ddi_model_convert_from(DDI_MODEL_NATIVE) ==
	    DDI_MODEL_NONE);
	DDIT_EXPECT(t, ddi_model_convert_from(DDI_MODEL_ILP32 | 3) ==
	    DDI_MODEL_ILP32);
}

const ddit_test_t ddit_hat_tests[] = {
	{ "kernel_memory", test_kernel_memory },
	{ "registers", test_registers },
	{ "map_regs_refuses", test_map_regs_refuses },
	{ "getpfnum", test_getpfnum },
	{ "no_page", test_no_page },
	{ "outside_of_segmap", test_outside_of_segmap },
	{ "no_handle", test_no_handle },
	{ "model", test_model },
	{ NULL, NULL }
};
