// SPDX-License-Identifier: GPL-2.0
/*
 * Memory with a constructor: kmem_cache_create(9F).
 *
 * Linux's caches have constructors too, which cannot fail and know no argument,
 * and no destructors. So objects come from a cache of Linux, and those that are
 * freed wait here, constructed, for the next that wants one.
 */
#include <linux/atomic.h>
#include <linux/delay.h>
#include <linux/export.h>
#include <linux/log2.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include <sys/kmem.h>

/* Constructed objects that a cache keeps at most. */
#define DDI_KMEM_ROUNDS		64

/**
 * struct ddi_kmem_cache - a cache of a driver
 * @slab: where objects come from
 * @name: of @slab; Linux wants each name once, Solaris does not
 * @size: bytes of an object
 * @constructor: the driver's, or NULL
 * @destructor: the driver's, or NULL
 * @arg: of both
 * @lock: protects all below
 * @out: objects that the driver has
 * @nrounds: objects in @rounds
 * @rounds: freed and still constructed
 */
struct ddi_kmem_cache {
	struct kmem_cache *slab;
	char *name;
	size_t size;
	int (*constructor)(void *buf, void *cdrarg, int kmflags);
	void (*destructor)(void *buf, void *cdrarg);
	void *arg;
	spinlock_t lock;	/* of all below */
	unsigned long out;
	unsigned int nrounds;
	void *rounds[DDI_KMEM_ROUNDS];
};

static struct kmem_cache *ddi_slab_create(struct ddi_kmem_cache *cp, const char *name,
					  size_t align)
{
	static atomic_t serial = ATOMIC_INIT(0);

	/* Two of the same name would be one in /sys. */
	cp->name = kasprintf(GFP_KERNEL, "ddi_%s_%d", name, atomic_inc_return(&serial));
	if (!cp->name)
		return NULL;
	return kmem_cache_create(cp->name, cp->size, align, SLAB_ACCOUNT, NULL);
}

/**
 * ddi_kmem_cache_create() - kmem_cache_create(9F)
 * @name: for /proc/slabinfo
 * @bufsize: bytes of an object
 * @align: bytes that its address is a multiple of, a power of 2; 0 for 8
 * @constructor: makes an object of memory: returns 0, or -1 if it cannot with
 *	KM_NOSLEEP; NULL for none
 * @destructor: undoes it; NULL for none
 * @reclaim: not called: the cache keeps few objects
 * @cdrarg: argument of the three
 * @vmp: NULL
 * @cflags: 0
 *
 * Context: process, may sleep.
 * Return: the cache, or NULL for a senseless @bufsize or @align, or without
 * memory. See kmem_cache_create(9F).
 */
kmem_cache_t *ddi_kmem_cache_create(const char *name, size_t bufsize, size_t align,
				    int (*constructor)(void *, void *, int),
				    void (*destructor)(void *, void *),
				    void (*reclaim)(void *), void *cdrarg,
				    struct vmem *vmp, int cflags)
{
	struct ddi_kmem_cache *cp;

	if (!align)
		align = sizeof(u64);
	if (!bufsize || bufsize > KMALLOC_MAX_SIZE || align > PAGE_SIZE ||
	    !is_power_of_2(align)) {
		pr_warn_ratelimited("kmem_cache_create: %s: size %zu or alignment %zu is wrong\n",
				    name, bufsize, align);
		return NULL;
	}
	cp = kzalloc(sizeof(*cp), GFP_KERNEL);
	if (!cp)
		return NULL;
	cp->size = bufsize;
	cp->constructor = constructor;
	cp->destructor = destructor;
	cp->arg = cdrarg;
	spin_lock_init(&cp->lock);
	cp->slab = ddi_slab_create(cp, name, align);
	if (cp->slab)
		return cp;
	kfree(cp->name);
	kfree(cp);
	return NULL;
}
EXPORT_SYMBOL_GPL(ddi_kmem_cache_create);

static void ddi_kmem_destruct(struct ddi_kmem_cache *cp, void *buf)
{
	if (cp->destructor)
		cp->destructor(buf, cp->arg);
	kmem_cache_free(cp->slab, buf);
}

