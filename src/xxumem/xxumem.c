// SPDX-License-Identifier: GPL-2.0
/*
 * Kernel memory that programs share, with its 32-bit twin: the example of the
 * book's chapter on mapping of kernel memory, working.
 *
 * The first mmap(2) allocates two pages, one for programs of the kernel's own
 * data model, one for 32-bit programs. The book allocates what the first
 * program needs, and a program of the other kind then finds nothing; here
 * there are both from the beginning.
 */
#include <sys/types.h>
#include <sys/conf.h>
#include <sys/cred.h>
#include <sys/ddi.h>
#include <sys/devops.h>
#include <sys/errno.h>
#include <sys/mman.h>
#include <sys/modctl.h>
#include <sys/model.h>
#include <sys/open.h>
#include <sys/stat.h>
#include <sys/sunddi.h>

#include <devmap/xxumem.h>

/*
 * struct xxumem_page as a 32-bit program sees it.
 */
struct xxumem_page32 {
	uint32_t	up_magic;
	uint32_t	up_bits;
	uint32_t	up_count;
	uint32_t	up_note[XXUMEM_NOTES];
	uint32_t	up_user;
};

/* The page of each kind of program, in the memory. */
#define	XXUMEM_OFF	0
#define	XXUMEM_OFF32	PAGESIZE
#define	XXUMEM_SIZE	(2 * PAGESIZE)

struct xxumem_state {
	dev_info_t	*xs_dip;
	kmutex_t	xs_lock;	/* protects all below */
	ddi_umem_cookie_t xs_cookie;
	caddr_t		xs_mem;
};

static void *xxumem_statep;

static struct xxumem_page *
xxumem_page(struct xxumem_state *xsp)
{
	return ((struct xxumem_page *)(xsp->xs_mem + XXUMEM_OFF));
}

static struct xxumem_page32 *
xxumem_page32(struct xxumem_state *xsp)
{
	return ((struct xxumem_page32 *)(xsp->xs_mem + XXUMEM_OFF32));
}

/*
 * Has the memory allocated if it is not yet.
 */
static int
xxumem_allocate(struct xxumem_state *xsp)
{
	ASSERT(MUTEX_HELD(&xsp->xs_lock));
	if (xsp->xs_mem != NULL)
		return (0);
	xsp->xs_mem = ddi_umem_alloc(XXUMEM_SIZE,
	    DDI_UMEM_SLEEP | DDI_UMEM_PAGEABLE, &xsp->xs_cookie);
	if (xsp->xs_mem == NULL)
		return (ENOMEM);
	xxumem_page(xsp)->up_magic = XXUMEM_MAGIC;
	xxumem_page(xsp)->up_bits = 64;
	xxumem_page32(xsp)->up_magic = XXUMEM_MAGIC;
	xxumem_page32(xsp)->up_bits = 32;
	return (0);
}

/*
 * segmap(9E)
 */
static int
xxumemsegmap(dev_t dev, off_t off, struct as *asp, caddr_t *addrp, off_t len,
    unsigned int prot, unsigned int maxprot, unsigned int flags, cred_t *credp)
{
	struct xxumem_state *xsp;
	int error;

	xsp = ddi_get_soft_state(xxumem_statep, getminor(dev));
	if (xsp == NULL)
		return (ENXIO);
	mutex_enter(&xsp->xs_lock);
	error = xxumem_allocate(xsp);
	mutex_exit(&xsp->xs_lock);
	if (error != 0)
		return (error);
	return (ddi_devmap_segmap(dev, off, asp, addrp, len, prot, maxprot,
	    flags, credp));
}

/*
 * devmap(9E): one page, and which one depends on the program.
 */
static int
xxumemdevmap(dev_t dev, devmap_cookie_t handle, offset_t off, size_t len,
    size_t *maplen, uint_t model)
{
	struct xxumem_state *xsp;
	offset_t koff = XXUMEM_OFF;

	xsp = ddi_get_soft_state(xxumem_statep, getminor(dev));
	if (xsp == NULL)
		return (ENXIO);
	len = ptob(btopr(len));
	if (off < 0 || off + len > PAGESIZE)
		return (ENXIO);
	if (ddi_model_convert_from(model) == DDI_MODEL_ILP32)
		koff = XXUMEM_OFF32;
	if (devmap_umem_setup(handle, xsp->xs_dip, NULL, xsp->xs_cookie,
	    koff + off, len, PROT_READ | PROT_WRITE | PROT_USER,
	    DEVMAP_DEFAULTS, NULL) != DDI_SUCCESS)
		return (ENXIO);
	*maplen = len;
	return (0);
}

/*
 * Programs may write what they like into the pages: nothing in there can be
 * used before it has been checked, and it can change after that.
 */
static void
xxumem_note(struct xxumem_state *xsp, uint32_t note)
{
	struct xxumem_page *page = xxumem_page(xsp);
	struct xxumem_page32 *page32 = xxumem_page32(xsp);
	ulong_t count = *(volatile ulong_t *)&page->up_count;

	ASSERT(MUTEX_HELD(&xsp->xs_lock));
	page->up_note[count % XXUMEM_NOTES] = note;
	page32->up_note[count % XXUMEM_NOTES] = note;
	page->up_count = count + 1;
	page32->up_count = (uint32_t)(count + 1);
}

