/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What credentials allow. Each answers 0 or EPERM.
 */
#ifndef _SYS_POLICY_H
#define	_SYS_POLICY_H

#include <sys/types.h>
#include <sys/cred.h>

int secpolicy_sys_config(const cred_t *cr, boolean_t checkonly);
int secpolicy_sys_devices(const cred_t *cr);
int secpolicy_resource(const cred_t *cr);
int secpolicy_net_config(const cred_t *cr, boolean_t checkonly);
int secpolicy_error_inject(const cred_t *cr);
int secpolicy_gart_access(const cred_t *cr);
int secpolicy_gart_map(const cred_t *cr);

#endif /* _SYS_POLICY_H */
