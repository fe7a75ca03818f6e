// SPDX-License-Identifier: GPL-2.0
/*
 * The floor: the least that a change of owner can be. A fault finds another owner,
 * revokes its mapping, saves and restores, and makes its own page-table entries.
 *
 * There is nothing else: no turns, no pieces, no fork, no statistics, no checks. Each
 * mapping has page offsets of its own, so that one can be revoked and not all.
 */
#include <linux/mutex.h>
#include <linux/pgtable.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "bench_dev.h"
#include "compat.h"
#include "peers.h"

/* Page offsets between the beginnings of two mappings. */
#define FLOOR_SPAN	BIT(24)

/**
 * struct floor_map - a mapping and its context
 * @node: in floor_maps
 * @window: the file's mappings, where it is revoked
 * @id: times FLOOR_SPAN is its first page offset
 * @off: of the device, as mmap(2) was told
 * @len: bytes
 * @ctx: bytes of @state
 * @state: what was saved
 */
struct floor_map {
	struct list_head node;
	struct address_space *window;
	unsigned long id;
	unsigned long off;
	unsigned long len;
	unsigned long ctx;
	void *state;
};

static struct peer_device floor_dev;
static DEFINE_MUTEX(floor_lock);	/* protects all below */
static struct floor_map *floor_owner;
static LIST_HEAD(floor_maps);
static unsigned long floor_ctx = PAGE_SIZE;
static unsigned long floor_last;

static void floor_revoke(struct floor_map *map)
{
	unmap_mapping_range(map->window, (loff_t)(map->id * FLOOR_SPAN) << PAGE_SHIFT,
			    map->len, 1);
}

static void floor_switch(struct floor_map *map)
{
	if (floor_owner) {
		floor_revoke(floor_owner);
		memcpy(floor_owner->state, floor_dev.mem, floor_owner->ctx);
	}
	memcpy(floor_dev.mem, map->state, map->ctx);
	floor_owner = map;
}

/**
 * struct floor_insert - a run of page-table entries
 * @vma: where
 * @page: of the device, the next
 */
struct floor_insert {
	struct vm_area_struct *vma;
	unsigned long page;
};

static int floor_insert_pte(pte_t *ptep, unsigned long addr, void *data)
{
	struct floor_insert *ins = data;
	unsigned long pfn = peer_device_pfn(&floor_dev, ins->page++);

	set_pte_at(ins->vma->vm_mm, addr, ptep,
		   pte_mkspecial(pfn_pte(pfn, ins->vma->vm_page_prot)));
	return 0;
}

static vm_fault_t floor_insert(struct floor_map *map, struct vm_fault *vmf)
{
	struct floor_insert ins = { .vma = vmf->vma };

	if (map->len == PAGE_SIZE)
		return vmf_insert_pfn(vmf->vma, vmf->address & PAGE_MASK,
				      peer_device_pfn(&floor_dev, 0));
	if (apply_to_page_range(vmf->vma->vm_mm, vmf->vma->vm_start, map->len,
				floor_insert_pte, &ins))
		return VM_FAULT_OOM;
	return VM_FAULT_NOPAGE;
}

static vm_fault_t floor_fault(struct vm_fault *vmf)
{
	struct floor_map *map = vmf->vma->vm_private_data;
	vm_fault_t ret;

	mutex_lock(&floor_lock);
	if (floor_owner != map)
		floor_switch(map);
	ret = floor_insert(map, vmf);
	mutex_unlock(&floor_lock);
	return ret;
}

static void floor_close(struct vm_area_struct *vma)
{
	struct floor_map *map = vma->vm_private_data;

	mutex_lock(&floor_lock);
	if (floor_owner == map)
		floor_owner = NULL;
	list_del(&map->node);
	mutex_unlock(&floor_lock);
	kvfree(map->state);
	kfree(map);
}

/* A mapping is one VMA: not to be cut. */
static int floor_split(struct vm_area_struct *vma, unsigned long addr)
{
	return -EINVAL;
}

static const struct vm_operations_struct floor_vm_ops = {
	.fault		= floor_fault,
	.close		= floor_close,
	.may_split	= floor_split,
};

static int floor_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct floor_map *map = kzalloc(sizeof(*map), GFP_KERNEL);

	if (!map)
		return -ENOMEM;
	mutex_lock(&floor_lock);
	map->ctx = floor_ctx;
	map->state = kvzalloc(map->ctx ?: 1, GFP_KERNEL);
	if (!map->state) {
		mutex_unlock(&floor_lock);
		kfree(map);
		return -ENOMEM;
	}
	map->id = ++floor_last;
	list_add(&map->node, &floor_maps);
	mutex_unlock(&floor_lock);
	map->window = file->f_mapping;
	map->off = vma->vm_pgoff << PAGE_SHIFT;
	map->len = vma->vm_end - vma->vm_start;
	vma->vm_pgoff = map->id * FLOOR_SPAN;
	vma->vm_private_data = map;
	vma->vm_ops = &floor_vm_ops;
	devmap_vm_flags_set(vma, VM_PFNMAP | VM_IO | VM_DONTCOPY | VM_DONTEXPAND |
			    VM_DONTDUMP);
	return 0;
}

static long floor_unload(unsigned long off)
{
	struct floor_map *map;

	list_for_each_entry(map, &floor_maps, node)
		if (map->off == off) {
			floor_revoke(map);
			return 0;
		}
	return -EINVAL;
}

static long floor_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	long ret = 0;

	mutex_lock(&floor_lock);
	switch (cmd) {
	case BENCHIOC_CTX:
		if (arg > BENCH_MAX_CTX)
			ret = -EINVAL;
		else
			floor_ctx = arg;
		break;
	case BENCHIOC_UNLOAD:
		ret = floor_unload(arg);
		break;
	default:
		ret = -ENOTTY;
	}
	mutex_unlock(&floor_lock);
	return ret;
}

const struct file_operations floor_fops = {
	.owner		= THIS_MODULE,
	.mmap		= floor_mmap,
	.unlocked_ioctl	= floor_ioctl,
};

int floor_init(void)
{
	return peer_device_init(&floor_dev);
}

void floor_exit(void)
{
	peer_device_free(&floor_dev);
}
