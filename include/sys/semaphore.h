/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Counting semaphores: semaphore(9F).
 */
#ifndef _SYS_SEMAPHORE_H
#define	_SYS_SEMAPHORE_H

#include <sys/semaphore_impl.h>

#define	sema_init(sp, val, name, type, arg)	\
	ddi_sema_init((sp), (val), (name), (type), (void *)(arg))

#endif /* _SYS_SEMAPHORE_H */
