// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/dmt: a driver that does what a test tells it to, and says what was asked
 * of it. See <devmap/dmt.h>.
 */
#include <sys/types.h>
#include <sys/conf.h>
#include <sys/cred.h>
#include <sys/ddi.h>
#include <sys/ddi_impldefs.h>
#include <sys/devops.h>
#include <sys/errno.h>
#include <sys/modctl.h>
#include <sys/open.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/sunddi.h>

#include <vm/faultcode.h>

#include <devmap/dmt.h>

/* A handle that the driver has been shown. */
struct dmt_slot {
	devmap_cookie_t		sl_dhp;		/* NULL when it is gone */
	const struct dmt_piece	*sl_piece;
};

static dev_info_t *dmt_dip;
static ddi_umem_cookie_t dmt_mem;	/* these two from attach to detach */
static ddi_umem_cookie_t dmt_trash;
static kmutex_t dmt_lock;	/* all below; no call is made under it */
static struct dmt_script dmt_script;
static struct dmt_log dmt_log;
static struct dmt_slot dmt_slots[DMT_MAX_HANDLES];
static uint_t dmt_nslots;
static uint_t dmt_piece;	/* the next one of this mmap(2) */

/*
 * Handles.
 */
static int
dmt_number_locked(devmap_cookie_t dhp)
{
	int i;

	if (dhp == NULL)
		return (-1);
	/* The newest: memory of older ones is used again. */
	for (i = (int)dmt_nslots - 1; i >= 0; i--) {
		if (dmt_slots[i].sl_dhp == dhp)
			return (i);
	}
	return (-1);
}

static void
dmt_add(devmap_cookie_t dhp, const struct dmt_piece *piece)
{
	mutex_enter(&dmt_lock);
	if (dmt_nslots < DMT_MAX_HANDLES) {
		dmt_slots[dmt_nslots].sl_dhp = dhp;
		dmt_slots[dmt_nslots].sl_piece = piece;
		dmt_nslots++;
	}
	mutex_exit(&dmt_lock);
}

static void
dmt_forget(devmap_cookie_t dhp)
{
	int i;

	mutex_enter(&dmt_lock);
	i = dmt_number_locked(dhp);
	if (i >= 0)
		dmt_slots[i].sl_dhp = NULL;
	mutex_exit(&dmt_lock);
}

static const struct dmt_piece *
dmt_piece_of(devmap_cookie_t dhp)
{
	const struct dmt_piece *piece = &dmt_script.ds_pieces[0];
	int i;

	mutex_enter(&dmt_lock);
	i = dmt_number_locked(dhp);
	if (i >= 0)
		piece = dmt_slots[i].sl_piece;
	mutex_exit(&dmt_lock);
	return (piece);
}

static devmap_cookie_t
dmt_handle(int number, devmap_cookie_t self)
{
	devmap_cookie_t dhp = self;

	if (number == DMT_SELF)
		return (dhp);
	mutex_enter(&dmt_lock);
	dhp = number >= 0 && (uint_t)number < dmt_nslots ?
	    dmt_slots[number].sl_dhp : NULL;
	mutex_exit(&dmt_lock);
	return (dhp);
}

/*
 * The log. Returns where the event is, for what becomes known later.
 */
static uint_t
dmt_note(const struct dmt_event *event, devmap_cookie_t dhp,
    devmap_cookie_t new1, devmap_cookie_t new2)
{
	struct dmt_event *ev;
	uint_t at;

	mutex_enter(&dmt_lock);
	at = dmt_log.dl_count++;
	if (at < DMT_MAX_EVENTS) {
		ev = &dmt_log.dl_events[at];
		*ev = *event;
		ev->de_handle = dmt_number_locked(dhp);
		ev->de_new1 = dmt_number_locked(new1);
		ev->de_new2 = dmt_number_locked(new2);
	}
	mutex_exit(&dmt_lock);
	return (at);
}

