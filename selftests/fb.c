// SPDX-License-Identifier: GPL-2.0
/*
 * A frame buffer that each program has for itself: /dev/xxfb, on QEMU's bochs-display.
 * What the monitor shows is looked at from outside, where there is somebody to ask:
 * tools/vm/ask.
 */
#include "kselftest_harness.h"

#include <sys/ioctl.h>
#include <sys/prctl.h>

#include "devmap_test.h"
#include "pci_test.h"

#include <devmap/xxfb.h>

#define DEV		"/dev/xxfb"
#define ASK		"/usr/local/bin/ask"
#define PAINTERS	3
#define BUSY		8
#define MOST_SCREENS	64

typedef unsigned int pixel_t;

FIXTURE(fb) {
	struct pci pci;
	int fd;
	struct xxfb_info info;
	size_t page;
};

FIXTURE_SETUP(fb)
{
	self->page = sysconf(_SC_PAGESIZE);
	if (pci_find(&self->pci, 0x1234, 0x1111) || !pci_has_driver(&self->pci, "xxfb"))
		SKIP(_exit(SKIPPED), "no bochs-display that is xxfb's");
	self->fd = open(DEV, O_RDWR);
	ASSERT_LE(0, self->fd);
	ASSERT_EQ(0, ioctl(self->fd, XXFBIOC_INFO, &self->info));
}

FIXTURE_TEARDOWN(fb)
{
	close(self->fd);
}

static volatile pixel_t *map_screen(int fd, size_t size)
{
	return mmap(NULL, size, PROT_WRITE, MAP_SHARED, fd, 0);
}

static int map_errno(int fd, size_t len, int prot, int flags, off_t off)
{
	void *map = mmap(NULL, len, prot, flags, fd, off);

	if (map == MAP_FAILED)
		return errno;
	munmap(map, len);
	return 0;
}

TEST_F(fb, info)
{
	struct xxfb_info *xi = &self->info;
	int other = open(DEV, O_RDWR);
	struct xxfb_info oi;

	EXPECT_EQ(640, xi->xi_width);
	EXPECT_EQ(480, xi->xi_height);
	EXPECT_EQ(4 * xi->xi_width, xi->xi_pitch);
	EXPECT_LE(xi->xi_pitch * xi->xi_height, xi->xi_size);
	EXPECT_EQ(0, xi->xi_size % self->page);
	EXPECT_EQ(0, xi->xi_reserved);
	/* The first one is shown, and another one is another one. */
	EXPECT_EQ(xi->xi_screen, xi->xi_shown);
	ASSERT_EQ(0, ioctl(other, XXFBIOC_INFO, &oi));
	EXPECT_NE(xi->xi_screen, oi.xi_screen);
	EXPECT_EQ(xi->xi_screen, oi.xi_shown);
	close(other);
}

TEST_F(fb, bad_ioctls)
{
	unsigned int none = self->info.xi_screen + MOST_SCREENS + 1;

	EXPECT_EQ(-1, ioctl(self->fd, XXFBIOC_INFO, NULL));
	EXPECT_EQ(EFAULT, errno);
	EXPECT_EQ(-1, ioctl(self->fd, XXFBIOC_SHOW, NULL));
	EXPECT_EQ(EFAULT, errno);
	EXPECT_EQ(-1, ioctl(self->fd, XXFBIOC_SHOW, &none));
	EXPECT_EQ(ENOENT, errno);
	none = 0;
	EXPECT_EQ(-1, ioctl(self->fd, XXFBIOC_SHOW, &none));
	EXPECT_EQ(ENOENT, errno);
	EXPECT_EQ(-1, ioctl(self->fd, XXFBIOC_SHOW + 1, &none));
	EXPECT_EQ(ENOTTY, errno);
}

TEST_F(fb, write_only)
{
	int prots[] = { PROT_READ, PROT_READ | PROT_WRITE, PROT_READ | PROT_EXEC };
	size_t size = self->info.xi_size;
	unsigned int i;
	void *map;

	for (i = 0; i < 3; i++)
		EXPECT_EQ(EINVAL, map_errno(self->fd, size, prots[i], MAP_SHARED, 0));
	EXPECT_EQ(EINVAL, map_errno(self->fd, size, PROT_WRITE, MAP_PRIVATE, 0));
	map = (void *)map_screen(self->fd, size);
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(-1, mprotect(map, size, PROT_READ));
	EXPECT_EQ(EACCES, errno);
	EXPECT_EQ(-1, mprotect(map, size, PROT_READ | PROT_WRITE));
	EXPECT_EQ(0, mprotect(map, size, PROT_NONE));
	EXPECT_EQ(0, mprotect(map, size, PROT_WRITE));
	munmap(map, size);
}

