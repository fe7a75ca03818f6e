// SPDX-License-Identifier: GPL-2.0
/*
 * Peers whose work the kernel does: touching the device is all, or an ioctl before
 * and after it.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bench.h"

size_t page_up(size_t bytes)
{
	return (bytes + PAGE - 1) & ~(PAGE - 1);
}

int dev_open(const char *path)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);

	if (fd < 0)
		die(path);
	return fd;
}

void dev_ioctl(int fd, unsigned int cmd, unsigned long arg)
{
	if (ioctl(fd, cmd, arg))
		die("ioctl");
}

/* What a call answers that cannot fail. */
unsigned int dev_ask(int fd, unsigned int cmd)
{
	int answer = ioctl(fd, cmd, 0);

	if (answer < 0)
		die("ioctl");
	return answer;
}

void *dev_map(int fd, size_t len, size_t off)
{
	void *p = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_SHARED, fd, off);

	if (p == MAP_FAILED)
		die("mmap");
	return p;
}

static void set_ctx(const char *path, size_t bytes)
{
	int fd = dev_open(path);

	dev_ioctl(fd, BENCHIOC_CTX, bytes);
	close(fd);
}

static void end_open(struct end *end, const char *path)
{
	end->fd = dev_open(path);
	end->len = page_up(end->bytes);
	end->map = dev_map(end->fd, end->len, 0);
}

static void nothing(struct end *end)
{
	(void)end;
}

static void no_finish(void)
{
}

/* ---- devmap.ko, by the bench driver ---- */

static bool devmap_prepare(size_t bytes)
{
	set_ctx(DEV_DEVMAP, bytes);
	return true;
}

static void devmap_open(struct end *end)
{
	end_open(end, DEV_DEVMAP);
}

const struct peer peer_devmap = {
	"devmap", devmap_prepare, no_finish, devmap_open, nothing, nothing
};

/* ---- devmap.ko, by the driver of the book: a device for each size ---- */

static const char *xxctx_path(size_t bytes)
{
	static const struct {
		size_t bytes;
		const char *path;
	} devs[] = {
		{ 4096, "/dev/xxctx" }, { 65536, "/dev/xxctx1" }, { 1 << 20, "/dev/xxctx2" },
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(devs); i++)
		if (devs[i].bytes == bytes && !access(devs[i].path, F_OK))
			return devs[i].path;
	return NULL;
}

static bool xxctx_prepare(size_t bytes)
{
	return xxctx_path(bytes);
}

static void xxctx_open(struct end *end)
{
	end->fd = dev_open(xxctx_path(end->bytes));
	end->len = end->bytes;
	end->map = mmap(NULL, end->len, PROT_READ | PROT_WRITE, MAP_PRIVATE, end->fd, 0);
	if (end->map == MAP_FAILED)
		die("mmap");
}

const struct peer peer_xxctx = {
	"xxctx", xxctx_prepare, no_finish, xxctx_open, nothing, nothing
};

/* ---- the floor ---- */

static bool floor_prepare(size_t bytes)
{
	set_ctx(DEV_FLOOR, bytes);
	return true;
}

static void floor_open(struct end *end)
{
	end_open(end, DEV_FLOOR);
}

const struct peer peer_floor = {
	"floor", floor_prepare, no_finish, floor_open, nothing, nothing
};

/* ---- explicit locking ---- */

static bool ioctl_prepare(size_t bytes)
{
	set_ctx(DEV_IOCTL, bytes);
	return true;
}

static void ioctl_open(struct end *end)
{
	end_open(end, DEV_IOCTL);
}

static void ioctl_take(struct end *end)
{
	dev_ioctl(end->fd, BENCHIOC_LOCK, 0);
}

static void ioctl_give(struct end *end)
{
	dev_ioctl(end->fd, BENCHIOC_UNLOCK, 0);
}

const struct peer peer_ioctl = {
	"ioctl", ioctl_prepare, no_finish, ioctl_open, ioctl_take, ioctl_give
};
