// SPDX-License-Identifier: GPL-2.0
/*
 * A timeline, made of a recording.
 *
 * A process owns the device from where its turn begins (acquire) until it loses it
 * (expire, or another one's acquire), it unmaps, or the recording ends: the hold time
 * is what nobody may take from it, but what nobody wants to take it keeps. Where a
 * driver takes no turns at all, whoever loads its translations has it.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ctl.h"
#include "timeline.h"

#define TIMELINE_NOBODY	SIZE_MAX

/* What a device is at, while its events are read. Lanes are known by number. */
struct tl_device {
	size_t owner;
	uint32_t handle;	/* the owner's */
	uint64_t since;
	bool turns;		/* its driver takes turns: loads say nothing */
	bool known;		/* who had it before */
};

/* Where the lane of a process is: open addressing. */
struct tl_index {
	size_t size, used;
	size_t *lane;		/* number + 1, 0 if free */
};

struct tl_maker {
	struct timeline *tl;
	struct tl_device *devs;
	struct tl_index index;
};

/* ---- spans ---- */

static void times_add(struct times *times, uint64_t t)
{
	times->t = ctl_grow(times->t, &times->cap, times->n, sizeof(*times->t));
	times->t[times->n++] = t;
}

/* They come in the order in which they end; those that touch become one. */
static void spans_add(struct spans *spans, uint64_t from, uint64_t to)
{
	while (spans->n && from <= spans->s[spans->n - 1].to) {
		struct span *last = &spans->s[--spans->n];

		spans->total -= last->to - last->from;
		if (last->from < from)
			from = last->from;
		if (last->to > to)
			to = last->to;
	}
	spans->s = ctl_grow(spans->s, &spans->cap, spans->n, sizeof(*spans->s));
	spans->s[spans->n++] = (struct span){ from, to };
	spans->total += to - from;
}

/* Adds what is inside the timeline. */
static void tl_span(const struct timeline *tl, struct spans *spans, uint64_t from, uint64_t to)
{
	if (from < tl->from)
		from = tl->from;
	if (to > tl->to)
		to = tl->to;
	if (from < to)
		spans_add(spans, from, to);
}

static bool tl_inside(const struct timeline *tl, uint64_t t)
{
	return t >= tl->from && t <= tl->to;
}

/* ---- lanes ---- */

static size_t tl_hash(const struct tl_index *index, uint16_t dev, int32_t pid)
{
	uint64_t key = ((uint64_t)dev << 32 | (uint32_t)pid) * 0x9e3779b97f4a7c15ULL;

	return (key >> 32) & (index->size - 1);
}

static size_t *tl_slot(struct tl_maker *mk, uint16_t dev, int32_t pid)
{
	struct tl_index *index = &mk->index;
	size_t i = tl_hash(index, dev, pid);

	while (index->lane[i]) {
		const struct lane *lane = &mk->tl->lanes[index->lane[i] - 1];

		if (lane->dev == dev && lane->pid == pid)
			break;
		i = (i + 1) & (index->size - 1);
	}
	return &index->lane[i];
}

static void tl_index_grow(struct tl_maker *mk)
{
	struct tl_index *index = &mk->index;
	size_t i;

	if (index->used * 2 < index->size)
		return;
	free(index->lane);
	index->size = index->size ? index->size * 2 : 64;
	index->lane = ctl_alloc(index->size * sizeof(*index->lane));
	for (i = 0; i < mk->tl->n; i++)
		*tl_slot(mk, mk->tl->lanes[i].dev, mk->tl->lanes[i].pid) = i + 1;
}

/* The number of the process's lane, which is made if there is none. */
static size_t tl_lane(struct tl_maker *mk, uint16_t dev, int32_t pid)
{
	struct timeline *tl = mk->tl;
	struct lane *lane;
	size_t *slot;

	tl_index_grow(mk);
	slot = tl_slot(mk, dev, pid);
	if (*slot)
		return *slot - 1;
	tl->lanes = ctl_grow(tl->lanes, &tl->cap, tl->n, sizeof(*tl->lanes));
	lane = &tl->lanes[tl->n];
	memset(lane, 0, sizeof(*lane));
	lane->dev = dev;
	lane->pid = pid;
	lane->comm = recording_name(tl->rec, pid);
	*slot = ++tl->n;
	mk->index.used++;
	return tl->n - 1;
}

/* ---- events ---- */

static void tl_disown(struct tl_maker *mk, struct tl_device *dev, uint64_t t)
{
	struct timeline *tl = mk->tl;

	if (dev->owner != TIMELINE_NOBODY && dev->since < t)
		tl_span(tl, &tl->lanes[dev->owner].own, dev->since, t);
	dev->owner = TIMELINE_NOBODY;
	dev->known = true;
}

