// SPDX-License-Identifier: GPL-2.0
/*
 * umemt.ko: mappings of kernel memory and of registers that a program puts
 * together by ioctls.
 */
#include <sys/types.h>
#include <sys/buf.h>
#include <sys/conf.h>
#include <sys/cred.h>
#include <sys/ddi.h>
#include <sys/ddi_impldefs.h>
#include <sys/devops.h>
#include <sys/errno.h>
#include <sys/mman.h>
#include <sys/modctl.h>
#include <sys/open.h>
#include <sys/stat.h>
#include <sys/sunddi.h>

#include <devmap/umemt.h>

/*
 * Memory, and where the kernel sees it if it does.
 */
typedef struct umemt_cookie {
	ddi_umem_cookie_t uc_cookie;
	caddr_t		uc_kva;
	size_t		uc_size;
} umemt_cookie_t;

/*
 * A piece of the plan, the handle that was set up for it last, and the one
 * that was mapped last and still is.
 */
typedef struct umemt_piece {
	struct umemt_op	up_op;
	devmap_cookie_t	up_setup;
	devmap_cookie_t	up_handle;
} umemt_piece_t;

static dev_info_t *umemt_dip;
static kmutex_t umemt_lock;	/* protects all below */
static umemt_cookie_t umemt_cookies[UMEMT_COOKIES];
static umemt_piece_t umemt_pieces[UMEMT_PIECES];
static struct umemt_op umemt_prepared;
static int umemt_result;

static char umemt_garbage[PAGESIZE];

static ddi_umem_cookie_t
umemt_cookie(uint_t n)
{
	if (n == UMEMT_GARBAGE)
		return (umemt_garbage);
	return (n < UMEMT_COOKIES ? umemt_cookies[n].uc_cookie : NULL);
}

static ddi_device_acc_attr_t
umemt_attr(const struct umemt_op *op)
{
	ddi_device_acc_attr_t attr = {
		DDI_DEVICE_ATTR_V0, DDI_NEVERSWAP_ACC, DDI_STRICTORDER_ACC
	};

	attr.devacc_attr_dataorder = op->uo_order;
	return (attr);
}

static int
umemt_remap(devmap_cookie_t handle, const struct umemt_op *op)
{
	ddi_device_acc_attr_t attr = umemt_attr(op);

	ASSERT(MUTEX_HELD(&umemt_lock));
	if (op->uo_kind == UMEMT_REGS)
		return (devmap_devmem_remap(handle, umemt_dip, op->uo_cookie,
		    op->uo_off, op->uo_len, op->uo_maxprot, op->uo_flags,
		    &attr));
	return (devmap_umem_remap(handle, umemt_dip,
	    umemt_cookie(op->uo_cookie), op->uo_off, op->uo_len,
	    op->uo_maxprot, op->uo_flags, &attr));
}

static int
umemt_map(devmap_cookie_t handle, dev_t dev, uint_t flags, offset_t off,
    size_t len, void **pvtp)
{
	int i;

	mutex_enter(&umemt_lock);
	for (i = 0; i < UMEMT_PIECES; i++) {
		if (umemt_pieces[i].up_setup == handle) {
			umemt_pieces[i].up_handle = handle;
			*pvtp = &umemt_pieces[i];
		}
	}
	mutex_exit(&umemt_lock);
	return (*pvtp == NULL ? EINVAL : 0);
}

static int
umemt_access(devmap_cookie_t handle, void *pvtp, offset_t off, size_t len,
    uint_t type, uint_t rw)
{
	devmap_handle_t *dhp = handle;
	umemt_piece_t *piece = pvtp;
	devmap_cookie_t other;
	ddi_umem_cookie_t cookie;

	mutex_enter(&umemt_lock);
	other = umemt_pieces[umemt_prepared.uo_index].up_handle;
	switch (piece->up_op.uo_access) {
	case UMEMT_REMAP:
		umemt_result = umemt_remap(handle, &umemt_prepared);
		break;
	case UMEMT_LOAD:
		umemt_result = devmap_load(other, umemt_prepared.uo_off,
		    umemt_prepared.uo_len, type, rw);
		break;
	case UMEMT_PIN:
		umemt_result = ddi_umem_lock(
		    (caddr_t)(uintptr_t)umemt_prepared.uo_value,
		    umemt_prepared.uo_len, DDI_UMEMLOCK_READ, &cookie);
		break;
	case UMEMT_LOSE:
		(void) devmap_load(handle, off, len, type, rw);
		mutex_exit(&umemt_lock);
		return (devmap_unload(handle, off, len));
	case UMEMT_WHOLE:
		off = dhp->dh_uoff;
		len = dhp->dh_len;
		break;
	default:
		break;
	}
	mutex_exit(&umemt_lock);
	return (devmap_load(handle, off, len, type, rw));
}

