/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Properties of an instance: ddi_prop_lookup(9F), ddi_prop_update(9F); part of
 * <sys/sunddi.h>.
 *
 * They come from the driver itself, or from what stands for its driver.conf:
 * struct ddi_pseudo_conf. There is no parent to pass a request on to.
 */
#ifndef _SYS_DDIPROPS_H
#define	_SYS_DDIPROPS_H

#include <sys/types.h>
#include <sys/dditypes.h>

/* Properties that are not tied to a minor number: ddi_prop_get_int(9F). */
#define	DDI_DEV_T_NONE		((dev_t)-1)
#define	DDI_DEV_T_ANY		((dev_t)-2)

#define	DDI_PROP_DONTPASS	0x0001
#define	DDI_PROP_CANSLEEP	0x0002
#define	DDI_PROP_NOTPROM	0x0020

#define	DDI_PROP_SUCCESS	0
#define	DDI_PROP_NOT_FOUND	1
#define	DDI_PROP_UNDEFINED	2
#define	DDI_PROP_NO_MEMORY	3
#define	DDI_PROP_INVAL_ARG	4
#define	DDI_PROP_BUF_TOO_SMALL	5
#define	DDI_PROP_CANNOT_DECODE	6
#define	DDI_PROP_CANNOT_ENCODE	7
#define	DDI_PROP_END_OF_DATA	8

int ddi_prop_exists(dev_t match_dev, dev_info_t *dip, uint_t flags,
    char *name);
int ddi_prop_get_int(dev_t match_dev, dev_info_t *dip, uint_t flags,
    char *name, int defvalue);
int64_t ddi_prop_get_int64(dev_t match_dev, dev_info_t *dip, uint_t flags,
    char *name, int64_t defvalue);
int ddi_prop_lookup_int_array(dev_t match_dev, dev_info_t *dip, uint_t flags,
    char *name, int **datap, uint_t *nelementsp);
int ddi_prop_lookup_int64_array(dev_t match_dev, dev_info_t *dip, uint_t flags,
    char *name, int64_t **datap, uint_t *nelementsp);
int ddi_prop_lookup_string(dev_t match_dev, dev_info_t *dip, uint_t flags,
    char *name, char **datap);
int ddi_prop_lookup_string_array(dev_t match_dev, dev_info_t *dip,
    uint_t flags, char *name, char ***datap, uint_t *nelementsp);
int ddi_prop_lookup_byte_array(dev_t match_dev, dev_info_t *dip, uint_t flags,
    char *name, uchar_t **datap, uint_t *nelementsp);
void ddi_prop_free(void *data);

int ddi_prop_update_int(dev_t match_dev, dev_info_t *dip, char *name,
    int data);
int ddi_prop_update_int_array(dev_t match_dev, dev_info_t *dip, char *name,
    int *data, uint_t nelements);
int ddi_prop_update_int64(dev_t match_dev, dev_info_t *dip, char *name,
    int64_t data);
int ddi_prop_update_int64_array(dev_t match_dev, dev_info_t *dip, char *name,
    int64_t *data, uint_t nelements);
int ddi_prop_update_string(dev_t match_dev, dev_info_t *dip, char *name,
    char *data);
int ddi_prop_update_string_array(dev_t match_dev, dev_info_t *dip, char *name,
    char **data, uint_t nelements);
int ddi_prop_update_byte_array(dev_t match_dev, dev_info_t *dip, char *name,
    uchar_t *data, uint_t nelements);
int ddi_prop_remove(dev_t dev, dev_info_t *dip, char *name);
void ddi_prop_remove_all(dev_info_t *dip);

/* The older ones. */
int ddi_getprop(dev_t dev, dev_info_t *dip, int flags, char *name,
    int defvalue);
int ddi_getproplen(dev_t dev, dev_info_t *dip, int flags, char *name,
    int *lengthp);
int ddi_getlongprop(dev_t dev, dev_info_t *dip, int flags, char *name,
    caddr_t valuep, int *lengthp);
int ddi_getlongprop_buf(dev_t dev, dev_info_t *dip, int flags, char *name,
    caddr_t valuep, int *lengthp);
int ddi_prop_create(dev_t dev, dev_info_t *dip, int flag, char *name,
    caddr_t value, int length);
int ddi_prop_modify(dev_t dev, dev_info_t *dip, int flag, char *name,
    caddr_t value, int length);

#endif /* _SYS_DDIPROPS_H */
