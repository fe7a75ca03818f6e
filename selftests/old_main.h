/* SPDX-License-Identifier: GPL-2.0 */
/*
 * main() of the tests of /dev/oldt,*: the harness's, and SKIP for all of them
 * where the driver is not there. Include it last.
 */
#define main harness_main
TEST_HARNESS_MAIN
#undef main

int main(int argc, char **argv)
{
	if (access("/dev/oldt,segmap", F_OK))
		ksft_exit_skip("no /dev/oldt,segmap: modprobe oldt\n");
	return harness_main(argc, argv);
}
