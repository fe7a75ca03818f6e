// SPDX-License-Identifier: GPL-2.0
/*
 * Lists: <sys/list.h>, over Linux's own. A node that is in no list is NULL in
 * both directions, so that zeroed memory needs no initialisation.
 *
 * The caller's lock protects a list; none of these sleeps.
 */
#include <linux/build_bug.h>
#include <linux/export.h>
#include <linux/list.h>
#include <linux/printk.h>

#include <sys/list.h>

static struct list_head *ddi_list_link(struct list_node *node)
{
	BUILD_BUG_ON(sizeof(struct list_node) != sizeof(struct list_head));
	BUILD_BUG_ON(offsetof(struct list_node, list_next) !=
		     offsetof(struct list_head, next));
	return (struct list_head *)node;
}

static struct list_head *ddi_list_root(list_t *list)
{
	return ddi_list_link(&list->list_head);
}

static struct list_head *ddi_list_object_link(const list_t *list, void *object)
{
	return object + list->list_offset;
}

/* The object that a link is in; NULL for the list's own head. */
static void *ddi_list_object(list_t *list, struct list_head *link)
{
	return link == ddi_list_root(list) ? NULL : (void *)link - list->list_offset;
}

static bool ddi_list_may_insert(const list_t *list, void *object)
{
	if (!ddi_list_object_link(list, object)->next)
		return true;
	pr_warn_ratelimited("list_insert: an object that is in a list cannot enter another by the same node\n");
	return false;
}

/**
 * list_create() - make an empty list
 * @list: the list
 * @size: bytes of the objects that it will have
 * @offset: bytes from an object's start to its list_node_t
 *
 * Context: any.
 */
void list_create(list_t *list, size_t size, size_t offset)
{
	list->list_size = size;
	list->list_offset = offset;
	INIT_LIST_HEAD(ddi_list_root(list));
}
EXPORT_SYMBOL_GPL(list_create);

/**
 * list_destroy() - end a list
 * @list: the list, empty
 *
 * Context: any.
 */
void list_destroy(list_t *list)
{
	if (!list_is_empty(list))
		pr_warn_ratelimited("%s: the list is not empty\n", __func__);
	list->list_head.list_next = NULL;
	list->list_head.list_prev = NULL;
}
EXPORT_SYMBOL_GPL(list_destroy);

/**
 * list_insert_head() - make an object the first
 * @list: the list
 * @object: in no list
 *
 * Context: any.
 */
void list_insert_head(list_t *list, void *object)
{
	if (ddi_list_may_insert(list, object))
		list_add(ddi_list_object_link(list, object), ddi_list_root(list));
}
EXPORT_SYMBOL_GPL(list_insert_head);

/**
 * list_insert_tail() - make an object the last
 * @list: the list
 * @object: in no list
 *
 * Context: any.
 */
void list_insert_tail(list_t *list, void *object)
{
	if (ddi_list_may_insert(list, object))
		list_add_tail(ddi_list_object_link(list, object), ddi_list_root(list));
}
EXPORT_SYMBOL_GPL(list_insert_tail);

/**
 * list_insert_before() - put an object in front of another
 * @list: the list
 * @object: in the list; NULL for the end of the list
 * @nobject: in no list
 *
 * Context: any.
 */
void list_insert_before(list_t *list, void *object, void *nobject)
{
	if (!object)
		list_insert_tail(list, nobject);
	else if (ddi_list_may_insert(list, nobject))
		list_add_tail(ddi_list_object_link(list, nobject),
			      ddi_list_object_link(list, object));
}
EXPORT_SYMBOL_GPL(list_insert_before);

/**
 * list_insert_after() - put an object behind another
 * @list: the list
 * @object: in the list; NULL for the start of the list
 * @nobject: in no list
 *
 * Context: any.
 */
void list_insert_after(list_t *list, void *object, void *nobject)
{
	if (!object)
		list_insert_head(list, nobject);
	else if (ddi_list_may_insert(list, nobject))
		list_add(ddi_list_object_link(list, nobject),
			 ddi_list_object_link(list, object));
}
EXPORT_SYMBOL_GPL(list_insert_after);

