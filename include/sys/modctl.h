/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Loadable drivers: _init(9E), mod_install(9F), modlinkage(9S).
 */
#ifndef _SYS_MODCTL_H
#define	_SYS_MODCTL_H

#include <sys/types.h>
#include <sys/devops.h>

#define	MODREV_1		1
#define	MODMAXLINK		4
#define	MODMAXNAMELEN		32
#define	MODMAXLINKINFOLEN	32

struct mod_ops;
extern struct mod_ops mod_driverops;
extern struct mod_ops mod_miscops;

struct modldrv {
	struct mod_ops	*drv_modops;
	char		*drv_linkinfo;
	struct dev_ops	*drv_dev_ops;
};

struct modlmisc {
	struct mod_ops	*misc_modops;
	char		*misc_linkinfo;
};

struct modlinkage {
	int	ml_rev;
	void	*ml_linkage[MODMAXLINK];
};

struct modspecific_info {
	char	msi_linkinfo[MODMAXLINKINFOLEN];
	int	msi_p0;
};

struct modinfo {
	int	mi_info;
	int	mi_state;
	int	mi_id;
	int	mi_nextid;
	caddr_t	mi_base;
	size_t	mi_size;
	int	mi_rev;
	int	mi_loadcnt;
	char	mi_name[MODMAXNAMELEN];
	struct modspecific_info mi_msinfo[MODMAXLINK];
};

/* The entry points of a module, defined by the driver. */
int _init(void);
int _fini(void);
int _info(struct modinfo *modinfop);

/* Which Linux module the driver is; defined by the kernel's build. */
struct module;
extern struct module __this_module;

int ddi_mod_install(struct modlinkage *ml, struct module *owner);
int ddi_mod_remove(struct modlinkage *ml, struct module *owner);
int ddi_mod_info(struct modlinkage *ml, struct modinfo *modinfop,
    struct module *owner);

#define	mod_install(ml)		ddi_mod_install((ml), &__this_module)
#define	mod_remove(ml)		ddi_mod_remove((ml), &__this_module)
#define	mod_info(ml, mi)	ddi_mod_info((ml), (mi), &__this_module)

#endif /* _SYS_MODCTL_H */