/**
 * ddi_kmem_cache_destroy() - kmem_cache_destroy(9F)
 * @cp: the cache; all of its objects have been freed
 *
 * Context: process, may sleep. See kmem_cache_destroy(9F).
 */
void ddi_kmem_cache_destroy(kmem_cache_t *cp)
{
	while (cp->nrounds)
		ddi_kmem_destruct(cp, cp->rounds[--cp->nrounds]);
	if (cp->out) {
		/* What the driver still has stays usable. */
		pr_warn_ratelimited("kmem_cache_destroy: %s: %lu objects have not been freed; the cache is lost\n",
				    cp->name, cp->out);
		return;
	}
	kmem_cache_destroy(cp->slab);
	kfree(cp->name);
	kfree(cp);
}
EXPORT_SYMBOL_GPL(ddi_kmem_cache_destroy);

static void *ddi_slab_alloc(struct ddi_kmem_cache *cp, int flags)
{
	void *buf;

	if (flags & KM_NOSLEEP)
		return kmem_cache_alloc(cp->slab, GFP_NOWAIT | __GFP_NOWARN);
	if (cp->size <= PAGE_SIZE)
		return kmem_cache_alloc(cp->slab, GFP_KERNEL | __GFP_NOFAIL);
	while (!(buf = kmem_cache_alloc(cp->slab, GFP_KERNEL | __GFP_NOWARN)))
		msleep(20);
	return buf;
}

static void *ddi_kmem_construct(struct ddi_kmem_cache *cp, int flags)
{
	void *buf = ddi_slab_alloc(cp, flags);

	if (!buf || !cp->constructor || !cp->constructor(buf, cp->arg, flags))
		return buf;
	kmem_cache_free(cp->slab, buf);
	return NULL;
}

static void ddi_kmem_count(struct ddi_kmem_cache *cp, long n)
{
	unsigned long flags;

	spin_lock_irqsave(&cp->lock, flags);
	cp->out += n;
	spin_unlock_irqrestore(&cp->lock, flags);
}

/* An object that waits, counted as the driver's; NULL if none does. */
static void *ddi_kmem_take_round(struct ddi_kmem_cache *cp)
{
	unsigned long flags;
	void *buf = NULL;

	spin_lock_irqsave(&cp->lock, flags);
	if (cp->nrounds) {
		buf = cp->rounds[--cp->nrounds];
		cp->out++;
	}
	spin_unlock_irqrestore(&cp->lock, flags);
	return buf;
}

/**
 * ddi_kmem_cache_alloc() - kmem_cache_alloc(9F)
 * @cp: the cache
 * @flags: KM_SLEEP or KM_NOSLEEP
 *
 * Context: process for KM_SLEEP, any for KM_NOSLEEP.
 * Return: a constructed object, or NULL: without memory and with KM_NOSLEEP, or
 * if the constructor failed. See kmem_cache_alloc(9F).
 */
void *ddi_kmem_cache_alloc(kmem_cache_t *cp, int flags)
{
	void *buf = ddi_kmem_take_round(cp);

	if (buf)
		return buf;
	buf = ddi_kmem_construct(cp, flags);
	if (buf)
		ddi_kmem_count(cp, 1);
	return buf;
}
EXPORT_SYMBOL_GPL(ddi_kmem_cache_alloc);

/**
 * ddi_kmem_cache_free() - kmem_cache_free(9F)
 * @cp: the cache
 * @buf: an object of it, in the state that its constructor leaves it in
 *
 * Context: any that the destructor may be called in. See kmem_cache_free(9F).
 */
void ddi_kmem_cache_free(kmem_cache_t *cp, void *buf)
{
	unsigned long flags;
	bool kept;

	if (!buf)
		return;
	spin_lock_irqsave(&cp->lock, flags);
	cp->out--;
	kept = cp->constructor && cp->nrounds < DDI_KMEM_ROUNDS;
	if (kept)
		cp->rounds[cp->nrounds++] = buf;
	spin_unlock_irqrestore(&cp->lock, flags);
	if (!kept)
		ddi_kmem_destruct(cp, buf);
}
EXPORT_SYMBOL_GPL(ddi_kmem_cache_free);