static void
dmt_note_ret(uint_t at, int ret)
{
	mutex_enter(&dmt_lock);
	if (at < DMT_MAX_EVENTS)
		dmt_log.dl_events[at].de_ret = ret;
	mutex_exit(&dmt_lock);
}

/*
 * Actions.
 */
static int
dmtctxmgt(devmap_cookie_t dhp, void *pvtp, offset_t off, size_t len,
    uint_t type, uint_t rw);

static struct as *
dmt_as(devmap_cookie_t dhp)
{
	return (((devmap_handle_t *)dhp)->dh_seg->s_as);
}

/* A munmap(2) of another thread may be changing it. */
static offset_t
dmt_uoff(devmap_cookie_t dhp)
{
	return (*(volatile offset_t *)&((devmap_handle_t *)dhp)->dh_uoff);
}

/* Every handle of the process whose handle this is. */
static int
dmt_load_as(devmap_cookie_t self)
{
	devmap_cookie_t dhp;
	int i, error = 0;

	for (i = 0; i < DMT_MAX_HANDLES && error == 0; i++) {
		dhp = dmt_handle(i, NULL);
		if (dhp != NULL && dmt_as(dhp) == dmt_as(self))
			error = devmap_load(dhp, dmt_uoff(dhp), 0,
			    DEVMAP_ACCESS, DEVMAP_READ);
	}
	return (error);
}

/* Every handle of the processes whose handle this is not. */
static int
dmt_unload_others(devmap_cookie_t self)
{
	devmap_cookie_t dhp;
	int i, error = 0;

	for (i = 0; i < DMT_MAX_HANDLES && error == 0; i++) {
		dhp = dmt_handle(i, NULL);
		if (dhp != NULL && dmt_as(dhp) != dmt_as(self))
			error = devmap_unload(dhp, 0, 0);
	}
	return (error);
}

static int
dmt_remap(const struct dmt_action *da, devmap_cookie_t dhp)
{
	switch (da->da_op) {
	case DMT_OP_REMAP_INVALID:
		return (devmap_devmem_remap(dhp, dmt_dip, 0, da->da_off,
		    da->da_len, PROT_ALL, DEVMAP_MAPPING_INVALID, NULL));
	case DMT_OP_REMAP_REGS:
		return (devmap_devmem_remap(dhp, dmt_dip, 0, da->da_off,
		    da->da_len, PROT_ALL, 0, NULL));
	case DMT_OP_REMAP_UMEM:
		return (devmap_umem_remap(dhp, dmt_dip, dmt_mem, da->da_off,
		    da->da_len, PROT_ALL, 0, NULL));
	case DMT_OP_REMAP_TRASH:
		return (devmap_umem_remap(dhp, dmt_dip, dmt_trash, da->da_off,
		    da->da_len, PROT_ALL, 0, NULL));
	default:
		return (EINVAL);
	}
}

static int
dmt_setup_outside(void)
{
	caddr_t addr = NULL;

	return (devmap_setup(0, 0, NULL, &addr, PAGESIZE, PROT_ALL, PROT_ALL,
	    MAP_SHARED, NULL));
}

/* Not a handle: as long as one, and zero. */
static long long dmt_nobody[64];

/* What a callback was asked; an ioctl asks for nothing. */
struct dmt_asked {
	devmap_cookie_t	as_dhp;
	void		*as_pvtp;
	offset_t	as_off;
	size_t		as_len;
	uint_t		as_type;
	uint_t		as_rw;
	devmap_cookie_t	as_new;		/* of a fork */
};

