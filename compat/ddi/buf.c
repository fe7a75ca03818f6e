// SPDX-License-Identifier: GPL-2.0
/*
 * A transfer of data, and those who wait for its end: bioinit(9F), biodone(9F),
 * biowait(9F).
 */
#include <linux/build_bug.h>
#include <linux/completion.h>
#include <linux/export.h>
#include <linux/printk.h>
#include <linux/string.h>

#include <sys/buf.h>
#include <sys/errno.h>
#include <sys/kmem.h>

static struct completion *ddi_buf_done(buf_t *bp)
{
	BUILD_BUG_ON(sizeof(struct completion) > sizeof(bp->b_opaque));
	return (struct completion *)bp->b_opaque;
}

/**
 * bioinit() - prepare a buf
 * @bp: memory of biosize() bytes; not in use
 *
 * Context: any. See bioinit(9F).
 */
void bioinit(buf_t *bp)
{
	memset(bp, 0, sizeof(*bp));
	init_completion(ddi_buf_done(bp));
}
EXPORT_SYMBOL_GPL(bioinit);

/**
 * biofini() - undo bioinit()
 * @bp: the buf; nobody waits for it
 *
 * Context: any. See biofini(9F).
 */
void biofini(buf_t *bp)
{
	memset(bp, 0, sizeof(*bp));
}
EXPORT_SYMBOL_GPL(biofini);

/**
 * bioreset() - prepare a buf for another transfer
 * @bp: the buf; its transfer is done
 *
 * Context: any. See bioreset(9F).
 */
void bioreset(buf_t *bp)
{
	biofini(bp);
	bioinit(bp);
}
EXPORT_SYMBOL_GPL(bioreset);

/**
 * biosize() - bytes of a buf
 *
 * Context: any. See biosize(9F).
 */
size_t biosize(void)
{
	return sizeof(buf_t);
}
EXPORT_SYMBOL_GPL(biosize);

/**
 * getrbuf() - allocate a buf
 * @sleepflag: KM_SLEEP or KM_NOSLEEP
 *
 * Context: process for KM_SLEEP, any for KM_NOSLEEP.
 * Return: the buf, as bioinit() leaves it, or NULL. See getrbuf(9F).
 */
buf_t *getrbuf(int sleepflag)
{
	buf_t *bp = kmem_alloc(sizeof(*bp), sleepflag);

	if (bp)
		bioinit(bp);
	return bp;
}
EXPORT_SYMBOL_GPL(getrbuf);

/**
 * freerbuf() - free a buf of getrbuf()
 * @bp: the buf; nobody waits for it
 *
 * Context: any. See freerbuf(9F).
 */
void freerbuf(buf_t *bp)
{
	kmem_free(bp, sizeof(*bp));
}
EXPORT_SYMBOL_GPL(freerbuf);

/**
 * biodone() - the transfer has ended
 * @bp: its buf; not the caller's any more where b_iodone takes it
 *
 * Calls b_iodone if there is one, which then has to see to the rest; otherwise
 * wakes who waits.
 *
 * Context: any. See biodone(9F).
 */
void biodone(buf_t *bp)
{
	int (*iodone)(struct buf *) = bp->b_iodone;

	if (bp->b_flags & B_DONE) {
		pr_warn_ratelimited("%s: the transfer is done already\n", __func__);
		return;
	}
	if (iodone) {
		bp->b_iodone = NULL;
		iodone(bp);
		return;
	}
	bp->b_flags |= B_DONE;
	complete_all(ddi_buf_done(bp));
}
EXPORT_SYMBOL_GPL(biodone);

/**
 * biowait() - wait for the end of a transfer
 * @bp: its buf
 *
 * Context: process, sleeps.
 * Return: as geterror(). See biowait(9F).
 */
int biowait(buf_t *bp)
{
	wait_for_completion(ddi_buf_done(bp));
	return geterror(bp);
}
EXPORT_SYMBOL_GPL(biowait);

/**
 * bioerror() - say what became of a transfer
 * @bp: its buf
 * @error: error number; 0 takes an error back
 *
 * Context: any. See bioerror(9F).
 */
void bioerror(buf_t *bp, int error)
{
	if (error)
		bp->b_flags |= B_ERROR;
	else
		bp->b_flags &= ~B_ERROR;
	bp->b_error = error;
}
EXPORT_SYMBOL_GPL(bioerror);

/**
 * geterror() - what became of a transfer
 * @bp: its buf
 *
 * Context: any.
 * Return: 0, or the error number: EIO where the driver did not say which.
 * See geterror(9F).
 */
int geterror(buf_t *bp)
{
	if (!(bp->b_flags & B_ERROR))
		return 0;
	return bp->b_error ? bp->b_error : EIO;
}
EXPORT_SYMBOL_GPL(geterror);

/**
 * clrbuf() - zero the memory of a transfer
 * @bp: its buf: b_bcount bytes at b_un.b_addr
 *
 * Context: any. See clrbuf(9F).
 */
void clrbuf(buf_t *bp)
{
	memset(bp->b_un.b_addr, 0, bp->b_bcount);
	bp->b_resid = 0;
}
EXPORT_SYMBOL_GPL(clrbuf);
