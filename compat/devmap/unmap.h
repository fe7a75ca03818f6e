/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The calls into devmap_unmap(9E).
 */
#ifndef _DEVMAP_UNMAP_H
#define _DEVMAP_UNMAP_H

#include <linux/types.h>

struct devmap_segment;
struct devmap_space;

void devmap_unmap_range(struct devmap_segment *seg, u64 start, u64 end);
void devmap_unmap_all(struct devmap_segment *seg);
void devmap_unmap_unpublished(struct devmap_segment *seg);
void devmap_unmap_space(struct devmap_space *space);

#endif /* _DEVMAP_UNMAP_H */
