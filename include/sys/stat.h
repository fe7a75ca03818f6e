/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Kinds of file, for ddi_create_minor_node(9F).
 */
#ifndef _SYS_STAT_H
#define	_SYS_STAT_H

#define	S_IFMT		00170000
#define	S_IFCHR		0020000
#define	S_IFBLK		0060000

#endif /* _SYS_STAT_H */
