/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Processes, as a driver knows them: by identity.
 */
#ifndef _SYS_PROC_H
#define	_SYS_PROC_H

#include <sys/types.h>
#include <sys/thread.h>

/*
 * The calling process. The pointer stays the same for as long as the process
 * lives; p_as is looked up whenever curproc is.
 */
struct proc {
	struct as	*p_as;		/* equal to dh_seg->s_as of its mappings */
	pid_t		p_pid;		/* as ddi_get_pid(9F) */
};

proc_t *ddi_curproc(void);
#define	curproc		(ddi_curproc())

/* What kernel threads belong to; it has no address space. */
extern proc_t ddi_p0;
#define	p0		ddi_p0

#define	minclsyspri	60
#define	maxclsyspri	99

void *proc_ref(void);
void proc_unref(void *pref);
int proc_signal(void *pref, int sig);

#endif /* _SYS_PROC_H */
