# SPDX-License-Identifier: GPL-2.0
#
# For the Kbuild file of a driver that uses devmap.ko, in a tree of its own:
#
#	obj-m := xx.o
#	xx-y := driver.o linkage.o
#	include /usr/share/devmap/devmap.mk
#
# It names the headers, and what devmap.ko exports on the kernel that is built for:
# where DKMS keeps it, or `make modules_install` put it, whichever is newer: the other one
# may have been left by a devmap.ko that is there no more. DEVMAP_INCLUDE and
# DEVMAP_SYMVERS name others.

DEVMAP_INCLUDE ?= /usr/include/devmap-ddi
devmap-symvers := $(wildcard /lib/modules/$(KERNELRELEASE)/devmap.symvers \
	/var/lib/dkms/devmap/*/$(KERNELRELEASE)/*/Module.symvers)
DEVMAP_SYMVERS ?= $(if $(devmap-symvers),$(shell ls -t $(devmap-symvers) | head -n 1))

ifeq ($(wildcard $(DEVMAP_INCLUDE)/sys/ddi.h),)
$(error devmap: there are no headers in $(DEVMAP_INCLUDE). \
	Install them: apt-get install devmap-dev, or make install-headers in its tree)
endif
ifeq ($(wildcard $(DEVMAP_SYMVERS)),)
$(error devmap: devmap.ko is not installed for kernel $(KERNELRELEASE). \
	Have it built: dkms autoinstall -k $(KERNELRELEASE), or make modules_install in its tree)
endif

# The second: <sys/atomic.h> is of the compiler's own, and there is no libgcc on arm64.
ccflags-y += -I$(DEVMAP_INCLUDE) $(call cc-option,-mno-outline-atomics)
KBUILD_EXTRA_SYMBOLS += $(DEVMAP_SYMVERS)
