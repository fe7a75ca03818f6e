/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The tunables of the driver, which Solaris would set in /etc/system.
 */
#ifndef _XXEDU_TUNABLES_H
#define	_XXEDU_TUNABLES_H

extern int xx_hold_usec;
extern int xx_idle_usec;
extern int xx_msi;

#endif /* _XXEDU_TUNABLES_H */
