/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Credentials; opaque, looked at with the functions of cred(9F).
 */
#ifndef _SYS_CRED_H
#define	_SYS_CRED_H

#include <sys/types.h>

cred_t *ddi_get_cred(void);
uid_t crgetuid(const cred_t *cr);
uid_t crgetruid(const cred_t *cr);
gid_t crgetgid(const cred_t *cr);
gid_t crgetrgid(const cred_t *cr);
uid_t crgetsuid(const cred_t *cr);
gid_t crgetsgid(const cred_t *cr);
int crgetngroups(const cred_t *cr);
const gid_t *crgetgroups(const cred_t *cr);
int groupmember(gid_t gid, const cred_t *cr);
void crhold(cred_t *cr);
void crfree(cred_t *cr);
int drv_priv(cred_t *cr);

#define	CRED()		ddi_get_cred()

#endif /* _SYS_CRED_H */
