/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * /dev/xxedu: QEMU's edu device, of which every program has its own.
 *
 * mmap one page at offset 0, MAP_PRIVATE for a device of your own or MAP_SHARED for
 * the one that all such mappings share; the status page of <devmap/xxctx.h> follows
 * it. All accesses to the registers are of 32 bits.
 *
 * An interrupt that your device raises is acknowledged for you. Wait for it with
 * poll(2), POLLIN, and take it with XXIOC_GETINTR, which returns what the interrupt
 * status register had.
 *
 * The page has the registers of the device's DMA engine as well. They are part of
 * what you have for yourself, and move nothing: the device may not write to memory.
 */
#ifndef _UAPI_XXEDU_H
#define	_UAPI_XXEDU_H

#include <devmap/xxctx.h>

/* Offsets of registers. */
#define	XXEDU_ID		0x00	/* read only: 0x010000ed */
#define	XXEDU_LIVENESS		0x04	/* reads as the complement of what was written */
#define	XXEDU_FACTORIAL		0x08	/* n; n! mod 2^32 when it is idle again */
#define	XXEDU_STATUS		0x20	/* XXEDU_STATUS_* */
#define	XXEDU_INTR_STATUS	0x24	/* read only: interrupts, a bit each */
#define	XXEDU_INTR_RAISE	0x60	/* raises those */
#define	XXEDU_INTR_ACK		0x64	/* acknowledges those */

#define	XXEDU_STATUS_COMPUTING	0x01	/* read only */
#define	XXEDU_STATUS_INTR	0x80	/* raise XXEDU_INTR_FACTORIAL when idle again */

#define	XXEDU_INTR_FACTORIAL	0x01

#endif /* _UAPI_XXEDU_H */
