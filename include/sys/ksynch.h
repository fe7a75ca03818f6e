/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _SYS_KSYNCH_H
#define	_SYS_KSYNCH_H

#include <sys/types.h>
#include <sys/mutex.h>

#endif /* _SYS_KSYNCH_H */
