// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "fake_bus.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <capsules/virtual_i2c/virtual_i2c.h>
#include <cmocka.h>

#include "fake_board.h"

enum { STEPS_MAX = 1000 };

static struct {
    uint8_t bytes[FAKE_BUS_BUFFER_BYTES];
    uint32_t generation;
    bool is_at_device;
} buffers[BENCH_CAPSULES_MAX];

struct transfer_buffer transfer_buffer_home(uint32_t index)
{
    const size_t capsule = (size_t)fake_capsule_calling();
    assert_int_equal(index, 0);
    return (struct transfer_buffer){.index = (uint16_t)capsule,
                                    .generation = buffers[capsule].generation};
}

static enum error buffer_check(struct transfer_buffer buffer, size_t offset, size_t bytes)
{
    const size_t capsule = (size_t)fake_capsule_calling();
    if (buffer.index != capsule || buffers[capsule].is_at_device ||
        buffers[capsule].generation != buffer.generation) {
        return ERROR_STALE;
    }
    return offset <= FAKE_BUS_BUFFER_BYTES && bytes <= FAKE_BUS_BUFFER_BYTES - offset ? ERROR_NONE
                                                                                      : ERROR_SIZE;
}

enum error transfer_buffer_read_(struct transfer_buffer buffer, size_t offset, void *to,
                                 size_t bytes)
{
    const enum error error = buffer_check(buffer, offset, bytes);
    if (error == ERROR_NONE) {
        memcpy(to, buffers[buffer.index].bytes + offset, bytes);
    }
    return error;
}

enum error transfer_buffer_write_(struct transfer_buffer buffer, size_t offset, const void *from,
                                  size_t bytes)
{
    const enum error error = buffer_check(buffer, offset, bytes);
    if (error == ERROR_NONE) {
        memcpy(buffers[buffer.index].bytes + offset, from, bytes);
    }
    return error;
}

// ---------------------------------------------------------------------------------------------
// The bus, and devices that are 256 registers

struct fake_bus fake_bus;

void fake_bus_reset(void (*done)(const struct i2c_done *event))
{
    memset(&fake_bus, 0, sizeof fake_bus);
    fake_bus.done = done;
    for (size_t i = 0; i < BENCH_CAPSULES_MAX; i++) {
        buffers[i].is_at_device = false;
    }
}

static enum error bus_transfer(struct transfer_buffer buffer, struct i2c_message message)
{
    if (fake_bus.is_busy) {
        return ERROR_BUSY;
    }
    if (buffers[buffer.index].generation != buffer.generation ||
        buffers[buffer.index].is_at_device) {
        return ERROR_STALE;
    }
    assert_true(message.write_bytes <= FAKE_BUS_BUFFER_BYTES &&
                message.read_bytes <= FAKE_BUS_BUFFER_BYTES);
    buffers[buffer.index].is_at_device = true;
    buffers[buffer.index].generation++;
    fake_bus.is_busy = true;
    fake_bus.is_cancelled = false;
    fake_bus.buffer = buffer;
    fake_bus.message = message;
    fake_bus.transfers++;
    return ERROR_NONE;
}

static enum error bus_cancel(void)
{
    if (!fake_bus.is_busy) {
        return ERROR_ALREADY;
    }
    fake_bus.is_cancelled = true;
    return ERROR_NONE;
}
const struct i2c_bus virtual_i2c_bus = {bus_transfer, bus_cancel};

/// Whether a device answers.
static bool is_there(uint8_t address)
{
    const uint8_t channels = fake_bus.channels[address];
    return !fake_bus.is_absent[address] &&
           (channels == 0 || (channels & fake_bus.switch_setting) != 0);
}

static void registers_use(uint8_t *bytes)
{
    if (fake_bus.message.address == fake_bus.switch_address) {
        fake_bus.switch_setting = bytes[0];
        return;
    }
    uint8_t *const registers = fake_bus.registers[fake_bus.message.address];
    for (size_t i = 0; i < fake_bus.message.write_bytes; i++) {
        if (i == 0) {
            const uint8_t width = fake_bus.register_bytes[fake_bus.message.address];
            fake_bus.pointer = (uint8_t)(bytes[0] * (width == 0 ? 1 : width));
        } else {
            registers[fake_bus.pointer++] = bytes[i];
        }
    }
    for (size_t i = 0; i < fake_bus.message.read_bytes; i++) {
        bytes[i] = registers[fake_bus.pointer++];
    }
}

/// Ends the transfer that is under way. False: there is none.
bool fake_bus_step(void)
{
    fake_run();
    if (!fake_bus.is_busy) {
        return false;
    }
    const size_t home = fake_bus.buffer.index;
    struct i2c_done event = {.status = fake_bus.failure};
    if (fake_bus.is_cancelled) {
        event.status = ERROR_CANCEL;
    } else if (event.status == ERROR_NONE && !is_there(fake_bus.message.address)) {
        event.status = ERROR_NO_ACK;
    } else if (event.status == ERROR_NONE) {
        registers_use(buffers[home].bytes);
    }
    fake_bus.is_busy = false;
    buffers[home].is_at_device = false;
    buffers[home].generation++;
    event.buffer =
        (struct transfer_buffer){.index = (uint16_t)home, .generation = buffers[home].generation};
    fake_bus.done(&event);
    fake_run();
    return true;
}

void fake_bus_run(void)
{
    for (unsigned i = 0; fake_bus_step(); i++) {
        assert_true(i < STEPS_MAX);
    }
}

bool fake_bus_holds(size_t capsule)
{
    return buffers[capsule].is_at_device;
}

void fake_bus_buffer_reclaim(size_t capsule)
{
    if (buffers[capsule].is_at_device) {
        (void)bus_cancel();
    } else {
        buffers[capsule].generation++;
    }
}
