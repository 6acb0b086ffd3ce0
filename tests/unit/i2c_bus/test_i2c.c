// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The I2C bus of MPS2 boards: two lines, on which a device sees every edge.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <arch/mmio.h>
#include <chips/mps2/i2c.h>
#include <chips/mps2/timer.h>
#include <cmocka.h>
#include <kernel/port.h>

#include "fake_ledger.h"

enum {
    BASE = 0x4002A000,
    LINE = 32,
    DEVICE = 5,
    ADDRESS = 0x48,
    CLOCK = 1,
    DATA = 2,
    BUFFER_BYTES = 64,
    RUNS_MAX = 100000,
    ACCESSES_MAX = 700, // of one run: about five instructions each, below the limit of 4,000
};

const uintptr_t mps2_i2c_base = BASE;
const uint8_t mps2_i2c_line = LINE;
const uint32_t mps2_i2c_device = DEVICE;
const uint32_t mps2_clock_hz = 25000000;

// ---------------------------------------------------------------------------------------------
// The lines, and a device that keeps what is written and counts up when it is read

enum device_state { IDLE, ADDRESSED, WRITTEN, READ, LEFT };

static struct {
    bool clock; ///< not pulled by us
    bool data;
    bool device_data;    ///< not pulled by the device
    unsigned clock_held; ///< so many more looks at it find the clock held when it is to rise
    unsigned hold_each;  ///< so long for each clock
    bool is_clock_stuck;
    bool is_data_stuck; ///< until this many clocks have come
    unsigned stuck_clocks;
    unsigned rival_at_bit; ///< somebody pulls the data line from this bit of a transfer on
    unsigned bits;         ///< of the transfer
    bool seen_clock;       ///< as the device saw the lines last
    bool seen_data;
    enum device_state state;
    unsigned bit; ///< of the byte; 8: the acknowledgement
    uint8_t byte;
    bool is_answering; ///< the acknowledgement is the device's
    uint8_t next_read;
    uint8_t written[BUFFER_BYTES];
    size_t written_count;
    size_t takes; ///< so many bytes are acknowledged
    unsigned starts;
    unsigned stops;
    unsigned accesses; ///< of the run
} wire;

static bool clock_level(void)
{
    return wire.clock && wire.clock_held == 0 && !wire.is_clock_stuck;
}

static bool data_level(void)
{
    const bool is_rival = wire.rival_at_bit != 0 && wire.bits >= wire.rival_at_bit;
    return wire.data && wire.device_data && !is_rival && wire.stuck_clocks == 0;
}

static void device_byte_end(void)
{
    wire.is_answering = true;
    if (wire.state == ADDRESSED) {
        const bool is_me = wire.byte >> 1 == ADDRESS;
        wire.state = !is_me ? LEFT : (wire.byte & 1) != 0 ? READ : WRITTEN;
        wire.device_data = !is_me;
    } else if (wire.state == WRITTEN) {
        const bool is_taken = wire.written_count < wire.takes;
        if (is_taken) {
            wire.written[wire.written_count++] = wire.byte;
        }
        wire.device_data = !is_taken;
    }
}

/// The clock has fallen: what the device puts on the line for the next bit.
static void device_fall(void)
{
    if (wire.state == IDLE || wire.state == LEFT) {
        wire.device_data = true;
        return;
    }
    if (wire.bit == 8 && wire.state != READ) {
        device_byte_end();
        return;
    }
    if (wire.bit == 9) {
        wire.bit = 0;
        wire.byte = 0;
        wire.is_answering = false;
    }
    wire.device_data = true;
    if (wire.state == READ && wire.bit < 8) {
        wire.byte = wire.next_read;
        wire.device_data = (wire.next_read >> (7 - wire.bit) & 1) != 0;
    }
}

/// The clock has risen: what is on the line is a bit.
static void device_rise(bool data)
{
    if (wire.state == IDLE || wire.state == LEFT) {
        return;
    }
    wire.bits++;
    if (wire.state != READ && wire.bit < 8) {
        wire.byte = (uint8_t)(wire.byte << 1 | (data ? 1 : 0));
    }
    if (wire.bit == 8 && wire.state == READ && !wire.is_answering) {
        wire.next_read++;
        if (data) {
            wire.state = LEFT;
        }
    }
    wire.bit++;
}

