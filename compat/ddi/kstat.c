// SPDX-License-Identifier: GPL-2.0
/*
 * Statistics of drivers: kstat_create(9F).
 */
#include <linux/export.h>
#include <linux/limits.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <sys/kstat.h>

#include "kstat.h"

/**
 * struct ddi_kstat_node - a kstat of a driver
 * @ks: what the driver sees
 * @list: in the list of all that are known
 * @file: in debugfs, from kstat_install(9F) on
 */
struct ddi_kstat_node {
	kstat_t ks;
	struct list_head list;
	struct dentry *file;
};

static LIST_HEAD(ddi_kstats);
static DEFINE_MUTEX(ddi_kstats_lock);
static int ddi_kstat_next_id;

static struct ddi_kstat_node *ddi_kstat_node(kstat_t *ksp)
{
	return container_of(ksp, struct ddi_kstat_node, ks);
}

static bool ddi_kstat_same_module(const kstat_t *a, const kstat_t *b)
{
	return !strcmp(a->ks_module, b->ks_module);
}

static bool ddi_kstat_same_instance(const kstat_t *a, const kstat_t *b)
{
	return ddi_kstat_same_module(a, b) && a->ks_instance == b->ks_instance;
}

static bool ddi_kstat_known(const kstat_t *ksp)
{
	struct ddi_kstat_node *kn;

	lockdep_assert_held(&ddi_kstats_lock);
	list_for_each_entry(kn, &ddi_kstats, list)
		if (ddi_kstat_same_instance(&kn->ks, ksp) &&
		    !strcmp(kn->ks.ks_name, ksp->ks_name))
			return true;
	return false;
}

/* Bytes of a record, and how many there have to be; 0 for any number. */
static size_t ddi_kstat_record(uchar_t type, uint_t *count)
{
	*count = 0;
	switch (type) {
	case KSTAT_TYPE_RAW:
		return 1;
	case KSTAT_TYPE_NAMED:
		return sizeof(kstat_named_t);
	case KSTAT_TYPE_INTR:
		*count = 1;
		return sizeof(kstat_intr_t);
	case KSTAT_TYPE_IO:
		*count = 1;
		return sizeof(kstat_io_t);
	case KSTAT_TYPE_TIMER:
		return sizeof(kstat_timer_t);
	default:
		return 0;
	}
}

static bool ddi_kstat_valid(const char *name, uchar_t type, uint_t ndata)
{
	uint_t count;

	if (!ddi_kstat_record(type, &count)) {
		pr_warn_ratelimited("kstat_create: %s: no type %u\n", name, type);
		return false;
	}
	if (count && ndata != count) {
		pr_warn_ratelimited("kstat_create: %s: type %u has one record, not %u\n",
				    name, type, ndata);
		return false;
	}
	return true;
}

static void ddi_kstat_name(kstat_t *ksp, const char *module, int instance,
			   const char *name, const char *class)
{
	strscpy(ksp->ks_module, module, sizeof(ksp->ks_module));
	if (name)
		strscpy(ksp->ks_name, name, sizeof(ksp->ks_name));
	else
		snprintf(ksp->ks_name, sizeof(ksp->ks_name), "%s%d", module, instance);
	strscpy(ksp->ks_class, class, sizeof(ksp->ks_class));
	ksp->ks_instance = instance;
}

static int ddi_kstat_data(kstat_t *ksp, uint_t ndata)
{
	uint_t count;

	ksp->ks_ndata = ndata;
	ksp->ks_data_size = ndata * ddi_kstat_record(ksp->ks_type, &count);
	if (ksp->ks_flags & KSTAT_FLAG_VIRTUAL || !ksp->ks_data_size)
		return 0;
	ksp->ks_data = kvzalloc(ksp->ks_data_size, GFP_KERNEL);
	return ksp->ks_data ? 0 : -ENOMEM;
}

static bool ddi_kstat_publish(struct ddi_kstat_node *kn)
{
	bool known;

	mutex_lock(&ddi_kstats_lock);
	known = ddi_kstat_known(&kn->ks);
	if (!known) {
		kn->ks.ks_kid = ddi_kstat_next_id++;
		list_add_tail(&kn->list, &ddi_kstats);
	}
	mutex_unlock(&ddi_kstats_lock);
	return !known;
}

static void ddi_kstat_free(struct ddi_kstat_node *kn)
{
	if (!(kn->ks.ks_flags & KSTAT_FLAG_VIRTUAL))
		kvfree(kn->ks.ks_data);
	kfree(kn);
}

/**
 * kstat_create() - make statistics
 * @ks_module: name of the driver
 * @ks_instance: number of the instance
 * @ks_name: name of the statistics; NULL for the module's and the number
 * @ks_class: their class: "device", "misc" and others
 * @ks_type: KSTAT_TYPE_RAW, _NAMED, _INTR, _IO or _TIMER
 * @ks_ndata: records; bytes for KSTAT_TYPE_RAW; 1 for _INTR and _IO
 * @ks_flag: KSTAT_FLAG_VIRTUAL: the driver sets ks_data, and ks_data_size if it
 *	differs; KSTAT_FLAG_WRITABLE has no effect, KSTAT_FLAG_PERSISTENT neither
 *
 * Nobody sees them before kstat_install().
 *
 * Context: process, may sleep.
 * Return: the statistics, or NULL: a wrong type or number, a name that is taken,
 * or no memory. See kstat_create(9F).
 */
