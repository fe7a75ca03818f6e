// SPDX-License-Identifier: GPL-2.0
/*
 * uio, buf, statistics, data models: what a driver can do by itself. What needs
 * a program is in ddit_rw.c and selftests/data.c.
 */
#include <sys/types.h>
#include <sys/buf.h>
#include <sys/cmn_err.h>
#include <sys/ddi.h>
#include <sys/errno.h>
#include <sys/file.h>
#include <sys/ksynch.h>
#include <sys/kstat.h>
#include <sys/model.h>
#include <sys/sunddi.h>
#include <sys/taskq.h>
#include <sys/uio.h>

#include "ddit.h"

static void
make_uio(uio_t *uio, iovec_t *iov, char *a, size_t na, char *b, size_t nb)
{
	bzero(uio, sizeof (*uio));
	iov[0].iov_base = a;
	iov[0].iov_len = na;
	iov[1].iov_base = b;
	iov[1].iov_len = nb;
	uio->uio_iov = iov;
	uio->uio_iovcnt = 2;
	uio->uio_segflg = UIO_SYSSPACE;
	uio->uio_loffset = 100;
	uio->uio_resid = na + nb;
}

static void
test_uiomove(ddit_t *t)
{
	char a[4], b[6], data[11] = "0123456789", back[10];
	iovec_t iov[2];
	uio_t uio;

	make_uio(&uio, iov, a, 4, b, 6);
	DDIT_EXPECT(t, uiomove(data, 7, UIO_READ, &uio) == 0);
	DDIT_EXPECT(t, uio.uio_resid == 3 && uio.uio_loffset == 107);
	DDIT_EXPECT(t, uio.uio_offset == 107 && uio.uio_iovcnt == 1);
	DDIT_EXPECT(t, bcmp(a, "0123", 4) == 0 && bcmp(b, "456", 3) == 0);
	DDIT_EXPECT(t, uiomove(data + 7, 100, UIO_READ, &uio) == 0);
	DDIT_EXPECT(t, uio.uio_resid == 0 && bcmp(b, "456789", 6) == 0);
	DDIT_EXPECT(t, uiomove(data, 1, UIO_READ, &uio) == 0);
	DDIT_EXPECT(t, uio.uio_loffset == 110);
	make_uio(&uio, iov, a, 4, b, 6);
	uio.uio_resid = 9;
	bzero(back, sizeof (back));
	DDIT_EXPECT(t, uiomove(back, 10, UIO_WRITE, &uio) == 0);
	DDIT_EXPECT(t, bcmp(back, "012345678", 10) == 0);
}

static void
test_uio_bytes(ddit_t *t)
{
	char a[1], b[2];
	iovec_t iov[2];
	uio_t uio;

	make_uio(&uio, iov, a, 1, b, 2);
	DDIT_EXPECT(t, ureadc('x', &uio) == 0 && ureadc(0xfe, &uio) == 0);
	uioskip(&uio, 2);
	DDIT_EXPECT(t, uio.uio_resid == 1);
	uioskip(&uio, 1);
	DDIT_EXPECT(t, uio.uio_resid == 0 && uio.uio_loffset == 103);
	DDIT_EXPECT(t, ureadc('z', &uio) == EINVAL);
	DDIT_EXPECT(t, a[0] == 'x' && (uchar_t)b[0] == 0xfe);
	make_uio(&uio, iov, a, 1, b, 2);
	uio.uio_resid = 2;
	DDIT_EXPECT(t, uwritec(&uio) == 'x' && uwritec(&uio) == 0xfe);
	DDIT_EXPECT(t, uwritec(&uio) == -1);
}

/* An address that is no program's. */
static void
test_uio_fault(ddit_t *t)
{
	char a[4], b[4];
	iovec_t iov[2];
	uio_t uio;

	make_uio(&uio, iov, NULL, 4, b, 4);
	uio.uio_segflg = UIO_USERSPACE;
	DDIT_EXPECT(t, uiomove(a, 4, UIO_READ, &uio) == EFAULT);
	DDIT_EXPECT(t, uiomove(a, 4, UIO_WRITE, &uio) == EFAULT);
	DDIT_EXPECT(t, uio.uio_resid == 8 && uwritec(&uio) == -1);
}

