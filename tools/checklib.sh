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
