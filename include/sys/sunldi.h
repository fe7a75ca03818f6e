/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Layered drivers. The functions are absent: there is no way yet for a driver to
 * open another one's device.
 */
#ifndef _SYS_SUNLDI_H
#define	_SYS_SUNLDI_H

#include <sys/types.h>
#include <sys/sunddi.h>

#endif /* _SYS_SUNLDI_H */