static int
dmt_act(const struct dmt_action *da, const struct dmt_asked *as)
{
	devmap_cookie_t dhp = da->da_handle == DMT_NEW ? as->as_new :
	    dmt_handle(da->da_handle, as->as_dhp);
	uint_t type = da->da_type == DMT_ASKED ? as->as_type : da->da_type;
	uint_t rw = da->da_rw == DMT_ASKED ? as->as_rw : da->da_rw;

	switch (da->da_op) {
	case DMT_OP_LOAD:
		return (devmap_load(dhp, da->da_off, da->da_len, type, rw));
	case DMT_OP_UNLOAD:
		return (devmap_unload(dhp, da->da_off, da->da_len));
	case DMT_OP_DEFAULT:
		return (devmap_default_access(as->as_dhp, as->as_pvtp,
		    as->as_off, as->as_len, as->as_type, as->as_rw));
	case DMT_OP_CTXMGT:
		return (devmap_do_ctxmgt(dhp, as->as_pvtp, as->as_off,
		    as->as_len, as->as_type, as->as_rw, dmtctxmgt));
	case DMT_OP_CTXMGT_NULL:
		return (devmap_do_ctxmgt(dhp, as->as_pvtp, as->as_off,
		    as->as_len, as->as_type, as->as_rw, NULL));
	case DMT_OP_RETURN:
		return (da->da_arg);
	case DMT_OP_HOLD:
		devmap_set_ctx_timeout(dhp, da->da_arg);
		return (0);
	case DMT_OP_SETUP:
		return (dmt_setup_outside());
	case DMT_OP_NOBODY:
		return (devmap_load(dmt_nobody, 0, 0, type, rw));
	case DMT_OP_SLEEP:
		delay(da->da_arg);
		return (0);
	case DMT_OP_LOAD_AS:
		return (dmt_load_as(as->as_dhp));
	case DMT_OP_UNLOAD_OTHERS:
		return (dmt_unload_others(as->as_dhp));
	default:
		return (dmt_remap(da, dhp));
	}
}

/*
 * Does what the script has for a callback. Returns what the callback is to
 * return, and says whether there was anything.
 */
static int
dmt_run(uint_t when, const struct dmt_asked *as, int *foundp)
{
	struct dmt_action *da;
	uint_t i;
	int ret = 0;

	*foundp = 0;
	for (i = 0; i < dmt_script.ds_nactions; i++) {
		da = &dmt_script.ds_actions[i];
		if (da->da_when != when)
			continue;
		*foundp = 1;
		da->da_ret = dmt_act(da, as);
		ret = da->da_ret;
		if (ret != 0 && da->da_stop)
			return (ret);
		if (!da->da_stop)
			ret = 0;
	}
	return (ret);
}

/*
 * Callbacks.
 */
static int
dmtmap(devmap_cookie_t dhp, dev_t dev, uint_t flags, offset_t off, size_t len,
    void **pvtp)
{
	struct dmt_event ev = {
		.de_what = DMT_EV_MAP, .de_off = off, .de_len = len,
		.de_flags = flags
	};
	const struct dmt_piece *piece = dmt_piece_of(dhp);

	(void) dmt_note(&ev, dhp, NULL, NULL);
	if (piece->dp_map_ret != 0) {
		dmt_forget(dhp);
		return (piece->dp_map_ret);
	}
	*pvtp = dhp;
	devmap_set_ctx_timeout(dhp, piece->dp_hold);
	return (0);
}

static int
dmtctxmgt(devmap_cookie_t dhp, void *pvtp, offset_t off, size_t len,
    uint_t type, uint_t rw)
{
	struct dmt_event ev = {
		.de_what = DMT_EV_CTXMGT, .de_off = off, .de_len = len,
		.de_type = type, .de_rw = rw
	};
	struct dmt_asked as = { dhp, pvtp, off, len, type, rw };
	uint_t at = dmt_note(&ev, dhp, NULL, NULL);
	int found, ret;

	ret = dmt_run(DMT_IN_CTXMGT, &as, &found);
	if (!found)
		ret = devmap_load(dhp, off, len, type, rw);
	dmt_note_ret(at, ret);
	return (ret);
}

