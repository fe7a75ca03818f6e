// SPDX-License-Identifier: GPL-2.0
/*
 * Devices of ddit that selftests/data.c opens, reads, writes and polls:
 *
 * /dev/ddit,mem	memory, found by offset
 * /dev/ddit,fifo	what is written comes out again; can be polled
 * /dev/ddit,wait	a read waits for a write: at offset 0 for the end of a
 *			transfer, at 1 for a number of a set of one
 * /dev/ddit,clone	each open gets a minor number of its own
 * /dev/ddit,bad	open answers with a device number that is not ddit's
 *
 * What the driver saw is in statistics: debugfs, devmap/kstat/ddit/0.
 */
#include <sys/types.h>
#include <sys/buf.h>
#include <sys/conf.h>
#include <sys/ddi.h>
#include <sys/errno.h>
#include <sys/file.h>
#include <sys/id_space.h>
#include <sys/kstat.h>
#include <sys/open.h>
#include <sys/poll.h>
#include <sys/stat.h>
#include <sys/sunddi.h>
#include <sys/uio.h>

#include "ddit.h"
#include "ddit_rw.h"

#define	MEM_SIZE	65536
#define	FIFO_SIZE	1024
#define	CHUNK		64

enum { MINOR_MEM = 1, MINOR_FIFO, MINOR_WAIT, MINOR_CLONE, MINOR_BAD,
	MINOR_CLONES = 16 };

/* What the driver saw. */
enum { SAW_OPENS, SAW_CLOSES, SAW_BAD_CLOSES, SAW_LAST_MINOR, SAW_READS,
	SAW_IOVCNT, SAW_FMODE, SAW_SEGFLG, SAW_UPDATES, SAW_NAME, SAW_BIG,
	SAW_COUNT };

static const char *const saw_names[SAW_COUNT] = { "opens", "closes",
	"bad_closes", "last_minor", "reads", "iovcnt", "fmode", "segflg",
	"updates", "name", "big" };

static struct {
	kmutex_t	lock;		/* protects all of it */
	char		*mem;
	char		fifo[FIFO_SIZE];
	size_t		in, out;	/* bytes that ever went in and out */
	struct pollhead	readers, writers;
	buf_t		*buf;
	id_space_t	*ids;
	minor_t		next_clone;
	kstat_t		*saw, *raw, *intr, *io, *timer, *kinds, *laps;
} rw;

static kstat_named_t *
saw(int what)
{
	return (KSTAT_NAMED_PTR(rw.saw) + what);
}

static void
saw_count(int what)
{
	mutex_enter(&rw.lock);
	saw(what)->value.ui32++;
	mutex_exit(&rw.lock);
}

static void
saw_uio(const uio_t *uio)
{
	mutex_enter(&rw.lock);
	saw(SAW_IOVCNT)->value.ui32 = uio->uio_iovcnt;
	saw(SAW_FMODE)->value.ui32 = uio->uio_fmode;
	saw(SAW_SEGFLG)->value.ui32 = uio->uio_segflg;
	mutex_exit(&rw.lock);
}

int
dditopen(dev_t *devp, int flag, int otyp, cred_t *credp)
{
	minor_t minor = getminor(*devp);

	if (minor == 0)
		return (0);
	if (otyp != OTYP_CHR)
		return (EINVAL);
	saw_count(SAW_OPENS);
	if (minor == MINOR_CLONE) {
		mutex_enter(&rw.lock);
		minor = MINOR_CLONES + rw.next_clone++;
		saw(SAW_LAST_MINOR)->value.ui32 = minor;
		mutex_exit(&rw.lock);
		*devp = makedevice(getmajor(*devp), minor);
	} else if (minor == MINOR_BAD) {
		*devp = makedevice(getmajor(*devp) + 1, 77);
	}
	return (0);
}

int
dditclose(dev_t dev, int flag, int otyp, cred_t *credp)
{
	if (getminor(dev) == 77)
		saw_count(SAW_BAD_CLOSES);
	else if (getminor(dev) != 0)
		saw_count(SAW_CLOSES);
	return (0);
}

static int
mem_rw(uio_t *uio, enum uio_rw rwflag)
{
	size_t n;

	if (uio->uio_loffset < 0 || uio->uio_loffset >= MEM_SIZE)
		return (rwflag == UIO_READ ? 0 : ENXIO);
	n = MEM_SIZE - uio->uio_loffset;
	if (n > (size_t)uio->uio_resid)
		n = uio->uio_resid;
	return (uiomove(rw.mem + uio->uio_loffset, n, rwflag, uio));
}

/* Bytes in the queue are copied out and in by way of a piece of the stack. */
static size_t
fifo_get(char *buf, size_t n)
{
	size_t i;

	mutex_enter(&rw.lock);
	for (i = 0; i < n && rw.out != rw.in; i++)
		buf[i] = rw.fifo[rw.out++ % FIFO_SIZE];
	mutex_exit(&rw.lock);
	if (i != 0)
		pollwakeup(&rw.writers, POLLOUT);
	return (i);
}

