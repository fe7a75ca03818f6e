// SPDX-License-Identifier: GPL-2.0
/*
 * The tracepoints; docs/tracing.md lists them.
 */
#define CREATE_TRACE_POINTS
#include "trace.h"