static void wire_look(void)
{
    const bool clock = clock_level();
    const bool data = data_level();
    if (clock && wire.seen_clock && data != wire.seen_data) {
        if (data) {
            wire.stops++;
            wire.state = IDLE;
        } else {
            wire.starts++;
            wire.state = ADDRESSED;
            wire.bit = 0;
            wire.byte = 0;
        }
        wire.device_data = true;
    } else if (clock && !wire.seen_clock) {
        device_rise(data);
        wire.stuck_clocks -= wire.stuck_clocks > 0 && wire.stuck_clocks < 100;
    } else if (!clock && wire.seen_clock) {
        device_fall();
        wire.clock_held = wire.hold_each;
    }
    wire.seen_clock = clock;
    wire.seen_data = data_level();
}

uint32_t mmio_read_32(uintptr_t address)
{
    assert_int_equal(address, BASE);
    wire.accesses++;
    if (wire.clock && wire.clock_held > 0) {
        wire.clock_held--;
    }
    wire_look();
    return (clock_level() ? CLOCK : 0u) | (data_level() ? DATA : 0u);
}

void mmio_write_32(uintptr_t address, uint32_t value)
{
    assert_in_range(address, BASE, BASE + 4);
    assert_in_range(value, 1, 3);
    wire.accesses++;
    const bool is_set = address == BASE;
    if ((value & CLOCK) != 0) {
        wire.clock = is_set;
        wire_look();
    }
    if ((value & DATA) != 0) {
        wire.data = is_set;
        wire_look();
    }
}

// ---------------------------------------------------------------------------------------------
// The kernel's services, and the client

static struct {
    uint8_t buffer[BUFFER_BYTES];
    bool is_requested;
    uint64_t now;
    unsigned dones;
    struct i2c_done done;
} kernel;

void kernel_bottom_half_request(unsigned line)
{
    assert_int_equal(line, LINE);
    kernel.is_requested = true;
}

uint64_t port_time_now(void)
{
    return kernel.now;
}

static void done(const struct i2c_done *event)
{
    assert_int_equal(event->buffer.generation, fake_ledger[0].name.generation);
    kernel.dones++;
    kernel.done = *event;
}

const struct i2c_client mps2_i2c_client = {.done = done};

// ---------------------------------------------------------------------------------------------

static bool run_step(void)
{
    if (!kernel.is_requested) {
        return false;
    }
    kernel.is_requested = false;
    kernel.now += 1000;
    wire.accesses = 0;
    mps2_i2c_bottom_half();
    assert_in_range(wire.accesses, 0, ACCESSES_MAX);
    return true;
}

static void run(void)
{
    for (unsigned i = 0; run_step(); i++) {
        assert_true(i < RUNS_MAX);
    }
}

static int reset(void **state)
{
    (void)state;
    run();
    memset(&wire, 0, sizeof wire);
    wire.clock = true;
    wire.data = true;
    wire.device_data = true;
    wire.seen_clock = true;
    wire.seen_data = true;
    wire.takes = BUFFER_BYTES;
    wire.next_read = 0x5A;
    memset(&kernel, 0, sizeof kernel);
    fake_ledger_put(0, kernel.buffer, BUFFER_BYTES, 1u << DEVICE);
    for (size_t i = 0; i < BUFFER_BYTES; i++) {
        kernel.buffer[i] = (uint8_t)(0xA5 + 29 * i);
    }
    return 0;
}

static enum error start(uint8_t address, uint8_t write_bytes, uint8_t read_bytes)
{
    return mps2_i2c_transfer(fake_ledger[0].name,
                             (struct i2c_message){address, write_bytes, read_bytes});
}

/// Runs a transfer to its end, and checks that the bus is free behind it.
static void expect(enum error status, unsigned starts)
{
    run();
    assert_int_equal(kernel.dones, 1);
    assert_int_equal(kernel.done.status, status);
    assert_false(fake_ledger[0].is_at_device);
    assert_true(wire.clock && wire.data);
    assert_int_equal(wire.starts, starts);
    assert_int_equal(wire.stops, 1);
}