static size_t
fifo_put(const char *buf, size_t n)
{
	size_t i;

	mutex_enter(&rw.lock);
	for (i = 0; i < n && rw.in - rw.out != FIFO_SIZE; i++)
		rw.fifo[rw.in++ % FIFO_SIZE] = buf[i];
	mutex_exit(&rw.lock);
	if (i != 0)
		pollwakeup(&rw.readers, POLLIN | POLLRDNORM);
	return (i);
}

static int
fifo_read(uio_t *uio)
{
	ssize_t asked = uio->uio_resid;
	char buf[CHUNK];
	size_t n;
	int error = 0;

	while (error == 0 && uio->uio_resid > 0) {
		n = fifo_get(buf, min(uio->uio_resid, CHUNK));
		if (n == 0)
			break;
		error = uiomove(buf, n, UIO_READ, uio);
	}
	if (error == 0 && asked != 0 && uio->uio_resid == asked)
		error = EAGAIN;
	return (error);
}

static int
fifo_write(uio_t *uio)
{
	ssize_t asked = uio->uio_resid;
	uio_t before;
	iovec_t iov;
	char buf[CHUNK];
	size_t n, put;
	int error;

	while (uio->uio_resid > 0) {
		/* What does not fit is given back. */
		before = *uio;
		iov = *uio->uio_iov;
		n = min(uio->uio_resid, CHUNK);
		error = uiomove(buf, n, UIO_WRITE, uio);
		if (error != 0)
			return (error);
		put = fifo_put(buf, n);
		if (put != n) {
			*uio = before;
			*uio->uio_iov = iov;
			uioskip(uio, put);
			break;
		}
	}
	return (asked != 0 && uio->uio_resid == asked ? EAGAIN : 0);
}

static int
wait_read(uio_t *uio)
{
	id_t id;
	int error;

	if (uio->uio_loffset == 0) {
		error = biowait(rw.buf);
		bioreset(rw.buf);
		return (error != 0 ? error : ureadc('b', uio));
	}
	id = id_alloc(rw.ids);
	return (ureadc('0' + id, uio));
}

static int
wait_write(uio_t *uio)
{
	int c;

	if (uio->uio_loffset == 0) {
		c = uwritec(uio);
		bioerror(rw.buf, c == '!' ? ENOSPC : 0);
		biodone(rw.buf);
		return (0);
	}
	id_free(rw.ids, uwritec(uio) - '0');
	return (0);
}

int
dditread(dev_t dev, struct uio *uiop, cred_t *credp)
{
	saw_uio(uiop);
	saw_count(SAW_READS);
	switch (getminor(dev)) {
	case MINOR_MEM:
		return (mem_rw(uiop, UIO_READ));
	case MINOR_FIFO:
		return (fifo_read(uiop));
	case MINOR_WAIT:
		return (wait_read(uiop));
	default:
		return (ENXIO);
	}
}

int
dditwrite(dev_t dev, struct uio *uiop, cred_t *credp)
{
	saw_uio(uiop);
	switch (getminor(dev)) {
	case MINOR_MEM:
		return (mem_rw(uiop, UIO_WRITE));
	case MINOR_FIFO:
		return (fifo_write(uiop));
	case MINOR_WAIT:
		return (wait_write(uiop));
	default:
		return (ENXIO);
	}
}

/* As chpoll(9E) has it: the pollhead only if nothing has happened. */
int
dditchpoll(dev_t dev, short events, int anyyet, short *reventsp,
    struct pollhead **phpp)
{
	short revents = 0;

	if (getminor(dev) != MINOR_FIFO)
		return (ENXIO);
	mutex_enter(&rw.lock);
	if (rw.in != rw.out)
		revents |= events & (POLLIN | POLLRDNORM);
	if (rw.in - rw.out != FIFO_SIZE)
		revents |= events & POLLOUT;
	mutex_exit(&rw.lock);
	*reventsp = revents;
	if (revents == 0 && !anyyet)
		*phpp = events & POLLOUT ? &rw.writers : &rw.readers;
	return (0);
}

static int
saw_update(kstat_t *ksp, int rwflag)
{
	if (rwflag == KSTAT_WRITE)
		return (EACCES);
	if (!mutex_owned(ksp->ks_lock))
		return (EIO);
	saw(SAW_UPDATES)->value.ui32++;
	return (0);
}

static int
refuse_update(kstat_t *ksp, int rwflag)
{
	return (ENOSPC);
}

