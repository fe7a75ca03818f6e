/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Numbers that are handed out and taken back: id_space(9F).
 */
#ifndef _SYS_ID_SPACE_H
#define	_SYS_ID_SPACE_H

#include <sys/types.h>

struct id_space;
typedef struct id_space id_space_t;

id_space_t *id_space_create(const char *name, id_t low, id_t high);
void id_space_destroy(id_space_t *idspace);
id_t id_alloc(id_space_t *idspace);
id_t id_alloc_nosleep(id_space_t *idspace);
id_t id_allocff(id_space_t *idspace);
id_t id_allocff_nosleep(id_space_t *idspace);
id_t id_alloc_specific_nosleep(id_space_t *idspace, id_t id);
void id_free(id_space_t *idspace, id_t id);

#endif /* _SYS_ID_SPACE_H */
