# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# TAP for the checks of this folder. Source it.

. "$(dirname "${BASH_SOURCE[0]}")/vm/lib.sh"
cd "$TOP" || exit 1

n=0

# result NAME STATUS [REASON...]: a failure shows its reasons
result() {
	local name=$1 status=$2

	shift 2
	n=$((n + 1))
	if [ "$status" = 0 ]; then
		echo "ok $n - $name"
		return
	fi
	echo "not ok $n - $name"
	printf '%s\n' "$@" | sed 's/^/#   /'
}

skip() {
	n=$((n + 1))
	echo "ok $n - $1 # SKIP $2"
}

# none NAME OUTPUT: good if there is no output
none() {
	if [ -z "$2" ]; then
		result "$1" 0
	else
		result "$1" 1 "$2"
	fi
}

# The files of the tree, those that are not committed yet included.
files() {
	git ls-files -co --exclude-standard -- "$@" | while read -r f; do
		[ ! -f "$f" ] || echo "$f"
	done
}

# Tests by the names that they have: fixture.test of a program, group.test of the
# tests in the kernel, program.sh, or a check of tools/checks.
known_tests() {
	local f group

	for f in $(files 'selftests/*.c' | grep -E '^selftests/[^/]*\.c$'); do
		perl -0777 -ne 'while (/\bTEST_F(?:_TIMEOUT|_SIGNAL)?\s*\(\s*(\w+)\s*,\s*(\w+)/g) { print "$1.$2\n" }' "$f"
	done
	perl -ne 'print "$2 $1\n" if /^\t\{ "(\w+)", (ddit_\w+_tests) \}/' selftests/kmod/ddit.c |
		while read -r t group; do
			perl -0777 -ne '
				while (/ddit_test_t (\w+)\[\] = \{(.*?)\n\};/gs) {
					next if $1 ne "'"$t"'";
					my $rows = $2;
					print "'"$group"'.$1\n" while $rows =~ /\{ "(\w+)",/g;
				}' $(files 'selftests/kmod/*.c')
		done
	for f in $(files 'selftests/*.sh' 'tools/checks/*' 'tools/demo-check'); do
		basename "$f"
	done
}
