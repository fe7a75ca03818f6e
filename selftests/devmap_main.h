/* SPDX-License-Identifier: GPL-2.0 */
/*
 * main() of the tests of /dev/xxctx: the harness's, and SKIP for all of them where
 * the device is not there or too small. Include it last; XX_MIN_PAGES says how
 * large the context has to be. Whatever they do, a layer that watches itself
 * (DEVMAP_CHECK=y) finds nothing that it should not.
 */
#define main harness_main
TEST_HARNESS_MAIN
#undef main

#ifndef XX_MIN_PAGES
#define XX_MIN_PAGES 1
#endif

int main(int argc, char **argv)
{
	long violations;
	struct xx xx;
	int err;

	if (access(XX_DEV, F_OK))
		ksft_exit_skip("no %s: modprobe xxctx\n", XX_DEV);
	if (access(XX_PARAM "hold_usec", W_OK))
		ksft_exit_skip("not root\n");
	if (!xx_open(&xx, XX_DEV)) {
		if (xx.info.xi_ctxsize < XX_MIN_PAGES * xx.page)
			ksft_exit_skip("wants ctx_size=%zu: modprobe xxctx ctx_size=%zu\n",
				       XX_MIN_PAGES * xx.page, XX_MIN_PAGES * xx.page);
		xx_close(&xx);
	}
	violations = layer_get("check_violations");
	err = harness_main(argc, argv);
	violations = layer_get("check_violations") - violations;
	if (violations > 0) {
		printf("# %ld violations: the layer has found translations that should have been revoked\n",
		       violations);
		return KSFT_FAIL;
	}
	return err;
}