TEST_F(fb, bounds)
{
	size_t size = self->info.xi_size, page = self->page;

	EXPECT_EQ(0, map_errno(self->fd, size, PROT_WRITE, MAP_SHARED, 0));
	EXPECT_EQ(0, map_errno(self->fd, page, PROT_WRITE, MAP_SHARED, size - page));
	EXPECT_EQ(ENXIO, map_errno(self->fd, size + 1, PROT_WRITE, MAP_SHARED, 0));
	EXPECT_EQ(ENXIO, map_errno(self->fd, page, PROT_WRITE, MAP_SHARED, size));
	EXPECT_EQ(ENXIO, map_errno(self->fd, page + 1, PROT_WRITE, MAP_SHARED, size - page));
}

TEST_F(fb, write_combining)
{
	unsigned long long start, end;
	int combining;

	ASSERT_EQ(0, pci_bar(&self->pci, 0, &start, &end));
	/* Of the memory the two screens of the driver are used. */
	combining = pci_memtype(start, start + 2 * self->info.xi_size, "write-combining");
	if (combining < 0)
		SKIP(return, "this kernel does not tell");
	EXPECT_EQ(1, combining);
	ASSERT_EQ(0, pci_bar(&self->pci, 2, &start, &end));
	EXPECT_EQ(1, pci_memtype(start, end, "uncached"));
}

/* How many can be opened before one is refused, for which @reason. */
static int screens_left(int *reason)
{
	int fds[MOST_SCREENS + 2], n, left;

	for (n = 0; n < MOST_SCREENS + 2; n++) {
		fds[n] = open(DEV, O_RDWR);
		if (fds[n] < 0)
			break;
	}
	*reason = errno;
	left = n;
	while (n--)
		close(fds[n]);
	return left;
}

/* Screens are not for ever, and not without number. */
TEST_F(fb, number_of_screens)
{
	int round, n, reason;

	for (round = 0; round < 2; round++) {
		n = screens_left(&reason);
		EXPECT_EQ(EAGAIN, reason);
		EXPECT_LE(MOST_SCREENS - 1, n);
		EXPECT_GE(MOST_SCREENS, n);
	}
}

/*
 * A picture of a painter, drawn as a program draws: the ground, then bars, then a
 * frame, then a filled disk, each over what is there.
 */
struct canvas {
	volatile pixel_t *at;
	int width, height;
	int pitch;	/* pixels */
};

static void draw_rectangle(struct canvas *c, int x, int y, int w, int h, pixel_t colour)
{
	int i, j;

	for (j = y; j < y + h; j++)
		for (i = x; i < x + w; i++)
			c->at[j * c->pitch + i] = colour;
}

static void draw_disk(struct canvas *c, int x, int y, int r, pixel_t colour)
{
	int dy, dx = r;

	for (dy = 0; dy <= r; dy++) {
		while (dx * dx + dy * dy > r * r)
			dx--;
		draw_rectangle(c, x - dx, y - dy, 2 * dx + 1, 1, colour);
		draw_rectangle(c, x - dx, y + dy, 2 * dx + 1, 1, colour);
	}
}

static pixel_t ground(int painter)
{
	return 0x102030 * (painter + 1);
}

static pixel_t ink(int painter)
{
	return 0xff0000 >> 8 * painter;
}

static void draw_picture(struct canvas *c, int painter)
{
	int i;

	draw_rectangle(c, 0, 0, c->width, c->height, ground(painter));
	for (i = 0; i < 8; i++)
		draw_rectangle(c, i * 80 + 10, 0, 20 + 10 * painter, c->height,
			       ink(painter) / 8 * i);
	draw_rectangle(c, 100, 100, 440, 280, 0xffffff);
	draw_rectangle(c, 104, 104, 432, 272, ground(painter));
	draw_disk(c, 200 + 120 * painter, 240, 90, ink(painter));
}

/* What it has to look like: said of a point, and not by drawing. */
static pixel_t expected(int painter, int x, int y)
{
	int dx = x - (200 + 120 * painter), dy = y - 240;

	if (dx * dx + dy * dy <= 90 * 90)
		return ink(painter);
	if (x >= 104 && x < 536 && y >= 104 && y < 376)
		return ground(painter);
	if (x >= 100 && x < 540 && y >= 100 && y < 380)
		return 0xffffff;
	if (x % 80 >= 10 && x % 80 < 30 + 10 * painter)
		return ink(painter) / 8 * (x / 80);
	return ground(painter);
}