static int
dmtaccess(devmap_cookie_t dhp, void *pvtp, offset_t off, size_t len,
    uint_t type, uint_t rw)
{
	struct dmt_event ev = {
		.de_what = DMT_EV_ACCESS, .de_off = off, .de_len = len,
		.de_type = type, .de_rw = rw
	};
	struct dmt_asked as = { dhp, pvtp, off, len, type, rw };
	uint_t at = dmt_note(&ev, dhp, NULL, NULL);
	int found = 0, ret = 0;

	if (type == DEVMAP_UNLOCK)
		ret = dmt_run(DMT_IN_UNLOCK, &as, &found);
	if (!found)
		ret = dmt_run(DMT_IN_ACCESS, &as, &found);
	if (!found)
		ret = devmap_default_access(dhp, pvtp, off, len, type, rw);
	dmt_note_ret(at, ret);
	return (ret);
}

static int
dmtaccess2(devmap_cookie_t dhp, void *pvtp, offset_t off, size_t len,
    uint_t type, uint_t rw)
{
	return (dmtaccess(dhp, pvtp, off, len, type, rw) != 0);
}

static int
dmtdup(devmap_cookie_t dhp, void *pvtp, devmap_cookie_t new_dhp,
    void **new_pvtp)
{
	struct dmt_event ev = { .de_what = DMT_EV_DUP };
	const struct dmt_piece *piece = dmt_piece_of(dhp);
	struct dmt_asked as = {
		.as_dhp = dhp, .as_pvtp = pvtp, .as_new = new_dhp
	};
	int found;

	if (piece->dp_dup_ret == 0)
		dmt_add(new_dhp, piece);
	(void) dmt_note(&ev, dhp, new_dhp, NULL);
	(void) dmt_run(DMT_IN_DUP, &as, &found);
	*new_pvtp = new_dhp;
	return (piece->dp_dup_ret);
}

static void
dmtunmap(devmap_cookie_t dhp, void *pvtp, offset_t off, size_t len,
    devmap_cookie_t new_dhp1, void **new_pvtp1, devmap_cookie_t new_dhp2,
    void **new_pvtp2)
{
	struct dmt_event ev = {
		.de_what = DMT_EV_UNMAP, .de_off = off, .de_len = len
	};
	struct dmt_asked as = { dhp, pvtp, off, len };
	int found;

	if (new_dhp1 != NULL && new_dhp2 != NULL)
		dmt_add(new_dhp2, dmt_piece_of(dhp));
	(void) dmt_note(&ev, dhp, new_dhp1, new_dhp2);
	(void) dmt_run(DMT_IN_UNMAP, &as, &found);
	if (new_dhp1 == NULL && new_dhp2 == NULL)
		dmt_forget(dhp);
}

/*
 * Setting up.
 */
static struct devmap_callback_ctl *
dmt_callbacks(const struct dmt_piece *piece, struct devmap_callback_ctl *ctl)
{
	bzero(ctl, sizeof (*ctl));
	if (piece->dp_callbacks == 0)
		return (NULL);
	ctl->devmap_rev = DEVMAP_OPS_REV;
	if (piece->dp_callbacks & DMT_CB_MAP)
		ctl->devmap_map = dmtmap;
	if (piece->dp_callbacks & DMT_CB_ACCESS)
		ctl->devmap_access = dmtaccess;
	if (piece->dp_callbacks & DMT_CB_ACCESS2)
		ctl->devmap_access = dmtaccess2;
	if (piece->dp_callbacks & DMT_CB_ACCESS_NODEV)
		ctl->devmap_access = (int (*)(devmap_cookie_t, void *, offset_t,
		    size_t, uint_t, uint_t))nodev;
	if (piece->dp_callbacks & DMT_CB_ACCESS_NULLDEV)
		ctl->devmap_access = (int (*)(devmap_cookie_t, void *, offset_t,
		    size_t, uint_t, uint_t))nulldev;
	if (piece->dp_callbacks & DMT_CB_DUP)
		ctl->devmap_dup = dmtdup;
	if (piece->dp_callbacks & DMT_CB_UNMAP)
		ctl->devmap_unmap = dmtunmap;
	return (ctl);
}

