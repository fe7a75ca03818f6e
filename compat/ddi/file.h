/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An open file of a device, for the calls that come through it.
 */
#ifndef _DDI_FILE_H
#define _DDI_FILE_H

#include <linux/fs.h>
#include <linux/mutex.h>
#include <linux/poll.h>

struct dev_info;

/**
 * struct ddi_snode - a device number that is open
 * @dip: the instance
 * @dev: the device number
 * @users: files, and calls that look at it; protected by the driver's lock
 * @lock: one open(9E) or close(9E) at a time
 * @opens: files; protected by @lock
 */
struct ddi_snode {
	struct dev_info *dip;
	dev_t dev;
	unsigned int users;
	struct mutex lock;	/* of opens */
	unsigned int opens;
};

/**
 * struct ddi_file - an open file of a device
 * @dip: the instance, with a reference
 * @snode: the device number that it is open on
 */
struct ddi_file {
	struct dev_info *dip;
	struct ddi_snode *snode;
};

int ddi_file_flags(const struct file *file);
ssize_t ddi_file_read(struct kiocb *iocb, struct iov_iter *to);
ssize_t ddi_file_write(struct kiocb *iocb, struct iov_iter *from);
__poll_t ddi_file_poll(struct file *file, struct poll_table_struct *pt);

#endif /* _DDI_FILE_H */
