// SPDX-License-Identifier: GPL-2.0
/*
 * Lists, trees, sets of numbers, and maps of bits.
 */
#include <sys/types.h>
#include <sys/avl.h>
#include <sys/bitmap.h>
#include <sys/byteorder.h>
#include <sys/ddi.h>
#include <sys/id_space.h>
#include <sys/kmem.h>
#include <sys/list.h>
#include <sys/sunddi.h>
#include <sys/sysmacros.h>

#include "ddit.h"

typedef struct item {
	int		i_key;
	list_node_t	i_list;
	avl_node_t	i_avl;
} item_t;

#define	NITEMS	64

/* The keys of a list, from its head: at most 9 of them as decimal digits. */
static int
list_digits(list_t *list)
{
	item_t *item;
	int n = 0;

	for (item = list_head(list); item != NULL; item = list_next(list, item))
		n = n * 10 + item->i_key;
	return (n);
}

static int
list_digits_backwards(list_t *list)
{
	item_t *item;
	int n = 0;

	for (item = list_tail(list); item != NULL; item = list_prev(list, item))
		n = n * 10 + item->i_key;
	return (n);
}

static void
number_items(item_t *items, int n)
{
	int i;

	bzero(items, n * sizeof (items[0]));
	for (i = 0; i < n; i++)
		items[i].i_key = i;
}

static void
test_list(ddit_t *t)
{
	item_t items[7];
	list_t list;

	number_items(items, 7);
	list_create(&list, sizeof (item_t), offsetof(item_t, i_list));
	DDIT_EXPECT(t, list_is_empty(&list) && list_head(&list) == NULL);
	DDIT_EXPECT(t, list_tail(&list) == NULL);
	DDIT_EXPECT(t, list_remove_head(&list) == NULL);
	list_insert_head(&list, &items[2]);
	DDIT_EXPECT(t, !list_is_empty(&list));
	list_insert_tail(&list, &items[5]);
	list_insert_head(&list, &items[1]);
	list_insert_before(&list, &items[5], &items[4]);
	list_insert_after(&list, &items[2], &items[3]);
	list_insert_before(&list, NULL, &items[6]);
	DDIT_EXPECT(t, list_digits(&list) == 123456);
	DDIT_EXPECT(t, list_digits_backwards(&list) == 654321);
	DDIT_EXPECT(t, list_link_active(&items[3].i_list));
	list_remove(&list, &items[3]);
	DDIT_EXPECT(t, !list_link_active(&items[3].i_list));
	DDIT_EXPECT(t, list_remove_head(&list) == &items[1]);
	DDIT_EXPECT(t, list_remove_tail(&list) == &items[6]);
	DDIT_EXPECT(t, list_digits(&list) == 245);
	list_insert_after(&list, NULL, &items[1]);
	DDIT_EXPECT(t, list_digits(&list) == 1245);
	while (list_remove_head(&list) != NULL)
		;
	list_destroy(&list);
}

static void
test_list_move(ddit_t *t)
{
	item_t items[5];
	list_t one, two;

	number_items(items, 5);
	list_create(&one, sizeof (item_t), offsetof(item_t, i_list));
	list_create(&two, sizeof (item_t), offsetof(item_t, i_list));
	list_insert_tail(&one, &items[1]);
	list_insert_tail(&two, &items[2]);
	list_insert_tail(&two, &items[3]);
	list_move_tail(&one, &two);
	DDIT_EXPECT(t, list_digits(&one) == 123 && list_is_empty(&two));
	list_link_init(&items[4].i_list);
	list_link_replace(&items[2].i_list, &items[4].i_list);
	DDIT_EXPECT(t, list_digits(&one) == 143);
	DDIT_EXPECT(t, !list_link_active(&items[2].i_list));
}

/* What would corrupt a list is refused. */
static void
test_list_misuse(ddit_t *t)
{
	item_t items[3];
	list_t list;

	number_items(items, 3);
	list_create(&list, sizeof (item_t), offsetof(item_t, i_list));
	list_insert_tail(&list, &items[1]);
	list_insert_tail(&list, &items[1]);
	list_remove(&list, &items[2]);
	DDIT_EXPECT(t, list_digits(&list) == 1);
}

static int
item_compare(const void *a, const void *b)
{
	const item_t *x = a, *y = b;

	return (x->i_key < y->i_key ? -1 : x->i_key > y->i_key);
}

