// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * An I2C bus with devices that are 256 registers each: the bus of capsule `virtual_i2c`, and the
 * buffers of all capsules of the bench, one each.
 *
 * A transfer lasts until the test ends it (fake_bus_step), or all that follow (fake_bus_run).
 */
#pragma once

#include <hal/i2c.h>

#include "bench.h"

enum { FAKE_BUS_BUFFER_BYTES = 80 };

extern struct fake_bus {
    void (*done)(const struct i2c_done *event);
    bool is_busy;
    bool is_cancelled;
    struct transfer_buffer buffer;
    struct i2c_message message;
    unsigned transfers;
    enum error failure; ///< of all transfers
    bool is_absent[I2C_ADDRESS_MAX + 1];
    uint8_t registers[I2C_ADDRESS_MAX + 1][256];
    uint8_t register_bytes[I2C_ADDRESS_MAX + 1]; ///< of one register; 0 is 1
    uint8_t pointer;
    /// A switch of buses: what is written to it is kept, and where a device is behind it, the
    /// device answers only if one of its channels is on.
    uint8_t switch_address;
    uint8_t switch_setting;
    uint8_t channels[I2C_ADDRESS_MAX + 1];
} fake_bus;

/// All is quiet, and all registers are zero. `done` is told of the end of each transfer. To be
/// called before each test.
void fake_bus_reset(void (*done)(const struct i2c_done *event));

/// Ends the transfer that is under way. False: there is none.
bool fake_bus_step(void);

/// Ends transfers until there are no more.
void fake_bus_run(void);

/// Whether the buffer of a capsule is at the bus.
bool fake_bus_holds(size_t capsule);

/// What the kernel does with the buffer of a capsule that has failed.
void fake_bus_buffer_reclaim(size_t capsule);
