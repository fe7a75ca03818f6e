/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel's trace of devmap, read as it comes and written down as a recording.
 */
#ifndef TRACE_H
#define TRACE_H

#include <stddef.h>
#include <stdio.h>

struct trace;

/* Returns an exit code, said. @kb: the buffer of each CPU. */
int trace_open(struct trace **trace, FILE *out, size_t kb);
int trace_start(struct trace *trace);
/* Writes what has come. */
int trace_read(struct trace *trace);
/* The rest; and what the kernel had no room for. */
int trace_stop(struct trace *trace);
void trace_close(struct trace *trace);

size_t trace_events(const struct trace *trace);
size_t trace_lost(const struct trace *trace);

#endif /* TRACE_H */
