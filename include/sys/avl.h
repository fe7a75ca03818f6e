/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Balanced trees of objects that have an avl_node_t in them, as the kernel of
 * Solaris has them. (Balanced by Linux's red-black rules underneath.)
 *
 * Look at the types only through the functions.
 */
#ifndef _SYS_AVL_H
#define	_SYS_AVL_H

#include <sys/types.h>

typedef struct avl_node {
	void	*avl_opaque[3];
} avl_node_t;

typedef struct avl_tree {
	void	*avl_root;
	int	(*avl_compar)(const void *, const void *);
	size_t	avl_offset;		/* of the node in an object */
	ulong_t	avl_numnodes;
	size_t	avl_size;		/* bytes of an object */
} avl_tree_t;

/* Where an object that avl_find() did not find would be. */
typedef uintptr_t	avl_index_t;

#define	AVL_BEFORE	(0)
#define	AVL_AFTER	(1)

void avl_create(avl_tree_t *tree,
    int (*compar)(const void *, const void *), size_t size, size_t offset);
void avl_destroy(avl_tree_t *tree);
void *avl_find(avl_tree_t *tree, const void *value, avl_index_t *where);
void avl_insert(avl_tree_t *tree, void *new_data, avl_index_t where);
void avl_insert_here(avl_tree_t *tree, void *new_data, void *here,
    int direction);
void avl_add(avl_tree_t *tree, void *new_node);
void avl_remove(avl_tree_t *tree, void *node);
void *avl_first(avl_tree_t *tree);
void *avl_last(avl_tree_t *tree);
void *avl_nearest(avl_tree_t *tree, avl_index_t where, int direction);
void *avl_walk(avl_tree_t *tree, void *oldnode, int direction);
ulong_t avl_numnodes(avl_tree_t *tree);
boolean_t avl_is_empty(avl_tree_t *tree);
boolean_t avl_update(avl_tree_t *tree, void *node);
boolean_t avl_update_lt(avl_tree_t *tree, void *node);
boolean_t avl_update_gt(avl_tree_t *tree, void *node);
void avl_swap(avl_tree_t *tree1, avl_tree_t *tree2);
void *avl_destroy_nodes(avl_tree_t *tree, void **cookie);

#define	AVL_NEXT(tree, node)	avl_walk((tree), (node), AVL_AFTER)
#define	AVL_PREV(tree, node)	avl_walk((tree), (node), AVL_BEFORE)

#endif /* _SYS_AVL_H */
