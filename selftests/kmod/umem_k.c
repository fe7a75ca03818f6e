// SPDX-License-Identifier: GPL-2.0
/*
 * Kernel memory: what no program can ask for.
 */
#include <sys/types.h>
#include <sys/buf.h>
#include <sys/ddi.h>
#include <sys/errno.h>
#include <sys/sunddi.h>

#include "ddit.h"

#define	NOTHING	((ddi_umem_cookie_t)1)

static boolean_t
all_zero(const char *mem, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++) {
		if (mem[i] != 0)
			return (B_FALSE);
	}
	return (B_TRUE);
}

/*
 * Memory of a size that is rounded up is zeroed and usable to the page's end,
 * and zeroed again when it is had again.
 */
static int
alloc_works(size_t size, int flags)
{
	size_t rounded = ptob(btopr(size));
	ddi_umem_cookie_t cookie;
	char *mem;
	int i, ok = 1;

	for (i = 0; i < 4 && ok; i++) {
		cookie = NOTHING;
		mem = ddi_umem_alloc(size, flags, &cookie);
		if (mem == NULL || cookie == NULL || cookie == NOTHING)
			return (0);
		ok = ((uintptr_t)mem & PAGEOFFSET) == 0 &&
		    all_zero(mem, rounded);
		(void) memset(mem, 0x5a, rounded);
		ddi_umem_free(cookie);
	}
	return (ok);
}

static void
test_alloc(ddit_t *t)
{
	DDIT_EXPECT(t, alloc_works(1, DDI_UMEM_SLEEP));
	DDIT_EXPECT(t, alloc_works(PAGESIZE, DDI_UMEM_SLEEP));
	DDIT_EXPECT(t, alloc_works(5 * PAGESIZE + 1, DDI_UMEM_SLEEP));
	DDIT_EXPECT(t, alloc_works(1000 * PAGESIZE, DDI_UMEM_SLEEP));
	DDIT_EXPECT(t, alloc_works(3 * PAGESIZE, DDI_UMEM_NOSLEEP));
	DDIT_EXPECT(t, alloc_works(1, DDI_UMEM_NOSLEEP));
	DDIT_EXPECT(t, alloc_works(3 * PAGESIZE,
	    DDI_UMEM_SLEEP | DDI_UMEM_PAGEABLE));
	DDIT_EXPECT(t, alloc_works(3 * PAGESIZE,
	    DDI_UMEM_NOSLEEP | DDI_UMEM_PAGEABLE));
}

/*
 * Returns what of a refused allocation there is.
 */
static int
alloc_refused(size_t size, int flags)
{
	ddi_umem_cookie_t cookie = NOTHING;

	return (ddi_umem_alloc(size, flags, &cookie) == NULL &&
	    cookie == NULL);
}

static void
test_alloc_refused(ddit_t *t)
{
	DDIT_EXPECT(t, alloc_refused(0, DDI_UMEM_SLEEP));
	DDIT_EXPECT(t, alloc_refused(0, DDI_UMEM_TRASH));
	DDIT_EXPECT(t, alloc_refused((size_t)-1, DDI_UMEM_SLEEP));
	DDIT_EXPECT(t, alloc_refused((size_t)1 << 60, DDI_UMEM_SLEEP));
	DDIT_EXPECT(t, alloc_refused((size_t)1 << 60, DDI_UMEM_NOSLEEP));
	DDIT_EXPECT(t, alloc_refused((size_t)256 << 20, DDI_UMEM_NOSLEEP));
	DDIT_EXPECT(t, alloc_refused(PAGESIZE, 8));
	DDIT_EXPECT(t, alloc_refused(PAGESIZE, 0x100));
}

static void
test_trash(ddit_t *t)
{
	ddi_umem_cookie_t cookie = NULL;

	DDIT_EXPECT(t, ddi_umem_alloc(PAGESIZE, DDI_UMEM_TRASH, &cookie) ==
	    NULL);
	DDIT_EXPECT(t, cookie != NULL);
	ddi_umem_free(cookie);
	cookie = NULL;
	DDIT_EXPECT(t, ddi_umem_alloc((size_t)1 << 40, DDI_UMEM_TRASH |
	    DDI_UMEM_PAGEABLE | DDI_UMEM_NOSLEEP, &cookie) == NULL);
	DDIT_EXPECT(t, cookie != NULL);
	ddi_umem_free(cookie);
}

static void
test_free(ddit_t *t)
{
	static char garbage[PAGESIZE];

	ddi_umem_free(NULL);
	/* Each of these is a warning, and nothing else. */
	ddi_umem_free(garbage);
	ddi_umem_unlock(garbage);
	ddi_umem_unlock(NULL);
	DDIT_EXPECT(t, all_zero(garbage, sizeof (garbage)));
}

/*
 * No address that a program has is 0, and none is in its last page.
 */
