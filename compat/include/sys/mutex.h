/* SPDX-License-Identifier: GPL-2.0 */
/*
 * <sys/mutex.h> for the layer itself: mutex_init() and mutex_destroy() are
 * Linux's.
 */
#ifndef _SYS_MUTEX_H
#define _SYS_MUTEX_H

#include <sys/mutex_impl.h>

#endif /* _SYS_MUTEX_H */
