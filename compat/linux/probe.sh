#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# probe.sh OUT WHAT PROBEDIR CC FLAGS...
#
# Asks the kernel's headers what they have: compiles each PROBEDIR/*.c with the
# very flags of the modules, and writes a HAVE_* line for each that compiles.
#
# A probe may fail for the reason that it asks about only: its "NO:" line is a
# pattern that the compiler's complaint has to match, and the headers that it
# includes have to compile. Anything else stops the build, with the probe's name:
# a wrong answer would be worse than none.
set -u
out=$1 what=$2 dir=$3 cc=$4
shift 4

die() {
	echo "devmap: $*" >&2
	exit 1
}

tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

compile() {
	# shellcheck disable=SC2086 # CC may be "ccache gcc"
	$cc "$@" -Werror=implicit-function-declaration \
		-Werror=incompatible-pointer-types -fsyntax-only
}

# What of a probe has to compile whatever the answer is.
skeleton() {
	sed -n '/^#include/p' "$1"
}

echo "/* Made by compat/linux/probe.sh for $what; do not edit. */" > "$tmp/probes.h"

# All headers that the probes use, once.
for p in "$dir"/*.c; do
	skeleton "$p"
done | sort -u > "$tmp/headers.c"
if ! compile "$@" "$tmp/headers.c" 2> "$tmp/err"; then
	cat "$tmp/err" >&2
	die "the kernel's headers do not compile: are they complete, and is $cc the compiler that they want?"
fi

for p in "$dir"/*.c; do
	name=$(basename "$p" .c)
	macro=HAVE_$(echo "$name" | tr '[:lower:]' '[:upper:]')
	no=$(sed -n 's|^// NO: ||p' "$p")
	[ -n "$no" ] || die "probe $name has no NO: line"
	if compile "$@" "$p" 2> "$tmp/err"; then
		echo "#define $macro 1"
	elif grep -E 'error:' "$tmp/err" | grep -qE "$no"; then
		echo "/* no $macro */"
	else
		cat "$tmp/err" >&2
		die "probe $name failed, but not for the reason that it asks about"
	fi >> "$tmp/probes.h" || exit 1
done

mkdir -p "$(dirname "$out")"
mv "$tmp/probes.h" "$out"
