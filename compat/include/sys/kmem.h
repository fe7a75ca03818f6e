/* SPDX-License-Identifier: GPL-2.0 */
/*
 * <sys/kmem.h> for the layer itself: the caches are Linux's.
 */
#ifndef _SYS_KMEM_H
#define _SYS_KMEM_H

#include <sys/kmem_impl.h>

#endif /* _SYS_KMEM_H */