static int
io_done(struct buf *bp)
{
	*(int *)bp->b_private += 1;
	biodone(bp);
	return (0);
}

static void
test_buf(ddit_t *t)
{
	buf_t *bp = getrbuf(KM_SLEEP);
	char data[8] = "abcdefg";
	int calls = 0;

	DDIT_EXPECT(t, bp != NULL && biosize() == sizeof (*bp));
	DDIT_EXPECT(t, bp->b_flags == 0 && geterror(bp) == 0);
	bp->b_un.b_addr = data;
	bp->b_bcount = 4;
	bp->b_resid = 4;
	clrbuf(bp);
	DDIT_EXPECT(t, data[0] == 0 && data[3] == 0 && data[4] == 'e');
	DDIT_EXPECT(t, bp->b_resid == 0);
	bp->b_iodone = io_done;
	bp->b_private = &calls;
	biodone(bp);
	DDIT_EXPECT(t, calls == 1 && (bp->b_flags & B_DONE));
	DDIT_EXPECT(t, biowait(bp) == 0);
	bioreset(bp);
	DDIT_EXPECT(t, !(bp->b_flags & B_DONE) && bp->b_private == NULL);
	bioerror(bp, ENOSPC);
	biodone(bp);
	DDIT_EXPECT(t, biowait(bp) == ENOSPC && geterror(bp) == ENOSPC);
	bp->b_error = 0;
	DDIT_EXPECT(t, geterror(bp) == EIO);
	bioerror(bp, 0);
	DDIT_EXPECT(t, geterror(bp) == 0);
	biodone(bp);
	biofini(bp);
	freerbuf(bp);
}

static void
test_kstat_create(ddit_t *t)
{
	kstat_t *ksp = kstat_create("ddit", 7, NULL, "misc", KSTAT_TYPE_NAMED,
	    2, 0);
	kstat_t *raw;
	kstat_named_t *knp;

	DDIT_EXPECT(t, ksp != NULL && strcmp(ksp->ks_name, "ddit7") == 0);
	DDIT_EXPECT(t, ksp->ks_ndata == 2 && ksp->ks_data != NULL);
	DDIT_EXPECT(t, ksp->ks_data_size == 2 * sizeof (*knp));
	knp = KSTAT_NAMED_PTR(ksp);
	kstat_named_init(knp, "text", KSTAT_DATA_STRING);
	kstat_named_setstr(knp, "four");
	DDIT_EXPECT(t, KSTAT_NAMED_STR_BUFLEN(knp) == 5);
	DDIT_EXPECT(t, strcmp(KSTAT_NAMED_STR_PTR(knp), "four") == 0);
	kstat_named_init(knp, "number", KSTAT_DATA_INT32);
	kstat_named_setstr(knp, "no string");
	DDIT_EXPECT(t, knp->value.i32 == 0 && strcmp(knp->name, "number") == 0);
	DDIT_EXPECT(t, kstat_create("ddit", 7, "ddit7", "misc", KSTAT_TYPE_RAW,
	    1, 0) == NULL);
	kstat_delete(ksp);
	kstat_delete(NULL);
	DDIT_EXPECT(t, kstat_create("ddit", 7, "x", "misc", KSTAT_TYPE_IO, 2,
	    0) == NULL);
	DDIT_EXPECT(t, kstat_create("ddit", 7, "x", "misc", 99, 1, 0) == NULL);
	DDIT_EXPECT(t, kstat_create(NULL, 7, "x", "misc", KSTAT_TYPE_RAW, 8,
	    0) == NULL);
	DDIT_EXPECT(t, kstat_create("ddit", 7, "x", NULL, KSTAT_TYPE_RAW, 8,
	    0) == NULL);
	raw = kstat_create("ddit", 7, "ddit7", "misc", KSTAT_TYPE_RAW, 16,
	    KSTAT_FLAG_VIRTUAL);
	DDIT_EXPECT(t, raw != NULL && raw->ks_data == NULL);
	DDIT_EXPECT(t, raw->ks_data_size == 16);
	kstat_delete(raw);
}

/*
 * A reader of statistics waits for their ks_lock. Whose holder makes other
 * statistics, and somebody else deletes those that are read: nobody waits for
 * the other two for ever.
 */
static kmutex_t ks_lock;
static volatile int ks_reads;
static volatile int ks_held;
static volatile int ks_deleted;
static volatile int ks_made;

