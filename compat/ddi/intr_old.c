// SPDX-License-Identifier: GPL-2.0
/*
 * Interrupts, the old way: ddi_add_intr(9F), ddi_remove_intr(9F),
 * ddi_get_iblock_cookie(9F). Lines alone, as messages are younger.
 */
#include <linux/export.h>

#include <sys/ddi_intr.h>
#include <sys/sunddi.h>

#include "intr.h"
#include "node.h"

/**
 * ddi_dev_nintrs() - how many interrupts a device has
 * @dip: the instance
 * @resultp: receives the number
 *
 * Return: DDI_SUCCESS; DDI_FAILURE if it has none. See ddi_dev_nintrs(9F).
 */
int ddi_dev_nintrs(dev_info_t *dip, int *resultp)
{
	return ddi_intr_get_nintrs(dip, DDI_INTR_TYPE_FIXED, resultp) == DDI_SUCCESS ?
	       DDI_SUCCESS : DDI_FAILURE;
}
EXPORT_SYMBOL_GPL(ddi_dev_nintrs);

/**
 * ddi_intr_hilevel() - is it an interrupt whose handler may take no mutex?
 * @dip: the instance
 * @inumber: not used
 *
 * Return: 0: none is. See ddi_intr_hilevel(9F).
 */
int ddi_intr_hilevel(dev_info_t *dip, uint_t inumber)
{
	return 0;
}
EXPORT_SYMBOL_GPL(ddi_intr_hilevel);

static bool ddi_old_exists(dev_info_t *dip, uint_t inumber)
{
	int n;

	return ddi_dev_nintrs(dip, &n) == DDI_SUCCESS && inumber < n;
}

/**
 * ddi_get_iblock_cookie() - what mutex_init(9F) wants for a lock of a handler
 * @dip: the instance
 * @inumber: which interrupt
 * @iblock_cookiep: receives it
 *
 * Return: DDI_SUCCESS, DDI_FAILURE. See ddi_get_iblock_cookie(9F).
 */
int ddi_get_iblock_cookie(dev_info_t *dip, uint_t inumber,
			  ddi_iblock_cookie_t *iblock_cookiep)
{
	if (!ddi_old_exists(dip, inumber))
		return DDI_FAILURE;
	*iblock_cookiep = DDI_INTR_PRI(DDI_INTR_PRI_DEFAULT);
	return DDI_SUCCESS;
}
EXPORT_SYMBOL_GPL(ddi_get_iblock_cookie);

static void ddi_old_cookies(ddi_iblock_cookie_t *iblock, ddi_idevice_cookie_t *idevice)
{
	if (iblock)
		*iblock = DDI_INTR_PRI(DDI_INTR_PRI_DEFAULT);
	if (idevice)
		*idevice = (ddi_idevice_cookie_t) {
			.idev_priority = DDI_INTR_PRI_DEFAULT,
		};
}

static int ddi_old_start(ddi_intr_handle_t h, const struct ddi_intr_fn *fn)
{
	if (ddi_intr_add_fn(h, fn) != DDI_SUCCESS)
		return DDI_FAILURE;
	if (ddi_intr_enable(h) == DDI_SUCCESS)
		return DDI_SUCCESS;
	ddi_intr_remove_handler(h);
	return DDI_FAILURE;
}

/**
 * ddi_add_intr() - say who handles an interrupt, and let it come
 * @dip: the instance
 * @inumber: which interrupt
 * @iblock_cookiep: receives what mutex_init(9F) wants; or NULL
 * @idevice_cookiep: receives what the device may have to be told; or NULL
 * @handler: the handler; runs in a thread and may take mutexes
 * @arg: its argument
 *
 * Context: process, may sleep.
 * Return: DDI_SUCCESS; DDI_INTR_NOTFOUND if there is no such interrupt; DDI_FAILURE.
 * See ddi_add_intr(9F).
 */
