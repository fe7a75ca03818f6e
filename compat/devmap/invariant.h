/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The promise of the layer, watched from inside; built with DEVMAP_CHECK=y.
 *
 * This is the only place that asks whether it is: everywhere else the hooks are
 * called, and are nothing in a build without.
 */
#ifndef _DEVMAP_INVARIANT_H
#define _DEVMAP_INVARIANT_H

#include <linux/types.h>

struct devmap_hdl;
struct devmap_range;
struct devmap_segment;

#ifdef DEVMAP_CHECK

/**
 * struct devmap_invariant - what is known of a segment
 * @private: made by MAP_PRIVATE, or a fork of one
 * @managed: the driver has called devmap_do_ctxmgt(9F) for it
 */
struct devmap_invariant {
	bool private;
	bool managed;
};

void devmap_invariant_mapped(struct devmap_segment *seg, unsigned int flags);
void devmap_invariant_forked(struct devmap_segment *child,
			     const struct devmap_segment *parent);
void devmap_invariant_managed(struct devmap_segment *seg);
void devmap_invariant_loaded(const struct devmap_hdl *hdl,
			     const struct devmap_range *range);

#else

struct devmap_invariant { };

static inline void devmap_invariant_mapped(struct devmap_segment *seg,
					   unsigned int flags) { }
static inline void devmap_invariant_forked(struct devmap_segment *child,
					   const struct devmap_segment *parent) { }
static inline void devmap_invariant_managed(struct devmap_segment *seg) { }
static inline void devmap_invariant_loaded(const struct devmap_hdl *hdl,
					   const struct devmap_range *range) { }

#endif

#endif /* _DEVMAP_INVARIANT_H */
