/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Mapping of device and kernel memory, and device context management:
 * devmap(9E), devmap_callback_ctl(9S) and their family.
 */
#ifndef _SYS_DDIDEVMAP_H
#define	_SYS_DDIDEVMAP_H

#include <sys/types.h>
#include <sys/mman.h>
#include <sys/dditypes.h>

typedef struct as *ddi_as_handle_t;

/* devmap_callback_ctl(9S): devmap_rev */
#define	DEVMAP_OPS_REV		1

/* Flags of devmap_devmem_setup(9F) and devmap_umem_setup(9F). */
#define	DEVMAP_DEFAULTS		0x00
#define	DEVMAP_MAPPING_INVALID	0x01
#define	DEVMAP_ALLOW_REMAP	0x02
#define	DEVMAP_USE_PAGESIZE	0x04
#define	DEVMAP_SETUP_FLAGS	(DEVMAP_MAPPING_INVALID | \
				DEVMAP_ALLOW_REMAP | DEVMAP_USE_PAGESIZE)

/* Flags of ddi_umem_alloc(9F). */
#define	DDI_UMEM_SLEEP		0x0
#define	DDI_UMEM_NOSLEEP	0x1
#define	DDI_UMEM_PAGEABLE	0x2
#define	DDI_UMEM_TRASH		0x4

/* Type of access: devmap_access(9E). */
#define	DEVMAP_ACCESS		0
#define	DEVMAP_LOCK		2
#define	DEVMAP_UNLOCK		3

/* Direction of access. */
#define	DEVMAP_READ		1
#define	DEVMAP_WRITE		2
#define	DEVMAP_EXEC		3

struct devmap_callback_ctl {
	int	devmap_rev;
	int	(*devmap_map)(devmap_cookie_t dhp, dev_t dev, uint_t flags,
		    offset_t off, size_t len, void **pvtp);
	int	(*devmap_access)(devmap_cookie_t dhp, void *pvtp, offset_t off,
		    size_t len, uint_t type, uint_t rw);
	int	(*devmap_dup)(devmap_cookie_t dhp, void *pvtp,
		    devmap_cookie_t new_dhp, void **new_pvtp);
	void	(*devmap_unmap)(devmap_cookie_t dhp, void *pvtp, offset_t off,
		    size_t len, devmap_cookie_t new_dhp1, void **new_pvtp1,
		    devmap_cookie_t new_dhp2, void **new_pvtp2);
};

typedef struct devmap_callback_ctl devmap_callback_ctl_t;

int ddi_devmap_segmap(dev_t dev, off_t off, ddi_as_handle_t as, caddr_t *addrp,
    off_t len, uint_t prot, uint_t maxprot, uint_t flags, cred_t *cred);
int devmap_setup(dev_t dev, offset_t off, ddi_as_handle_t as, caddr_t *addrp,
    size_t len, uint_t prot, uint_t maxprot, uint_t flags, cred_t *cred);
int devmap_devmem_setup(devmap_cookie_t dhp, dev_info_t *dip,
    struct devmap_callback_ctl *callbackops, uint_t rnumber, offset_t roff,
    size_t len, uint_t maxprot, uint_t flags, ddi_device_acc_attr_t *accattrp);
int devmap_devmem_remap(devmap_cookie_t dhp, dev_info_t *dip, uint_t rnumber,
    offset_t roff, size_t len, uint_t maxprot, uint_t flags,
    ddi_device_acc_attr_t *accattrp);
int devmap_umem_setup(devmap_cookie_t dhp, dev_info_t *dip,
    struct devmap_callback_ctl *callbackops, ddi_umem_cookie_t cookie,
    offset_t off, size_t len, uint_t maxprot, uint_t flags,
    ddi_device_acc_attr_t *accattrp);
int devmap_umem_remap(devmap_cookie_t dhp, dev_info_t *dip,
    ddi_umem_cookie_t cookie, offset_t off, size_t len, uint_t maxprot,
    uint_t flags, ddi_device_acc_attr_t *accattrp);
int devmap_load(devmap_cookie_t dhp, offset_t off, size_t len, uint_t type,
    uint_t rw);
int devmap_unload(devmap_cookie_t dhp, offset_t off, size_t len);
int devmap_default_access(devmap_cookie_t dhp, void *pvtp, offset_t off,
    size_t len, uint_t type, uint_t rw);
int devmap_do_ctxmgt(devmap_cookie_t dhp, void *pvtp, offset_t off, size_t len,
    uint_t type, uint_t rw,
    int (*devmap_contextmgt)(devmap_cookie_t dhp, void *pvtp, offset_t off,
    size_t len, uint_t type, uint_t rw));
void devmap_set_ctx_timeout(devmap_cookie_t dhp, clock_t ticks);

void *ddi_umem_alloc(size_t size, int flags, ddi_umem_cookie_t *cookiep);
void ddi_umem_free(ddi_umem_cookie_t cookie);

#endif /* _SYS_DDIDEVMAP_H */
