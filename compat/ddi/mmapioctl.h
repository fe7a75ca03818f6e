/* SPDX-License-Identifier: GPL-2.0 */
/*
 * DEVMAP_IOC_MMAP.
 */
#ifndef _DDI_MMAPIOCTL_H
#define _DDI_MMAPIOCTL_H

#include <devmap/devmap.h>

struct file;

long ddi_mmap_ioctl(struct file *file, unsigned long arg);

#endif /* _DDI_MMAPIOCTL_H */
