/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The making of a mapping, whatever interface the driver uses for it.
 */
#ifndef _DEVMAP_SETUP_H
#define _DEVMAP_SETUP_H

#include <sys/ddidevmap.h>

struct as;
struct devmap_hdl;
struct devmap_mmap;
struct devmap_segment;

/**
 * struct devmap_request - what segmap(9E) asks for
 * @map: the mmap(2) that it serves
 * @seg: the segment in the making
 * @pieces: puts handles for all of it into @seg
 * @dev: device number
 * @off: user offset of the first byte
 * @len: bytes, whole pages
 * @prot: PROT_* of the mapping
 * @maxprot: PROT_* that it may be given later
 * @flags: MAP_SHARED or MAP_PRIVATE
 */
struct devmap_request {
	struct devmap_mmap *map;
	struct devmap_segment *seg;
	int (*pieces)(struct devmap_request *req);
	dev_t dev;
	u64 off;
	size_t len;
	unsigned int prot;
	unsigned int maxprot;
	unsigned int flags;
};

unsigned int devmap_model(void);
struct devmap_mmap *devmap_mmap_current(struct as *as);
struct devmap_hdl *devmap_request_hdl(struct devmap_request *req, u64 off);
int devmap_request_run(struct devmap_request *req, struct as *as, caddr_t *addrp);

#endif /* _DEVMAP_SETUP_H */