static void
create_tree(avl_tree_t *tree, item_t *items, int n)
{
	int i;

	bzero(items, n * sizeof (items[0]));
	avl_create(tree, item_compare, sizeof (item_t),
	    offsetof(item_t, i_avl));
	/* All even keys of 0 to 2n - 2, in a scattered order. */
	for (i = 0; i < n; i++) {
		items[i].i_key = (i * 37 % n) * 2;
		avl_add(tree, &items[i]);
	}
}

/* Are the keys of a tree in order, both ways, and as many as it says? */
static int
tree_in_order(avl_tree_t *tree)
{
	item_t *item, *next;
	ulong_t n = 0;

	for (item = avl_first(tree); item != NULL; item = next) {
		n++;
		next = AVL_NEXT(tree, item);
		if (next != NULL && (next->i_key <= item->i_key ||
		    AVL_PREV(tree, next) != item))
			return (0);
		if (next == NULL && item != avl_last(tree))
			return (0);
	}
	return (n == avl_numnodes(tree));
}

static void
test_avl(ddit_t *t)
{
	static item_t items[NITEMS];
	item_t want;
	avl_tree_t tree;
	avl_index_t where;
	int i, missing = 0;

	create_tree(&tree, items, NITEMS);
	DDIT_EXPECT(t, avl_numnodes(&tree) == NITEMS && !avl_is_empty(&tree));
	DDIT_EXPECT(t, tree_in_order(&tree));
	for (i = 0; i < NITEMS; i++) {
		want.i_key = i * 2;
		if (avl_find(&tree, &want, NULL) == NULL)
			missing++;
	}
	DDIT_EXPECT(t, missing == 0);
	for (i = 0; i < NITEMS; i += 2)
		avl_remove(&tree, &items[i]);
	DDIT_EXPECT(t, avl_numnodes(&tree) == NITEMS / 2);
	DDIT_EXPECT(t, tree_in_order(&tree));
	want.i_key = items[0].i_key;
	DDIT_EXPECT(t, avl_find(&tree, &want, &where) == NULL);
	avl_insert(&tree, &items[0], where);
	DDIT_EXPECT(t, avl_find(&tree, &want, NULL) == &items[0]);
	DDIT_EXPECT(t, tree_in_order(&tree));
}

static void
test_avl_nearest(ddit_t *t)
{
	static item_t items[NITEMS];
	item_t want, *below, *above;
	avl_tree_t tree;
	avl_index_t where;
	int key, bad = 0;

	create_tree(&tree, items, NITEMS);
	for (key = -1; key < 2 * NITEMS; key += 2) {
		want.i_key = key;
		if (avl_find(&tree, &want, &where) != NULL)
			bad++;
		below = avl_nearest(&tree, where, AVL_BEFORE);
		above = avl_nearest(&tree, where, AVL_AFTER);
		if ((below == NULL) != (key == -1) ||
		    (above == NULL) != (key == 2 * NITEMS - 1))
			bad++;
		if (below != NULL && below->i_key != key - 1)
			bad++;
		if (above != NULL && above->i_key != key + 1)
			bad++;
	}
	DDIT_EXPECT(t, bad == 0);
}

static void
test_avl_insert_here(ddit_t *t)
{
	static item_t items[NITEMS], more[NITEMS];
	avl_tree_t tree;
	item_t *item;
	int n = 0;

	create_tree(&tree, items, NITEMS);
	bzero(more, sizeof (more));
	for (item = avl_first(&tree); item != NULL;
	    item = AVL_NEXT(&tree, item)) {
		more[n].i_key = item->i_key + 1;
		avl_insert_here(&tree, &more[n], item, AVL_AFTER);
		item = &more[n++];
	}
	DDIT_EXPECT(t, n == NITEMS && avl_numnodes(&tree) == 2 * NITEMS);
	DDIT_EXPECT(t, tree_in_order(&tree));
	item = avl_last(&tree);
	DDIT_EXPECT(t, item->i_key == 2 * NITEMS - 1);
	avl_remove(&tree, &more[0]);
	avl_insert_here(&tree, &more[0], AVL_NEXT(&tree, avl_first(&tree)),
	    AVL_BEFORE);
	DDIT_EXPECT(t, tree_in_order(&tree));
}

