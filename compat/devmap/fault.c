// SPDX-License-Identifier: GPL-2.0
/*
 * Faults: a process touches a page that has no valid translation.
 *
 * The way of one fault: find the segment and the handle, call the driver's
 * devmap_access(9E), which validates the page with devmap_load(9F), and turn
 * what it returned into what Linux wants. Held all the way: the mmap_lock of
 * the process (Linux takes it, for reading) and the segment's lock, so that
 * the handle neither goes nor changes its bounds.
 *
 * Where the driver has no devmap_access(9E) the lock of the VMA is enough, and Linux
 * takes that one if it can: nothing but the page that was touched is loaded, and so no
 * other VMA looked at. What is done to other VMAs of the same segment meanwhile changes
 * the segment under its own lock only.
 *
 * If the callback asked for a turn that is not free, the fault waits here, after
 * the callback has returned, with no lock held at all.
 */
#include <linux/file.h>
#include <linux/jhash.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/sched/signal.h>

#include <vm/faultcode.h>

#include "../linux/compat.h"
#include "as.h"
#include "client.h"
#include "fault.h"
#include "handle.h"
#include "load.h"
#include "old.h"
#include "segment.h"
#include "stats.h"
#include "trace.h"

/*
 * So many callbacks in a row may return 0 and not load the page: two for one task, more
 * for several. While one of them loads it, the others may find that nothing is to be
 * done.
 */
#define DEVMAP_MAX_MISSES	16

static struct devmap_fault *devmap_fault_find(struct devmap_segment *seg)
{
	struct as_call *call = as_call_current(seg->seg.s_as, AS_CALL_FAULT);

	return call ? container_of(call, struct devmap_fault, call) : NULL;
}

/**
 * devmap_fault_current() - the fault that the calling task runs for a segment
 * @seg: a segment of the process that must be faulting
 * @who: the function that the driver called, for the warning
 *
 * Return: the fault, or NULL if the driver is not inside devmap_access(9E).
 */
struct devmap_fault *devmap_fault_current(struct devmap_segment *seg,
					  const char *who)
{
	struct devmap_fault *fault = devmap_fault_find(seg);

	if (likely(fault))
		return fault;
	pr_warn_ratelimited("%s: called outside of devmap_access(9E) of the handle's process\n",
			    who);
	return NULL;
}

/**
 * devmap_fault_note_unload() - the driver has unloaded a range
 * @hdl: the handle; its lock is held
 * @range: which pages
 *
 * A callback that loads its page and then unloads it itself has not loaded it.
 * One that unloads other pages of the handle has, and what another task unloads
 * is another matter: see devmap_fault_settle().
 */
void devmap_fault_note_unload(struct devmap_hdl *hdl,
			      const struct devmap_range *range)
{
	struct devmap_fault *fault = devmap_fault_find(hdl->seg);

	lockdep_assert_held(&hdl->lock);
	if (!fault || fault->hdl != hdl)
		return;
	if (devmap_fault_within(fault, hdl, range))
		fault->loaded = false;
	else if (hdl->unloads == fault->unloads + 1)
		fault->unloads++;
}

static unsigned int devmap_fault_rw(const struct vm_fault *vmf)
{
	if (vmf->flags & FAULT_FLAG_WRITE)
		return DEVMAP_WRITE;
	if (vmf->flags & FAULT_FLAG_INSTRUCTION)
		return DEVMAP_EXEC;
	return DEVMAP_READ;
}

static int devmap_load_page(struct devmap_fault *fault)
{
	struct devmap_range page = {
		.start	= fault->off,
		.end	= fault->off + PAGE_SIZE,
	};

	if (fault->hdl->old)
		fault->hdl->backing.pfn = fault->named;
	return devmap_hdl_load(fault->hdl, fault, &page, fault->rw);
}

/* A handle without an access callback: nobody wants to know. */
static int devmap_fault_default(struct devmap_fault *fault)
{
	int err;

	if (fault->hdl->old)
		return devmap_old_fault(fault);
	mutex_lock(&fault->hdl->lock);
	err = devmap_load_page(fault);
	mutex_unlock(&fault->hdl->lock);
	return err;
}

static int devmap_call_driver(struct devmap_fault *fault, unsigned int type)
{
	devmap_handle_t *dh = &fault->hdl->dh;

	if (dh->dh_callbackops.devmap_access)
		return dh->dh_callbackops.devmap_access(dh, dh->dh_pvtp,
							fault->off, PAGE_SIZE,
							type, fault->rw);
	return type == DEVMAP_UNLOCK ? 0 : devmap_fault_default(fault);
}

