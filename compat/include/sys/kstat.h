/* SPDX-License-Identifier: GPL-2.0 */
/*
 * <sys/kstat.h> for the layer itself: struct kstat is Linux's.
 */
#include <linux/stat.h>

#define kstat ddi_kstat
#include_next <sys/kstat.h>
#undef kstat