static int
xxumemioctl(dev_t dev, int cmd, intptr_t arg, int mode, cred_t *credp,
    int *rvalp)
{
	struct xxumem_state *xsp;
	uint32_t note;
	int error;

	xsp = ddi_get_soft_state(xxumem_statep, getminor(dev));
	if (xsp == NULL)
		return (ENXIO);
	if ((unsigned int)cmd != XXUMIOC_NOTE)
		return (ENOTTY);
	if (ddi_copyin((void *)arg, &note, sizeof (note), mode) != 0)
		return (EFAULT);
	mutex_enter(&xsp->xs_lock);
	error = xxumem_allocate(xsp);
	if (error == 0)
		xxumem_note(xsp, note);
	mutex_exit(&xsp->xs_lock);
	return (error);
}

static int
xxumemopen(dev_t *devp, int flag, int otyp, cred_t *credp)
{
	if (otyp != OTYP_CHR)
		return (EINVAL);
	if (ddi_get_soft_state(xxumem_statep, getminor(*devp)) == NULL)
		return (ENXIO);
	return (0);
}

static int
xxumemgetinfo(dev_info_t *dip, ddi_info_cmd_t infocmd, void *arg,
    void **result)
{
	dev_t dev = (dev_t)(uintptr_t)arg;
	struct xxumem_state *xsp;

	switch (infocmd) {
	case DDI_INFO_DEVT2DEVINFO:
		xsp = ddi_get_soft_state(xxumem_statep, getminor(dev));
		if (xsp == NULL)
			return (DDI_FAILURE);
		*result = xsp->xs_dip;
		return (DDI_SUCCESS);
	case DDI_INFO_DEVT2INSTANCE:
		*result = (void *)(uintptr_t)getminor(dev);
		return (DDI_SUCCESS);
	default:
		return (DDI_FAILURE);
	}
}

static int
xxumemattach(dev_info_t *dip, ddi_attach_cmd_t cmd)
{
	int instance = ddi_get_instance(dip);
	struct xxumem_state *xsp;

	if (cmd != DDI_ATTACH)
		return (DDI_FAILURE);
	if (ddi_soft_state_zalloc(xxumem_statep, instance) != DDI_SUCCESS)
		return (DDI_FAILURE);
	xsp = ddi_get_soft_state(xxumem_statep, instance);
	xsp->xs_dip = dip;
	mutex_init(&xsp->xs_lock, NULL, MUTEX_DRIVER, NULL);
	if (ddi_create_minor_node(dip, "xxumem", S_IFCHR, instance, DDI_PSEUDO,
	    0) != DDI_SUCCESS)
		goto fail_node;
	return (DDI_SUCCESS);

fail_node:
	mutex_destroy(&xsp->xs_lock);
	ddi_soft_state_free(xxumem_statep, instance);
	return (DDI_FAILURE);
}

static int
xxumemdetach(dev_info_t *dip, ddi_detach_cmd_t cmd)
{
	int instance = ddi_get_instance(dip);
	struct xxumem_state *xsp;

	if (cmd != DDI_DETACH)
		return (DDI_FAILURE);
	xsp = ddi_get_soft_state(xxumem_statep, instance);
	if (xsp == NULL)
		return (DDI_FAILURE);
	ddi_remove_minor_node(dip, NULL);
	ddi_umem_free(xsp->xs_cookie);
	mutex_destroy(&xsp->xs_lock);
	ddi_soft_state_free(xxumem_statep, instance);
	return (DDI_SUCCESS);
}

static struct cb_ops xxumem_cb_ops = {
	.cb_open = xxumemopen,
	.cb_close = nulldev,
	.cb_strategy = nodev,
	.cb_print = nodev,
	.cb_dump = nodev,
	.cb_read = nodev,
	.cb_write = nodev,
	.cb_ioctl = xxumemioctl,
	.cb_devmap = xxumemdevmap,
	.cb_mmap = nodev,
	.cb_segmap = xxumemsegmap,
	.cb_chpoll = nochpoll,
	.cb_prop_op = ddi_prop_op,
	.cb_str = NULL,
	.cb_flag = D_NEW | D_MP | D_64BIT | D_DEVMAP,
	.cb_rev = CB_REV,
	.cb_aread = nodev,
	.cb_awrite = nodev
};

static struct dev_ops xxumem_dev_ops = {
	.devo_rev = DEVO_REV,
	.devo_refcnt = 0,
	.devo_getinfo = xxumemgetinfo,
	.devo_identify = nulldev,
	.devo_probe = nulldev,
	.devo_attach = xxumemattach,
	.devo_detach = xxumemdetach,
	.devo_reset = nodev,
	.devo_cb_ops = &xxumem_cb_ops,
	.devo_bus_ops = NULL,
	.devo_power = NULL,
	.devo_quiesce = ddi_quiesce_not_needed
};

static struct modldrv xxumem_modldrv = {
	&mod_driverops,
	"shared kernel memory driver",
	&xxumem_dev_ops
};

static struct modlinkage xxumem_modlinkage = {
	MODREV_1,
	{ &xxumem_modldrv, NULL }
};

int
_init(void)
{
	int error;

	error = ddi_soft_state_init(&xxumem_statep,
	    sizeof (struct xxumem_state), 1);
	if (error != 0)
		return (error);
	error = mod_install(&xxumem_modlinkage);
	if (error != 0)
		ddi_soft_state_fini(&xxumem_statep);
	return (error);
}

int
_fini(void)
{
	int error;

	error = mod_remove(&xxumem_modlinkage);
	if (error == 0)
		ddi_soft_state_fini(&xxumem_statep);
	return (error);
}

int
_info(struct modinfo *modinfop)
{
	return (mod_info(&xxumem_modlinkage, modinfop));
}