static void bytes_are_written(void **state)
{
    (void)state;
    uint8_t sent[BUFFER_BYTES];
    memcpy(sent, kernel.buffer, sizeof sent);
    assert_int_equal(start(ADDRESS, BUFFER_BYTES, 0), ERROR_NONE);
    assert_int_equal(kernel.dones, 0);
    expect(ERROR_NONE, 1);
    assert_int_equal(wire.written_count, BUFFER_BYTES);
    assert_memory_equal(wire.written, sent, BUFFER_BYTES);
}

static void bytes_are_read(void **state)
{
    (void)state;
    const uint8_t behind = kernel.buffer[7];
    assert_int_equal(start(ADDRESS, 0, 7), ERROR_NONE);
    expect(ERROR_NONE, 1);
    for (size_t i = 0; i < 7; i++) {
        assert_int_equal(kernel.buffer[i], 0x5A + i);
    }
    assert_int_equal(kernel.buffer[7], behind);
    assert_int_equal(wire.state, IDLE);
}

static void write_and_read_have_a_start_each(void **state)
{
    (void)state;
    const uint8_t first = kernel.buffer[0];
    assert_int_equal(start(ADDRESS, 1, BUFFER_BYTES), ERROR_NONE);
    expect(ERROR_NONE, 2);
    assert_int_equal(wire.written_count, 1);
    assert_int_equal(wire.written[0], first);
    assert_int_equal(kernel.buffer[BUFFER_BYTES - 1], 0x5A + BUFFER_BYTES - 1);
}

static void nothing_asks_whether_a_device_is_there(void **state)
{
    (void)state;
    assert_int_equal(start(ADDRESS, 0, 0), ERROR_NONE);
    expect(ERROR_NONE, 1);
    assert_int_equal(wire.written_count, 0);
    (void)reset(NULL);
    assert_int_equal(start(ADDRESS + 1, 0, 0), ERROR_NONE);
    expect(ERROR_NO_ACK, 1);
}

static void refused_byte_ends_a_write(void **state)
{
    (void)state;
    wire.takes = 3;
    assert_int_equal(start(ADDRESS, 10, 4), ERROR_NONE);
    expect(ERROR_NO_ACK, 1);
    assert_int_equal(wire.written_count, 3);
}

static void refusals(void **state)
{
    (void)state;
    assert_int_equal(start(I2C_ADDRESS_MAX + 1, 1, 0), ERROR_INVALID);
    assert_int_equal(start(ADDRESS, BUFFER_BYTES + 1, 0), ERROR_INVALID);
    assert_int_equal(start(ADDRESS, 0, BUFFER_BYTES + 1), ERROR_INVALID);
    fake_ledger[0].name.generation++;
    assert_int_equal(mps2_i2c_transfer((struct transfer_buffer){.generation = 0},
                                       (struct i2c_message){ADDRESS, 1, 0}),
                     ERROR_STALE);
    assert_int_equal(mps2_i2c_cancel(), ERROR_ALREADY);
    assert_false(kernel.is_requested);
    assert_int_equal(start(ADDRESS, 1, 0), ERROR_NONE);
    assert_int_equal(start(ADDRESS, 1, 0), ERROR_BUSY);
    expect(ERROR_NONE, 1);
}

static void held_clock_is_waited_for(void **state)
{
    (void)state;
    wire.hold_each = 200; // Longer than one run looks.
    assert_int_equal(start(ADDRESS, 2, 3), ERROR_NONE);
    expect(ERROR_NONE, 2);
    assert_int_equal(wire.written_count, 2);
    assert_int_equal(kernel.buffer[2], 0x5C);
}

static void clock_held_for_too_long_fails(void **state)
{
    (void)state;
    assert_int_equal(start(ADDRESS, 4, 0), ERROR_NONE);
    for (unsigned i = 0; i < 3; i++) {
        assert_true(run_step());
    }
    wire.is_clock_stuck = true;
    const uint64_t begun = kernel.now;
    run();
    assert_int_equal(kernel.done.status, ERROR_FAILED);
    assert_in_range(kernel.now - begun, mps2_clock_hz / 40, mps2_clock_hz / 39);
    // The next transfer finds the device where it was left, and frees the bus.
    wire.is_clock_stuck = false;
    kernel.dones = 0;
    assert_int_equal(start(ADDRESS, 1, 0), ERROR_NONE);
    run();
    assert_int_equal(kernel.done.status, ERROR_NONE);
}

