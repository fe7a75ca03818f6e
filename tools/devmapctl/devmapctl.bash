# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What bash completes after devmapctl.

_devmapctl_words() {
	# shellcheck disable=SC2207 # words without spaces
	COMPREPLY=($(compgen -W "$1" -- "$cur"))
}

_devmapctl_devices() {
	local dir devices=

	for dir in /sys/kernel/debug/devmap/*/status; do
		[ ! -e "$dir" ] || devices+=" $(basename "$(dirname "$dir")")"
	done
	# Only root sees those; the nodes are everybody's to see.
	[ -n "$devices" ] || devices=$(cd /dev && compgen -G 'xxctx*')
	_devmapctl_words "$devices"
}

_devmapctl() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command='' i
	local common="--json --color=auto --color=always --color=never --help"

	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		--) [ "$command" != record ] || return ;;
		list | status | who | top | set | reset | record | timeline)
			command=${COMP_WORDS[i]}
			break
			;;
		esac
	done
	COMPREPLY=()
	case $command:$prev in
	record:-o | record:--output | timeline:-o | timeline:--output | timeline:timeline)
		compopt -o filenames 2>/dev/null
		[[ $cur == -* ]] || { mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return; }
		;;
	timeline:-d | timeline:--device)
		_devmapctl_devices
		return
		;;
	top:-[dn] | record:-[tb] | timeline:-[lwftT])
		return
		;;
	set:set)
		_devmapctl_words "hold"
		return
		;;
	set:hold)
		_devmapctl_words "0 500us 1ms 2ms 5ms 10ms"
		return
		;;
	esac
	case $command in
	'') _devmapctl_words "list status who top set reset record timeline --version $common" ;;
	status | who | reset)
		if [[ $cur == -* ]]; then _devmapctl_words "$common"; else _devmapctl_devices; fi
		;;
	top)
		if [[ $cur == -* ]]; then
			_devmapctl_words "--delay --times $common"
		else
			_devmapctl_devices
		fi
		;;
	record) _devmapctl_words "--output --time --buffer -- $common" ;;
	timeline)
		if [[ $cur == -* ]]; then
			_devmapctl_words "--output --device --lanes --width --from --to --title $common"
		else
			compopt -o filenames 2>/dev/null
			mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		fi
		;;
	*) _devmapctl_words "$common" ;;
	esac
}

complete -F _devmapctl devmapctl
