// SPDX-License-Identifier: GPL-2.0
/*
 * oldt.ko: ddi_mapdev(9F). Mappings take turns, as the manual pages have it:
 * the one that is touched is validated, and the one before is intercepted.
 */
#include <sys/types.h>
#include <sys/ddi.h>
#include <sys/debug.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/sunddi.h>

#include "oldt.h"

typedef struct oldt_map {
	struct oldt_map		*om_next;
	ddi_mapdev_handle_t	om_handle;
	uint_t			om_id;
} oldt_map_t;

static kmutex_t oldt_map_lock;		/* protects what follows */
static oldt_map_t *oldt_maps;
static oldt_map_t *oldt_current;
static uint_t oldt_last_id;

void
oldt_mapdev_init(void)
{
	mutex_init(&oldt_map_lock, NULL, MUTEX_DRIVER, NULL);
}

void
oldt_mapdev_fini(void)
{
	mutex_destroy(&oldt_map_lock);
}

static oldt_map_t *
oldt_map_alloc(void)
{
	oldt_map_t *mp = kmem_zalloc(sizeof (*mp), KM_SLEEP);

	mutex_enter(&oldt_map_lock);
	mp->om_id = ++oldt_last_id;
	mp->om_next = oldt_maps;
	oldt_maps = mp;
	mutex_exit(&oldt_map_lock);
	return (mp);
}

static void
oldt_map_free(oldt_map_t *mp)
{
	oldt_map_t **link;

	mutex_enter(&oldt_map_lock);
	for (link = &oldt_maps; *link != mp; link = &(*link)->om_next)
		;
	*link = mp->om_next;
	if (oldt_current == mp)
		oldt_current = NULL;
	mutex_exit(&oldt_map_lock);
	kmem_free(mp, sizeof (*mp));
}

/*
 * Intercepts the mapping that has the device.
 */
static int
oldt_take(oldt_map_t *mp)
{
	ASSERT(MUTEX_HELD(&oldt_map_lock));
	if (oldt_current == NULL || oldt_current == mp)
		return (0);
	return (ddi_mapdev_intercept(oldt_current->om_handle, 0, 0));
}

static int
oldt_give(ddi_mapdev_handle_t handle, off_t offset)
{
	if (oldt_set.os_wide != 0)
		return (ddi_mapdev_nointercept(handle, 0, 0));
	return (ddi_mapdev_nointercept(handle, offset, PAGESIZE));
}

static int
oldt_access(ddi_mapdev_handle_t handle, void *devprivate, off_t offset)
{
	oldt_map_t *mp = devprivate;
	int error;

	oldt_note(OLDT_C_ACCESS, mp->om_id, 0, offset);
	if (oldt_set.os_accesserr != 0)
		return (oldt_set.os_accesserr);
	if (oldt_set.os_noload != 0)
		return (0);
	mutex_enter(&oldt_map_lock);
	if (oldt_set.os_reverse != 0) {
		error = oldt_give(handle, offset);
		if (error == 0)
			error = oldt_take(mp);
	} else {
		error = oldt_take(mp);
		if (error == 0)
			error = oldt_give(handle, offset);
	}
	oldt_current = mp;
	mutex_exit(&oldt_map_lock);
	return (error);
}

static void
oldt_free(ddi_mapdev_handle_t handle, void *devprivate)
{
	oldt_map_t *mp = devprivate;

	oldt_note(OLDT_C_FREE, mp->om_id, 0, 0);
	oldt_map_free(mp);
}

static int
oldt_dup(ddi_mapdev_handle_t handle, void *devprivate,
    ddi_mapdev_handle_t new_handle, void **new_devprivatep)
{
	oldt_map_t *mp = devprivate;
	oldt_map_t *newmp;

	oldt_note(OLDT_C_DUP, mp->om_id, 0, 0);
	if (oldt_set.os_duperr != 0)
		return (oldt_set.os_duperr);
	newmp = oldt_map_alloc();
	newmp->om_handle = new_handle;
	*new_devprivatep = newmp;
	return (0);
}

static int
oldt_set_order(ddi_mapdev_handle_t handle)
{
	ddi_device_acc_attr_t attr = {
		DDI_DEVICE_ATTR_V0, DDI_NEVERSWAP_ACC, DDI_STRICTORDER_ACC
	};

	if (oldt_set.os_accattrlen < 0)
		return (0);
	attr.devacc_attr_dataorder = oldt_set.os_accattr;
	if (ddi_mapdev_set_device_acc_attr(handle, 0, oldt_set.os_accattrlen,
	    &attr, oldt_set.os_rnumber) != DDI_SUCCESS)
		return (EINVAL);
	return (0);
}

int
oldt_mapdev_segmap(dev_t dev, off_t off, struct as *asp, caddr_t *addrp,
    off_t len, unsigned int prot, unsigned int maxprot, unsigned int flags,
    cred_t *credp)
{
	struct ddi_mapdev_ctl ctl = {
		.mapdev_rev = MAPDEV_REV,
		.mapdev_access = oldt_access,
		.mapdev_free = oldt_free,
		.mapdev_dup = oldt_dup
	};
	oldt_map_t *mp = oldt_map_alloc();
	int error;

	if (oldt_set.os_ctl == OLDT_CTL_REV)
		ctl.mapdev_rev = MAPDEV_REV + 1;
	if (oldt_set.os_ctl == OLDT_CTL_NOACC)
		ctl.mapdev_access = NULL;
	error = ddi_mapdev(dev, off, asp, addrp, len, prot, maxprot, flags,
	    credp, &ctl, &mp->om_handle, mp);
	if (error != 0) {
		oldt_map_free(mp);
		return (error);
	}
	return (oldt_set_order(mp->om_handle));
}

/*
 * Outside of any fault. The lock keeps the mapping from going.
 */
int
oldt_mapdev_ioctl(struct oldt_intercept *oip, boolean_t load)
{
	oldt_map_t *mp;
	int error = ENOENT;

	mutex_enter(&oldt_map_lock);
	for (mp = oldt_maps; mp != NULL; mp = mp->om_next) {
		if (mp->om_id != oip->oi_mapping)
			continue;
		error = 0;
		if (load)
			oip->oi_result = ddi_mapdev_nointercept(mp->om_handle,
			    oip->oi_off, oip->oi_len);
		else
			oip->oi_result = ddi_mapdev_intercept(mp->om_handle,
			    oip->oi_off, oip->oi_len);
	}
	mutex_exit(&oldt_map_lock);
	return (error);
}
