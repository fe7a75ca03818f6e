// SPDX-License-Identifier: GPL-2.0
/*
 * Kernel memory that can be mapped: ddi_umem_alloc(9F), ddi_umem_free(9F).
 */
#include <linux/delay.h>
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>

#include <sys/ddidevmap.h>
#include <sys/kmem.h>

#include "umem.h"

#define DDI_UMEM_FLAGS \
	(DDI_UMEM_NOSLEEP | DDI_UMEM_PAGEABLE | DDI_UMEM_TRASH)

static void ddi_umem_destroy(struct ddi_umem_cookie *cookie)
{
	if (cookie->release)
		cookie->release(cookie);
	kvfree(cookie->pages);
	kfree(cookie);
}

static LLIST_HEAD(ddi_umem_deferred);

static void ddi_umem_destroy_deferred(struct work_struct *work)
{
	struct ddi_umem_cookie *cookie, *next;

	llist_for_each_entry_safe(cookie, next, llist_del_all(&ddi_umem_deferred),
				  defer)
		ddi_umem_destroy(cookie);
}

static DECLARE_WORK(ddi_umem_work, ddi_umem_destroy_deferred);

/**
 * ddi_umem_flush() - wait until memory that was let go of is gone
 *
 * Context: process, may sleep.
 */
void ddi_umem_flush(void)
{
	flush_work(&ddi_umem_work);
}

/**
 * ddi_umem_new() - a cookie without pages
 * @size: bytes, whole pages
 * @room: whether it is going to have pages
 * @gfp: how to allocate
 *
 * Return: the cookie with one reference, or NULL.
 */
struct ddi_umem_cookie *ddi_umem_new(size_t size, bool room, gfp_t gfp)
{
	struct ddi_umem_cookie *cookie = kzalloc(sizeof(*cookie), gfp);

	if (!cookie)
		return NULL;
	cookie->magic = DDI_UMEM_MAGIC;
	refcount_set(&cookie->refs, 1);
	cookie->size = size;
	cookie->maxprot = PROT_ALL;
	if (!room)
		return cookie;
	/* Without sleeping there is no kvmalloc(). */
	if (gfpflags_allow_blocking(gfp))
		cookie->pages = kvcalloc(size >> PAGE_SHIFT, sizeof(struct page *), gfp);
	else
		cookie->pages = kcalloc(size >> PAGE_SHIFT, sizeof(struct page *), gfp);
	if (!cookie->pages) {
		kfree(cookie);
		return NULL;
	}
	return cookie;
}

/**
 * ddi_umem_of() - the memory behind a driver's cookie
 * @cookie: what the driver passed
 * @who: the function that it called, for the warning
 *
 * Return: the memory, or NULL if the cookie is none.
 */
struct ddi_umem_cookie *ddi_umem_of(ddi_umem_cookie_t cookie, const char *who)
{
	struct ddi_umem_cookie *umem = cookie;

	if (likely(umem && umem->magic == DDI_UMEM_MAGIC))
		return umem;
	pr_warn_ratelimited("%s: called with something that is no umem cookie\n", who);
	return NULL;
}

/**
 * ddi_umem_get() - a handle shows the memory
 * @cookie: the memory
 */
struct ddi_umem_cookie *ddi_umem_get(struct ddi_umem_cookie *cookie)
{
	refcount_inc(&cookie->refs);
	return cookie;
}

/**
 * ddi_umem_put() - give back a reference
 * @cookie: the memory; its pages go with the last one
 *
 * Context: any. Pages are given back in process context, later if need be.
 */
void ddi_umem_put(struct ddi_umem_cookie *cookie)
{
	if (!refcount_dec_and_test(&cookie->refs))
		return;
	if (in_task() && !irqs_disabled()) {
		ddi_umem_destroy(cookie);
		return;
	}
	if (llist_add(&cookie->defer, &ddi_umem_deferred))
		schedule_work(&ddi_umem_work);
}

/**
 * ddi_umem_drop() - the driver has done with its memory
 * @cookie: the memory; a later use of the cookie is refused
 *
 * Context: any.
 */
void ddi_umem_drop(struct ddi_umem_cookie *cookie)
{
	cookie->magic = 0;
	ddi_umem_put(cookie);
}

static void ddi_umem_release(struct ddi_umem_cookie *cookie)
{
	unsigned long i, n = ddi_umem_pages(cookie);

	if (is_vmalloc_addr(cookie->kva))
		vunmap(cookie->kva);
	for (i = 0; i < n && cookie->pages[i]; i++)
		__free_page(cookie->pages[i]);
}

/*
 * DDI_UMEM_SLEEP promises memory, as KM_SLEEP does. Single pages, because these
 * Linux gives without fail also to a process that is being killed; vmalloc()
 * does not. The list of them may be large: it comes as KM_SLEEP has it.
 */
