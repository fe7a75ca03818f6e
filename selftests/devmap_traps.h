/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Two contexts with known contents, and the question whether they are still apart
 * after something was done to the mapping of one of them. Include it after
 * devmap_test.h.
 */
#ifndef DEVMAP_TRAPS_H
#define DEVMAP_TRAPS_H

#include <sys/prctl.h>

/* Sets a parameter of the layer; 0 or an errno. */
static inline int layer_set(const char *name, long value)
{
	char path[128], text[32];
	int fd, n, err;

	snprintf(path, sizeof(path), CHECK_PARAM "%s", name);
	fd = open(path, O_WRONLY);
	if (fd < 0)
		return errno;
	n = snprintf(text, sizeof(text), "%ld", value);
	err = write(fd, text, n) == n ? 0 : errno;
	close(fd);
	return err;
}

struct pair {
	struct xx xx;
	size_t size;
	size_t page;
	unsigned int pages;
	char *map;	/* filled with seed 1 */
	char *other;	/* filled with seed 2 */
	long hold;
	long violations;
};

/* 0, or an errno. */
static inline int pair_map(struct pair *p)
{
	p->map = xx_map(&p->xx, MAP_PRIVATE);
	p->other = xx_map(&p->xx, MAP_PRIVATE);
	if (p->map == MAP_FAILED || p->other == MAP_FAILED)
		return errno;
	fill(p->other, p->size, 2);
	fill(p->map, p->size, 1);
	return 0;
}

static inline void pair_unmap(struct pair *p)
{
	munmap(p->map, p->size);
	munmap(p->other, p->size);
}

/*
 * Maps anew, and gives the device to @other for that long. The mappings are made with
 * a short hold time: one that has none takes no turns.
 */
static inline int pair_hold(struct pair *p, long usec)
{
	pair_unmap(p);
	if (param_set("hold_usec", 1000) || pair_map(p) || param_set("hold_usec", usec))
		return 1;
	usleep(2000);
	(void)*xx_word(p->other, 0, 3);
	return 0;
}

static inline int pair_setup(struct pair *p)
{
	if (xx_open(&p->xx, XX_DEV))
		return errno;
	p->size = p->xx.info.xi_ctxsize;
	p->page = p->xx.page;
	p->pages = p->size / p->page;
	p->hold = param_get("hold_usec");
	p->violations = layer_get("check_violations");
	if (param_set("hold_usec", 0))
		return errno;
	return pair_map(p);
}

/* The number of mistakes that the layer found in itself meanwhile. */
static inline long pair_teardown(struct pair *p)
{
	long found = layer_get("check_violations") - p->violations;

	pair_unmap(p);
	param_set("hold_usec", p->hold);
	xx_close(&p->xx);
	return found;
}

/*
 * 0 if both contexts are whole, and each access to the one takes the device from
 * the other; else something that says what is wrong.
 */
static inline long pair_apart_at(struct pair *p, char *map)
{
	if (check(map, p->size, 1))
		return 1;
	if (check(p->other, p->size, 2))
		return 2;
	if (p->xx.status->xs_current != xx_id(p->other))
		return 3;
	if (check(map, p->size, 1))
		return 4;
	if (p->xx.status->xs_current != xx_id(map))
		return 5;
	return 0;
}

static inline long pair_apart(struct pair *p)
{
	return pair_apart_at(p, p->map);
}

/*
 * For a child of fork(2): 0 if its copy of the mapping is a context of its own, with
 * the contents of the parent's, that its first touch goes through the driver for.
 */
static inline int pair_child(struct pair *p, unsigned long long parent_id)
{
	unsigned long long switches;

	(void)*xx_word(p->other, 0, 1);
	switches = p->xx.status->xs_switches;
	if (check(p->map, p->size, 1))
		return 1;
	if (p->xx.status->xs_switches == switches)
		return 2;
	if (xx_id(p->map) == parent_id)
		return 3;
	fill(p->map, p->size, 7);
	if (check(p->other, p->size, 2) || check(p->map, p->size, 7))
		return 4;
	return 0;
}

/* Forks, and says what pair_child() did there. */
static inline int pair_fork(struct pair *p)
{
	unsigned long long id = xx_id(p->map);
	pid_t pid = fork();

	if (pid < 0)
		return -errno;
	if (!pid)
		_exit(pair_child(p, id));
	return child_status(pid);
}

/*
 * A process that takes the device away all the time. Ends by itself if it loses what it
 * has counted, or the device.
 */
static inline pid_t load_start(void)
{
	unsigned long long n;
	pid_t pid = fork();
	struct xx xx;
	vu64 *map;

	if (pid)
		return pid;
	/* A test that ends early leaves none behind. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (xx_open(&xx, XX_DEV))
		_exit(1);
	map = xx_map(&xx, MAP_PRIVATE);
	if (map == MAP_FAILED)
		_exit(1);
	for (n = 0; map[1] == n; n++) {
		map[1] = n + 1;
		usleep(50);
	}
	_exit(2);
}

/* 0 if it was there to the end. */
static inline int load_stop(pid_t pid)
{
	int status;

	kill(pid, SIGKILL);
	status = child_status(pid);
	return status == 0x100 + SIGKILL ? 0 : status;
}

#define PAIR_FIXTURE(name)						\
FIXTURE(name) {								\
	struct pair p;							\
};									\
									\
FIXTURE_SETUP(name)							\
{									\
	ASSERT_EQ(0, pair_setup(&self->p));				\
}									\
									\
FIXTURE_TEARDOWN(name)							\
{									\
	EXPECT_EQ(0, pair_teardown(&self->p));				\
}

#endif /* DEVMAP_TRAPS_H */
