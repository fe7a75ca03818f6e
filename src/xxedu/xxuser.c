// SPDX-License-Identifier: GPL-2.0
/*
 * The xx driver, as it is, on other hardware.
 */
#include "../xxctx/xxuser.c"