/**
 * list_remove() - take an object out
 * @list: the list
 * @object: in the list
 *
 * Context: any.
 */
void list_remove(list_t *list, void *object)
{
	struct list_head *link = ddi_list_object_link(list, object);

	if (!link->next) {
		pr_warn_ratelimited("%s: the object is in no list\n", __func__);
		return;
	}
	__list_del_entry(link);
	link->next = NULL;
	link->prev = NULL;
}
EXPORT_SYMBOL_GPL(list_remove);

/**
 * list_remove_head() - take the first object out
 * @list: the list
 *
 * Context: any.
 * Return: the object, or NULL if there was none.
 */
void *list_remove_head(list_t *list)
{
	void *object = list_head(list);

	if (object)
		list_remove(list, object);
	return object;
}
EXPORT_SYMBOL_GPL(list_remove_head);

/**
 * list_remove_tail() - take the last object out
 * @list: the list
 *
 * Context: any.
 * Return: the object, or NULL if there was none.
 */
void *list_remove_tail(list_t *list)
{
	void *object = list_tail(list);

	if (object)
		list_remove(list, object);
	return object;
}
EXPORT_SYMBOL_GPL(list_remove_tail);

/**
 * list_head() - the first object
 * @list: the list
 *
 * Context: any.
 * Return: the object, or NULL if the list is empty.
 */
void *list_head(list_t *list)
{
	return ddi_list_object(list, ddi_list_root(list)->next);
}
EXPORT_SYMBOL_GPL(list_head);

/**
 * list_tail() - the last object
 * @list: the list
 *
 * Context: any.
 * Return: the object, or NULL if the list is empty.
 */
void *list_tail(list_t *list)
{
	return ddi_list_object(list, ddi_list_root(list)->prev);
}
EXPORT_SYMBOL_GPL(list_tail);

/**
 * list_next() - the object behind another
 * @list: the list
 * @object: in the list
 *
 * Context: any.
 * Return: the object, or NULL behind the last.
 */
void *list_next(list_t *list, void *object)
{
	return ddi_list_object(list, ddi_list_object_link(list, object)->next);
}
EXPORT_SYMBOL_GPL(list_next);

/**
 * list_prev() - the object in front of another
 * @list: the list
 * @object: in the list
 *
 * Context: any.
 * Return: the object, or NULL in front of the first.
 */
void *list_prev(list_t *list, void *object)
{
	return ddi_list_object(list, ddi_list_object_link(list, object)->prev);
}
EXPORT_SYMBOL_GPL(list_prev);

/**
 * ddi_list_move_tail() - list_move_tail(): append all of one list to another
 * @dst: the list that grows
 * @src: the list that is empty afterwards; of objects with the same node
 *
 * Context: any.
 */
void ddi_list_move_tail(list_t *dst, list_t *src)
{
	list_splice_tail_init(ddi_list_root(src), ddi_list_root(dst));
}
EXPORT_SYMBOL_GPL(ddi_list_move_tail);

/**
 * list_link_init() - say of a node that it is in no list
 * @node: the node
 *
 * Context: any.
 */
void list_link_init(list_node_t *node)
{
	node->list_next = NULL;
	node->list_prev = NULL;
}
EXPORT_SYMBOL_GPL(list_link_init);

/**
 * list_link_replace() - put one node in the place of another
 * @lold: in a list; in none afterwards
 * @lnew: in no list
 *
 * Context: any.
 */
void list_link_replace(list_node_t *lold, list_node_t *lnew)
{
	list_replace(ddi_list_link(lold), ddi_list_link(lnew));
	list_link_init(lold);
}
EXPORT_SYMBOL_GPL(list_link_replace);

/**
 * list_link_active() - is a node in a list?
 * @node: the node
 *
 * Context: any.
 * Return: nonzero if it is.
 */
int list_link_active(list_node_t *node)
{
	return !!node->list_next;
}
EXPORT_SYMBOL_GPL(list_link_active);

/**
 * list_is_empty() - is there no object in a list?
 * @list: the list
 *
 * Context: any.
 * Return: nonzero if there is none.
 */
int list_is_empty(list_t *list)
{
	return list_empty(ddi_list_root(list));
}
EXPORT_SYMBOL_GPL(list_is_empty);
