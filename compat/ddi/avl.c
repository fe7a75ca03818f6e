// SPDX-License-Identifier: GPL-2.0
/*
 * Balanced trees: <sys/avl.h>, over Linux's red-black trees. The order of the
 * objects is all that a caller can see, and that is the same.
 *
 * An avl_index_t is the node that the new one would hang below, and in its
 * lowest bit on which side: nodes are aligned. 0 is the root of an empty tree.
 *
 * The caller's lock protects a tree; none of these sleeps.
 */
#include <linux/build_bug.h>
#include <linux/export.h>
#include <linux/minmax.h>
#include <linux/printk.h>
#include <linux/rbtree.h>

#include <sys/avl.h>

/* avl_destroy_nodes() has returned the last one. */
#define DDI_AVL_DONE	((void *)1)

static struct rb_root *ddi_avl_root(avl_tree_t *tree)
{
	BUILD_BUG_ON(sizeof(struct rb_node) != sizeof(avl_node_t));
	BUILD_BUG_ON(sizeof(struct rb_root) != sizeof(tree->avl_root));
	return (struct rb_root *)&tree->avl_root;
}

static struct rb_node *ddi_avl_node(const avl_tree_t *tree, void *data)
{
	return data + tree->avl_offset;
}

static void *ddi_avl_data(const avl_tree_t *tree, struct rb_node *node)
{
	return node ? (void *)node - tree->avl_offset : NULL;
}

static avl_index_t ddi_avl_index(struct rb_node *parent, int side)
{
	return (avl_index_t)parent | side;
}

static struct rb_node *ddi_avl_parent(avl_index_t where)
{
	return (struct rb_node *)(where & ~(avl_index_t)1);
}

static struct rb_node **ddi_avl_child(struct rb_node *parent, int side)
{
	return side == AVL_AFTER ? &parent->rb_right : &parent->rb_left;
}

static struct rb_node *ddi_avl_step(struct rb_node *node, int direction)
{
	return direction == AVL_AFTER ? rb_next(node) : rb_prev(node);
}

/**
 * avl_create() - make an empty tree
 * @tree: the tree
 * @compar: says -1, 0 or 1: how the first object stands to the second
 * @size: bytes of the objects that it will have
 * @offset: bytes from an object's start to its avl_node_t
 *
 * Context: any.
 */
void avl_create(avl_tree_t *tree, int (*compar)(const void *, const void *),
		size_t size, size_t offset)
{
	*ddi_avl_root(tree) = RB_ROOT;
	tree->avl_compar = compar;
	tree->avl_offset = offset;
	tree->avl_numnodes = 0;
	tree->avl_size = size;
}
EXPORT_SYMBOL_GPL(avl_create);

/**
 * avl_destroy() - end a tree
 * @tree: the tree, empty
 *
 * Context: any.
 */
void avl_destroy(avl_tree_t *tree)
{
	if (tree->avl_numnodes)
		pr_warn_ratelimited("%s: the tree is not empty\n", __func__);
}
EXPORT_SYMBOL_GPL(avl_destroy);

/**
 * avl_find() - look for an object
 * @tree: the tree
 * @value: an object that compares equal to it
 * @where: receives the place for avl_insert() and avl_nearest() if it is not
 *	found; may be NULL
 *
 * Context: any.
 * Return: the object, or NULL.
 */
void *avl_find(avl_tree_t *tree, const void *value, avl_index_t *where)
{
	struct rb_node *node = tree->avl_root, *parent = NULL;
	int diff, side = AVL_BEFORE;

	while (node) {
		diff = tree->avl_compar(value, ddi_avl_data(tree, node));
		if (!diff)
			return ddi_avl_data(tree, node);
		parent = node;
		side = diff > 0 ? AVL_AFTER : AVL_BEFORE;
		node = *ddi_avl_child(parent, side);
	}
	if (where)
		*where = ddi_avl_index(parent, side);
	return NULL;
}
EXPORT_SYMBOL_GPL(avl_find);

/**
 * avl_insert() - put an object where avl_find() did not find it
 * @tree: the tree, unchanged since avl_find()
 * @new_data: the object
 * @where: from avl_find()
 *
 * Context: any.
 */
