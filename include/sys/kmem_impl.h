/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Kernel memory, but for the names that Linux has too; part of <sys/kmem.h>.
 */
#ifndef _SYS_KMEM_IMPL_H
#define	_SYS_KMEM_IMPL_H

#include <sys/types.h>
#include <sys/varargs.h>

#define	KM_SLEEP	0x0000
#define	KM_NOSLEEP	0x0001
#define	KM_PANIC	0x0002
#define	KM_PUSHPAGE	0x0004
#define	KM_NORMALPRI	0x0008

void *kmem_alloc(size_t size, int flags);
void *kmem_zalloc(size_t size, int flags);
void kmem_free(void *buf, size_t size);

char *kmem_asprintf(const char *fmt, ...)
	__attribute__((__format__(__printf__, 1, 2)));
char *kmem_vasprintf(const char *fmt, va_list ap)
	__attribute__((__format__(__printf__, 1, 0)));
void strfree(char *str);

/* Memory with a constructor: kmem_cache_create(9F). */
struct ddi_kmem_cache;
typedef struct ddi_kmem_cache kmem_cache_t;
struct vmem;

kmem_cache_t *ddi_kmem_cache_create(const char *name, size_t bufsize,
    size_t align, int (*constructor)(void *buf, void *cdrarg, int kmflags),
    void (*destructor)(void *buf, void *cdrarg), void (*reclaim)(void *cdrarg),
    void *cdrarg, struct vmem *vmp, int cflags);
void ddi_kmem_cache_destroy(kmem_cache_t *cp);
void *ddi_kmem_cache_alloc(kmem_cache_t *cp, int flags);
void ddi_kmem_cache_free(kmem_cache_t *cp, void *buf);

#endif /* _SYS_KMEM_IMPL_H */
