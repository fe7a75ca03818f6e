/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * /dev/dmt: a driver that does what a test tells it to, and says what was asked
 * of it. One script, one log for all who have it open.
 */
#ifndef _UAPI_DMT_H
#define	_UAPI_DMT_H

#include <sys/ioctl.h>

#define	DMT_MAX_PIECES	6
#define	DMT_MAX_ACTIONS	6
#define	DMT_MAX_HANDLES	64
#define	DMT_MAX_EVENTS	256

#define	DMT_MEM_PAGES	8	/* of the driver's kernel memory */

#define	DMT_SELF	(-1)	/* the handle that the callback is for */
#define	DMT_NEW		(-2)	/* devmap_dup(9E): the child's */

/* What devmap(9E) does for one piece, and how it is called back. */
struct dmt_piece {
	unsigned long long	dp_maplen;	/* what *maplen becomes */
	unsigned long long	dp_len;		/* what is set up */
	long long		dp_roff;
	unsigned int		dp_setup;	/* DMT_SETUP_* */
	unsigned int		dp_rnumber;
	unsigned int		dp_maxprot;
	unsigned int		dp_flags;	/* DEVMAP_* */
	unsigned int		dp_order;	/* devacc_attr_dataorder */
	unsigned int		dp_callbacks;	/* DMT_CB_* */
	int			dp_devmap_ret;
	int			dp_map_ret;
	int			dp_dup_ret;
	int			dp_hold;	/* clock ticks */
};

#define	DMT_SETUP_NONE		0
#define	DMT_SETUP_DEVMEM	1
#define	DMT_SETUP_TWICE		2	/* and a second time */
#define	DMT_SETUP_UMEM		3	/* dp_roff of the driver's memory */
#define	DMT_SETUP_TRASH		4	/* memory of DDI_UMEM_TRASH */

#define	DMT_CB_MAP		0x01
#define	DMT_CB_ACCESS		0x02
#define	DMT_CB_ACCESS2		0x04	/* another function */
#define	DMT_CB_ACCESS_NODEV	0x08	/* the entry is nodev */
#define	DMT_CB_ACCESS_NULLDEV	0x10	/* the entry is nulldev */
#define	DMT_CB_DUP		0x20
#define	DMT_CB_UNMAP		0x40

/* Something that a callback or an ioctl does to a handle. */
struct dmt_action {
	unsigned int		da_when;	/* DMT_IN_* */
	unsigned int		da_op;		/* DMT_OP_* */
	int			da_handle;	/* number, DMT_SELF, DMT_NEW */
	unsigned int		da_type;	/* DEVMAP_ACCESS...; DMT_ASKED: as asked */
	unsigned int		da_rw;		/* DEVMAP_READ...; DMT_ASKED */
	int			da_ret;		/* out, last time */
	long long		da_off;
	unsigned long long	da_len;
	int			da_stop;	/* the callback returns da_ret if not 0 */
	int			da_arg;		/* see the operations */
};

#define	DMT_ASKED	0xffffffffu

#define	DMT_IN_ACCESS	1	/* devmap_access(9E) */
#define	DMT_IN_CTXMGT	2	/* devmap_contextmgt(9E) */
#define	DMT_IN_UNMAP	3	/* devmap_unmap(9E), before anything is freed */
#define	DMT_IN_DUP	4	/* devmap_dup(9E); DMT_SELF is the parent's */
#define	DMT_IN_UNLOCK	5	/* devmap_access(9E) for DEVMAP_UNLOCK */

#define	DMT_OP_LOAD		1
#define	DMT_OP_UNLOAD		2
#define	DMT_OP_DEFAULT		3	/* devmap_default_access(9F), as asked */
#define	DMT_OP_CTXMGT		4	/* devmap_do_ctxmgt(9F) */
#define	DMT_OP_CTXMGT_NULL	5	/* without a callback */
#define	DMT_OP_RETURN		6	/* returns da_arg */
#define	DMT_OP_HOLD		7	/* devmap_set_ctx_timeout(9F) of da_arg ticks */
#define	DMT_OP_SETUP		8	/* devmap_setup(9F), outside of segmap(9E) */
#define	DMT_OP_NOBODY		9	/* devmap_load(9F) of what is no handle */
#define	DMT_OP_SLEEP		10	/* delay(9F) of da_arg ticks */
#define	DMT_OP_LOAD_AS		11	/* every handle of the faulting process */
#define	DMT_OP_UNLOAD_OTHERS	12	/* every handle of other processes */
/* Remaps to da_off, da_len of what the name says. */
#define	DMT_OP_REMAP_INVALID	13	/* devmap_devmem_remap(9F): nothing */
#define	DMT_OP_REMAP_REGS	14	/* devmap_devmem_remap(9F) */
#define	DMT_OP_REMAP_UMEM	15	/* devmap_umem_remap(9F): the memory */
#define	DMT_OP_REMAP_TRASH	16	/* devmap_umem_remap(9F): the trash */

