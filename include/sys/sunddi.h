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

/* Strings. */
int ddi_strtol(const char *str, char **nptr, int base, long *result);
int ddi_strtoul(const char *str, char **nptr, int base, unsigned long *result);
int ddi_strtoll(const char *str, char **nptr, int base, longlong_t *result);
int ddi_strtoull(const char *str, char **nptr, int base, u_longlong_t *result);
char *ddi_strdup(const char *str, uint_t flag);
int stoi(char **str);
void numtos(ulong_t num, char *s);

/* User memory. */
int ddi_copyin(const void *buf, void *driverbuf, size_t cn, int flags);
int ddi_copyout(const void *driverbuf, void *buf, size_t cn, int flags);

/* The process that called. */
pid_t ddi_get_pid(void);

#endif /* _SYS_SUNDDI_H */
