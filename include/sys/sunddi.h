/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The Solaris DDI.
 */
#ifndef _SYS_SUNDDI_H
#define	_SYS_SUNDDI_H

#include <sys/types.h>
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/mman.h>
#include <sys/ksynch.h>
#include <sys/debug.h>
#include <sys/time.h>
#include <sys/cmn_err.h>
#include <sys/cred.h>
#include <sys/kmem.h>
#include <sys/mkdev.h>
#include <sys/stat.h>
#include <sys/dditypes.h>
#include <sys/devops.h>
#include <sys/ddidevmap.h>
#include <sys/ddiprops.h>
#include <sys/ddi_intr.h>

/* Node types of ddi_create_minor_node(9F). */
#define	DDI_PSEUDO		"ddi_pseudo"
#define	DDI_NT_DISPLAY		"ddi_display"
#define	DDI_NT_BLOCK		"ddi_block"
#define	DDI_NT_SERIAL		"ddi_serial"
#define	CLONE_DEV		1

/* The device tree. */
int ddi_get_instance(dev_info_t *dip);
char *ddi_get_name(dev_info_t *dip);
const char *ddi_driver_name(dev_info_t *dip);
major_t ddi_driver_major(dev_info_t *dip);
void ddi_set_driver_private(dev_info_t *dip, void *data);
void *ddi_get_driver_private(dev_info_t *dip);
void ddi_report_dev(dev_info_t *dip);
int ddi_create_minor_node(dev_info_t *dip, const char *name, int spec_type,
    minor_t minor_num, const char *node_type, int flag);
void ddi_remove_minor_node(dev_info_t *dip, const char *name);

/* State structures of the instances. */
int ddi_soft_state_init(void **statep, size_t size, size_t n_items);
void *ddi_get_soft_state(void *state, int item);
int ddi_soft_state_zalloc(void *state, int item);
void ddi_soft_state_free(void *state, int item);
void ddi_soft_state_fini(void **statep);

/* Registers. */
int ddi_dev_nregs(dev_info_t *dip, int *nregsp);
int ddi_dev_regsize(dev_info_t *dip, uint_t rnumber, off_t *sizep);
int ddi_regs_map_setup(dev_info_t *dip, uint_t rnumber, caddr_t *addrp,
    offset_t offset, offset_t len, ddi_device_acc_attr_t *accattrp,
    ddi_acc_handle_t *handlep);
void ddi_regs_map_free(ddi_acc_handle_t *handlep);
int ddi_map_regs(dev_info_t *dip, uint_t rnumber, caddr_t *kaddrp,
    off_t offset, off_t len);
void ddi_unmap_regs(dev_info_t *dip, uint_t rnumber, caddr_t *kaddrp,
    off_t offset, off_t len);

#define	DDI_DEV_NO_AUTOINCR	0x0000
#define	DDI_DEV_AUTOINCR	0x0001

uint8_t ddi_get8(ddi_acc_handle_t handle, uint8_t *addr);
uint16_t ddi_get16(ddi_acc_handle_t handle, uint16_t *addr);
uint32_t ddi_get32(ddi_acc_handle_t handle, uint32_t *addr);
uint64_t ddi_get64(ddi_acc_handle_t handle, uint64_t *addr);
void ddi_put8(ddi_acc_handle_t handle, uint8_t *addr, uint8_t value);
void ddi_put16(ddi_acc_handle_t handle, uint16_t *addr, uint16_t value);
void ddi_put32(ddi_acc_handle_t handle, uint32_t *addr, uint32_t value);
void ddi_put64(ddi_acc_handle_t handle, uint64_t *addr, uint64_t value);
void ddi_rep_get8(ddi_acc_handle_t handle, uint8_t *host_addr,
    uint8_t *dev_addr, size_t repcount, uint_t flags);
void ddi_rep_put8(ddi_acc_handle_t handle, uint8_t *host_addr,
    uint8_t *dev_addr, size_t repcount, uint_t flags);
