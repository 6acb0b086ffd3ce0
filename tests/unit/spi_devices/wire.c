// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "wire.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { STEPS_MAX = 100000 };

struct wire wire;

// ---------------------------------------------------------------------------------------------
// The ledger

struct transfer_buffer wire_name(size_t capsule)
{
    return (struct transfer_buffer){.index = (uint16_t)capsule,
                                    .generation = wire.buffers[capsule].generation};
}

struct transfer_buffer transfer_buffer_home(uint32_t index)
{
    assert_int_equal(index, 0);
    return wire_name((size_t)fake_capsule_calling());
}

static enum error buffer_check(struct transfer_buffer buffer, size_t offset, size_t bytes)
{
    const size_t capsule = (size_t)fake_capsule_calling();
    if (buffer.index != capsule || wire.buffers[capsule].is_at_device ||
        wire.buffers[capsule].generation != buffer.generation) {
        return ERROR_STALE;
    }
    return offset <= WIRE_BUFFER_BYTES && bytes <= WIRE_BUFFER_BYTES - offset ? ERROR_NONE
                                                                              : ERROR_SIZE;
}

enum error transfer_buffer_read_(struct transfer_buffer buffer, size_t offset, void *to,
                                 size_t bytes)
{
    const enum error error = buffer_check(buffer, offset, bytes);
    if (error == ERROR_NONE) {
        memcpy(to, wire.buffers[buffer.index].bytes + offset, bytes);
    }
    return error;
}

enum error transfer_buffer_write_(struct transfer_buffer buffer, size_t offset, const void *from,
                                  size_t bytes)
{
    const enum error error = buffer_check(buffer, offset, bytes);
    if (error == ERROR_NONE) {
        memcpy(wire.buffers[buffer.index].bytes + offset, from, bytes);
    }
    return error;
}

// ---------------------------------------------------------------------------------------------
// The bus

static void device_release(void)
{
    if (wire.selected != WIRE_NOBODY) {
        device_released(wire.selected);
        wire.releases++;
    }
    wire.selected = WIRE_NOBODY;
}

enum error wire_transfer(struct transfer_buffer buffer, struct spi_message message)
{
    if (wire.refusal != ERROR_NONE) {
        return wire.refusal;
    }
    if (wire.is_busy) {
        return ERROR_BUSY;
    }
    if (wire.buffers[buffer.index].generation != buffer.generation ||
        wire.buffers[buffer.index].is_at_device) {
        return ERROR_STALE;
    }
    assert_in_range(message.length_bytes, 1, WIRE_BUFFER_BYTES);
    assert_true(message.mode <= SPI_MODE_MAX && message.rate_hz != 0);
    assert_true(message.direction < SPI_DIRECTION_COUNT);
    assert_true(message.selection < SPI_SELECTION_COUNT);
    if (message.selection == SPI_NOBODY || message.device != wire.selected) {
        device_release();
    }
    wire.selected = message.selection == SPI_NOBODY ? WIRE_NOBODY : message.device;
    wire.selection = message.selection;
    wire.buffers[buffer.index].is_at_device = true;
    wire.buffers[buffer.index].generation++;
    wire.is_busy = true;
    wire.is_cancelled = false;
    wire.buffer = buffer;
    wire.message = message;
    wire.transfers++;
    return ERROR_NONE;
}

enum error wire_cancel(void)
{
    if (!wire.is_busy) {
        device_release();
        return ERROR_ALREADY;
    }
    wire.is_cancelled = true;
    return ERROR_NONE;
}

/// Bit by bit, as hal/spi.h says.
static uint16_t check_add(uint16_t check, uint8_t byte)
{
    for (unsigned i = 8; i > 0; i--) {
        const unsigned top = (unsigned)check >> 15 ^ ((unsigned)byte >> (i - 1) & 1u);
        check = (uint16_t)(check << 1 ^ (top != 0 ? 0x1021 : 0));
    }
    return check;
}

static uint16_t bytes_move(uint8_t *bytes)
{
    uint16_t check = 0;
    for (size_t i = 0; i < wire.message.length_bytes; i++) {
        const uint8_t sent = wire.message.direction == SPI_READ ? 0xFF : bytes[i];
        const uint8_t received = device_byte(wire.selected, wire.selection, sent);
        if (wire.message.direction != SPI_WRITE) {
            bytes[i] = received;
        }
        check = check_add(check, bytes[i]);
    }
    return check;
}

bool wire_step(void)
{
    fake_run();
    if (!wire.is_busy || (wire.is_stuck && !wire.is_cancelled)) {
        return false;
    }
    const size_t home = wire.buffer.index;
    struct spi_done event = {.status = wire.is_cancelled ? ERROR_CANCEL : ERROR_NONE};
    if (!wire.is_cancelled) {
        event.check = bytes_move(wire.buffers[home].bytes);
    }
    if (wire.is_cancelled || !wire.message.is_held) {
        device_release();
    }
    wire.is_busy = false;
    wire.buffers[home].is_at_device = false;
    wire.buffers[home].generation++;
    event.buffer = wire_name(home);
    wire_done(&event);
    fake_run();
    return true;
}

void wire_run(void)
{
    for (unsigned i = 0; wire_step(); i++) {
        assert_true(i < STEPS_MAX);
    }
}

void wire_wait(uint32_t milliseconds)
{
    fake_time_set(time_now() + (uint64_t)milliseconds * (time_hz() / 1000));
    fake_run();
}

void wire_reset(void)
{
    struct wire_buffer buffers[BENCH_CAPSULES_MAX];
    memcpy(buffers, wire.buffers, sizeof buffers);
    memset(&wire, 0, sizeof wire);
    for (size_t i = 0; i < BENCH_CAPSULES_MAX; i++) {
        wire.buffers[i].generation = buffers[i].generation + 1;
    }
    wire.selected = WIRE_NOBODY;
}

void wire_capsule_fail(size_t capsule)
{
    bench_capsule_fail(capsule);
    if (wire.buffers[capsule].is_at_device) {
        (void)wire_cancel();
    } else {
        wire.buffers[capsule].generation++;
    }
}
