/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The ioctls of what is measured: the bench driver on devmap.ko, and the peers in
 * the kernel. Programs and both kinds of modules include it.
 */
#ifndef _BENCH_DEV_H
#define	_BENCH_DEV_H

/* Bytes that a change of owner saves and restores; for mappings made later. */
#define	BENCHIOC_CTX	0x4280
/* Revoke the mapping that begins at this offset of the device. */
#define	BENCHIOC_UNLOAD	0x4281
/* Hold time in microseconds. */
#define	BENCHIOC_HOLD	0x4282
/* Take the device for this open file, with its context; give it back. */
#define	BENCHIOC_LOCK	0x4283
#define	BENCHIOC_UNLOCK	0x4284
/*
 * What remap_pfn_range() took in the last mmap, and devmap_load() in the last callback,
 * in nanoseconds. The latter is measured from the first question to the next BENCHIOC_CTX.
 */
#define	BENCHIOC_REMAP	0x4285
#define	BENCHIOC_LOAD	0x4286

/* The largest context. */
#define	BENCH_MAX_CTX	(1 << 20)

#endif /* _BENCH_DEV_H */
