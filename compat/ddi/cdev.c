// SPDX-License-Identifier: GPL-2.0
/*
 * The character device of a driver: from file operations to cb_ops(9S).
 *
 * open(9E) is called for each open(2), close(9E) for the last close of a device
 * number only; mappings keep their file, so that it comes after the last unmap.
 * open(9E) may answer with another minor number (a clone), which is then the
 * file's.
 */
#include <linux/compat.h>
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/slab.h>

#include <sys/file.h>
#include <sys/model.h>
#include <sys/open.h>
#include <sys/sunddi.h>

#include "../devmap/mmap.h"
#include "../linux/compat.h"
#include "cdev.h"
#include "driver.h"
#include "errno.h"
#include "file.h"
#include "minor.h"
#include "mmapioctl.h"
#include "node.h"

static struct ddi_snode *ddi_snode_new(struct ddi_driver *drv,
				       struct dev_info *dip, dev_t dev)
{
	struct ddi_snode *sn = kzalloc(sizeof(*sn), GFP_KERNEL);

	lockdep_assert_held(&drv->lock);
	if (!sn)
		return NULL;
	if (xa_err(xa_store(&drv->snodes, MINOR(dev), sn, GFP_KERNEL))) {
		kfree(sn);
		return NULL;
	}
	sn->dip = ddi_node_get(dip);
	sn->dev = dev;
	mutex_init(&sn->lock);
	return sn;
}

static struct ddi_snode *ddi_snode_get(struct dev_info *dip, dev_t dev)
{
	struct ddi_driver *drv = dip->drv;
	struct ddi_snode *sn;

	mutex_lock(&drv->lock);
	sn = xa_load(&drv->snodes, MINOR(dev));
	/* One of an instance that is gone, and still has open files. */
	if (sn && sn->dip != dip)
		sn = NULL;
	if (!sn)
		sn = ddi_snode_new(drv, dip, dev);
	if (sn)
		sn->users++;
	mutex_unlock(&drv->lock);
	return sn;
}

static void ddi_snode_put(struct ddi_snode *sn)
{
	struct dev_info *dip = sn->dip;
	struct ddi_driver *drv = dip->drv;

	mutex_lock(&drv->lock);
	if (--sn->users) {
		mutex_unlock(&drv->lock);
		return;
	}
	if (xa_load(&drv->snodes, MINOR(sn->dev)) == sn)
		xa_erase(&drv->snodes, MINOR(sn->dev));
	mutex_unlock(&drv->lock);
	kfree(sn);
	ddi_node_put(dip);
}

/**
 * ddi_file_flags() - how a file is open, in the terms of <sys/file.h>
 * @file: the file
 *
 * Return: FREAD, FWRITE, FNDELAY and others.
 */
int ddi_file_flags(const struct file *file)
{
	return (file->f_mode & FMODE_READ ? FREAD : 0) |
	       (file->f_mode & FMODE_WRITE ? FWRITE : 0) |
	       (file->f_flags & O_NONBLOCK ? FNDELAY | FNONBLOCK : 0) |
	       (file->f_flags & O_EXCL ? FEXCL : 0);
}

static cred_t *ddi_current_cred(void)
{
	return (cred_t *)current_cred();
}

static int ddi_call_open(struct dev_info *dip, struct file *file, dev_t *dev)
{
	const struct cb_ops *ops = dip->drv->ops->devo_cb_ops;

	if (!ddi_entry_real(ops->cb_open))
		return 0;
	return ddi_errno(ops->cb_open(dev, ddi_file_flags(file), OTYP_CHR,
				      ddi_current_cred()), "open(9E)");
}

static void ddi_call_close(struct dev_info *dip, dev_t dev, int flags)
{
	const struct cb_ops *ops = dip->drv->ops->devo_cb_ops;

	if (ddi_entry_real(ops->cb_close))
		ops->cb_close(dev, flags, OTYP_CHR, ddi_current_cred());
}

/*
 * open(9E) chose another minor number: the file is open on that one. The driver
 * believes so already, and has to be told if it is not.
 */
