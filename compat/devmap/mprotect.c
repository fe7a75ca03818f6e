// SPDX-License-Identifier: GPL-2.0
/*
 * mprotect(2) of a mapping: no handle gets what its driver does not allow.
 *
 * A mapping may be made of handles that allow different things. Where Linux asks
 * us, each handle of the range is looked at, at the time of the mprotect(2). Where
 * it does not, nothing that one of them forbids may ever be given to any of them.
 */
#include <linux/mm.h>

#include "../linux/compat.h"
#include "handle.h"
#include "mprotect.h"
#include "segment.h"

/* A remap may allow what the set-up did not. */
static unsigned int devmap_maxprot_ever(const devmap_handle_t *dh)
{
	return dh->dh_flags & DEVMAP_ALLOW_REMAP ? dh->dh_orig_maxprot :
						   dh->dh_maxprot;
}

/**
 * devmap_forbidden_for_ever() - what mprotect(2) has to refuse without asking
 * @seg: a segment that is in no VMA yet; the driver knows its handles, and may remap them
 *
 * Return: VM_MAY* flags.
 */
vm_flags_t devmap_forbidden_for_ever(const struct devmap_segment *seg)
{
	unsigned int every = PROT_ALL, any = PROT_NONE;
	struct devmap_hdl *hdl;
	struct rb_node *node;

	for (node = rb_first(&seg->handles); node; node = rb_next(node)) {
		hdl = devmap_hdl_of_node(node);
		mutex_lock(&hdl->lock);
		every &= hdl->dh.dh_maxprot;
		any |= devmap_maxprot_ever(&hdl->dh);
		mutex_unlock(&hdl->lock);
	}
	/* A VM_MAY flag is four bits above the flag. */
	return devmap_forbidden(devmap_has_vm_mprotect ? any : every) << 4;
}

static bool devmap_hdl_forbids(struct devmap_hdl *hdl, unsigned long newflags)
{
	bool forbids;

	mutex_lock(&hdl->lock);
	forbids = newflags & devmap_forbidden(hdl->dh.dh_maxprot);
	mutex_unlock(&hdl->lock);
	return forbids;
}

static bool devmap_hdl_is_device(struct devmap_hdl *hdl)
{
	bool is_device;

	mutex_lock(&hdl->lock);
	is_device = !devmap_backing_is_ram(&hdl->backing);
	mutex_unlock(&hdl->lock);
	return is_device;
}

/*
 * Sets @device if a handle of the range shows a device's own memory. Linux may give what
 * is loaded of it the memory type of the VMA with the new protection (arm64 does), and
 * that is ordinary memory's: handles of one VMA may be of several types.
 */
static int devmap_check_mprotect(struct devmap_segment *seg, u64 start, u64 end,
				 unsigned long newflags, bool *device)
{
	struct devmap_hdl *hdl;

	lockdep_assert_held(&seg->lock);
	for (hdl = devmap_segment_first(seg, start);
	     hdl && hdl->dh.dh_uoff < end; hdl = devmap_segment_next(hdl)) {
		if (devmap_hdl_forbids(hdl, newflags))
			return -EACCES;
		*device = *device || devmap_hdl_is_device(hdl);
	}
	return 0;
}

/**
 * devmap_vm_mprotect() - vm_operations_struct.mprotect of all our mappings
 * @vma: the mapping, or a piece of it
 * @start: first address
 * @end: address behind the last byte
 * @newflags: the flags that the range is to have
 *
 * A remap that forbids them just now comes first or last: what it revokes is not
 * loaded again before the mprotect(2) is through, and then devmap_vma_allows()
 * sees both.
 *
 * Context: the mmap_lock is held for writing.
 * Return: 0; -EACCES if a handle of the range does not allow that.
 */
int devmap_vm_mprotect(struct vm_area_struct *vma, unsigned long start,
		       unsigned long end, unsigned long newflags)
{
	struct devmap_segment *seg = devmap_vma_segment(vma);
	u64 off = devmap_vma_offset(vma) - vma->vm_start;
	bool device = false;
	int err;

	/* Nothing is left to be protected. */
	if (!seg)
		return 0;
	down_read(&seg->lock);
	err = devmap_check_mprotect(seg, off + start, off + end, newflags, &device);
	up_read(&seg->lock);
	/* It is loaded again when it is touched, with its own type. */
	if (!err && device)
		devmap_zap_range(vma, start, end - start);
	return err;
}
