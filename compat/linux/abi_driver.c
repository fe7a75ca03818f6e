// SPDX-License-Identifier: GPL-2.0
/*
 * What is agreed on, as a driver sees it: compiled as drivers are, see abi.h.
 */
#include "abi.h"

const struct devmap_abi devmap_abi_driver[] = { DEVMAP_ABI_TABLE };
