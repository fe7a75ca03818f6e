/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Kernel memory: kmem_alloc(9F). With KM_SLEEP these never return NULL.
 */
#ifndef _SYS_KMEM_H
#define	_SYS_KMEM_H

#include <sys/types.h>

#define	KM_SLEEP	0x0000
#define	KM_NOSLEEP	0x0001

void *kmem_alloc(size_t size, int flags);
void *kmem_zalloc(size_t size, int flags);
void kmem_free(void *buf, size_t size);

#endif /* _SYS_KMEM_H */
