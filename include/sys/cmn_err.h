/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Messages: cmn_err(9F). CE_PANIC does not stop the machine here; it is logged
 * as an emergency with a stack trace.
 */
#ifndef _SYS_CMN_ERR_H
#define	_SYS_CMN_ERR_H

#include <sys/types.h>
#include <sys/varargs.h>

#define	CE_CONT		0
#define	CE_NOTE		1
#define	CE_WARN		2
#define	CE_PANIC	3
#define	CE_IGNORE	4

void cmn_err(int level, const char *fmt, ...)
	__attribute__((__format__(__printf__, 2, 3)));
void vcmn_err(int level, const char *fmt, va_list ap);
void zcmn_err(zoneid_t zoneid, int level, const char *fmt, ...)
	__attribute__((__format__(__printf__, 3, 4)));
void vzcmn_err(zoneid_t zoneid, int level, const char *fmt, va_list ap)
	__attribute__((__format__(__printf__, 3, 0)));
void ddi_dev_err(dev_info_t *dip, int level, const char *fmt, ...)
	__attribute__((__format__(__printf__, 3, 4)));

#ifndef dev_err
#define	dev_err			ddi_dev_err
#endif

#endif /* _SYS_CMN_ERR_H */