void avl_insert(avl_tree_t *tree, void *new_data, avl_index_t where)
{
	struct rb_node *node = ddi_avl_node(tree, new_data);
	struct rb_node *parent = ddi_avl_parent(where);
	struct rb_node **link = &ddi_avl_root(tree)->rb_node;

	if (parent)
		link = ddi_avl_child(parent, where & 1);
	if (*link) {
		pr_warn_ratelimited("%s: there is an object already; the place has to be of the last avl_find\n",
				    __func__);
		return;
	}
	rb_link_node(node, parent, link);
	rb_insert_color(node, ddi_avl_root(tree));
	tree->avl_numnodes++;
}
EXPORT_SYMBOL_GPL(avl_insert);

/**
 * avl_insert_here() - put an object beside another
 * @tree: the tree
 * @new_data: the object
 * @here: in the tree
 * @direction: AVL_BEFORE or AVL_AFTER it
 *
 * Context: any.
 */
void avl_insert_here(avl_tree_t *tree, void *new_data, void *here, int direction)
{
	struct rb_node *parent = ddi_avl_node(tree, here);
	struct rb_node *node = *ddi_avl_child(parent, direction);
	int side = direction;

	if (node) {
		/* Then the neighbour has a free place on the near side. */
		parent = ddi_avl_step(parent, direction);
		side = !direction;
	}
	avl_insert(tree, new_data, ddi_avl_index(parent, side));
}
EXPORT_SYMBOL_GPL(avl_insert_here);

/**
 * avl_add() - put an object into a tree
 * @tree: the tree
 * @new_node: the object; none that compares equal is in the tree
 *
 * Context: any.
 */
void avl_add(avl_tree_t *tree, void *new_node)
{
	avl_index_t where = 0;

	if (avl_find(tree, new_node, &where))
		pr_warn_ratelimited("%s: an equal object is in the tree; not added\n",
				    __func__);
	else
		avl_insert(tree, new_node, where);
}
EXPORT_SYMBOL_GPL(avl_add);

/**
 * avl_remove() - take an object out
 * @tree: the tree
 * @node: in the tree
 *
 * Context: any.
 */
void avl_remove(avl_tree_t *tree, void *node)
{
	rb_erase(ddi_avl_node(tree, node), ddi_avl_root(tree));
	tree->avl_numnodes--;
}
EXPORT_SYMBOL_GPL(avl_remove);

/**
 * avl_first() - the lowest object
 * @tree: the tree
 *
 * Context: any.
 * Return: the object, or NULL if the tree is empty.
 */
void *avl_first(avl_tree_t *tree)
{
	return ddi_avl_data(tree, rb_first(ddi_avl_root(tree)));
}
EXPORT_SYMBOL_GPL(avl_first);

/**
 * avl_last() - the highest object
 * @tree: the tree
 *
 * Context: any.
 * Return: the object, or NULL if the tree is empty.
 */
void *avl_last(avl_tree_t *tree)
{
	return ddi_avl_data(tree, rb_last(ddi_avl_root(tree)));
}
EXPORT_SYMBOL_GPL(avl_last);

/**
 * avl_nearest() - the neighbour of an object that was not found
 * @tree: the tree
 * @where: from avl_find()
 * @direction: AVL_BEFORE for the one below, AVL_AFTER for the one above
 *
 * Context: any.
 * Return: the neighbour, or NULL if there is none on that side.
 */
void *avl_nearest(avl_tree_t *tree, avl_index_t where, int direction)
{
	struct rb_node *parent = ddi_avl_parent(where);

	if (!parent)
		return NULL;
	if ((where & 1) == direction)
		parent = ddi_avl_step(parent, direction);
	return ddi_avl_data(tree, parent);
}
EXPORT_SYMBOL_GPL(avl_nearest);

/**
 * avl_walk() - the neighbour of an object
 * @tree: the tree
 * @oldnode: in the tree; NULL yields NULL
 * @direction: AVL_BEFORE or AVL_AFTER it
 *
 * Context: any.
 * Return: the neighbour, or NULL if there is none on that side.
 */
