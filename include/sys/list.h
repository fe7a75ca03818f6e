/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Doubly linked lists of objects that have a list_node_t in them, as the kernel
 * of Solaris has them.
 *
 * An object is in at most one list by the same node. Look at the types only
 * through the functions.
 */
#ifndef _SYS_LIST_H
#define	_SYS_LIST_H

#include <sys/types.h>

typedef struct list_node {
	struct list_node *list_next;
	struct list_node *list_prev;
} list_node_t;

typedef struct list {
	size_t	list_size;		/* bytes of an object */
	size_t	list_offset;		/* of the node in it */
	struct list_node list_head;
} list_t;

void list_create(list_t *list, size_t size, size_t offset);
void list_destroy(list_t *list);
void list_insert_head(list_t *list, void *object);
void list_insert_tail(list_t *list, void *object);
void list_insert_before(list_t *list, void *object, void *nobject);
void list_insert_after(list_t *list, void *object, void *nobject);
void list_remove(list_t *list, void *object);
void *list_remove_head(list_t *list);
void *list_remove_tail(list_t *list);
void *list_head(list_t *list);
void *list_tail(list_t *list);
void *list_next(list_t *list, void *object);
void *list_prev(list_t *list, void *object);
void ddi_list_move_tail(list_t *dst, list_t *src);
void list_link_init(list_node_t *node);
void list_link_replace(list_node_t *lold, list_node_t *lnew);
int list_link_active(list_node_t *node);
int list_is_empty(list_t *list);

/* Linux has another of this name. */
#define	list_move_tail		ddi_list_move_tail

#endif /* _SYS_LIST_H */
