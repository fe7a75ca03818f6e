/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Faults: the calls into devmap_access(9E).
 */
#ifndef _DEVMAP_FAULT_H
#define _DEVMAP_FAULT_H

#include <linux/mm.h>

#include "as.h"
#include "ctx.h"
#include "handle.h"

struct devmap_segment;

/**
 * struct devmap_fault - one fault, in the frame of the task that has it
 * @call: says to devmap_load() that this task may load
 * @seg: the mapping that was touched; its lock is held for reading
 * @hdl: the handle that covers the page
 * @vma: the VMA; stable, because the fault holds the mmap_lock, or the VMA's
 * @vma_only: it holds the lock of @vma, and may look at no other
 * @off: user offset of the page
 * @rw: DEVMAP_READ, DEVMAP_WRITE or DEVMAP_EXEC
 * @user: the program touched it itself, and not the kernel for it
 * @loaded: the callback validated the page
 * @unloads: &devmap_hdl.unloads when it did
 * @zaps: &devmap_window.zaps when it did
 * @named: page frame of the page, where mmap(9E) named it
 * @oom: a page table could not be had
 * @waiter: what the fault has to wait for after the callback
 */
struct devmap_fault {
	struct as_call call;
	struct devmap_segment *seg;
	struct devmap_hdl *hdl;
	struct vm_area_struct *vma;
	u64 off;
	unsigned int rw;
	bool vma_only;
	bool user;
	bool loaded;
	bool oom;
	unsigned long named;
	u32 unloads;
	int zaps;
	struct devmap_waiter waiter;
};

/* Is the page that was touched in a range of a handle? */
static inline bool devmap_fault_within(const struct devmap_fault *fault,
				       const struct devmap_hdl *hdl,
				       const struct devmap_range *range)
{
	return hdl == fault->hdl && fault->off >= range->start &&
	       fault->off < range->end;
}

vm_fault_t devmap_vm_fault(struct vm_fault *vmf);
vm_fault_t devmap_vm_map_pages(struct vm_fault *vmf, pgoff_t first, pgoff_t last);
int devmap_call_access(struct devmap_fault *fault, unsigned int type);
struct devmap_fault *devmap_fault_current(struct devmap_segment *seg,
					  const char *who);
void devmap_fault_note_unload(struct devmap_hdl *hdl,
			      const struct devmap_range *range);

#endif /* _DEVMAP_FAULT_H */