/// A device holds each clock for as long as one run may look, and the data line in every way.
static void no_hold_makes_a_run_long(void **state)
{
    (void)state;
    for (unsigned held = 1; held <= 100; held++) {
        for (unsigned stuck = 0; stuck <= 12; stuck++) {
            (void)reset(NULL);
            wire.hold_each = held;
            wire.clock_held = held;
            wire.stuck_clocks = stuck < 12 ? stuck : 100;
            assert_int_equal(start(ADDRESS, 1, 1), ERROR_NONE);
            run(); // Checks each run.
            assert_int_equal(kernel.dones, 1);
        }
    }
}

static void held_data_line_is_freed_by_clocks(void **state)
{
    (void)state;
    wire.stuck_clocks = 6;
    assert_int_equal(start(ADDRESS, 1, 0), ERROR_NONE);
    run();
    assert_int_equal(kernel.done.status, ERROR_NONE);
    assert_int_equal(wire.written_count, 1);
    (void)reset(NULL);
    wire.stuck_clocks = 100; // For ever.
    assert_int_equal(start(ADDRESS, 1, 0), ERROR_NONE);
    run();
    assert_int_equal(kernel.done.status, ERROR_FAILED);
}

static void somebody_else_on_the_bus_wins(void **state)
{
    (void)state;
    kernel.buffer[0] = 0xFF;
    // A bit of the address that is 1, and one of the data.
    for (unsigned bit = 1; bit < 2 + 9; bit += 9) {
        (void)reset(NULL);
        kernel.buffer[0] = 0xFF;
        wire.rival_at_bit = bit;
        assert_int_equal(start(ADDRESS, 1, 0), ERROR_NONE);
        run();
        assert_int_equal(kernel.dones, 1);
        assert_int_equal(kernel.done.status, ERROR_RESERVE);
        assert_int_equal(wire.stops, 0);
        assert_true(wire.clock && wire.data);
    }
}

static void transfer_is_cancelled_in_every_step(void **state)
{
    (void)state;
    for (unsigned steps = 0; steps < 10; steps++) {
        (void)reset(NULL);
        assert_int_equal(start(ADDRESS, 3, 3), ERROR_NONE);
        for (unsigned i = 0; i < steps; i++) {
            assert_true(run_step());
        }
        assert_int_equal(kernel.dones, 0);
        assert_int_equal(mps2_i2c_cancel(), ERROR_NONE);
        assert_int_equal(mps2_i2c_cancel(), ERROR_NONE);
        run();
        assert_int_equal(kernel.dones, 1);
        assert_int_equal(kernel.done.status, ERROR_CANCEL);
        assert_true(wire.clock && wire.data && wire.device_data);
        assert_int_equal(wire.state, IDLE);
        kernel.dones = 0;
        wire.next_read = 0x11;
        assert_int_equal(start(ADDRESS, 0, 2), ERROR_NONE);
        run();
        assert_int_equal(kernel.done.status, ERROR_NONE);
        assert_int_equal(kernel.buffer[0], 0x11);
    }
}

static void bus_is_free_behind_the_start(void **state)
{
    (void)state;
    wire.stuck_clocks = 5;
    mps2_i2c_initialise();
    assert_true(data_level() && clock_level());
    assert_int_equal(wire.state, IDLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(bytes_are_written, reset),
        cmocka_unit_test_setup(bytes_are_read, reset),
        cmocka_unit_test_setup(write_and_read_have_a_start_each, reset),
        cmocka_unit_test_setup(nothing_asks_whether_a_device_is_there, reset),
        cmocka_unit_test_setup(refused_byte_ends_a_write, reset),
        cmocka_unit_test_setup(refusals, reset),
        cmocka_unit_test_setup(held_clock_is_waited_for, reset),
        cmocka_unit_test_setup(clock_held_for_too_long_fails, reset),
        cmocka_unit_test_setup(no_hold_makes_a_run_long, reset),
        cmocka_unit_test_setup(held_data_line_is_freed_by_clocks, reset),
        cmocka_unit_test_setup(somebody_else_on_the_bus_wins, reset),
        cmocka_unit_test_setup(transfer_is_cancelled_in_every_step, reset),
        cmocka_unit_test_setup(bus_is_free_behind_the_start, reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
