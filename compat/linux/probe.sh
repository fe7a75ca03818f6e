#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# probe.sh CACHE RELEASE OBJTREE PROBES CC FLAGS... > probes.h
#
# Asks the kernel's headers what they have: compiles each PROBES/*.c with the very
# flags of the modules, and prints a HAVE_* line for each that compiles. The answers
# are kept in the folder CACHE, under a name made of kernel, compiler, flags and
# questions; nothing is compiled where they are known.
#
# A probe may fail for the reason that it asks about only: all of the compiler's
# errors have to match its "NO:" line, and the headers that it includes have to
# compile. That line is a regular expression, or "NAME()": there is no such function.
# Anything else stops the build, with the probe's name: a wrong answer would be worse
# than none.
set -u
cache=$1 release=$2 objtree=$3 dir=$4 cc=$5
shift 5
needs=$(dirname "$0")/needs.c

die() {
	echo "devmap: $*" >&2
	exit 1
}

# shellcheck disable=SC2086 # CC may be "ccache gcc"
version=$($cc --version 2>/dev/null | head -n 1)
[ -n "$version" ] ||
	die "the compiler $cc, which kernel $release is compiled with, is not there; install it (apt-get install ${cc##* }), or name another: make CC=gcc"

# The release alone does not tell two builds of a kernel apart.
key=$(
	{
		echo "$cc" "$version" "$@"
		cat "$0" "$needs" "$dir"/*.c
		cat "$objtree/include/generated/autoconf.h" \
			"$objtree/include/generated/compile.h" \
			"$objtree/include/generated/utsversion.h" 2>/dev/null
	} | cksum | tr ' ' -
)
answers=$cache/$release-$key.h
if [ -r "$answers" ]; then
	cat "$answers"
	exit 0
fi

tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

# Whatever else warnings are made, a probe is judged by these.
compile() {
	# shellcheck disable=SC2086
	LC_ALL=C $cc "$@" -Wno-error -Werror=implicit-function-declaration \
		-Werror=incompatible-pointer-types -fsyntax-only 2> "$tmp/err"
}

# What they say, without the file that they are in: it is named as what it asks for.
errors() {
	sed -nE 's/^(.*[^_[:alnum:]])?error: //p' "$tmp/err"
}

# What has to compile on every kernel, whatever the answers are: the headers that the
# probes include, and what the modules cannot do without.
{
	cat "$dir"/*.c | sed -n '/^#include/p' | sort -u
	cat "$needs"
} > "$tmp/needs.c"
if ! compile "$@" "$tmp/needs.c"; then
	missing=$(sed -n 's/.*#error "\{0,1\}\(devmap: [^"]*\).*/\1/p' "$tmp/err" | head -n 1)
	[ -z "$missing" ] || die "${missing#devmap: }"
	cat "$tmp/err" >&2
	if grep -qE 'unrecognized (command.line )?option|unknown argument' "$tmp/err"; then
		die "$cc does not know the options that kernel $release was compiled with; name the compiler that its headers want: make CC=$(sed -n 's/.*LINUX_COMPILER[^"]*"\([^ ]*\).*/\1/p' "$objtree/include/generated/compile.h" 2>/dev/null)"
	fi
	die "the headers of kernel $release do not compile; install them again, whole: apt-get install --reinstall linux-headers-$release"
fi

# field NAME FILE: what a probe's comment says
field() {
	sed -n "s|^// $1: ||p" "$2"
}

# reason FILE: what its errors have to look like
reason() {
	field NO "$1" | sed -E 's/^([[:alnum:]_]+)\(\)$/(implicit declaration of|undeclared) function .\1[^[:alnum:]_]/'
}

{
	echo "/* Made by compat/linux/probe.sh for $release, $version; do not edit. */"
	for p in "$dir"/*.c; do
		name=$(basename "$p" .c)
		macro=HAVE_$(echo "$name" | tr '[:lower:]' '[:upper:]')
		for f in ASK WHY NO; do
			[ -n "$(field $f "$p")" ] || die "probe $name has no $f: line"
		done
		printf '\n/* %s */\n' "$(field ASK "$p")"
		if compile "$@" "$p"; then
			echo "#define $macro 1"
		elif errors > "$tmp/errors" && [ -s "$tmp/errors" ] &&
			! grep -qvE "$(reason "$p")" "$tmp/errors"; then
			echo "/* no: $macro */"
		else
			cat "$tmp/err" >&2
			die "probe $name failed, but not for the reason that it asks about; say so to those who maintain $p"
		fi
	done
} > "$tmp/probes.h" || exit 1

# Not being able to remember is no mistake.
mkdir -p "$cache" 2>/dev/null && cp "$tmp/probes.h" "$answers.$$" 2>/dev/null &&
	mv "$answers.$$" "$answers"
cat "$tmp/probes.h"
