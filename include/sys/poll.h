/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What chpoll(9E) and pollwakeup(9F) speak of. The numbers are those that a
 * Linux program has; the "normal" events are the plain ones, as on Solaris.
 */
#ifndef _SYS_POLL_H
#define	_SYS_POLL_H

#include <sys/poll_impl.h>

#define	POLLIN		0x0001
#define	POLLPRI		0x0002
#define	POLLOUT		0x0004
#define	POLLERR		0x0008
#define	POLLHUP		0x0010
#define	POLLNVAL	0x0020
#define	POLLRDNORM	0x0040
#define	POLLRDBAND	0x0080
#define	POLLWRNORM	POLLOUT
#define	POLLWRBAND	0x0200
#define	POLLNORM	POLLRDNORM

#endif /* _SYS_POLL_H */
