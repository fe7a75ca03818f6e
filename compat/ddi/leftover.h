/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What drivers leave behind.
 */
#ifndef _DDI_LEFTOVER_H
#define _DDI_LEFTOVER_H

int ddi_leftovers_init(void);
void ddi_leftovers_exit(void);

#endif /* _DDI_LEFTOVER_H */