/*
 * A process and its forks share a revocation window, so that the unload of one
 * empties the others too. If the callback loaded this page and then unloaded a
 * relative, the page is gone again, and would be in every fault that follows:
 * put it back. Unless somebody unloaded this very handle since: then gone is
 * what it has to be.
 */
static void devmap_fault_settle(struct devmap_fault *fault)
{
	struct devmap_hdl *hdl = fault->hdl;

	if (!fault->loaded || atomic_read(&fault->seg->window->zaps) == fault->zaps)
		return;
	mutex_lock(&hdl->lock);
	if (hdl->unloads == fault->unloads)
		devmap_load_page(fault);
	mutex_unlock(&hdl->lock);
}

/**
 * devmap_call_access() - ask the driver for a page
 * @fault: which page, and what for; the handle's softlock is held
 * @type: DEVMAP_ACCESS, DEVMAP_LOCK or DEVMAP_UNLOCK
 *
 * Return: what devmap_access(9E) returned.
 */
int devmap_call_access(struct devmap_fault *fault, unsigned int type)
{
	struct as *as = fault->seg->seg.s_as;
	u64 start;
	int err;

	as_call_begin(as, &fault->call, AS_CALL_FAULT);
	atomic_long_inc(&fault->seg->client->accesses);
	trace_access_begin(fault->hdl, fault->off, PAGE_SIZE, type, fault->rw);
	start = trace_access_end_enabled() ? ktime_get_ns() : 0;
	err = devmap_call_driver(fault, type);
	devmap_fault_settle(fault);
	trace_access_end(fault->hdl, fault->off, err, start);
	as_call_end(as, &fault->call);
	return err;
}

/* Who touched which page, in a word; 0 is nobody. */
static u32 devmap_fault_hash(const struct devmap_fault *fault)
{
	return jhash_2words(current->pid, fault->off >> PAGE_SHIFT, 0) ?: 1;
}

/*
 * The callback says that it succeeded, and the page is not there. Once is an
 * accident; a driver that never loads must not keep the process faulting.
 */
static vm_fault_t devmap_fault_missed(struct devmap_fault *fault)
{
	struct devmap_hdl *hdl = fault->hdl;
	u32 who = devmap_fault_hash(fault);
	unsigned int misses;
	bool enough;

	mutex_lock(&hdl->lock);
	misses = hdl->misses + 1;
	enough = misses >= DEVMAP_MAX_MISSES || hdl->missed == who;
	/* A fault that finds its page looks at it without the lock. */
	WRITE_ONCE(hdl->misses, enough ? 0 : misses);
	hdl->missed = enough ? 0 : who;
	mutex_unlock(&hdl->lock);
	if (!enough)
		return VM_FAULT_NOPAGE;
	pr_warn_ratelimited("devmap_access(9E) returned 0 and did not call devmap_load(9F): SIGBUS\n");
	return VM_FAULT_SIGBUS;
}

static void devmap_fault_loaded(struct devmap_hdl *hdl)
{
	if (likely(!READ_ONCE(hdl->misses)))
		return;
	mutex_lock(&hdl->lock);
	WRITE_ONCE(hdl->misses, 0);
	hdl->missed = 0;
	mutex_unlock(&hdl->lock);
}

/*
 * A signal ends the fault. A program takes it before it touches the page again. The
 * kernel, copying from or to the page, would touch it again at once and for ever: its
 * copy has to fail.
 */
static vm_fault_t devmap_fault_interrupted(const struct devmap_fault *fault)
{
	return fault->user ? VM_FAULT_NOPAGE : VM_FAULT_SIGBUS;
}

static bool devmap_interrupted(int err)
{
	return (err == EINTR || err == FC_MAKE_ERR(EINTR)) &&
	       signal_pending(current);
}

/* What Linux is to do about what the driver returned. */
static vm_fault_t devmap_fault_result(struct devmap_fault *fault, int err)
{
	if (fault->oom)
		return VM_FAULT_OOM;
	if (devmap_interrupted(err))
		return devmap_fault_interrupted(fault);
	if (err)
		return VM_FAULT_SIGBUS;
	if (!fault->loaded)
		return devmap_fault_missed(fault);
	devmap_fault_loaded(fault->hdl);
	return VM_FAULT_NOPAGE;
}