kstat_t *kstat_create(const char *ks_module, int ks_instance, const char *ks_name,
		      const char *ks_class, uchar_t ks_type, uint_t ks_ndata,
		      uchar_t ks_flag)
{
	struct ddi_kstat_node *kn;

	if (!ks_module || !ks_class) {
		pr_warn_ratelimited("a kstat without a module or a class\n");
		return NULL;
	}
	if (!ddi_kstat_valid(ks_name ? ks_name : ks_module, ks_type, ks_ndata))
		return NULL;
	kn = kzalloc(sizeof(*kn), GFP_KERNEL);
	if (!kn)
		return NULL;
	ddi_kstat_name(&kn->ks, ks_module, ks_instance, ks_name, ks_class);
	kn->ks.ks_type = ks_type;
	kn->ks.ks_flags = ks_flag;
	kn->ks.ks_crtime = gethrtime();
	if (ddi_kstat_data(&kn->ks, ks_ndata) || !ddi_kstat_publish(kn)) {
		ddi_kstat_free(kn);
		return NULL;
	}
	return &kn->ks;
}
EXPORT_SYMBOL_GPL(kstat_create);

/**
 * kstat_install() - show statistics
 * @ksp: from kstat_create(), filled in
 *
 * Context: process, may sleep. See kstat_install(9F).
 */
void kstat_install(kstat_t *ksp)
{
	struct ddi_kstat_node *kn = ddi_kstat_node(ksp);

	mutex_lock(&ddi_kstats_lock);
	if (!kn->file)
		kn->file = ddi_kstat_debugfs_add(ksp);
	mutex_unlock(&ddi_kstats_lock);
}
EXPORT_SYMBOL_GPL(kstat_install);

/* @instance is the folder that @kn was in. */
static void ddi_kstat_prune(const struct ddi_kstat_node *kn, struct dentry *instance)
{
	bool last_instance = true, last_module = true;
	struct ddi_kstat_node *other;

	lockdep_assert_held(&ddi_kstats_lock);
	list_for_each_entry(other, &ddi_kstats, list) {
		if (!other->file)
			continue;
		if (ddi_kstat_same_module(&other->ks, &kn->ks))
			last_module = false;
		if (ddi_kstat_same_instance(&other->ks, &kn->ks))
			last_instance = false;
	}
	ddi_kstat_debugfs_prune(instance, last_instance, last_module);
}

/**
 * kstat_delete() - end statistics
 * @ksp: from kstat_create(), or NULL; ks_lock is not held by the caller
 *
 * Nobody looks at them when this returns. Until then their name is taken.
 *
 * Context: process, may sleep. See kstat_delete(9F).
 */
void kstat_delete(kstat_t *ksp)
{
	struct dentry *instance = NULL;
	struct ddi_kstat_node *kn;

	if (!ksp)
		return;
	kn = ddi_kstat_node(ksp);
	/* It stays in the list meanwhile, and with it the folder of its instance. */
	if (kn->file)
		instance = ddi_kstat_debugfs_remove(kn->file);
	mutex_lock(&ddi_kstats_lock);
	list_del(&kn->list);
	if (instance)
		ddi_kstat_prune(kn, instance);
	mutex_unlock(&ddi_kstats_lock);
	ddi_kstat_free(kn);
}
EXPORT_SYMBOL_GPL(kstat_delete);

/**
 * kstat_named_init() - name a record of KSTAT_TYPE_NAMED
 * @knp: the record
 * @name: at most KSTAT_STRLEN - 1 characters
 * @data_type: KSTAT_DATA_INT32 and others
 *
 * Context: any. See kstat_named_init(9F).
 */
void kstat_named_init(kstat_named_t *knp, const char *name, uchar_t data_type)
{
	memset(knp, 0, sizeof(*knp));
	strscpy(knp->name, name, sizeof(knp->name));
	knp->data_type = data_type;
}
EXPORT_SYMBOL_GPL(kstat_named_init);

/**
 * kstat_named_setstr() - point a record at a string
 * @knp: the record, of KSTAT_DATA_STRING
 * @src: the string, which has to stay; NULL for none
 *
 * Context: any. See kstat_named_setstr(9F).
 */
void kstat_named_setstr(kstat_named_t *knp, const char *src)
{
	if (knp->data_type != KSTAT_DATA_STRING) {
		pr_warn_ratelimited("%s: %s is not of KSTAT_DATA_STRING\n",
				    __func__, knp->name);
		return;
	}
	KSTAT_NAMED_STR_PTR(knp) = (char *)src;
	KSTAT_NAMED_STR_BUFLEN(knp) = src ? strlen(src) + 1 : 0;
}
EXPORT_SYMBOL_GPL(kstat_named_setstr);

/* Of the module: it would run its code, or show its data. */
static bool ddi_kstat_is_of(const struct ddi_kstat_node *kn, struct module *owner)
{
	return within_module((unsigned long)kn->ks.ks_update, owner) ||
	       within_module((unsigned long)kn->ks.ks_data, owner) ||
	       !strcmp(kn->ks.ks_module, module_name(owner));
}

static struct ddi_kstat_node *ddi_kstat_pick(struct module *owner)
{
	struct ddi_kstat_node *kn, *found = NULL;

	mutex_lock(&ddi_kstats_lock);
	list_for_each_entry(kn, &ddi_kstats, list) {
		if (ddi_kstat_is_of(kn, owner)) {
			found = kn;
			break;
		}
	}
	mutex_unlock(&ddi_kstats_lock);
	return found;
}

/**
 * ddi_kstats_delete_module() - delete what a module has left behind
 * @owner: the module, of which nothing runs any more
 *
 * Return: how many there were.
 */
unsigned int ddi_kstats_delete_module(struct module *owner)
{
	struct ddi_kstat_node *kn;
	unsigned int n = 0;

	while ((kn = ddi_kstat_pick(owner))) {
		kstat_delete(&kn->ks);
		n++;
	}
	return n;
}
