/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Those who poll a device, without the names that Linux has too; part of
 * <sys/poll.h>.
 */
#ifndef _SYS_POLL_IMPL_H
#define	_SYS_POLL_IMPL_H

#include <sys/symnames.h>

/*
 * A driver has one for each thing that can be waited for, zeroed. It is the
 * address that counts; there is nothing in it.
 */
typedef struct pollhead {
	void	*ph_opaque[2];
} pollhead_t;

void pollwakeup(struct pollhead *php, short event);

#endif /* _SYS_POLL_IMPL_H */
