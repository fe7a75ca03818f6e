// SPDX-License-Identifier: GPL-2.0
/*
 * Counting semaphores: semaphore(9F), over Linux's own.
 */
#include <linux/export.h>
#include <linux/semaphore.h>

#include <sys/semaphore.h>

static struct semaphore *ddi_linux_sema(ksema_t *sp)
{
	BUILD_BUG_ON(sizeof(struct semaphore) > sizeof(sp->s_opaque));
	return (struct semaphore *)sp->s_opaque;
}

/**
 * ddi_sema_init() - sema_init(9F)
 * @sp: the semaphore
 * @val: how many may pass
 * @name: not used
 * @type: SEMA_DRIVER or another; there is no difference
 * @arg: not used
 *
 * Context: process. See sema_init(9F).
 */
void ddi_sema_init(ksema_t *sp, uint_t val, const char *name, ksema_type_t type,
		   void *arg)
{
	sema_init(ddi_linux_sema(sp), val);
}
EXPORT_SYMBOL_GPL(ddi_sema_init);

/**
 * sema_destroy() - end the use of a semaphore
 * @sp: the semaphore; nobody waits for it
 *
 * See sema_destroy(9F).
 */
void sema_destroy(ksema_t *sp)
{
	/* Linux has nothing to end. */
}
EXPORT_SYMBOL_GPL(sema_destroy);

/**
 * sema_p() - take one, wait for it if there is none
 * @sp: the semaphore
 *
 * Context: process, sleeps; no signal ends it. See sema_p(9F).
 */
void sema_p(ksema_t *sp)
{
	down(ddi_linux_sema(sp));
}
EXPORT_SYMBOL_GPL(sema_p);

/**
 * sema_p_sig() - take one, wait for it or for a signal if there is none
 * @sp: the semaphore
 *
 * Context: process, sleeps.
 * Return: 0; 1 if a signal ended the wait and nothing was taken.
 * See sema_p_sig(9F).
 */
int sema_p_sig(ksema_t *sp)
{
	return down_interruptible(ddi_linux_sema(sp)) ? 1 : 0;
}
EXPORT_SYMBOL_GPL(sema_p_sig);

/**
 * sema_tryp() - take one if there is one
 * @sp: the semaphore
 *
 * Context: any.
 * Return: nonzero if one was taken. See sema_tryp(9F).
 */
int sema_tryp(ksema_t *sp)
{
	return !down_trylock(ddi_linux_sema(sp));
}
EXPORT_SYMBOL_GPL(sema_tryp);

/**
 * sema_v() - give one back
 * @sp: the semaphore
 *
 * Context: any. See sema_v(9F).
 */
void sema_v(ksema_t *sp)
{
	up(ddi_linux_sema(sp));
}
EXPORT_SYMBOL_GPL(sema_v);