static void
test_avl_update(ddit_t *t)
{
	static item_t items[NITEMS];
	item_t *item;
	avl_tree_t tree;

	create_tree(&tree, items, NITEMS);
	item = avl_first(&tree);
	item->i_key++;
	DDIT_EXPECT(t, !avl_update(&tree, item));
	DDIT_EXPECT(t, !avl_update_gt(&tree, item));
	item->i_key = 4 * NITEMS;
	DDIT_EXPECT(t, avl_update_gt(&tree, item));
	DDIT_EXPECT(t, avl_last(&tree) == item && tree_in_order(&tree));
	item->i_key = -4;
	DDIT_EXPECT(t, avl_update_lt(&tree, item));
	DDIT_EXPECT(t, avl_first(&tree) == item && tree_in_order(&tree));
	item->i_key = 7;
	DDIT_EXPECT(t, avl_update(&tree, item) && tree_in_order(&tree));
}

static void
test_avl_destroy(ddit_t *t)
{
	avl_tree_t tree, other;
	item_t *item;
	void *cookie = NULL;
	int i, n = 0, sum = 0;

	avl_create(&tree, item_compare, sizeof (item_t),
	    offsetof(item_t, i_avl));
	avl_create(&other, item_compare, sizeof (item_t),
	    offsetof(item_t, i_avl));
	DDIT_EXPECT(t, avl_is_empty(&tree) && avl_first(&tree) == NULL);
	DDIT_EXPECT(t, avl_destroy_nodes(&tree, &cookie) == NULL);
	for (i = 0; i < NITEMS; i++) {
		item = kmem_zalloc(sizeof (*item), KM_SLEEP);
		item->i_key = i;
		avl_add(&other, item);
	}
	avl_swap(&tree, &other);
	DDIT_EXPECT(t, avl_is_empty(&other));
	DDIT_EXPECT(t, avl_numnodes(&tree) == NITEMS);
	while ((item = avl_destroy_nodes(&tree, &cookie)) != NULL) {
		n++;
		sum += item->i_key;
		kmem_free(item, sizeof (*item));
	}
	DDIT_EXPECT(t, n == NITEMS && sum == NITEMS * (NITEMS - 1) / 2);
	DDIT_EXPECT(t, avl_is_empty(&tree) && avl_first(&tree) == NULL);
	avl_destroy(&tree);
}

static void
test_avl_misuse(ddit_t *t)
{
	item_t items[2];
	avl_tree_t tree;

	bzero(items, sizeof (items));
	avl_create(&tree, item_compare, sizeof (item_t),
	    offsetof(item_t, i_avl));
	avl_add(&tree, &items[0]);
	avl_add(&tree, &items[1]);
	DDIT_EXPECT(t, avl_numnodes(&tree) == 1);
	avl_insert(&tree, &items[1], 0);
	DDIT_EXPECT(t, avl_numnodes(&tree) == 1);
}

static void
test_id_space(ddit_t *t)
{
	id_space_t *ids = id_space_create("ddit", 5, 8);
	id_t got;

	DDIT_EXPECT(t, ids != NULL);
	DDIT_EXPECT(t, id_alloc(ids) == 5);
	DDIT_EXPECT(t, id_alloc_specific_nosleep(ids, 7) == 7);
	DDIT_EXPECT(t, id_alloc_specific_nosleep(ids, 7) == -1);
	DDIT_EXPECT(t, id_alloc_specific_nosleep(ids, 8) == -1);
	DDIT_EXPECT(t, id_allocff(ids) == 6);
	DDIT_EXPECT(t, id_alloc_nosleep(ids) == -1);
	DDIT_EXPECT(t, id_allocff_nosleep(ids) == -1);
	id_free(ids, 6);
	got = id_alloc_nosleep(ids);
	DDIT_EXPECT(t, got == 6);
	id_free(ids, 7);
	DDIT_EXPECT(t, id_allocff_nosleep(ids) == 7);
	id_free(ids, 100);
	id_free(ids, 5);
	id_free(ids, 6);
	id_free(ids, 7);
	id_space_destroy(ids);
	DDIT_EXPECT(t, id_space_create("ddit", 5, 5) == NULL);
	DDIT_EXPECT(t, id_space_create("ddit", -1, 5) == NULL);
}

