/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Strings that the layer has itself; part of <sys/systm.h> and <sys/ddi.h>.
 */
#ifndef _SYS_SYSTM_IMPL_H
#define	_SYS_SYSTM_IMPL_H

#include <sys/types.h>

char *ddi_strncpy(char *dst, const char *src, size_t n);
size_t ddi_strlcpy(char *dst, const char *src, size_t dstsize);
size_t ddi_strlcat(char *dst, const char *src, size_t dstsize);

#endif /* _SYS_SYSTM_IMPL_H */
