// SPDX-License-Identifier: GPL-2.0
/*
 * What people can see: tracepoints, debugfs, sysfs. A scripted driver does a thing,
 * and what is shown has to agree.
 */
#include <dirent.h>
#include <pthread.h>
#include <stdarg.h>
#include <sys/mount.h>
#include <sys/prctl.h>

#include "kselftest_harness.h"

#include <devmap/umemt.h>

#include "devmap_test.h"
#include "dmt_test.h"

#define TRACEFS		"/sys/kernel/tracing"
#define INSTANCE	TRACEFS "/instances/devmap_test"
#define EVENTS		INSTANCE "/events/devmap"
#define DEBUGFS		"/sys/kernel/debug/devmap"
#define SYSFS		"/sys/class/devmap"
#define UMEMT_DEV	"/dev/umemt"
#define HOLD_MS		300	/* DDI ticks are milliseconds */

/* ---- files ---- */

static char text[1 << 18];

static const char *slurp(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t len = 0;
	ssize_t n;

	text[0] = '\0';
	if (fd < 0)
		return NULL;
	while ((n = read(fd, text + len, sizeof(text) - 1 - len)) > 0)
		len += n;
	close(fd);
	text[len] = '\0';
	return n < 0 ? NULL : text;
}

static int spit(const char *path, const char *value)
{
	int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC), err = 0;

	if (fd < 0)
		return errno;
	if (write(fd, value, strlen(value)) < 0)
		err = errno;
	close(fd);
	return err;
}

