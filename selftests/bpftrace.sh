#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The scripts of tools/bpftrace say what was done. Wants bpftrace, and the scripts:
# BPFTRACE and BPFTRACE_SCRIPTS name them where they are somewhere else.

ksft_skip=4
here=$(dirname "$0")
bpftrace=${BPFTRACE:-bpftrace}
scripts=${BPFTRACE_SCRIPTS:-$here/../tools/bpftrace}
tmp=$(mktemp -d)

skip() {
	echo "1..0 # SKIP $1"
	exit $ksft_skip
}

command -v "$bpftrace" > /dev/null || skip "no bpftrace"
[ -e "$scripts/whotakes.bt" ] || skip "no scripts in $scripts"
[ -c /dev/xxctx ] || skip "no /dev/xxctx: modprobe xxctx"
[ "$(id -u)" = 0 ] || skip "not root"
[ -e /sys/kernel/tracing/events/devmap ] || skip "no tracefs"
[ -e /sys/kernel/btf/vmlinux ] || skip "a kernel without BTF"

n=0
fails=0
result() {
	n=$((n + 1))
	if [ "$2" = 0 ]; then
		echo "ok $n $1"
	else
		echo "not ok $n $1"
		fails=$((fails + 1))
	fi
}

# One process has the device, then another takes it.
take_turns() {
	"$here/holder" "$tmp/first" 1 &
	first=$!
	while [ ! -s "$tmp/first" ]; do sleep 1; done
	"$here/holder" "$tmp/second" 2 &
	second=$!
	while [ ! -s "$tmp/second" ]; do sleep 1; done
	kill $first $second
	wait $first $second 2> /dev/null
	rm -f "$tmp/first" "$tmp/second"
}

# watch SCRIPT: runs it while processes take turns; its output is $tmp/out.
watch() {
	"$bpftrace" "$scripts/$1" > "$tmp/out" 2>&1 &
	watcher=$!
	i=0
	while ! grep -q '\^C ends' "$tmp/out"; do
		kill -0 $watcher 2> /dev/null && [ $i -lt 120 ] || break
		i=$((i + 1))
		sleep 1
	done
	# Programs are attached after BEGIN.
	sleep 2
	take_turns
	kill -INT $watcher
	wait $watcher
	sed 's/^/# /' "$tmp/out"
}

echo "TAP version 13"
echo "1..3"

watch whotakes.bt
grep -q "@taken\[xxctx, $first, $second\]: 1" "$tmp/out"
result "whotakes.bt: who takes the device from whom" $?

watch ownedtime.bt
grep -q "@owned_us\[xxctx, $first\]: [1-9]" "$tmp/out" &&
	grep -q "@turns\[xxctx, $second\]: 1" "$tmp/out"
result "ownedtime.bt: time owned by each process" $?

watch switchlat.bt
grep -q '@switches\[xxctx\]: 2' "$tmp/out" && grep -q '@switch_us\[xxctx\]:' "$tmp/out"
result "switchlat.bt: histogram of switches" $?

rm -rf "$tmp"
[ $fails = 0 ]
