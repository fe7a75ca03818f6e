/* SPDX-License-Identifier: GPL-2.0 */
/*
 * main() of the tests of /dev/dmt: the harness's, and SKIP for all of them where
 * the device is not there. Include it last.
 */
#define main harness_main
TEST_HARNESS_MAIN
#undef main

int main(int argc, char **argv)
{
	if (access(DMT_DEV, R_OK | W_OK))
		ksft_exit_skip("no %s: build with DEVMAP_TESTS=y, modprobe dmt\n",
			       DMT_DEV);
	return harness_main(argc, argv);
}
