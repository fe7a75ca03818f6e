/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The tunables of the driver, which Solaris would set in /etc/system.
 */
#ifndef _XXEDU_TUNABLES_H
#define	_XXEDU_TUNABLES_H

extern volatile int xx_hold_usec;
extern volatile int xx_user_mb;
extern volatile int xx_idle_usec;
extern volatile int xx_msi;

/* The memory of this machine, in megabytes. */
int xx_memory_mb(void);

#endif /* _XXEDU_TUNABLES_H */