static int
ks_update(kstat_t *ksp, int rwflag)
{
	ks_reads++;
	return (0);
}

static void
ks_hold_and_make(void *arg)
{
	kstat_t *ksp;

	mutex_enter(&ks_lock);
	ks_held = 1;
	delay(drv_usectohz(500000));
	ksp = kstat_create("ddit", 8, "other", "misc", KSTAT_TYPE_NAMED, 1, 0);
	ks_made = ksp != NULL ? 1 : -1;
	mutex_exit(&ks_lock);
	kstat_delete(ksp);
}

static void
ks_delete(void *arg)
{
	kstat_delete(arg);
	ks_deleted = 1;
}

static int
ks_wait_for(volatile int *what)
{
	int i;

	for (i = 0; i < 500 && *what == 0; i++)
		delay(drv_usectohz(10000));
	return (*what);
}

static void
test_kstat_delete_read(ddit_t *t)
{
	kstat_t *ksp = kstat_create("ddit", 8, "read", "misc",
	    KSTAT_TYPE_NAMED, 1, 0);
	ddi_taskq_t *tq;

	DDIT_EXPECT(t, ksp != NULL);
	kstat_named_init(KSTAT_NAMED_PTR(ksp), "n", KSTAT_DATA_INT32);
	mutex_init(&ks_lock, NULL, MUTEX_DRIVER, NULL);
	ksp->ks_lock = &ks_lock;
	ksp->ks_update = ks_update;
	ks_reads = ks_held = ks_deleted = ks_made = 0;
	kstat_install(ksp);
	/* The program has a child that reads it all the time. */
	if (ks_wait_for(&ks_reads) == 0) {
		kstat_delete(ksp);
		DDIT_SKIPPED(t, "nobody reads statistics: no debugfs?");
	}
	tq = ddi_taskq_create(NULL, "ddit_ks", 2, TASKQ_DEFAULTPRI, 0);
	DDIT_EXPECT(t, tq != NULL);
	(void) ddi_taskq_dispatch(tq, ks_hold_and_make, NULL, DDI_SLEEP);
	DDIT_EXPECT(t, ks_wait_for(&ks_held) == 1);
	/* The reader comes to wait for the lock. */
	delay(drv_usectohz(100000));
	(void) ddi_taskq_dispatch(tq, ks_delete, ksp, DDI_SLEEP);
	DDIT_EXPECT(t, ks_wait_for(&ks_made) == 1);
	DDIT_EXPECT(t, ks_wait_for(&ks_deleted) == 1);
	ddi_taskq_destroy(tq);
	mutex_destroy(&ks_lock);
}

static void
test_kstat_io(ddit_t *t)
{
	kstat_io_t kio;
	hrtime_t start = gethrtime(), took;

	bzero(&kio, sizeof (kio));
	kstat_waitq_enter(&kio);
	kstat_waitq_enter(&kio);
	delay(drv_usectohz(5000));
	kstat_waitq_to_runq(&kio);
	DDIT_EXPECT(t, kio.wcnt == 1 && kio.rcnt == 1);
	DDIT_EXPECT(t, kio.wtime >= 5000000 && kio.wlentime >= 10000000);
	DDIT_EXPECT(t, kio.wlentime <= 2 * kio.wtime);
	delay(drv_usectohz(5000));
	kstat_runq_back_to_waitq(&kio);
	DDIT_EXPECT(t, kio.wcnt == 2 && kio.rcnt == 0);
	DDIT_EXPECT(t, kio.rtime >= 5000000 && kio.rlentime == kio.rtime);
	kstat_waitq_exit(&kio);
	kstat_runq_enter(&kio);
	kstat_waitq_exit(&kio);
	kstat_runq_exit(&kio);
	took = gethrtime() - start;
	DDIT_EXPECT(t, kio.wcnt == 0 && kio.rcnt == 0);
	DDIT_EXPECT(t, kio.wtime <= took && kio.rtime <= took);
	kstat_runq_exit(&kio);
	kstat_waitq_exit(&kio);
	DDIT_EXPECT(t, kio.wcnt == 0 && kio.rcnt == 0);
}

struct args {
	long	a_long;
	char	*a_ptr;
	int	a_int;
};