static const char *slurpf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static const char *slurpf(const char *fmt, ...)
{
	char path[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(path, sizeof(path), fmt, ap);
	va_end(ap);
	return slurp(path);
}

/* The nth line that begins with @word and a space; without it, or NULL. */
static const char *line_of(const char *file, const char *word, int n)
{
	size_t len = strlen(word);
	const char *at;

	for (at = file; at && *at; at = strchr(at, '\n'), at = at ? at + 1 : NULL)
		if (!strncmp(at, word, len) && at[len] == ' ' && !n--)
			return at + len + 1;
	return NULL;
}

/* A number of DEVICE/status; -1 if there is none. */
static long long status_of(const char *dev, const char *key)
{
	const char *value = line_of(slurpf(DEBUGFS "/%s/status", dev), key, 0);

	return value ? atoll(value) : -1;
}

static long long attr_of(const char *node, const char *attr)
{
	const char *value = slurpf(SYSFS "/%s/%s", node, attr);

	return value && *value ? atoll(value) : -1;
}

static const char *number(long long value)
{
	static char buf[32];

	snprintf(buf, sizeof(buf), "%lld", value);
	return buf;
}

/* ---- events ---- */

static void trace_start(void)
{
	spit(INSTANCE "/trace", "");
	spit(EVENTS "/enable", "1");
}

/* Everything that was traced, in @text. */
static void trace_stop(void)
{
	spit(EVENTS "/enable", "0");
	slurp(INSTANCE "/trace");
}

/* The nth event of a name and device, from its fields on, or NULL. */
static const char *event(const char *dev, const char *name, int n)
{
	char what[64];
	const char *at;

	snprintf(what, sizeof(what), ": %s: dev=%s ", name, dev);
	for (at = text; (at = strstr(at, what)); at++)
		if (!n--)
			return strstr(at, "dev=");
	return NULL;
}

static int events(const char *dev, const char *name)
{
	int n = 0;

	while (event(dev, name, n))
		n++;
	return n;
}

/* A field of an event: what stands behind its name, or "". */
static const char *field_text(const char *ev, const char *name)
{
	const char *end = ev ? strchr(ev, '\n') : NULL, *at;
	char what[64];

	snprintf(what, sizeof(what), " %s=", name);
	at = end ? strstr(ev, what) : NULL;
	return at && at < end ? at + strlen(what) : "";
}

static long long field(const char *ev, const char *name)
{
	const char *at = field_text(ev, name);

	return *at ? atoll(at) : -12345;
}

static int field_is(const char *ev, const char *name, const char *value)
{
	return !strncmp(field_text(ev, name), value, strlen(value));
}

/* ---- the scripted driver ---- */

FIXTURE(trace) {
	struct dmt d;
};

FIXTURE_SETUP(trace)
{
	mkdir(INSTANCE, 0700);
	if (access(EVENTS, F_OK))
		SKIP(_exit(SKIPPED), "no " EVENTS);
	DMT_SETUP(self);
	dmt_pieces(&self->d, 1, 2 * PAGE);
	ASSERT_EQ(0, spit(DEBUGFS "/dmt/reset", "1"));
}

FIXTURE_TEARDOWN(trace)
{
	spit(EVENTS "/enable", "0");
	close(self->d.fd);
	rmdir(INSTANCE);
}

/* devmap_access(9E) calls devmap_do_ctxmgt(9F). */
static void script_ctxmgt(struct dmt *d, int hold)
{
	dmt_action(d, DMT_IN_ACCESS, DMT_OP_CTXMGT, DMT_SELF)->da_stop = 1;
	d->script.ds_pieces[0].dp_hold = hold;
	dmt_send(d);
}

static void *map_two(struct dmt *d)
{
	return dmt_map(d, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, 0);
}

static const struct {
	const char *event;
	const char *fields[8];
} interface[] = {
	{ "map", { "off", "len", "flags" } },
	{ "unmap", { "off", "len" } },
	{ "dup", { "new_handle", "new_pid", "err" } },
	{ "access_begin", { "off", "len", "type", "rw" } },
	{ "access_end", { "off", "ret", "ns" } },
	{ "load", { "off", "len", "ret" } },
	{ "unload", { "by_pid", "off", "len" } },
	{ "wait_begin", { "owner_pid" } },
	{ "wait_end", { "ns", "ret" } },
	{ "acquire", { "prev_pid", "switched" } },
	{ "release", { "ns" } },
	{ "expire", { "held_ns" } },
	{ "remap", { "kind", "ret" } },
	{ "fail", { "what", "ret" } },
};

/* Names are an interface. */
TEST_F(trace, names)
{
	unsigned int i, f;

	for (i = 0; i < sizeof(interface) / sizeof(interface[0]); i++) {
		const char *format = slurpf(EVENTS "/%s/format", interface[i].event);

		ASSERT_NE(NULL, format) TH_LOG("no event %s", interface[i].event);
		EXPECT_NE(NULL, strstr(format, "char dev[32];"));
		EXPECT_NE(NULL, strstr(format, "u32 handle;"));
		EXPECT_NE(NULL, strstr(format, "pid_t pid;"));
		for (f = 0; interface[i].fields[f]; f++) {
			char what[32];

			snprintf(what, sizeof(what), " %s;", interface[i].fields[f]);
			EXPECT_NE(NULL, strstr(format, what))
				TH_LOG("%s has no%s", interface[i].event, what);
		}
	}
}

TEST_F(trace, one_mapping)
{
	long long id, me = getpid();
	const char *ev;
	char *map;

	ASSERT_EQ(0, dmt_send(&self->d));
	trace_start();
	map = map_two(&self->d);
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(0, probe_write(dmt_word(map, 1), 1).sig);
	EXPECT_EQ(0, dmt_do(&self->d, DMT_OP_UNLOAD, 0, PAGE, PAGE));
	munmap(map, PAGE);
	munmap(map + PAGE, PAGE);
	trace_stop();

	ev = event("dmt", "map", 0);
	id = field(ev, "handle");
	EXPECT_LT(0, id);
	EXPECT_EQ(me, field(ev, "pid"));
	EXPECT_EQ(0, field(ev, "off"));
	EXPECT_EQ(2 * PAGE, field(ev, "len"));
	EXPECT_EQ(SOL_MAP_SHARED, field(ev, "flags"));

	ev = event("dmt", "access_begin", 0);
	EXPECT_EQ(id, field(ev, "handle"));
	EXPECT_EQ(me, field(ev, "pid"));
	EXPECT_EQ(PAGE, field(ev, "off"));
	EXPECT_EQ(PAGE, field(ev, "len"));
	EXPECT_EQ(DEVMAP_ACCESS, field(ev, "type"));
	EXPECT_EQ(DEVMAP_WRITE, field(ev, "rw"));

	ev = event("dmt", "load", 0);
	EXPECT_EQ(id, field(ev, "handle"));
	EXPECT_EQ(PAGE, field(ev, "off"));
	EXPECT_EQ(PAGE, field(ev, "len"));
	EXPECT_EQ(0, field(ev, "ret"));

	ev = event("dmt", "access_end", 0);
	EXPECT_EQ(PAGE, field(ev, "off"));
	EXPECT_EQ(0, field(ev, "ret"));
	EXPECT_LT(0, field(ev, "ns"));

	ev = event("dmt", "unload", 0);
	EXPECT_EQ(id, field(ev, "handle"));
	EXPECT_EQ(me, field(ev, "by_pid"));
	EXPECT_EQ(PAGE, field(ev, "off"));
	EXPECT_EQ(PAGE, field(ev, "len"));

	EXPECT_EQ(2, events("dmt", "unmap"));
	ev = event("dmt", "unmap", 0);
	EXPECT_EQ(0, field(ev, "off"));
	EXPECT_EQ(PAGE, field(ev, "len"));
	EXPECT_EQ(PAGE, field(event("dmt", "unmap", 1), "off"));
	EXPECT_EQ(0, events("dmt", "fail"));
}

static void *punch(void *map)
{
	munmap((char *)map + PAGE, PAGE);
	return NULL;
}

/*
 * While a hole is punched, a fault in another mapping loads the handle, which is left
 * out: that is no load.
 */
TEST_F(trace, what_is_left_out)
{
	struct dmt *d = &self->d;
	long long id;
	pthread_t thread;
	void *map, *other;

	dmt_pieces(d, 1, 3 * PAGE);
	dmt_action(d, DMT_IN_UNMAP, DMT_OP_SLEEP, DMT_SELF)->da_arg = 1000;
	dmt_action(d, DMT_IN_ACCESS, DMT_OP_LOAD, 0);
	dmt_action(d, DMT_IN_ACCESS, DMT_OP_DEFAULT, DMT_SELF)->da_stop = 1;
	ASSERT_EQ(0, dmt_send(d));
	map = dmt_map(d, 3 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, 0);
	ASSERT_NE(MAP_FAILED, map);
	other = dmt_map(d, 3 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, 0);
	ASSERT_NE(MAP_FAILED, other);
	trace_start();
	ASSERT_EQ(0, pthread_create(&thread, NULL, punch, map));
	/* What is behind the hole: devmap_unmap(9E) runs. */
	while (!dmt_handle(d, 2).dh_mapped)
		usleep(1000);
	EXPECT_EQ(0, probe_read(dmt_word(other, 0)).sig);
	ASSERT_EQ(0, pthread_join(thread, NULL));
	trace_stop();
	id = field(event("dmt", "access_begin", 0), "handle");
	EXPECT_EQ(1, events("dmt", "load"));
	EXPECT_EQ(id, field(event("dmt", "load", 0), "handle"));
	EXPECT_EQ(1, status_of("dmt", "loads"));
	dmt_pieces(d, 1, 3 * PAGE);
	ASSERT_EQ(0, dmt_send(d));
	munmap(map, 3 * PAGE);
	munmap(other, 3 * PAGE);
}

TEST_F(trace, off_is_off)
{
	void *map;

	ASSERT_EQ(0, dmt_send(&self->d));
	trace_start();
	trace_stop();
	map = map_two(&self->d);
	probe_read(dmt_word(map, 0));
	munmap(map, 2 * PAGE);
	slurp(INSTANCE "/trace");
	EXPECT_EQ(0, events("dmt", "map"));
	EXPECT_EQ(0, events("dmt", "access_begin"));
}

TEST_F(trace, fork)
{
	long long id;
	const char *ev;
	void *map;
	pid_t pid;

	ASSERT_EQ(0, dmt_send(&self->d));
	map = map_two(&self->d);
	ASSERT_NE(MAP_FAILED, map);
	trace_start();
	pid = fork();
	if (!pid)
		_exit(probe_read(dmt_word(map, 0)).sig);
	EXPECT_EQ(0, child_status(pid));
	trace_stop();
	ev = event("dmt", "dup", 0);
	EXPECT_EQ(getpid(), field(ev, "pid"));
	EXPECT_EQ(0, field(ev, "err"));
	id = field(ev, "new_handle");
	EXPECT_LT(field(ev, "handle"), id);
	/* Linux has not given it one yet. */
	EXPECT_EQ(0, field(ev, "new_pid"));
	ev = event("dmt", "access_begin", 0);
	EXPECT_EQ(id, field(ev, "handle"));
	EXPECT_EQ(pid, field(ev, "pid"));
	ev = event("dmt", "unmap", 0);
	EXPECT_EQ(id, field(ev, "handle"));
	EXPECT_EQ(pid, field(ev, "pid"));
	munmap(map, 2 * PAGE);
}

/* A child that never touches it. */
TEST_F(trace, fork_and_exit)
{
	void *map;
	pid_t pid;

	ASSERT_EQ(0, dmt_send(&self->d));
	map = map_two(&self->d);
	ASSERT_NE(MAP_FAILED, map);
	trace_start();
	pid = fork();
	if (!pid)
		_exit(0);
	child_status(pid);
	trace_stop();
	EXPECT_EQ(pid, field(event("dmt", "unmap", 0), "pid"));
	munmap(map, 2 * PAGE);
}

TEST_F(trace, fork_refused)
{
	void *map;
	pid_t pid;

	self->d.script.ds_pieces[0].dp_dup_ret = 7;
	ASSERT_EQ(0, dmt_send(&self->d));
	map = map_two(&self->d);
	ASSERT_NE(MAP_FAILED, map);
	trace_start();
	pid = fork();
	if (!pid)
		_exit(probe_read(dmt_word(map, 0)).sig != SIGBUS);
	EXPECT_EQ(0, child_status(pid));
	trace_stop();
	EXPECT_EQ(7, field(event("dmt", "dup", 0), "err"));
	EXPECT_TRUE(field_is(event("dmt", "fail", 0), "what", "dup"));
	EXPECT_TRUE(field_is(event("dmt", "fail", 1), "what", "sigbus"));
	EXPECT_EQ(2, status_of("dmt", "failures"));
	munmap(map, 2 * PAGE);
}

TEST_F(trace, refusals)
{
	const char *ev;
	void *map;

	dmt_action(&self->d, DMT_IN_ACCESS, DMT_OP_RETURN, DMT_SELF)->da_arg = 9;
	self->d.script.ds_actions[0].da_stop = 1;
	ASSERT_EQ(0, dmt_send(&self->d));
	map = map_two(&self->d);
	ASSERT_NE(MAP_FAILED, map);
	trace_start();
	EXPECT_EQ(SIGBUS, probe_read(dmt_word(map, 0)).sig);
	munmap(map, 2 * PAGE);
	self->d.script.ds_pieces[0].dp_map_ret = 1;
	ASSERT_EQ(0, dmt_send(&self->d));
	EXPECT_EQ(MAP_FAILED, map_two(&self->d));
	trace_stop();
	EXPECT_EQ(9, field(event("dmt", "access_end", 0), "ret"));
	ev = event("dmt", "fail", 0);
	EXPECT_TRUE(field_is(ev, "what", "sigbus"));
	EXPECT_EQ(9, field(ev, "ret"));
	EXPECT_EQ(getpid(), field(ev, "pid"));
	ev = event("dmt", "fail", 1);
	EXPECT_TRUE(field_is(ev, "what", "map"));
	EXPECT_EQ(ENXIO, field(ev, "ret"));
	EXPECT_EQ(2, status_of("dmt", "failures"));
	EXPECT_EQ(1, status_of("dmt", "faults"));
}

/* Who has the device is seen also where the driver has set no hold time. */
TEST_F(trace, switches_without_hold_time)
{
	long long me = getpid();
	const char *ev;
	void *map;
	pid_t pid;

	script_ctxmgt(&self->d, 0);
	trace_start();
	map = map_two(&self->d);
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(0, probe_read(dmt_word(map, 0)).sig);
	EXPECT_EQ(0, probe_read(dmt_word(map, 1)).sig);
	pid = fork();
	if (!pid) {
		map = map_two(&self->d);
		usleep(20000);
		_exit(probe_read(dmt_word(map, 0)).sig);
	}
	EXPECT_EQ(0, child_status(pid));
	trace_stop();
	EXPECT_EQ(2, events("dmt", "acquire"));
	EXPECT_EQ(2, events("dmt", "release"));
	EXPECT_EQ(2, events("dmt", "expire"));
	EXPECT_EQ(0, events("dmt", "wait_begin"));
	ev = event("dmt", "acquire", 0);
	EXPECT_EQ(me, field(ev, "pid"));
	EXPECT_EQ(1, field(ev, "switch"));
	ev = event("dmt", "acquire", 1);
	EXPECT_EQ(pid, field(ev, "pid"));
	EXPECT_EQ(me, field(ev, "prev_pid"));
	EXPECT_EQ(1, field(ev, "switch"));
	EXPECT_LT(0, field(event("dmt", "release", 1), "ns"));
	ev = event("dmt", "expire", 0);
	EXPECT_EQ(me, field(ev, "pid"));
	EXPECT_LT(20000000, field(ev, "held_ns"));
	/* It has left. */
	EXPECT_EQ(pid, field(event("dmt", "expire", 1), "pid"));
	EXPECT_EQ(2, status_of("dmt", "switches"));
	EXPECT_EQ(0, status_of("dmt", "waits"));
	EXPECT_EQ(0, status_of("dmt", "owner_pid"));
	EXPECT_EQ(0, attr_of("dmt", "hold"));
	munmap(map, 2 * PAGE);
}

/* A child that wants the device; what it waits for is looked at meanwhile. */
static pid_t start_waiter(struct dmt *d)
{
	pid_t pid = fork();
	int i;

	if (!pid) {
		void *map = map_two(d);

		_exit(probe_read(dmt_word(map, 0)).sig);
	}
	for (i = 0; i < 2000 && status_of("dmt", "waiters") != 1; i++)
		usleep(1000);
	return pid;
}

TEST_F(trace, waiting)
{
	long long me = getpid(), ns;
	const char *ev, *row;
	void *map;
	pid_t pid;

	/* Long enough to look at it in peace on a slow machine. */
	script_ctxmgt(&self->d, 10 * HOLD_MS);
	trace_start();
	map = map_two(&self->d);
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(0, probe_read(dmt_word(map, 0)).sig);
	pid = start_waiter(&self->d);

	EXPECT_EQ(1, status_of("dmt", "waiters"));
	EXPECT_EQ(me, status_of("dmt", "owner_pid"));
	EXPECT_EQ(me, attr_of("dmt", "owner_pid"));
	EXPECT_EQ(10 * HOLD_MS * 1000, attr_of("dmt", "hold"));
	EXPECT_LT(0, status_of("dmt", "hold_left_us"));
	EXPECT_GE(10 * HOLD_MS * 1000, status_of("dmt", "hold_left_us"));
	row = line_of(slurp(DEBUGFS "/dmt/waiters"), number(pid), 0);
	EXPECT_NE(NULL, row);
	if (row)
		EXPECT_EQ(0, strncmp(row, "trace ", 6)) TH_LOG("%s", row);
	EXPECT_NE(NULL, line_of(slurp(DEBUGFS "/dmt/owner"), number(me), 0));

	EXPECT_EQ(0, child_status(pid));
	trace_stop();
	ev = event("dmt", "wait_begin", 0);
	EXPECT_EQ(pid, field(ev, "pid"));
	EXPECT_EQ(me, field(ev, "owner_pid"));
	ev = event("dmt", "wait_end", 0);
	EXPECT_EQ(pid, field(ev, "pid"));
	EXPECT_EQ(0, field(ev, "ret"));
	ns = field(ev, "ns");
	EXPECT_LT(HOLD_MS * 1000000LL, ns);
	ev = event("dmt", "acquire", 1);
	EXPECT_EQ(pid, field(ev, "pid"));
	EXPECT_EQ(me, field(ev, "prev_pid"));
	ev = event("dmt", "expire", 0);
	EXPECT_EQ(me, field(ev, "pid"));
	EXPECT_LT(10 * HOLD_MS * 1000000LL, field(ev, "held_ns"));

	EXPECT_EQ(1, status_of("dmt", "waits"));
	EXPECT_EQ(1, attr_of("dmt", "waits"));
	EXPECT_EQ(2, attr_of("dmt", "switches"));
	EXPECT_EQ(ns, status_of("dmt", "wait_ns_total"));
	EXPECT_EQ(ns, status_of("dmt", "wait_ns_max"));
	munmap(map, 2 * PAGE);
}

/* The same owner again: a turn, but no switch. */
TEST_F(trace, turns_without_switch)
{
	void *map;

	script_ctxmgt(&self->d, 1);
	map = map_two(&self->d);
	ASSERT_NE(MAP_FAILED, map);
	trace_start();
	EXPECT_EQ(0, probe_read(dmt_word(map, 0)).sig);
	usleep(20000);
	EXPECT_EQ(0, probe_read(dmt_word(map, 1)).sig);
	trace_stop();
	EXPECT_EQ(2, events("dmt", "acquire"));
	EXPECT_EQ(2, events("dmt", "release"));
	EXPECT_EQ(0, events("dmt", "expire"));
	EXPECT_EQ(0, field(event("dmt", "acquire", 1), "switch"));
	EXPECT_EQ(getpid(), field(event("dmt", "acquire", 1), "prev_pid"));
	EXPECT_EQ(1, status_of("dmt", "switches"));
	munmap(map, 2 * PAGE);
}

static void remap_piece(int fd, unsigned int kind, unsigned int flags)
{
	struct umemt_op op = {
		.uo_kind	= kind,
		.uo_flags	= flags,
		.uo_maxprot	= SOL_PROT_ALL & ~PROT_EXEC,
		.uo_len		= PAGE,
	};

	ioctl(fd, UMEMTIOC_REMAP, &op);
}

TEST_F(trace, remap)
{
	struct umemt_op op = {
		.uo_kind	= UMEMT_REGS,
		.uo_flags	= DEVMAP_ALLOW_REMAP,
		.uo_maxprot	= SOL_PROT_ALL & ~PROT_EXEC,
		.uo_len		= PAGE,
	};
	struct umemt_op mem = { .uo_len = PAGE };
	struct umemt_op none = { 0 };
	int fd = open(UMEMT_DEV, O_RDWR);
	void *map;

	if (fd < 0)
		SKIP(return, "no " UMEMT_DEV);
	ioctl(fd, UMEMTIOC_CLEAR, &none);
	ASSERT_EQ(0, ioctl(fd, UMEMTIOC_ALLOC, &mem));
	ASSERT_EQ(0, ioctl(fd, UMEMTIOC_PIECE, &op));
	map = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	ASSERT_NE(MAP_FAILED, map);
	trace_start();
	remap_piece(fd, UMEMT_REGS, DEVMAP_MAPPING_INVALID);
	remap_piece(fd, UMEMT_MEM, 0);
	remap_piece(fd, UMEMT_REGS, 0);
	trace_stop();
	EXPECT_TRUE(field_is(event("umemt", "remap", 0), "kind", "invalid"));
	EXPECT_TRUE(field_is(event("umemt", "remap", 1), "kind", "umem"));
	EXPECT_TRUE(field_is(event("umemt", "remap", 2), "kind", "devmem"));
	EXPECT_EQ(0, field(event("umemt", "remap", 2), "ret"));
	EXPECT_EQ(getpid(), field(event("umemt", "remap", 2), "pid"));
	munmap(map, PAGE);
	ioctl(fd, UMEMTIOC_CLEAR, &none);
	close(fd);
}

/* ---- debugfs and sysfs ---- */

TEST_F(trace, handles)
{
	long long off, len, handles = status_of("dmt", "handles");
	long long mappings = status_of("dmt", "mappings");
	unsigned int flags, hold, loaded;
	const char *row;
	char comm[32];
	void *map;

	self->d.script.ds_pieces[0].dp_hold = 5;
	ASSERT_EQ(0, dmt_send(&self->d));
	trace_start();
	map = dmt_map(&self->d, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, 0);
	ASSERT_NE(MAP_FAILED, map);
	trace_stop();
	EXPECT_EQ(handles + 1, status_of("dmt", "handles"));
	EXPECT_EQ(mappings + 1, status_of("dmt", "mappings"));
	EXPECT_EQ(mappings + 1, attr_of("dmt", "mappings"));
	slurp(INSTANCE "/trace");
	off = field(event("dmt", "map", 0), "handle");
	row = line_of(slurp(DEBUGFS "/dmt/handles"), number(off), 0);
	ASSERT_NE(NULL, row);
	EXPECT_EQ(getpid(), atoi(row));
	ASSERT_EQ(6, sscanf(row, "%*d %31s %lld %lld %u %u %u", comm, &off, &len, &flags,
			    &hold, &loaded)) TH_LOG("%s", row);
	EXPECT_STREQ("trace", comm);
	EXPECT_EQ(0, off);
	EXPECT_EQ(2 * PAGE, len);
	EXPECT_EQ(SOL_MAP_PRIVATE, flags);
	EXPECT_EQ(5, hold);
	EXPECT_EQ(0, loaded);
	munmap(map, 2 * PAGE);
	EXPECT_EQ(handles, status_of("dmt", "handles"));
	EXPECT_EQ(mappings, status_of("dmt", "mappings"));
}

/* What a program is called does nothing to the terminal of who looks. */
TEST_F(trace, names_are_harmless)
{
	static const char name[] = "\033[1m\001\n\r\\\177 \303\274";
	static const char shown[] = "\\033[1m\\001\\012\\015\\134\\177 \303\274 ";
	const char *row;
	int ready[2];
	pid_t pid;
	char c;

	ASSERT_EQ(0, dmt_send(&self->d));
	ASSERT_EQ(0, pipe(ready));
	pid = fork();
	if (!pid) {
		prctl(PR_SET_NAME, name);
		if (dmt_map(&self->d, 2 * PAGE, PROT_READ, MAP_SHARED, 0) == MAP_FAILED)
			_exit(1);
		write(ready[1], "", 1);
		pause();
	}
	close(ready[1]);
	EXPECT_EQ(1, read(ready[0], &c, 1));
	row = line_of(slurp(DEBUGFS "/dmt/processes"), number(pid), 0);
	EXPECT_NE(NULL, row);
	if (row)
		EXPECT_EQ(0, strncmp(shown, row, strlen(shown))) TH_LOG("%s", row);
	close(ready[0]);
	kill(pid, SIGKILL);
	child_status(pid);
}

/* Finds a row of "processes"; 0 if there is none. */
static int process_row(pid_t pid, long long v[4])
{
	const char *row = line_of(slurp(DEBUGFS "/dmt/processes"), number(pid), 0);

	return row && sscanf(row, "%*s %lld %lld %lld %lld", v, v + 1, v + 2, v + 3) == 4;
}

TEST_F(trace, processes)
{
	long long v[4], again[4];
	void *map;
	pid_t pid;

	script_ctxmgt(&self->d, HOLD_MS);
	map = map_two(&self->d);
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(0, probe_read(dmt_word(map, 0)).sig);
	EXPECT_EQ(0, probe_read(dmt_word(map, 1)).sig);
	ASSERT_TRUE(process_row(getpid(), v));
	EXPECT_EQ(2, v[0]);
	EXPECT_LE(1, v[1]);
	EXPECT_EQ(0, v[2]);
	usleep(20000);
	ASSERT_TRUE(process_row(getpid(), again));
	EXPECT_LT(v[3] + 20000000, again[3]);
	/* Another one takes it, and goes; it is this one's turn to wait. */
	pid = start_waiter(&self->d);
	EXPECT_EQ(0, child_status(pid));
	EXPECT_FALSE(process_row(pid, v));
	ASSERT_TRUE(process_row(getpid(), v));
	usleep(20000);
	ASSERT_TRUE(process_row(getpid(), again));
	/* Time that another one, or nobody, has it is not this one's. */
	EXPECT_EQ(v[3], again[3]);
	munmap(map, 2 * PAGE);
	EXPECT_FALSE(process_row(getpid(), v));
}

/* Sums of the columns of "latency". */
static int latency_sums(long long *switches, long long *waits)
{
	const char *at = strchr(slurp(DEBUGFS "/dmt/latency"), '\n');
	long long s, from, to, w, next = 0;

	for (*switches = *waits = 0; at && at[1]; at = strchr(at + 1, '\n')) {
		if (sscanf(at, "%lld %lld %lld %lld", &s, &from, &to, &w) != 4 ||
		    from != next)
			return -1;
		next = to + 1;
		*switches += s;
		*waits += w;
	}
	return 0;
}

TEST_F(trace, latency_and_reset)
{
	long long switches, waits = 0, handles;
	void *map;
	int i;

	script_ctxmgt(&self->d, HOLD_MS);
	map = map_two(&self->d);
	ASSERT_NE(MAP_FAILED, map);
	/* A slow machine may start the waiter when there is nothing to wait for any more. */
	for (i = 0; i < 20 && !waits; i++) {
		ASSERT_EQ(0, spit(DEBUGFS "/dmt/reset", "1"));
		EXPECT_EQ(0, probe_read(dmt_word(map, 0)).sig);
		EXPECT_EQ(0, child_status(start_waiter(&self->d)));
		ASSERT_EQ(0, latency_sums(&switches, &waits));
	}
	EXPECT_EQ(2, switches);
	EXPECT_EQ(1, waits);
	EXPECT_LE(2, status_of("dmt", "loads"));
	handles = status_of("dmt", "handles");

	EXPECT_EQ(EINVAL, spit(DEBUGFS "/dmt/reset", "2"));
	EXPECT_EQ(2, status_of("dmt", "switches"));
	EXPECT_EQ(0, spit(DEBUGFS "/dmt/reset", "1"));
	ASSERT_EQ(0, latency_sums(&switches, &waits));
	EXPECT_EQ(0, switches);
	EXPECT_EQ(0, waits);
	EXPECT_EQ(0, status_of("dmt", "switches"));
	EXPECT_EQ(0, status_of("dmt", "loads"));
	EXPECT_EQ(0, status_of("dmt", "wait_ns_max"));
	EXPECT_EQ(handles, status_of("dmt", "handles"));
	munmap(map, 2 * PAGE);
}

/* Nobody else learns whose programs use a device. */
TEST_F(trace, not_for_everybody)
{
	struct dirent *entry;
	struct stat st;
	DIR *dir;
	int files = 0;

	ASSERT_EQ(0, stat(SYSFS "/dmt/owner_pid", &st));
	EXPECT_EQ(0400, st.st_mode & 0777);
	ASSERT_EQ(0, stat(SYSFS "/dmt/switches", &st));
	EXPECT_EQ(0444, st.st_mode & 0777);
	dir = opendir(DEBUGFS "/dmt");
	ASSERT_NE(NULL, dir);
	while ((entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		files++;
		ASSERT_EQ(0, fstatat(dirfd(dir), entry->d_name, &st, 0));
		EXPECT_EQ(0, st.st_mode & 0377 & ~0200);
	}
	closedir(dir);
	EXPECT_EQ(7, files);
}

static void read_all(const char *dev)
{
	static const char *const files[] = {
		"status", "owner", "waiters", "handles", "processes", "latency",
	};
	unsigned int i;

	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		slurpf(DEBUGFS "/%s/%s", dev, files[i]);
}

/* Devices go and come while somebody reads about them. */
TEST_F_TIMEOUT(trace, removal_while_reading, 120)
{
	long instances = param_get("instances");
	char path[128], name[32], c;
	pid_t reader, user;
	int fd, sysfd, i;

	if (instances < 1)
		SKIP(return, "no xxctx module");
	snprintf(name, sizeof(name), "xxctx%ld", instances);
	ASSERT_EQ(0, param_set("instances", instances + 1));
	snprintf(path, sizeof(path), DEBUGFS "/%s/status", name);
	fd = open(path, O_RDONLY);
	ASSERT_LE(0, fd);
	snprintf(path, sizeof(path), SYSFS "/%s/switches", name);
	sysfd = open(path, O_RDONLY);
	ASSERT_LE(0, sysfd);
	reader = fork();
	if (!reader)
		for (;;) {
			read_all(name);
			attr_of(name, "owner_pid");
		}
	user = fork();
	if (!user)
		for (;;) {
			struct xx xx;
			void *map;

			snprintf(path, sizeof(path), "/dev/%s", name);
			if (!xx_open(&xx, path)) {
				map = xx_map(&xx, MAP_PRIVATE);
				if (map != MAP_FAILED) {
					probe_read(xx_word(map, 0, 1));
					munmap(map, xx.info.xi_ctxsize);
				}
				munmap((void *)xx.status, xx.page);
			}
			if (xx.fd >= 0)
				close(xx.fd);
		}
	for (i = 0; i < 15; i++) {
		usleep(20000);
		EXPECT_EQ(0, param_set("instances", instances));
		usleep(5000);
		EXPECT_EQ(0, param_set("instances", instances + 1));
	}
	kill(reader, SIGKILL);
	kill(user, SIGKILL);
	child_status(reader);
	child_status(user);
	EXPECT_EQ(0, param_set("instances", instances));
	/* Of the first one, that is gone for long. */
	EXPECT_EQ(-1, read(fd, &c, 1));
	EXPECT_EQ(-1, read(sysfd, &c, 1));
	snprintf(path, sizeof(path), DEBUGFS "/%s", name);
	EXPECT_EQ(-1, access(path, F_OK));
	close(fd);
	close(sysfd);
}

#define main harness_main
TEST_HARNESS_MAIN
#undef main

int main(int argc, char **argv)
{
	if (access(DMT_DEV, R_OK | W_OK))
		ksft_exit_skip("no %s: build with DEVMAP_TESTS=y, modprobe dmt\n",
			       DMT_DEV);
	if (access("/sys/kernel/debug/devmap", F_OK))
		mount("none", "/sys/kernel/debug", "debugfs", 0, NULL);
	if (access(TRACEFS "/instances", F_OK))
		mount("none", TRACEFS, "tracefs", 0, NULL);
	if (access(DEBUGFS, F_OK) || access(TRACEFS "/instances", F_OK))
		ksft_exit_skip("not root, or no debugfs or tracefs\n");
	return harness_main(argc, argv);
}