static void tl_own(struct tl_maker *mk, struct tl_device *dev, size_t lane,
		   const struct rec_event *e)
{
	dev->handle = e->handle;
	if (dev->owner == lane)
		return;
	tl_disown(mk, dev, e->time);
	dev->owner = lane;
	dev->since = e->time;
}

static void tl_acquire(struct tl_maker *mk, size_t n, const struct rec_event *e)
{
	struct tl_device *dev = &mk->devs[e->dev];
	size_t prev;

	if (!dev->known && e->other > 0 && e->other != e->pid) {
		/* It had the device before the recording began. */
		prev = tl_lane(mk, e->dev, e->other);
		tl_span(mk->tl, &mk->tl->lanes[prev].own, mk->tl->zero, e->time);
	}
	tl_own(mk, dev, n, e);
	if (!tl_inside(mk->tl, e->time))
		return;
	mk->tl->lanes[n].turns++;
	if (e->flag)
		times_add(&mk->tl->switches, e->time);
}

/* It has lost the device, or left. */
static void tl_expire(struct tl_maker *mk, size_t n, const struct rec_event *e)
{
	struct tl_device *dev = &mk->devs[e->dev];
	uint64_t held = e->ns < e->time - mk->tl->zero ? e->ns : e->time - mk->tl->zero;

	if (!dev->known)
		tl_span(mk->tl, &mk->tl->lanes[n].own, e->time - held, e->time);
	else if (dev->owner != n)
		return;
	tl_disown(mk, dev, e->time);
}

static void tl_load(struct tl_maker *mk, size_t n, const struct rec_event *e)
{
	struct tl_device *dev = &mk->devs[e->dev];

	if (dev->turns || dev->owner == n)
		return;
	if (dev->owner != TIMELINE_NOBODY && tl_inside(mk->tl, e->time))
		times_add(&mk->tl->switches, e->time);
	tl_own(mk, dev, n, e);
	if (tl_inside(mk->tl, e->time))
		mk->tl->lanes[n].turns++;
}

static void tl_wait_end(struct timeline *tl, struct lane *lane, const struct rec_event *e)
{
	uint64_t ns = e->ns;

	if (lane->waiting && !--lane->waiting && !ns)
		ns = e->time - lane->wait_since;
	if (ns > e->time)
		ns = e->time;
	tl_span(tl, &lane->wait, e->time - ns, e->time);
	if (!tl_inside(tl, e->time))
		return;
	times_add(&tl->wait_ns, ns);
	lane->waits++;
	lane->wait_sum += ns;
	if (ns > lane->wait_max)
		lane->wait_max = ns;
}

static void tl_map(struct lane *lane, uint64_t t)
{
	if (!lane->maps++)
		lane->mapped_since = t;
}

static void tl_unmap(struct tl_maker *mk, size_t n, const struct rec_event *e)
{
	struct tl_device *dev = &mk->devs[e->dev];
	struct timeline *tl = mk->tl;
	struct lane *lane = &tl->lanes[n];

	if (dev->owner == n && dev->handle == e->handle)
		tl_disown(mk, dev, e->time);
	if (!lane->maps) {
		/* Mapped before the recording began. */
		tl_span(tl, &lane->mapped, tl->zero, e->time);
		return;
	}
	if (!--lane->maps)
		tl_span(tl, &lane->mapped, lane->mapped_since, e->time);
}

static void tl_event(struct tl_maker *mk, const struct rec_event *e)
{
	struct tl_device *dev = &mk->devs[e->dev];
	size_t n = tl_lane(mk, e->dev, e->pid);
	struct lane *lane = &mk->tl->lanes[n];

	switch (e->type) {
	case REC_MAP:
		tl_map(lane, e->time);
		break;
	case REC_DUP:
		/* The kernel may not know the child's number yet. */
		if (e->other <= 0)
			break;
		n = tl_lane(mk, e->dev, e->other);
		tl_map(&mk->tl->lanes[n], e->time);
		break;
	case REC_UNMAP:
		tl_unmap(mk, n, e);
		break;
	case REC_ACCESS_BEGIN:
		if (tl_inside(mk->tl, e->time))
			times_add(&lane->faults, e->time);
		break;
	case REC_ACQUIRE:
		tl_acquire(mk, n, e);
		break;
	case REC_EXPIRE:
		tl_expire(mk, n, e);
		break;
	case REC_RELEASE:
		tl_span(mk->tl, &lane->cost, e->time - (e->ns < e->time ? e->ns : 0), e->time);
		break;
	case REC_LOAD:
		tl_load(mk, n, e);
		break;
	case REC_UNLOAD:
		if (!dev->turns && dev->owner == n)
			tl_disown(mk, dev, e->time);
		break;
	case REC_WAIT_BEGIN:
		if (!lane->waiting++)
			lane->wait_since = e->time;
		break;
	case REC_WAIT_END:
		tl_wait_end(mk->tl, lane, e);
		break;
	}
}