void ddi_rep_get16(ddi_acc_handle_t handle, uint16_t *host_addr,
    uint16_t *dev_addr, size_t repcount, uint_t flags);
void ddi_rep_put16(ddi_acc_handle_t handle, uint16_t *host_addr,
    uint16_t *dev_addr, size_t repcount, uint_t flags);
void ddi_rep_get32(ddi_acc_handle_t handle, uint32_t *host_addr,
    uint32_t *dev_addr, size_t repcount, uint_t flags);
void ddi_rep_put32(ddi_acc_handle_t handle, uint32_t *host_addr,
    uint32_t *dev_addr, size_t repcount, uint_t flags);
void ddi_rep_get64(ddi_acc_handle_t handle, uint64_t *host_addr,
    uint64_t *dev_addr, size_t repcount, uint_t flags);
void ddi_rep_put64(ddi_acc_handle_t handle, uint64_t *host_addr,
    uint64_t *dev_addr, size_t repcount, uint_t flags);

/* The configuration space of a PCI device: <sys/pci.h> has the offsets. */
int pci_config_setup(dev_info_t *dip, ddi_acc_handle_t *handle);
void pci_config_teardown(ddi_acc_handle_t *handle);
uint8_t pci_config_get8(ddi_acc_handle_t handle, off_t offset);
uint16_t pci_config_get16(ddi_acc_handle_t handle, off_t offset);
uint32_t pci_config_get32(ddi_acc_handle_t handle, off_t offset);
uint64_t pci_config_get64(ddi_acc_handle_t handle, off_t offset);
void pci_config_put8(ddi_acc_handle_t handle, off_t offset, uint8_t value);
void pci_config_put16(ddi_acc_handle_t handle, off_t offset, uint16_t value);
void pci_config_put32(ddi_acc_handle_t handle, off_t offset, uint32_t value);
void pci_config_put64(ddi_acc_handle_t handle, off_t offset, uint64_t value);

/* Strings. */
int ddi_strtol(const char *str, char **nptr, int base, long *result);
int ddi_strtoul(const char *str, char **nptr, int base, unsigned long *result);
int ddi_strtoll(const char *str, char **nptr, int base, longlong_t *result);
int ddi_strtoull(const char *str, char **nptr, int base, u_longlong_t *result);
char *ddi_strdup(const char *str, uint_t flag);
int stoi(char **str);
void numtos(ulong_t num, char *s);

/* Bytes to pages (down), bytes to pages (up), pages to bytes. */
static inline unsigned long
ddi_btop(dev_info_t *dip, unsigned long bytes)
{
	return (btop(bytes));
}

static inline unsigned long
ddi_btopr(dev_info_t *dip, unsigned long bytes)
{
	return (btopr(bytes));
}

static inline unsigned long
ddi_ptob(dev_info_t *dip, unsigned long pages)
{
	return (ptob(pages));
}

/* User memory. */
int ddi_copyin(const void *buf, void *driverbuf, size_t cn, int flags);
int ddi_copyout(const void *driverbuf, void *buf, size_t cn, int flags);

/* User memory that stays where it is. */
#define	DDI_UMEMLOCK_READ	0x1
#define	DDI_UMEMLOCK_WRITE	0x2

int ddi_umem_lock(caddr_t addr, size_t len, int flags,
    ddi_umem_cookie_t *cookiep);
void ddi_umem_unlock(ddi_umem_cookie_t cookie);
struct buf *ddi_umem_iosetup(ddi_umem_cookie_t cookie, off_t off, size_t len,
    int direction, dev_t dev, long blkno, int (*iodone)(struct buf *),
    int sleepflag);

/* The process that called. */
pid_t ddi_get_pid(void);
kt_did_t ddi_get_kt_did(void);
boolean_t ddi_can_receive_sig(void);

/* Functions that are called regularly. */
typedef struct __ddi_periodic *ddi_periodic_t;

