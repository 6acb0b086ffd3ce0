// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "i2c.h"

#include <stdbool.h>
#include <stddef.h>

#include <arch/mmio.h>
#include <kernel/port.h>

#include "timer.h"

// Registers. A line is low while we or a device pull it; "set" means that we do not.
#define I2C_LINES (mps2_i2c_base + 0x0) ///< read: how the lines are; write: 1 sets
#define I2C_CLEAR (mps2_i2c_base + 0x4) ///< write: 1 pulls

enum {
    LINE_CLOCK = 1 << 0,
    LINE_DATA = 1 << 1,

    BUS_HZ = 400000,
    CYCLES_PER_READ = 4,     // at least, with the loop around it
    CLOCK_READS_MAX = 40,    // looks at a clock that a device holds, then others have their turn
    STRETCH_PER_SECOND = 40, // a device may hold the clock for a 40th of a second

    BITS_PER_BYTE = 8,
    BYTE_CLOCKS = 9, // the last one is for the acknowledgement
};

/// What the bottom half does next.
enum i2c_step { STEP_START, STEP_ADDRESS, STEP_WRITE, STEP_READ, STEP_STOP };

/// Guard: base level.
static struct {
    struct transfer_buffer buffer;
    struct i2c_message message;
    uint8_t *bytes;
    size_t done_bytes; ///< of those to write, then of those to read
    enum i2c_step step;
    enum error status;
    uint64_t held_since; ///< when the clock was found held in this step
    unsigned clocks;     ///< of the byte that is moved
    uint8_t shifted;     ///< its bits that have been read
    bool is_busy;
    bool is_cancelled;
    bool is_reading; ///< the second part
    bool is_held;
} bus;

static void half_period_wait(void)
{
    const uint32_t reads = mps2_clock_hz / (2 * BUS_HZ * CYCLES_PER_READ) + 1;
    for (uint32_t i = 0; i < reads; i++) {
        (void)mmio_read_32(I2C_LINES);
    }
}

static bool line_is_high(uint32_t line)
{
    return (mmio_read_32(I2C_LINES) & line) != 0;
}

static void line_drive(uint32_t line, bool is_high)
{
    mmio_write_32(is_high ? I2C_LINES : I2C_CLEAR, line);
}

/// Sets the data line and lets the clock rise. False: a device holds it. May be tried again.
static bool clock_raise(bool data)
{
    line_drive(LINE_DATA, data);
    half_period_wait();
    line_drive(LINE_CLOCK, true);
    for (unsigned i = 0; i < CLOCK_READS_MAX; i++) {
        if (line_is_high(LINE_CLOCK)) {
            half_period_wait();
            return true;
        }
    }
    return false;
}

/// Has a device that is in the middle of a byte let go: at most nine clocks later the data line is
/// free, and what follows before the next clock is a start and a stop, which every device obeys.
static void bus_free(void)
{
    for (unsigned i = 0; i < BYTE_CLOCKS && clock_raise(true); i++) {
        if (line_is_high(LINE_DATA)) {
            line_drive(LINE_DATA, false);
            half_period_wait();
            line_drive(LINE_DATA, true);
            half_period_wait();
            return;
        }
        line_drive(LINE_CLOCK, false);
    }
}

void mps2_i2c_initialise(void)
{
    bus_free();
}

enum error mps2_i2c_transfer(struct transfer_buffer buffer, struct i2c_message message)
{
    if (message.address > I2C_ADDRESS_MAX) {
        return ERROR_INVALID;
    }
    if (bus.is_busy) {
        return ERROR_BUSY;
    }
    const size_t most_bytes =
        message.write_bytes > message.read_bytes ? message.write_bytes : message.read_bytes;
    const enum error error = ledger_take(buffer, mps2_i2c_device, most_bytes, &bus.bytes);
    if (error != ERROR_NONE) {
        return error;
    }
    bus.buffer = buffer;
    bus.message = message;
    bus.done_bytes = 0;
    bus.step = STEP_START;
    bus.status = ERROR_NONE;
    bus.is_busy = true;
    bus.is_cancelled = false;
    bus.is_reading = message.write_bytes == 0 && message.read_bytes != 0;
    bus.is_held = false;
    kernel_bottom_half_request(mps2_i2c_line);
    return ERROR_NONE;
}

enum error mps2_i2c_cancel(void)
{
    if (!bus.is_busy) {
        return ERROR_ALREADY;
    }
    bus.is_cancelled = true;
    kernel_bottom_half_request(mps2_i2c_line);
    return ERROR_NONE;
}

/// How far a step has come.
enum i2c_progress { PROGRESS_DONE, PROGRESS_HELD, PROGRESS_LOST };

/// Makes a start, also a repeated one. Lost: a device does not let go of the data line.
static enum i2c_progress start_make(void)
{
    if (!clock_raise(true)) {
        return PROGRESS_HELD;
    }
    if (!line_is_high(LINE_DATA)) {
        bus_free();
        if (!line_is_high(LINE_DATA)) {
            return PROGRESS_LOST;
        }
    }
    line_drive(LINE_DATA, false);
    half_period_wait();
    line_drive(LINE_CLOCK, false);
    return PROGRESS_DONE;
}

