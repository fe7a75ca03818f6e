// SPDX-License-Identifier: GPL-2.0
/*
 * Kernel memory: kmem_alloc(9F), kmem_zalloc(9F), kmem_free(9F).
 */
#include <linux/delay.h>
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include <sys/kmem.h>

/**
 * struct ddi_kmem_request - memory that a kernel thread is asked for
 * @work: for it
 * @size: bytes
 * @zero: __GFP_ZERO or 0
 * @buf: the answer
 */
struct ddi_kmem_request {
	struct work_struct work;
	size_t size;
	gfp_t zero;
	void *buf;
};

static void ddi_kmem_serve(struct work_struct *work)
{
	struct ddi_kmem_request *req = container_of(work, struct ddi_kmem_request, work);

	while (!(req->buf = kvmalloc(req->size, GFP_KERNEL | __GFP_NOWARN | req->zero)))
		msleep(20);
}

/*
 * A task that is killed, by the out-of-memory killer in particular, gets no large
 * memory any more however often it asks, and would ask for ever with the driver's
 * locks held. A kernel thread gets it, at nobody's charge.
 */
static void *ddi_kmem_by_thread(size_t size, gfp_t zero)
{
	struct ddi_kmem_request req = { .size = size, .zero = zero };

	INIT_WORK_ONSTACK(&req.work, ddi_kmem_serve);
	schedule_work(&req.work);
	flush_work(&req.work);
	destroy_work_on_stack(&req.work);
	return req.buf;
}

/*
 * KM_SLEEP promises memory, and drivers believe it: for small sizes Linux keeps
 * the promise itself. Callbacks run on behalf of a process, which is charged for
 * what they take as long as it can be.
 */
static void *ddi_kmem_sleep(size_t size, gfp_t zero)
{
	gfp_t gfp = GFP_KERNEL_ACCOUNT | zero;
	void *buf;

	if (size <= PAGE_SIZE)
		return kmalloc(size, gfp | __GFP_NOFAIL);
	buf = kvmalloc(size, gfp | __GFP_NOWARN);
	return buf ?: ddi_kmem_by_thread(size, zero);
}

static void *ddi_kmem_alloc(size_t size, int flags, gfp_t zero)
{
	if (!size)
		return NULL;
	if (flags & KM_NOSLEEP)
		return kmalloc(size, GFP_NOWAIT | __GFP_ACCOUNT | __GFP_NOWARN | zero);
	return ddi_kmem_sleep(size, zero);
}

/**
 * kmem_alloc() - allocate kernel memory
 * @size: bytes; 0 yields NULL
 * @flags: KM_SLEEP: never fails; KM_NOSLEEP: may fail, and never sleeps
 *
 * Context: process for KM_SLEEP, any for KM_NOSLEEP.
 * Return: the memory, uninitialised, or NULL. See kmem_alloc(9F).
 */
void *kmem_alloc(size_t size, int flags)
{
	return ddi_kmem_alloc(size, flags, 0);
}
EXPORT_SYMBOL_GPL(kmem_alloc);

/**
 * kmem_zalloc() - allocate zeroed kernel memory
 * @size: as kmem_alloc()
 * @flags: as kmem_alloc()
 *
 * Context, return: as kmem_alloc(). See kmem_zalloc(9F).
 */
void *kmem_zalloc(size_t size, int flags)
{
	return ddi_kmem_alloc(size, flags, __GFP_ZERO);
}
EXPORT_SYMBOL_GPL(kmem_zalloc);

/**
 * kmem_free() - free kernel memory
 * @buf: from kmem_alloc() or kmem_zalloc(), or NULL
 * @size: as it was allocated
 *
 * Context: any but for sizes above a page, which want process context.
 * See kmem_free(9F).
 */
void kmem_free(void *buf, size_t size)
{
	kvfree(buf);
}
EXPORT_SYMBOL_GPL(kmem_free);
