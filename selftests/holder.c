// SPDX-License-Identifier: GPL-2.0
/*
 * holder [-f] FILE WORD [DEVICE]: a program for a debugger to look at. Has a context of its own
 * with WORD + 1 and so on in it, and WORD + 0x1000 in ordinary memory; says in FILE
 * where the context is, and waits. With each SIGUSR1 it touches the context again.
 *
 * With -f it is a child that does, whose parent is gone, and that has the mapping and
 * nothing else of the device: neither a file nor another mapping. Its number follows in
 * FILE.
 */
#include "devmap_test.h"

static vu64 *touched;

static void touch(int sig)
{
	(void)sig;
	*touched = *touched;
}

/* Goes on in the child, when the parent is gone. */
static void orphan(struct xx *xx)
{
	pid_t parent = getpid(), pid = fork();

	if (pid)
		_exit(pid < 0);
	xx_close(xx);
	while (getppid() == parent)
		usleep(1000);
}

int main(int argc, char **argv)
{
	unsigned long long word;
	int forks = argc > 1 && !strcmp(argv[1], "-f");
	struct xx xx;
	void *map;
	vu64 *mine;
	FILE *out;
	int i;

	argc -= forks;
	argv += forks;
	if (argc < 3 || xx_open(&xx, argc > 3 ? argv[3] : XX_DEV))
		return 1;
	map = xx_map(&xx, MAP_PRIVATE);
	if (map == MAP_FAILED)
		return 1;
	mine = malloc(sizeof(*mine));
	if (!mine)
		return 1;
	word = strtoull(argv[2], NULL, 0);
	*mine = word + 0x1000;
	for (i = 1; i < 64; i++)
		*xx_word(map, 0, i) = word + i;
	if (forks)
		orphan(&xx);
	touched = xx_word(map, 0, 1);
	signal(SIGUSR1, touch);
	out = fopen(argv[1], "w");
	if (!out)
		return 1;
	fprintf(out, "%p\n", map);
	if (forks)
		fprintf(out, "%d\n", getpid());
	fclose(out);
	for (;;)
		pause();
}
