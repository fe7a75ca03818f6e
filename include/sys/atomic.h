/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Atomic operations: atomic_ops(9F), membar_ops(9F).
 *
 * They are made of the compiler's own, in full order, so that a driver pays
 * for no call. The names are made here: NAME is 8, 16, 32, 64 or uchar, ushort,
 * uint, ulong.
 */
#ifndef _SYS_ATOMIC_H
#define	_SYS_ATOMIC_H

#include <sys/types.h>

/* atomic_add_NAME, atomic_add_NAME_nv */
#define	DDI_ATOMIC_ADD(name, type, delta_t)				\
static inline type							\
atomic_add_##name##_nv(volatile type *target, delta_t delta)		\
{									\
	return (__atomic_add_fetch(target, (type)delta,			\
	    __ATOMIC_SEQ_CST));						\
}									\
									\
static inline void							\
atomic_add_##name(volatile type *target, delta_t delta)			\
{									\
	(void) atomic_add_##name##_nv(target, delta);			\
}

/* atomic_inc_NAME, atomic_dec_NAME and their _nv */
#define	DDI_ATOMIC_STEP(name, type, what, op)				\
static inline type							\
atomic_##what##_##name##_nv(volatile type *target)			\
{									\
	return (__atomic_##op##_fetch(target, 1, __ATOMIC_SEQ_CST));	\
}									\
									\
static inline void							\
atomic_##what##_##name(volatile type *target)				\
{									\
	(void) atomic_##what##_##name##_nv(target);			\
}

/* atomic_or_NAME, atomic_and_NAME and their _nv */
#define	DDI_ATOMIC_BITS(name, type, op)					\
static inline type							\
atomic_##op##_##name##_nv(volatile type *target, type bits)		\
{									\
	return (__atomic_##op##_fetch(target, bits, __ATOMIC_SEQ_CST));	\
}									\
									\
static inline void							\
atomic_##op##_##name(volatile type *target, type bits)			\
{									\
	(void) atomic_##op##_##name##_nv(target, bits);			\
}

/* atomic_cas_NAME, atomic_swap_NAME: both return the old value */
#define	DDI_ATOMIC_SWAP(name, type)					\
static inline type							\
atomic_cas_##name(volatile type *target, type cmp, type newval)		\
{									\
	(void) __atomic_compare_exchange_n(target, &cmp, newval, 0,	\
	    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);			\
	return (cmp);							\
}									\
									\
static inline type							\
atomic_swap_##name(volatile type *target, type newval)			\
{									\
	return (__atomic_exchange_n(target, newval, __ATOMIC_SEQ_CST));	\
}

#define	DDI_ATOMIC_FAMILY(name, type)					\
	DDI_ATOMIC_STEP(name, type, inc, add)				\
	DDI_ATOMIC_STEP(name, type, dec, sub)				\
	DDI_ATOMIC_BITS(name, type, or)					\
	DDI_ATOMIC_BITS(name, type, and)				\
	DDI_ATOMIC_SWAP(name, type)

DDI_ATOMIC_FAMILY(8, uint8_t)
DDI_ATOMIC_FAMILY(16, uint16_t)
DDI_ATOMIC_FAMILY(32, uint32_t)
DDI_ATOMIC_FAMILY(64, uint64_t)
DDI_ATOMIC_FAMILY(uchar, uchar_t)
DDI_ATOMIC_FAMILY(ushort, ushort_t)
DDI_ATOMIC_FAMILY(uint, uint_t)
DDI_ATOMIC_FAMILY(ulong, ulong_t)

/* What is added has a sign, and other names. */
DDI_ATOMIC_ADD(8, uint8_t, int8_t)
DDI_ATOMIC_ADD(16, uint16_t, int16_t)
DDI_ATOMIC_ADD(32, uint32_t, int32_t)
DDI_ATOMIC_ADD(64, uint64_t, int64_t)
DDI_ATOMIC_ADD(char, uchar_t, signed char)
DDI_ATOMIC_ADD(short, ushort_t, short)
DDI_ATOMIC_ADD(int, uint_t, int)
DDI_ATOMIC_ADD(long, ulong_t, long)

#undef DDI_ATOMIC_ADD
#undef DDI_ATOMIC_STEP
#undef DDI_ATOMIC_BITS
#undef DDI_ATOMIC_SWAP
#undef DDI_ATOMIC_FAMILY

/* Pointers; the target is a pointer to one. */
static inline void *
atomic_add_ptr_nv(volatile void *target, ssize_t delta)
{
	return ((void *)atomic_add_long_nv((volatile ulong_t *)target, delta));
}

static inline void
atomic_add_ptr(volatile void *target, ssize_t delta)
{
	(void) atomic_add_ptr_nv(target, delta);
}

static inline void *
atomic_cas_ptr(volatile void *target, void *cmp, void *newval)
{
	return ((void *)atomic_cas_ulong((volatile ulong_t *)target,
	    (ulong_t)cmp, (ulong_t)newval));
}

static inline void *
atomic_swap_ptr(volatile void *target, void *newval)
{
	return ((void *)atomic_swap_ulong((volatile ulong_t *)target,
	    (ulong_t)newval));
}

/* Set or clear a bit; 0, or -1 if another did before. */
static inline int
atomic_set_long_excl(volatile ulong_t *target, uint_t bit)
{
	ulong_t mask = 1UL << bit;

	return (__atomic_fetch_or(target, mask, __ATOMIC_SEQ_CST) & mask ?
	    -1 : 0);
}

static inline int
atomic_clear_long_excl(volatile ulong_t *target, uint_t bit)
{
	ulong_t mask = 1UL << bit;

	return (__atomic_fetch_and(target, ~mask, __ATOMIC_SEQ_CST) & mask ?
	    0 : -1);
}

/* After a lock is taken, before it is given back. */
static inline void
membar_enter(void)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}

static inline void
membar_exit(void)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}

/* Stores before it are seen before stores after it. */
static inline void
membar_producer(void)
{
	__atomic_thread_fence(__ATOMIC_RELEASE);
}

/* Loads before it are done before loads after it. */
static inline void
membar_consumer(void)
{
	__atomic_thread_fence(__ATOMIC_ACQUIRE);
}

static inline void
membar_sync(void)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}

#endif /* _SYS_ATOMIC_H */