/* What goes on when the recording ends. */
static void tl_finish(struct tl_maker *mk)
{
	struct timeline *tl = mk->tl;
	size_t i;

	for (i = 0; i < tl->rec->ndevs; i++)
		tl_disown(mk, &mk->devs[i], tl->to);
	for (i = 0; i < tl->n; i++) {
		struct lane *lane = &tl->lanes[i];

		if (lane->waiting)
			tl_span(tl, &lane->wait, lane->wait_since, tl->to);
		if (lane->maps)
			tl_span(tl, &lane->mapped, lane->mapped_since, tl->to);
		else if (!lane->mapped.n)
			tl_span(tl, &lane->mapped, tl->zero, tl->to);
		tl->own_total += lane->own.total;
		tl->cost_total += lane->cost.total;
	}
}

/* ---- which lanes are drawn ---- */

static uint64_t lane_weight(const struct lane *lane)
{
	return lane->own.total + lane->wait.total;
}

/* A process that never wanted the device has no lane. */
static bool lane_idle(const struct lane *lane)
{
	return !lane->own.n && !lane->wait.n;
}

static int lane_by_weight(const void *a, const void *b)
{
	const struct lane *la = a, *lb = b;

	if (lane_idle(la) != lane_idle(lb))
		return lane_idle(la) ? 1 : -1;
	if (lane_weight(la) != lane_weight(lb))
		return lane_weight(la) < lane_weight(lb) ? 1 : -1;
	return la->pid < lb->pid ? -1 : la->pid > lb->pid;
}

static int lane_by_device(const void *a, const void *b)
{
	const struct lane *la = a, *lb = b;

	if (la->dev != lb->dev)
		return la->dev < lb->dev ? -1 : 1;
	return la->pid < lb->pid ? -1 : la->pid > lb->pid;
}

static void tl_choose(struct timeline *tl, size_t max)
{
	size_t i, busy = 0, devs = 0;

	if (tl->n)
		qsort(tl->lanes, tl->n, sizeof(*tl->lanes), lane_by_weight);
	while (busy < tl->n && !lane_idle(&tl->lanes[busy]))
		busy++;
	tl->shown = busy < max ? busy : max;
	tl->others = busy - tl->shown;
	if (tl->shown)
		qsort(tl->lanes, tl->shown, sizeof(*tl->lanes), lane_by_device);
	for (i = 0; i < tl->shown; i++)
		devs += !i || tl->lanes[i].dev != tl->lanes[i - 1].dev;
	tl->ndevs = devs;
}

static int times_compare(const void *a, const void *b)
{
	uint64_t ta = *(const uint64_t *)a, tb = *(const uint64_t *)b;

	return ta < tb ? -1 : ta > tb;
}

/* ---- all of it ---- */

static void tl_find_turns(struct tl_maker *mk)
{
	const struct recording *rec = mk->tl->rec;
	size_t i;

	for (i = 0; i < rec->n; i++)
		if (rec->events[i].type == REC_ACQUIRE || rec->events[i].type == REC_EXPIRE)
			mk->devs[rec->events[i].dev].turns = true;
}

static int tl_range(struct timeline *tl, const struct timeline_opts *opts)
{
	const struct recording *rec = tl->rec;
	uint64_t last;

	tl->zero = rec->events[0].time;
	last = rec->events[rec->n - 1].time;
	tl->from = tl->zero + (uint64_t)(opts->from * NSEC_PER_SEC);
	tl->to = last;
	if (opts->to >= 0 && tl->zero + (uint64_t)(opts->to * NSEC_PER_SEC) < last)
		tl->to = tl->zero + (uint64_t)(opts->to * NSEC_PER_SEC);
	/* A single event has no length. */
	if (tl->to == tl->zero)
		tl->to++;
	if (tl->from >= tl->to)
		return ctl_fail(CTL_USAGE,
				"the recording is %.3f s long: nothing is in %.3f to %.3f",
				(last - tl->zero) / 1e9, opts->from,
				opts->to < 0 ? (last - tl->zero) / 1e9 : opts->to);
	return CTL_OK;
}

