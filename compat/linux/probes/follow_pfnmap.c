// SPDX-License-Identifier: GPL-2.0
// ASK: is there follow_pfnmap_start()?
// WHY: since 6.12 (6da8e9634bb7) it says where a PFN mapping leads; 7.3 exports no
//	other way to look into the page tables of another process
// NO: follow_pfnmap_start()
#include <linux/mm.h>

int probe(void *args)
{
	return follow_pfnmap_start(args);
}
