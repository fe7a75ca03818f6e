// SPDX-License-Identifier: GPL-2.0
/*
 * drv_getparm(9F): what a driver may want to know of its caller and the system.
 */
#include <linux/cred.h>
#include <linux/export.h>
#include <linux/pid.h>
#include <linux/sched/signal.h>

#include <sys/ddi_parm.h>
#include <sys/proc.h>
#include <sys/sunddi.h>

/**
 * drv_getparm() - a fact about the caller or the system
 * @parm: LBOLT: ticks since the system was booted (clock_t). TIME: seconds since
 *	1970 (time_t). PPID, PPGRP, PSID: number of the process, its group, its
 *	session, in its own name space (pid_t). UPROCP: the process (proc_t *).
 *	UCRED: its credentials (cred_t *)
 * @value_p: receives it
 *
 * Context: process; LBOLT and TIME in any.
 * Return: 0; -1 for another @parm. See drv_getparm(9F).
 */
int drv_getparm(unsigned int parm, void *value_p)
{
	switch (parm) {
	case LBOLT:
		*(clock_t *)value_p = ddi_get_lbolt();
		return 0;
	case TIME:
		*(long *)value_p = ddi_get_time();
		return 0;
	case PPID:
		*(pid_t *)value_p = ddi_get_pid();
		return 0;
	case PPGRP:
		*(pid_t *)value_p = task_pgrp_vnr(current);
		return 0;
	case PSID:
		*(pid_t *)value_p = task_session_vnr(current);
		return 0;
	case UPROCP:
		*(proc_t **)value_p = curproc;
		return 0;
	case UCRED:
		*(cred_t **)value_p = ddi_get_cred();
		return 0;
	default:
		return -1;
	}
}
EXPORT_SYMBOL_GPL(drv_getparm);
