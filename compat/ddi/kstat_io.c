// SPDX-License-Identifier: GPL-2.0
/*
 * Statistics of transfers: how many wait and run, and for how long:
 * kstat_queue(9F). The driver's lock protects them.
 */
#include <linux/export.h>
#include <linux/printk.h>

#include <sys/kstat.h>

/* Account for the time that has passed with as many as wait now. */
static void ddi_kstat_wait_time(kstat_io_t *kiop)
{
	hrtime_t now = gethrtime(), delta = now - kiop->wlastupdate;

	kiop->wlastupdate = now;
	if (!kiop->wcnt)
		return;
	kiop->wlentime += delta * kiop->wcnt;
	kiop->wtime += delta;
}

static void ddi_kstat_run_time(kstat_io_t *kiop)
{
	hrtime_t now = gethrtime(), delta = now - kiop->rlastupdate;

	kiop->rlastupdate = now;
	if (!kiop->rcnt)
		return;
	kiop->rlentime += delta * kiop->rcnt;
	kiop->rtime += delta;
}

static void ddi_kstat_leave(uint_t *count, const char *who)
{
	if (*count)
		(*count)--;
	else
		pr_warn_ratelimited("%s: the queue is empty\n", who);
}

/**
 * kstat_waitq_enter() - a transfer begins to wait
 * @kiop: the statistics
 *
 * Context: any, under the lock of the statistics. See kstat_waitq_enter(9F).
 */
void kstat_waitq_enter(kstat_io_t *kiop)
{
	ddi_kstat_wait_time(kiop);
	kiop->wcnt++;
}
EXPORT_SYMBOL_GPL(kstat_waitq_enter);

/**
 * kstat_waitq_exit() - a transfer has waited
 * @kiop: the statistics
 *
 * Context: any, under the lock of the statistics. See kstat_waitq_exit(9F).
 */
void kstat_waitq_exit(kstat_io_t *kiop)
{
	ddi_kstat_wait_time(kiop);
	ddi_kstat_leave(&kiop->wcnt, "kstat_waitq_exit");
}
EXPORT_SYMBOL_GPL(kstat_waitq_exit);

/**
 * kstat_runq_enter() - a transfer begins
 * @kiop: the statistics
 *
 * Context: any, under the lock of the statistics. See kstat_runq_enter(9F).
 */
void kstat_runq_enter(kstat_io_t *kiop)
{
	ddi_kstat_run_time(kiop);
	kiop->rcnt++;
}
EXPORT_SYMBOL_GPL(kstat_runq_enter);

/**
 * kstat_runq_exit() - a transfer has ended
 * @kiop: the statistics
 *
 * Context: any, under the lock of the statistics. See kstat_runq_exit(9F).
 */
void kstat_runq_exit(kstat_io_t *kiop)
{
	ddi_kstat_run_time(kiop);
	ddi_kstat_leave(&kiop->rcnt, "kstat_runq_exit");
}
EXPORT_SYMBOL_GPL(kstat_runq_exit);

/**
 * kstat_waitq_to_runq() - a transfer that waited begins
 * @kiop: the statistics
 *
 * Context: any, under the lock of the statistics. See kstat_waitq_to_runq(9F).
 */
void kstat_waitq_to_runq(kstat_io_t *kiop)
{
	kstat_waitq_exit(kiop);
	kstat_runq_enter(kiop);
}
EXPORT_SYMBOL_GPL(kstat_waitq_to_runq);

/**
 * kstat_runq_back_to_waitq() - a transfer that ran has to wait again
 * @kiop: the statistics
 *
 * Context: any, under the lock of the statistics.
 * See kstat_runq_back_to_waitq(9F).
 */
void kstat_runq_back_to_waitq(kstat_io_t *kiop)
{
	kstat_runq_exit(kiop);
	kstat_waitq_enter(kiop);
}
EXPORT_SYMBOL_GPL(kstat_runq_back_to_waitq);
