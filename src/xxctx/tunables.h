/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The tunables of the driver, which Solaris would set in /etc/system.
 */
#ifndef _XX_TUNABLES_H
#define	_XX_TUNABLES_H

extern int xx_hold_usec;
extern int xx_save_usec;
extern int xx_restore_usec;
extern int xx_save_fail;
extern int xx_restore_fail;

#endif /* _XX_TUNABLES_H */
