/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A recording: what devmap's tracepoints said, as text. devmapctl(8) has the format.
 */
#ifndef RECORDING_H
#define RECORDING_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define RECORDING_MAGIC	"# devmapctl recording 1"

enum rec_type {
	REC_MAP,
	REC_UNMAP,
	REC_DUP,
	REC_ACCESS_BEGIN,
	REC_ACCESS_END,
	REC_LOAD,
	REC_UNLOAD,
	REC_WAIT_BEGIN,
	REC_WAIT_END,
	REC_ACQUIRE,
	REC_RELEASE,
	REC_EXPIRE,
	REC_REMAP,
	REC_FAIL,
	REC_TYPES,
	/* Not of a tracepoint: */
	REC_NAME,		/* what a process is called */
	REC_LOST,		/* the kernel's buffer was full */
	REC_OTHER,		/* of a newer kernel, not for us */
};

struct rec_event {
	uint64_t time;		/* ns */
	uint64_t ns;		/* how long it took: ns=, held_ns= */
	int32_t pid;
	int32_t other;		/* prev_pid=, by_pid=, new_pid=, owner_pid= */
	uint32_t handle;
	uint32_t seq;		/* its place in the file */
	uint16_t dev;		/* of recording.devs */
	uint8_t type;
	uint8_t flag;		/* switched= */
};

struct rec_name {
	int32_t pid;
	uint32_t seq;
	char *comm;
};

struct recording {
	struct rec_event *events;
	size_t n, cap;
	char **devs;
	size_t ndevs, devs_cap;
	struct rec_name *names;		/* by pid; the last one that it had */
	size_t nnames, names_cap;
	double lost;
};

/* Returns an exit code, after it has said what is wrong. */
int recording_read(struct recording *rec, const char *path);
void recording_free(struct recording *rec);
/* NULL if unknown */
const char *recording_name(const struct recording *rec, int32_t pid);

/* Writing. A value has no white space in the file: %20 stands for it. */
void recording_begin(FILE *out, const char *clock);
void recording_line(FILE *out, uint64_t time, int cpu, const char *event);
void recording_str(FILE *out, const char *key, const char *value);
void recording_num(FILE *out, const char *key, long long value);

#endif /* RECORDING_H */
