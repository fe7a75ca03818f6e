/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Included before everything else by every file of the layer: the Linux headers
 * whose names a Solaris header could otherwise take first.
 */
#ifndef _DEVMAP_LINUX_PRELUDE_H
#define _DEVMAP_LINUX_PRELUDE_H

#define pr_fmt(fmt) "devmap: " fmt

#include <linux/device.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/param.h>
#include <linux/sched.h>

#endif /* _DEVMAP_LINUX_PRELUDE_H */
