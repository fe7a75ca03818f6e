// SPDX-License-Identifier: GPL-2.0
/*
 * A transfer to or from memory with a cookie: ddi_umem_iosetup(9F).
 */
#include <linux/atomic.h>
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/vmalloc.h>

#include <sys/buf.h>
#include <sys/sunddi.h>

#include "umem.h"

/* A program's pinned memory gets an address of the kernel when it needs one. */
static void *ddi_umem_kva(struct ddi_umem_cookie *umem, int sleepflag)
{
	void *kva = READ_ONCE(umem->kva);

	if (kva || (sleepflag & DDI_UMEM_NOSLEEP))
		return kva;
	kva = vmap(umem->pages, ddi_umem_pages(umem), VM_MAP, PAGE_KERNEL);
	if (kva && cmpxchg(&umem->kva, NULL, kva))
		vunmap(kva);
	return READ_ONCE(umem->kva);
}

/* A read of the device is a write to the memory. */
static bool ddi_umem_io_allowed(const struct ddi_umem_cookie *umem, int direction)
{
	if (direction == B_READ)
		return umem->maxprot & PROT_WRITE;
	return direction == B_WRITE;
}

static bool ddi_umem_io_valid(const struct ddi_umem_cookie *umem, off_t off,
			      size_t len, int direction, int sleepflag)
{
	return umem && umem->pages && len && off >= 0 && off < umem->size &&
	       len <= umem->size - off && ddi_umem_io_allowed(umem, direction) &&
	       !(sleepflag & ~DDI_UMEM_NOSLEEP);
}

/**
 * ddi_umem_iosetup() - a buf for a transfer to or from memory with a cookie
 * @cookie: from ddi_umem_alloc(9F) or ddi_umem_lock(9F); stays until the buf is
 *	freed
 * @off: offset of the first byte in the memory
 * @len: bytes
 * @direction: B_READ: from the device; B_WRITE: to the device
 * @dev: the device number, for b_edev
 * @blkno: the block on the device, for b_lblkno
 * @iodone: called when the transfer is done, or NULL
 * @sleepflag: DDI_UMEM_SLEEP, DDI_UMEM_NOSLEEP. A first buf for pinned memory
 *	cannot be had without sleeping
 *
 * To be freed with freerbuf(9F). b_un.b_addr is an address of the kernel, also
 * of pinned memory: bp_mapin(9F) is not needed.
 *
 * Context: process; any with DDI_UMEM_NOSLEEP.
 * Return: the buf; NULL for a cookie that is none or has no memory, a range that
 * is not inside the memory, reading into what is pinned for reading, other
 * directions and flags, and without memory. See ddi_umem_iosetup(9F).
 */
struct buf *ddi_umem_iosetup(ddi_umem_cookie_t cookie, off_t off, size_t len,
			     int direction, dev_t dev, long blkno,
			     int (*iodone)(struct buf *), int sleepflag)
{
	struct ddi_umem_cookie *umem = ddi_umem_of(cookie, __func__);
	void *kva;
	buf_t *bp;

	if (!ddi_umem_io_valid(umem, off, len, direction, sleepflag))
		return NULL;
	kva = ddi_umem_kva(umem, sleepflag);
	bp = kva ? getrbuf(sleepflag) : NULL;
	if (!bp)
		return NULL;
	bp->b_un.b_addr = kva + off;
	bp->b_bcount = len;
	bp->b_bufsize = len;
	bp->b_flags = B_BUSY | B_PHYS | direction;
	bp->b_edev = dev;
	bp->b_lblkno = blkno;
	bp->b_iodone = iodone;
	return bp;
}
EXPORT_SYMBOL_GPL(ddi_umem_iosetup);
