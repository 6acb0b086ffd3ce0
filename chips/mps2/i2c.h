// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * An I2C bus of an MPS2 board (Arm SBCon, two-wire serial interface) for hal/i2c.h, at up to
 * 400 kHz.
 *
 * The device is two lines: all else is done here, bit by bit. The bottom half moves one byte, or
 * makes one start or stop, and has itself called again, so that no run is long and others have
 * their turn in between. A device may hold the clock; for how long is bounded.
 *
 * The device has no interrupt. `mps2_i2c_line` is a number that no line of the processor has, under
 * which the board has the bottom half called.
 *
 * Source: Arm MPS2 application note AN386 (DAI 0386), "Two-wire serial interface (SBCon)"; NXP
 * UM10204, I2C-bus specification, 3.1.
 */
#pragma once

#include <hal/i2c.h>

/// The functions of the contract `struct i2c_bus`. Context: kernel.
enum error mps2_i2c_transfer(struct transfer_buffer buffer, struct i2c_message message);
enum error mps2_i2c_cancel(void);

/// Where the device is, and under which line its bottom half is called. Defined by the board.
extern const uintptr_t mps2_i2c_base;
extern const uint8_t mps2_i2c_line;

/// The number under which the bus holds buffers in the ledger. Defined by the board.
extern const uint32_t mps2_i2c_device;

/// Who is told. Defined by the board. Called from the bottom half.
extern const struct i2c_client mps2_i2c_client;

/// Frees the bus from a device that a reset has cut off in the middle of a byte. Context: init.
void mps2_i2c_initialise(void);

/// For the board's table of bottom halves. Context: kernel.
void mps2_i2c_bottom_half(void);