int ddi_add_intr(dev_info_t *dip, uint_t inumber, ddi_iblock_cookie_t *iblock_cookiep,
		 ddi_idevice_cookie_t *idevice_cookiep, uint_t (*handler)(caddr_t),
		 caddr_t arg)
{
	struct ddi_intr_fn fn = { .old = handler, .arg1 = arg };
	ddi_intr_handle_t h;
	int n;

	if (!handler || !ddi_old_exists(dip, inumber))
		return DDI_INTR_NOTFOUND;
	if (ddi_intr_alloc(dip, &h, DDI_INTR_TYPE_FIXED, inumber, 1, &n,
			   DDI_INTR_ALLOC_STRICT) != DDI_SUCCESS)
		return DDI_FAILURE;
	if (ddi_old_start(h, &fn) != DDI_SUCCESS) {
		ddi_intr_free(h);
		return DDI_FAILURE;
	}
	ddi_old_cookies(iblock_cookiep, idevice_cookiep);
	return DDI_SUCCESS;
}
EXPORT_SYMBOL_GPL(ddi_add_intr);

/**
 * ddi_remove_intr() - let an interrupt come no more
 * @dip: the instance
 * @inumber: which interrupt
 * @iblock_cookie: not used
 *
 * Waits for the handler, if it runs: hold no lock that it takes.
 *
 * Context: process, may sleep. See ddi_remove_intr(9F).
 */
void ddi_remove_intr(dev_info_t *dip, uint_t inumber, ddi_iblock_cookie_t iblock_cookie)
{
	ddi_intr_handle_t h = ddi_intr_find(dip, inumber);

	if (!h)
		return;
	ddi_intr_disable(h);
	ddi_intr_remove_handler(h);
	ddi_intr_free(h);
}
EXPORT_SYMBOL_GPL(ddi_remove_intr);

/**
 * ddi_get_soft_iblock_cookie() - the same for a soft interrupt
 * @dip: the instance
 * @preference: DDI_SOFTINT_LOW and so on
 * @iblock_cookiep: receives it
 *
 * Return: DDI_SUCCESS. See ddi_get_soft_iblock_cookie(9F).
 */
int ddi_get_soft_iblock_cookie(dev_info_t *dip, int preference,
			       ddi_iblock_cookie_t *iblock_cookiep)
{
	*iblock_cookiep = DDI_INTR_PRI(DDI_INTR_SOFTPRI_DEFAULT);
	return DDI_SUCCESS;
}
EXPORT_SYMBOL_GPL(ddi_get_soft_iblock_cookie);

/**
 * ddi_add_softintr() - make a soft interrupt
 * @dip: the instance
 * @preference: DDI_SOFTINT_LOW and so on; not used
 * @idp: receives its name
 * @iblock_cookiep: receives what mutex_init(9F) wants; or NULL
 * @idevice_cookiep: not used
 * @handler: called for it
 * @arg: its argument
 *
 * Context: process, may sleep.
 * Return: DDI_SUCCESS, DDI_FAILURE. See ddi_add_softintr(9F).
 */
int ddi_add_softintr(dev_info_t *dip, int preference, ddi_softintr_t *idp,
		     ddi_iblock_cookie_t *iblock_cookiep,
		     ddi_idevice_cookie_t *idevice_cookiep,
		     uint_t (*handler)(caddr_t), caddr_t arg)
{
	struct ddi_intr_fn fn = { .old = handler, .arg1 = arg };

	if (!handler || !idp)
		return DDI_FAILURE;
	*idp = ddi_softint_add(dip, DDI_INTR_SOFTPRI_DEFAULT, &fn);
	if (!*idp)
		return DDI_FAILURE;
	ddi_old_cookies(iblock_cookiep, NULL);
	return DDI_SUCCESS;
}
EXPORT_SYMBOL_GPL(ddi_add_softintr);

/**
 * ddi_remove_softintr() - a soft interrupt comes no more
 * @id: from ddi_add_softintr()
 *
 * Context: process, may sleep. See ddi_remove_softintr(9F).
 */
void ddi_remove_softintr(ddi_softintr_t id)
{
	ddi_intr_remove_softint(id);
}
EXPORT_SYMBOL_GPL(ddi_remove_softintr);

/**
 * ddi_trigger_softintr() - have the handler of a soft interrupt called
 * @id: from ddi_add_softintr()
 *
 * Context: any. See ddi_trigger_softintr(9F).
 */
void ddi_trigger_softintr(ddi_softintr_t id)
{
	ddi_intr_trigger_softint(id, NULL);
}
EXPORT_SYMBOL_GPL(ddi_trigger_softintr);
