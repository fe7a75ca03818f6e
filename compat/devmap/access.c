// SPDX-License-Identifier: GPL-2.0
/*
 * Debuggers: ptrace(2) and /proc/PID/mem read and write a mapping of a process
 * that does not run.
 *
 * The process has to see its own device there, whoever owns the device now. So
 * the driver is asked, with DEVMAP_LOCK, as if the process had touched the page;
 * then the bytes are copied, and the driver is told with DEVMAP_UNLOCK and the
 * same range. In between, every fault of the device waits: nobody else's context
 * can come onto it under the copy.
 *
 * Registers are read and written as a driver does it: 32 bits at a time. Linux's
 * generic_access_phys() copies bytes on some machines, and a device that does not know
 * such an access may answer with an error that nothing handles: the kernel dies. Part of
 * a register can be read, with the rest of it, and not be written.
 *
 * Everything runs in the debugger's task, with the mmap_lock of the process held
 * for reading, so that devmap_load(9F) is legal for that process.
 */
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/rwsem.h>

#include "access.h"
#include "ctx.h"
#include "fault.h"
#include "handle.h"
#include "memtype.h"
#include "segment.h"

/**
 * struct devmap_peek - what a debugger wants
 * @fault: the fault that its access stands for
 * @addr: user address of the first byte
 * @buf: where the bytes go to or come from
 * @len: how many, inside of one page
 * @write: from @buf into the mapping
 */
struct devmap_peek {
	struct devmap_fault fault;
	unsigned long addr;
	void *buf;
	int len;
	bool write;
};

static void devmap_copy_ram(struct devmap_peek *peek, struct page *page)
{
	void *at = page_address(page) + offset_in_page(peek->addr);

	if (peek->write)
		memcpy(at, peek->buf, peek->len);
	else
		memcpy(peek->buf, at, peek->len);
}

static void devmap_read_registers(struct devmap_peek *peek, void __iomem *page)
{
	unsigned int at = offset_in_page(peek->addr), skip, n;
	u8 *to = peek->buf, *end = to + peek->len;
	__le32 word;

	for (; to < end; to += n, at += n) {
		skip = at % sizeof(word);
		n = min_t(unsigned int, sizeof(word) - skip, end - to);
		word = cpu_to_le32(ioread32(page + at - skip));
		memcpy(to, (u8 *)&word + skip, n);
	}
}

static int devmap_write_registers(struct devmap_peek *peek, void __iomem *page)
{
	unsigned int at = offset_in_page(peek->addr), n;
	__le32 word;

	if (!IS_ALIGNED(at | peek->len, sizeof(word)))
		return -EIO;
	for (n = 0; n < peek->len; n += sizeof(word)) {
		memcpy(&word, peek->buf + n, sizeof(word));
		iowrite32(le32_to_cpu(word), page + at + n);
	}
	return peek->len;
}

/* @merges: it is the device's memory rather than registers. */
static int devmap_copy_mapped(struct devmap_peek *peek, void __iomem *page, bool merges)
{
	void __iomem *at = page + offset_in_page(peek->addr);

	if (peek->write && !merges)
		return devmap_write_registers(peek, page);
	if (peek->write)
		memcpy_toio(at, peek->buf, peek->len);
	else if (merges)
		memcpy_fromio(peek->buf, at, peek->len);
	else
		devmap_read_registers(peek, page);
	return peek->len;
}

static int devmap_copy_io(struct devmap_peek *peek, phys_addr_t phys)
{
	unsigned int order = peek->fault.hdl->backing.order;
	void __iomem *page = devmap_ioremap(phys, PAGE_SIZE, order);
	int ret;

	if (!page)
		return -ENOMEM;
	ret = devmap_copy_mapped(peek, page, devmap_order_merges(order));
	iounmap(page);
	return ret;
}

