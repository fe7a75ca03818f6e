// SPDX-License-Identifier: GPL-2.0
/*
 * Credentials: what they are, beside the user and group in user.c, and what they
 * allow: drv_priv(9F), <sys/policy.h>.
 */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/export.h>
#include <linux/user_namespace.h>

#include <sys/cred.h>
#include <sys/errno.h>
#include <sys/policy.h>

/**
 * crgetsuid() - saved user ID
 * @cr: credentials
 *
 * Return: as the initial user name space has it.
 */
uid_t crgetsuid(const cred_t *cr)
{
	return __kuid_val(cr->suid);
}
EXPORT_SYMBOL_GPL(crgetsuid);

/**
 * crgetsgid() - saved group ID
 * @cr: credentials
 *
 * Return: as the initial user name space has it.
 */
gid_t crgetsgid(const cred_t *cr)
{
	return __kgid_val(cr->sgid);
}
EXPORT_SYMBOL_GPL(crgetsgid);

/**
 * crgetngroups() - number of supplementary groups
 * @cr: credentials
 */
int crgetngroups(const cred_t *cr)
{
	return cr->group_info->ngroups;
}
EXPORT_SYMBOL_GPL(crgetngroups);

/**
 * crgetgroups() - supplementary groups
 * @cr: credentials
 *
 * Return: crgetngroups() of them, in ascending order, as the initial user name
 * space has them.
 */
const gid_t *crgetgroups(const cred_t *cr)
{
	BUILD_BUG_ON(sizeof(kgid_t) != sizeof(gid_t));
	return (const gid_t *)cr->group_info->gid;
}
EXPORT_SYMBOL_GPL(crgetgroups);

/**
 * groupmember() - do credentials have a group?
 * @gid: the group
 * @cr: credentials
 *
 * Return: nonzero if it is the effective one or a supplementary one.
 */
int groupmember(gid_t gid, const cred_t *cr)
{
	int i;

	if (__kgid_val(cr->egid) == gid)
		return 1;
	for (i = 0; i < cr->group_info->ngroups; i++)
		if (__kgid_val(cr->group_info->gid[i]) == gid)
			return 1;
	return 0;
}
EXPORT_SYMBOL_GPL(groupmember);

/**
 * crhold() - keep credentials beyond the call
 * @cr: credentials
 */
void crhold(cred_t *cr)
{
	get_cred(cr);
}
EXPORT_SYMBOL_GPL(crhold);

/**
 * crfree() - give back what crhold() kept
 * @cr: credentials
 */
void crfree(cred_t *cr)
{
	put_cred(cr);
}
EXPORT_SYMBOL_GPL(crfree);

/*
 * The caller's own are asked in Linux's way, so that security modules and audit
 * see it; those of another are looked at.
 */
static int ddi_cred_check(const cred_t *cr, int cap)
{
	if (cr == current_cred())
		return capable(cap) ? 0 : EPERM;
	return cr->user_ns == &init_user_ns && cap_raised(cr->cap_effective, cap) ?
	       0 : EPERM;
}

/**
 * drv_priv() - are credentials privileged?
 * @cr: credentials
 *
 * Return: 0, or EPERM without CAP_SYS_ADMIN. See drv_priv(9F).
 */
int drv_priv(cred_t *cr)
{
	return ddi_cred_check(cr, CAP_SYS_ADMIN);
}
EXPORT_SYMBOL_GPL(drv_priv);

/**
 * secpolicy_sys_config() - may the system's configuration be changed?
 * @cr: credentials
 * @checkonly: not used
 *
 * Return: 0, or EPERM without CAP_SYS_ADMIN.
 */
int secpolicy_sys_config(const cred_t *cr, boolean_t checkonly)
{
	return ddi_cred_check(cr, CAP_SYS_ADMIN);
}
EXPORT_SYMBOL_GPL(secpolicy_sys_config);

/**
 * secpolicy_sys_devices() - may devices be administered?
 * @cr: credentials
 *
 * Return: 0, or EPERM without CAP_SYS_ADMIN.
 */
int secpolicy_sys_devices(const cred_t *cr)
{
	return ddi_cred_check(cr, CAP_SYS_ADMIN);
}
EXPORT_SYMBOL_GPL(secpolicy_sys_devices);

/**
 * secpolicy_resource() - may limits of resources be exceeded?
 * @cr: credentials
 *
 * Return: 0, or EPERM without CAP_SYS_RESOURCE.
 */
int secpolicy_resource(const cred_t *cr)
{
	return ddi_cred_check(cr, CAP_SYS_RESOURCE);
}
EXPORT_SYMBOL_GPL(secpolicy_resource);

/**
 * secpolicy_net_config() - may network devices be configured?
 * @cr: credentials
 * @checkonly: not used
 *
 * Return: 0, or EPERM without CAP_NET_ADMIN.
 */
int secpolicy_net_config(const cred_t *cr, boolean_t checkonly)
{
	return ddi_cred_check(cr, CAP_NET_ADMIN);
}
EXPORT_SYMBOL_GPL(secpolicy_net_config);

/**
 * secpolicy_error_inject() - may errors be injected into a device?
 * @cr: credentials
 *
 * Return: 0, or EPERM without CAP_SYS_ADMIN.
 */
int secpolicy_error_inject(const cred_t *cr)
{
	return ddi_cred_check(cr, CAP_SYS_ADMIN);
}
EXPORT_SYMBOL_GPL(secpolicy_error_inject);

/**
 * secpolicy_gart_access() - may graphics memory be allocated and bound?
 * @cr: credentials
 *
 * Return: 0, or EPERM without CAP_SYS_RAWIO.
 */
int secpolicy_gart_access(const cred_t *cr)
{
	return ddi_cred_check(cr, CAP_SYS_RAWIO);
}
EXPORT_SYMBOL_GPL(secpolicy_gart_access);

/**
 * secpolicy_gart_map() - may graphics memory be mapped?
 * @cr: credentials
 *
 * Return: 0, or EPERM without CAP_SYS_RAWIO.
 */
int secpolicy_gart_map(const cred_t *cr)
{
	return ddi_cred_check(cr, CAP_SYS_RAWIO);
}
EXPORT_SYMBOL_GPL(secpolicy_gart_map);
