// SPDX-License-Identifier: GPL-2.0
/*
 * Putting something behind a handle, and something else later: what the set-up
 * and the remap of device and of kernel memory have in common.
 */
#include <linux/mm.h>
#include <linux/printk.h>

#include "../ddi/node.h"
#include "../linux/compat.h"
#include "attach.h"
#include "handle.h"
#include "trace.h"
#include "unload.h"

/* A mapping that has more than the driver allows is refused. */
static bool devmap_prot_fits(const devmap_handle_t *dh, uint_t maxprot)
{
	return (dh->dh_prot & dh->dh_orig_maxprot & maxprot) == dh->dh_prot;
}

/**
 * devmap_attach_allowed() - may this handle be set up like that?
 * @hdl: the handle
 * @maxprot: what the driver allows; every mapping has PROT_USER
 * @flags: the driver's flags
 */
bool devmap_attach_allowed(const struct devmap_hdl *hdl, uint_t maxprot,
			   uint_t flags)
{
	const devmap_handle_t *dh = &hdl->dh;

	if (dh->dh_flags & DEVMAP_SETUP_DONE)
		return false;
	if (!devmap_prot_fits(dh, maxprot))
		return false;
	return !(flags & DEVMAP_MAPPING_INVALID) || (flags & DEVMAP_ALLOW_REMAP);
}

/* nulldev and nodev mean "none" here too. */
static void devmap_copy_callbacks(struct devmap_callback_ctl *to,
				  const struct devmap_callback_ctl *from)
{
	*to = *from;
	if (!ddi_entry_real(to->devmap_map))
		to->devmap_map = NULL;
	if (!ddi_entry_real(to->devmap_access))
		to->devmap_access = NULL;
	if (!ddi_entry_real(to->devmap_dup))
		to->devmap_dup = NULL;
	if (!ddi_entry_real(to->devmap_unmap))
		to->devmap_unmap = NULL;
}

static void devmap_attach_backing(struct devmap_hdl *hdl,
				  const struct devmap_attach *what)
{
	devmap_handle_t *dh = &hdl->dh;

	hdl->backing = what->backing;
	dh->dh_cookie = what->cookie;
	dh->dh_roff = what->roff & PAGE_MASK;
	dh->dh_pfn = what->backing.pfn && !what->backing.ram ?
		     what->backing.pfn + (what->roff >> PAGE_SHIFT) : 0;
	dh->dh_hat_attr = what->backing.order;
	dh->dh_maxprot = what->maxprot & dh->dh_orig_maxprot;
}

/**
 * devmap_attach() - set up a handle
 * @hdl: a handle that is allowed to, see devmap_attach_allowed()
 * @what: what is behind it; unknown flags are dropped, as on Solaris
 * @callbackops: the driver's callbacks, or NULL
 */
void devmap_attach(struct devmap_hdl *hdl, const struct devmap_attach *what,
		   const struct devmap_callback_ctl *callbackops)
{
	devmap_handle_t *dh = &hdl->dh;

	if (callbackops)
		devmap_copy_callbacks(&dh->dh_callbackops, callbackops);
	dh->dh_len = PAGE_ALIGN(what->len);
	dh->dh_flags |= (what->flags & DEVMAP_SETUP_FLAGS) | DEVMAP_SETUP_DONE;
	devmap_attach_backing(hdl, what);
}

/*
 * Takes mprotect(2) what the program might have been given by it until now? Not
 * every kernel asks us each time.
 */
static bool devmap_maxprot_enforced(const devmap_handle_t *dh, uint_t maxprot)
{
	if (devmap_has_vm_mprotect || !(dh->dh_maxprot & ~maxprot))
		return true;
	pr_warn_ratelimited("devmap remap: this kernel cannot take back a protection that mprotect(2) may give\n");
	return false;
}

static const char *devmap_reattach_error(const struct devmap_hdl *hdl,
					 const struct devmap_attach *what)
{
	const devmap_handle_t *dh = &hdl->dh;

	if (!(dh->dh_flags & DEVMAP_SETUP_DONE))
		return "a handle that is not set up";
	if (!(dh->dh_flags & DEVMAP_ALLOW_REMAP))
		return "a handle without DEVMAP_ALLOW_REMAP";
	if (!devmap_prot_fits(dh, what->maxprot))
		return "less than the protection of the mapping";
	return NULL;
}

/**
 * devmap_reattach_len() - how much is to be put behind a handle
 * @hdl: the handle
 * @len: bytes; 0 is as many as it has
 * @what: receives the length
 *
 * munmap(2) may make the handle shorter meanwhile, which does no harm.
 *
 * Return: false for more than the handle has.
 */
bool devmap_reattach_len(const struct devmap_hdl *hdl, size_t len,
			 struct devmap_attach *what)
{
	size_t most = READ_ONCE(hdl->dh.dh_len);

	what->len = len ?: most;
	if (len <= most)
		return true;
	pr_warn_ratelimited("devmap remap: refused for more than the handle is long\n");
	return false;
}

static unsigned int devmap_remap_kind(const struct devmap_attach *what)
{
	if (what->flags & DEVMAP_MAPPING_INVALID)
		return DEVMAP_REMAP_INVALID;
	return what->cookie == DEVMAP_DEVMEM_COOKIE ? DEVMAP_REMAP_DEVMEM :
						      DEVMAP_REMAP_UMEM;
}

static int devmap_reattach_backing(struct devmap_hdl *hdl,
				   const struct devmap_attach *what)
{
	devmap_handle_t *dh = &hdl->dh;
	struct devmap_backing old;
	const char *error;

	mutex_lock(&hdl->lock);
	error = devmap_reattach_error(hdl, what);
	if (error || !devmap_maxprot_enforced(dh, what->maxprot))
		goto out_refused;
	devmap_hdl_unload_all(hdl);
	old = hdl->backing;
	hdl->remaps++;
	hdl->remapped = true;
	dh->dh_flags &= ~DEVMAP_MAPPING_INVALID;
	dh->dh_flags |= what->flags & DEVMAP_MAPPING_INVALID;
	devmap_attach_backing(hdl, what);
	mutex_unlock(&hdl->lock);
	devmap_backing_put(&old);
	return DDI_SUCCESS;

out_refused:
	mutex_unlock(&hdl->lock);
	if (error)
		pr_warn_ratelimited("devmap remap: refused for %s\n", error);
	return DDI_FAILURE;
}

/**
 * devmap_reattach() - put something else behind a handle
 * @hdl: the handle, of any process
 * @what: what is to be behind it
 *
 * One moment the old pages are seen, the next moment, and when this has
 * returned, no page of them any more, in any thread or process: translations are
 * revoked and the backing is changed under the lock that loads are made under.
 *
 * Return: DDI_SUCCESS, and @what's references are the handle's; DDI_FAILURE, and
 * nothing has changed.
 */
int devmap_reattach(struct devmap_hdl *hdl, const struct devmap_attach *what)
{
	int ret = devmap_reattach_backing(hdl, what);

	trace_remap(hdl, devmap_remap_kind(what), ret);
	return ret;
}
