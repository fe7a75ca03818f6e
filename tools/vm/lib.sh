# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What the scripts of tools/vm have in common. Source it.

VM_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
TOP=$(cd "$VM_DIR/../.." && pwd)
# Kernels, sources, build roots and build trees; may be deleted at any time.
CACHE=${DEVMAP_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/devmap}

# The devices that QEMU has for the drivers of PCI devices, as arguments of run.
# shellcheck disable=SC2034 # for who sources this
PCI_DEVICES=(--device edu --device ivshmem --device bochs-display)

die() {
	echo "$(basename "$0"): $*" >&2
	exit 1
}

# What takes long says so, to a person.
say() {
	echo "  $*" >&2
}

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	else
		sudo "$@"
	fi
}

need() {
	local tool missing=()

	for tool; do
		command -v "$tool" >/dev/null || missing+=("$tool")
	done
	[ ${#missing[@]} = 0 ] ||
		die "not found: ${missing[*]}; 'make setup' installs what is needed on Debian"
}

# One at a time works on a piece of the cache: lock NAME COMMAND...
with_lock() {
	local lock_=$1

	shift
	mkdir -p "$CACHE/lock"
	(
		flock 9
		"$@"
	) 9> "$CACHE/lock/$lock_"
}

# kernel_conf NAME: sets K_SERIES K_FLAVOUR K_ARCH K_BUILD from kernels.conf
kernel_conf() {
	local line

	line=$(awk -v n="$1" '$1 == n' "$VM_DIR/kernels.conf")
	[ -n "$line" ] ||
		die "no kernel \"$1\"; there are: $(awk '!/^#/ && NF { printf "%s ", $1 }' "$VM_DIR/kernels.conf")"
	read -r _ K_SERIES K_FLAVOUR K_ARCH K_BUILD <<< "$line"
	export K_SERIES K_FLAVOUR K_ARCH K_BUILD
}

# kernel_env NAME: fetches the kernel if need be, and sets KREL KIMG KDIR KMOD
kernel_env() {
	case $1 in
	*/*)
		[ -r "$1" ] || die "no kernel environment $1"
		# shellcheck disable=SC1090
		. "$1"
		;;
	*)
		"$VM_DIR/fetch" "$1" || exit 1
		# shellcheck disable=SC1090
		. "$CACHE/kernels/$1/env"
		;;
	esac
}

# What compiles programs for a kernel's architecture, if not this machine's.
cross_compile() {
	case $1 in
	"$(dpkg --print-architecture)") ;;
	amd64) echo x86_64-linux-gnu- ;;
	arm64) echo aarch64-linux-gnu- ;;
	esac
}
