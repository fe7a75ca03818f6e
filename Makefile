# SPDX-License-Identifier: GPL-2.0
#
# For people; kbuild reads Kbuild.

# The kernel to build for: the running one, unless its headers are not there.
KDIR ?= /lib/modules/$(shell uname -r)/build
# The kernel that the virtual machine runs; see tools/vm/kernels.conf.
KERNEL ?= 6.1
V ?= 0

MAKEFLAGS += --no-print-directory

all: modules

help:
	@echo 'On your own kernel:'
	@echo '  make [KDIR=headers]   build devmap.ko and the drivers, or DEVMAP_DRIVERS="xxctx xxfb"'
	@echo '  make load             insert them into the running kernel (as root); unload'
	@echo '  make modules_install  install them (as root)'
	@echo '  make dkms-install     have DKMS do that, for every kernel (dkms-remove)'
	@echo '  make sign             sign them for Secure Boot'
	@echo '  make deb [OUT=DIR]    Debian packages of all this'
	@echo '  make install-headers  for drivers in trees of their own'
	@echo '  make tools            build devmapctl: who has a device, who waits'
	@echo '  make clean'
	@echo 'In a virtual machine (sets up what it needs by itself):'
	@echo '  make demo             watch programs share a device'
	@echo '  make demo-hw          the same with real devices: registers, memory, a screen'
	@echo '  make screenshot       what that screen shows: docs/xxfb.png, or OUT=FILE'
	@echo '  make timeline         draw who had it when: docs/timeline.svg, or OUT=FILE'
	@echo '  make check            build everything, run all tests'
	@echo '  make shell            a prompt with the modules loaded'
	@echo '  make check-kernels    all tests on all kernels, or on KERNELS="5.10 7.3"'
	@echo '  make check-debug      all tests on kernels that look for mistakes'
	@echo '  make check-mutants    do the tests notice when something is broken?'
	@echo '  make stress           everything at once, for MINUTES=30 on KERNELS="6.1"'
	@echo '  make fuzz             random system calls on the debug kernel, for MINUTES=30'
	@echo '  make coverage         which lines do all tests together execute?'
	@echo '  make bench            measure it beside what else there is (OUT=bench.json)'
	@echo '  make bench-plot       draw what it measured: bench.svg'
	@echo '  make bench-profile    where its instructions go, by function'
	@echo '  make setup            only install what the others need'
	@echo 'KERNEL=NAME chooses another kernel for them: one of'
	@awk '!/^#/ && NF { printf "  %s", $$1 } END { print "" }' tools/vm/kernels.conf

modules: kdir-check
	$(MAKE) -C "$(KDIR)" M="$(CURDIR)" $@

modules_install: kdir-check
	$(MAKE) -C "$(KDIR)" M="$(CURDIR)" $@
	@tools/install-symvers "$(KDIR)" "$(INSTALL_MOD_PATH)"

# What the user named on the command line, if anything.
named = $(if $(filter command% env%,$(origin $(1))),$($(1)))

kdir-check:
	@tools/kdir-check "$(KDIR)" "$(or $(call named,CC),$(if $(LLVM),clang))"

# For people who have DKMS, and for packages (DESTDIR=).
dkms-install dkms-remove:
	@tools/dkms $(@:dkms-%=%)

install-source install-headers:
	@tools/install $(@:install-%=%) "$(DESTDIR)"

sign: kdir-check
	@tools/sign "$(KDIR)"

# Debian packages, in ../ as dpkg-buildpackage has them, or in OUT=.
deb:
	@tools/setup package
	@tools/deb "$(or $(OUT),..)"

load:
	@tools/load

unload:
	rmmod xxctx devmap

clean:
	@tools/clean

setup:
	@tools/setup

demo:
	@tools/setup build vm
	@tools/demo-run "$(KERNEL)"

SCREENS ?= $(or $(TMPDIR),/tmp)/devmap-screens

demo-hw:
	@tools/setup build vm
	@tools/demo-hw-run "$(KERNEL)" "$(SCREENS)"
	@echo "Pictures of the monitor are in $(SCREENS)."

# What the monitor shows when three programs paint at once.
screenshot:
	@tools/setup build vm
	@tools/demo-hw-run "$(KERNEL)" "$(SCREENS)" 1 fb
	@cp "$(SCREENS)/apple.png" "$(or $(OUT),docs/xxfb.png)"

shell:
	@tools/setup build vm tools
	@tools/shell-run "$(KERNEL)"

# Draw who had the device while the demo ran.
timeline:
	@tools/setup build vm tools
	@tools/timeline-run "$(KERNEL)" "$(or $(OUT),docs/timeline.svg)" \
		--from 1s --to 1.25s --title 'Six programs share one device'

# What users get beside the modules.
tools:
	@tools/setup tools
	$(MAKE) -C tools/devmapctl

check:
	@tools/setup
	@tools/check

check-kernels:
	@tools/setup build vm check kernels arm64 $(filter clang,$(KERNELS))
	@KERNELS="$(KERNELS)" tools/check-kernels

check-mutants:
	@tools/setup build vm check
	@tools/check-mutants

check-debug:
	@tools/setup build vm check debug
	@tools/check-debug

bench:
	@tools/setup build vm
	@tools/bench-run "$(KERNEL)" "$(or $(OUT),bench.json)"

# Draw what it measured: OUT=FILE.json, SVG=FILE.svg.
bench-plot:
	@bench/plot "$(or $(OUT),bench.json)" "$(or $(SVG),bench.svg)"

# Where the instructions of a change of owner go, by function.
bench-profile:
	@tools/setup build vm
	@bench/profile --kernel "$(KERNEL)"

MINUTES ?= 30

stress:
	@tools/setup build vm check
	@tools/stress --minutes "$(MINUTES)" --kernels "$(or $(KERNELS),$(KERNEL))" \
		$(if $(SEED),--seed "$(SEED)")

fuzz:
	@tools/setup build vm check debug
	@tools/fuzz --minutes "$(MINUTES)"

coverage:
	@tools/setup build vm check debug
	@tools/coverage --min 90

.PHONY: all tools timeline help modules modules_install kdir-check dkms-install dkms-remove \
	install-source install-headers sign deb load unload clean setup demo demo-hw \
	screenshot shell check check-kernels check-mutants check-debug bench bench-plot bench-profile stress \
	fuzz coverage
