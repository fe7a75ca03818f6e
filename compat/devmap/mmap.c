// SPDX-License-Identifier: GPL-2.0
/*
 * mmap(2) of a device: segmap(9E).
 *
 * Linux has chosen the address and made a VMA before it asks us, and holds the
 * mmap_lock for writing. Solaris holds nothing here and makes the mapping in
 * devmap_setup(9F); there is no difference that a driver could see, but that it
 * must not copy from or to user memory.
 */
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/printk.h>

#include <sys/conf.h>
#include <sys/ddidevmap.h>
#include <sys/mman.h>
#include <sys/sunddi.h>

#include "../ddi/errno.h"
#include "../ddi/node.h"
#include "../linux/compat.h"
#include "as.h"
#include "handle.h"
#include "mmap.h"
#include "mprotect.h"
#include "segment.h"
#include "unmap.h"
#include "vmops.h"

static unsigned int devmap_prot_of(vm_flags_t flags, vm_flags_t r, vm_flags_t w,
				   vm_flags_t x)
{
	return PROT_USER | (flags & r ? PROT_READ : 0) |
	       (flags & w ? PROT_WRITE : 0) | (flags & x ? PROT_EXEC : 0);
}

/**
 * devmap_prot() - the protection of a VMA, as drivers have it
 * @vma: the VMA
 *
 * Return: PROT_*, always with PROT_USER.
 */
unsigned int devmap_prot(const struct vm_area_struct *vma)
{
	return devmap_prot_of(vma->vm_flags, VM_READ, VM_WRITE, VM_EXEC);
}

/*
 * MAP_PRIVATE of a device is a private *context*, never copy-on-write: stores
 * have to reach the device. To Linux the VMA becomes a shared one, so what Linux
 * checks for shared mappings only is checked here.
 */
static int devmap_check_private(struct vm_area_struct *vma)
{
	if (vma->vm_file->f_mode & FMODE_WRITE)
		return 0;
	if (vma->vm_flags & VM_WRITE)
		return -EACCES;
	devmap_vm_flags_clear(vma, VM_MAYWRITE);
	return 0;
}

static int devmap_check_offset(struct vm_area_struct *vma)
{
	unsigned long pages = vma_pages(vma);

	if (vma->vm_pgoff >= DEVMAP_PGOFF_MAX ||
	    pages > DEVMAP_PGOFF_MAX - vma->vm_pgoff)
		return -EOVERFLOW;
	return 0;
}

/* Drivers that know devmap(9E) say so, those from before it have mmap(9E). */
static bool devmap_is_old(const struct cb_ops *ops)
{
	return !(ops->cb_flag & D_DEVMAP) && ddi_entry_real(ops->cb_mmap);
}

static int devmap_call_segmap(struct devmap_mmap *map, struct as *as, dev_t dev,
			      unsigned int flags)
{
	struct vm_area_struct *vma = map->vma;
	unsigned int prot, maxprot;
	off_t off = vma->vm_pgoff << PAGE_SHIFT;
	size_t len = vma->vm_end - vma->vm_start;
	cred_t *cred = (cred_t *)current_cred();

	prot = devmap_prot(vma);
	maxprot = devmap_prot_of(vma->vm_flags, VM_MAYREAD, VM_MAYWRITE, VM_MAYEXEC);
	map->addr = (caddr_t)vma->vm_start;
	if (ddi_entry_real(map->ops->cb_segmap))
		return map->ops->cb_segmap(dev, off, as, &map->addr, len, prot,
					   maxprot, flags, cred);
	if (devmap_is_old(map->ops))
		return ddi_segmap(dev, off, as, &map->addr, len, prot, maxprot,
				  flags, cred);
	return devmap_setup(dev, off, as, &map->addr, len, prot, maxprot, flags,
			    cred);
}

/* Is a driver to be asked for pages? That does not change later. */
static bool devmap_asks(const struct devmap_segment *seg)
{
	struct devmap_hdl *hdl;
	struct rb_node *node;

	for (node = rb_first(&seg->handles); node; node = rb_next(node)) {
		hdl = devmap_hdl_of_node(node);
		if (hdl->old || hdl->dh.dh_callbackops.devmap_access)
			return true;
	}
	return false;
}

