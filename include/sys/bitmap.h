/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Maps of bits, in words of type ulong_t.
 */
#ifndef _SYS_BITMAP_H
#define	_SYS_BITMAP_H

#include <sys/types.h>

#define	BT_NBIPUL	64		/* bits in a word */
#define	BT_ULSHIFT	6
#define	BT_ULMASK	0x3f
#define	BT_ULMAXMASK	0xffffffffffffffffUL

/* Words of a map of so many bits, and bytes of it. */
#define	BT_BITOUL(nbits)	(((nbits) + BT_NBIPUL - 1) / BT_NBIPUL)
#define	BT_SIZEOFMAP(nbits)	(BT_BITOUL(nbits) * sizeof (ulong_t))

/* The word of a bit, and the bit in it. */
#define	BT_WIM(bitmap, bit)	((bitmap)[(bit) >> BT_ULSHIFT])
#define	BT_BIW(bit)		(1UL << ((bit) & BT_ULMASK))

#define	BT_TEST(bitmap, bit) \
	((BT_WIM((bitmap), (bit)) & BT_BIW(bit)) != 0)
#define	BT_SET(bitmap, bit) \
	((void)(BT_WIM((bitmap), (bit)) |= BT_BIW(bit)))
#define	BT_CLEAR(bitmap, bit) \
	((void)(BT_WIM((bitmap), (bit)) &= ~BT_BIW(bit)))

#define	BT_ATOMIC_SET(bitmap, bit) \
	((void)__atomic_fetch_or(&BT_WIM((bitmap), (bit)), BT_BIW(bit), \
	__ATOMIC_SEQ_CST))
#define	BT_ATOMIC_CLEAR(bitmap, bit) \
	((void)__atomic_fetch_and(&BT_WIM((bitmap), (bit)), ~BT_BIW(bit), \
	__ATOMIC_SEQ_CST))

/* The lowest and the highest bit of a word that is set, from 1; 0 for none. */
static inline int
lowbit(ulong_t word)
{
	return (__builtin_ffsl((long)word));
}

static inline int
highbit(ulong_t word)
{
	return (word == 0 ? 0 : BT_NBIPUL - __builtin_clzl(word));
}

/* The first bit of a map that is clear, or -1. */
static inline long
bt_availbit(const ulong_t *bitmap, size_t nbits)
{
	size_t word, words = BT_BITOUL(nbits);
	size_t bit;

	for (word = 0; word < words; word++) {
		if (bitmap[word] == BT_ULMAXMASK)
			continue;
		bit = (word << BT_ULSHIFT) + (size_t)lowbit(~bitmap[word]) - 1;
		return (bit < nbits ? (long)bit : -1);
	}
	return (-1);
}

#endif /* _SYS_BITMAP_H */