static int tl_device(const struct recording *rec, const char *name)
{
	size_t i;

	if (!strncmp(name, "/dev/", 5))
		name += 5;
	for (i = 0; i < rec->ndevs; i++)
		if (!strcmp(rec->devs[i], name))
			return i;
	return -1;
}

int timeline_make(struct timeline *tl, const struct recording *rec,
		  const struct timeline_opts *opts)
{
	struct tl_maker mk = { .tl = tl };
	int only = -1, code;
	size_t i;

	memset(tl, 0, sizeof(*tl));
	tl->rec = rec;
	if (!rec->n)
		return ctl_fail(CTL_FORMAT,
				"nothing was recorded: use a device while devmapctl record runs");
	if (opts->device) {
		only = tl_device(rec, opts->device);
		if (only < 0)
			return ctl_fail(CTL_NODEV, "the recording has no device %s; it has %s%s",
					opts->device, rec->devs[0],
					rec->ndevs > 1 ? " and others" : "");
	}
	code = tl_range(tl, opts);
	if (code)
		return code;
	mk.devs = ctl_alloc(rec->ndevs * sizeof(*mk.devs));
	for (i = 0; i < rec->ndevs; i++)
		mk.devs[i].owner = TIMELINE_NOBODY;
	tl_find_turns(&mk);
	for (i = 0; i < rec->n && rec->events[i].time <= tl->to; i++)
		if (only < 0 || rec->events[i].dev == only)
			tl_event(&mk, &rec->events[i]);
	tl_finish(&mk);
	free(mk.devs);
	free(mk.index.lane);
	tl_choose(tl, opts->lanes);
	if (tl->wait_ns.n)
		qsort(tl->wait_ns.t, tl->wait_ns.n, sizeof(uint64_t), times_compare);
	return CTL_OK;
}

void timeline_free(struct timeline *tl)
{
	size_t i;

	for (i = 0; i < tl->n; i++) {
		struct lane *lane = &tl->lanes[i];

		free(lane->own.s);
		free(lane->wait.s);
		free(lane->cost.s);
		free(lane->mapped.s);
		free(lane->faults.t);
	}
	free(tl->lanes);
	free(tl->switches.t);
	free(tl->wait_ns.t);
	memset(tl, 0, sizeof(*tl));
}

uint64_t timeline_wait_quantile(const struct timeline *tl, double q)
{
	size_t i = q * tl->wait_ns.n;

	if (!tl->wait_ns.n)
		return 0;
	return tl->wait_ns.t[i < tl->wait_ns.n ? i : tl->wait_ns.n - 1];
}

const char *timeline_label(const struct timeline *tl, const struct lane *lane, char *buf,
			   size_t size)
{
	const char *comm = lane->comm ? lane->comm : "pid";

	if (tl->ndevs > 1)
		snprintf(buf, size, "%s %d %s", comm, lane->pid, tl->rec->devs[lane->dev]);
	else
		snprintf(buf, size, "%s %d", comm, lane->pid);
	return buf;
}

/* ---- pieces ---- */

void bins_spans(const struct timeline *tl, const struct spans *spans, double *bins, size_t n)
{
	double width = (double)(tl->to - tl->from) / n;
	size_t i, bin;

	for (i = 0; i < spans->n; i++) {
		double from = (spans->s[i].from - tl->from) / width;
		double to = (spans->s[i].to - tl->from) / width;

		for (bin = from; bin < n && bin < to; bin++)
			bins[bin] += fmin(to, bin + 1) - fmax(from, bin);
	}
}

void bins_times(const struct timeline *tl, const struct times *times, double *bins, size_t n)
{
	double width = (double)(tl->to - tl->from) / n;
	size_t i, bin;

	for (i = 0; i < times->n; i++) {
		bin = (times->t[i] - tl->from) / width;
		bins[bin < n ? bin : n - 1]++;
	}
}

void bins_smooth(double *bins, size_t n, double per)
{
	double *sum = ctl_alloc((n + 1) * sizeof(*sum));
	size_t i, from, to, half;

	for (i = 0; i < n; i++)
		sum[i + 1] = sum[i] + bins[i];
	half = sum[n] > 0 ? per * n / sum[n] / 2 : 0;
	if (half > n / 8)
		half = n / 8;
	for (i = 0; i < n; i++) {
		from = i > half ? i - half : 0;
		to = i + half + 1 < n ? i + half + 1 : n;
		bins[i] = (sum[to] - sum[from]) / (to - from);
	}
	free(sum);
}

double axis_step(double range, int max)
{
	double step = pow(10, floor(log10(range / max)));
	static const double round[] = { 1, 2, 5, 10 };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(round) - 1; i++)
		if (range / (step * round[i]) <= max)
			break;
	return step * round[i];
}
