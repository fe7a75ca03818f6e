/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tracepoints. Names, fields and numbers are an interface: docs/tracing.md.
 *
 * The arguments are the objects themselves, so that nothing is computed for a
 * tracepoint that is off. A handle is told by its number and never by its address.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM devmap

#if !defined(_DEVMAP_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define _DEVMAP_TRACE_H

#include <linux/ktime.h>
#include <linux/tracepoint.h>

#include "../ddi/node.h"
#include "as.h"
#include "client.h"
#include "ctx.h"
#include "handle.h"
#include "segment.h"
#include "stats.h"

/* devmap:remap says what is behind the handle now. */
#define DEVMAP_REMAP_DEVMEM	0
#define DEVMAP_REMAP_UMEM	1
#define DEVMAP_REMAP_INVALID	2

#define DEVMAP_TRACE_WHO			\
	__array(char, dev, DDI_NODE_NAME_LEN)	\
	__field(u32, handle)			\
	__field(pid_t, pid)

#define DEVMAP_TRACE_ASSIGN(_dip, _handle, _pid)			\
	do {								\
		memcpy(__entry->dev, (_dip)->name, DDI_NODE_NAME_LEN);	\
		__entry->handle = (_handle);				\
		__entry->pid = (_pid);					\
	} while (0)

#define DEVMAP_TRACE_ASSIGN_HDL(_hdl)					\
	DEVMAP_TRACE_ASSIGN((_hdl)->seg->dip, (_hdl)->id,		\
			    READ_ONCE((_hdl)->seg->seg.s_as->pid))

TRACE_EVENT(map,
	TP_PROTO(const struct devmap_hdl *hdl, unsigned int flags),
	TP_ARGS(hdl, flags),
	TP_STRUCT__entry(
		DEVMAP_TRACE_WHO
		__field(u64, off)
		__field(u64, len)
		__field(u32, flags)
	),
	TP_fast_assign(
		DEVMAP_TRACE_ASSIGN_HDL(hdl);
		__entry->off = hdl->dh.dh_uoff;
		__entry->len = hdl->dh.dh_len;
		__entry->flags = flags;
	),
	TP_printk("dev=%s handle=%u pid=%d off=%llu len=%llu flags=%u",
		  __entry->dev, __entry->handle, __entry->pid, __entry->off,
		  __entry->len, __entry->flags)
);

TRACE_EVENT(unmap,
	TP_PROTO(const struct devmap_hdl *hdl, u64 off, u64 len),
	TP_ARGS(hdl, off, len),
	TP_STRUCT__entry(
		DEVMAP_TRACE_WHO
		__field(u64, off)
		__field(u64, len)
	),
	TP_fast_assign(
		DEVMAP_TRACE_ASSIGN_HDL(hdl);
		__entry->off = off;
		__entry->len = len;
	),
	TP_printk("dev=%s handle=%u pid=%d off=%llu len=%llu",
		  __entry->dev, __entry->handle, __entry->pid, __entry->off,
		  __entry->len)
);

TRACE_EVENT(dup,
	TP_PROTO(const struct devmap_hdl *hdl, const struct devmap_hdl *copy, int err),
	TP_ARGS(hdl, copy, err),
	TP_STRUCT__entry(
		DEVMAP_TRACE_WHO
		__field(u32, new_handle)
		__field(pid_t, new_pid)
		__field(int, err)
	),
	TP_fast_assign(
		DEVMAP_TRACE_ASSIGN_HDL(hdl);
		__entry->new_handle = copy ? copy->id : 0;
		__entry->new_pid = copy ? READ_ONCE(copy->seg->seg.s_as->pid) : 0;
		__entry->err = err;
	),
	TP_printk("dev=%s handle=%u pid=%d new_handle=%u new_pid=%d err=%d",
		  __entry->dev, __entry->handle, __entry->pid, __entry->new_handle,
		  __entry->new_pid, __entry->err)
);