static struct ddi_umem_cookie *ddi_umem_alloc_sleep(size_t size)
{
	gfp_t gfp = GFP_KERNEL_ACCOUNT | __GFP_ZERO;
	unsigned long i, n = size >> PAGE_SHIFT;
	struct ddi_umem_cookie *cookie;

	cookie = ddi_umem_new(size, false, GFP_KERNEL_ACCOUNT | __GFP_NOFAIL);
	cookie->pages = kmem_zalloc(n * sizeof(*cookie->pages), KM_SLEEP);
	for (i = 0; i < n; i++) {
		cookie->pages[i] = alloc_page(gfp | __GFP_NOFAIL);
		cond_resched();
	}
	while (!(cookie->kva = vmap(cookie->pages, n, VM_MAP, PAGE_KERNEL)))
		msleep(20);
	return cookie;
}

/* What can be had at once is in one piece, and mapped already. */
static struct ddi_umem_cookie *ddi_umem_alloc_nosleep(size_t size)
{
	gfp_t gfp = GFP_NOWAIT | __GFP_ACCOUNT | __GFP_NOWARN;
	unsigned long i, n = size >> PAGE_SHIFT;
	struct ddi_umem_cookie *cookie;

	cookie = ddi_umem_new(size, true, gfp);
	if (!cookie)
		return NULL;
	cookie->kva = alloc_pages_exact(size, gfp | __GFP_ZERO);
	if (!cookie->kva) {
		ddi_umem_destroy(cookie);
		return NULL;
	}
	for (i = 0; i < n; i++)
		cookie->pages[i] = virt_to_page(cookie->kva + (i << PAGE_SHIFT));
	cookie->contiguous = true;
	return cookie;
}

static bool ddi_umem_size_valid(size_t *sizep, int flags)
{
	*sizep = PAGE_ALIGN(*sizep);
	if (!*sizep || (flags & ~DDI_UMEM_FLAGS))
		return false;
	if (flags & DDI_UMEM_TRASH)
		return true;
	/* Waiting for more than there is would be for ever. */
	return *sizep >> PAGE_SHIFT < totalram_pages();
}

/**
 * ddi_umem_alloc() - allocate kernel memory that programs can be let map
 * @size: bytes; rounded up to whole pages
 * @flags: DDI_UMEM_SLEEP: never fails, short of asking for more than the machine
 *	has; DDI_UMEM_NOSLEEP: may fail, never sleeps, and gets memory in one
 *	piece (at most some MiB); DDI_UMEM_PAGEABLE: accepted, as kernel memory
 *	is never paged out on Linux; DDI_UMEM_TRASH: no memory, but something to
 *	map: each handle gets a page of its own, zeroed, that is seen at every
 *	page of it
 * @cookiep: receives the cookie for devmap_umem_setup(9F); NULL on failure
 *
 * The memory is zeroed, and charged to the process on whose behalf the driver
 * runs.
 *
 * Context: process; any with DDI_UMEM_NOSLEEP.
 * Return: the kernel's address of the memory; NULL for a size of 0, without
 * memory, for unknown flags, and with DDI_UMEM_TRASH (which did not fail if
 * there is a cookie). See ddi_umem_alloc(9F).
 */
void *ddi_umem_alloc(size_t size, int flags, ddi_umem_cookie_t *cookiep)
{
	struct ddi_umem_cookie *cookie;
	gfp_t nowait = GFP_NOWAIT | __GFP_ACCOUNT | __GFP_NOWARN;

	*cookiep = NULL;
	if (!ddi_umem_size_valid(&size, flags))
		return NULL;
	if (flags & DDI_UMEM_TRASH)
		cookie = ddi_umem_new(size, false, flags & DDI_UMEM_NOSLEEP ?
				      nowait : GFP_KERNEL_ACCOUNT | __GFP_NOFAIL);
	else if (flags & DDI_UMEM_NOSLEEP)
		cookie = ddi_umem_alloc_nosleep(size);
	else
		cookie = ddi_umem_alloc_sleep(size);
	if (!cookie)
		return NULL;
	if (cookie->kva)
		cookie->release = ddi_umem_release;
	*cookiep = cookie;
	return cookie->kva;
}
EXPORT_SYMBOL_GPL(ddi_umem_alloc);

/**
 * ddi_umem_free() - free what ddi_umem_alloc() allocated
 * @cookie: its cookie, or NULL; may not be used any more
 *
 * Programs that have the memory mapped keep it until they unmap it; the driver
 * may not touch it any more. What ddi_umem_lock(9F) locked is unlocked.
 *
 * Context: any. See ddi_umem_free(9F).
 */
void ddi_umem_free(ddi_umem_cookie_t cookie)
{
	struct ddi_umem_cookie *umem;

	if (!cookie)
		return;
	umem = ddi_umem_of(cookie, __func__);
	if (umem)
		ddi_umem_drop(umem);
}
EXPORT_SYMBOL_GPL(ddi_umem_free);
