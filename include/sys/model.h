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

/* DDI_MODEL_NONE if the program's model is the kernel's own. */
#define	ddi_model_convert_from(model) \
	(((model) & DDI_MODEL_MASK) & ~DDI_MODEL_NATIVE)

#endif /* _SYS_MODEL_H */