void *avl_walk(avl_tree_t *tree, void *oldnode, int direction)
{
	if (!oldnode)
		return NULL;
	return ddi_avl_data(tree, ddi_avl_step(ddi_avl_node(tree, oldnode), direction));
}
EXPORT_SYMBOL_GPL(avl_walk);

/**
 * avl_numnodes() - how many objects there are
 * @tree: the tree
 *
 * Context: any.
 */
ulong_t avl_numnodes(avl_tree_t *tree)
{
	return tree->avl_numnodes;
}
EXPORT_SYMBOL_GPL(avl_numnodes);

/**
 * avl_is_empty() - is there no object in a tree?
 * @tree: the tree
 *
 * Context: any.
 */
boolean_t avl_is_empty(avl_tree_t *tree)
{
	return tree->avl_numnodes ? B_FALSE : B_TRUE;
}
EXPORT_SYMBOL_GPL(avl_is_empty);

/* Is an object on the right side of its neighbour? */
static bool ddi_avl_in_order(avl_tree_t *tree, void *data, int direction)
{
	void *neighbour = avl_walk(tree, data, direction);
	int diff;

	if (!neighbour)
		return true;
	diff = tree->avl_compar(data, neighbour);
	return direction == AVL_AFTER ? diff <= 0 : diff >= 0;
}

static boolean_t ddi_avl_reinsert(avl_tree_t *tree, void *node)
{
	avl_remove(tree, node);
	avl_add(tree, node);
	return B_TRUE;
}

/**
 * avl_update_lt() - an object has become lower
 * @tree: the tree
 * @node: in the tree
 *
 * Context: any.
 * Return: B_TRUE if its place had to change.
 */
boolean_t avl_update_lt(avl_tree_t *tree, void *node)
{
	if (ddi_avl_in_order(tree, node, AVL_BEFORE))
		return B_FALSE;
	return ddi_avl_reinsert(tree, node);
}
EXPORT_SYMBOL_GPL(avl_update_lt);

/**
 * avl_update_gt() - an object has become higher
 * @tree: the tree
 * @node: in the tree
 *
 * Context: any.
 * Return: B_TRUE if its place had to change.
 */
boolean_t avl_update_gt(avl_tree_t *tree, void *node)
{
	if (ddi_avl_in_order(tree, node, AVL_AFTER))
		return B_FALSE;
	return ddi_avl_reinsert(tree, node);
}
EXPORT_SYMBOL_GPL(avl_update_gt);

/**
 * avl_update() - an object has become lower or higher
 * @tree: the tree
 * @node: in the tree
 *
 * Context: any.
 * Return: B_TRUE if its place had to change.
 */
boolean_t avl_update(avl_tree_t *tree, void *node)
{
	return avl_update_lt(tree, node) ? B_TRUE : avl_update_gt(tree, node);
}
EXPORT_SYMBOL_GPL(avl_update);

/**
 * avl_swap() - let two trees exchange their objects
 * @tree1: a tree
 * @tree2: another of the same kind of objects
 *
 * Context: any.
 */
void avl_swap(avl_tree_t *tree1, avl_tree_t *tree2)
{
	swap(tree1->avl_root, tree2->avl_root);
	swap(tree1->avl_numnodes, tree2->avl_numnodes);
}
EXPORT_SYMBOL_GPL(avl_swap);

/**
 * avl_destroy_nodes() - empty a tree, one object a call
 * @tree: the tree; not to be used otherwise until the last call
 * @cookie: *@cookie is NULL at the first call, and not the caller's after it
 *
 * The caller may free each object at once.
 *
 * Context: any.
 * Return: an object that is out of the tree, or NULL when there are no more.
 */
void *avl_destroy_nodes(avl_tree_t *tree, void **cookie)
{
	struct rb_node *node = *cookie;

	if (*cookie == DDI_AVL_DONE)
		return NULL;
	if (!node)
		node = rb_first_postorder(ddi_avl_root(tree));
	if (!node)
		return NULL;
	*cookie = rb_next_postorder(node);
	tree->avl_numnodes--;
	if (!*cookie) {
		*ddi_avl_root(tree) = RB_ROOT;
		*cookie = DDI_AVL_DONE;
	}
	return ddi_avl_data(tree, node);
}
EXPORT_SYMBOL_GPL(avl_destroy_nodes);