#define	DMT_SEGMAP_DEFAULT	0	/* ddi_devmap_segmap(9F) */
#define	DMT_SEGMAP_REFUSE	1	/* returns ds_segmap_ret */
#define	DMT_SEGMAP_FORGET	2	/* returns 0 and maps nothing */
#define	DMT_SEGMAP_REGRET	3	/* maps, then returns ds_segmap_ret */
#define	DMT_SEGMAP_TWICE	4	/* maps twice */
#define	DMT_SEGMAP_LENGTH	5	/* maps another length */
#define	DMT_SEGMAP_MOVE		6	/* maps offset + ds_segmap_arg */
#define	DMT_SEGMAP_PROT		7	/* maps no more than ds_segmap_arg */

struct dmt_script {
	unsigned int		ds_npieces;
	unsigned int		ds_nactions;
	unsigned int		ds_segmap;	/* DMT_SEGMAP_* */
	int			ds_segmap_ret;
	long long		ds_segmap_arg;
	int			ds_open_ret;	/* of open(9E) */
	int			ds_reserved;
	struct dmt_piece	ds_pieces[DMT_MAX_PIECES];
	struct dmt_action	ds_actions[DMT_MAX_ACTIONS];
};

/* What the driver was asked, in the order in which it came. */
struct dmt_event {
	unsigned int		de_what;	/* DMT_EV_* */
	int			de_handle;	/* number, from 0 since the script */
	long long		de_off;
	unsigned long long	de_len;
	unsigned int		de_type;	/* access; segmap: maxprot */
	unsigned int		de_rw;		/* access; segmap: prot */
	int			de_new1;	/* dup, unmap: handle, or -1 */
	int			de_new2;
	int			de_ret;		/* access; setup: of devmap_*_setup(9F) */
	unsigned int		de_flags;	/* map, segmap; devmap: model */
};

#define	DMT_EV_SEGMAP		1
#define	DMT_EV_DEVMAP		2
#define	DMT_EV_SETUP		3
#define	DMT_EV_MAP		4
#define	DMT_EV_ACCESS		5
#define	DMT_EV_CTXMGT		6
#define	DMT_EV_DUP		7
#define	DMT_EV_UNMAP		8

struct dmt_log {
	unsigned int		dl_count;	/* events that happened */
	unsigned int		dl_reserved;
	struct dmt_event	dl_events[DMT_MAX_EVENTS];
};

/* A handle, as its fields say. */
struct dmt_handle {
	int			dh_handle;	/* in: number */
	unsigned int		dh_mapped;	/* the rest counts only if it is */
	long long		dh_uoff;
	long long		dh_roff;
	unsigned long long	dh_len;
	unsigned int		dh_prot;
	unsigned int		dh_maxprot;
	long long		dh_hold;
	unsigned int		dh_mine;	/* dh_seg->s_as is curproc->p_as */
	int			dh_next;	/* number, or -1 */
};

#define	DMTIOC_SCRIPT	_IOW('M', 0x80, struct dmt_script)
#define	DMTIOC_ACTIONS	_IOR('M', 0x81, struct dmt_script)
#define	DMTIOC_LOG	_IOR('M', 0x82, struct dmt_log)	/* and forgets it */
#define	DMTIOC_DO	_IOWR('M', 0x83, struct dmt_action)
#define	DMTIOC_HANDLE	_IOWR('M', 0x84, struct dmt_handle)

/* Returns its argument from ioctl(9E). */
#define	DMTIOC_RETURN	_IO('M', 0x85)

#endif /* _UAPI_DMT_H */