static enum i2c_progress stop_make(void)
{
    if (!clock_raise(false)) {
        return PROGRESS_HELD;
    }
    line_drive(LINE_DATA, true);
    half_period_wait();
    return PROGRESS_DONE;
}

/**
 * Moves a byte and its acknowledgement, from the clock on that was reached before.
 *
 * @param sent  nine bits, the acknowledgement last; 1 where the other side may pull the line.
 * @param checked  those of them where nobody should: lost if somebody does.
 * @param acknowledgement  the last bit as it was: 0 says yes.
 */
static enum i2c_progress byte_move(uint32_t sent, uint32_t checked, bool *acknowledgement)
{
    for (; bus.clocks < BYTE_CLOCKS; bus.clocks++) {
        const uint32_t bit = 1u << (BYTE_CLOCKS - 1 - bus.clocks);
        if (!clock_raise((sent & bit) != 0)) {
            return PROGRESS_HELD;
        }
        const bool is_high = line_is_high(LINE_DATA);
        if ((sent & checked & bit) != 0 && !is_high) {
            return PROGRESS_LOST;
        }
        line_drive(LINE_CLOCK, false);
        if (bus.clocks < BITS_PER_BYTE) {
            bus.shifted = (uint8_t)((uint32_t)bus.shifted << 1 | (is_high ? 1u : 0u));
        } else {
            *acknowledgement = is_high;
        }
    }
    bus.clocks = 0;
    return PROGRESS_DONE;
}

static const uint32_t all_data = 0x1FE;
static const uint32_t acknowledgement_bit = 1;

/// Sends a byte. Without an acknowledgement the stop comes next.
static enum i2c_progress byte_send(uint32_t byte)
{
    bool is_refused = false;
    const enum i2c_progress progress =
        byte_move(byte << 1 | acknowledgement_bit, all_data, &is_refused);
    if (progress == PROGRESS_DONE && is_refused) {
        bus.status = ERROR_NO_ACK;
    }
    return progress;
}

/// Receives a byte into the buffer. The last one is not acknowledged, which ends the device's part.
static enum i2c_progress byte_receive(void)
{
    bool is_last = bus.done_bytes + 1 == bus.message.read_bytes;
    const enum i2c_progress progress = byte_move(
        is_last ? all_data | acknowledgement_bit : all_data, acknowledgement_bit, &is_last);
    if (progress == PROGRESS_DONE) {
        bus.bytes[bus.done_bytes] = bus.shifted;
    }
    return progress;
}

static enum i2c_progress step_make(void)
{
    switch (bus.step) {
    case STEP_START:
        return start_make();
    case STEP_ADDRESS:
        return byte_send((uint32_t)bus.message.address << 1 | (bus.is_reading ? 1u : 0u));
    case STEP_WRITE:
        return byte_send(bus.bytes[bus.done_bytes]);
    case STEP_READ:
        return byte_receive();
    default:
        return stop_make();
    }
}

/// What comes behind a step that went well.
static enum i2c_step step_next(void)
{
    if (bus.status != ERROR_NONE) {
        return STEP_STOP;
    }
    if (bus.step == STEP_START) {
        return STEP_ADDRESS;
    }
    if (bus.step != STEP_ADDRESS) {
        bus.done_bytes++;
    }
    if (bus.is_reading) {
        return bus.done_bytes < bus.message.read_bytes ? STEP_READ : STEP_STOP;
    }
    if (bus.done_bytes < bus.message.write_bytes) {
        return STEP_WRITE;
    }
    bus.is_reading = bus.message.read_bytes != 0;
    bus.done_bytes = 0;
    return bus.is_reading ? STEP_START : STEP_STOP;
}

static void transfer_end(enum error status)
{
    struct i2c_done event = {.status = status};
    line_drive(LINE_CLOCK | LINE_DATA, true);
    bus.is_busy = false;
    bus.clocks = 0;
    if (ledger_return(bus.buffer, mps2_i2c_device, &event.buffer) == ERROR_NONE) {
        mps2_i2c_client.done(&event);
    }
}

/// Whether a device has held the clock for too long.
static bool is_held_too_long(void)
{
    const uint64_t now = port_time_now();
    if (!bus.is_held) {
        bus.is_held = true;
        bus.held_since = now;
    }
    return now - bus.held_since >= mps2_clock_hz / STRETCH_PER_SECOND;
}

void mps2_i2c_bottom_half(void)
{
    if (!bus.is_busy) {
        return;
    }
    if (bus.is_cancelled) {
        bus_free();
        transfer_end(ERROR_CANCEL);
        return;
    }
    const enum i2c_progress progress = step_make();
    if (progress == PROGRESS_HELD && is_held_too_long()) {
        transfer_end(ERROR_FAILED);
    } else if (progress == PROGRESS_LOST) {
        // Whose bus it is now makes the stop, too.
        transfer_end(bus.step == STEP_START ? ERROR_FAILED : ERROR_RESERVE);
    } else if (progress == PROGRESS_DONE && bus.step == STEP_STOP) {
        transfer_end(bus.status);
    } else {
        if (progress == PROGRESS_DONE) {
            bus.is_held = false;
            bus.step = step_next();
        }
        kernel_bottom_half_request(mps2_i2c_line);
    }
}
