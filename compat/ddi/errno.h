/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Error numbers that entry points of drivers return.
 */
#ifndef _DDI_ERRNO_H
#define _DDI_ERRNO_H

int ddi_errno(int err, const char *entry);

#endif /* _DDI_ERRNO_H */
