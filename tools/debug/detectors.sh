#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# In the guest, after the tests: did the kernel's detectors watch to the end, and is
# there anything that only shows when it is asked for? Says nothing on a kernel that
# has none. What they report at once is on the console, and the runner sees it. Fails if
# there was anything.

n=0 bad=0
result() {
	n=$((n + 1))
	if [ "$2" = 0 ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		bad=1
	fi
}

if [ -r /proc/lockdep_stats ]; then
	grep -q 'debug_locks: *1$' /proc/lockdep_stats
	result "lockdep was watching all the time" $?
fi

leaks=/sys/kernel/debug/kmemleak
if [ -w $leaks ] && echo scan > $leaks 2>/dev/null; then
	# An object counts as lost when two scans, some seconds apart, do not find it.
	sleep 6
	echo scan > $leaks
	sleep 1
	echo scan > $leaks
	# Linux 6.1 loses the name of a slab cache that it could not make for want of memory
	# (mended in 6.2), and that of a class; selftests/inject has it want memory.
	awk 'function one() { if (text !~ /sysfs_slab_add|kobject_set_name.*__class_register/) printf "%s", text; text = "" }
		/^unreferenced/ { one() }
		{ text = text $0 "\n" }
		END { one() }' $leaks > /tmp/leaks
	head -n 60 /tmp/leaks
	[ ! -s /tmp/leaks ]
	result "kmemleak has found nothing" $?
elif grep -qw kmemleak=on /proc/cmdline; then
	# It switches itself off when it runs out of memory, and is silent from then on.
	result "kmemleak was watching all the time" 1
fi
exit $bad
