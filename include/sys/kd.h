/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a program asks of a console: text or graphics. The numbers are those that a
 * Linux program has.
 */
#ifndef _SYS_KD_H
#define	_SYS_KD_H

#define	KDSETMODE	0x4b3a
#define	KDGETMODE	0x4b3b

#define	KD_TEXT		0
#define	KD_GRAPHICS	1

#endif /* _SYS_KD_H */
