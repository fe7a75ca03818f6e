/* SPDX-License-Identifier: GPL-2.0 */
/*
 * <sys/list.h> for the layer itself: list_move_tail() is Linux's.
 */
#include <linux/list.h>
#include_next <sys/list.h>

#undef list_move_tail
