/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The DDI that Solaris shares with other System V kernels.
 */
#ifndef _SYS_DDI_H
#define	_SYS_DDI_H

#include <sys/types.h>
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/mkdev.h>
#include <sys/sysmacros.h>
#include <sys/ksynch.h>
#include <sys/ddi_parm.h>

#endif /* _SYS_DDI_H */