/* What the monitor shows, three bytes a pixel; NULL if there is no picture. */
static unsigned char *screendump(const struct xxfb_info *xi, const char *name)
{
	size_t size = 3UL * xi->xi_width * xi->xi_height;
	unsigned int w = 0, h = 0, max = 0;
	unsigned char *rgb = NULL;
	char command[128];
	FILE *f;

	snprintf(command, sizeof(command), ASK " screendump fb-%s", name);
	f = popen(command, "r");
	if (!f)
		return NULL;
	if (fscanf(f, "P6 %u %u %u", &w, &h, &max) == 3 && w == xi->xi_width &&
	    h == xi->xi_height && max == 255 && fgetc(f) == '\n') {
		rgb = malloc(size);
		if (fread(rgb, 1, size, f) != size || fgetc(f) != EOF) {
			free(rgb);
			rgb = NULL;
		}
	}
	return pclose(f) ? NULL : rgb;
}

/* Pixels that are not as expected, of a painter's picture or, with -1, of a black one. */
static long differences(const struct xxfb_info *xi, const unsigned char *rgb, int painter)
{
	long wrong = 0;
	int x, y;

	for (y = 0; y < (int)xi->xi_height; y++) {
		for (x = 0; x < (int)xi->xi_width; x++, rgb += 3) {
			pixel_t want = painter < 0 ? 0 : expected(painter, x, y);

			wrong += (rgb[0] << 16 | rgb[1] << 8 | rgb[2]) != want;
		}
	}
	return wrong;
}

/* -1 if there is no picture */
static long shown_differs(const struct xxfb_info *xi, const char *name, int painter)
{
	unsigned char *rgb = screendump(xi, name);
	long wrong = rgb ? differences(xi, rgb, painter) : -1;

	free(rgb);
	return wrong;
}

/* A painter, and how far it is. */
struct painter {
	pid_t pid;
	volatile unsigned int screen;
	volatile int pictures;	/* that it has drawn */
	volatile int pause;	/* asks it to stop after a picture */
	volatile int paused;
	volatile int dot;	/* asks it to draw another point, paused */
};

static void paint(struct painter *me, int number)
{
	int fd = open(DEV, O_RDWR);
	struct canvas canvas;
	struct xxfb_info xi;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (fd < 0 || ioctl(fd, XXFBIOC_INFO, &xi))
		_exit(1);
	canvas.at = map_screen(fd, xi.xi_size);
	if (canvas.at == MAP_FAILED)
		_exit(1);
	canvas.width = xi.xi_width;
	canvas.height = xi.xi_height;
	canvas.pitch = xi.xi_pitch / 4;
	me->screen = xi.xi_screen;
	for (;;) {
		draw_picture(&canvas, number);
		me->pictures++;
		while (me->pause) {
			if (me->dot) {
				canvas.at[5] = 0xfedcba;
				me->dot = 0;
			}
			me->paused = 1;
			usleep(1000);
		}
		me->paused = 0;
	}
}

static struct painter *start_painters(int n)
{
	struct painter *p = mmap(NULL, n * sizeof(*p), PROT_READ | PROT_WRITE,
				 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t pid;
	int i;

	for (i = 0; i < n; i++) {
		pid = fork();
		if (!pid)
			paint(&p[i], i % PAINTERS);
		p[i].pid = pid;
	}
	for (i = 0; i < n; i++)
		while (!p[i].pictures && !waitpid(p[i].pid, NULL, WNOHANG))
			usleep(1000);
	return p;
}

static void stop_painters(struct painter *p, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		kill(p[i].pid, SIGKILL);
		waitpid(p[i].pid, NULL, 0);
	}
	munmap(p, n * sizeof(*p));
}

static int pictures(const struct painter *p, int n)
{
	int i, sum = 0;

	for (i = 0; i < n; i++)
		sum += p[i].pictures;
	return sum;
}

/*
 * Has a painter pause, and waits until the others have drawn more than what they had
 * begun, so that it does not have the frame buffer any more: QEMU takes its pictures
 * while the machine runs, and of a frame buffer that changes hands meanwhile it gets a
 * part of both.
 */
static void pause_painter(struct painter *p, int n, int i)
{
	int before;

	p[i].pause = 1;
	while (!p[i].paused)
		usleep(1000);
	before = pictures(p, n);
	while (pictures(p, n) < before + n)
		usleep(1000);
}

static int show(int fd, unsigned int screen)
{
	return ioctl(fd, XXFBIOC_SHOW, &screen) ? errno : 0;
}

/*
 * Each paints into the frame buffer as if it were its own, all at once. Whose screen is
 * shown has nothing on it that another one has drawn, not one pixel, although the
 * others go on.
 */
