#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The modules themselves: parameters, rmmod while in use, a hundred times in and
# out.

ksft_skip=4
params=/sys/module/xxctx/parameters

[ "$(id -u)" = 0 ] || { echo "1..0 # SKIP not root"; exit $ksft_skip; }
[ -d $params ] || modprobe xxctx 2>/dev/null ||
	{ echo "1..0 # SKIP no xxctx module"; exit $ksft_skip; }

n=0
fails=0
total=21
echo "TAP version 13"
echo "1..$total"

# result NAME STATUS
result() {
	n=$((n + 1))
	if [ "$2" = 0 ]; then
		echo "ok $n $1"
	else
		echo "not ok $n $1"
		fails=$((fails + 1))
	fi
}

# Each senseless value is refused, and the one before stays.
refused() {
	param=$1
	shift
	before=$(cat $params/$param)
	bad=0
	for value; do
		if echo "$value" > $params/$param 2>/dev/null; then
			echo "# $param=$value was accepted"
			bad=1
		fi
		[ "$(cat $params/$param)" = "$before" ] || bad=1
	done
	result "$param: senseless values are refused" $bad
}

accepted() {
	param=$1
	shift
	before=$(cat $params/$param)
	bad=0
	for value; do
		echo "$value" > $params/$param 2>/dev/null || bad=1
		[ "$(cat $params/$param)" = "$value" ] || bad=1
	done
	echo "$before" > $params/$param
	result "$param: sensible values are taken" $bad
}

refused instances 0 -1 1025 many ""
refused ctx_size 0 1 4095 5000 -4096 1099511627776 big ""
refused hold_usec -1 60000001 99999999999 soon ""
refused user_mb -1 1048577 much ""
refused save_usec -1 1000001 x
refused restore_usec -1 1000001 x
accepted hold_usec 0 1 1000 60000000
accepted user_mb 1 1048576 0
accepted ctx_size 4096 65536 1048576
accepted save_usec 0 10 1000

# The message names the limits, and is no error message.
dmesg | grep -q 'xxctx: hold_usec=-1: not between 0 and 60000000'
result "a refusal says what would be right" $?

before=$(cat $params/instances)
echo $((before + 3)) > $params/instances
[ -c /dev/xxctx$((before + 2)) ] && echo "$before" > $params/instances &&
	[ ! -e /dev/xxctx$((before + 2)) ]
result "instances come and go" $?

# A program that has the device mapped, and nothing else.
sleep 1000 3< /dev/xxctx &
holder=$!
sleep 1
rmmod xxctx 2>/dev/null
[ $? != 0 ] && [ -c /dev/xxctx ]
result "rmmod is refused while the device is open" $?
rmmod devmap 2>/dev/null
[ $? != 0 ]
result "rmmod of the layer is refused while a driver uses it" $?
kill $holder
wait $holder 2>/dev/null

args=
for p in instances ctx_size hold_usec; do
	args="$args $p=$(cat $params/$p)"
done

# A device that is taken away while a program has it mapped; and, with -f, while nobody has
# but a fork of a program that is gone.
for how in "" -f; do
	rm -f /tmp/modules-mapped
	before=$(cat $params/instances)
	echo $((before + 1)) > $params/instances
	# shellcheck disable=SC2086
	"$(dirname "$0")/holder" $how /tmp/modules-mapped 7 "/dev/xxctx$before" &
	holder=$!
	i=0
	while [ ! -s /tmp/modules-mapped ] && [ $i -lt 30 ]; do
		sleep 1
		i=$((i + 1))
	done
	[ -z "$how" ] || { wait $holder; holder=$(sed -n 2p /tmp/modules-mapped); }
	echo "$before" > $params/instances
	rmmod xxctx 2>/dev/null
	[ $? != 0 ] && [ ! -e "/dev/xxctx$before" ] && [ -s /tmp/modules-mapped ] &&
		grep -q "/dev/xxctx$before" "/proc/$holder/maps"
	result "a mapping of a device that is gone keeps the driver${how:+, also a forked one}" $?
	kill "$holder"
	[ -n "$how" ] || wait "$holder" 2>/dev/null
	i=0
	until rmmod xxctx 2>/dev/null || [ $i = 10 ]; do
		sleep 1
		i=$((i + 1))
	done
	[ ! -d $params ]
	result "and no longer than it is there${how:+, also a forked one}" $?
	# shellcheck disable=SC2086
	modprobe xxctx $args
done

# Other drivers that use the layer, where they are.
others=
for m in /sys/module/devmap/holders/*; do
	m=$(basename "$m")
	[ "$m" != xxctx ] && [ -d "/sys/module/$m" ] || continue
	others="$others $m"
	rmmod "$m"
done
rmmod xxctx && rmmod devmap
result "rmmod works after the last close" $?

modprobe xxctx instances=0 2>/dev/null && rmmod xxctx
modprobe xxctx ctx_size=1 2>/dev/null && rmmod xxctx
modprobe xxctx hold_usec=-5 2>/dev/null && rmmod xxctx
[ ! -d $params ]
result "modprobe with senseless parameters is refused" $?

used() {
	awk '/^(Slab|VmallocUsed|PageTables|Percpu):/ { n += $2 } END { print n }' \
		/proc/meminfo
}
cycle() {
	i=0
	while [ $i -lt "$1" ]; do
		modprobe xxctx instances=4 || return 1
		rmmod xxctx || return 1
		rmmod devmap || return 1
		i=$((i + 1))
	done
}
start=$(date +%s)
cycle 5
rounds=100
# Kernels that check the release of objects take seconds for each.
[ $(($(date +%s) - start)) -lt 10 ] || rounds=10
before=$(used)
cycle $rounds
status=$?
after=$(used)
echo "# kernel memory before and after $rounds rounds: $before and $after KiB"
grep -E '^devmap_' /proc/slabinfo | sed 's/^/# /'
[ $status = 0 ] && [ $((after - before)) -lt 2048 ] &&
	! grep -qE '^devmap_(hdl|segment)' /proc/slabinfo
result "a hundred times in and out leaves nothing behind" $?

# shellcheck disable=SC2086
modprobe xxctx $args
for m in $others; do
	modprobe "$m"
done
[ $fails = 0 ]
