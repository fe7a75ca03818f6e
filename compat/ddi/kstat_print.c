// SPDX-License-Identifier: GPL-2.0
/*
 * Statistics of drivers as text: a name and a value in each line; raw ones as
 * the bytes that they are.
 */
#include <linux/seq_file.h>

#include <sys/kstat.h>

#include "kstat.h"

static const char * const ddi_kstat_intrs[KSTAT_NUM_INTRS] = {
	"hard", "soft", "watchdog", "spurious", "multiple_service",
};

static void ddi_kstat_print_value(struct seq_file *m, const kstat_named_t *knp)
{
	switch (knp->data_type) {
	case KSTAT_DATA_CHAR:
		seq_printf(m, "%.*s", (int)sizeof(knp->value.c), knp->value.c);
		break;
	case KSTAT_DATA_INT32:
		seq_printf(m, "%d", knp->value.i32);
		break;
	case KSTAT_DATA_UINT32:
		seq_printf(m, "%u", knp->value.ui32);
		break;
	case KSTAT_DATA_INT64:
		seq_printf(m, "%lld", (long long)knp->value.i64);
		break;
	case KSTAT_DATA_UINT64:
		seq_printf(m, "%llu", (unsigned long long)knp->value.ui64);
		break;
	case KSTAT_DATA_STRING:
		if (KSTAT_NAMED_STR_PTR(knp))
			seq_puts(m, KSTAT_NAMED_STR_PTR(knp));
		break;
	}
}

static void ddi_kstat_print_named(struct seq_file *m, kstat_t *ksp)
{
	const kstat_named_t *knp = KSTAT_NAMED_PTR(ksp);
	uint_t i;

	for (i = 0; i < ksp->ks_ndata; i++, knp++) {
		seq_printf(m, "%s\t", knp->name);
		ddi_kstat_print_value(m, knp);
		seq_putc(m, '\n');
	}
}

static void ddi_kstat_print_intr(struct seq_file *m, kstat_t *ksp)
{
	const kstat_intr_t *ki = KSTAT_INTR_PTR(ksp);
	int i;

	for (i = 0; i < KSTAT_NUM_INTRS; i++)
		seq_printf(m, "%s\t%u\n", ddi_kstat_intrs[i], ki->intrs[i]);
}

static void ddi_kstat_print_io(struct seq_file *m, kstat_t *ksp)
{
	const kstat_io_t *kio = KSTAT_IO_PTR(ksp);

	seq_printf(m, "nread\t%llu\nnwritten\t%llu\n", kio->nread, kio->nwritten);
	seq_printf(m, "reads\t%u\nwrites\t%u\n", kio->reads, kio->writes);
	seq_printf(m, "wtime\t%lld\nwlentime\t%lld\nwlastupdate\t%lld\n",
		   kio->wtime, kio->wlentime, kio->wlastupdate);
	seq_printf(m, "rtime\t%lld\nrlentime\t%lld\nrlastupdate\t%lld\n",
		   kio->rtime, kio->rlentime, kio->rlastupdate);
	seq_printf(m, "wcnt\t%u\nrcnt\t%u\n", kio->wcnt, kio->rcnt);
}

static void ddi_kstat_print_timers(struct seq_file *m, kstat_t *ksp)
{
	const kstat_timer_t *kt = KSTAT_TIMER_PTR(ksp);
	uint_t i;

	for (i = 0; i < ksp->ks_ndata; i++, kt++) {
		seq_printf(m, "%s_num_events\t%llu\n", kt->name, kt->num_events);
		seq_printf(m, "%s_elapsed_time\t%lld\n", kt->name, kt->elapsed_time);
		seq_printf(m, "%s_min_time\t%lld\n", kt->name, kt->min_time);
		seq_printf(m, "%s_max_time\t%lld\n", kt->name, kt->max_time);
		seq_printf(m, "%s_start_time\t%lld\n", kt->name, kt->start_time);
		seq_printf(m, "%s_stop_time\t%lld\n", kt->name, kt->stop_time);
	}
}

static void ddi_kstat_print_data(struct seq_file *m, kstat_t *ksp)
{
	switch (ksp->ks_type) {
	case KSTAT_TYPE_NAMED:
		ddi_kstat_print_named(m, ksp);
		break;
	case KSTAT_TYPE_INTR:
		ddi_kstat_print_intr(m, ksp);
		break;
	case KSTAT_TYPE_IO:
		ddi_kstat_print_io(m, ksp);
		break;
	case KSTAT_TYPE_TIMER:
		ddi_kstat_print_timers(m, ksp);
		break;
	}
}

static void ddi_kstat_print_all(struct seq_file *m, kstat_t *ksp, hrtime_t snaptime)
{
	if (!ksp->ks_data)
		return;
	if (ksp->ks_type == KSTAT_TYPE_RAW) {
		seq_write(m, ksp->ks_data, ksp->ks_data_size);
		return;
	}
	seq_printf(m, "class\t%s\ncrtime\t%lld\nsnaptime\t%lld\n", ksp->ks_class,
		   ksp->ks_crtime, snaptime);
	ddi_kstat_print_data(m, ksp);
}

/**
 * ddi_kstat_print() - print statistics
 * @m: where to
 * @ksp: installed
 *
 * The driver's ks_update brings them up to date first. Its ks_lock is held all
 * the time.
 *
 * Return: 0, or the error of ks_update.
 */
int ddi_kstat_print(struct seq_file *m, kstat_t *ksp)
{
	hrtime_t snaptime;
	int err = 0;

	if (ksp->ks_lock)
		mutex_enter(ksp->ks_lock);
	if (ksp->ks_update)
		err = ksp->ks_update(ksp, KSTAT_READ);
	if (!err) {
		/* Not every driver has a ks_lock that keeps other readers out. */
		snaptime = gethrtime();
		WRITE_ONCE(ksp->ks_snaptime, snaptime);
		ddi_kstat_print_all(m, ksp, snaptime);
	}
	if (ksp->ks_lock)
		mutex_exit(ksp->ks_lock);
	return -err;
}
