/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Peers of devmap.ko in the kernel: what they have in common.
 */
#ifndef BENCH_PEERS_H
#define BENCH_PEERS_H

#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/types.h>

/* Of which all mappings show the pages, again and again if they are longer. */
#define PEER_DEVICE_BYTES	(4UL << 20)

/**
 * struct peer_device - memory that stands for a device
 * @mem: it, in one piece
 */
struct peer_device {
	void *mem;
};

int peer_device_init(struct peer_device *dev);
void peer_device_free(struct peer_device *dev);
unsigned long peer_device_pfn(const struct peer_device *dev, unsigned long page);

/* The device files; one file of this folder each. */
extern const struct file_operations floor_fops, plain_fops, locked_fops;
int floor_init(void);
void floor_exit(void);
int plain_init(void);
void plain_exit(void);
int locked_init(void);
void locked_exit(void);

#endif /* BENCH_PEERS_H */
