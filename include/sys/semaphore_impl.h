/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Semaphores, but for the name that Linux has too; part of <sys/semaphore.h>.
 */
#ifndef _SYS_SEMAPHORE_IMPL_H
#define	_SYS_SEMAPHORE_IMPL_H

#include <sys/types.h>
#include <sys/lockkey.h>

typedef enum {
	SEMA_DEFAULT = 0,
	SEMA_DRIVER = 1
} ksema_type_t;

typedef struct ksema {
	void	*s_opaque[DDI_LOCK_WORDS];
} ksema_t;

void ddi_sema_init(ksema_t *sp, uint_t val, const char *name,
    ksema_type_t type, void *arg);
void sema_destroy(ksema_t *sp);
void sema_p(ksema_t *sp);
int sema_p_sig(ksema_t *sp);
int sema_tryp(ksema_t *sp);
void sema_v(ksema_t *sp);

#endif /* _SYS_SEMAPHORE_IMPL_H */
