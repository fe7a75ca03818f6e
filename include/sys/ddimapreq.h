/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Requests to map registers, which Solaris hands from a device to its bus. Here a
 * bus is Linux's: use ddi_regs_map_setup(9F).
 */
#ifndef _SYS_DDIMAPREQ_H
#define	_SYS_DDIMAPREQ_H

#include <sys/types.h>
#include <sys/dditypes.h>
#include <sys/mman.h>

#endif /* _SYS_DDIMAPREQ_H */
