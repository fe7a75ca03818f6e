#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# 32-bit programs: runs compat_32, where the compiler could make one.

ksft_skip=4
cd "$(dirname "$0")" || exit 1

skip() {
	echo "TAP version 13"
	echo "1..0 # SKIP $1"
	exit $ksft_skip
}

[ -x ./compat_32 ] || skip "no 32-bit program: the compiler knew no -m32 (gcc-multilib)"
./compat_32
status=$?
case $status in
126 | 127) skip "this kernel runs no 32-bit programs" ;;
esac
exit $status
