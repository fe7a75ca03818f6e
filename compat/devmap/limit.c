// SPDX-License-Identifier: GPL-2.0
/*
 * How many mappings a user may have.
 *
 * What a mapping costs is charged to the memory cgroup of who makes it. That leaves
 * what has no size: a device has half a million windows (space.h), and a driver's
 * hardware may have few contexts. So mappings are counted by real user, as
 * RLIMIT_NPROC counts processes: each mmap(2), and each fork(2) of one.
 */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/hashtable.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/uidgid.h>

#include "limit.h"

/**
 * struct devmap_user - a user who has mappings
 * @node: in devmap_users
 * @uid: who; users of user name spaces are users of their own
 * @mappings: how many; the last one that goes frees it
 */
struct devmap_user {
	struct hlist_node node;
	kuid_t uid;
	unsigned int mappings;
};

#define DEVMAP_USERS_BITS	6

static DEFINE_HASHTABLE(devmap_users, DEVMAP_USERS_BITS);

/* Protects the table and the counts; a leaf. */
static DEFINE_SPINLOCK(devmap_users_lock);

/* An eighth of the windows of a device. */
static unsigned int devmap_max_user_mappings = 65536;

static int devmap_max_user_set(const char *val, const struct kernel_param *kp)
{
	unsigned int n;
	int err = kstrtouint(val, 0, &n);

	/* Mappings are made meanwhile. */
	if (!err)
		WRITE_ONCE(devmap_max_user_mappings, n);
	return err;
}

static const struct kernel_param_ops devmap_max_user_ops = {
	.set	= devmap_max_user_set,
	.get	= param_get_uint,
};

module_param_cb(max_user_mappings, &devmap_max_user_ops, &devmap_max_user_mappings, 0644);
MODULE_PARM_DESC(max_user_mappings,
		 "Mappings that a user may have, 0 for no limit (default 65536)");

static struct devmap_user *devmap_user_find(kuid_t uid)
{
	struct devmap_user *user;

	lockdep_assert_held(&devmap_users_lock);
	hash_for_each_possible(devmap_users, user, node, __kuid_val(uid))
		if (uid_eq(user->uid, uid))
			return user;
	return NULL;
}

/*
 * Returns the one that counts; @new, or NULL, is it if there was none. @exceeds says
 * whether it has too many with that.
 */
static struct devmap_user *devmap_user_count(kuid_t uid, struct devmap_user *new,
					     bool *exceeds)
{
	unsigned int max = READ_ONCE(devmap_max_user_mappings);
	struct devmap_user *user;

	spin_lock(&devmap_users_lock);
	user = devmap_user_find(uid);
	if (!user && new) {
		user = new;
		hash_add(devmap_users, &user->node, __kuid_val(uid));
	}
	if (user)
		*exceeds = ++user->mappings > max && max;
	spin_unlock(&devmap_users_lock);
	return user;
}

/* The first mapping of a user, or the second that is made at the same time. */
static struct devmap_user *devmap_user_count_new(kuid_t uid, bool *exceeds)
{
	struct devmap_user *user, *new;

	new = kzalloc(sizeof(*new), GFP_KERNEL_ACCOUNT);
	if (!new)
		return NULL;
	new->uid = uid;
	user = devmap_user_count(uid, new, exceeds);
	if (user != new)
		kfree(new);
	return user;
}

/**
 * devmap_user_charge() - count a mapping of the caller's user
 *
 * Context: process, may sleep.
 * Return: the user, for devmap_user_uncharge(), or an ERR_PTR: -ENOMEM above
 * max_user_mappings without CAP_SYS_RESOURCE, as mmap(2) says of a process that has
 * too many, or without memory.
 */
struct devmap_user *devmap_user_charge(void)
{
	kuid_t uid = current_uid();
	bool exceeds = false;
	struct devmap_user *user = devmap_user_count(uid, NULL, &exceeds);

	if (!user)
		user = devmap_user_count_new(uid, &exceeds);
	if (!user)
		return ERR_PTR(-ENOMEM);
	if (!exceeds || capable(CAP_SYS_RESOURCE))
		return user;
	devmap_user_uncharge(user);
	return ERR_PTR(-ENOMEM);
}

/**
 * devmap_user_uncharge() - a mapping is gone
 * @user: whose it was
 */
void devmap_user_uncharge(struct devmap_user *user)
{
	bool last;

	spin_lock(&devmap_users_lock);
	last = !--user->mappings;
	if (last)
		hash_del(&user->node);
	spin_unlock(&devmap_users_lock);
	if (last)
		kfree(user);
}
