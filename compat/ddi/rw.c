// SPDX-License-Identifier: GPL-2.0
/*
 * read(2) and write(2) of a device: read(9E), write(9E).
 */
#include <linux/build_bug.h>
#include <linux/cred.h>
#include <linux/minmax.h>
#include <linux/slab.h>
#include <linux/uio.h>

#include <sys/file.h>
#include <sys/uio.h>

#include "../linux/compat.h"
#include "errno.h"
#include "file.h"
#include "node.h"

#define DDI_UIO_FAST	8

/**
 * struct ddi_uio - a uio(9S) and its pieces
 * @uio: what the driver gets
 * @iov: the pieces: @fast, or memory of their own when there are more
 * @fast: enough for most calls
 */
struct ddi_uio {
	uio_t uio;
	struct ddi_iovec *iov;
	struct ddi_iovec fast[DDI_UIO_FAST];
};

static int ddi_uio_pieces(struct ddi_uio *du, const struct iov_iter *iter,
			  const void *from)
{
	BUILD_BUG_ON(sizeof(struct ddi_iovec) != sizeof(struct iovec));
	BUILD_BUG_ON(sizeof(struct ddi_iovec) != sizeof(struct kvec));
	if (iter->nr_segs > DDI_UIO_FAST)
		du->iov = kmalloc_array(iter->nr_segs, sizeof(*du->iov), GFP_KERNEL);
	if (!du->iov)
		return -ENOMEM;
	memcpy(du->iov, from, iter->nr_segs * sizeof(*du->iov));
	du->uio.uio_iovcnt = iter->nr_segs;
	if (iter->nr_segs) {
		du->iov[0].iov_base += iter->iov_offset;
		du->iov[0].iov_len -= iter->iov_offset;
	}
	return 0;
}

static int ddi_uio_fill(struct ddi_uio *du, const struct iov_iter *iter)
{
	if (devmap_iter_is_ubuf(iter)) {
		du->fast[0].iov_base = (caddr_t)(__force void *)devmap_iter_ubuf(iter) +
				       iter->iov_offset;
		du->fast[0].iov_len = iov_iter_count(iter);
		du->uio.uio_iovcnt = 1;
		return 0;
	}
	if (iter_is_iovec(iter))
		return ddi_uio_pieces(du, iter, devmap_iter_iov(iter));
	if (!iov_iter_is_kvec(iter))
		return -EINVAL;
	du->uio.uio_segflg = UIO_SYSSPACE;
	return ddi_uio_pieces(du, iter, iter->kvec);
}

static int ddi_uio_init(struct ddi_uio *du, const struct kiocb *iocb,
			const struct iov_iter *iter)
{
	int err;

	du->uio = (uio_t){
		.uio_loffset	= iocb->ki_pos,
		.uio_segflg	= UIO_USERSPACE,
		.uio_fmode	= ddi_file_flags(iocb->ki_filp),
		.uio_extflg	= UIO_COPY_DEFAULT,
		.uio_llimit	= MAX_LFS_FILESIZE,
		.uio_resid	= iov_iter_count(iter),
	};
	du->iov = du->fast;
	err = ddi_uio_fill(du, iter);
	du->uio.uio_iov = du->iov;
	return err;
}

static void ddi_uio_free(struct ddi_uio *du)
{
	if (du->iov != du->fast)
		kfree(du->iov);
}

/*
 * As Solaris answers: an error is one even where bytes were moved before it, but
 * for EINTR.
 */
static ssize_t ddi_uio_result(const struct ddi_uio *du, struct kiocb *iocb,
			      struct iov_iter *iter, int err)
{
	ssize_t asked = iov_iter_count(iter);
	ssize_t done = asked - clamp_t(ssize_t, du->uio.uio_resid, 0, asked);

	if (err && (err != EINTR || !done))
		return ddi_errno(err, "read(9E) or write(9E)");
	iov_iter_advance(iter, done);
	iocb->ki_pos = du->uio.uio_loffset;
	return done;
}

typedef int (*ddi_rw_entry_t)(dev_t dev, struct uio *uiop, cred_t *credp);

static ssize_t ddi_file_rw(struct kiocb *iocb, struct iov_iter *iter,
			   ddi_rw_entry_t entry)
{
	struct ddi_file *df = iocb->ki_filp->private_data;
	struct ddi_uio du;
	ssize_t ret;

	if (entry == nulldev)
		return 0;
	if (!ddi_entry_real(entry))
		return -ENXIO;
	ret = ddi_uio_init(&du, iocb, iter);
	if (ret)
		return ret;
	if (ddi_node_enter(df->dip)) {
		ret = entry(df->snode->dev, &du.uio, (cred_t *)current_cred());
		ddi_node_exit(df->dip);
		ret = ddi_uio_result(&du, iocb, iter, ret);
	} else {
		ret = -ENXIO;
	}
	ddi_uio_free(&du);
	return ret;
}

/**
 * ddi_file_read() - read(2) and its family: read(9E)
 * @iocb: the file and the offset
 * @to: user or kernel memory
 *
 * Return: bytes, or the driver's error; -ENXIO without read(9E) or device.
 */
ssize_t ddi_file_read(struct kiocb *iocb, struct iov_iter *to)
{
	struct ddi_file *df = iocb->ki_filp->private_data;

	return ddi_file_rw(iocb, to, df->dip->drv->ops->devo_cb_ops->cb_read);
}

/**
 * ddi_file_write() - write(2) and its family: write(9E)
 * @iocb: the file and the offset
 * @from: user or kernel memory
 *
 * Return: as ddi_file_read().
 */
ssize_t ddi_file_write(struct kiocb *iocb, struct iov_iter *from)
{
	struct ddi_file *df = iocb->ki_filp->private_data;

	return ddi_file_rw(iocb, from, df->dip->drv->ops->devo_cb_ops->cb_write);
}
