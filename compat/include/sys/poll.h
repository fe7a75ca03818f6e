/* SPDX-License-Identifier: GPL-2.0 */
/*
 * <sys/poll.h> for the layer itself: the events are Linux's.
 */
#ifndef _SYS_POLL_H
#define _SYS_POLL_H

#include <linux/poll.h>

#include <sys/poll_impl.h>

#endif /* _SYS_POLL_H */
