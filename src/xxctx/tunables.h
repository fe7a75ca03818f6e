/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The tunables of the driver, which Solaris would set in /etc/system. Here they
 * may change at any time.
 */
#ifndef _XX_TUNABLES_H
#define	_XX_TUNABLES_H

extern volatile int xx_hold_usec;
extern volatile int xx_user_mb;
extern volatile int xx_save_usec;
extern volatile int xx_restore_usec;
extern volatile int xx_save_fail;
extern volatile int xx_restore_fail;

/* The memory of this machine, in megabytes. */
int xx_memory_mb(void);

#endif /* _XX_TUNABLES_H */
