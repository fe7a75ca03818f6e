/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the tests of /dev/oldt,* have in common. Include it after devmap_test.h,
 * and old_main.h at the end.
 */
#ifndef OLD_TEST_H
#define OLD_TEST_H

#include <devmap/devmap.h>
#include <devmap/oldt.h>

/* What the driver sees: PROT_USER is always there. */
#define OLDT_PROT(prot)	(PROT_##prot | 8)

/* FC_MAKE_ERR(EINVAL) */
#define OLDT_RANGE	0x1603

/* DDI_MODEL_ILP32 and DDI_MODEL_LP64 */
#define OLDT_MODEL	(sizeof(void *) == 4 ? 0x00100000 : 0x00200000)

#ifndef ARRAY_SIZE
#define ARRAY_SIZE(x)	(sizeof(x) / sizeof((x)[0]))
#endif

struct old {
	int fd[OLDT_MINORS];
	size_t page;
	struct oldt_set set;
	struct oldt_log log;
};

static const char *const old_names[OLDT_MINORS] = {
	"/dev/oldt,segmap", "/dev/oldt,setup", "/dev/oldt,mapdev", "/dev/oldt,devmap"
};

static inline int old_set(struct old *o)
{
	return ioctl(o->fd[0], OLDTIOC_SET, &o->set);
}

/* What was called since the last time. */
static inline int old_log(struct old *o)
{
	return ioctl(o->fd[0], OLDTIOC_LOG, &o->log);
}

/* 0, or an errno. */
static inline int old_open(struct old *o)
{
	int i;

	memset(o, 0, sizeof(*o));
	o->page = sysconf(_SC_PAGESIZE);
	for (i = 0; i < OLDT_MINORS; i++) {
		o->fd[i] = open(old_names[i], O_RDWR);
		if (o->fd[i] < 0)
			return errno;
	}
	o->set.os_accattrlen = -1;
	return old_set(o) || old_log(o) ? errno : 0;
}

static inline void old_close(struct old *o)
{
	int i;

	memset(&o->set, 0, sizeof(o->set));
	old_set(o);
	for (i = 0; i < OLDT_MINORS; i++)
		close(o->fd[i]);
}

static inline void *old_map(struct old *o, int minor, int prot, unsigned int first,
			    unsigned int pages)
{
	return mmap(NULL, pages * o->page, prot, MAP_SHARED, o->fd[minor],
		    first * o->page);
}

static inline int old_map_errno(struct old *o, int minor, int prot,
				unsigned int first, unsigned int pages)
{
	void *map = old_map(o, minor, prot, first, pages);

	if (map == MAP_FAILED)
		return errno;
	munmap(map, pages * o->page);
	return 0;
}

/* The call number n of a kind, from 0; or NULL. */
static inline struct oldt_call *old_nth(struct old *o, unsigned int what, int n)
{
	unsigned int i;

	for (i = 0; i < o->log.ol_n && i < OLDT_LOG; i++)
		if (o->log.ol_call[i].oc_what == what && !n--)
			return &o->log.ol_call[i];
	return NULL;
}

static inline int old_count(struct old *o, unsigned int what)
{
	int n = 0;

	while (old_nth(o, what, n))
		n++;
	return n;
}

static inline int old_intercept(struct old *o, unsigned int id, long long off,
				long long len)
{
	struct oldt_intercept oi = { .oi_mapping = id, .oi_off = off, .oi_len = len };

	return ioctl(o->fd[0], OLDTIOC_INTERCEPT, &oi) ? -1 : oi.oi_result;
}

#endif /* OLD_TEST_H */
