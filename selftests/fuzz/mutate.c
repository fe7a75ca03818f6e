// SPDX-License-Identifier: GPL-2.0
/*
 * New programs: at random, or from old ones.
 */
#include <string.h>

#include "fuzz.h"

static u32 arg_random(u32 op, u32 k, u64 *rng)
{
	u32 limit = ops[op].limit[k];

	/* Most things happen at the beginning, and to few. */
	if (limit)
		return rnd(rng, 2) ? rnd(rng, limit) : rnd(rng, limit < 3 ? limit : 3);
	return rnd(rng, 3) ? rnd(rng, 256) : rnd(rng, 0xffffffff);
}

static u32 op_random(u64 *rng)
{
	u32 sum = 0, at, i;

	for (i = 0; i < nops; i++)
		sum += ops[i].weight;
	at = rnd(rng, sum);
	for (i = 0; at >= ops[i].weight; i++)
		at -= ops[i].weight;
	return i;
}

void call_random(struct call *c, u64 *rng)
{
	u32 k;

	c->op = op_random(rng);
	for (k = 0; k < ARGS; k++)
		c->arg[k] = arg_random(c->op, k, rng);
}

static void insert(struct program *p, u32 at, const struct call *c)
{
	if (p->n == MAX_CALLS)
		return;
	memmove(&p->calls[at + 1], &p->calls[at], (p->n - at) * sizeof(*c));
	p->calls[at] = *c;
	p->n++;
}

void program_remove(struct program *p, u32 at)
{
	memmove(&p->calls[at], &p->calls[at + 1],
		(p->n - at - 1) * sizeof(p->calls[0]));
	p->n--;
}

static u32 op_named(const char *name)
{
	u32 i = 0;

	while (strcmp(ops[i].name, name))
		i++;
	return i;
}

/* Something is written that a child may look for: chance alone seldom does that. */
static void append_fork(struct program *p, u64 *rng)
{
	struct call c = { op_named("write"), { 0, 0 } };

	insert(p, p->n, &c);
	c = (struct call){ op_fork, { 1 + rnd(rng, 3), rnd(rng, 3), rnd(rng, 3000) } };
	insert(p, p->n, &c);
	c = (struct call){ op_named(rnd(rng, 2) ? "read" : "write"), { 0, 0 } };
	insert(p, p->n, &c);
	c = (struct call){ op_named("read"), { 0, 0 } };
	insert(p, p->n, &c);
}

/* Begins with a mapping of a device: without one little can happen. */
void program_random(struct program *p, u64 *rng)
{
	u32 n = 2 + rnd(rng, 16);
	struct call c;

	memset(p, 0, sizeof(*p));
	/* The first two calls of the table are open and close, the third is mmap. */
	c = (struct call){ 0, { 0, rnd(rng, 2) ? 0 : rnd(rng, 16), 0 } };
	insert(p, 0, &c);
	c = (struct call){ 2, { 0, 0, 0, 1 + rnd(rng, 4), rnd(rng, 2) ? 3 : rnd(rng, 256) } };
	insert(p, 1, &c);
	if (rnd(rng, 3) == 0)
		append_fork(p, rng);
	while (p->n < n) {
		call_random(&c, rng);
		insert(p, p->n, &c);
	}
}

static void change_arg(struct program *p, u64 *rng)
{
	struct call *c = &p->calls[rnd(rng, p->n)];
	u32 k = rnd(rng, ARGS);

	switch (rnd(rng, 4)) {
	case 0:
		c->arg[k] += rnd(rng, 2) ? 1 : -1;
		break;
	case 1:
		c->arg[k] ^= 1u << rnd(rng, 32);
		break;
	case 2:
		c->arg[k] = p->calls[rnd(rng, p->n)].arg[k];
		break;
	default:
		c->arg[k] = arg_random(c->op, k, rng);
	}
}

/* Some calls of another one. */
static void splice(struct program *p, const struct program *other, u64 *rng)
{
	u32 from = rnd(rng, other->n), n = 1 + rnd(rng, other->n - from);
	u32 at = rnd(rng, p->n + 1), i;

	for (i = 0; i < n; i++)
		insert(p, at + i <= p->n ? at + i : p->n, &other->calls[from + i]);
}

static void mutate_once(struct program *p, const struct program *other, u64 *rng)
{
	struct call c;

	switch (rnd(rng, 8)) {
	case 0:
		if (p->n > 1)
			program_remove(p, rnd(rng, p->n));
		break;
	case 1:
		c = p->calls[rnd(rng, p->n)];
		insert(p, rnd(rng, p->n + 1), &c);
		break;
	case 2:
		splice(p, other, rng);
		break;
	case 3:
	case 4:
		call_random(&c, rng);
		insert(p, rnd(rng, p->n + 1), &c);
		break;
	default:
		change_arg(p, rng);
	}
}

void program_mutate(struct program *p, const struct program *other, u64 *rng)
{
	u32 n = 1 + rnd(rng, 5);

	while (n--)
		mutate_once(p, other, rng);
}