struct args32 {
	int32_t		a_long;
	caddr32_t	a_ptr;
	int32_t		a_int;
};

static void
test_model_native(ddit_t *t)
{
	long big = 0x123456789aL + (t->t_dip == NULL);
	STRUCT_DECL(args, h);
	char c;

	STRUCT_INIT(h, DATAMODEL_NATIVE);
	bzero(STRUCT_BUF(h), STRUCT_SIZE(h));
	STRUCT_FSET(h, a_long, big);
	STRUCT_FSETP(h, a_ptr, &c);
	DDIT_EXPECT(t, STRUCT_SIZE(h) == sizeof (struct args));
	DDIT_EXPECT(t, STRUCT_BUF(h)->a_long == big);
	DDIT_EXPECT(t, STRUCT_FGET(h, a_long) == big);
	DDIT_EXPECT(t, STRUCT_FGETP(h, a_ptr) == &c);
	DDIT_EXPECT(t, STRUCT_FADDR(h, a_int) == &STRUCT_BUF(h)->a_int);
}

static void
test_model_ilp32(ddit_t *t)
{
	struct args32 a = { -5, 0x80001000U, 6 };
	STRUCT_HANDLE(args, h);

	STRUCT_SET_HANDLE(h, FREAD | DATAMODEL_ILP32, &a);
	DDIT_EXPECT(t, STRUCT_SIZE(h) == 12);
	DDIT_EXPECT(t, STRUCT_FGET(h, a_long) == -5);
	DDIT_EXPECT(t, STRUCT_FGETP(h, a_ptr) == (void *)0x80001000UL);
	DDIT_EXPECT(t, STRUCT_FGET(h, a_int) == 6);
	STRUCT_FSET(h, a_int, 8);
	STRUCT_FSETP(h, a_ptr, (char *)0x1234);
	DDIT_EXPECT(t, a.a_int == 8 && a.a_ptr == 0x1234);
	DDIT_EXPECT(t, (void *)STRUCT_FADDR(h, a_int) == &a.a_int);
	DDIT_EXPECT(t, SIZEOF_STRUCT(args, DATAMODEL_ILP32) == 12);
	DDIT_EXPECT(t, SIZEOF_STRUCT(args, DATAMODEL_LP64) == 24);
	DDIT_EXPECT(t, SIZEOF_PTR(DATAMODEL_ILP32) == 4);
	DDIT_EXPECT(t, SIZEOF_PTR(DATAMODEL_LP64) == 8);
	DDIT_EXPECT(t, ddi_model_convert_from(DATAMODEL_ILP32 | FREAD) ==
	    DDI_MODEL_ILP32);
	DDIT_EXPECT(t, ddi_model_convert_from(DATAMODEL_LP64 | FREAD) ==
	    DDI_MODEL_NONE);
	DDIT_EXPECT(t, get_udatamodel() == DATAMODEL_LP64);
}

static void say(int level, const char *fmt, ...)
	__attribute__((__format__(__printf__, 2, 3)));

static void
say(int level, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vcmn_err(level, fmt, ap);
	va_end(ap);
	va_start(ap, fmt);
	vzcmn_err(0, level, fmt, ap);
	va_end(ap);
}

static void
test_messages(ddit_t *t)
{
	/* CE_PANIC is tested nowhere: it is a splat. */
	cmn_err(CE_CONT, "?ddit: a %s message\n", "plain");
	cmn_err(CE_NOTE, "!ddit: a note");
	zcmn_err(0, CE_IGNORE, "^ddit: nothing");
	dev_err(t->t_dip, CE_CONT, "!number %d\n", 5);
	say(CE_CONT, "!ddit: a list of %d\n", 1);
	ddi_report_dev(t->t_dip);
}

const ddit_test_t ddit_io_tests[] = {
	{ "uiomove", test_uiomove },
	{ "uio_bytes", test_uio_bytes },
	{ "uio_fault", test_uio_fault },
	{ "buf", test_buf },
	{ "kstat_create", test_kstat_create },
	{ "kstat_delete_read", test_kstat_delete_read },
	{ "kstat_io", test_kstat_io },
	{ "model_native", test_model_native },
	{ "model_ilp32", test_model_ilp32 },
	{ "messages", test_messages },
	{ NULL, NULL }
};
