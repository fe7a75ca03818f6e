# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Steps of a run, counted. Source it after vm/lib.sh.
#
# Each step is a program that prints TAP ("ok 1 - name") or KTAP; its output is kept
# below the cache and shown where it failed.

STEP_LOGS=$CACHE/log/$(echo "$TOP" | cksum | cut -d' ' -f1)/$(basename "$0")
STEP_ONLY=${STEP_ONLY:-.}
# A file that is sourced sees the arguments of its script: --only REGEX is for all.
case ${1:-} in
--only) STEP_ONLY=${2:?--only needs a pattern} ;;
?*) die "usage: ${0##*/} [--only REGEX]" ;;
esac
# How many there will be, if the script knows.
STEP_TOTAL=${STEP_TOTAL:-}
step_passed=0 step_failed=0 step_skipped=0
step_began=$(date +%s)
rm -rf "$STEP_LOGS"
mkdir -p "$STEP_LOGS"

# What is being done now, to a person.
step_progress() {
	if [ -t 1 ]; then
		printf '\r\033[K%s' "$1"
	fi
}

# How far a step is, once a second, to a person; those beside it say that in its line.
step_watch() {
	local name=$1 log=$2 start=$3 now=$STEP_LOGS/now.$BASHPID tests started

	trap 'rm -f "$now"; exit' TERM
	while sleep 1; do
		tests=$(grep -cE '^(# )*(not )?ok [0-9]' "$log")
		started=$(find "$STEP_LOGS" -name '*.log' | wc -l)
		echo "$name, $tests tests in $(($(date +%s) - start)) s" > "$now"
		step_progress "  $started${STEP_TOTAL:+ of $STEP_TOTAL}: $(cat "$STEP_LOGS"/now.* | paste -s -d '|')"
	done
}

step_show_failure() {
	"$TOP/tools/ktap" "$1" | head -n 20
	echo "  --- the end of $1 and of its .err:"
	tail -n 15 "$1"
	tail -n 40 "$1.err"
	echo "  ---"
}

# step NAME COMMAND...: leaves its counts in step_p, step_f and step_s
step() {
	local name=$1 log counts status=0 start watcher=
	shift

	[[ $name =~ $STEP_ONLY ]] || return 0
	log=$STEP_LOGS/${name//[^A-Za-z0-9.]/-}.log
	start=$(date +%s)
	: > "$log"
	if [ -t 1 ]; then
		step_watch "$name" "$log" "$start" &
		watcher=$!
	fi
	"$@" > "$log" 2> "$log.err" || status=$?
	[ -z "$watcher" ] || { kill "$watcher"; wait "$watcher"; } 2>/dev/null
	counts=$("$TOP/tools/ktap" "$log" | tail -n 1)
	read -r step_p _ step_f _ step_s _ <<< "$counts"
	# A step that fails without naming a test, or says nothing at all.
	if [ "$step_f" = 0 ] && { [ "$status" != 0 ] || [ $((step_p + step_s)) = 0 ]; }; then
		step_f=1
	fi
	step_passed=$((step_passed + step_p))
	step_failed=$((step_failed + step_f))
	step_skipped=$((step_skipped + step_s))
	step_progress ''
	printf '%-44s %4d passed %3d failed %3d skipped  %4d s\n' "$name" "$step_p" \
		"$step_f" "$step_s" $(($(date +%s) - start))
	if [ "$step_f" != 0 ]; then
		step_show_failure "$log"
	elif [ "$step_s" != 0 ]; then
		"$TOP/tools/ktap" "$log" | grep '  skipped'
	fi
}

# steps_beside COMMAND...: functions with their arguments; each makes steps, and they run at
# the same time. A virtual machine leaves half of two processors alone, and so do packages.
steps_beside() {
	local command pid row pids=()

	# With process groups of their own: shells ignore ^C in what else is in the background.
	set -m
	for command; do
		(
			step_passed=0 step_failed=0 step_skipped=0
			$command
			echo "$step_passed $step_failed $step_skipped" > "$STEP_LOGS/counts.$BASHPID"
		) < /dev/null &
		pids+=($!)
	done
	set +m
	trap 'for pid in "${pids[@]}"; do kill -TERM -- "-$pid"; done; exit 130' INT TERM
	wait "${pids[@]}"
	trap - INT TERM
	for pid in "${pids[@]}"; do
		read -r -a row < "$STEP_LOGS/counts.$pid" || row=(0 1 0)
		step_passed=$((step_passed + row[0]))
		step_failed=$((step_failed + row[1]))
		step_skipped=$((step_skipped + row[2]))
	done
}

# The last line is the counts'; the status says whether all was good.
steps_end() {
	echo
	echo "took $((($(date +%s) - step_began) / 60)) minutes; logs are in $STEP_LOGS"
	echo "$step_passed passed, $step_failed failed, $step_skipped skipped"
	[ "$step_failed" = 0 ]
}
