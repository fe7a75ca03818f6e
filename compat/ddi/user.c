// SPDX-License-Identifier: GPL-2.0
/*
 * The process that called: its memory, its credentials, its number.
 */
#include <linux/compat.h>
#include <linux/cred.h>
#include <linux/export.h>
#include <linux/pid.h>
#include <linux/sched.h>
#include <linux/uaccess.h>

#include <sys/cred.h>
#include <sys/file.h>
#include <sys/model.h>
#include <sys/sunddi.h>

/**
 * ddi_copyin() - copy from a program to the driver
 * @buf: the program's address, or the kernel's with FKIOCTL
 * @driverbuf: where to
 * @cn: bytes
 * @flags: the mode that ioctl(9E) got
 *
 * Context: process, may sleep. Hold no lock that a fault may want: a program may
 * hand over its own mapping of the device.
 * Return: 0 or -1. See ddi_copyin(9F).
 */
int ddi_copyin(const void *buf, void *driverbuf, size_t cn, int flags)
{
	if (flags & FKIOCTL) {
		memcpy(driverbuf, buf, cn);
		return 0;
	}
	return copy_from_user(driverbuf, (const void __force __user *)buf, cn) ? -1 : 0;
}
EXPORT_SYMBOL_GPL(ddi_copyin);

/**
 * ddi_copyout() - copy from the driver to a program
 * @driverbuf: where from
 * @buf: the program's address, or the kernel's with FKIOCTL
 * @cn: bytes
 * @flags: the mode that ioctl(9E) got
 *
 * Context: as ddi_copyin().
 * Return: 0 or -1. See ddi_copyout(9F).
 */
int ddi_copyout(const void *driverbuf, void *buf, size_t cn, int flags)
{
	if (flags & FKIOCTL) {
		memcpy(buf, driverbuf, cn);
		return 0;
	}
	return copy_to_user((void __force __user *)buf, driverbuf, cn) ? -1 : 0;
}
EXPORT_SYMBOL_GPL(ddi_copyout);

/**
 * get_udatamodel() - the data model of the calling program
 *
 * Context: process, in a call of the program.
 * Return: DATAMODEL_ILP32 or DATAMODEL_LP64.
 */
model_t get_udatamodel(void)
{
	return in_compat_syscall() ? DATAMODEL_ILP32 : DATAMODEL_LP64;
}
EXPORT_SYMBOL_GPL(get_udatamodel);

/**
 * ddi_get_pid() - the number of the calling process, in its own name space
 *
 * See ddi_get_pid(9F).
 */
pid_t ddi_get_pid(void)
{
	return task_tgid_vnr(current);
}
EXPORT_SYMBOL_GPL(ddi_get_pid);

/**
 * ddi_get_cred() - the credentials of the caller
 *
 * See ddi_get_cred(9F).
 */
cred_t *ddi_get_cred(void)
{
	return (cred_t *)current_cred();
}
EXPORT_SYMBOL_GPL(ddi_get_cred);

/**
 * crgetuid() - effective user ID
 * @cr: credentials
 *
 * Return: as the initial user name space has it. See crgetuid(9F).
 */
uid_t crgetuid(const cred_t *cr)
{
	return __kuid_val(cr->euid);
}
EXPORT_SYMBOL_GPL(crgetuid);

/**
 * crgetruid() - real user ID
 * @cr: credentials
 *
 * See crgetruid(9F).
 */
uid_t crgetruid(const cred_t *cr)
{
	return __kuid_val(cr->uid);
}
EXPORT_SYMBOL_GPL(crgetruid);

/**
 * crgetgid() - effective group ID
 * @cr: credentials
 *
 * See crgetgid(9F).
 */
gid_t crgetgid(const cred_t *cr)
{
	return __kgid_val(cr->egid);
}
EXPORT_SYMBOL_GPL(crgetgid);

/**
 * crgetrgid() - real group ID
 * @cr: credentials
 *
 * See crgetrgid(9F).
 */
gid_t crgetrgid(const cred_t *cr)
{
	return __kgid_val(cr->gid);
}
EXPORT_SYMBOL_GPL(crgetrgid);