static int devmap_copy(struct devmap_peek *peek)
{
	struct devmap_hdl *hdl = peek->fault.hdl;
	struct devmap_cursor cur;
	unsigned long pfn;

	/* The driver said yes and did not load, or unloaded since. */
	if (!peek->fault.loaded || hdl->unloads != peek->fault.unloads)
		return -EIO;
	/* The driver may have loaded other pages behind this one, or meanwhile. */
	if (hdl->old)
		hdl->backing.pfn = peek->fault.named;
	devmap_backing_at(&hdl->backing, devmap_hdl_index(hdl, peek->fault.off), &cur);
	pfn = devmap_cursor_next(&cur);
	if (!devmap_backing_is_ram(&hdl->backing))
		return devmap_copy_io(peek, PFN_PHYS(pfn));
	devmap_copy_ram(peek, pfn_to_page(pfn));
	return peek->len;
}

/* DEVMAP_LOCK, the copy, DEVMAP_UNLOCK. */
static int devmap_peek_locked(struct devmap_peek *peek)
{
	struct devmap_hdl *hdl = peek->fault.hdl;
	int ret;

	if (devmap_call_access(&peek->fault, DEVMAP_LOCK))
		return -EIO;
	mutex_lock(&hdl->lock);
	ret = devmap_copy(peek);
	mutex_unlock(&hdl->lock);
	devmap_call_access(&peek->fault, DEVMAP_UNLOCK);
	return ret;
}

/* As on Solaris: what may be remapped at any time cannot be held. */
static bool devmap_peek_may_hold(struct devmap_hdl *hdl)
{
	bool remaps;

	mutex_lock(&hdl->lock);
	remaps = hdl->dh.dh_flags & DEVMAP_ALLOW_REMAP;
	mutex_unlock(&hdl->lock);
	return !remaps;
}

static int devmap_peek_hdl(struct devmap_peek *peek)
{
	struct devmap_ctx *ctx = peek->fault.hdl->dh.dh_ctx;
	int ret;

	if (!devmap_peek_may_hold(peek->fault.hdl))
		return -EIO;
	if (!ctx)
		return devmap_peek_locked(peek);
	if (down_write_killable(&ctx->softlock))
		return -EINTR;
	ret = devmap_peek_locked(peek);
	up_write(&ctx->softlock);
	return ret;
}

static int devmap_peek_run(struct devmap_peek *peek)
{
	struct devmap_segment *seg = peek->fault.seg;
	int ret = -EIO;

	peek->fault.loaded = false;
	if (down_read_killable(&seg->lock))
		return -EINTR;
	peek->fault.hdl = seg->dead ? NULL :
				      devmap_segment_find(seg, peek->fault.off);
	if (peek->fault.hdl)
		ret = devmap_peek_hdl(peek);
	up_read(&seg->lock);
	return ret;
}

static bool devmap_peek_allowed(const struct vm_area_struct *vma, bool write)
{
	return vma->vm_flags & (write ? VM_WRITE : VM_READ);
}

/**
 * devmap_vm_access() - vm_operations_struct.access of all our mappings
 * @vma: the mapping
 * @addr: user address of the first byte
 * @buf: kernel memory that the bytes go to or come from
 * @len: bytes; what lies behind the page of @addr is left to the next call
 * @write: whether @buf is to be written to the mapping
 *
 * A protection that the process has not got, its debugger does not get either.
 *
 * Context: process, sleeps, also for a turn on the device; the mmap_lock of the
 * mapping's process is held for reading.
 * Return: bytes copied, -EIO if the driver refuses, -EINTR if the caller was
 * killed.
 */
int devmap_vm_access(struct vm_area_struct *vma, unsigned long addr, void *buf,
		     int len, int write)
{
	struct devmap_peek peek = {
		.fault = {
			.seg	= devmap_vma_segment(vma),
			.vma	= vma,
			.off	= devmap_vma_offset(vma) +
				  ((addr - vma->vm_start) & PAGE_MASK),
			.rw	= write ? DEVMAP_WRITE : DEVMAP_READ,
		},
		.addr	= addr,
		.buf	= buf,
		.len	= min_t(int, len, PAGE_SIZE - offset_in_page(addr)),
		.write	= write,
	};
	int ret;

	if (!peek.fault.seg || !devmap_peek_allowed(vma, write))
		return -EIO;
	devmap_waiter_init(&peek.fault.waiter);
	for (;;) {
		ret = devmap_peek_run(&peek);
		if (!peek.fault.waiter.ctx)
			return ret;
		if (devmap_ctx_wait(&peek.fault.waiter))
			return -EINTR;
	}
}
