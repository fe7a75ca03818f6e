/* SPDX-License-Identifier: GPL-2.0 */
/*
 * <sys/semaphore.h> for the layer itself: sema_init() is Linux's.
 */
#ifndef _SYS_SEMAPHORE_H
#define _SYS_SEMAPHORE_H

#include <sys/semaphore_impl.h>

#endif /* _SYS_SEMAPHORE_H */
