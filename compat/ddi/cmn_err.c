// SPDX-License-Identifier: GPL-2.0
/*
 * Messages and assertions: cmn_err(9F), dev_err(9F), ASSERT(9F).
 */
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/printk.h>

#include <sys/cmn_err.h>
#include <sys/debug.h>

#include "node.h"

/* The driver's own words, without ours in front. */
#undef pr_fmt
#define pr_fmt(fmt) fmt

/*
 * The first character of a format may say where the message goes; here all of
 * them go to the log.
 */
static const char *ddi_skip_destination(const char *fmt)
{
	return *fmt == '!' || *fmt == '^' || *fmt == '?' ? fmt + 1 : fmt;
}

static void ddi_vmessage(int level, const char *prefix, const char *fmt, va_list ap)
{
	struct va_format vaf = { .fmt = ddi_skip_destination(fmt) };
	va_list copy;

	va_copy(copy, ap);
	vaf.va = &copy;
	switch (level) {
	case CE_IGNORE:
		break;
	case CE_CONT:
		pr_info("%s%pV", prefix, &vaf);
		break;
	case CE_NOTE:
		pr_notice("%s%pV\n", prefix, &vaf);
		break;
	case CE_PANIC:
		pr_emerg("%s%pV\n", prefix, &vaf);
		dump_stack();
		break;
	default:
		pr_warn("%s%pV\n", prefix, &vaf);
		break;
	}
	va_end(copy);
}

/**
 * vcmn_err() - log a message
 * @level: CE_CONT, CE_NOTE, CE_WARN, CE_PANIC or CE_IGNORE
 * @fmt: as printf; a leading '!', '^' or '?' is skipped
 * @ap: the arguments
 *
 * Context: any. See vcmn_err(9F).
 */
void vcmn_err(int level, const char *fmt, va_list ap)
{
	ddi_vmessage(level, "", fmt, ap);
}
EXPORT_SYMBOL_GPL(vcmn_err);

/**
 * cmn_err() - log a message
 * @level: as vcmn_err()
 * @fmt: as vcmn_err()
 *
 * Context: any. See cmn_err(9F).
 */
void cmn_err(int level, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vcmn_err(level, fmt, ap);
	va_end(ap);
}
EXPORT_SYMBOL_GPL(cmn_err);

/**
 * vzcmn_err() - log a message for a zone
 * @zoneid: not used; Linux has one log
 * @level: as vcmn_err()
 * @fmt: as vcmn_err()
 * @ap: the arguments
 *
 * Context: any. See vzcmn_err(9F).
 */
void vzcmn_err(zoneid_t zoneid, int level, const char *fmt, va_list ap)
{
	vcmn_err(level, fmt, ap);
}
EXPORT_SYMBOL_GPL(vzcmn_err);

/**
 * zcmn_err() - log a message for a zone
 * @zoneid: not used; Linux has one log
 * @level: as vcmn_err()
 * @fmt: as vcmn_err()
 *
 * Context: any. See zcmn_err(9F).
 */
void zcmn_err(zoneid_t zoneid, int level, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vcmn_err(level, fmt, ap);
	va_end(ap);
}
EXPORT_SYMBOL_GPL(zcmn_err);

/**
 * ddi_dev_err() - dev_err(9F): log a message about an instance
 * @dip: the instance
 * @level: as vcmn_err()
 * @fmt: as vcmn_err()
 *
 * Context: any. See dev_err(9F).
 */
void ddi_dev_err(dev_info_t *dip, int level, const char *fmt, ...)
{
	char prefix[MODULE_NAME_LEN + 16];
	va_list ap;

	snprintf(prefix, sizeof(prefix), "%s%d: ", dip->drv->name, dip->instance);
	va_start(ap, fmt);
	ddi_vmessage(level, prefix, fmt, ap);
	va_end(ap);
}
EXPORT_SYMBOL_GPL(ddi_dev_err);

/**
 * ddi_assfail() - an assertion of a driver failed
 * @expr: its text
 * @file: where
 * @line: where
 */
void ddi_assfail(const char *expr, const char *file, int line)
{
	WARN_ONCE(1, "assertion failed: %s, file: %s, line: %d\n", expr, file, line);
}
EXPORT_SYMBOL_GPL(ddi_assfail);
