/* SPDX-License-Identifier: GPL-2.0 */
/*
 * <sys/uio.h> for the layer itself: struct iovec is Linux's.
 */
#include <linux/uio.h>

#define iovec ddi_iovec
#include_next <sys/uio.h>
#undef iovec
