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

/*
 * Whether that user would have too much with so many bytes more; NULL has
 * nothing yet.
 */
static boolean_t
xxuser_exceeds(struct xxuser *xup, size_t bytes, cred_t *credp)
{
	int mb = xx_user_mb;
	uint64_t limit = (uint64_t)(mb != 0 ? mb : xx_memory_mb() / 4) << 20;

	if (xup != NULL)
		bytes += xup->xu_bytes;
	return (bytes > limit && drv_priv(credp) != 0);
}

static struct xxuser *
xxuser_find(uid_t uid)
{
	struct xxuser *xup;

	ASSERT(MUTEX_HELD(&xxusers_lock));
	for (xup = xxusers; xup != NULL && xup->xu_uid != uid; )
		xup = xup->xu_next;
	return (xup);
}

/*
 * Whether there is room for a context of the calling process's user, now.
 */
boolean_t
xxuser_has_room(size_t bytes)
{
	cred_t *credp = ddi_get_cred();
	boolean_t room;

	mutex_enter(&xxusers_lock);
	room = !xxuser_exceeds(xxuser_find(crgetruid(credp)), bytes, credp);
	mutex_exit(&xxusers_lock);
	return (room);
}

/*
 * Counts a context of the calling process's user. Returns NULL if it is one too
 * many. Memory is asked for without the lock, which all users have in common.
 */
struct xxuser *
xxuser_charge(size_t bytes)
{
	cred_t *credp = ddi_get_cred();
	uid_t uid = crgetruid(credp);
	struct xxuser *newxup, *xup;

	newxup = kmem_zalloc(sizeof (*newxup), KM_SLEEP);
	newxup->xu_uid = uid;
	mutex_enter(&xxusers_lock);
	xup = xxuser_find(uid);
	if (xxuser_exceeds(xup, bytes, credp)) {
		xup = NULL;
	} else {
		if (xup == NULL) {
			xup = newxup;
			newxup = NULL;
			xup->xu_next = xxusers;
			xxusers = xup;
		}
		xup->xu_bytes += bytes;
	}
	mutex_exit(&xxusers_lock);
	if (newxup != NULL)
		kmem_free(newxup, sizeof (*newxup));
	return (xup);
}

void
xxuser_uncharge(struct xxuser *xup, size_t bytes)
{
	struct xxuser **xupp = &xxusers;

	mutex_enter(&xxusers_lock);
	xup->xu_bytes -= bytes;
	if (xup->xu_bytes != 0) {
		mutex_exit(&xxusers_lock);
		return;
	}
	while (*xupp != xup)
		xupp = &(*xupp)->xu_next;
	*xupp = xup->xu_next;
	mutex_exit(&xxusers_lock);
	kmem_free(xup, sizeof (*xup));
}