static void
create_saw(void)
{
	int i;

	rw.saw = kstat_create("ddit", 0, "saw", "misc", KSTAT_TYPE_NAMED,
	    SAW_COUNT, 0);
	if (rw.saw == NULL)
		return;
	for (i = 0; i < SAW_COUNT; i++)
		kstat_named_init(saw(i), saw_names[i], KSTAT_DATA_UINT32);
	kstat_named_init(saw(SAW_NAME), saw_names[SAW_NAME], KSTAT_DATA_STRING);
	kstat_named_setstr(saw(SAW_NAME), "of ddit");
	kstat_named_init(saw(SAW_BIG), saw_names[SAW_BIG], KSTAT_DATA_INT64);
	saw(SAW_BIG)->value.i64 = -5000000000L;
	rw.saw->ks_lock = &rw.lock;
	rw.saw->ks_update = saw_update;
	kstat_install(rw.saw);
}

static void
create_kinds(void)
{
	rw.raw = kstat_create("ddit", 0, "raw", "misc", KSTAT_TYPE_RAW, 4, 0);
	if (rw.raw != NULL) {
		bcopy("r\0w\n", rw.raw->ks_data, 4);
		kstat_install(rw.raw);
	}
	rw.intr = kstat_create("ddit", 0, "intr", "controller",
	    KSTAT_TYPE_INTR, 1, 0);
	if (rw.intr != NULL) {
		KSTAT_INTR_PTR(rw.intr)->intrs[KSTAT_INTR_SPURIOUS] = 44;
		kstat_install(rw.intr);
	}
	rw.io = kstat_create("ddit", 0, "io", "disk", KSTAT_TYPE_IO, 1, 0);
	if (rw.io != NULL) {
		KSTAT_IO_PTR(rw.io)->nread = 1UL << 40;
		KSTAT_IO_PTR(rw.io)->writes = 9;
		kstat_install(rw.io);
	}
	/* Of another instance, and one that cannot be brought up to date. */
	rw.timer = kstat_create("ddit", 1, "a/b", "misc", KSTAT_TYPE_TIMER, 1,
	    0);
	if (rw.timer != NULL) {
		rw.timer->ks_update = refuse_update;
		kstat_install(rw.timer);
	}
}

static void
create_more_kinds(void)
{
	kstat_named_t *knp;

	rw.kinds = kstat_create("ddit", 0, "kinds", "misc", KSTAT_TYPE_NAMED,
	    3, 0);
	if (rw.kinds != NULL) {
		knp = KSTAT_NAMED_PTR(rw.kinds);
		kstat_named_init(&knp[0], "char", KSTAT_DATA_CHAR);
		(void) strcpy(knp[0].value.c, "sixteen at most");
		kstat_named_init(&knp[1], "int32", KSTAT_DATA_INT32);
		knp[1].value.i32 = -7;
		kstat_named_init(&knp[2], "uint64", KSTAT_DATA_UINT64);
		knp[2].value.ui64 = 1UL << 40;
		kstat_install(rw.kinds);
	}
	rw.laps = kstat_create("ddit", 0, "laps", "misc", KSTAT_TYPE_TIMER, 1,
	    0);
	if (rw.laps != NULL) {
		(void) strcpy(KSTAT_TIMER_PTR(rw.laps)->name, "lap");
		KSTAT_TIMER_PTR(rw.laps)->num_events = 3;
		KSTAT_TIMER_PTR(rw.laps)->max_time = 99;
		kstat_install(rw.laps);
	}
}

static int
create_nodes(dev_info_t *dip)
{
	static const char *const names[] = { "mem", "fifo", "wait", "clone",
		"bad" };
	int i;

	for (i = 0; i < 5; i++) {
		if (ddi_create_minor_node(dip, names[i], S_IFCHR, MINOR_MEM + i,
		    DDI_PSEUDO, 0) != DDI_SUCCESS)
			return (DDI_FAILURE);
	}
	return (DDI_SUCCESS);
}

int
dditrw_attach(dev_info_t *dip)
{
	mutex_init(&rw.lock, NULL, MUTEX_DRIVER, NULL);
	rw.mem = kmem_zalloc(MEM_SIZE, KM_SLEEP);
	rw.buf = getrbuf(KM_SLEEP);
	rw.ids = id_space_create("ddit", 3, 4);
	create_saw();
	create_kinds();
	create_more_kinds();
	if (rw.saw == NULL || rw.ids == NULL || create_nodes(dip) !=
	    DDI_SUCCESS) {
		dditrw_detach();
		return (DDI_FAILURE);
	}
	return (DDI_SUCCESS);
}

void
dditrw_detach(void)
{
	kstat_delete(rw.timer);
	kstat_delete(rw.kinds);
	kstat_delete(rw.laps);
	kstat_delete(rw.io);
	kstat_delete(rw.intr);
	kstat_delete(rw.raw);
	kstat_delete(rw.saw);
	if (rw.ids != NULL)
		id_space_destroy(rw.ids);
	freerbuf(rw.buf);
	kmem_free(rw.mem, MEM_SIZE);
	mutex_destroy(&rw.lock);
	bzero(&rw, sizeof (rw));
}
