// SPDX-License-Identifier: GPL-2.0
/*
 * covmap.ko: where a fuzzer sees what modules execute, on kernels without CONFIG_KCOV.
 * They are built with DEVMAP_KCOV=y, and call the function below at the beginning of
 * each block; /dev/covmap is the table that it writes to. Not for use: it names
 * addresses of the kernel, to root.
 */
#include <linux/fs.h>
#include <linux/hash.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/vmalloc.h>

#define COVMAP_BITS	16
#define COVMAP_SIZE	(sizeof(unsigned long) << COVMAP_BITS)

static unsigned long *covmap;

void __sanitizer_cov_trace_pc(void);

/**
 * __sanitizer_cov_trace_pc() - a block begins; the compiler calls it
 *
 * Context: any.
 */
void notrace __sanitizer_cov_trace_pc(void)
{
	unsigned long pc = _RET_IP_;
	unsigned long *slot = &covmap[hash_long(pc, COVMAP_BITS)];

	if (READ_ONCE(*slot) != pc)
		WRITE_ONCE(*slot, pc);
}
EXPORT_SYMBOL_GPL(__sanitizer_cov_trace_pc);

static int covmap_mmap(struct file *file, struct vm_area_struct *vma)
{
	return remap_vmalloc_range(vma, covmap, vma->vm_pgoff);
}

static const struct file_operations covmap_fops = {
	.owner	= THIS_MODULE,
	.mmap	= covmap_mmap,
};

static struct miscdevice covmap_misc = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "covmap",
	.fops	= &covmap_fops,
	.mode	= 0600,
};

static int __init covmap_init(void)
{
	int err;

	covmap = vmalloc_user(COVMAP_SIZE);
	if (!covmap)
		return -ENOMEM;
	err = misc_register(&covmap_misc);
	if (err)
		vfree(covmap);
	return err;
}

static void __exit covmap_exit(void)
{
	misc_deregister(&covmap_misc);
	vfree(covmap);
}

module_init(covmap_init);
module_exit(covmap_exit);

MODULE_DESCRIPTION("What instrumented modules execute, for a fuzzer");
MODULE_LICENSE("GPL");
