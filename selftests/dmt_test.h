/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the tests of /dev/dmt, the scripted driver, have in common. Include it
 * after devmap_test.h, and dmt_main.h at the end.
 */
#ifndef DMT_TEST_H
#define DMT_TEST_H

#include <devmap/dmt.h>

#define DMT_DEV		"/dev/dmt"

/* As drivers have them, in <sys/mman.h> and <sys/ddidevmap.h>. */
#define SOL_PROT_USER		8
#define SOL_PROT_ALL		15
#define SOL_MAP_SHARED		1
#define SOL_MAP_PRIVATE		2
#define DEVMAP_MAPPING_INVALID	1
#define DEVMAP_ALLOW_REMAP	2
#define DEVMAP_USE_PAGESIZE	4
#define DEVMAP_ACCESS		0
#define DEVMAP_LOCK		2
#define DEVMAP_UNLOCK		3
#define DEVMAP_READ		1
#define DEVMAP_WRITE		2
#define DEVMAP_EXEC		3
#define FC_PROT			4
#define FC_NOMAP		5
#define FC_HWERR		1
#define FC_MAKE_ERR(e)		(((e) << 8) | 3)

#define DMT_CB_ALL	(DMT_CB_MAP | DMT_CB_ACCESS | DMT_CB_DUP | DMT_CB_UNMAP)

#define PAGE		((size_t)sysconf(_SC_PAGESIZE))

struct dmt {
	int fd;
	struct dmt_script script;
	struct dmt_log log;
};

/* A script of @n pieces of a page each, one behind the other, all callbacks. */
static inline void dmt_pieces(struct dmt *d, unsigned int n, size_t len)
{
	unsigned int i;

	memset(&d->script, 0, sizeof(d->script));
	d->script.ds_npieces = n;
	for (i = 0; i < n; i++)
		d->script.ds_pieces[i] = (struct dmt_piece){
			.dp_maplen	= len,
			.dp_len		= len,
			.dp_roff	= i * len,
			.dp_setup	= DMT_SETUP_DEVMEM,
			.dp_maxprot	= SOL_PROT_ALL,
			.dp_callbacks	= DMT_CB_ALL,
		};
}

static inline struct dmt_action *dmt_action(struct dmt *d, unsigned int when,
					    unsigned int op, int handle)
{
	struct dmt_action *da = &d->script.ds_actions[d->script.ds_nactions++];

	*da = (struct dmt_action){
		.da_when	= when,
		.da_op		= op,
		.da_handle	= handle,
		.da_type	= DMT_ASKED,
		.da_rw		= DMT_ASKED,
	};
	return da;
}

static inline int dmt_send(struct dmt *d)
{
	return ioctl(d->fd, DMTIOC_SCRIPT, &d->script);
}

static inline int dmt_open(struct dmt *d)
{
	memset(d, 0, sizeof(*d));
	d->fd = open(DMT_DEV, O_RDWR | O_CLOEXEC);
	return d->fd < 0 ? -1 : 0;
}

/* What the actions of the script returned the last time. */
static inline int dmt_action_ret(struct dmt *d, unsigned int i)
{
	struct dmt_script now;

	if (ioctl(d->fd, DMTIOC_ACTIONS, &now))
		return -1;
	return now.ds_actions[i].da_ret;
}

static inline void *dmt_map(struct dmt *d, size_t len, int prot, int flags, off_t off)
{
	return mmap(NULL, len, prot, flags, d->fd, off);
}

/* 0, or the errno that mapping failed with. */
static inline int dmt_map_errno(struct dmt *d, size_t len, int prot, int flags,
				off_t off)
{
	void *map = dmt_map(d, len, prot, flags, off);

	if (map == MAP_FAILED)
		return errno;
	munmap(map, len);
	return 0;
}

/* Fetches the log, which is empty then. Returns how many events it had. */
static inline int dmt_log(struct dmt *d)
{
	return ioctl(d->fd, DMTIOC_LOG, &d->log) ? -1 : (int)d->log.dl_count;
}

/* The nth event of a kind in the log that was fetched, or NULL. */
static inline struct dmt_event *dmt_event(struct dmt *d, unsigned int what, int n)
{
	unsigned int i;

	for (i = 0; i < d->log.dl_count && i < DMT_MAX_EVENTS; i++)
		if (d->log.dl_events[i].de_what == what && !n--)
			return &d->log.dl_events[i];
	return NULL;
}

static inline int dmt_count(struct dmt *d, unsigned int what)
{
	int n = 0;

	while (dmt_event(d, what, n))
		n++;
	return n;
}

/* Does something to a handle from an ioctl; returns what it returned. */
static inline int dmt_do(struct dmt *d, unsigned int op, int handle, long long off,
			 unsigned long long len)
{
	struct dmt_action da = {
		.da_op		= op,
		.da_handle	= handle,
		.da_off		= off,
		.da_len		= len,
		.da_rw		= DEVMAP_READ,
	};

	return ioctl(d->fd, DMTIOC_DO, &da) ? -1 : da.da_ret;
}

static inline struct dmt_handle dmt_handle(struct dmt *d, int number)
{
	struct dmt_handle h = { .dh_handle = number };

	if (ioctl(d->fd, DMTIOC_HANDLE, &h))
		h.dh_mapped = 0;
	return h;
}

static inline vu64 *dmt_word(void *map, unsigned int page)
{
	return (vu64 *)((char *)map + page * PAGE);
}

/* How many devmap_access(9E) calls a touch of a page costs; -1 if it fails. */
static inline int dmt_touch(struct dmt *d, void *map, unsigned int page)
{
	struct probe p;

	dmt_log(d);
	p = probe_read(dmt_word(map, page));
	dmt_log(d);
	return p.sig ? -1 : dmt_count(d, DMT_EV_ACCESS);
}

/* Is an event of this shape the nth of its kind? */
#define EXPECT_EVENT(d, what, n, handle, off, len)			\
	do {								\
		struct dmt_event *_ev = dmt_event(d, what, n);		\
		ASSERT_NE(NULL, _ev);					\
		EXPECT_EQ(handle, _ev->de_handle);			\
		EXPECT_EQ((long long)(off), _ev->de_off);		\
		EXPECT_EQ((unsigned long long)(len), _ev->de_len);	\
	} while (0)

#define DMT_SETUP(self)							\
	do {								\
		ASSERT_EQ(0, dmt_open(&(self)->d))			\
			TH_LOG("cannot open " DMT_DEV ": %s", strerror(errno)); \
	} while (0)

#endif /* DMT_TEST_H */
