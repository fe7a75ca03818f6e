#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# gdb looks at the mapping of a stopped process: it sees that process's own
# context, also while another process has the device. A core dump has none of it.

ksft_skip=4
here=$(dirname "$0")
gdb=${GDB:-gdb}
tmp=$(mktemp -d)

skip() {
	echo "1..0 # SKIP $1"
	exit $ksft_skip
}

command -v "$gdb" > /dev/null || skip "no gdb"
[ -c /dev/xxctx ] || skip "no /dev/xxctx: modprobe xxctx"
[ "$(id -u)" = 0 ] || skip "not root"

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

echo "TAP version 13"
echo "1..4"

# A process, and the address of its context.
start() {
	rm -f "$tmp/$1"
	"$here/holder" "$tmp/$1" 0x484f4c4445520000 &
	pid=$!
	while [ ! -s "$tmp/$1" ]; do
		sleep 0.1
	done
	addr=$(cat "$tmp/$1")
}

start first
first=$pid
first_addr=$addr
start second	# has the device now
second=$pid
second_addr=$addr

look() {
	"$gdb" -nx -batch -p "$1" -ex "x/2gx $2 + 8" 2>&1
}

look $first "$first_addr" > "$tmp/out"
grep -q '0x484f4c4445520001.*0x484f4c4445520002' "$tmp/out"
result "x shows the context of the stopped process" $?
[ $fails = 0 ] || sed 's/^/# /' "$tmp/out"

"$gdb" -nx -batch -p $first -ex "set var *(long *)($first_addr + 16) = 4711" \
	> "$tmp/out" 2>&1
look $second "$second_addr" > "$tmp/out"
grep -q '0x484f4c4445520001.*0x484f4c4445520002' "$tmp/out"
result "what gdb writes into one is not in the other" $?
look $first "$first_addr" > "$tmp/out"
grep -q '0x484f4c4445520001.*0x0*1267' "$tmp/out"
result "and is in the one" $?

# The kernel's own dump: ordinary memory is in it, the mapping is not.
# shellcheck disable=SC3045 # busybox and dash have it
ulimit -c unlimited
echo "$tmp/core" > /proc/sys/kernel/core_pattern
start third
kill -SEGV "$pid"
wait "$pid" 2>/dev/null
if [ -f "$tmp/core" ]; then
	od -An -v -tx8 "$tmp/core" > "$tmp/words"
	grep -q 484f4c4445521000 "$tmp/words" && ! grep -q 484f4c4445520003 "$tmp/words"
	result "a core dump has no word of the device" $?
else
	n=$((n + 1))
	echo "ok $n a core dump has no word of the device # SKIP no core dumps here"
fi

kill $first $second
rm -rf "$tmp"
[ $fails = 0 ]
