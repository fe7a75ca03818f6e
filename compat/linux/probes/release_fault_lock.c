// SPDX-License-Identifier: GPL-2.0
// ASK: is the lock of a fault dropped by release_fault_lock()?
// WHY: since 6.7 it may be the VMA's own and not the mmap_lock
// NO: release_fault_lock()
#include <linux/mm.h>

void probe(struct vm_fault *vmf)
{
	release_fault_lock(vmf);
}
