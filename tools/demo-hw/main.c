// SPDX-License-Identifier: GPL-2.0
/*
 * devmap-demo-hw: watch several processes share devices that each believes to own:
 * registers that compute, memory, and a screen.
 */
#include <string.h>

#include "demo.h"

static const struct {
	const char *name;
	int (*run)(double seconds);
} parts[] = {
	{ "edu", demo_edu },
	{ "mem", demo_mem },
	{ "fb", demo_fb },
};

#define PARTS	(sizeof(parts) / sizeof(parts[0]))

static void usage(void)
{
	fprintf(stderr, "usage: devmap-demo-hw SECONDS [edu] [mem] [fb]\n");
	exit(2);
}

static int wanted(const char *name, char **names)
{
	if (!*names)
		return 1;
	for (; *names; names++)
		if (!strcmp(*names, name))
			return 1;
	return 0;
}

int main(int argc, char **argv)
{
	double seconds = argc > 1 ? atof(argv[1]) : 0;
	unsigned int i, run = 0;
	int bad = 0;

	if (seconds <= 0)
		usage();
	for (i = 0; i < PARTS; i++) {
		if (!wanted(parts[i].name, argv + 2))
			continue;
		bad |= parts[i].run(seconds);
		run++;
	}
	if (!run)
		usage();
	say("\n%s\n", bad ? "FAILED." : "All is well.");
	return bad;
}
