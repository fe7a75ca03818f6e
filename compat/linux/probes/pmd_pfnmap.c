// SPDX-License-Identifier: GPL-2.0
// ASK: can an entry of a PMD lead to page frames that Linux may not look at?
// WHY: since 6.12 (3e509c9b03f9) such an entry is special, as the PTE of a PFN
//	mapping is; before, get_user_pages_fast() took it for Linux's own page
// NO: .pmd_mkspecial. undeclared|identifier .pmd_mkspecial.|no PMD entries for PFN mappings
#include <linux/mm.h>
#include <linux/pgtable.h>

#ifdef CONFIG_ARCH_SUPPORTS_PMD_PFNMAP
pmd_t (*probe)(pmd_t pmd) = pmd_mkspecial;
#else
#error no PMD entries for PFN mappings
#endif
