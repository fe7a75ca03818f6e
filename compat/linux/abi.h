/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a driver and the layer have to agree on: sizes, signs and offsets of what
 * both see. A driver sees the headers of include/, the layer Linux's and those of
 * compat/include/ in front of them; abi_driver.c and abi_layer.c are this table,
 * compiled either way, and the module is not loaded if they differ.
 */
#ifndef _DEVMAP_ABI_H
#define _DEVMAP_ABI_H

#include <sys/avl.h>
#include <sys/buf.h>
#include <sys/ddi_impldefs.h>
#include <sys/kmem.h>
#include <sys/kstat.h>
#include <sys/list.h>
#include <sys/modctl.h>
#include <sys/poll.h>
#include <sys/sunddi.h>
#include <sys/uio.h>

struct devmap_abi {
	const char *what;
	unsigned long value;
};

extern const struct devmap_abi devmap_abi_driver[];
extern const struct devmap_abi devmap_abi_layer[];

int devmap_abi_check(void);

#define DEVMAP_ABI_TYPE(t)						\
	{ "size of " #t, sizeof(t) },					\
	{ "sign of " #t, (t)(-1) < (t)1 }

#define DEVMAP_ABI_STRUCT(t)						\
	{ "size of " #t, sizeof(t) }

#define DEVMAP_ABI_MEMBER(t, m)						\
	{ "offset of " #m " in " #t, offsetof(t, m) },			\
	{ "size of " #m " in " #t, sizeof(((t *)0)->m) }

#define DEVMAP_ABI_TABLE						\
	DEVMAP_ABI_TYPE(int8_t),					\
	DEVMAP_ABI_TYPE(int16_t),					\
	DEVMAP_ABI_TYPE(int32_t),					\
	DEVMAP_ABI_TYPE(int64_t),					\
	DEVMAP_ABI_TYPE(uint8_t),					\
	DEVMAP_ABI_TYPE(uint16_t),					\
	DEVMAP_ABI_TYPE(uint32_t),					\
	DEVMAP_ABI_TYPE(uint64_t),					\
	DEVMAP_ABI_TYPE(intptr_t),					\
	DEVMAP_ABI_TYPE(uintptr_t),					\
	DEVMAP_ABI_TYPE(size_t),					\
	DEVMAP_ABI_TYPE(ssize_t),					\
	DEVMAP_ABI_TYPE(ptrdiff_t),					\
	DEVMAP_ABI_TYPE(off_t),						\
	DEVMAP_ABI_TYPE(clock_t),					\
	DEVMAP_ABI_TYPE(pid_t),						\
	DEVMAP_ABI_TYPE(uid_t),						\
	DEVMAP_ABI_TYPE(gid_t),						\
	DEVMAP_ABI_TYPE(mode_t),					\
	DEVMAP_ABI_TYPE(ino_t),						\
	DEVMAP_ABI_TYPE(dev_t),						\
	DEVMAP_ABI_TYPE(offset_t),					\
	DEVMAP_ABI_TYPE(hrtime_t),					\
	DEVMAP_ABI_STRUCT(kmutex_t),					\
	DEVMAP_ABI_STRUCT(struct cb_ops),				\
	DEVMAP_ABI_MEMBER(struct cb_ops, cb_awrite),			\
	DEVMAP_ABI_STRUCT(struct dev_ops),				\
	DEVMAP_ABI_MEMBER(struct dev_ops, devo_quiesce),		\
	DEVMAP_ABI_STRUCT(struct modlinkage),				\
	DEVMAP_ABI_STRUCT(struct modldrv),				\
	DEVMAP_ABI_STRUCT(struct modinfo),				\
	DEVMAP_ABI_STRUCT(ddi_device_acc_attr_t),			\
	DEVMAP_ABI_STRUCT(struct devmap_callback_ctl),			\
	DEVMAP_ABI_STRUCT(devmap_handle_t),				\
	DEVMAP_ABI_MEMBER(devmap_handle_t, dh_dev),			\
	DEVMAP_ABI_MEMBER(devmap_handle_t, dh_pvtp),			\
	DEVMAP_ABI_MEMBER(devmap_handle_t, dh_callbackops),		\
	DEVMAP_ABI_STRUCT(list_t),					\
	DEVMAP_ABI_STRUCT(avl_tree_t),					\
	DEVMAP_ABI_STRUCT(pollhead_t),					\
	DEVMAP_ABI_STRUCT(iovec_t),					\
	DEVMAP_ABI_MEMBER(iovec_t, iov_len),				\
	DEVMAP_ABI_STRUCT(uio_t),					\
	DEVMAP_ABI_MEMBER(uio_t, uio_fmode),				\
	DEVMAP_ABI_MEMBER(uio_t, uio_resid),				\
	DEVMAP_ABI_STRUCT(buf_t),					\
	DEVMAP_ABI_MEMBER(buf_t, b_blkno),				\
	DEVMAP_ABI_MEMBER(buf_t, b_error),				\
	DEVMAP_ABI_MEMBER(buf_t, b_opaque),				\
	DEVMAP_ABI_STRUCT(kstat_named_t),				\
	DEVMAP_ABI_STRUCT(kstat_io_t),					\
	DEVMAP_ABI_STRUCT(kstat_timer_t),				\
	DEVMAP_ABI_STRUCT(kstat_t),					\
	DEVMAP_ABI_MEMBER(kstat_t, ks_data),				\
	DEVMAP_ABI_MEMBER(kstat_t, ks_lock),				\
	{ NULL, 0 }

#endif /* _DEVMAP_ABI_H */