static int
dmt_setup_piece(devmap_cookie_t dhp, const struct dmt_piece *piece,
    struct devmap_callback_ctl *ctl)
{
	ddi_device_acc_attr_t attr = {
		DDI_DEVICE_ATTR_V0, DDI_NEVERSWAP_ACC, piece->dp_order
	};

	switch (piece->dp_setup) {
	case DMT_SETUP_UMEM:
	case DMT_SETUP_TRASH:
		return (devmap_umem_setup(dhp, dmt_dip, ctl,
		    piece->dp_setup == DMT_SETUP_UMEM ? dmt_mem : dmt_trash,
		    piece->dp_roff, piece->dp_len, piece->dp_maxprot,
		    piece->dp_flags, &attr));
	default:
		return (devmap_devmem_setup(dhp, dmt_dip, ctl,
		    piece->dp_rnumber, piece->dp_roff, piece->dp_len,
		    piece->dp_maxprot, piece->dp_flags, &attr));
	}
}

static void
dmt_setup(devmap_cookie_t dhp, const struct dmt_piece *piece)
{
	struct dmt_event ev = { .de_what = DMT_EV_SETUP };
	struct devmap_callback_ctl ctl;
	int i, n = piece->dp_setup == DMT_SETUP_TWICE ? 2 : 1;

	if (piece->dp_setup == DMT_SETUP_NONE)
		return;
	for (i = 0; i < n; i++) {
		ev.de_ret = dmt_setup_piece(dhp, piece,
		    dmt_callbacks(piece, &ctl));
		(void) dmt_note(&ev, dhp, NULL, NULL);
	}
	/* The layer has copied it. */
	bzero(&ctl, sizeof (ctl));
}

static int
dmtdevmap(dev_t dev, devmap_cookie_t dhp, offset_t off, size_t len,
    size_t *maplen, uint_t model)
{
	struct dmt_event ev = {
		.de_what = DMT_EV_DEVMAP, .de_off = off, .de_len = len,
		.de_flags = model
	};
	const struct dmt_piece *piece;

	if (dmt_script.ds_npieces == 0)
		return (ENXIO);
	piece = &dmt_script.ds_pieces[dmt_piece++ % dmt_script.ds_npieces];
	dmt_add(dhp, piece);
	(void) dmt_note(&ev, dhp, NULL, NULL);
	if (piece->dp_devmap_ret != 0) {
		dmt_forget(dhp);
		return (piece->dp_devmap_ret);
	}
	dmt_setup(dhp, piece);
	*maplen = piece->dp_maplen;
	return (0);
}

static int
dmtsegmap(dev_t dev, off_t off, struct as *as, caddr_t *addrp, off_t len,
    uint_t prot, uint_t maxprot, uint_t flags, cred_t *credp)
{
	struct dmt_event ev = {
		.de_what = DMT_EV_SEGMAP, .de_off = off, .de_len = len,
		.de_type = maxprot, .de_rw = prot, .de_flags = flags
	};
	int error;

	(void) dmt_note(&ev, NULL, NULL, NULL);
	dmt_piece = 0;

	switch (dmt_script.ds_segmap) {
	case DMT_SEGMAP_REFUSE:
		return (dmt_script.ds_segmap_ret);
	case DMT_SEGMAP_FORGET:
		return (0);
	case DMT_SEGMAP_LENGTH:
		len += PAGESIZE;
		break;
	case DMT_SEGMAP_MOVE:
		off += dmt_script.ds_segmap_arg;
		break;
	case DMT_SEGMAP_PROT:
		prot &= dmt_script.ds_segmap_arg;
		break;
	default:
		break;
	}
	error = ddi_devmap_segmap(dev, off, as, addrp, len, prot, maxprot,
	    flags, credp);
	if (error == 0 && dmt_script.ds_segmap == DMT_SEGMAP_TWICE)
		error = ddi_devmap_segmap(dev, off, as, addrp, len, prot,
		    maxprot, flags, credp);
	if (error == 0 && dmt_script.ds_segmap == DMT_SEGMAP_REGRET)
		error = dmt_script.ds_segmap_ret;
	return (error);
}

