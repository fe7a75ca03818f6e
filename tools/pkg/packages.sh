# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Sourced by the tests that install packages, in a root of their own: TAP, and what they
# all ask.
# shellcheck disable=SC2154 # tree, krel, kdir, and out, if there is one, are theirs
n=0

try() {
	local name=$1 status=0

	shift
	"$@" > /tmp/said 2>&1 || status=$?
	n=$((n + 1))
	if [ "$status" = 0 ]; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		tail -n 30 /tmp/said | sed 's/^/# /'
	fi
}

# What may be there after everything is gone: what others have written.
contents() {
	find / -xdev \( -path /proc -o -path /run -o -path /dev -o -path /tmp -o -path /root -o -path "${out:-/tmp}" \
		-o -path "$tree" -o -path /var/lib/dpkg -o -path /var/lib/rpm -o -path /var/log -o -path /var/cache \
		-o -path '/etc/group*' -o -path '/etc/gshadow*' -o -path '/var/lib/dkms/mok.*' \
		-o -path "/lib/modules/$krel/modules.*" \
		-o -path "/usr/lib/modules/$krel/modules.*" \) -prune -o ! -type d -print | sort
}

installed() {
	[ "$(modinfo -k "$krel" -F version devmap)" = "$1" ] &&
		[ "$(modinfo -k "$krel" -F vermagic xxctx | cut -d' ' -f1)" = "$krel" ]
}

begin() {
	"$tree/tools/pkg/kernel-skeleton" "$krel" "$kdir"
	: > "/boot/config-$krel"
	contents > /tmp/before
}

end() {
	contents > /tmp/after
	try "nothing else is left" diff /tmp/before /tmp/after
	echo "1..$n"
}