static int
umemt_dup(devmap_cookie_t handle, void *pvtp, devmap_cookie_t new_handle,
    void **new_pvtp)
{
	umemt_piece_t *piece = pvtp;

	*new_pvtp = pvtp;
	if (piece->up_op.uo_access == UMEMT_DENY)
		return (devmap_devmem_remap(new_handle, umemt_dip, 0, 0, 0,
		    piece->up_op.uo_maxprot, DEVMAP_MAPPING_INVALID, NULL));
	return (0);
}

static void
umemt_unmap(devmap_cookie_t handle, void *pvtp, offset_t off, size_t len,
    devmap_cookie_t new_handle1, void **new_pvtp1,
    devmap_cookie_t new_handle2, void **new_pvtp2)
{
	umemt_piece_t *piece = pvtp;

	mutex_enter(&umemt_lock);
	if (piece->up_handle == handle && new_handle1 == NULL &&
	    new_handle2 == NULL)
		piece->up_handle = NULL;
	mutex_exit(&umemt_lock);
}

static int
umemt_setup(umemt_piece_t *piece, devmap_cookie_t handle)
{
	struct devmap_callback_ctl callbacks = {
		DEVMAP_OPS_REV, umemt_map, umemt_access, umemt_dup, umemt_unmap
	};
	struct umemt_op *op = &piece->up_op;
	ddi_device_acc_attr_t attr = umemt_attr(op);

	if (op->uo_access == UMEMT_NONE)
		callbacks.devmap_access = NULL;
	if (op->uo_kind == UMEMT_REGS)
		return (devmap_devmem_setup(handle, umemt_dip, &callbacks,
		    op->uo_cookie, op->uo_off, op->uo_len, op->uo_maxprot,
		    op->uo_flags, &attr));
	return (devmap_umem_setup(handle, umemt_dip, &callbacks,
	    umemt_cookie(op->uo_cookie), op->uo_off, op->uo_len,
	    op->uo_maxprot, op->uo_flags, &attr));
}

/*
 * The piece of the plan that begins at an offset.
 */
static umemt_piece_t *
umemt_piece_at(offset_t off)
{
	offset_t start = 0;
	int i;

	ASSERT(MUTEX_HELD(&umemt_lock));
	for (i = 0; i < UMEMT_PIECES; i++) {
		if (start == off && umemt_pieces[i].up_op.uo_len != 0)
			return (&umemt_pieces[i]);
		start += ptob(btopr(umemt_pieces[i].up_op.uo_len));
	}
	return (NULL);
}

/*
 * It may never be mapped: nobody says so where what comes after it fails.
 */
static void
umemt_set_up(umemt_piece_t *piece, devmap_cookie_t handle)
{
	int i;

	ASSERT(MUTEX_HELD(&umemt_lock));
	for (i = 0; i < UMEMT_PIECES; i++) {
		if (umemt_pieces[i].up_setup == handle)
			umemt_pieces[i].up_setup = NULL;
	}
	piece->up_setup = handle;
}

static int
umemtdevmap(dev_t dev, devmap_cookie_t handle, offset_t off, size_t len,
    size_t *maplen, uint_t model)
{
	umemt_piece_t *piece;
	int error = -1;

	mutex_enter(&umemt_lock);
	piece = umemt_piece_at(off);
	if (piece != NULL)
		error = umemt_setup(piece, handle);
	if (error == 0) {
		umemt_set_up(piece, handle);
		*maplen = ptob(btopr(piece->up_op.uo_len));
		/* What is set up is not set up again. */
		if (umemt_setup(piece, handle) == DDI_SUCCESS)
			error = -1;
	}
	mutex_exit(&umemt_lock);
	return (error);
}