/*
 * The test's side.
 */
static int
dmt_set_script(intptr_t arg, int mode)
{
	struct dmt_script script;

	if (ddi_copyin((void *)arg, &script, sizeof (script), mode) != 0)
		return (EFAULT);
	if (script.ds_npieces > DMT_MAX_PIECES ||
	    script.ds_nactions > DMT_MAX_ACTIONS)
		return (EINVAL);
	mutex_enter(&dmt_lock);
	dmt_script = script;
	bzero(&dmt_log, sizeof (dmt_log));
	bzero(dmt_slots, sizeof (dmt_slots));
	dmt_nslots = 0;
	mutex_exit(&dmt_lock);
	return (0);
}

static int
dmt_get_log(intptr_t arg, int mode)
{
	struct dmt_log *copy = kmem_alloc(sizeof (*copy), KM_SLEEP);
	int error = 0;

	mutex_enter(&dmt_lock);
	*copy = dmt_log;
	bzero(&dmt_log, sizeof (dmt_log));
	mutex_exit(&dmt_lock);
	/* Not under the lock: the page may be one of ours, and fault. */
	if (ddi_copyout(copy, (void *)arg, sizeof (*copy), mode) != 0)
		error = EFAULT;
	kmem_free(copy, sizeof (*copy));
	return (error);
}

static int
dmt_do(intptr_t arg, int mode)
{
	struct dmt_asked as = { NULL };
	struct dmt_action da;

	if (ddi_copyin((void *)arg, &da, sizeof (da), mode) != 0)
		return (EFAULT);
	da.da_ret = dmt_act(&da, &as);
	if (ddi_copyout(&da, (void *)arg, sizeof (da), mode) != 0)
		return (EFAULT);
	return (0);
}

static int
dmt_get_handle(intptr_t arg)
{
	struct dmt_handle h;
	devmap_handle_t *dh;

	if (copyin((void *)arg, &h, sizeof (h)) != 0)
		return (EFAULT);
	dh = dmt_handle(h.dh_handle, NULL);
	h.dh_mapped = dh != NULL;
	if (dh != NULL) {
		h.dh_uoff = dh->dh_uoff;
		h.dh_roff = dh->dh_roff;
		h.dh_len = dh->dh_len;
		h.dh_prot = dh->dh_prot;
		h.dh_maxprot = dh->dh_maxprot;
		h.dh_hold = dh->dh_timeout_length;
		h.dh_mine = dmt_as(dh) == curproc->p_as;
		mutex_enter(&dmt_lock);
		h.dh_next = dmt_number_locked(dh->dh_next);
		mutex_exit(&dmt_lock);
	}
	if (copyout(&h, (void *)arg, sizeof (h)) != 0)
		return (EFAULT);
	return (0);
}

static int
dmtopen(dev_t *devp, int flag, int otyp, cred_t *credp)
{
	return (dmt_script.ds_open_ret);
}

static int
dmtioctl(dev_t dev, int cmd, intptr_t arg, int mode, cred_t *credp, int *rvalp)
{
	switch ((uint_t)cmd) {
	case DMTIOC_SCRIPT:
		return (dmt_set_script(arg, mode));
	case DMTIOC_ACTIONS:
		return (ddi_copyout(&dmt_script, (void *)arg,
		    sizeof (dmt_script), mode) != 0 ? EFAULT : 0);
	case DMTIOC_LOG:
		return (dmt_get_log(arg, mode));
	case DMTIOC_DO:
		return (dmt_do(arg, mode));
	case DMTIOC_HANDLE:
		return (dmt_get_handle(arg));
	case DMTIOC_RETURN:
		return ((int)arg);
	default:
		return (ENOTTY);
	}
}

