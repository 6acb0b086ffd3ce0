// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A serial peripheral bus (Arm PrimeCell SSP, PL022) for hal/spi.h.
 *
 * Up to eight bytes are on their way at a time. The bottom half moves some, and asks to be called
 * again if there is more to move at once, so that no run is long; else an interrupt calls it when
 * half of what is to be sent has gone, or something was received. A transfer always ends, since the
 * clock is the controller's own.
 *
 * The lines that select devices are the board's.
 *
 * Source: Arm DDI 0194H, PrimeCell Synchronous Serial Port (PL022), 2 and 3.
 */
#pragma once

#include <hal/spi.h>

/// The functions of the contract `struct spi_bus`. Context: kernel.
enum error pl022_transfer(struct transfer_buffer buffer, struct spi_message message);
enum error pl022_cancel(void);

/// Where the device is, under which line its bottom half is called, and its clock. Defined by the
/// board.
extern const uintptr_t pl022_base;
extern const uint8_t pl022_line;
extern const uint32_t pl022_clock_hz;

/// The number under which the bus holds buffers in the ledger. Defined by the board.
extern const uint32_t pl022_device;

/**
 * Selects a device of the bus, and nobody else. Defined by the board.
 *
 * @param device  its number; any, also one that the bus does not have, which selects nobody.
 * Context: kernel.
 */
void pl022_select(uint8_t device, enum spi_selection selection);

/// Who is told. Defined by the board. Called from the bottom half.
extern const struct spi_client pl022_client;

/// Stops the device, whatever it was left in, and selects nobody. Context: init.
void pl022_initialise(void);

/// For the board's table of bottom halves. Context: kernel.
void pl022_bottom_half(void);
