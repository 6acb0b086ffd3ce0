// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Interrupt lines of a RISC-V machine with a PLIC, for machine mode of hart 0: port_irq_enable(),
 * port_irq_disable() and arch_external_interrupt().
 *
 * A line that was claimed stays silent until it is completed. So claiming is what masks a line
 * that wants service, and port_irq_enable(), which the kernel calls behind its bottom half,
 * completes it. A level that the device has not taken back raises the line again then; one that it
 * has raised meanwhile and taken back may, too: a bottom half may find nothing to do.
 *
 * Lines that were never enabled have priority 0, that is never interrupt. The board defines where
 * the device is.
 *
 * Source: RISC-V Platform-Level Interrupt Controller Specification 1.0.0, chapters 3 to 9.
 */
#pragma once

#include <stdint.h>

extern const uintptr_t plic_base;

/// Disables all lines. Context: init, before the first port_irq_enable().
void plic_initialise(void);

/// Disables a line for which port_irq_enable() does nothing from now on: that of a device that is
/// out of order. Context: kernel.
void plic_line_mask(unsigned line);