/* The VMA becomes what the segment says; from here on vm_ops take over. */
static void devmap_mmap_commit(struct devmap_mmap *map)
{
	struct vm_area_struct *vma = map->vma;
	struct devmap_segment *seg = map->seg;
	unsigned long true_pgoff = (vma->vm_start - seg->base) >> PAGE_SHIFT;

	vma->vm_private_data = seg;
	vma->vm_ops = devmap_asks(seg) ? &devmap_vm_ops : &devmap_vm_ops_default;
	vma->vm_pgoff = devmap_window_pgoff(seg->window, true_pgoff);
	/* segmap(9E) may give less than was asked for. */
	devmap_vm_flags_clear(vma, devmap_forbidden(map->prot));
	devmap_vm_flags_clear(vma, devmap_forbidden_for_ever(seg));
	/*
	 * VM_PFNMAP: entries have no struct page that Linux may look at. VM_IO:
	 * no access behind the driver's back (GUP, core dump). VM_DONTEXPAND: a
	 * mapping does not grow beyond what devmap(9E) agreed to. VM_SHARED and
	 * VM_MAYSHARE: never copy-on-write, see devmap_check_private(); Linux
	 * keeps VM_SHARED clear where the file is not open for writing.
	 */
	devmap_vm_flags_set(vma, VM_IO | VM_PFNMAP | VM_DONTEXPAND | VM_DONTDUMP);
	if (!(vma->vm_flags & VM_MAYSHARE))
		devmap_vm_flags_set(vma, VM_MAYSHARE |
				    (vma->vm_flags & VM_MAYWRITE ? VM_SHARED : 0));
}

static int devmap_mmap_run(struct devmap_mmap *map, struct as *as, dev_t dev,
			   unsigned int flags)
{
	int err;

	as_call_begin(as, &map->call, AS_CALL_MMAP);
	err = devmap_call_segmap(map, as, dev, flags);
	as_call_end(as, &map->call);
	if (err && map->seg) {
		/* The driver's segmap(9E) changed its mind. */
		devmap_unmap_all(map->seg);
		devmap_segment_put(map->seg);
	}
	if (err)
		return ddi_errno(err, "segmap(9E)");
	if (!map->seg) {
		pr_warn_ratelimited("segmap(9E) returned 0 and made no mapping\n");
		return -ENXIO;
	}
	map->seg->answer = (unsigned long)map->addr;
	devmap_mmap_commit(map);
	return 0;
}

static bool devmap_can_map(const struct cb_ops *ops)
{
	return ddi_entry_real(ops->cb_segmap) || ddi_entry_real(ops->cb_devmap) ||
	       devmap_is_old(ops);
}

/**
 * devmap_mmap() - file_operations.mmap of a driver's device
 * @dip: the device; the caller has entered it
 * @dev: its number
 * @vma: the mapping that Linux would like to have
 *
 * Also called by remap_file_pages(2), with an offset of the user's choice: each
 * call is looked at as if it were the first.
 *
 * Context: process, may sleep; the mmap_lock is held for writing.
 * Return: 0, -EACCES for PROT_WRITE on a file that is not open for writing,
 * -EOVERFLOW for an offset beyond what a mapping can name, -ENODEV for a driver
 * that maps nothing, or what segmap(9E) returned: -ENXIO where the driver refuses.
 */
int devmap_mmap(struct dev_info *dip, dev_t dev, struct vm_area_struct *vma)
{
	struct devmap_mmap map = {
		.vma	= vma,
		.dip	= dip,
		.ops	= dip->drv->ops->devo_cb_ops,
	};
	bool private = !(vma->vm_flags & VM_MAYSHARE);
	struct as *as;
	int err;

	if (!devmap_can_map(map.ops))
		return -ENODEV;
	err = devmap_check_offset(vma);
	if (err)
		return err;
	if (private) {
		err = devmap_check_private(vma);
		if (err)
			return err;
	}
	as = as_get(vma->vm_mm);
	if (!as)
		return -ENOMEM;
	err = devmap_mmap_run(&map, as, dev, private ? MAP_PRIVATE : MAP_SHARED);
	as_put(as);
	return err;
}

/**
 * devmap_mmap_answer() - what segmap(9E) said about a new mapping
 * @addr: where Linux has put it
 *
 * Return: the address that the driver left in *addrp; @addr, if the program has
 * already unmapped it in another thread.
 */
unsigned long devmap_mmap_answer(unsigned long addr)
{
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma;

	mmap_read_lock(mm);
	vma = find_vma(mm, addr);
	if (vma && vma->vm_start == addr && devmap_vma_is_ours(vma) &&
	    devmap_vma_segment(vma))
		addr = devmap_vma_segment(vma)->answer;
	mmap_read_unlock(mm);
	return addr;
}
