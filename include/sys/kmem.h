/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Kernel memory: kmem_alloc(9F), kmem_cache_create(9F). With KM_SLEEP these
 * never return NULL.
 */
#ifndef _SYS_KMEM_H
#define	_SYS_KMEM_H

#include <sys/kmem_impl.h>

#define	kmem_cache_create	ddi_kmem_cache_create
#define	kmem_cache_destroy	ddi_kmem_cache_destroy
#define	kmem_cache_alloc	ddi_kmem_cache_alloc
#define	kmem_cache_free		ddi_kmem_cache_free

#endif /* _SYS_KMEM_H */