TEST_F(fb, pictures)
{
	static const char *const names[PAINTERS] = { "red", "green", "blue" };
	struct painter *p;
	int i, round;

	if (access(ASK, X_OK))
		SKIP(return, "nobody to ask for a picture: tools/vm/run --monitor");
	p = start_painters(PAINTERS);
	for (round = 0; round < 2; round++) {
		for (i = 0; i < PAINTERS; i++) {
			pause_painter(p, PAINTERS, i);
			EXPECT_EQ(0, show(self->fd, p[i].screen));
			EXPECT_EQ(0, shown_differs(&self->info, names[i], i))
				TH_LOG("the %s one", names[i]);
			p[i].pause = 0;
			while (p[i].paused)
				usleep(1000);
		}
	}
	stop_painters(p, PAINTERS);
}

/* What is drawn on the shown screen is seen, and on another one is not. */
TEST_F(fb, live)
{
	struct painter *p;

	if (access(ASK, X_OK))
		SKIP(return, "nobody to ask for a picture: tools/vm/run --monitor");
	p = start_painters(2);
	p[0].pause = p[1].pause = 1;
	while (!p[0].paused || !p[1].paused)
		usleep(1000);
	EXPECT_EQ(0, show(self->fd, p[0].screen));
	p[1].dot = 1;
	while (p[1].dot)
		usleep(1000);
	EXPECT_EQ(0, shown_differs(&self->info, "hidden", 0));
	p[0].dot = 1;
	while (p[0].dot)
		usleep(1000);
	EXPECT_EQ(1, shown_differs(&self->info, "live", 0));
	stop_painters(p, 2);
}

/* A new screen is black, and so is the monitor when the shown one is closed. */
TEST_F(fb, black)
{
	struct painter *p;

	if (access(ASK, X_OK))
		SKIP(return, "nobody to ask for a picture: tools/vm/run --monitor");
	p = start_painters(1);
	EXPECT_EQ(0, show(self->fd, self->info.xi_screen));
	EXPECT_EQ(0, shown_differs(&self->info, "new", -1));
	EXPECT_EQ(0, show(self->fd, p->screen));
	EXPECT_LT(0, shown_differs(&self->info, "drawn", -1));
	stop_painters(p, 1);
	EXPECT_EQ(0, shown_differs(&self->info, "closed", -1));
	ASSERT_EQ(0, ioctl(self->fd, XXFBIOC_INFO, &self->info));
	EXPECT_EQ(0, self->info.xi_shown);
}

/* A file that is inherited is the same screen, and goes with its last mapping. */
TEST_F(fb, mapping_keeps_the_screen)
{
	int fd = open(DEV, O_RDWR);
	struct xxfb_info xi;
	volatile pixel_t *at;
	pid_t pid;

	ASSERT_EQ(0, ioctl(fd, XXFBIOC_INFO, &xi));
	at = map_screen(fd, xi.xi_size);
	ASSERT_NE(MAP_FAILED, (void *)at);
	pid = fork();
	if (!pid) {
		at[1] = 1;
		_exit(0);
	}
	EXPECT_EQ(0, child_status(pid));
	/* Pieces of a mapping are of the same screen. */
	ASSERT_EQ(0, munmap((char *)at + self->page, self->page));
	at[1] = 2;
	at[self->page] = 3;
	close(fd);
	EXPECT_EQ(0, show(self->fd, xi.xi_screen));
	munmap((void *)at, xi.xi_size);
	EXPECT_EQ(ENOENT, show(self->fd, xi.xi_screen));
}

/* The driver is unbound while 8 processes draw: SIGBUS, and no more. */
TEST_F(fb, unbound_under_load)
{
	struct painter *p = start_painters(BUSY);
	volatile pixel_t *at = map_screen(self->fd, self->info.xi_size);
	int left, reason, i;

	ASSERT_NE(MAP_FAILED, (void *)at);
	left = screens_left(&reason) + BUSY;
	ASSERT_EQ(0, pci_unbind(&self->pci));
	for (i = 0; i < BUSY; i++)
		EXPECT_EQ(0x100 + SIGBUS, child_status(p[i].pid));
	EXPECT_EQ(SIGBUS, probe_write((vu64 *)at, 1).sig);
	EXPECT_EQ(-1, ioctl(self->fd, XXFBIOC_INFO, &self->info));
	EXPECT_EQ(ENXIO, errno);
	EXPECT_EQ(-1, access(DEV, F_OK));
	munmap((void *)at, self->info.xi_size);
	/* And bound again. */
	ASSERT_EQ(0, pci_bind(&self->pci, "xxfb"));
	close(self->fd);
	self->fd = open(DEV, O_RDWR);
	ASSERT_LE(0, self->fd);
	EXPECT_EQ(0, map_errno(self->fd, self->info.xi_size, PROT_WRITE, MAP_SHARED, 0));
	/* The driver was told of the end of each of the others, whoever came first. */
	EXPECT_EQ(left, screens_left(&reason));
}

#define PCI_MODULE "xxfb"
#include "pci_main.h"
