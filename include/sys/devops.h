/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The entry points of a driver: dev_ops(9S) and cb_ops(9S).
 */
#ifndef _SYS_DEVOPS_H
#define	_SYS_DEVOPS_H

#include <sys/types.h>
#include <sys/dditypes.h>

#define	CB_REV		1
#define	DEVO_REV	4

struct pollhead;
struct streamtab;
struct bus_ops;
struct aio_req;

struct cb_ops {
	int	(*cb_open)(dev_t *devp, int flag, int otyp, cred_t *credp);
	int	(*cb_close)(dev_t dev, int flag, int otyp, cred_t *credp);
	int	(*cb_strategy)(struct buf *bp);
	int	(*cb_print)(dev_t dev, char *str);
	int	(*cb_dump)(dev_t dev, caddr_t addr, long blkno, int nblk);
	int	(*cb_read)(dev_t dev, struct uio *uiop, cred_t *credp);
	int	(*cb_write)(dev_t dev, struct uio *uiop, cred_t *credp);
	int	(*cb_ioctl)(dev_t dev, int cmd, intptr_t arg, int mode,
		    cred_t *credp, int *rvalp);
	int	(*cb_devmap)(dev_t dev, devmap_cookie_t dhp, offset_t off,
		    size_t len, size_t *maplen, uint_t model);
	int	(*cb_mmap)(dev_t dev, off_t off, int prot);
	int	(*cb_segmap)(dev_t dev, off_t off, struct as *asp,
		    caddr_t *addrp, off_t len, unsigned int prot,
		    unsigned int maxprot, unsigned int flags, cred_t *credp);
	int	(*cb_chpoll)(dev_t dev, short events, int anyyet,
		    short *reventsp, struct pollhead **phpp);
	int	(*cb_prop_op)(dev_t dev, dev_info_t *dip,
		    ddi_prop_op_t prop_op, int mod_flags, char *name,
		    caddr_t valuep, int *length);
	struct streamtab *cb_str;
	int	cb_flag;
	int	cb_rev;
	int	(*cb_aread)(dev_t dev, struct aio_req *aio, cred_t *credp);
	int	(*cb_awrite)(dev_t dev, struct aio_req *aio, cred_t *credp);
};

struct dev_ops {
	int	devo_rev;
	int	devo_refcnt;
	int	(*devo_getinfo)(dev_info_t *dip, ddi_info_cmd_t infocmd,
		    void *arg, void **result);
	int	(*devo_identify)(dev_info_t *dip);
	int	(*devo_probe)(dev_info_t *dip);
	int	(*devo_attach)(dev_info_t *dip, ddi_attach_cmd_t cmd);
	int	(*devo_detach)(dev_info_t *dip, ddi_detach_cmd_t cmd);
	int	(*devo_reset)(dev_info_t *dip, ddi_reset_cmd_t cmd);
	struct cb_ops *devo_cb_ops;
	struct bus_ops *devo_bus_ops;
	int	(*devo_power)(dev_info_t *dip, int component, int level);
	int	(*devo_quiesce)(dev_info_t *dip);
};

/*
 * What stands for an entry point that a driver does not have. They fit every
 * member of the two structures; the layer knows them by their address and
 * never calls them through a pointer of another type.
 */
int ddi_nodev(void);
int ddi_nulldev(void);
#define	nodev		((void *)&ddi_nodev)
#define	nulldev		((void *)&ddi_nulldev)

int nochpoll(dev_t dev, short events, int anyyet, short *reventsp,
    struct pollhead **phpp);
int ddi_prop_op(dev_t dev, dev_info_t *dip, ddi_prop_op_t prop_op,
    int mod_flags, char *name, caddr_t valuep, int *length);
int ddi_quiesce_not_needed(dev_info_t *dip);
int ddi_quiesce_not_supported(dev_info_t *dip);

#endif /* _SYS_DEVOPS_H */