static void
umemt_free_all(void)
{
	int i;

	ASSERT(MUTEX_HELD(&umemt_lock));
	for (i = 0; i < UMEMT_COOKIES; i++)
		ddi_umem_free(umemt_cookies[i].uc_cookie);
	bzero(umemt_cookies, sizeof (umemt_cookies));
	bzero(umemt_pieces, sizeof (umemt_pieces));
	bzero(&umemt_prepared, sizeof (umemt_prepared));
}

/*
 * A device that reads or writes a word.
 */
static void
umemt_do_io(umemt_cookie_t *uc, struct umemt_op *op)
{
	struct buf *bp;

	bp = ddi_umem_iosetup(uc->uc_cookie, op->uo_off, sizeof (uint64_t),
	    op->uo_flags, 0, 0, NULL, DDI_UMEM_SLEEP);
	op->uo_result = bp == NULL ? -1 : 0;
	if (bp == NULL)
		return;
	if (op->uo_flags == B_READ)
		*(volatile uint64_t *)bp->b_un.b_addr = op->uo_value;
	else
		op->uo_value = *(volatile uint64_t *)bp->b_un.b_addr;
	freerbuf(bp);
}

static int
umemt_do_memory(int cmd, struct umemt_op *op)
{
	umemt_cookie_t *uc;

	if (op->uo_index >= UMEMT_COOKIES)
		return (EINVAL);
	uc = &umemt_cookies[op->uo_index];
	switch ((uint_t)cmd) {
	case UMEMTIOC_ALLOC:
		uc->uc_kva = ddi_umem_alloc(op->uo_len, op->uo_flags,
		    &uc->uc_cookie);
		uc->uc_size = op->uo_len;
		op->uo_result = uc->uc_cookie == NULL ? -1 : 0;
		return (0);
	case UMEMTIOC_FREE:
		ddi_umem_free(uc->uc_cookie);
		bzero(uc, sizeof (*uc));
		return (0);
	case UMEMTIOC_UNLOCK:
		ddi_umem_unlock(uc->uc_cookie);
		bzero(uc, sizeof (*uc));
		return (0);
	case UMEMTIOC_IO:
		umemt_do_io(uc, op);
		return (0);
	default:
		break;
	}
	if (uc->uc_kva == NULL || op->uo_off < 0 ||
	    op->uo_off + sizeof (uint64_t) > uc->uc_size)
		return (EFAULT);
	if ((uint_t)cmd == UMEMTIOC_PEEK)
		op->uo_value = *(volatile uint64_t *)(uc->uc_kva + op->uo_off);
	else
		*(volatile uint64_t *)(uc->uc_kva + op->uo_off) = op->uo_value;
	return (0);
}

static int
umemt_do_piece(int cmd, struct umemt_op *op)
{
	umemt_piece_t *piece;

	if (op->uo_index >= UMEMT_PIECES)
		return (EINVAL);
	piece = &umemt_pieces[op->uo_index];
	switch ((uint_t)cmd) {
	case UMEMTIOC_PIECE:
		piece->up_op = *op;
		return (0);
	case UMEMTIOC_PREPARE:
		umemt_prepared = *op;
		return (0);
	case UMEMTIOC_REMAP:
		op->uo_result = umemt_remap(piece->up_handle, op);
		return (0);
	case UMEMTIOC_UNLOAD:
		op->uo_result = devmap_unload(piece->up_handle, op->uo_off,
		    op->uo_len);
		return (0);
	default:
		op->uo_result = umemt_result;
		return (0);
	}
}

/*
 * Without umemt_lock: this takes the lock of the address space, which the
 * callbacks that take umemt_lock are called with.
 */
static void
umemt_do_lock(struct umemt_op *op)
{
	umemt_cookie_t uc = { NULL, NULL, 0 };

	op->uo_result = ddi_umem_lock((caddr_t)(uintptr_t)op->uo_value,
	    op->uo_len, op->uo_flags, &uc.uc_cookie);
	mutex_enter(&umemt_lock);
	umemt_cookies[op->uo_index] = uc;
	mutex_exit(&umemt_lock);
}