static struct ddi_snode *ddi_snode_clone(struct ddi_snode *sn, struct file *file,
					 dev_t dev)
{
	struct ddi_snode *clone = NULL;

	if (MAJOR(dev) == MAJOR(sn->dev))
		clone = ddi_snode_get(sn->dip, dev);
	else
		pr_warn_ratelimited("open(9E) of %s answered with a device number of another driver\n",
				    sn->dip->drv->name);
	if (!clone) {
		ddi_call_close(sn->dip, dev, ddi_file_flags(file));
		return ERR_PTR(MAJOR(dev) == MAJOR(sn->dev) ? -ENOMEM : -ENXIO);
	}
	mutex_lock(&clone->lock);
	clone->opens++;
	mutex_unlock(&clone->lock);
	return clone;
}

/* Returns the device number that is open now, or an ERR_PTR. */
static struct ddi_snode *ddi_snode_open(struct ddi_snode *sn, struct file *file)
{
	struct ddi_snode *opened = sn;
	dev_t dev = sn->dev;
	int err;

	mutex_lock(&sn->lock);
	err = ddi_call_open(sn->dip, file, &dev);
	if (!err && dev == sn->dev)
		sn->opens++;
	mutex_unlock(&sn->lock);
	if (err)
		return ERR_PTR(err);
	if (dev == sn->dev)
		return opened;
	opened = ddi_snode_clone(sn, file, dev);
	if (!IS_ERR(opened))
		ddi_snode_put(sn);
	return opened;
}

static int ddi_open_entered(struct dev_info *dip, dev_t dev, struct file *file)
{
	struct ddi_file *df;
	struct ddi_snode *sn, *opened;
	int err = -ENOMEM;

	df = kmalloc(sizeof(*df), GFP_KERNEL);
	if (!df)
		return err;
	sn = ddi_snode_get(dip, dev);
	if (!sn)
		goto err_snode;
	opened = ddi_snode_open(sn, file);
	if (IS_ERR(opened)) {
		err = PTR_ERR(opened);
		ddi_snode_put(sn);
		goto err_snode;
	}
	df->dip = ddi_node_get(dip);
	df->snode = opened;
	file->private_data = df;
	/* Whatever node it was opened through, see struct devmap_space. */
	file->f_mapping = dip->space.inode->i_mapping;
	return 0;

err_snode:
	kfree(df);
	return err;
}

static int ddi_open(struct inode *inode, struct file *file)
{
	struct ddi_driver *drv = ddi_driver_of_dev(inode->i_rdev);
	struct dev_info *dip;
	int err;

	if (!drv)
		return -ENXIO;
	dip = ddi_minor_hold(drv, iminor(inode));
	if (!dip)
		return -ENXIO;
	err = ddi_open_entered(dip, inode->i_rdev, file);
	ddi_node_exit(dip);
	ddi_node_put(dip);
	return err;
}

static int ddi_release(struct inode *inode, struct file *file)
{
	struct ddi_file *df = file->private_data;
	struct ddi_snode *sn = df->snode;

	mutex_lock(&sn->lock);
	/*
	 * If the device is being taken away: ddi_snode_close_all() has been here, or will
	 * be, and waits for us before detach(9E).
	 */
	if (sn->opens && !--sn->opens)
		ddi_call_close(sn->dip, sn->dev, ddi_file_flags(file));
	mutex_unlock(&sn->lock);
	ddi_snode_put(sn);
	ddi_node_put(df->dip);
	kfree(df);
	return 0;
}

static struct ddi_snode *ddi_snode_pick_open(struct dev_info *dip)
{
	struct ddi_driver *drv = dip->drv;
	struct ddi_snode *sn, *found = NULL;
	unsigned long index;

	mutex_lock(&drv->lock);
	xa_for_each(&drv->snodes, index, sn) {
		if (sn->dip == dip) {
			xa_erase(&drv->snodes, index);
			sn->users++;
			found = sn;
			break;
		}
	}
	mutex_unlock(&drv->lock);
	return found;
}

/**
 * ddi_snode_close_all() - close(9E) all that is open on an instance
 * @dip: the instance; it is being detached and nothing can be opened any more
 */
