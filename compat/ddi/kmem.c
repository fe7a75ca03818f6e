// SPDX-License-Identifier: GPL-2.0
/*
 * Kernel memory: kmem_alloc(9F), kmem_zalloc(9F), kmem_free(9F).
 */
#include <linux/delay.h>
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include <sys/kmem.h>

/*
 * KM_SLEEP promises memory, and drivers believe it: for small sizes Linux keeps
 * the promise itself, for larger ones it has to be asked again and again.
 * Callbacks run on behalf of a process, which is charged for what they take.
 */
static void *ddi_kmem_sleep(size_t size, gfp_t zero)
{
	gfp_t gfp = GFP_KERNEL_ACCOUNT | zero;
	void *buf;

	if (size <= PAGE_SIZE)
		return kmalloc(size, gfp | __GFP_NOFAIL);
	while (!(buf = kvmalloc(size, gfp | __GFP_NOWARN)))
		msleep(20);
	return buf;
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
