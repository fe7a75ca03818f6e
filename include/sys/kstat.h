/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Statistics of a driver: kstat(9S), kstat_create(9F). They are in debugfs:
 * devmap/kstat/MODULE/INSTANCE/NAME.
 */
#ifndef _SYS_KSTAT_H
#define	_SYS_KSTAT_H

#include <sys/types.h>
#include <sys/time.h>
#include <sys/mutex.h>

#define	KSTAT_STRLEN		31

#define	KSTAT_TYPE_RAW		0	/* any bytes */
#define	KSTAT_TYPE_NAMED	1	/* name and value pairs */
#define	KSTAT_TYPE_INTR		2	/* interrupts, one struct */
#define	KSTAT_TYPE_IO		3	/* transfers, one struct */
#define	KSTAT_TYPE_TIMER	4	/* events */

#define	KSTAT_FLAG_VIRTUAL	0x01	/* ks_data is the driver's */
#define	KSTAT_FLAG_VAR_SIZE	0x02
#define	KSTAT_FLAG_WRITABLE	0x04
#define	KSTAT_FLAG_PERSISTENT	0x08

/* How ks_update is called. */
#define	KSTAT_READ		0
#define	KSTAT_WRITE		1

typedef struct kstat {
	hrtime_t	ks_crtime;	/* when it was made */
	struct kstat	*ks_next;
	int		ks_kid;
	char		ks_module[KSTAT_STRLEN];
	uchar_t		ks_resv;
	int		ks_instance;
	char		ks_name[KSTAT_STRLEN];
	uchar_t		ks_type;	/* KSTAT_TYPE_* */
	char		ks_class[KSTAT_STRLEN];
	uchar_t		ks_flags;
	void		*ks_data;
	uint_t		ks_ndata;	/* records */
	size_t		ks_data_size;	/* bytes of all */
	hrtime_t	ks_snaptime;	/* when it was looked at last */
	int		(*ks_update)(struct kstat *ksp, int rw);
	void		*ks_private;	/* the driver's */
	int		(*ks_snapshot)(struct kstat *ksp, void *buf, int rw);
	kmutex_t	*ks_lock;	/* the driver's, around a look at it */
} kstat_t;

#define	KSTAT_DATA_CHAR		0	/* 16 bytes */
#define	KSTAT_DATA_INT32	1
#define	KSTAT_DATA_UINT32	2
#define	KSTAT_DATA_INT64	3
#define	KSTAT_DATA_UINT64	4
#define	KSTAT_DATA_LONG		KSTAT_DATA_INT64
#define	KSTAT_DATA_ULONG	KSTAT_DATA_UINT64
#define	KSTAT_DATA_STRING	9

typedef struct kstat_named {
	char		name[KSTAT_STRLEN];
	uchar_t		data_type;	/* KSTAT_DATA_* */
	union {
		char		c[16];
		int32_t		i32;
		uint32_t	ui32;
		int64_t		i64;
		uint64_t	ui64;
		long		l;
		ulong_t		ul;
		struct {
			union {
				char	*ptr;
			} addr;
			uint32_t	len;	/* with its NUL */
		} str;
	} value;
} kstat_named_t;

#define	KSTAT_NAMED_STR_PTR(knp)	((knp)->value.str.addr.ptr)
#define	KSTAT_NAMED_STR_BUFLEN(knp)	((knp)->value.str.len)
#define	KSTAT_NAMED_PTR(kp)		((kstat_named_t *)(kp)->ks_data)

#define	KSTAT_INTR_HARD		0
#define	KSTAT_INTR_SOFT		1
#define	KSTAT_INTR_WATCHDOG	2
#define	KSTAT_INTR_SPURIOUS	3
#define	KSTAT_INTR_MULTSVC	4
#define	KSTAT_NUM_INTRS		5

typedef struct kstat_intr {
	uint_t		intrs[KSTAT_NUM_INTRS];
} kstat_intr_t;

#define	KSTAT_INTR_PTR(kp)		((kstat_intr_t *)(kp)->ks_data)

/* Times in nanoseconds; w is waiting, r is running. */
typedef struct kstat_io {
	u_longlong_t	nread;		/* bytes */
	u_longlong_t	nwritten;
	uint_t		reads;
	uint_t		writes;
	hrtime_t	wtime;		/* that any waited */
	hrtime_t	wlentime;	/* that all of them waited */
	hrtime_t	wlastupdate;
	hrtime_t	rtime;
	hrtime_t	rlentime;
	hrtime_t	rlastupdate;
	uint_t		wcnt;		/* how many now */
	uint_t		rcnt;
} kstat_io_t;

#define	KSTAT_IO_PTR(kp)		((kstat_io_t *)(kp)->ks_data)

typedef struct kstat_timer {
	char		name[KSTAT_STRLEN];
	uchar_t		resv;
	u_longlong_t	num_events;
	hrtime_t	elapsed_time;
	hrtime_t	min_time;
	hrtime_t	max_time;
	hrtime_t	start_time;
	hrtime_t	stop_time;
} kstat_timer_t;

#define	KSTAT_TIMER_PTR(kp)		((kstat_timer_t *)(kp)->ks_data)

kstat_t *kstat_create(const char *ks_module, int ks_instance,
    const char *ks_name, const char *ks_class, uchar_t ks_type,
    uint_t ks_ndata, uchar_t ks_flag);
void kstat_install(kstat_t *ksp);
void kstat_delete(kstat_t *ksp);
void kstat_named_init(kstat_named_t *knp, const char *name,
    uchar_t data_type);
void kstat_named_setstr(kstat_named_t *knp, const char *src);

/* The caller holds ks_lock, or a lock that does the same. */
void kstat_waitq_enter(kstat_io_t *kiop);
void kstat_waitq_exit(kstat_io_t *kiop);
void kstat_runq_enter(kstat_io_t *kiop);
void kstat_runq_exit(kstat_io_t *kiop);
void kstat_waitq_to_runq(kstat_io_t *kiop);
void kstat_runq_back_to_waitq(kstat_io_t *kiop);

#endif /* _SYS_KSTAT_H */
