// SPDX-License-Identifier: GPL-2.0
/*
 * A program's memory, kept in place: ddi_umem_lock(9F), ddi_umem_unlock(9F).
 */
#include <linux/capability.h>
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/vmalloc.h>

#include <sys/sunddi.h>

#include "../devmap/as.h"
#include "umem.h"

/* So many are pinned at a time: the count of pages is an int to Linux. */
#define DDI_UMEM_PIN_BATCH	BIT(20)

/*
 * RLIMIT_MEMLOCK, counted as RDMA and io_uring count what they pin: without the
 * mmap_lock, which the last reference may be given back under.
 */
static int ddi_umem_charge(struct mm_struct *mm, unsigned long npages)
{
	unsigned long limit = rlimit(RLIMIT_MEMLOCK) >> PAGE_SHIFT;

	if (atomic64_add_return(npages, &mm->pinned_vm) > limit &&
	    !capable(CAP_IPC_LOCK)) {
		atomic64_sub(npages, &mm->pinned_vm);
		return -ENOMEM;
	}
	return 0;
}

static void ddi_umem_uncharge(struct mm_struct *mm, unsigned long npages)
{
	atomic64_sub(npages, &mm->pinned_vm);
	mmdrop(mm);
}

static int ddi_umem_pin_with(struct ddi_umem_cookie *cookie, unsigned long addr,
			     unsigned int gup)
{
	unsigned long done = 0, n = ddi_umem_pages(cookie);
	int got;

	while (done < n) {
		got = pin_user_pages_fast(addr + (done << PAGE_SHIFT),
					  min(n - done, DDI_UMEM_PIN_BATCH), gup,
					  cookie->pages + done);
		if (got <= 0) {
			unpin_user_pages(cookie->pages, done);
			return got ?: -EFAULT;
		}
		done += got;
	}
	return 0;
}

/*
 * Pinned for reading only, a page that is shared until it is written (a fresh one,
 * or that of a private file mapping) would no longer be the program's after its
 * next store, on kernels before 6.2. So it is made the program's own first, where
 * the program may write.
 */
static int ddi_umem_pin(struct ddi_umem_cookie *cookie, unsigned long addr)
{
	int err = ddi_umem_pin_with(cookie, addr, FOLL_LONGTERM | FOLL_WRITE);

	if (err == -EFAULT && !(cookie->maxprot & PROT_WRITE))
		err = ddi_umem_pin_with(cookie, addr, FOLL_LONGTERM);
	return err;
}

static void ddi_umem_unpin(struct ddi_umem_cookie *cookie)
{
	unsigned long n = ddi_umem_pages(cookie);

	if (cookie->kva)
		vunmap(cookie->kva);
	unpin_user_pages_dirty_lock(cookie->pages, n, cookie->maxprot & PROT_WRITE);
	ddi_umem_uncharge(cookie->mm, n);
}

static bool ddi_umem_lock_valid(caddr_t addr, size_t len, int flags)
{
	return flags && !(flags & ~(DDI_UMEMLOCK_READ | DDI_UMEMLOCK_WRITE)) &&
	       PAGE_ALIGNED((unsigned long)addr) && PAGE_ALIGNED(len) && len &&
	       current->mm;
}

static int ddi_umem_lock_pages(struct ddi_umem_cookie *cookie, caddr_t addr)
{
	struct mm_struct *mm = current->mm;
	int err;

	err = ddi_umem_charge(mm, ddi_umem_pages(cookie));
	if (err)
		return err;
	mmgrab(mm);
	err = ddi_umem_pin(cookie, (unsigned long)addr);
	if (err) {
		ddi_umem_uncharge(mm, ddi_umem_pages(cookie));
		return err;
	}
	cookie->mm = mm;
	cookie->release = ddi_umem_unpin;
	return 0;
}

/**
 * ddi_umem_lock() - keep memory of the calling process where it is
 * @addr: the program's address; whole pages
 * @len: bytes; whole pages
 * @flags: DDI_UMEMLOCK_READ: it will be read; DDI_UMEMLOCK_WRITE: it will be
 *	written (too). A mapping of memory that is locked for reading only may
 *	not have PROT_WRITE: the pages may be shared with others
 * @cookiep: receives the cookie for devmap_umem_setup(9F)
 *
 * The pages count against the process's RLIMIT_MEMLOCK until they are unlocked
 * and no mapping shows them any more.
 *
 * Context: process, may sleep; takes the mmap_lock of the calling process, so
 * not in a mapping callback, and with no lock that such a callback takes.
 * Return: 0; EINVAL for unknown or no flags and for what is not whole pages;
 * ENOMEM above the limit or without memory; EFAULT if the range is not all
 * mapped, is not allowed to be written, or is a device; EDEADLK in a mapping
 * callback. See ddi_umem_lock(9F).
 */
int ddi_umem_lock(caddr_t addr, size_t len, int flags, ddi_umem_cookie_t *cookiep)
{
	struct ddi_umem_cookie *cookie;
	int err;

	*cookiep = NULL;
	if (!ddi_umem_lock_valid(addr, len, flags))
		return EINVAL;
	if (len >> PAGE_SHIFT > totalram_pages())
		return ENOMEM;
	if (as_in_callback()) {
		pr_warn_ratelimited("%s: called in a mapping callback\n", __func__);
		return EDEADLK;
	}
	cookie = ddi_umem_new(len, true, GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	if (!cookie)
		return ENOMEM;
	if (!(flags & DDI_UMEMLOCK_WRITE))
		cookie->maxprot = PROT_ALL & ~PROT_WRITE;
	err = ddi_umem_lock_pages(cookie, addr);
	if (err) {
		ddi_umem_drop(cookie);
		return -err;
	}
	*cookiep = cookie;
	return 0;
}
EXPORT_SYMBOL_GPL(ddi_umem_lock);

/**
 * ddi_umem_unlock() - let go of memory that ddi_umem_lock() locked
 * @cookie: its cookie; may not be used any more
 *
 * Programs that have the memory mapped keep it in place until they unmap it.
 *
 * Context: any. See ddi_umem_unlock(9F).
 */
void ddi_umem_unlock(ddi_umem_cookie_t cookie)
{
	struct ddi_umem_cookie *umem = ddi_umem_of(cookie, __func__);

	if (umem)
		ddi_umem_drop(umem);
}
EXPORT_SYMBOL_GPL(ddi_umem_unlock);
