/* SPDX-License-Identifier: GPL-2.0 */
/*
 * All that threads wait for each other with.
 */
#ifndef _SYS_KSYNCH_H
#define	_SYS_KSYNCH_H

#include <sys/types.h>
#include <sys/mutex.h>
#include <sys/condvar.h>
#include <sys/rwlock.h>
#include <sys/semaphore.h>

#endif /* _SYS_KSYNCH_H */
