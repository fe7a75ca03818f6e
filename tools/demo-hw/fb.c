// SPDX-License-Identifier: GPL-2.0
/*
 * Three painters, and one screen.
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <sys/mman.h>

#include <devmap/xxfb.h>

#include "demo.h"

#define PAINTERS	3
#define ASK		"/usr/local/bin/ask"

typedef uint32_t pixel_t;

/* A painter's picture, as it has it in mind. */
struct painter {
	pixel_t *picture;
};

/* What painters and photographer share. */
struct studio {
	volatile unsigned int screens[PAINTERS];	/* their numbers */
	volatile int model;	/* who has to sit still, -1 for nobody */
	volatile int still;	/* and does */
};

static struct xxfb_info fb_info;
static struct painter painters[PAINTERS];
static struct studio *studio;
static const char *const names[PAINTERS] = { "apple", "rings", "weave" };

/* The Mandelbrot set: how long it takes to get away, as a colour. */
static pixel_t apple(int x, int y)
{
	double cr = (x - 430) / 210.0, ci = (y - 240) / 210.0, r = 0, i = 0, t;
	int n;

	for (n = 0; n < 64 && r * r + i * i < 4; n++) {
		t = r * r - i * i + cr;
		i = 2 * r * i + ci;
		r = t;
	}
	return n == 64 ? 0x101830 : 0x030201 * n + 0x182848;
}

static pixel_t rings(int x, int y)
{
	int dx = x - 320, dy = y - 240, r = (dx * dx + dy * dy) >> 10;

	return (r & 1 ? 0x902010 : 0xf0e0c0) + (r & 0xf);
}

static pixel_t weave(int x, int y)
{
	int over = ((x >> 5) + (y >> 5)) & 1, at = over ? x & 31 : y & 31;

	return at < 3 ? 0x001008 : (over ? 0x20a060 : 0x106040) + at;
}

static pixel_t point(int painter, int x, int y)
{
	switch (painter) {
	case 0: return apple(x, y);
	case 1: return rings(x, y);
	default: return weave(x, y);
	}
}

/* Paints its picture again and again, a line at a time. */
static void paint(struct crew *crew, int number)
{
	int fd = open("/dev/xxfb", O_RDWR), width = fb_info.xi_width, x, y;
	pixel_t *picture = painters[number].picture, *fb;
	struct xxfb_info xi;

	if (fd < 0 || ioctl(fd, XXFBIOC_INFO, &xi))
		die("/dev/xxfb");
	fb = mmap(NULL, xi.xi_size, PROT_WRITE, MAP_SHARED, fd, 0);
	if (fb == MAP_FAILED)
		die("mmap of /dev/xxfb");
	for (y = 0; y < (int)xi.xi_height; y++)
		for (x = 0; x < width; x++)
			picture[y * width + x] = point(number, x, y);
	studio->screens[number] = xi.xi_screen;
	while (!*crew->stop) {
		if (studio->model == number) {
			studio->still = 1;
			usleep(1000);
			continue;
		}
		for (y = 0; y < (int)xi.xi_height; y++)
			memcpy(&fb[y * (xi.xi_pitch / 4)], &picture[y * width], 4 * width);
		crew->workers[number].done++;
	}
}

/* Points of the monitor that are not a painter's; -1 if there is no picture of it. */
static long compare(const pixel_t *picture, const char *name)
{
	long points = (long)fb_info.xi_width * fb_info.xi_height, i, wrong = 0;
	unsigned char rgb[3];
	char command[80];
	FILE *f;

	snprintf(command, sizeof(command), ASK " screendump %s", name);
	f = popen(command, "r");
	if (!f)
		return -1;
	if (fscanf(f, "P6 %*u %*u %*u") == EOF || fgetc(f) != '\n')
		wrong = -1;
	for (i = 0; wrong >= 0 && i < points; i++) {
		if (fread(rgb, 3, 1, f) != 1)
			wrong = -1;
		else
			wrong += (pixel_t)(rgb[0] << 16 | rgb[1] << 8 | rgb[2]) !=
				 picture[i];
	}
	return pclose(f) ? -1 : wrong;
}

/*
 * Has a painter sit still. It has lost the frame buffer when the others have painted
 * more than what they had begun: QEMU takes its pictures while the machine runs, and
 * of a frame buffer that changes hands it gets a part of both.
 */
static void sit_still(const struct crew *crew, int number)
{
	uint64_t before;

	studio->still = 0;
	studio->model = number;
	while (!studio->still)
		usleep(1000);
	before = crew_done(crew);
	while (crew_done(crew) < before + PAINTERS)
		usleep(1000);
}

/* Shows a painter's screen, and looks at the monitor while the others paint. */
static int look(const struct crew *crew, int fd, int number)
{
	unsigned int screen = studio->screens[number];
	uint64_t before;
	long wrong;

	sit_still(crew, number);
	before = crew_done(crew);
	if (ioctl(fd, XXFBIOC_SHOW, &screen))
		die("XXFBIOC_SHOW");
	wrong = compare(painters[number].picture, names[number]);
	studio->model = -1;
	if (wrong < 0) {
		say("  %s is shown, and there is no picture of the monitor.\n", names[number]);
		return 1;
	}
	say("  %s is shown, %ld points of the monitor are not its own;"
	    " the others painted %llu pictures meanwhile\n", names[number], wrong,
	    (unsigned long long)(crew_done(crew) - before));
	return wrong != 0;
}

static void wait_for_painters(const struct crew *crew)
{
	int i;

	for (i = 0; i < crew->n; i++)
		while (crew->workers[i].done < 2)
			usleep(10000);
}

int demo_fb(double seconds)
{
	int fd = open("/dev/xxfb", O_RDWR), bad = 0, i;
	double start;
	struct crew crew;

	if (fd < 0 || ioctl(fd, XXFBIOC_INFO, &fb_info))
		die("/dev/xxfb");
	studio = shared_memory(sizeof(*studio));
	studio->model = -1;
	for (i = 0; i < PAINTERS; i++)
		painters[i].picture = shared_memory(4UL * fb_info.xi_width *
						    fb_info.xi_height);
	say("\n3. One frame buffer (QEMU's bochs-display), %d processes, /dev/xxfb\n\n"
	    "Each paints into the frame buffer as if it were alone: apple, rings and weave,\n"
	    "again and again. One of them is shown; a picture of the monitor is taken from\n"
	    "outside, while the others paint, and compared with what that one has painted.\n"
	    "\n", PAINTERS);
	crew_start(&crew, PAINTERS, paint);
	wait_for_painters(&crew);
	start = now();
	do {
		for (i = 0; i < PAINTERS; i++)
			bad |= look(&crew, fd, i);
	} while (now() - start < seconds);
	bad |= crew_join(&crew);
	if (ioctl(fd, XXFBIOC_INFO, &fb_info))
		die("XXFBIOC_INFO");
	say("\n  %llu times the frame buffer changed hands.\n%s\n", fb_info.xi_switches,
	    bad ? "FAILED: fb" : "OK: nobody saw a point that another one had painted.");
	close(fd);
	return bad;
}
