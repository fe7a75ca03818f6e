#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The scripts of tools/bpftrace say what was done, and what the kernel has counted
# meanwhile. Wants bpftrace, and the scripts: BPFTRACE and BPFTRACE_SCRIPTS name them
# where they are somewhere else.

ksft_skip=4
here=$(dirname "$0")
bpftrace=${BPFTRACE:-bpftrace}
scripts=${BPFTRACE_SCRIPTS:-$here/../tools/bpftrace}
debugfs=/sys/kernel/debug/devmap/xxctx

# Process $1 gets the device.
turn() {
	kill -USR1 "$1"
	until [ "$(cat /sys/class/devmap/xxctx/owner_pid)" = "$1" ]; do sleep 0.01; done
}

# turns DIR: bpftrace calls it when it watches. Ends with what the kernel has counted.
if [ "$1" = turns ]; then
	read -r a b c < "$2/pids"
	echo 1 > $debugfs/reset
	for _ in 1 2 3 4 5; do
		for pid in $a $b $c $b; do turn "$pid"; done
	done
	for f in status processes latency; do cat $debugfs/$f > "$2/$f"; done
	exit 0
fi

skip() {
	echo "1..0 # SKIP $1"
	exit $ksft_skip
}

command -v "$bpftrace" > /dev/null || skip "no bpftrace"
[ -e "$scripts/whotakes.bt" ] || skip "no scripts in $scripts"
[ -c /dev/xxctx ] || skip "no /dev/xxctx: modprobe xxctx"
[ "$(id -u)" = 0 ] || skip "not root"
[ -e /sys/kernel/tracing/events/devmap ] || skip "no tracefs"
[ -e $debugfs ] || skip "no debugfs"
# For a tracepoint's arguments it wants this, or the kernel's headers.
[ -e /sys/kernel/btf/vmlinux ] || skip "the kernel has no BTF"
# Of Linux 5.10, which has none of modules, it wants the headers all the same.
"$bpftrace" -e 'BEGIN { exit(); } tracepoint:devmap:release { @[args->dev] = count(); }' 2>&1 |
	grep -q "'linux/types.h' file not found" && skip "bpftrace wants the kernel's headers"

tmp=$(mktemp -d)
n=0
fails=0
result() {
	n=$((n + 1))
	if [ "$2" = 0 ]; then
		echo "ok $n $1"
	else
		echo "not ok $n $1"
		sed 's/^/# /' "$tmp/out" "$tmp/status" "$tmp/processes"
		fails=$((fails + 1))
	fi
}

# watch SCRIPT: runs it while processes take turns; its output is $tmp/out.
watch() {
	# Has the device when the turns begin: what it had before is not counted.
	turn "$first"
	"$bpftrace" -c "/bin/sh $0 turns $tmp" "$scripts/$1" > "$tmp/out" 2>&1
}

# What stands in $tmp/out for a name and keys, as in: map taken "xxctx, 1, 2"
map() {
	sed -n "s/^@$1\[$2\]: //p" "$tmp/out"
}

# A process's column of debugfs; names of ours have no spaces: accesses is the third.
counted() {
	awk -v pid="$1" -v column="$2" '$1 == pid { print $column }' "$tmp/processes"
}

pids=
for i in 1 2 3 4; do
	"$here/holder" "$tmp/$i" $i &
	pids="$pids $!"
	while [ ! -s "$tmp/$i" ]; do sleep 0.1; done
done
# shellcheck disable=SC2086 # words
set -- $pids
first=$1
shift
echo "$@" > "$tmp/pids"

echo "TAP version 13"
echo "1..7"

watch whotakes.bt
[ "$(map taken "xxctx, $first, $1"),$(map taken "xxctx, $1, $2")" = 1,5 ] &&
	[ "$(map taken "xxctx, $2, $3"),$(map taken "xxctx, $3, $2")" = 5,5 ] &&
	[ "$(map taken "xxctx, $2, $1")" = 4 ] && [ "$(grep -c '^@' "$tmp/out")" = 5 ]
result "whotakes.bt: who takes the device from whom, how often" $?
[ "$(awk '/^@taken/ { n += $NF } END { print n }' "$tmp/out")" = \
	"$(awk '/^switches / { print $2 }' "$tmp/status")" ]
result "as often as the kernel has counted switches" $?

watch ownedtime.bt
# The last owner has not lost it the last time.
[ "$(map turns "xxctx, $1"),$(map turns "xxctx, $2"),$(map turns "xxctx, $3")" = 5,9,5 ] &&
	[ "$(counted "$1" 4),$(counted "$2" 4),$(counted "$3" 4)" = 5,10,5 ]
result "ownedtime.bt: the turns that each has lost, of those that the kernel has counted" $?
for pid in $1 $3; do
	# It leaves out what is less than a microsecond, of each turn.
	us=$(map owned_us "xxctx, $pid")
	ns=$(counted "$pid" 6)
	[ "${us:-0}" -gt 0 ] && [ "$us" -le $((ns / 1000)) ] && [ "$us" -ge $((ns / 1000 - 5)) ]
	result "ownedtime.bt: the time that the kernel has counted, process $pid" $?
done

watch switchlat.bt
[ "$(map switches xxctx)" = 20 ] &&
	[ "$(awk '/^switches / { print $2 }' "$tmp/status")" = 20 ]
result "switchlat.bt: the switches that the kernel has counted" $?
# The kernel's classes are of powers of two in nanoseconds, these of microseconds: up to a
# bound, there are not fewer here than there in classes that end before it, and not more
# than there in those that begin before it.
tr -d '[,)' < "$tmp/out" | awk '
	FNR == NR { if ($1 ~ /^[0-9]+$/) { n[NR] = $1; from[NR] = $2; to[NR] = $3; last = NR }; next }
	/^[0-9]/ {
		# A class of one number is "0]" or "1]".
		one = $1 ~ /\]$/
		end = one ? $1 + 1 : $2 + 0
		if ($2 ~ /K$/ && !one) end *= 1024
		if ($2 ~ /M$/ && !one) end *= 1024 * 1024
		all += one ? $2 : $3
		least = most = 0
		for (i = 2; i <= last; i++) {
			if (to[i] < end * 1000) least += n[i]
			if (from[i] < end * 1000) most += n[i]
		}
		if (all < least || all > most) wrong++
		classes++
	}
	END { exit !(classes && all == 20 && !wrong) }' "$tmp/latency" -
result "switchlat.bt: their histogram is the kernel's" $?

# shellcheck disable=SC2086 # words
kill $pids
# shellcheck disable=SC2086
wait $pids 2> /dev/null
rm -rf "$tmp"
[ $fails = 0 ]