TRACE_EVENT(access_begin,
	TP_PROTO(const struct devmap_hdl *hdl, u64 off, u64 len, unsigned int type,
		 unsigned int rw),
	TP_ARGS(hdl, off, len, type, rw),
	TP_STRUCT__entry(
		DEVMAP_TRACE_WHO
		__field(u64, off)
		__field(u64, len)
		__field(u32, type)
		__field(u32, rw)
	),
	TP_fast_assign(
		DEVMAP_TRACE_ASSIGN_HDL(hdl);
		__entry->off = off;
		__entry->len = len;
		__entry->type = type;
		__entry->rw = rw;
	),
	TP_printk("dev=%s handle=%u pid=%d off=%llu len=%llu type=%u rw=%u",
		  __entry->dev, __entry->handle, __entry->pid, __entry->off,
		  __entry->len, __entry->type, __entry->rw)
);

/* @start is 0 where nobody wanted to know when it began. */
TRACE_EVENT(access_end,
	TP_PROTO(const struct devmap_hdl *hdl, u64 off, int ret, u64 start),
	TP_ARGS(hdl, off, ret, start),
	TP_STRUCT__entry(
		DEVMAP_TRACE_WHO
		__field(u64, off)
		__field(int, ret)
		__field(u64, ns)
	),
	TP_fast_assign(
		DEVMAP_TRACE_ASSIGN_HDL(hdl);
		__entry->off = off;
		__entry->ret = ret;
		__entry->ns = start ? ktime_get_ns() - start : 0;
	),
	TP_printk("dev=%s handle=%u pid=%d off=%llu ret=%d ns=%llu",
		  __entry->dev, __entry->handle, __entry->pid, __entry->off,
		  __entry->ret, __entry->ns)
);

TRACE_EVENT(load,
	TP_PROTO(const struct devmap_hdl *hdl, const struct devmap_range *range, int ret),
	TP_ARGS(hdl, range, ret),
	TP_STRUCT__entry(
		DEVMAP_TRACE_WHO
		__field(u64, off)
		__field(u64, len)
		__field(int, ret)
	),
	TP_fast_assign(
		DEVMAP_TRACE_ASSIGN_HDL(hdl);
		__entry->off = range->start;
		__entry->len = range->end - range->start;
		__entry->ret = ret;
	),
	TP_printk("dev=%s handle=%u pid=%d off=%llu len=%llu ret=%d",
		  __entry->dev, __entry->handle, __entry->pid, __entry->off,
		  __entry->len, __entry->ret)
);

TRACE_EVENT(unload,
	TP_PROTO(const struct devmap_hdl *hdl, const struct devmap_range *range),
	TP_ARGS(hdl, range),
	TP_STRUCT__entry(
		DEVMAP_TRACE_WHO
		__field(pid_t, by_pid)
		__field(u64, off)
		__field(u64, len)
	),
	TP_fast_assign(
		DEVMAP_TRACE_ASSIGN_HDL(hdl);
		__entry->by_pid = current->tgid;
		__entry->off = range->start;
		__entry->len = range->end - range->start;
	),
	TP_printk("dev=%s handle=%u pid=%d by_pid=%d off=%llu len=%llu",
		  __entry->dev, __entry->handle, __entry->pid, __entry->by_pid,
		  __entry->off, __entry->len)
);

TRACE_EVENT(wait_begin,
	TP_PROTO(const struct devmap_waiter *waiter),
	TP_ARGS(waiter),
	TP_STRUCT__entry(
		DEVMAP_TRACE_WHO
		__field(pid_t, owner_pid)
	),
	TP_fast_assign(
		DEVMAP_TRACE_ASSIGN(waiter->ctx->dip, waiter->handle,
				    READ_ONCE(waiter->client->as->pid));
		__entry->owner_pid = READ_ONCE(waiter->ctx->holder.pid);
	),
	TP_printk("dev=%s handle=%u pid=%d owner_pid=%d",
		  __entry->dev, __entry->handle, __entry->pid, __entry->owner_pid)
);

TRACE_EVENT(wait_end,
	TP_PROTO(const struct devmap_waiter *waiter, u64 ns, int ret),
	TP_ARGS(waiter, ns, ret),
	TP_STRUCT__entry(
		DEVMAP_TRACE_WHO
		__field(u64, ns)
		__field(int, ret)
	),
	TP_fast_assign(
		DEVMAP_TRACE_ASSIGN(waiter->ctx->dip, waiter->handle,
				    READ_ONCE(waiter->client->as->pid));
		__entry->ns = ns;
		__entry->ret = ret;
	),
	TP_printk("dev=%s handle=%u pid=%d ns=%llu ret=%d",
		  __entry->dev, __entry->handle, __entry->pid, __entry->ns,
		  __entry->ret)
);

