# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# A private apt: all suites that have kernels, in the cache folder, beside the
# system's own configuration and without touching it. The mirrors are those that
# the system's apt sources name. Source it after lib.sh.

APT=$CACHE/apt
APT_MAX_AGE_MIN=$((24 * 60))

apt_mirrors() {
	local uris

	uris=$(apt-get indextargets --format '$(REPO_URI)' 2>/dev/null | grep -i debian | sort -u)
	APT_MIRROR=$(grep -v security <<< "$uris" | head -n 1)
	APT_SECURITY=$(grep security <<< "$uris" | head -n 1)
	APT_MIRROR=${APT_MIRROR%/}
	APT_SECURITY=${APT_SECURITY%/}
	[ -n "$APT_MIRROR" ] ||
		die "apt's sources name no Debian mirror; run 'apt-get update', or name headers with KDIR= and sources with KSRC="
	# A mirror that carries security too needs no second name.
	: "${APT_SECURITY:=$APT_MIRROR-security}"
}

apt_sources() {
	local suite key=/usr/share/keyrings/debian-archive-keyring.gpg

	for suite in bullseye bookworm trixie; do
		echo "deb [signed-by=$key] $APT_MIRROR $suite main"
		echo "deb [signed-by=$key] $APT_SECURITY $suite-security main"
	done
	for suite in trixie-backports sid experimental; do
		echo "deb [signed-by=$key] $APT_MIRROR $suite main"
	done
}

apt_write_config() {
	mkdir -p "$APT"/etc/apt.conf.d "$APT"/etc/preferences.d "$APT"/etc/sources.d \
		"$APT"/state/lists/partial "$APT"/cache/archives/partial
	: > "$APT/state/status"
	apt_sources > "$APT/etc/sources.list"
	cat > "$APT/apt.conf" <<-CONF
		Dir::Etc "$APT/etc";
		Dir::Etc::SourceList "$APT/etc/sources.list";
		Dir::Etc::SourceParts "$APT/etc/sources.d";
		Dir::Etc::Preferences "$APT/etc/preferences";
		Dir::Etc::PreferencesParts "$APT/etc/preferences.d";
		Dir::State "$APT/state";
		Dir::State::Lists "$APT/state/lists";
		Dir::State::status "$APT/state/status";
		Dir::Cache "$APT/cache";
		Dir::Log "$APT/log";
		APT::Architecture "amd64";
		APT::Architectures { "amd64"; "arm64"; };
		APT::Sandbox::User "";
		Acquire::Check-Valid-Until "false";
		Acquire::Check-Date "false";
		Acquire::Languages "none";
		Acquire::Retries "3";
		Acquire::IndexTargets::deb::DEP-11 { DefaultEnabled "false"; };
		Acquire::IndexTargets::deb::DEP-11-icons { DefaultEnabled "false"; };
		Acquire::IndexTargets::deb::Contents-deb { DefaultEnabled "false"; };
	CONF
}

apt_update() {
	apt_mirrors
	# Lists of other suites are out of date, however new.
	apt_sources | cmp -s - "$APT/etc/sources.list" || rm -f "$APT/updated"
	[ -z "$(find "$APT/updated" -mmin "-$APT_MAX_AGE_MIN" 2>/dev/null)" ] || return 0
	say "reading Debian's package lists"
	# Not when it is current: others read it meanwhile.
	apt_write_config
	# Without error-on a list that could not be read is but a warning.
	if APT_CONFIG=$APT/apt.conf apt-get -qq update --error-on=any >&2; then
		touch "$APT/updated"
		return
	fi
	[ -e "$APT/updated" ] || die "cannot read Debian's package lists"
	say "they cannot be read: going on with those of $(date -r "$APT/updated" +%F)"
}

# Everything that uses the private apt goes through this.
apt_init() {
	need apt-get apt-cache dpkg-deb flock
	with_lock apt apt_update || exit 1
	export APT_CONFIG=$APT/apt.conf
}

# apt_newest PACKAGE SERIES ARCH: the newest version of a package in a series
apt_newest() {
	local v best=

	for v in $(apt-cache madison "$1:$3" | awk -F'|' '{ gsub(/ /, "", $2); print $2 }'); do
		case $v in
		"$2".* | "$2"~*) ;;
		*) continue ;;
		esac
		# Backports are another suite's, with another compiler.
		case $v in *~bpo* | *~deb*) continue ;; esac
		if [ -z "$best" ] || dpkg --compare-versions "$v" gt "$best"; then
			best=$v
		fi
	done
	[ -n "$best" ] || die "Debian has no $1 of series $2"
	echo "$best"
}

# apt_depends PACKAGE VERSION ARCH: names, one a line
apt_depends() {
	apt-cache show "$1:$3=$2" 2>/dev/null | sed -n 's/^Depends: //p' | sed -n 1p |
		tr ',|' '\n\n' | sed 's/^ *//; s/[ :].*//'
}

# Reads all that is said: who stops early (grep -q) may have apt-cache die of SIGPIPE, and
# pipefail then says that there is no such package.
apt_has() {
	apt-cache show "$1:$3=$2" 2>/dev/null | grep '^Package:' > /dev/null
}

# apt_unpack ROOT PACKAGE[:ARCH]=VERSION...: without installing anything
apt_unpack() {
	local root=$1

	shift
	# In a shell of its own, whose trap clears up however it ends.
	(
		dl=$(mktemp -d "$CACHE/dl.XXXXXX") || die "cannot write to $CACHE"
		trap 'rm -rf "$dl"' EXIT
		trap 'exit 130' INT TERM
		(cd "$dl" && apt-get -qq download "$@") >&2 || die "cannot download $*"
		mkdir -p "$root"
		for deb in "$dl"/*.deb; do
			dpkg-deb -x "$deb" "$root" || die "cannot unpack $deb"
		done
	) || exit 1
}
