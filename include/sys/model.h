/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Data models: 32-bit programs on a 64-bit kernel. ddi_model_convert_from(9F).
 */
#ifndef _SYS_MODEL_H
#define	_SYS_MODEL_H

#include <sys/types.h>

#define	DDI_MODEL_MASK		0x0FF00000
#define	DDI_MODEL_NONE		0
#define	DDI_MODEL_ILP32		0x00100000
#define	DDI_MODEL_LP64		0x00200000
#define	DDI_MODEL_NATIVE	DDI_MODEL_LP64

#define	DATAMODEL_MASK		DDI_MODEL_MASK
#define	DATAMODEL_NONE		DDI_MODEL_NONE
#define	DATAMODEL_ILP32		DDI_MODEL_ILP32
#define	DATAMODEL_LP64		DDI_MODEL_LP64
#define	DATAMODEL_NATIVE	DDI_MODEL_NATIVE

/* The data model among the mode bits that ioctl(9E) gets. */
#define	FMODELS			DDI_MODEL_MASK

typedef unsigned int model_t;

/* DDI_MODEL_NONE if the program's model is the kernel's own. */
#define	ddi_model_convert_from(model) \
	(((model) & DDI_MODEL_MASK) & ~DDI_MODEL_NATIVE)

/*
 * A structure of a program, which is struct s for one of the kernel's own model
 * and struct s32 for a 32-bit one: STRUCT_DECL(9F). A handle h knows where the
 * structure is, and which of the two.
 */
#define	STRUCT_HANDLE(s, h)						\
	struct {							\
		union {							\
			struct s	*m64;				\
			struct s##32	*m32;				\
		} ptr;							\
		model_t	model;						\
	} h = { { NULL }, DATAMODEL_NONE }

/* With room for the structure in its own model, which is the larger. */
#define	STRUCT_DECL(s, h)						\
	struct {							\
		union {							\
			struct s	*m64;				\
			struct s##32	*m32;				\
		} ptr;							\
		model_t		model;					\
		union {							\
			struct s	m64;				\
			struct s##32	m32;				\
		} room;							\
	} h

#define	STRUCT_INIT(h, umodel)						\
	((void)((h).model = (umodel) & DATAMODEL_MASK,			\
	(h).ptr.m64 = &(h).room.m64))

#define	STRUCT_SET_HANDLE(h, umodel, addr)				\
	((void)((h).model = (umodel) & DATAMODEL_MASK,			\
	(h).ptr.m64 = (void *)(addr)))

#define	STRUCT_IS32_(h)		((h).model == DATAMODEL_ILP32)

#define	STRUCT_SIZE(h)							\
	(STRUCT_IS32_(h) ? sizeof (*(h).ptr.m32) : sizeof (*(h).ptr.m64))
#define	STRUCT_BUF(h)		((h).ptr.m64)

#define	STRUCT_FADDR(h, field)						\
	(STRUCT_IS32_(h) ?						\
	(__typeof__(&(h).ptr.m64->field))(void *)&(h).ptr.m32->field :	\
	&(h).ptr.m64->field)

#define	STRUCT_FGET(h, field)						\
	(STRUCT_IS32_(h) ? (h).ptr.m32->field : (h).ptr.m64->field)
#define	STRUCT_FSET(h, field, val)					\
	(STRUCT_IS32_(h) ? (void)((h).ptr.m32->field = (val)) :		\
	(void)((h).ptr.m64->field = (val)))

/* A member that is a pointer, in the structure of 32 bits a caddr32_t. */
#define	STRUCT_FGETP(h, field)						\
	(STRUCT_IS32_(h) ? (void *)(uintptr_t)(h).ptr.m32->field :	\
	(void *)(h).ptr.m64->field)
#define	STRUCT_FSETP(h, field, val)					\
	(STRUCT_IS32_(h) ?						\
	(void)((h).ptr.m32->field = (caddr32_t)(uintptr_t)(val)) :	\
	(void)((h).ptr.m64->field = (void *)(val)))

#define	SIZEOF_STRUCT(s, umodel)					\
	(((umodel) & DATAMODEL_MASK) == DATAMODEL_ILP32 ?		\
	sizeof (struct s##32) : sizeof (struct s))
#define	SIZEOF_PTR(umodel)						\
	(((umodel) & DATAMODEL_MASK) == DATAMODEL_ILP32 ?		\
	sizeof (caddr32_t) : sizeof (caddr_t))

model_t get_udatamodel(void);

#endif /* _SYS_MODEL_H */