/* "switch" is no name for a member in C. */
TRACE_EVENT(acquire,
	TP_PROTO(const struct devmap_hdl *hdl, pid_t prev_pid, bool switched),
	TP_ARGS(hdl, prev_pid, switched),
	TP_STRUCT__entry(
		DEVMAP_TRACE_WHO
		__field(pid_t, prev_pid)
		__field(u32, switched)
	),
	TP_fast_assign(
		DEVMAP_TRACE_ASSIGN_HDL(hdl);
		__entry->prev_pid = prev_pid;
		__entry->switched = switched;
	),
	TP_printk("dev=%s handle=%u pid=%d prev_pid=%d switch=%u",
		  __entry->dev, __entry->handle, __entry->pid, __entry->prev_pid,
		  __entry->switched)
);

TRACE_EVENT(release,
	TP_PROTO(const struct devmap_hdl *hdl, u64 ns),
	TP_ARGS(hdl, ns),
	TP_STRUCT__entry(
		DEVMAP_TRACE_WHO
		__field(u64, ns)
	),
	TP_fast_assign(
		DEVMAP_TRACE_ASSIGN_HDL(hdl);
		__entry->ns = ns;
	),
	TP_printk("dev=%s handle=%u pid=%d ns=%llu",
		  __entry->dev, __entry->handle, __entry->pid, __entry->ns)
);

/* Called while @ctx->holder is still the one that loses the device. */
TRACE_EVENT(expire,
	TP_PROTO(const struct devmap_ctx *ctx, u64 held_ns),
	TP_ARGS(ctx, held_ns),
	TP_STRUCT__entry(
		DEVMAP_TRACE_WHO
		__field(u64, held_ns)
	),
	TP_fast_assign(
		DEVMAP_TRACE_ASSIGN(ctx->dip, ctx->holder.handle, ctx->holder.pid);
		__entry->held_ns = held_ns;
	),
	TP_printk("dev=%s handle=%u pid=%d held_ns=%llu",
		  __entry->dev, __entry->handle, __entry->pid, __entry->held_ns)
);

TRACE_EVENT(remap,
	TP_PROTO(const struct devmap_hdl *hdl, unsigned int kind, int ret),
	TP_ARGS(hdl, kind, ret),
	TP_STRUCT__entry(
		DEVMAP_TRACE_WHO
		__field(u32, kind)
		__field(int, ret)
	),
	TP_fast_assign(
		DEVMAP_TRACE_ASSIGN_HDL(hdl);
		__entry->kind = kind;
		__entry->ret = ret;
	),
	TP_printk("dev=%s handle=%u pid=%d kind=%s ret=%d",
		  __entry->dev, __entry->handle, __entry->pid,
		  __print_symbolic(__entry->kind, { 0, "devmem" }, { 1, "umem" },
				   { 2, "invalid" }),
		  __entry->ret)
);

TRACE_EVENT(fail,
	TP_PROTO(const struct devmap_segment *seg, u32 handle, unsigned int what, int ret),
	TP_ARGS(seg, handle, what, ret),
	TP_STRUCT__entry(
		DEVMAP_TRACE_WHO
		__field(u32, what)
		__field(int, ret)
	),
	TP_fast_assign(
		DEVMAP_TRACE_ASSIGN(seg->dip, handle, READ_ONCE(seg->seg.s_as->pid));
		__entry->what = what;
		__entry->ret = ret;
	),
	TP_printk("dev=%s handle=%u pid=%d what=%s ret=%d",
		  __entry->dev, __entry->handle, __entry->pid,
		  __print_symbolic(__entry->what, { 1, "sigbus" }, { 2, "dup" },
				   { 3, "map" }),
		  __entry->ret)
);

#endif /* _DEVMAP_TRACE_H */

/* This part is read each time. */
#undef TRACE_INCLUDE_PATH
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_PATH .
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
