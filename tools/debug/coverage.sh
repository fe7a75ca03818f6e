#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# In the guest, after the tests of modules that were built with DEVMAP_GCOV=y: what has
# been executed, as a text on the console. See tools/coverage.

cd /sys/kernel/debug/gcov || exit 1
# Files of debugfs have no size that tar would believe.
find . -name '*.gcda' | while read -r f; do
	mkdir -p "/tmp/gcov/${f%/*}"
	cat "$f" > "/tmp/gcov/$f"
done
cd /tmp/gcov || exit 1
echo "##GCOV-BEGIN"
tar c . | gzip | base64
echo "##GCOV-END"
