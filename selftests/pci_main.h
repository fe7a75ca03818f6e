/* SPDX-License-Identifier: GPL-2.0 */
/*
 * main() of the tests of drivers of PCI devices: the harness's, and SKIP for all of
 * them where the driver is not there. Include it last; PCI_MODULE names the driver.
 * Tests whose device is not there say so one by one.
 */
#define main harness_main
TEST_HARNESS_MAIN
#undef main

int main(int argc, char **argv)
{
	if (access("/sys/module/" PCI_MODULE, F_OK))
		ksft_exit_skip("no " PCI_MODULE ": modprobe " PCI_MODULE "\n");
	return harness_main(argc, argv);
}
