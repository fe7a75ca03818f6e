// SPDX-License-Identifier: GPL-2.0
/*
 * What a driver leaves behind when it is unloaded: a call that is to come, a task
 * queue, a thread would run code that is gone. Linux tells of a module that goes
 * when its _fini(9E) has returned and its code is still there.
 */
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/printk.h>

#include "callout.h"
#include "kstat.h"
#include "leftover.h"
#include "taskq.h"
#include "thread.h"

static void ddi_leftover_warn(struct module *owner, unsigned int n,
			      const char *what)
{
	if (n)
		pr_warn("%s: unloaded and left behind: %u %s\n",
			module_name(owner), n, what);
}

static int ddi_leftovers_notify(struct notifier_block *nb, unsigned long state,
				void *data)
{
	struct module *owner = data;

	if (state != MODULE_STATE_GOING)
		return NOTIFY_DONE;
	/* Threads may use the others until they end, and calls the queues. */
	ddi_leftover_warn(owner, ddi_threads_reap_module(owner), "thread(s)");
	ddi_leftover_warn(owner, ddi_callouts_stop_module(owner),
			  "call(s) of timeout(9F) or ddi_periodic_add(9F)");
	ddi_leftover_warn(owner, ddi_taskqs_destroy_module(owner), "taskq(s)");
	ddi_leftover_warn(owner, ddi_kstats_delete_module(owner), "kstat(s)");
	return NOTIFY_OK;
}

static struct notifier_block ddi_leftovers_nb = {
	.notifier_call = ddi_leftovers_notify,
};

/**
 * ddi_leftovers_init() - module load
 *
 * Return: 0 or an error of the notifier chain.
 */
int ddi_leftovers_init(void)
{
	return register_module_notifier(&ddi_leftovers_nb);
}

/**
 * ddi_leftovers_exit() - module unload
 */
void ddi_leftovers_exit(void)
{
	unregister_module_notifier(&ddi_leftovers_nb);
}
