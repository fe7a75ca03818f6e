/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How many mappings a user may have.
 */
#ifndef _DEVMAP_LIMIT_H
#define _DEVMAP_LIMIT_H

struct devmap_user;

struct devmap_user *devmap_user_charge(void);
void devmap_user_uncharge(struct devmap_user *user);

#endif /* _DEVMAP_LIMIT_H */
