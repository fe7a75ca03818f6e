#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# guest.sh MIB ARGS...: in the virtual machine: make the devices, measure.
mib=$1
shift
params=/sys/module/xxctx/parameters
# A device of the book's driver for each size of context.
modprobe xxctx ctx_size=4096 hold_usec=0 || exit 1
echo 65536 > $params/ctx_size
echo 2 > $params/instances
echo 1048576 > $params/ctx_size
echo 3 > $params/instances
modprobe xxbench mib="$mib" && modprobe benchpeers || exit 1
/root/bench -m "$mib" "$@" || exit
case " $* " in
*" profile"*) ;;
*) exit 0 ;;
esac
# Which function an instruction is of; lines that are no JSON.
{
	awk '$2 ~ /^[tTwW]$/ { print $1, $3, $4 }' /proc/kallsyms
	cat /root/bench.sym
} | gzip | base64 | sed 's/^/sym /'