#define	DDI_IPL_0		0
#define	DDI_IPL_1		1
#define	DDI_IPL_2		2
#define	DDI_IPL_3		3
#define	DDI_IPL_4		4
#define	DDI_IPL_5		5
#define	DDI_IPL_6		6
#define	DDI_IPL_7		7
#define	DDI_IPL_8		8
#define	DDI_IPL_9		9
#define	DDI_IPL_10		10

ddi_periodic_t ddi_periodic_start(void (*func)(void *), void *arg,
    hrtime_t interval, int level, struct module *owner);
void ddi_periodic_delete(ddi_periodic_t request);

static inline ddi_periodic_t
ddi_periodic_add(void (*func)(void *), void *arg, hrtime_t interval, int level)
{
	return (ddi_periodic_start(func, arg, interval, level, &__this_module));
}

/* Task queues. */
typedef struct ddi_taskq ddi_taskq_t;

#define	TASKQ_DEFAULTPRI	(-1)
#define	DDI_SLEEP		KM_SLEEP
#define	DDI_NOSLEEP		KM_NOSLEEP

ddi_taskq_t *ddi_taskq_make(dev_info_t *dip, const char *name, int nthreads,
    pri_t pri, uint_t cflags, struct module *owner);
void ddi_taskq_destroy(ddi_taskq_t *tq);
int ddi_taskq_dispatch(ddi_taskq_t *tq, void (*func)(void *), void *arg,
    uint_t dflags);
void ddi_taskq_wait(ddi_taskq_t *tq);
void ddi_taskq_suspend(ddi_taskq_t *tq);
boolean_t ddi_taskq_suspended(ddi_taskq_t *tq);
void ddi_taskq_resume(ddi_taskq_t *tq);

static inline ddi_taskq_t *
ddi_taskq_create(dev_info_t *dip, const char *name, int nthreads, pri_t pri,
    uint_t cflags)
{
	return (ddi_taskq_make(dip, name, nthreads, pri, cflags,
	    &__this_module));
}

/*
 * Mappings of drivers with mmap(9E), and the context management of before
 * devmap(9E): ddi_mapdev(9F), ddi_mapdev_ctl(9S).
 */
int ddi_segmap(dev_t dev, off_t off, ddi_as_handle_t as, caddr_t *addrp,
    off_t len, uint_t prot, uint_t maxprot, uint_t flags, cred_t *cred);
int ddi_segmap_setup(dev_t dev, off_t off, ddi_as_handle_t as, caddr_t *addrp,
    off_t len, uint_t prot, uint_t maxprot, uint_t flags, cred_t *cred,
    ddi_device_acc_attr_t *accattrp, uint_t rnumber);
uint_t ddi_mmap_get_model(void);

typedef void *ddi_mapdev_handle_t;

#define	MAPDEV_REV		1

struct ddi_mapdev_ctl {
	int	mapdev_rev;
	int	(*mapdev_access)(ddi_mapdev_handle_t handle, void *devprivate,
		    off_t offset);
	void	(*mapdev_free)(ddi_mapdev_handle_t handle, void *devprivate);
	int	(*mapdev_dup)(ddi_mapdev_handle_t handle, void *devprivate,
		    ddi_mapdev_handle_t new_handle, void **new_devprivatep);
};

int ddi_mapdev(dev_t dev, off_t offset, ddi_as_handle_t as, caddr_t *addrp,
    off_t len, uint_t prot, uint_t maxprot, uint_t flags, cred_t *cred,
    struct ddi_mapdev_ctl *m, ddi_mapdev_handle_t *handlep, void *devprivate);
int ddi_mapdev_intercept(ddi_mapdev_handle_t handle, off_t offset, off_t len);
int ddi_mapdev_nointercept(ddi_mapdev_handle_t handle, off_t offset, off_t len);
int ddi_mapdev_set_device_acc_attr(ddi_mapdev_handle_t handle, off_t offset,
    off_t len, ddi_device_acc_attr_t *accattrp, uint_t rnumber);

#endif /* _SYS_SUNDDI_H */
