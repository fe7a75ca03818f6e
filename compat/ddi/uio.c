// SPDX-License-Identifier: GPL-2.0
/*
 * Data of a read(9E) or write(9E): uiomove(9F) and its family.
 *
 * The fields of uio(9S) are the truth: a driver may make a uio of its own, and
 * may put fields back to have the same bytes again.
 */
#include <linux/export.h>
#include <linux/minmax.h>
#include <linux/printk.h>
#include <linux/uaccess.h>

#include <sys/uio.h>

/* The first piece that has bytes left, or NULL. */
static iovec_t *ddi_uio_piece(uio_t *uio)
{
	while (uio->uio_iovcnt > 0 && !uio->uio_iov->iov_len) {
		uio->uio_iov++;
		uio->uio_iovcnt--;
	}
	return uio->uio_iovcnt > 0 && uio->uio_resid > 0 ? uio->uio_iov : NULL;
}

static void ddi_uio_advance(uio_t *uio, iovec_t *piece, size_t n)
{
	piece->iov_base += n;
	piece->iov_len -= n;
	uio->uio_resid -= n;
	uio->uio_loffset += n;
}

static int ddi_uio_copy(uio_t *uio, const iovec_t *piece, void *buf, size_t n,
			enum uio_rw rw)
{
	void __user *user = (void __force __user *)piece->iov_base;

	if (uio->uio_segflg == UIO_SYSSPACE) {
		if (rw == UIO_READ)
			memcpy(piece->iov_base, buf, n);
		else
			memcpy(buf, piece->iov_base, n);
		return 0;
	}
	n = rw == UIO_READ ? copy_to_user(user, buf, n) : copy_from_user(buf, user, n);
	return n ? EFAULT : 0;
}

/**
 * uiomove() - move bytes between the driver and who asked
 * @address: the driver's
 * @nbytes: how many, at most; fewer if less was asked for
 * @rwflag: UIO_READ from the driver, UIO_WRITE to it
 * @uio_p: what was asked; knows afterwards what is left
 *
 * Context: process, may sleep for UIO_USERSPACE. Hold no lock that a fault may
 * want then: a program may hand over its own mapping of the device.
 * Return: 0, or EFAULT for a wrong address of the program; what was moved before
 * it counts. See uiomove(9F).
 */
int uiomove(caddr_t address, size_t nbytes, enum uio_rw rwflag, uio_t *uio_p)
{
	iovec_t *piece;
	size_t n;
	int err;

	while (nbytes && (piece = ddi_uio_piece(uio_p))) {
		n = min3(nbytes, piece->iov_len, (size_t)uio_p->uio_resid);
		err = ddi_uio_copy(uio_p, piece, address, n, rwflag);
		if (err)
			return err;
		ddi_uio_advance(uio_p, piece, n);
		address += n;
		nbytes -= n;
	}
	return 0;
}
EXPORT_SYMBOL_GPL(uiomove);

/**
 * ureadc() - give a byte to who reads
 * @c: the byte
 * @uio_p: what was asked
 *
 * Context: as uiomove().
 * Return: 0, EFAULT, or EINVAL if no more was asked for. See ureadc(9F).
 */
int ureadc(int c, uio_t *uio_p)
{
	char byte = c;

	if (!ddi_uio_piece(uio_p)) {
		pr_warn_ratelimited("%s: no byte is left to be read; look at uio_resid first\n",
				    __func__);
		return EINVAL;
	}
	return uiomove(&byte, 1, UIO_READ, uio_p);
}
EXPORT_SYMBOL_GPL(ureadc);

/**
 * uwritec() - take a byte from who writes
 * @uio_p: what was asked
 *
 * Context: as uiomove().
 * Return: the byte, 0 to 255, or -1 if there is none. See uwritec(9F).
 */
int uwritec(uio_t *uio_p)
{
	unsigned char byte;

	if (!ddi_uio_piece(uio_p) || uiomove((caddr_t)&byte, 1, UIO_WRITE, uio_p))
		return -1;
	return byte;
}
EXPORT_SYMBOL_GPL(uwritec);

/**
 * uioskip() - step over bytes without moving them
 * @uio_p: what was asked
 * @nbytes: how many; not more than uio_resid
 *
 * Context: any.
 */
void uioskip(uio_t *uio_p, size_t nbytes)
{
	iovec_t *piece;
	size_t n;

	if (uio_p->uio_resid < 0 || nbytes > uio_p->uio_resid)
		return;
	while (nbytes && (piece = ddi_uio_piece(uio_p))) {
		n = min(nbytes, piece->iov_len);
		ddi_uio_advance(uio_p, piece, n);
		nbytes -= n;
	}
}
EXPORT_SYMBOL_GPL(uioskip);
