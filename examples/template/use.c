// SPDX-License-Identifier: GPL-2.0
/*
 * use [FILE]: two mappings of /dev/tmpl, and a fork; each has the device for itself.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile unsigned long *map(int fd)
{
	void *p = mmap(NULL, getpagesize(), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (p == MAP_FAILED) {
		perror("mmap");
		exit(1);
	}
	return p;
}

int main(int argc, char **argv)
{
	const char *file = argc > 1 ? argv[1] : "/dev/tmpl";
	int fd = open(file, O_RDWR), status;
	volatile unsigned long *a, *b;

	if (fd < 0) {
		perror(file);
		return 1;
	}
	a = map(fd);
	b = map(fd);
	for (unsigned long i = 0; i < 100; i++) {
		a[0] = i;
		b[0] = 1000 + i;
		if (a[0] != i || b[0] != 1000 + i) {
			fprintf(stderr, "round %lu: %lu and %lu\n", i, a[0], b[0]);
			return 1;
		}
	}
	if (!fork())
		_exit(a[0] != 0);
	wait(&status);
	if (status || a[0] != 99) {
		fprintf(stderr, "fork: status %#x, %lu\n", status, a[0]);
		return 1;
	}
	printf("each had the device for itself\n");
	return 0;
}
