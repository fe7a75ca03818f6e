// SPDX-License-Identifier: GPL-2.0
/*
 * The xx driver: how much memory the contexts of a user take.
 *
 * A context is as large as what is saved of the device, and whoever may open
 * the device may have a context for each mapping. So a user may have so many
 * megabytes of contexts, of all instances together; who is privileged, more.
 */
#include <sys/types.h>
#include <sys/cred.h>
#include <sys/ddi.h>
#include <sys/debug.h>
#include <sys/kmem.h>
#include <sys/sunddi.h>

#include "xxctx.h"

volatile int xx_user_mb;	/* 0 for a quarter of the memory */

struct xxuser {
	uid_t		xu_uid;
	uint64_t	xu_bytes;	/* of its contexts; 0 frees it */
	struct xxuser	*xu_next;
};

static kmutex_t xxusers_lock;	/* a leaf, after any xs_lock */
static struct xxuser *xxusers;

void
xxuser_init(void)
{
	mutex_init(&xxusers_lock, NULL, MUTEX_DRIVER, NULL);
}

void
xxuser_fini(void)
{
	ASSERT(xxusers == NULL);
	mutex_destroy(&xxusers_lock);
}

static uint64_t
xxuser_limit(void)
{
	int mb = xx_user_mb;

	return ((uint64_t)(mb != 0 ? mb : xx_memory_mb() / 4) << 20);
}

static struct xxuser *
xxuser_find(uid_t uid)
{
	struct xxuser *xup;

	ASSERT(MUTEX_HELD(&xxusers_lock));
	for (xup = xxusers; xup != NULL; xup = xup->xu_next)
		if (xup->xu_uid == uid)
			return (xup);
	xup = kmem_zalloc(sizeof (*xup), KM_SLEEP);
	xup->xu_uid = uid;
	xup->xu_next = xxusers;
	xxusers = xup;
	return (xup);
}

static void
xxuser_release(struct xxuser *xup)
{
	struct xxuser **xupp = &xxusers;

	ASSERT(MUTEX_HELD(&xxusers_lock));
	if (xup->xu_bytes != 0)
		return;
	while (*xupp != xup)
		xupp = &(*xupp)->xu_next;
	*xupp = xup->xu_next;
	kmem_free(xup, sizeof (*xup));
}

/*
 * Counts a context of the calling process's user. Returns NULL if it is one too
 * many.
 */
struct xxuser *
xxuser_charge(size_t bytes)
{
	cred_t *credp = ddi_get_cred();
	struct xxuser *xup;

	mutex_enter(&xxusers_lock);
	xup = xxuser_find(crgetruid(credp));
	if (xup->xu_bytes + bytes > xxuser_limit() && drv_priv(credp) != 0) {
		xxuser_release(xup);
		xup = NULL;
	} else {
		xup->xu_bytes += bytes;
	}
	mutex_exit(&xxusers_lock);
	return (xup);
}

void
xxuser_uncharge(struct xxuser *xup, size_t bytes)
{
	mutex_enter(&xxusers_lock);
	xup->xu_bytes -= bytes;
	xxuser_release(xup);
	mutex_exit(&xxusers_lock);
}

/*
 * Whether there is room for a context of the calling process's user, now.
 */
boolean_t
xxuser_has_room(size_t bytes)
{
	struct xxuser *xup = xxuser_charge(bytes);

	if (xup == NULL)
		return (B_FALSE);
	xxuser_uncharge(xup, bytes);
	return (B_TRUE);
}