static int
umemt_do(int cmd, struct umemt_op *op)
{
	int error = 0;

	mutex_enter(&umemt_lock);
	switch ((uint_t)cmd) {
	case UMEMTIOC_CLEAR:
		umemt_free_all();
		break;
	case UMEMTIOC_ALLOC:
	case UMEMTIOC_FREE:
	case UMEMTIOC_UNLOCK:
	case UMEMTIOC_PEEK:
	case UMEMTIOC_POKE:
	case UMEMTIOC_IO:
		error = umemt_do_memory(cmd, op);
		break;
	case UMEMTIOC_PIECE:
	case UMEMTIOC_PREPARE:
	case UMEMTIOC_REMAP:
	case UMEMTIOC_UNLOAD:
	case UMEMTIOC_RESULT:
		error = umemt_do_piece(cmd, op);
		break;
	default:
		error = ENOTTY;
		break;
	}
	mutex_exit(&umemt_lock);
	return (error);
}

static int
umemtioctl(dev_t dev, int cmd, intptr_t arg, int mode, cred_t *credp,
    int *rvalp)
{
	struct umemt_op op;
	int error = 0;

	if (ddi_copyin((void *)arg, &op, sizeof (op), mode) != 0)
		return (EFAULT);
	if ((uint_t)cmd != UMEMTIOC_LOCK)
		error = umemt_do(cmd, &op);
	else if (op.uo_index < UMEMT_COOKIES)
		umemt_do_lock(&op);
	else
		error = EINVAL;
	if (error == 0 && ddi_copyout(&op, (void *)arg, sizeof (op), mode) != 0)
		error = EFAULT;
	return (error);
}

static int
umemtgetinfo(dev_info_t *dip, ddi_info_cmd_t infocmd, void *arg,
    void **result)
{
	switch (infocmd) {
	case DDI_INFO_DEVT2DEVINFO:
		*result = umemt_dip;
		return (umemt_dip == NULL ? DDI_FAILURE : DDI_SUCCESS);
	case DDI_INFO_DEVT2INSTANCE:
		*result = (void *)0;
		return (DDI_SUCCESS);
	default:
		return (DDI_FAILURE);
	}
}

static int
umemtattach(dev_info_t *dip, ddi_attach_cmd_t cmd)
{
	if (cmd != DDI_ATTACH || umemt_dip != NULL)
		return (DDI_FAILURE);
	if (ddi_create_minor_node(dip, "umemt", S_IFCHR, 0, DDI_PSEUDO, 0) !=
	    DDI_SUCCESS)
		return (DDI_FAILURE);
	umemt_dip = dip;
	return (DDI_SUCCESS);
}

static int
umemtdetach(dev_info_t *dip, ddi_detach_cmd_t cmd)
{
	if (cmd != DDI_DETACH)
		return (DDI_FAILURE);
	ddi_remove_minor_node(dip, NULL);
	mutex_enter(&umemt_lock);
	umemt_free_all();
	mutex_exit(&umemt_lock);
	umemt_dip = NULL;
	return (DDI_SUCCESS);
}

static struct cb_ops umemt_cb_ops = {
	.cb_open = nulldev,
	.cb_close = nulldev,
	.cb_strategy = nodev,
	.cb_print = nodev,
	.cb_dump = nodev,
	.cb_read = nodev,
	.cb_write = nodev,
	.cb_ioctl = umemtioctl,
	.cb_devmap = umemtdevmap,
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

static struct dev_ops umemt_dev_ops = {
	.devo_rev = DEVO_REV,
	.devo_refcnt = 0,
	.devo_getinfo = umemtgetinfo,
	.devo_identify = nulldev,
	.devo_probe = nulldev,
	.devo_attach = umemtattach,
	.devo_detach = umemtdetach,
	.devo_reset = nodev,
	.devo_cb_ops = &umemt_cb_ops,
	.devo_bus_ops = NULL,
	.devo_power = NULL,
	.devo_quiesce = ddi_quiesce_not_needed
};

static struct modldrv umemtmodldrv = {
	&mod_driverops,
	"kernel memory tests",
	&umemt_dev_ops
};

static struct modlinkage umemtmodlinkage = {
	MODREV_1,
	{ &umemtmodldrv, NULL }
};

int
_init(void)
{
	int error;

	mutex_init(&umemt_lock, NULL, MUTEX_DRIVER, NULL);
	error = mod_install(&umemtmodlinkage);
	if (error != 0)
		mutex_destroy(&umemt_lock);
	return (error);
}

int
_fini(void)
{
	int error;

	error = mod_remove(&umemtmodlinkage);
	if (error == 0)
		mutex_destroy(&umemt_lock);
	return (error);
}

int
_info(struct modinfo *modinfop)
{
	return (mod_info(&umemtmodlinkage, modinfop));
}
