/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Interrupts: ddi_intr_alloc(9F), ddi_intr_add_handler(9F), ddi_intr_enable(9F) and
 * their family.
 *
 * A handler runs in a thread of its own and may take a mutex(9F), as on Solaris below
 * the level of the scheduler; there is no higher level here. It returns
 * DDI_INTR_CLAIMED if the interrupt was its device's.
 */
#ifndef _SYS_DDI_INTR_H
#define	_SYS_DDI_INTR_H

#include <sys/types.h>
#include <sys/dditypes.h>
#include <sys/devops.h>

#define	DDI_INTR_UNCLAIMED	0
#define	DDI_INTR_CLAIMED	1

/* The argument that mutex_init(9F) takes for a lock of a handler. */
#define	DDI_INTR_PRI(pri)	((void *)((uintptr_t)(pri)))

/* Types of interrupts. MSI-X is none that is supported here. */
#define	DDI_INTR_TYPE_FIXED	0x1	/* a line, which devices share */
#define	DDI_INTR_TYPE_MSI	0x2
#define	DDI_INTR_TYPE_MSIX	0x4

/* If there are not as many as wanted: as many as there are, or none. */
#define	DDI_INTR_ALLOC_NORMAL	0
#define	DDI_INTR_ALLOC_STRICT	1

/* Capabilities: ddi_intr_get_cap(9F). */
#define	DDI_INTR_FLAG_LEVEL	0x0001
#define	DDI_INTR_FLAG_EDGE	0x0002
#define	DDI_INTR_FLAG_MASKABLE	0x0010
#define	DDI_INTR_FLAG_PENDING	0x0020
#define	DDI_INTR_FLAG_BLOCK	0x0100

/* Priorities. */
#define	DDI_INTR_PRI_MIN	1
#define	DDI_INTR_PRI_MAX	12
#define	DDI_INTR_SOFTPRI_MIN	1
#define	DDI_INTR_SOFTPRI_MAX	9
#define	DDI_INTR_SOFTPRI_DEFAULT	DDI_INTR_SOFTPRI_MIN

/* What the functions answer, beside DDI_SUCCESS and the others. */
#define	DDI_INTR_NOTFOUND	1
#define	DDI_EPENDING		(-9)

typedef struct ddi_intr_handle *ddi_intr_handle_t;
typedef struct ddi_softint *ddi_softint_handle_t;
typedef uint_t (ddi_intr_handler_t)(caddr_t arg1, caddr_t arg2);

int ddi_intr_get_supported_types(dev_info_t *dip, int *typesp);
int ddi_intr_get_nintrs(dev_info_t *dip, int type, int *nintrsp);
int ddi_intr_get_navail(dev_info_t *dip, int type, int *navailp);
int ddi_intr_alloc(dev_info_t *dip, ddi_intr_handle_t *h_array, int type,
    int inum, int count, int *actualp, int behavior);
int ddi_intr_free(ddi_intr_handle_t h);
int ddi_intr_get_cap(ddi_intr_handle_t h, int *flagsp);
int ddi_intr_set_cap(ddi_intr_handle_t h, int flags);
uint_t ddi_intr_get_hilevel_pri(void);
int ddi_intr_get_pri(ddi_intr_handle_t h, uint_t *prip);
int ddi_intr_set_pri(ddi_intr_handle_t h, uint_t pri);
int ddi_intr_add_handler(ddi_intr_handle_t h, ddi_intr_handler_t *inthandler,
    void *arg1, void *arg2);
int ddi_intr_dup_handler(ddi_intr_handle_t primary, int vector,
    ddi_intr_handle_t *newp);
int ddi_intr_remove_handler(ddi_intr_handle_t h);
int ddi_intr_enable(ddi_intr_handle_t h);
int ddi_intr_disable(ddi_intr_handle_t h);
int ddi_intr_block_enable(ddi_intr_handle_t *h_array, int count);
int ddi_intr_block_disable(ddi_intr_handle_t *h_array, int count);
int ddi_intr_set_mask(ddi_intr_handle_t h);
int ddi_intr_clr_mask(ddi_intr_handle_t h);
int ddi_intr_get_pending(ddi_intr_handle_t h, int *pendingp);

int ddi_intr_add_softint(dev_info_t *dip, ddi_softint_handle_t *hp,
    int soft_pri, ddi_intr_handler_t *handler, void *arg1);
int ddi_intr_remove_softint(ddi_softint_handle_t h);
int ddi_intr_trigger_softint(ddi_softint_handle_t h, void *arg2);
int ddi_intr_get_softint_pri(ddi_softint_handle_t h, uint_t *prip);
int ddi_intr_set_softint_pri(ddi_softint_handle_t h, uint_t pri);

/* The older ones. */
typedef struct ddi_softint *ddi_softintr_t;

#define	DDI_SOFTINT_FIXED	0
#define	DDI_SOFTINT_LOW		8
#define	DDI_SOFTINT_MED		128
#define	DDI_SOFTINT_HIGH	256

int ddi_dev_nintrs(dev_info_t *dip, int *resultp);
int ddi_intr_hilevel(dev_info_t *dip, uint_t inumber);
int ddi_get_iblock_cookie(dev_info_t *dip, uint_t inumber,
    ddi_iblock_cookie_t *iblock_cookiep);
int ddi_add_intr(dev_info_t *dip, uint_t inumber,
    ddi_iblock_cookie_t *iblock_cookiep,
    ddi_idevice_cookie_t *idevice_cookiep, uint_t (*handler)(caddr_t),
    caddr_t arg);
void ddi_remove_intr(dev_info_t *dip, uint_t inumber,
    ddi_iblock_cookie_t iblock_cookie);
int ddi_get_soft_iblock_cookie(dev_info_t *dip, int preference,
    ddi_iblock_cookie_t *iblock_cookiep);
int ddi_add_softintr(dev_info_t *dip, int preference, ddi_softintr_t *idp,
    ddi_iblock_cookie_t *iblock_cookiep,
    ddi_idevice_cookie_t *idevice_cookiep, uint_t (*handler)(caddr_t),
    caddr_t arg);
void ddi_remove_softintr(ddi_softintr_t id);
void ddi_trigger_softintr(ddi_softintr_t id);

#endif /* _SYS_DDI_INTR_H */
