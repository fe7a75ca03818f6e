/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * /dev/ddit: tests that run in the kernel, one at a time, for selftests/ddi.c.
 */
#ifndef _UAPI_DDIT_H
#define	_UAPI_DDIT_H

#include <sys/ioctl.h>

#define	DDIT_PASS	0
#define	DDIT_FAIL	1
#define	DDIT_SKIP	2

struct ddit_run {
	unsigned int	dr_index;	/* in: which test, from 0 */
	unsigned int	dr_result;	/* out: DDIT_* */
	char		dr_name[64];	/* out: group.test */
	char		dr_message[184]; /* out: why it failed or was left out */
};

/* The name of a test; ENOENT when there is none of that index. */
#define	DDITIOC_NAME	_IOWR('D', 0x80, struct ddit_run)
/* Run a test. */
#define	DDITIOC_RUN	_IOWR('D', 0x81, struct ddit_run)

#endif /* _UAPI_DDIT_H */
