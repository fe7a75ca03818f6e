/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Fault codes: what devmap_load(9F) and devmap_unload(9F) return.
 */
#ifndef _VM_FAULTCODE_H
#define	_VM_FAULTCODE_H

typedef int faultcode_t;

#define	FC_HWERR		0x1	/* error of the hardware */
#define	FC_ALIGN		0x2
#define	FC_OBJERR		0x3	/* with an errno, see FC_ERRNO */
#define	FC_PROT			0x4	/* not allowed by the protection */
#define	FC_NOMAP		0x5	/* nothing is mapped there */
#define	FC_NOSUPPORT		0x6

#define	FC_MAKE_ERR(e)		(((e) << 8) | FC_OBJERR)
#define	FC_CODE(fc)		((fc) & 0xff)
#define	FC_ERRNO(fc)		((unsigned int)(fc) >> 8)

#endif /* _VM_FAULTCODE_H */