static void
test_lock_refused(ddit_t *t)
{
	ddi_umem_cookie_t cookie = NOTHING;

	DDIT_EXPECT(t, ddi_umem_lock((caddr_t)PAGESIZE, PAGESIZE, 0,
	    &cookie) == EINVAL);
	DDIT_EXPECT(t, cookie == NULL);
	DDIT_EXPECT(t, ddi_umem_lock((caddr_t)PAGESIZE, PAGESIZE, 4,
	    &cookie) == EINVAL);
	DDIT_EXPECT(t, ddi_umem_lock((caddr_t)PAGESIZE, PAGESIZE,
	    DDI_UMEMLOCK_READ | 0x100, &cookie) == EINVAL);
	DDIT_EXPECT(t, ddi_umem_lock((caddr_t)PAGESIZE + 1, PAGESIZE,
	    DDI_UMEMLOCK_READ, &cookie) == EINVAL);
	DDIT_EXPECT(t, ddi_umem_lock((caddr_t)PAGESIZE, PAGESIZE - 1,
	    DDI_UMEMLOCK_READ, &cookie) == EINVAL);
	DDIT_EXPECT(t, ddi_umem_lock((caddr_t)PAGESIZE, 0,
	    DDI_UMEMLOCK_READ, &cookie) == EINVAL);
	DDIT_EXPECT(t, ddi_umem_lock((caddr_t)0, PAGESIZE,
	    DDI_UMEMLOCK_READ, &cookie) == EFAULT);
	DDIT_EXPECT(t, ddi_umem_lock((caddr_t)0, (size_t)1 << 50,
	    DDI_UMEMLOCK_READ, &cookie) == ENOMEM);
	DDIT_EXPECT(t, cookie == NULL);
}

static boolean_t
io_refused(ddi_umem_cookie_t cookie, off_t off, size_t len, int direction,
    int sleepflag)
{
	struct buf *bp;

	bp = ddi_umem_iosetup(cookie, off, len, direction, 0, 0, NULL,
	    sleepflag);
	if (bp != NULL)
		freerbuf(bp);
	return (bp == NULL);
}

static int
io_done(struct buf *bp)
{
	return (0);
}

static void
test_iosetup(ddit_t *t)
{
	ddi_umem_cookie_t cookie, trash;
	struct buf *bp;
	char *mem;

	mem = ddi_umem_alloc(2 * PAGESIZE, DDI_UMEM_SLEEP, &cookie);
	(void) ddi_umem_alloc(PAGESIZE, DDI_UMEM_TRASH, &trash);
	bp = ddi_umem_iosetup(cookie, 100, PAGESIZE, B_READ, t->t_dev, 7,
	    io_done, DDI_UMEM_NOSLEEP);
	DDIT_EXPECT(t, bp != NULL);
	DDIT_EXPECT(t, bp->b_un.b_addr == mem + 100);
	DDIT_EXPECT(t, bp->b_bcount == PAGESIZE);
	DDIT_EXPECT(t, (bp->b_flags & B_READ) != 0);
	DDIT_EXPECT(t, bp->b_edev == t->t_dev && bp->b_lblkno == 7);
	DDIT_EXPECT(t, bp->b_iodone == io_done);
	freerbuf(bp);
	DDIT_EXPECT(t, !io_refused(cookie, 0, 2 * PAGESIZE, B_WRITE, 0));
	DDIT_EXPECT(t, io_refused(cookie, 1, 2 * PAGESIZE, B_WRITE, 0));
	DDIT_EXPECT(t, io_refused(cookie, 2 * PAGESIZE, 1, B_WRITE, 0));
	DDIT_EXPECT(t, io_refused(cookie, -1, 1, B_WRITE, 0));
	DDIT_EXPECT(t, io_refused(cookie, 0, 0, B_WRITE, 0));
	DDIT_EXPECT(t, io_refused(cookie, 0, 1, B_WRITE | B_PHYS, 0));
	DDIT_EXPECT(t, io_refused(cookie, 0, 1, B_WRITE, 2));
	DDIT_EXPECT(t, io_refused(trash, 0, 1, B_WRITE, 0));
	DDIT_EXPECT(t, io_refused(NULL, 0, 1, B_WRITE, 0));
	ddi_umem_free(trash);
	ddi_umem_free(cookie);
}

static void
test_bad_handles(ddit_t *t)
{
	static char garbage[PAGESIZE];
	ddi_umem_cookie_t cookie;

	DDIT_EXPECT(t, ddi_umem_alloc(PAGESIZE, DDI_UMEM_SLEEP, &cookie) !=
	    NULL);
	DDIT_EXPECT(t, devmap_umem_setup(NULL, t->t_dip, NULL, cookie, 0,
	    PAGESIZE, PROT_ALL, 0, NULL) == DDI_FAILURE);
	DDIT_EXPECT(t, devmap_umem_setup(garbage, t->t_dip, NULL, cookie, 0,
	    PAGESIZE, PROT_ALL, 0, NULL) == DDI_FAILURE);
	DDIT_EXPECT(t, devmap_umem_remap(NULL, t->t_dip, cookie, 0, PAGESIZE,
	    PROT_ALL, 0, NULL) == DDI_FAILURE);
	DDIT_EXPECT(t, devmap_umem_remap(garbage, t->t_dip, cookie, 0,
	    PAGESIZE, PROT_ALL, 0, NULL) == DDI_FAILURE);
	DDIT_EXPECT(t, devmap_devmem_remap(NULL, t->t_dip, 0, 0, PAGESIZE,
	    PROT_ALL, 0, NULL) == DDI_FAILURE);
	DDIT_EXPECT(t, devmap_devmem_remap(garbage, t->t_dip, 0, 0, PAGESIZE,
	    PROT_ALL, 0, NULL) == DDI_FAILURE);
	ddi_umem_free(cookie);
}

const ddit_test_t ddit_umem_tests[] = {
	{ "alloc", test_alloc },
	{ "alloc_refused", test_alloc_refused },
	{ "trash", test_trash },
	{ "free", test_free },
	{ "lock_refused", test_lock_refused },
	{ "iosetup", test_iosetup },
	{ "bad_handles", test_bad_handles },
	{ NULL, NULL }
};