void ddi_snode_close_all(struct dev_info *dip)
{
	struct ddi_snode *sn;

	while ((sn = ddi_snode_pick_open(dip))) {
		mutex_lock(&sn->lock);
		if (sn->opens) {
			sn->opens = 0;
			ddi_call_close(dip, sn->dev, FREAD | FWRITE);
		}
		mutex_unlock(&sn->lock);
		ddi_snode_put(sn);
	}
}

static long ddi_call_ioctl(struct ddi_file *df, struct file *file,
			   unsigned int cmd, unsigned long arg, int model)
{
	const struct cb_ops *ops = df->dip->drv->ops->devo_cb_ops;
	int rval = 0, err;

	if (cmd == DEVMAP_IOC_MMAP)
		return ddi_mmap_ioctl(file, arg);
	if (!ddi_entry_real(ops->cb_ioctl))
		return -ENOTTY;
	if (!ddi_node_enter(df->dip))
		return -ENXIO;
	err = ops->cb_ioctl(df->snode->dev, cmd, arg,
			    ddi_file_flags(file) | model, ddi_current_cred(),
			    &rval);
	ddi_node_exit(df->dip);
	return err ? ddi_errno(err, "ioctl(9E)") : rval;
}

static long ddi_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	return ddi_call_ioctl(file->private_data, file, cmd, arg, DATAMODEL_LP64);
}

#ifdef CONFIG_COMPAT
static long ddi_compat_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	return ddi_call_ioctl(file->private_data, file, cmd,
			      (__force unsigned long)compat_ptr(arg), DATAMODEL_ILP32);
}
#endif

static int ddi_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct ddi_file *df = file->private_data;
	int err;

	if (!ddi_node_enter(df->dip))
		return -ENXIO;
	err = devmap_mmap(df->dip, df->snode->dev, vma);
	ddi_node_exit(df->dip);
	return err;
}

static const struct file_operations ddi_fops = {
	.owner		= THIS_MODULE,
	.open		= ddi_open,
	.release	= ddi_release,
	.unlocked_ioctl	= ddi_ioctl,
#ifdef CONFIG_COMPAT
	.compat_ioctl	= ddi_compat_ioctl,
#endif
	.mmap		= ddi_mmap,
	DEVMAP_FOPS_ALIGNED
	.read_iter	= ddi_file_read,
	.write_iter	= ddi_file_write,
	.poll		= ddi_file_poll,
	.llseek		= no_seek_end_llseek,
};

/**
 * ddi_cdev_alloc() - give a driver a major number
 * @drv: the driver; all minor numbers are its own
 *
 * Nobody can open it before ddi_cdev_add().
 *
 * Return: 0 or an error of the character device layer.
 */
int ddi_cdev_alloc(struct ddi_driver *drv)
{
	int err;

	err = alloc_chrdev_region(&drv->devt, 0, MINORMASK + 1, drv->name);
	if (err)
		return err;
	drv->cdev = cdev_alloc();
	if (!drv->cdev) {
		unregister_chrdev_region(drv->devt, MINORMASK + 1);
		return -ENOMEM;
	}
	drv->cdev->ops = &ddi_fops;
	drv->cdev->owner = drv->owner;
	return 0;
}

/**
 * ddi_cdev_free() - give back a major number that nobody could open
 * @drv: the driver; ddi_cdev_add() was not called, or has failed
 */
void ddi_cdev_free(struct ddi_driver *drv)
{
	kobject_put(&drv->cdev->kobj);
	unregister_chrdev_region(drv->devt, MINORMASK + 1);
}

/**
 * ddi_cdev_add() - let programs open what a driver has
 * @drv: the driver, from ddi_cdev_alloc()
 *
 * From here on its loading may not fail: Linux lets a module be opened that is still
 * being loaded, and frees one whose loading has failed whoever has it open.
 *
 * Return: 0 or an error of the character device layer.
 */
int ddi_cdev_add(struct ddi_driver *drv)
{
	return cdev_add(drv->cdev, drv->devt, MINORMASK + 1);
}

/**
 * ddi_cdev_del() - take the major number away
 * @drv: the driver; no file of it is open
 */
void ddi_cdev_del(struct ddi_driver *drv)
{
	cdev_del(drv->cdev);
	unregister_chrdev_region(drv->devt, MINORMASK + 1);
}
