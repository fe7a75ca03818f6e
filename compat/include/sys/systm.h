/* SPDX-License-Identifier: GPL-2.0 */
/*
 * <sys/systm.h> for the layer itself: Linux's own declarations.
 */
#ifndef _SYS_SYSTM_H
#define _SYS_SYSTM_H

#include <linux/string.h>

#include <sys/systm_impl.h>

#endif /* _SYS_SYSTM_H */