static vm_fault_t devmap_fault_locked(struct devmap_fault *fault)
{
	struct devmap_segment *seg = fault->seg;
	struct devmap_ctx *ctx;
	vm_fault_t ret;
	int err;

	lockdep_assert_held(&seg->lock);
	this_cpu_inc(seg->dip->stats.cpu->faults);
	fault->hdl = seg->dead ? NULL : devmap_segment_find(seg, fault->off);
	if (!fault->hdl) {
		devmap_failed(seg, 0, DEVMAP_FAIL_SIGBUS, 0);
		return VM_FAULT_SIGBUS;
	}
	/* Heals what a mremap(2) of a part of the mapping may have left. */
	WRITE_ONCE(seg->base, devmap_vma_base(fault->vma));
	ctx = fault->hdl->dh.dh_ctx;
	if (ctx && down_read_killable(&ctx->softlock))
		return devmap_fault_interrupted(fault);
	err = devmap_call_access(fault, DEVMAP_ACCESS);
	if (ctx)
		up_read(&ctx->softlock);
	if (fault->waiter.ctx)
		return VM_FAULT_RETRY;
	ret = devmap_fault_result(fault, err);
	if (ret & VM_FAULT_SIGBUS)
		devmap_failed(seg, fault->hdl->id, DEVMAP_FAIL_SIGBUS, err);
	return ret;
}

static vm_fault_t devmap_fault_run(struct devmap_fault *fault)
{
	vm_fault_t ret;

	fault->loaded = false;
	fault->oom = false;
	if (down_read_killable(&fault->seg->lock))
		return devmap_fault_interrupted(fault);
	ret = devmap_fault_locked(fault);
	up_read(&fault->seg->lock);
	return ret;
}

/*
 * Waits without the mmap_lock, so that the process's other threads may map,
 * unmap and fork. Everything but the file may be gone afterwards; the file keeps
 * the device, the driver and this code.
 */
static vm_fault_t devmap_fault_wait_unlocked(struct devmap_fault *fault,
					     struct vm_fault *vmf)
{
	struct file *file = get_file(vmf->vma->vm_file);

	devmap_release_fault_lock(vmf);
	devmap_ctx_wait(&fault->waiter);
	fput(file);
	return VM_FAULT_RETRY;
}

/* What is not set here is set before it is looked at, and is most of it. */
static void devmap_fault_init(struct devmap_fault *fault, const struct vm_fault *vmf)
{
	fault->seg = devmap_vma_segment(vmf->vma);
	fault->vma = vmf->vma;
	fault->off = (u64)devmap_true_pgoff(vmf->pgoff) << PAGE_SHIFT;
	fault->rw = devmap_fault_rw(vmf);
	fault->vma_only = devmap_fault_locks_vma(vmf);
	fault->user = vmf->flags & FAULT_FLAG_USER;
	fault->named = 0;
	fault->unloads = 0;
	devmap_waiter_init(&fault->waiter);
}

/**
 * devmap_vm_fault() - vm_operations_struct.fault of all our mappings
 * @vmf: what Linux knows of the fault
 *
 * Context: the mmap_lock is held for reading, or the lock of the VMA if all of its
 * handles are without devmap_access(9E); or was dropped on VM_FAULT_RETRY. May sleep.
 * Return: VM_FAULT_NOPAGE when the page is there, or may be after a retry;
 * VM_FAULT_RETRY after a wait; VM_FAULT_SIGBUS, VM_FAULT_OOM.
 */
vm_fault_t devmap_vm_fault(struct vm_fault *vmf)
{
	struct devmap_fault fault;
	vm_fault_t ret;

	devmap_fault_init(&fault, vmf);
	/* A fork whose driver, or memory, had no room for it. */
	if (!fault.seg)
		return VM_FAULT_SIGBUS;
	for (;;) {
		ret = devmap_fault_run(&fault);
		if (!fault.waiter.ctx)
			return ret;
		if (vmf->flags & FAULT_FLAG_RETRY_NOWAIT) {
			devmap_ctx_cancel(&fault.waiter);
			return VM_FAULT_RETRY;
		}
		if (vmf->flags & FAULT_FLAG_ALLOW_RETRY)
			return devmap_fault_wait_unlocked(&fault, vmf);
		/* A caller who cannot retry waits with the lock held. */
		if (devmap_ctx_wait(&fault.waiter))
			return devmap_fault_interrupted(&fault);
	}
}

/**
 * devmap_vm_map_pages() - vm_operations_struct.map_pages of mappings without callbacks
 * @vmf: what Linux knows of a fault
 * @first: first page that it would like to have, of the window
 * @last: last one
 *
 * That it is there tells Linux that the fault may run under the lock of the VMA.
 *
 * Context: may not sleep.
 * Return: 0, nothing was mapped: devmap_vm_fault() is called.
 */
vm_fault_t devmap_vm_map_pages(struct vm_fault *vmf, pgoff_t first, pgoff_t last)
{
	return 0;
}
