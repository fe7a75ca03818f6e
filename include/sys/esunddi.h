/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The DDI, and what Solaris keeps beside it for its own drivers, of which nothing
 * has a counterpart.
 */
#ifndef _SYS_ESUNDDI_H
#define	_SYS_ESUNDDI_H

#include <sys/sunddi.h>

#endif /* _SYS_ESUNDDI_H */