static void
test_bits(ddit_t *t)
{
	ulong_t map[BT_BITOUL(130)];

	bzero(map, sizeof (map));
	DDIT_EXPECT(t, BT_BITOUL(64) == 1 && BT_BITOUL(65) == 2);
	DDIT_EXPECT(t, BT_SIZEOFMAP(130) == sizeof (map));
	BT_SET(map, 129);
	BT_ATOMIC_SET(map, 64);
	DDIT_EXPECT(t, BT_TEST(map, 129) && BT_TEST(map, 64));
	DDIT_EXPECT(t, !BT_TEST(map, 63) && !BT_TEST(map, 128));
	DDIT_EXPECT(t, map[1] == 1 && map[2] == 2);
	BT_CLEAR(map, 129);
	BT_ATOMIC_CLEAR(map, 64);
	DDIT_EXPECT(t, map[1] == 0 && map[2] == 0);
	map[0] = BT_ULMAXMASK;
	map[1] = 3;
	DDIT_EXPECT(t, bt_availbit(map, 130) == 66);
	DDIT_EXPECT(t, bt_availbit(map, 66) == -1);
	DDIT_EXPECT(t, lowbit(0) == 0 && lowbit(0x50) == 5);
	DDIT_EXPECT(t, highbit(0) == 0 && highbit(0x50) == 7);
	DDIT_EXPECT(t, highbit(1UL << 63) == 64);
	DDIT_EXPECT(t, ddi_ffs(0) == 0 && ddi_ffs(0x50) == 5);
	DDIT_EXPECT(t, ddi_fls(0) == 0 && ddi_fls(0x50) == 7);
}

static void
test_macros(ddit_t *t)
{
	DDIT_EXPECT(t, min(-3, 2) == -3 && max(-3, 2) == 2);
	DDIT_EXPECT(t, MIN(4, 2) == 2 && MAX(4, 2) == 4 && ABS(-7) == 7);
	DDIT_EXPECT(t, ddi_btop(NULL, 3 * PAGESIZE + 1) == 3);
	DDIT_EXPECT(t, ddi_btopr(NULL, 3 * PAGESIZE + 1) == 4);
	DDIT_EXPECT(t, ddi_btopr(NULL, 3 * PAGESIZE) == 3);
	DDIT_EXPECT(t, ddi_ptob(NULL, 3) == 3 * PAGESIZE);
	DDIT_EXPECT(t, howmany(9, 4) == 3 && roundup(9, 4) == 12);
	DDIT_EXPECT(t, ISP2(64) && !ISP2(65));
	DDIT_EXPECT(t, IS_P2ALIGNED(0x1000, 0x100) && !IS_P2ALIGNED(0x1004, 8));
	DDIT_EXPECT(t, P2ALIGN(0x1234, 0x100) == 0x1200);
	DDIT_EXPECT(t, P2PHASE(0x1234, 0x100) == 0x34);
	DDIT_EXPECT(t, P2NPHASE(0x1234, 0x100) == 0xcc);
	DDIT_EXPECT(t, P2ROUNDUP(0x1234, 0x100) == 0x1300);
	DDIT_EXPECT(t, P2ROUNDUP(0x1200, 0x100) == 0x1200);
	DDIT_EXPECT(t, P2END(0x1200, 0x100) == 0x1300);
	DDIT_EXPECT(t, P2PHASEUP(0x1234, 0x100, 0x10) == 0x1310);
	DDIT_EXPECT(t, P2CROSS(0x10ff, 0x1100, 0x100));
	DDIT_EXPECT(t, !P2CROSS(0x1100, 0x11ff, 0x100));
	DDIT_EXPECT(t, P2SAMEHIGHBIT(0x1800, 0x1001));
	DDIT_EXPECT(t, P2ROUNDUP_TYPED(0xfffffffffUL, 0x10, uint64_t) ==
	    0x1000000000UL);
	DDIT_EXPECT(t, P2PHASE_TYPED(0x1234, 0x100U, uint64_t) == 0x34);
	DDIT_EXPECT(t, BSWAP_32(0x01020304U) == 0x04030201U);
	DDIT_EXPECT(t, BE_16(LE_16(0x1234)) == 0x3412);
	DDIT_EXPECT(t, BSWAP_64(0x0102030405060708UL) == 0x0807060504030201UL);
}

const ddit_test_t ddit_data_tests[] = {
	{ "list", test_list },
	{ "list_move", test_list_move },
	{ "list_misuse", test_list_misuse },
	{ "avl", test_avl },
	{ "avl_nearest", test_avl_nearest },
	{ "avl_insert_here", test_avl_insert_here },
	{ "avl_update", test_avl_update },
	{ "avl_destroy", test_avl_destroy },
	{ "avl_misuse", test_avl_misuse },
	{ "id_space", test_id_space },
	{ "bits", test_bits },
	{ "macros", test_macros },
	{ NULL, NULL }
};