static int
dmtgetinfo(dev_info_t *dip, ddi_info_cmd_t infocmd, void *arg, void **result)
{
	switch (infocmd) {
	case DDI_INFO_DEVT2DEVINFO:
		*result = dmt_dip;
		return (dmt_dip == NULL ? DDI_FAILURE : DDI_SUCCESS);
	case DDI_INFO_DEVT2INSTANCE:
		*result = (void *)0;
		return (DDI_SUCCESS);
	default:
		return (DDI_FAILURE);
	}
}

static void
dmt_free(void)
{
	ddi_umem_free(dmt_mem);
	ddi_umem_free(dmt_trash);
}

static int
dmtattach(dev_info_t *dip, ddi_attach_cmd_t cmd)
{
	if (cmd != DDI_ATTACH || dmt_dip != NULL)
		return (DDI_FAILURE);
	/* DDI_UMEM_SLEEP cannot fail. */
	(void) ddi_umem_alloc(ptob(DMT_MEM_PAGES), DDI_UMEM_SLEEP, &dmt_mem);
	(void) ddi_umem_alloc(ptob(DMT_MEM_PAGES),
	    DDI_UMEM_SLEEP | DDI_UMEM_TRASH, &dmt_trash);
	if (ddi_create_minor_node(dip, "dmt", S_IFCHR, 0, DDI_PSEUDO, 0) !=
	    DDI_SUCCESS) {
		dmt_free();
		return (DDI_FAILURE);
	}
	dmt_dip = dip;
	return (DDI_SUCCESS);
}

static int
dmtdetach(dev_info_t *dip, ddi_detach_cmd_t cmd)
{
	if (cmd != DDI_DETACH)
		return (DDI_FAILURE);
	ddi_remove_minor_node(dip, NULL);
	dmt_free();
	dmt_dip = NULL;
	return (DDI_SUCCESS);
}

static struct cb_ops dmt_cb_ops = {
	.cb_open = dmtopen,
	.cb_close = nulldev,
	.cb_strategy = nodev,
	.cb_print = nodev,
	.cb_dump = nodev,
	.cb_read = nodev,
	.cb_write = nodev,
	.cb_ioctl = dmtioctl,
	.cb_devmap = dmtdevmap,
	.cb_mmap = nodev,
	.cb_segmap = dmtsegmap,
	.cb_chpoll = nochpoll,
	.cb_prop_op = ddi_prop_op,
	.cb_str = NULL,
	.cb_flag = D_NEW | D_MP | D_64BIT | D_DEVMAP,
	.cb_rev = CB_REV,
	.cb_aread = nodev,
	.cb_awrite = nodev
};

static struct dev_ops dmt_dev_ops = {
	.devo_rev = DEVO_REV,
	.devo_refcnt = 0,
	.devo_getinfo = dmtgetinfo,
	.devo_identify = nulldev,
	.devo_probe = nulldev,
	.devo_attach = dmtattach,
	.devo_detach = dmtdetach,
	.devo_reset = nodev,
	.devo_cb_ops = &dmt_cb_ops,
	.devo_bus_ops = NULL,
	.devo_power = NULL,
	.devo_quiesce = ddi_quiesce_not_needed
};

static struct modldrv dmtmodldrv = {
	&mod_driverops,
	"devmap tests",
	&dmt_dev_ops
};

static struct modlinkage dmtmodlinkage = {
	MODREV_1,
	{ &dmtmodldrv, NULL }
};

int
_init(void)
{
	int error;

	mutex_init(&dmt_lock, NULL, MUTEX_DRIVER, NULL);
	error = mod_install(&dmtmodlinkage);
	if (error != 0)
		mutex_destroy(&dmt_lock);
	return (error);
}

int
_fini(void)
{
	int error;

	error = mod_remove(&dmtmodlinkage);
	if (error == 0)
		mutex_destroy(&dmt_lock);
	return (error);
}

int
_info(struct modinfo *modinfop)
{
	return (mod_info(&dmtmodlinkage, modinfop));
}
